//! Inputs as arguments: their flags, and how a value is read.

use serde_json::Value;

use super::unknown::unknown;
use super::{Input, InputKind, Refused, Workflow};

/// The input of this name.
pub(super) fn named<'w>(workflow: &'w Workflow, name: &str) -> Option<&'w Input> {
    workflow.inputs.iter().find(|input| input.name == name)
}

/// The input that a flag such as `--organization-id-or-slug` sets.
pub(super) fn flag<'w>(workflow: &'w Workflow, option: &str) -> Option<&'w Input> {
    let name = option.strip_prefix("--")?;
    named(workflow, name).or_else(|| {
        workflow
            .inputs
            .iter()
            .find(|input| kebab(input.name) == name)
    })
}

/// Refuses names that are no inputs of the workflow.
pub(super) fn check<'n>(
    workflow: &Workflow,
    names: impl IntoIterator<Item = &'n String>,
) -> Result<(), Refused> {
    let mut strange = names
        .into_iter()
        .filter(|name| !workflow.open && named(workflow, name).is_none());
    let Some(name) = strange.next() else {
        return Ok(());
    };
    let known: Vec<&str> = workflow.inputs.iter().map(|input| input.name).collect();
    let what = format!("input of workflow `{}` called", workflow.id);
    Err(Refused(unknown(&what, name, &known)))
}

/// A value as the input's kind wants it read.
pub(super) fn value(kind: InputKind, text: &str) -> Result<Value, Refused> {
    match kind {
        InputKind::Text => Ok(Value::String(text.to_owned())),
        InputKind::Boolean => text
            .parse()
            .map(Value::Bool)
            .map_err(|_| Refused(format!("`{text}` is neither `true` nor `false`"))),
        InputKind::Json => {
            Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())))
        }
    }
}

/// A name in kebab case: `organizationIdOrSlug` is `organization-id-or-slug`.
pub(super) fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut previous = None;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_alphanumeric() {
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        } else {
            let after_lower =
                previous.is_some_and(|p: char| p.is_lowercase() || p.is_ascii_digit());
            let ends_capitals = previous.is_some_and(char::is_uppercase)
                && rest.peek().is_some_and(|n| n.is_lowercase());
            if c.is_uppercase() && (after_lower || ends_capitals) && !out.ends_with('-') {
                out.push('-');
            }
            out.extend(c.to_lowercase());
        }
        previous = Some(c);
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_in_kebab_case() {
        for (name, expected) in [
            ("organizationIdOrSlug", "organization-id-or-slug"),
            ("provision-project-key", "provision-project-key"),
            ("HTTPStatus", "http-status"),
            ("lib.signIn", "lib-sign-in"),
            ("page_size2", "page-size2"),
        ] {
            assert_eq!(kebab(name), expected);
        }
    }

    #[test]
    fn values_are_read_as_their_kind() {
        assert_eq!(value(InputKind::Text, "1"), Ok(json!("1")));
        assert_eq!(value(InputKind::Json, "[1]"), Ok(json!([1])));
        assert_eq!(value(InputKind::Json, "acme"), Ok(json!("acme")));
        assert_eq!(value(InputKind::Boolean, "true"), Ok(json!(true)));
        assert!(value(InputKind::Boolean, "yes").is_err());
    }
}
