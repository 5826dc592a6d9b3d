//! The Criterion Object.

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::{
        arazzo::{Criterion, CriterionKind, Engine, ExpressionType, Text},
        faults,
    },
    nearest::is_typo,
};

use super::{
    Reader,
    choice::Choice,
    expression_type::{self, CONDITIONS},
    fields::{Object, Shape, field},
    forms,
};

/// Arazzo 1.1, section "Criterion Object". `version` beside `type` is how the schema of 1.0 flattened the Criterion
/// Expression Type Object.
const CRITERION: Shape = Shape {
    what: "a criterion",
    identity: &["condition", "type", "context"],
    fields: &[
        field("context"),
        field("condition"),
        field("type"),
        field("version"),
    ],
};

/// The words of `type`.
#[derive(Clone, Copy)]
enum Kind {
    Simple,
    Regex,
    Engine(Engine),
}

const KINDS: &[Choice<Kind>] = &[
    Choice::new("simple", Kind::Simple),
    Choice::new("regex", Kind::Regex),
    Choice::new("jsonpath", Kind::Engine(Engine::JsonPath)),
    Choice::new("xpath", Kind::Engine(Engine::XPath)),
];

/// Reads each of a list of criteria, leaving out the broken ones.
pub(super) fn criteria(reader: &mut Reader<'_>, items: &[Node]) -> Vec<Criterion> {
    let mut read = Vec::new();
    for item in items {
        read.extend(criterion(reader, item));
    }
    read
}

fn criterion(reader: &mut Reader<'_>, node: &Node) -> Option<Criterion> {
    if let Some(found) = scattered(node) {
        reader.report(found);
        return None;
    }
    if let Some(found) = without_condition(node) {
        reader.report(found);
        return None;
    }
    let object = reader.object(node, &CRITERION)?;
    if let Some(member) = object.get("condition")
        && let Some(form) = forms::condition(member)
    {
        let found = reader.of_wrong_type(member, "`condition` must be a string");
        // A number in quotes would be a condition that always holds.
        reader.report(Diagnostic {
            suggestion: None,
            ..found.help(form)
        });
        return None;
    }
    let condition = reader.required_text(&object, "condition");
    let context = reader.text(&object, "context");
    let kind = match reader.optional(&object, "type") {
        None => Some(CriterionKind::Simple),
        Some(kind) => kind_at(reader, &object, &kind),
    };
    match &kind {
        // An empty `type` has been reported; another type was meant.
        Some(CriterionKind::Simple) if object.get("type").is_some_and(is_null) => {}
        Some(CriterionKind::Simple) => {
            // The context of what looks like JSON is what is compared with it; what was reported may be such.
            if condition
                .as_ref()
                .is_some_and(|text| !looks_like_json(text))
            {
                ignored(reader, &object, "context");
            }
            ignored(reader, &object, "version");
        }
        Some(CriterionKind::Regex | CriterionKind::Engine(_)) if !object.has("context") => {
            let kind = object.get("type").and_then(Node::as_str);
            let owner = match kind {
                Some(kind) => format!("a criterion of type `{kind}`"),
                None => "a criterion with an Expression Type Object".to_owned(),
            };
            reader.report(
                faults::missing_field(object.anchor(), &owner, "context")
                    .help("add what to apply the condition to, such as `context: $response.body`"),
            );
        }
        Some(CriterionKind::Regex) => ignored(reader, &object, "version"),
        _ => {}
    }
    let condition = condition?;
    let lost_context = context.is_none() && object.has("context");
    if lost_context && looks_like_json(&condition) {
        return None;
    }
    let kind = match (kind?, &context) {
        (CriterionKind::Simple, Some(_)) => {
            json(&condition).map_or(CriterionKind::Simple, CriterionKind::Json)
        }
        (kind, _) => kind,
    };
    Some(Criterion {
        node: node.clone(),
        context,
        condition,
        kind,
    })
}

/// Whether a text begins as an object or array of JSON does; `{$` begins an expression in braces.
fn looks_like_json(condition: &Text) -> bool {
    let text = condition.text.trim_start();
    text.starts_with(['{', '[']) && !text.starts_with("{$")
}

/// The object or array that a condition consists of.
fn json(condition: &Text) -> Option<Value> {
    let found = looks_like_json(condition).then(|| serde_json::from_str(&condition.text));
    found?.ok()
}

