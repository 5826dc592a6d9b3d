//! The Parameter Object.

use crate::{
    diagnostic::Diagnostic,
    expression::expression_in_literal,
    load::Node,
    model::{
        arazzo::{Location, Parameter, Text},
        faults,
    },
    nearest::is_typo,
};

use super::{
    Reader,
    choice::{Choice, find},
    fields::{Field, Object, Shape, content, field, short_field},
    forms, selector,
};

/// Arazzo 1.1, section "Parameter Object".
const PARAMETER: Shape = Shape {
    what: "a parameter",
    identity: &["name", "in"],
    fields: &[field("name"), field("in"), field("value")],
};

/// The parameter of a request, which has to say where it goes: `inn: header` is a typo there.
const OF_REQUEST: Shape = Shape {
    what: "a parameter",
    identity: &["name", "in"],
    fields: &[field("name"), LOCATION, field("value")],
};

const LOCATION: Field = short_field("in", is_location);

const LOCATIONS: &[Choice<Location>] = &[
    Choice::new("path", Location::Path),
    Choice::new("query", Location::Query),
    Choice::new_1_1("querystring", Location::Querystring),
    Choice::new("header", Location::Header),
    Choice::new("cookie", Location::Cookie),
];

/// What a list of parameters is for, which decides whether `in` has a place there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// The HTTP request of a step.
    Request,
    /// The inputs of the workflow a step calls.
    Inputs,
    /// The inputs of the workflow an action goes to.
    ActionInputs,
    /// Every step of a workflow, or whoever refers to the component.
    Shared,
    /// A message of AsyncAPI, or a step whose target is not known: anything goes.
    Unknown,
}

/// Reads a parameter written in place.
pub(super) fn parameter(reader: &mut Reader<'_>, node: &Node, used: Use) -> Option<Parameter> {
    let shape = match used {
        Use::Request | Use::Shared => &OF_REQUEST,
        Use::Inputs | Use::ActionInputs | Use::Unknown => &PARAMETER,
    };
    if let Some(found) = pair(reader, node) {
        reader.report(found);
        return None;
    }
    let object = reader.object(node, shape)?;
    let name = reader.required_text(&object, "name");
    let name = name.map(|name| reader.trimmed(name));
    let name = name.and_then(|name| literal(reader, name));
    if let Some(name) = name.as_ref().filter(|name| name.text.is_empty()) {
        reader.report(faults::empty_name(name.node.place(), "a parameter's name"));
    }
    let location = location(reader, &object, used);
    // An explicit null is a value.
    let value = object.get("value");
    // What an operation takes tells where one was meant to be, unless there is nothing to compare.
    let unread = name.is_none() || value.is_none();
    if unread && used == Use::Request && !object.has("in") {
        reader.missing(&object, "in");
    }
    match value {
        None => reader.missing(&object, "value"),
        Some(value) => check_value(reader, value, location.as_ref()),
    }
    Some(Parameter {
        node: node.clone(),
        name: name?,
        location,
        value: value?.clone(),
    })
}

/// A parameter that is written as its name and its value: `petId: 7`.
fn pair(reader: &Reader<'_>, node: &Node) -> Option<Diagnostic> {
    let members = node.members();
    let [(name, value)] = members.as_slice() else {
        return None;
    };
    let mut fields = PARAMETER.fields.iter();
    let known = name.starts_with("x-") || fields.any(|field| is_typo(name, field.name));
    if known || reader.is_no_string(value) {
        return None;
    }
    let found = faults::missing_field(value.key(), "a parameter", "name");
    Some(
        found
            .label("not a field of a parameter")
            .help(forms::parameter(node, name, value)),
    )
}

/// A name without expressions: what an operation declares has no other.
fn literal(reader: &mut Reader<'_>, name: Text) -> Option<Text> {
    let Some(message) = expression_in_literal(&name.text, "the name of a parameter") else {
        return Some(name);
    };
    reader.report(faults::computed_name(content(&name.node), message));
    None
}

/// Whether the value at `node` can only be that of `in`.
fn is_location(node: &Node) -> bool {
    let text = node.as_str().map(str::trim);
    text.is_some_and(|text| find(LOCATIONS, text).is_some())
}

/// Whether the parameter at `node` says where a request has it, rightly or not.
pub fn says_where(node: &Node) -> bool {
    (node.members().iter()).any(|(key, value)| LOCATION.is_meant(key, value))
}

