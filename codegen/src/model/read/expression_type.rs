//! The Expression Type Object: a query language and its version.

use crate::{
    load::Node,
    model::{
        arazzo::{Engine, ExpressionType, Text, Version},
        faults,
    },
};

use super::{
    Reader,
    choice::Choice,
    fields::{Shape, content, field},
};

/// Arazzo 1.1, section "Expression Type Object".
const EXPRESSION_TYPE: Shape = Shape {
    what: "an Expression Type Object",
    identity: &["type", "version"],
    fields: &[field("type"), field("version")],
};

/// The languages of a Criterion Object's Expression Type Object.
pub(super) const CONDITIONS: &[Choice<Engine>] = &[
    Choice::new("jsonpath", Engine::JsonPath),
    Choice::new("xpath", Engine::XPath),
];

/// The languages of a Selector Object and of `targetSelectorType`.
pub(super) const SELECTORS: &[Choice<Engine>] = &[
    Choice::new("jsonpointer", Engine::JsonPointer),
    Choice::new("jsonpath", Engine::JsonPath),
    Choice::new("xpath", Engine::XPath),
];

const JSON_POINTER: &[Choice<()>] = &[Choice::new_1_1("rfc6901", ())];

const JSON_PATH: &[Choice<()>] = &[
    Choice::new_1_1(RFC_9535, ()),
    Choice::new("draft-goessner-dispatch-jsonpath-00", ()),
];

const XPATH: &[Choice<()>] = &[
    Choice::new("xpath-10", ()),
    Choice::new("xpath-20", ()),
    Choice::new("xpath-30", ()),
    Choice::new_1_1("xpath-31", ()),
];

const RFC_9535: &str = "rfc9535";

/// Reads the name of a language or an Expression Type Object; `what` names the choice in reports.
pub(super) fn expression_type(
    reader: &mut Reader<'_>,
    node: &Node,
    what: &str,
    engines: &[Choice<Engine>],
) -> Option<ExpressionType> {
    if node.as_object().is_some() {
        return object(reader, node, what, engines);
    }
    if node.as_str().is_none() {
        reader.wrong_type(node, "`type` must be a string or an Expression Type Object");
        return None;
    }
    let text = reader.string(node, "`type`")?;
    Some(ExpressionType {
        node: node.clone(),
        engine: reader.choice(&text, what, engines)?,
        version: None,
    })
}

/// Reads an Expression Type Object: language and version go together.
pub(super) fn object(
    reader: &mut Reader<'_>,
    node: &Node,
    what: &str,
    engines: &[Choice<Engine>],
) -> Option<ExpressionType> {
    let object = reader.object(node, &EXPRESSION_TYPE)?;
    let engine = reader.required_text(&object, "type");
    let engine = engine.and_then(|text| reader.choice(&text, what, engines));
    let version = reader.required_text(&object, "version");
    let (engine, version) = (engine?, version?);
    check_version(reader, engine, &version);
    Some(ExpressionType {
        node: node.clone(),
        engine,
        version: Some(version.text),
    })
}

/// Reports a version that `engine` does not have.
pub(super) fn check_version(reader: &mut Reader<'_>, engine: Engine, version: &Text) {
    let (what, versions) = match engine {
        Engine::JsonPointer => ("version of `jsonpointer`", JSON_POINTER),
        Engine::JsonPath => ("version of `jsonpath`", JSON_PATH),
        Engine::XPath => ("version of `xpath`", XPATH),
    };
    if version.text == RFC_9535 && engine == Engine::JsonPath && reader.version == Version::V1_0 {
        reader.report(faults::version_needs_1_1(content(&version.node)));
        return;
    }
    reader.choice(version, what, versions);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, in_1_1, sound, with_fields};

    fn with_type(kind: Value) -> Value {
        with_fields(json!({
            "successCriteria": [{ "context": "$response.body", "condition": "$.a", "type": kind }]
        }))
    }

    const AT: &str = "/workflows/0/steps/0/successCriteria/0/type";

    #[test]
    fn allowed_pairs_are_read() {
        for (kind, version) in [
            ("jsonpath", "draft-goessner-dispatch-jsonpath-00"),
            ("xpath", "xpath-10"),
            ("xpath", "xpath-30"),
        ] {
            sound(with_type(json!({ "type": kind, "version": version })));
        }
        sound(in_1_1(with_type(
            json!({ "type": "xpath", "version": "xpath-31" }),
        )));
    }

    #[test]
    fn other_pairs_are_refused() {
        assert_eq!(
            findings(with_type(
                json!({ "type": "jsonpath", "version": "xpath-10" })
            )),
            [format!(
                "error invalid-value {AT}/version: `xpath-10` is not a version of `jsonpath`"
            )]
        );
        assert_eq!(
            findings(with_type(json!({ "type": "xpath", "version": "xpath-31" }))),
            [format!(
                "error field-needs-1-1 {AT}/version: version of `xpath` `xpath-31` needs Arazzo 1.1, but this description declares 1.0"
            )]
        );
    }

    #[test]
    fn both_fields_are_required() {
        assert_eq!(
            findings(with_type(json!({ "type": "jsonpath" }))),
            [format!(
                "error missing-field {AT}/type: an Expression Type Object has no `version`"
            )]
        );
    }

    #[test]
    fn rfc_9535_is_understood_in_1_0() {
        let kind = json!({ "type": "jsonpath", "version": "rfc9535" });
        let found = findings(with_type(kind.clone()));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("warning field-needs-1-1"), "{found:?}");
        sound(in_1_1(with_type(kind)));
    }
}
