//! `unknown-body-property` and `read-only-member` for replacements: a target that leads to a member which the body's schema does
//! not declare, or which a request should not set (Arazzo 1.1, section 4.6.15 `target`).

use std::ops::Range;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    elaborate::operation,
    load::Node,
    model::arazzo::{Replacement, RequestBody},
    nearest::meant,
    resolve::operation::{Operation, is_json},
    types::{Inside, Walk, walk},
};

use super::{
    super::{
        literal::{read_only_member, unknown_body_property},
        subject::Subject,
    },
    undeclared_pointer::{Missing, undeclared},
};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for (_, step, resolved) in subject.steps() {
        let (Some(body), Some(operation)) = (&step.request_body, operation(resolved)) else {
            continue;
        };
        let Some(schema) = schema(body, operation) else {
            continue;
        };
        for replacement in &body.replacements {
            if let Some(found) = judge(subject, body, replacement, schema) {
                diagnostics.push(found.step(&step.id.text));
            }
        }
    }
}

/// What describes a body whose parts a pointer can name.
fn schema<'o>(body: &RequestBody, operation: &'o Operation) -> Option<&'o Node> {
    let declared = operation.request_body.as_ref()?;
    let media = match &body.content_type {
        Some(written) => declared.media_type_for(&written.text)?,
        None => declared.default_media_type()?,
    };
    let name = body.content_type.as_ref().map_or(&media.name, |w| &w.text);
    let name = name.trim().to_ascii_lowercase();
    let form =
        name.starts_with("application/x-www-form-urlencoded") || name.starts_with("multipart/");
    media.schema.as_ref().filter(|_| form || is_json(&name))
}

fn judge(
    subject: &Subject,
    body: &RequestBody,
    replacement: &Replacement,
    schema: &Node,
) -> Option<Diagnostic> {
    let target = subject.resolved.texts.constant_target(replacement)?;
    let tokens: Vec<String> = target.tokens().collect();
    // What the payload names as well was judged there.
    let named = |count: usize| {
        let mut way = tokens.iter().take(count);
        way.try_fold(body.payload.clone()?, |at, token| at.get(token))
    };
    if let Some((count, declared)) = read_only(subject, schema, &tokens) {
        let name = tokens.get(count.checked_sub(1)?)?;
        let found = read_only_member(replacement.target.node.place(), name);
        return named(count)
            .is_none()
            .then(|| found.also(&declared, "declared here"));
    }
    let missing = undeclared(schema, &tokens, subject)?;
    match named(missing.at + 1) {
        Some(_) => None,
        None => unknown(replacement, &tokens, &missing),
    }
}

/// The first `readOnly` member on the way: how many tokens lead to it, and its schema.
fn read_only(subject: &Subject, schema: &Node, tokens: &[String]) -> Option<(usize, Node)> {
    (1..=tokens.len()).find_map(|count| {
        let Walk::Found(found) = walk(schema, tokens.get(..count)?, subject.documents) else {
            return None;
        };
        let mut places = found.places.iter();
        let sealed = places.all(|place| place.forces("readOnly"));
        let declared = found.places.first()?.seen().first()?.clone();
        sealed.then_some((count, declared))
    })
}

fn unknown(replacement: &Replacement, tokens: &[String], missing: &Missing) -> Option<Diagnostic> {
    let name = tokens.get(missing.at)?;
    let near = meant(name, missing.declared.iter().map(String::as_str));
    // An open schema allows any member; only a near miss is worth a word.
    if missing.inside != Inside::Object || near.is_none() && !missing.closed {
        return None;
    }
    let node = &replacement.target.node;
    let span = token_span(node.as_str()?, missing.at);
    let place = span
        .clone()
        .map_or_else(|| node.place(), |span| node.within(span));
    let found = unknown_body_property(place, name).also(&missing.schema, "the schema");
    let Some(meant) = near else {
        let declared: Vec<String> = (missing.declared.iter().take(8))
            .map(|name| format!("`{name}`"))
            .collect();
        return Some(match declared.is_empty() {
            true => found,
            false => found.help(format!("declared: {}", declared.join(", "))),
        });
    };
    let found = found.help(format!("`{}` has a similar name", meant.name()));
    // Names that need more than the pointer's own escapes are left to a person.
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '@');
    Some(match span {
        Some(_) if meant.name().chars().all(plain) => found.correct(meant, meant.name()),
        _ => found,
    })
}

/// The bytes of a token of a pointer.
fn token_span(pointer: &str, at: usize) -> Option<Range<usize>> {
    let mut start = pointer.find('/')? + 1;
    for (index, raw) in pointer.get(start..)?.split('/').enumerate() {
        let end = start + raw.len();
        if index == at {
            return (!raw.is_empty()).then_some(start..end);
        }
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::workflow;

    fn target(target: &str, payload: &str) -> Vec<String> {
        let found = workflow(&format!(
            "steps:\n  - stepId: s\n    operationId: addPet\n    requestBody:\n      contentType: application/json\n      payload: {payload}\n      replacements: [{{target: {target}, value: '1'}}]"
        ));
        let message = |(code, _, message): (&str, _, _)| format!("{code}: {message}");
        found.into_iter().map(message).collect()
    }

    #[test]
    fn what_the_body_may_have_is_fine() {
        for way in ["/name", "/owner/name", "/owner/anything", "/tags/blue"] {
            let found = target(way, "{owner: {}, tags: {}}");
            assert_eq!(found, Vec::<String>::new(), "{way}");
        }
    }

    #[test]
    fn what_is_not_declared_is_told() {
        let told = ["unknown-body-property: the schema declares no property `colour`"];
        assert_eq!(target("/colour", "{}"), told);
        // The payload was judged by itself.
        assert_eq!(target("/colour", "{colour: red}"), Vec::<String>::new());
        let typo = ["unknown-body-property: the schema declares no property `nmae`"];
        assert_eq!(target("/owner/nmae", "{owner: {}}"), typo);
    }

    #[test]
    fn read_only_members_are_told() {
        let told = ["read-only-member: `id` is readOnly: a request should not set it"];
        assert_eq!(target("/id", "{}"), told);
    }
}
