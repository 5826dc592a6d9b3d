//! The payload as written against the schema of the media type: members, required ones, `readOnly`, literal values.

use serde_json::Value as Json;

use crate::{
    check,
    diagnostic::Diagnostic,
    expression::{self, Template},
    load::Node,
    model::arazzo::{self, RequestBody},
    nearest::meant,
    resolve::operation::MediaType,
    types::Conjunction,
};

use super::{scope::Scope, workflow::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// Warns where the payload as written cannot be what the schema asks for.
    pub(super) fn check_payload(
        &mut self,
        body: &RequestBody,
        declared: Option<&MediaType>,
        scope: &Scope,
    ) {
        let (Some(payload), Some(schema)) = (
            &body.payload,
            declared.and_then(|media| media.schema.clone()),
        ) else {
            return;
        };
        self.check_value(payload, &[schema], scope, body, 0);
    }

    fn check_value(
        &mut self,
        value: &Node,
        schemas: &[Node],
        scope: &Scope,
        body: &RequestBody,
        depth: usize,
    ) {
        if depth > 16 || arazzo::is_selector(value, self.version()) {
            return;
        }
        let references = self.builder.references();
        let schema = Conjunction::all(schemas, references);
        if schema.split(references).is_some() {
            // Which branch is meant cannot be told from a payload with expressions in it.
            return;
        }
        match value.value() {
            Json::Object(_) => self.check_members(value, &schema, scope, body, depth),
            Json::Array(_) => {
                let items = schema.items();
                if !items.is_empty() {
                    for item in value.items() {
                        self.check_value(&item, &items, scope, body, depth + 1);
                    }
                }
            }
            Json::String(text)
                if !matches!(expression::template(text), Ok(Template::Literal(_))) => {}
            literal => {
                let Some(schema) = schemas.first() else {
                    return;
                };
                let form = body.content_type.as_ref().is_some_and(|written| {
                    let name = written.text.trim().to_ascii_lowercase();
                    name.starts_with("application/x-www-form-urlencoded")
                        || name.starts_with("multipart/")
                });
                let place = match value.pointer().tokens().last() {
                    Some(name) if name != "payload" => format!("`{name}`"),
                    _ => "the body".to_owned(),
                };
                let found =
                    check::literal_mismatch(value, literal, &place, schema, form, references);
                if let Some(found) = found.filter(|_| !self.is_told_misspelt(value)) {
                    self.report(found, scope);
                }
            }
        }
    }

    fn check_members(
        &mut self,
        value: &Node,
        schema: &Conjunction,
        scope: &Scope,
        body: &RequestBody,
        depth: usize,
    ) {
        let properties = schema.properties();
        if properties.is_empty() {
            return;
        }
        let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
        for (key, member) in value.members() {
            let Some((_, declared)) = properties.iter().find(|(name, _)| *name == key) else {
                self.report_unknown_member(&key, &member, &names, schema, scope);
                continue;
            };
            let references = self.builder.references();
            let read_only = Conjunction::all(declared, references).flag("readOnly");
            if read_only {
                let found = Diagnostic::warning(
                    "read-only-member",
                    &member,
                    format!("`{key}` is readOnly: a request should not set it"),
                );
                self.report(with(found, declared.first(), "declared here"), scope);
            }
            self.check_value(&member, declared, scope, body, depth + 1);
        }
        let replaced = |name: &str| {
            body.replacements
                .iter()
                .any(|replacement| replacement.target.text.contains(name))
        };
        for name in schema.required() {
            let references = self.builder.references();
            let declared = properties
                .iter()
                .find(|(property, _)| *property == name)
                .map(|(_, nodes)| nodes.as_slice())
                .unwrap_or_default();
            let read_only =
                !declared.is_empty() && Conjunction::all(declared, references).flag("readOnly");
            let slip = |key: &String| {
                let near =
                    (!names.contains(&key.as_str())).then(|| meant(key, names.iter().copied()));
                near.flatten().is_some_and(|meant| meant.name() == name)
            };
            if value.get(&name).is_none()
                && !read_only
                && !replaced(&name)
                && !value.members().iter().any(|(key, _)| slip(key))
            {
                let found = Diagnostic::warning(
                    "missing-body-property",
                    value.key(),
                    format!("required property `{name}` is not in the payload"),
                )
                .help(format!("add `{name}` with its value"));
                self.report(with(found, declared.first(), "declared here"), scope);
            }
        }
    }

    fn report_unknown_member(
        &mut self,
        key: &str,
        member: &Node,
        names: &[&str],
        schema: &Conjunction,
        scope: &Scope,
    ) {
        let near = meant(key, names.iter().copied());
        let closed = schema
            .value("additionalProperties")
            .is_some_and(|value| value == &Json::Bool(false));
        // An open schema allows any member; only a near miss is worth a word.
        if near.is_none() && !closed {
            return;
        }
        let mut found = Diagnostic::warning(
            "unknown-body-property",
            member.key(),
            format!("the schema declares no property `{key}`"),
        );
        found = match near {
            Some(meant) => {
                let found = found.help(format!("`{}` has a similar name", meant.name()));
                meant.correct(found, meant.name())
            }
            None => found.help(format!(
                "declared: {}",
                names
                    .iter()
                    .take(8)
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
        };
        let part = schema.parts().first();
        self.report(with(found, part, "the schema"), scope);
    }
}

/// Adds where the schema says so.
fn with(found: Diagnostic, schema: Option<&Node>, text: &str) -> Diagnostic {
    match schema {
        Some(schema) => found.also(schema, text),
        None => found,
    }
}
