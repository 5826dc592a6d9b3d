//! The Selector Object, which stands where a value may stand.

use serde_json::Value;

use crate::{
    load::Node,
    model::arazzo::{Selector, Version},
    nearest::is_typo,
};

use super::{
    Reader,
    expression_type::{SELECTORS, expression_type},
    fields::{Shape, field},
};

/// Arazzo 1.1, section "Selector Object".
const SELECTOR: Shape = Shape {
    what: "a Selector Object",
    identity: &[],
    fields: &[field("context"), field("selector"), field("type")],
};

const FIELDS: [&str; 3] = ["context", "selector", "type"];

/// Whether what stands where only an expression or a selector may stand is meant as a selector.
pub(super) fn resembles(node: &Node) -> bool {
    let members = node.members();
    (members.iter()).any(|(key, _)| FIELDS.iter().any(|name| is_typo(key, name)))
}

pub(super) fn selector(reader: &mut Reader<'_>, node: &Node) -> Option<Selector> {
    let object = reader.object(node, &SELECTOR)?;
    let lacking: Vec<&str> = FIELDS
        .into_iter()
        .filter(|name| !object.has(name))
        .collect();
    if lacking.len() > 1 {
        reader.missing_all(&object, &lacking);
        return None;
    }
    let context = reader.required_text(&object, "context");
    let selector = reader.required_text(&object, "selector");
    let kind = reader.required(&object, "type");
    let kind = kind.and_then(|kind| expression_type(reader, &kind, "selector type", SELECTORS));
    Some(Selector {
        node: node.clone(),
        context: context?,
        selector: selector?,
        kind: kind?,
    })
}

/// Whether the value at `node` is a Selector Object: in 1.1 an object with exactly `context`, `selector` and `type`;
/// in 1.0 it is data.
pub fn is_selector(node: &Node, version: Version) -> bool {
    selects(node.value(), version)
}

/// The same of a value.
pub fn selects(value: &Value, version: Version) -> bool {
    version >= Version::V1_1
        && value.as_object().is_some_and(|members| {
            members.len() == FIELDS.len() && FIELDS.iter().all(|name| members.contains_key(*name))
        })
}

/// Reports what is wrong with the Selector Object at `node`, if it is meant as one: in 1.1, an object that has nothing
/// but the fields of one and at least `context` and `selector`.
pub(super) fn check_value(reader: &mut Reader<'_>, node: &Node) {
    let Some(members) = node.as_object() else {
        return;
    };
    let only = members.keys().all(|key| FIELDS.contains(&key.as_str()));
    let meant = only && members.contains_key("context") && members.contains_key("selector");
    if meant && reader.version >= Version::V1_1 {
        selector(reader, node);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, in_1_1, node, sound, with_fields};
    use crate::{
        diagnostic::Diagnostics,
        model::arazzo::{Engine, Version, is_selector, selector},
    };

    #[test]
    fn exactly_three_fields_make_a_selector_in_1_1() {
        let three = json!({ "context": "$response.body", "selector": "$.a", "type": "jsonpath" });
        let three = node(three);
        assert!(is_selector(&three, Version::V1_1));
        assert!(!is_selector(&three, Version::V1_0));
        let four = json!({ "context": "a", "selector": "b", "type": "c", "more": 1 });
        assert!(!is_selector(&node(four), Version::V1_1));
    }

    #[test]
    fn a_selector_is_read_with_its_version() {
        let node = node(json!({
            "context": "$response.body",
            "selector": "$.a",
            "type": { "type": "jsonpath", "version": "rfc9535" },
        }));
        let mut diagnostics = Diagnostics::new(false);
        let read = selector(&node, Version::V1_1, &mut diagnostics).unwrap();
        assert_eq!(diagnostics.into_iter().count(), 0);
        assert_eq!(read.kind.engine, Engine::JsonPath);
        assert_eq!(read.kind.version.as_deref(), Some("rfc9535"));
        assert_eq!(read.selector.text, "$.a");
    }

    #[test]
    fn an_output_that_is_a_selector_must_be_complete() {
        let document =
            with_fields(json!({ "outputs": { "n": { "context": "$url", "selector": "$.a" } } }));
        assert_eq!(
            findings(in_1_1(document)),
            [
                "error missing-field /workflows/0/steps/0/outputs/n key: a Selector Object has no `type`"
            ]
        );
    }

    #[test]
    fn a_parameter_value_that_is_a_selector_must_be_complete() {
        let value = json!({ "context": "$inputs.a", "selector": "/b" });
        let document =
            with_fields(json!({ "parameters": [{ "name": "p", "in": "query", "value": value }] }));
        assert_eq!(
            findings(in_1_1(document.clone())),
            [
                "error missing-field /workflows/0/steps/0/parameters/0/value key: a Selector Object has no `type`"
            ]
        );
        sound(document);
    }

    #[test]
    fn the_type_must_be_a_selector_type() {
        let document = with_fields(json!({
            "outputs": { "n": { "context": "$url", "selector": "a", "type": "regex" } }
        }));
        assert_eq!(
            findings(in_1_1(document)),
            [
                "error invalid-value /workflows/0/steps/0/outputs/n/type: `regex` is not a selector type"
            ]
        );
    }
}