/// A test in the form of another language, such as `{statusCode: 200}` or `{context: $statusCode, value: 200}`.
fn without_condition(node: &Node) -> Option<Diagnostic> {
    let members = node.members();
    let is_condition = |key: &str| is_typo(key, "condition") || forms::CONDITIONS.contains(&key);
    if members.iter().any(|(key, _)| is_condition(key)) {
        return None;
    }
    let known = |key: &str| {
        let mut fields = CRITERION.fields.iter();
        key.starts_with("x-") || fields.any(|field| is_typo(key, field.name))
    };
    let (first, member) = members.iter().find(|(key, _)| !known(key))?;
    let form = forms::criterion(node)?;
    Some(
        faults::missing_field(member.key(), "a criterion", "condition")
            .label(format!("`{first}` is no field of a criterion"))
            .help(form),
    )
}

/// A comparison whose sides and operator stand in fields of their own: `{context: $statusCode, condition: ==, value: 200}`,
/// or `condition: == 200`.
fn scattered(node: &Node) -> Option<Diagnostic> {
    let condition = node.get("condition")?;
    let text = condition.as_str()?.trim();
    let context = node.get("context")?;
    let context = context.as_str()?.trim();
    let is_simple = node
        .get("type")
        .is_none_or(|kind| kind.as_str() == Some("simple"));
    let mut operators = ["==", "!=", "<=", ">=", "<", ">"].into_iter();
    let operator = operators.find(|operator| text.starts_with(operator))?;
    if !is_simple {
        return None;
    }
    if operator != text {
        return context
            .starts_with('$')
            .then(|| one_sided(&condition, context, text));
    }
    let value = node.get("value").map(|value| forms::literal(&value));
    let value = value.as_deref().unwrap_or("…");
    let message =
        format!("`{operator}` alone is no condition: both sides of a comparison stand in it");
    Some(
        Diagnostic::new(Code::InvalidCondition, &condition, message).help(format!(
            "write `condition: {context} {operator} {value}`, and nothing else"
        )),
    )
}

/// A condition without its left side, which stands beside it.
fn one_sided(condition: &Node, context: &str, text: &str) -> Diagnostic {
    let joined = text.find("&&").or_else(|| text.find("||"));
    let first = joined
        .and_then(|end| text.get(..end))
        .unwrap_or(text)
        .trim_end();
    let whole = format!("`condition: {context} {first}`");
    let message =
        "a condition of type `simple` has both sides of a comparison in it, and no `context`";
    Diagnostic::new(Code::InvalidCondition, condition, message)
        .label("the left side is missing")
        .help(match joined {
            None => format!("write {whole}, without `context`"),
            Some(_) => format!("write every comparison whole, such as {whole}, without `context`"),
        })
}

fn is_null(node: &Node) -> bool {
    node.value().is_null()
}

fn kind_at(reader: &mut Reader<'_>, object: &Object, node: &Node) -> Option<CriterionKind> {
    if node.as_object().is_some() {
        let read = expression_type::object(reader, node, "condition type", CONDITIONS);
        return read.map(CriterionKind::Engine);
    }
    if node.as_str().is_none() {
        reader.wrong_type(node, "`type` must be a string or an Expression Type Object");
        return None;
    }
    let text = reader.string(node, "`type`")?;
    match reader.choice(&text, "condition type", KINDS)? {
        Kind::Simple => Some(CriterionKind::Simple),
        Kind::Regex => Some(CriterionKind::Regex),
        Kind::Engine(engine) => {
            let version = reader.text(object, "version");
            if let Some(version) = &version {
                expression_type::check_version(reader, engine, version);
            }
            Some(CriterionKind::Engine(ExpressionType {
                node: node.clone(),
                engine,
                version: version.map(|version| version.text),
            }))
        }
    }
}

