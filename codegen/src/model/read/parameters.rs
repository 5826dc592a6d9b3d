//! Lists of parameters.

use std::collections::HashMap;

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::{
        arazzo::{Location, OrReference, Parameter, Text, Unread},
        faults,
    },
};

use super::{
    Reader,
    fields::Object,
    parameter::{Use, parameter, says_where},
    reusable::{component_key, or_reference},
};

/// Reads field `parameters`; broken ones are `unread`.
pub(super) fn parameters(
    reader: &mut Reader<'_>,
    object: &Object,
    used: Use,
    unread: &mut Unread,
) -> Vec<OrReference<Parameter>> {
    if object.has_no_list("parameters") || reader.has_twice(object, "parameters") {
        *unread = Unread::anything();
    }
    let mut read = Vec::new();
    let items = reader.list(object, "parameters");
    for item in items.into_iter().flat_map(|(_, items)| items) {
        let one = or_reference(reader, &item, "parameters", |reader, node| {
            parameter(reader, node, used)
        });
        if one.is_none() {
            unread.add(item.str_at("name").map(str::trim));
        }
        read.extend(one);
    }
    if used != Use::Unknown {
        // Each was to have another name, which nobody knows.
        for _ in 0..duplicates(reader, &read, used) {
            unread.add(None);
        }
    }
    read
}

/// A component that serves a request has to say where it goes (Arazzo 1.1, section "Parameter Object"): told once for all
/// that refer to it.
fn reference_has_location(reader: &mut Reader<'_>, item: &OrReference<Parameter>) {
    let OrReference::Reference(reusable) = item else {
        return;
    };
    let Some(component) = component(reader, &reusable.reference) else {
        return;
    };
    if says_where(&component.node) {
        return;
    }
    let declared = component.node.key();
    let name = component.name.text.clone();
    reader.report(
        faults::missing_location(reusable.reference.node.place(), &name, true)
            .also(declared.clone(), "declared here")
            .help("add `in` to the component: `path`, `query`, `header` or `cookie`")
            .once_for(declared),
    );
}

/// Reports the parameters of a workflow that the requests of its steps cannot place: `calls` is what the first of them
/// calls.
pub(super) fn shared_have_location(
    reader: &mut Reader<'_>,
    shared: &[OrReference<Parameter>],
    calls: &Node,
) {
    for item in shared {
        let OrReference::Inline(parameter) = item else {
            reference_has_location(reader, item);
            continue;
        };
        if says_where(&parameter.node) {
            continue;
        }
        let name = &parameter.name;
        reader.report(
            faults::missing_location(name.node.place(), &name.text, false)
                .also(calls, "a step whose request it belongs to")
                .help("say where requests have it: `path`, `query`, `header` or `cookie`"),
        );
    }
}

/// The component that a reference names, where there is one.
fn component<'r>(reader: &'r Reader<'_>, reference: &Text) -> Option<&'r Parameter> {
    let key = component_key(&reference.text, "parameters")?;
    let index = *reader.index.get(&("parameters", key.to_owned()))?;
    let (_, parameter) = reader.components.parameters.get(index)?;
    Some(parameter)
}

/// The name and location of an entry, and the text that gives the name.
fn identity<'r>(
    reader: &'r Reader<'_>,
    item: &'r OrReference<Parameter>,
) -> Option<(&'r Parameter, &'r Node)> {
    match item {
        OrReference::Inline(parameter) => Some((parameter, &parameter.name.node)),
        OrReference::Reference(reusable) => {
            let parameter = component(reader, &reusable.reference)?;
            Some((parameter, &reusable.reference.node))
        }
    }
}

/// The value that an entry gives, that of the component unless it has its own.
fn value<'r>(item: &'r OrReference<Parameter>, parameter: &'r Parameter) -> &'r Node {
    match item {
        OrReference::Inline(parameter) => &parameter.value,
        OrReference::Reference(reusable) => reusable.value.as_ref().unwrap_or(&parameter.value),
    }
}

/// Reports entries with the name and location of an earlier one, and how many there are; inputs have no location.
fn duplicates(reader: &mut Reader<'_>, items: &[OrReference<Parameter>], used: Use) -> usize {
    let mut seen: HashMap<(Option<Location>, String), (&Node, &str, &Node)> = HashMap::new();
    let mut found = Vec::new();
    for item in items {
        let Some((parameter, node)) = identity(reader, item) else {
            continue;
        };
        let location = match used {
            Use::Inputs | Use::ActionInputs => None,
            _ => parameter.location.as_ref().map(|(location, _)| *location),
        };
        if location.is_none() && used == Use::Request {
            continue;
        }
        let name = parameter.name.text.as_str();
        let key = match location {
            Some(Location::Header) => name.to_ascii_lowercase(),
            // `Key` and `Key+` are one variable of a path (decision D-59).
            Some(Location::Path) => name.strip_suffix('+').unwrap_or(name).to_owned(),
            _ => name.to_owned(),
        };
        let value = value(item, parameter);
        if let Some((first, known, other)) = seen.get(&(location, key.clone())) {
            let what = location.map_or("parameter", describe);
            let help = if value.value() == other.value() {
                "remove one of them: both say the same"
            } else if name != *known && location == Some(Location::Path) {
                "remove one of them: both name the same variable of the path"
            } else if name != *known {
                "remove the one that is not meant; names of headers are compared without regard to case"
            } else {
                "remove the one that is not meant, or correct its name"
            };
            let message = format!("duplicate {what} `{name}`");
            found.push(
                Diagnostic::new(Code::DuplicateParameter, node, message)
                    .label("given again")
                    .also(*first, "given here first")
                    .help(help),
            );
        } else {
            seen.insert((location, key), (node, name, value));
        }
    }
    let count = found.len();
    for one in found {
        reader.report(one);
    }
    count
}

