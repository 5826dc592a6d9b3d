//! The Reusable Object, which stands for a component in lists of parameters and actions.

use crate::{
    load::Node,
    model::{
        arazzo::{OrReference, Reusable},
        faults,
    },
    nearest::is_typo,
};

use super::Reader;

/// Reads an entry that is either written in place, which `inline` reads, or refers to `components.KIND`.
pub(super) fn or_reference<T>(
    reader: &mut Reader<'_>,
    node: &Node,
    kind: &'static str,
    inline: impl FnOnce(&mut Reader<'_>, &Node) -> Option<T>,
) -> Option<OrReference<T>> {
    if let Some(member) = node.get("$ref").filter(|_| node.get("name").is_none()) {
        json_reference(reader, &member, kind);
        return None;
    }
    match reference_key(node) {
        Some(key) => reusable(reader, node, &key, kind).map(OrReference::Reference),
        None => inline(reader, node).map(OrReference::Inline),
    }
}

/// The key of the reference that makes `node` a Reusable Object; misspelt ones count where nothing else fits.
pub(super) fn reference_key(node: &Node) -> Option<String> {
    let members = node.as_object()?;
    if members.contains_key("reference") {
        return Some("reference".to_owned());
    }
    if members.contains_key("name") {
        return None;
    }
    members
        .keys()
        .find(|key| is_typo(key, "reference"))
        .cloned()
}

/// Reads a Reusable Object; what else it holds is ignored (Arazzo 1.1, section "Reusable Object").
fn reusable(
    reader: &mut Reader<'_>,
    node: &Node,
    reference_key: &str,
    kind: &'static str,
) -> Option<Reusable> {
    let mut value = None;
    for (key, member) in node.members() {
        if key == reference_key || key.starts_with("x-") {
            continue;
        }
        if key == "value" && kind == "parameters" {
            value = Some(member);
            continue;
        }
        let message = format!("`{key}` beside `reference` has no effect");
        reader.report(
            faults::ignored_field(member.key(), message).help("remove it, or change the component"),
        );
    }
    let member = node.get(reference_key)?;
    if reference_key != "reference" {
        reader.report(
            faults::unknown_field(member.key(), "a Reusable Object", reference_key)
                .help("did you mean `reference`?")
                .suggest("reference"),
        );
    }
    Some(Reusable {
        node: node.clone(),
        reference: reader.string(&member, "`reference`")?,
        value,
    })
}

/// OpenAPI's way to refer to something, which Arazzo has for schemas only.
fn json_reference(reader: &mut Reader<'_>, member: &Node, kind: &str) {
    let last = member.as_str().and_then(|text| text.rsplit('/').next());
    let form = format!("reference: $components.{kind}.{}", last.unwrap_or("NAME"));
    reader.report(faults::json_reference(member.key()).help(format!("write `{form}`")));
}

/// The key in `components.KIND` that `reference` names, if it names one there.
pub(super) fn component_key<'t>(reference: &'t str, kind: &str) -> Option<&'t str> {
    let rest = reference.strip_prefix("$components.")?;
    rest.strip_prefix(kind)?.strip_prefix('.')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, read_with, sound, with_fields};
    use crate::model::arazzo::OrReference;

    fn with(parameter: Value) -> Value {
        let mut document = with_fields(json!({ "parameters": [parameter] }));
        document["components"] =
            json!({ "parameters": { "page": { "name": "p", "in": "query", "value": 1 } } });
        document
    }

    const AT: &str = "/workflows/0/steps/0/parameters/0";

    #[test]
    fn a_reference_may_override_the_value_with_any_json() {
        let read = sound(with(
            json!({ "reference": "$components.parameters.page", "value": 7 }),
        ));
        let OrReference::Reference(reusable) = &read.workflows[0].steps[0].parameters[0] else {
            panic!("not a reference");
        };
        assert_eq!(reusable.reference.text, "$components.parameters.page");
        assert_eq!(reusable.value.as_ref().unwrap().value(), 7);
    }

    #[test]
    fn other_members_are_ignored_with_a_warning_even_when_strict() {
        let document = with(json!({ "reference": "$components.parameters.page", "name": "q" }));
        let expected = [format!(
            "warning ignored-field {AT}/name key: `name` beside `reference` has no effect"
        )];
        assert_eq!(findings(document.clone()), expected);
        assert_eq!(read_with(document, true).1, expected);
    }

    #[test]
    fn a_misspelt_reference_is_one_error() {
        assert_eq!(
            findings(with(json!({ "refrence": "$components.parameters.page" }))),
            [format!(
                "error unknown-field {AT}/refrence key: a Reusable Object has no field `refrence`"
            )]
        );
    }

    #[test]
    fn a_json_reference_is_one_error() {
        assert_eq!(
            findings(with(json!({ "$ref": "#/components/parameters/page" }))),
            [format!(
                "error unknown-field {AT}/$ref key: `$ref` does not refer to components in Arazzo, except in schemas"
            )]
        );
    }

    #[test]
    fn a_value_on_an_action_reference_is_ignored() {
        let mut document = with_fields(json!({
            "onFailure": [{ "reference": "$components.failureActions.again", "value": 1 }]
        }));
        document["components"] =
            json!({ "failureActions": { "again": { "name": "again", "type": "retry" } } });
        assert_eq!(
            findings(document),
            [
                "warning ignored-field /workflows/0/steps/0/onFailure/0/value key: `value` beside `reference` has no effect"
            ]
        );
    }
}