/// Reports a field that a criterion of this type has no use for.
fn ignored(reader: &mut Reader<'_>, object: &Object, name: &str) {
    let Some(member) = object.get(name) else {
        return;
    };
    let explicit = object.get("type").and_then(Node::as_str);
    let message = format!(
        "`{name}` has no effect on a condition of type `{}`",
        explicit.unwrap_or("simple")
    );
    let mut found = faults::ignored_field(member.key(), message);
    if explicit.is_none() {
        found = found.help("if another type is meant, say so with `type`");
    }
    reader.report(found);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, sound, with_fields};
    use crate::model::arazzo::{CriterionKind, Engine};

    fn with(criterion: Value) -> Value {
        with_fields(json!({ "successCriteria": [criterion] }))
    }

    fn kind(criterion: Value) -> CriterionKind {
        let mut read = sound(with(criterion));
        let mut step = read.workflows.remove(0).steps.remove(0);
        step.success_criteria.remove(0).kind
    }

    const AT: &str = "/workflows/0/steps/0/successCriteria/0";

    #[test]
    fn simple_is_the_default() {
        assert!(matches!(
            kind(json!({ "condition": "$statusCode == 200" })),
            CriterionKind::Simple
        ));
    }

    #[test]
    fn the_flat_form_has_its_version_beside_the_type() {
        let CriterionKind::Engine(read) = kind(json!({
            "context": "$response.body", "condition": "/a", "type": "xpath", "version": "xpath-10",
        })) else {
            panic!("not an engine");
        };
        assert_eq!(read.engine, Engine::XPath);
        assert_eq!(read.version.as_deref(), Some("xpath-10"));
    }

    #[test]
    fn condition_and_context_are_required() {
        assert_eq!(
            findings(with(json!({ "type": "regex" }))),
            [
                format!("error missing-field {AT}/type: a criterion has no `condition`"),
                format!(
                    "error missing-field {AT}/type: a criterion of type `regex` has no `context`"
                ),
            ]
        );
    }

    #[test]
    fn context_of_a_simple_condition_is_ignored_with_a_warning() {
        assert_eq!(
            findings(with(
                json!({ "context": "$response.body", "condition": "true" })
            )),
            [format!(
                "warning ignored-field {AT}/context key: `context` has no effect on a condition of type `simple`"
            )]
        );
    }

    #[test]
    fn json_beside_a_context_is_what_it_equals() {
        let CriterionKind::Json(value) = kind(json!({
            "context": "$response.body", "condition": " {\"a\": [1]}\n", "type": "simple",
        })) else {
            panic!("no JSON");
        };
        assert_eq!(value, json!({"a": [1]}));
        for condition in ["$url == '[]'", "{\"a\": "] {
            let alone = kind(json!({ "condition": condition }));
            assert!(matches!(alone, CriterionKind::Simple), "{condition}");
        }
    }

    #[test]
    fn what_is_broken_beside_json_is_told_once() {
        assert_eq!(
            findings(with(json!({ "context": "$response.body" }))),
            [format!(
                "error missing-field {AT}/context: a criterion has no `condition`"
            )]
        );
        let found = findings(with(json!({ "context": [], "condition": "{}" })));
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_comparison_in_pieces_is_told_once() {
        assert_eq!(
            findings(with(
                json!({ "context": "$statusCode", "condition": "==", "value": 200 })
            )),
            [format!(
                "error invalid-condition {AT}/condition: `==` alone is no condition: both sides of a comparison stand in it"
            )]
        );
    }

    #[test]
    fn a_comparison_without_its_left_side_is_told_once() {
        let told = [format!(
            "error invalid-condition {AT}/condition: a condition of type `simple` has both sides of a comparison in it, and no `context`"
        )];
        for condition in ["== 200", " >= 200 && < 300", "!= null", "<400"] {
            let mut criterion = json!({ "context": "$statusCode", "condition": condition });
            assert_eq!(findings(with(criterion.clone())), told, "{condition}");
            criterion["type"] = json!("simple");
            assert_eq!(findings(with(criterion.clone())), told, "{condition}");
            // A pattern may begin like that.
            criterion["type"] = json!("regex");
            assert_eq!(
                findings(with(criterion)),
                Vec::<String>::new(),
                "{condition}"
            );
        }
    }

    #[test]
    fn other_types_are_refused() {
        assert_eq!(
            findings(with(
                json!({ "context": "$url", "condition": "a", "type": "jmespath" })
            )),
            [format!(
                "error invalid-value {AT}/type: `jmespath` is not a condition type"
            )]
        );
    }

    #[test]
    fn a_condition_that_is_no_string_is_refused() {
        assert_eq!(
            findings(with(json!({ "condition": true }))),
            [format!(
                "error wrong-type {AT}/condition: `condition` must be a string, not a boolean"
            )]
        );
    }
}