fn describe(location: Location) -> &'static str {
    match location {
        Location::Path => "path parameter",
        Location::Query => "query parameter",
        Location::Querystring => "querystring parameter",
        Location::Header => "header parameter",
        Location::Cookie => "cookie parameter",
    }
}

/// Reports a `querystring` parameter beside a `query` one: the first is the whole query string (Arazzo 1.1, section
/// "Parameter Object"). `own` are the parameters of a step, `shared` those of its workflow.
pub(super) fn querystring_stands_alone(
    reader: &mut Reader<'_>,
    own: &[OrReference<Parameter>],
    shared: &[OrReference<Parameter>],
) {
    let first = |items: &[OrReference<Parameter>], wanted: Location| {
        items.iter().enumerate().find_map(|(index, item)| {
            let (parameter, node) = identity(reader, item)?;
            let (location, _) = parameter.location.as_ref()?;
            (*location == wanted).then(|| (index, node.clone()))
        })
    };
    let whole = first(own, Location::Querystring);
    let single = first(own, Location::Query);
    let (place, other) = match (whole, single) {
        (Some((whole_at, whole)), Some((single_at, single))) if whole_at < single_at => {
            (single, whole)
        }
        (Some((_, whole)), Some((_, single))) => (whole, single),
        (Some((_, whole)), None) => match first(shared, Location::Query) {
            Some((_, single)) => (whole, single),
            None => return,
        },
        (None, Some((_, single))) => match first(shared, Location::Querystring) {
            Some((_, whole)) => (single, whole),
            None => return,
        },
        (None, None) => return,
    };
    reader.report(
        Diagnostic::new(
            Code::ConflictingParameters,
            &place,
            "a `querystring` parameter and a `query` parameter exclude each other",
        )
        .also(&other, "the other one")
        .help("a `querystring` parameter is the whole query string: put everything into it"),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, in_1_1, node, with_fields};
    use crate::{diagnostic::Diagnostics, model::arazzo::read};

    fn with(parameters: Value) -> Value {
        with_fields(json!({ "parameters": parameters }))
    }

    const AT: &str = "/workflows/0/steps/0/parameters";

    #[test]
    fn one_name_in_one_location_once() {
        assert_eq!(
            findings(with(json!([
                { "name": "Id", "in": "query", "value": 1 },
                { "name": "id", "in": "query", "value": 1 },
                { "name": "id", "in": "path", "value": 1 },
                { "name": "X-A", "in": "header", "value": 1 },
                { "name": "x-a", "in": "header", "value": 1 },
                { "name": "id", "in": "query", "value": 2 },
            ]))),
            [
                format!("error duplicate-parameter {AT}/4/name: duplicate header parameter `x-a`"),
                format!("error duplicate-parameter {AT}/5/name: duplicate query parameter `id`"),
            ]
        );
    }

    #[test]
    fn a_variable_of_a_path_is_given_once_under_either_of_its_names() {
        let both = |location: &str| {
            findings(with(json!([
                { "name": "Key", "in": location, "value": "a/b" },
                { "name": "Key+", "in": location, "value": "c" },
            ])))
        };
        assert_eq!(
            both("path"),
            [format!(
                "error duplicate-parameter {AT}/1/name: duplicate path parameter `Key+`"
            )]
        );
        assert!(both("query").is_empty());
    }

    #[test]
    fn a_parameter_given_twice_is_one_too_many() {
        let given = |name: &str, value: Value| {
            let both = json!([
                { "name": "x-A", "in": "header", "value": 1 },
                { "name": name, "in": "header", "value": value },
            ]);
            let mut found = Diagnostics::new(false);
            read(&node(with(both)), &mut found);
            found.into_iter().next().unwrap().help.unwrap()
        };
        assert_eq!(
            given("x-a", json!(1)),
            "remove one of them: both say the same"
        );
        assert_eq!(
            given("x-A", json!(2)),
            "remove the one that is not meant, or correct its name"
        );
        assert!(given("x-a", json!(2)).ends_with("without regard to case"));
    }

    #[test]
    fn references_take_part_in_duplicates() {
        let mut document = with(json!([
            { "name": "p", "in": "query", "value": 1 },
            { "reference": "$components.parameters.page" },
            { "reference": "$components.parameters.nowhere" },
            { "reference": "$components.parameters.unknown" },
        ]));
        document["components"] = json!({ "parameters": {
            "page": { "name": "p", "in": "query", "value": 1 },
            "nowhere": { "name": "q", "value": 1 },
        } });
        assert_eq!(
            findings(document),
            [format!(
                "error duplicate-parameter {AT}/1/reference: duplicate query parameter `p`"
            )]
        );
    }

    #[test]
    fn a_querystring_is_text_and_stands_alone() {
        let document = with(json!([
            { "name": "whole", "in": "querystring", "value": { "a": 1 } },
            { "name": "b", "in": "query", "value": 1 },
        ]));
        assert_eq!(
            findings(in_1_1(document)),
            [
                format!(
                    "error wrong-type {AT}/0/value key: the value of a `querystring` parameter must be a string, not an object"
                ),
                format!(
                    "error conflicting-parameters {AT}/1/name: a `querystring` parameter and a `query` parameter exclude each other"
                ),
            ]
        );
    }

    #[test]
    fn a_querystring_conflicts_with_the_workflow_too() {
        let mut document = with(json!([{ "name": "whole", "in": "querystring", "value": "a=1" }]));
        document["workflows"][0]["parameters"] =
            json!([{ "name": "b", "in": "query", "value": 1 }]);
        assert_eq!(findings(in_1_1(document)).len(), 1);
    }
}