fn location(reader: &mut Reader<'_>, object: &Object, used: Use) -> Option<(Location, Node)> {
    let text = reader.text(object, "in")?;
    match used {
        Use::Unknown => {
            let location = find(LOCATIONS, &text.text)?;
            return Some((location, text.node));
        }
        Use::Inputs => {
            let message = "`in` has no effect on a parameter of a workflow step";
            reader.report(
                faults::ignored_field(text.node.key(), message)
                    .note("the parameters of a workflow step are inputs of the workflow")
                    .help("remove `in`"),
            );
            return None;
        }
        Use::ActionInputs => {
            reader.report(faults::location_of_input(text.node.key()));
            return None;
        }
        Use::Request | Use::Shared => {}
    }
    let text = reader.trimmed(text);
    if matches!(text.text.as_str(), "body" | "formData") {
        let found = reader.not_a_choice(&text, "parameter location", LOCATIONS);
        reader.report(found.help("send it with `requestBody`, in its `payload`"));
        return None;
    }
    let location = reader.choice(&text, "parameter location", LOCATIONS)?;
    Some((location, text.node))
}

/// What can be said about a value before anything is known about expressions.
fn check_value(reader: &mut Reader<'_>, value: &Node, location: Option<&(Location, Node)>) {
    selector::check_value(reader, value);
    let whole_query = matches!(location, Some((Location::Querystring, _)));
    if whole_query && value.as_str().is_none() && !selector::is_selector(value, reader.version) {
        reader.wrong_type(
            value,
            "the value of a `querystring` parameter must be a string",
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, read_with, sound, with_fields, with_step};
    use crate::model::arazzo::{Location, OrReference};

    fn with(parameters: Value) -> Value {
        with_fields(json!({ "parameters": parameters }))
    }

    const AT: &str = "/workflows/0/steps/0/parameters";

    #[test]
    fn values_are_any_json_null_included() {
        let read = sound(with(json!([
            { "name": "a", "in": "query", "value": null },
            { "name": "a", "in": "header", "value": [1, { "b": true }] },
        ])));
        let OrReference::Inline(parameter) = &read.workflows[0].steps[0].parameters[0] else {
            panic!("a reference");
        };
        assert!(parameter.value.value().is_null());
        assert_eq!(parameter.location.as_ref().unwrap().0, Location::Query);
    }

    #[test]
    fn name_and_value_are_required() {
        assert_eq!(
            findings(with(
                json!([{ "in": "query" }, { "name": "a", "value": 1 }])
            )),
            [
                format!("error missing-field {AT}/0/in: a parameter has no `name`"),
                format!("error missing-field {AT}/0/in: a parameter has no `value`"),
            ]
        );
    }

    #[test]
    fn locations_are_few() {
        assert_eq!(
            findings(with(json!([
                { "name": "a", "in": "body", "value": 1 },
                { "name": "b", "in": "Header", "value": 1 },
                { "name": "c", "in": "querystring", "value": "x" },
            ]))),
            [
                format!("error invalid-value {AT}/0/in: `body` is not a parameter location"),
                format!("error invalid-value {AT}/1/in: `Header` is not a parameter location"),
                format!(
                    "error field-needs-1-1 {AT}/2/in: parameter location `querystring` needs Arazzo 1.1, but this description declares 1.0"
                ),
            ]
        );
    }

    #[test]
    fn inputs_of_a_workflow_have_no_location() {
        let document = with_step(json!({
            "stepId": "s", "workflowId": "other",
            "parameters": [
                { "name": "a", "in": "query", "value": 1 },
                { "name": "b", "value": 1 },
                { "name": "b", "value": 2 },
            ],
        }));
        assert_eq!(
            findings(document),
            [
                format!(
                    "warning ignored-field {AT}/0/in key: `in` has no effect on a parameter of a workflow step"
                ),
                format!("error duplicate-parameter {AT}/2/name: duplicate parameter `b`"),
            ]
        );
    }

    #[test]
    fn white_space_around_a_name_is_tolerated() {
        let document = with(json!([{ "name": "a ", "in": " query", "value": 1 }]));
        let (read, findings) = read_with(document.clone(), false);
        assert_eq!(
            findings,
            [
                format!("warning surrounding-space {AT}/0/name: white space around `a`"),
                format!("warning surrounding-space {AT}/0/in: white space around `query`"),
            ]
        );
        let read = read.unwrap();
        let OrReference::Inline(parameter) = &read.workflows[0].steps[0].parameters[0] else {
            panic!("a reference");
        };
        assert_eq!(parameter.name.text, "a");
        assert!(read_with(document, true).1[0].starts_with("error"));
    }
}
