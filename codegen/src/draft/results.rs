//! What is said of a draft as a whole: the results of its last step, and the credentials that it needs.

use crate::{
    load::Documents,
    model::openapi::Operation,
    resolve::operation,
    types::{Conjunction, Kinds},
};

use super::{
    names::{IDENTITIES, camel, is_generic, words},
    schema::only_value,
    step::Step,
    wire,
};

/// What to read of the last step, if nothing else of it is read: a few members that always are there, or the list.
pub(super) fn results(step: &mut Step, documents: &Documents) -> Vec<(String, String)> {
    /// More make the outputs hard to read.
    const MOST: usize = 5;
    let Some(schema) = step.response.clone() else {
        return Vec::new();
    };
    let all = Conjunction::of(&schema, documents);
    if all.kinds() == Some(Kinds::ARRAY) {
        let name = step.output(&format!("{}List", camel(&step.noun)), Vec::new());
        return vec![(name, step.id.clone())];
    }
    let required = all.required();
    let mut members: Vec<(String, bool)> = Vec::new();
    for (name, schemas) in all.properties() {
        let member = Conjunction::all(&schemas, documents);
        let scalar = Kinds::STRING.or(Kinds::NUMBER).or(Kinds::BOOLEAN);
        let kinds = member.kinds();
        let usable = wire::is_readable(&name) && !member.flag("writeOnly");
        let says_something = usable && only_value(&member).is_none();
        if kinds.is_some_and(|kinds| kinds.within(scalar)) && says_something {
            members.push((name.clone(), required.contains(&name)));
        }
    }
    // Those that are always there come first, among them what names the thing.
    let identifies = |name: &str| IDENTITIES.contains(&name);
    members.sort_by_key(|(name, required)| (!required, !identifies(name)));
    let enough = members
        .iter()
        .filter(|(_, required)| *required)
        .count()
        .clamp(3, MOST);
    let names: Vec<String> = members
        .into_iter()
        .take(enough)
        .map(|(name, _)| name)
        .collect();
    names
        .into_iter()
        .map(|name| {
            let own = words(&name);
            let wanted = match is_generic(&own) {
                true => camel(&[step.noun.clone(), own].concat()),
                false => camel(&own),
            };
            (step.output(&wanted, vec![name]), step.id.clone())
        })
        .collect()
}

/// Names of schemes and how each is sent, for people.
pub(super) fn credentials(operation: &Operation) -> Vec<String> {
    let uses = operation.security.iter().flatten();
    let mut found: Vec<String> = Vec::new();
    for scheme in uses.map(|it| &it.scheme) {
        let kind = match &scheme.kind {
            operation::SecurityKind::ApiKey { name, .. } => format!("the key `{name}`"),
            operation::SecurityKind::Basic => "user and password".to_owned(),
            operation::SecurityKind::Bearer => "a bearer token".to_owned(),
            operation::SecurityKind::OtherHttp(name) => format!("HTTP {name}"),
            operation::SecurityKind::OAuth2 { .. } => "OAuth 2.0".to_owned(),
            operation::SecurityKind::OpenIdConnect { .. } => "OpenID Connect".to_owned(),
            operation::SecurityKind::MutualTls => "a client certificate".to_owned(),
        };
        let told = format!("`{}` ({kind})", scheme.name);
        if !found.contains(&told) {
            found.push(told);
        }
    }
    found
}

/// Whether an operation can be called without any of them.
pub(super) fn is_anonymous(operation: &Operation) -> bool {
    operation.security.is_empty() || operation.security.iter().any(Vec::is_empty)
}
