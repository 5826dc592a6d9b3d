//! The root object and its Info Object: components come before workflows, which look into them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostics},
    load::Node,
    model::{
        arazzo::{Description, SourceDescription, Text, Unread, Workflow},
        faults,
        texts::References,
    },
};

use super::{
    Reader, components,
    fields::{Object, Shape, field, field_1_1},
    report_duplicate, source, version, workflow,
};

/// Arazzo 1.1, section 4.6.1.
const ROOT: Shape = Shape {
    what: "an Arazzo description",
    identity: &["arazzo"],
    fields: &[
        field("arazzo"),
        field_1_1("$self"),
        field("info"),
        field("sourceDescriptions"),
        field("workflows"),
        field("components"),
    ],
};

/// Arazzo 1.1, section 4.6.2.
const INFO: Shape = Shape {
    what: "`info`",
    identity: &[],
    fields: &[
        field("title"),
        field("summary"),
        field("description"),
        field("version"),
    ],
};

pub(super) fn description(root: &Node, diagnostics: &mut Diagnostics) -> Option<Description> {
    if !version::is_arazzo(root, diagnostics) {
        return None;
    }
    let version = version::version(root, diagnostics)?;
    let mut reader = Reader::new(root, version, diagnostics);
    let reader = &mut reader;
    let object = reader.object(root, &ROOT)?;
    if !object.has("arazzo") {
        version::missing(reader, &object);
    }
    let self_uri = self_uri(reader, &object);
    let info = reader.required(&object, "info");
    let info = info.and_then(|node| reader.object(&node, &INFO));
    let (title, summary, description) = info.map_or_else(Default::default, |info| {
        let title = reader.required_prose(&info, "title");
        reader.required_prose(&info, "version");
        let summary = reader.prose(&info, "summary");
        let description = reader.prose(&info, "description");
        (title, summary, description)
    });
    let (sources, unread_sources) = sources(reader, &object);
    reader.used = references(root);
    if let Some(node) = reader.optional(&object, "components") {
        components::components(reader, &node);
    }
    let (workflows, unread_workflows) = workflows(reader, &object);
    let mut read = Description {
        references: References::default(),
        node: root.clone(),
        version,
        self_uri,
        title: title.unwrap_or_default(),
        summary,
        description,
        sources,
        workflows,
        components: std::mem::take(&mut reader.components),
        unread_sources,
        unread_workflows,
    };
    read.references = References::of(&read);
    Some(read)
}

/// `$self` is a URI-reference without fragment (Arazzo 1.1, section 4.6.1).
fn self_uri(reader: &mut Reader<'_>, object: &Object) -> Option<Text> {
    let text = reader.text(object, "$self")?;
    if let Some((before, _)) = text.text.split_once('#') {
        let fragment = text.node.within(before.len()..text.text.len());
        reader.report(
            faults::invalid_value(fragment, "`$self` must not have a fragment")
                .help("`$self` names the whole document: remove `#` and what follows"),
        );
    }
    Some(text)
}

fn sources(reader: &mut Reader<'_>, object: &Object) -> (Vec<SourceDescription>, Unread) {
    let (items, mut unread) = reader.declarations(object, "sourceDescriptions");
    let mut sources: Vec<SourceDescription> = Vec::new();
    let mut names: HashMap<String, Node> = HashMap::new();
    for item in items {
        let Some(source) = source::source(reader, &item, &mut unread) else {
            continue;
        };
        if reader.is_given_twice(&source.name.node) {
            unread.add(None);
        }
        match names.get(&source.name.text) {
            _ if source.name.text.is_empty() => {}
            Some(first) => {
                // It was to have another name, which nobody knows.
                unread.add(None);
                report_duplicate(
                    reader,
                    Code::DuplicateSource,
                    "source name",
                    &source.name,
                    first,
                );
            }
            None => {
                names.insert(source.name.text.clone(), source.name.node.clone());
            }
        }
        sources.push(source);
    }
    (sources, unread)
}

fn workflows(reader: &mut Reader<'_>, object: &Object) -> (Vec<Workflow>, Unread) {
    let (items, mut unread) = reader.declarations(object, "workflows");
    let mut workflows: Vec<Workflow> = Vec::new();
    let mut ids: HashMap<String, Node> = HashMap::new();
    for item in items {
        let Some(workflow) = workflow::workflow(reader, &item) else {
            unread.add(None);
            continue;
        };
        if reader.is_given_twice(&workflow.id.node) {
            unread.add(None);
        }
        match ids.get(&workflow.id.text) {
            _ if workflow.id.text.is_empty() => unread.add(None),
            Some(first) => {
                unread.add(None);
                report_duplicate(
                    reader,
                    Code::DuplicateWorkflow,
                    "workflowId",
                    &workflow.id,
                    first,
                );
            }
            None => {
                ids.insert(workflow.id.text.clone(), workflow.id.node.clone());
            }
        }
        workflows.push(workflow);
    }
    (workflows, unread)
}

/// The components that anything below `workflows` refers to, as `parameters.page`.
fn references(root: &Node) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open: Vec<&Value> = root.value().get("workflows").into_iter().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let reference = members.get("reference").and_then(Value::as_str);
                if let Some(name) = reference.and_then(|text| text.strip_prefix("$components.")) {
                    found.insert(name.to_owned());
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, in_1_1, read_with, sound, with_fields};

    #[test]
    fn every_missing_part_is_reported() {
        assert_eq!(
            findings(json!({ "arazzo": "1.0.1", "info": {}, "workflows": [] })),
            [
                "error missing-field /info key: `info` has no `title`",
                "error missing-field /info key: `info` has no `version`",
                "error missing-field /arazzo: an Arazzo description has no `sourceDescriptions`",
                "error empty-list /workflows: `workflows` is an empty list",
            ]
        );
    }

    #[test]
    fn a_numeric_info_version_is_text() {
        let mut document = with_fields(json!({}));
        document["info"]["version"] = json!(1.0);
        assert_eq!(
            findings(document),
            ["warning wrong-type /info/version: `version` should be a string, not a number"]
        );
    }

    #[test]
    fn self_has_no_fragment_and_needs_1_1() {
        let mut document = in_1_1(with_fields(json!({})));
        document["$self"] = json!("https://example.com/w.yaml");
        assert_eq!(
            sound(document.clone()).self_uri.unwrap().text,
            "https://example.com/w.yaml"
        );
        document["$self"] = json!("a#b");
        assert_eq!(
            findings(document.clone()),
            ["error invalid-value /$self: `$self` must not have a fragment"]
        );
        document["arazzo"] = json!("1.0.0");
        document["$self"] = json!("a");
        assert_eq!(
            findings(document),
            [
                "error field-needs-1-1 /$self key: field `$self` needs Arazzo 1.1, but this description declares 1.0"
            ]
        );
    }

    #[test]
    fn duplicate_names_are_reported_at_the_second() {
        let mut document = with_fields(json!({}));
        let source = document["sourceDescriptions"][0].clone();
        let workflow = document["workflows"][0].clone();
        document["sourceDescriptions"] = json!([source, { "name": "API", "url": "x" }, source]);
        document["workflows"] = json!([workflow, workflow]);
        assert_eq!(
            findings(document),
            [
                "error duplicate-source /sourceDescriptions/2/name: duplicate source name `api`",
                "error duplicate-workflow /workflows/1/workflowId: duplicate workflowId `w`",
            ]
        );
    }

    #[test]
    fn schema_keyword_is_ignored_with_a_warning_and_extensions_silently() {
        let mut document = with_fields(json!({ "x-team": 1 }));
        document["x-anything"] = json!({});
        sound(document.clone());
        document["$schema"] = json!("https://spec.openapis.org/arazzo/1.0/schema");
        assert_eq!(
            findings(document.clone()),
            ["warning unknown-field /$schema key: an Arazzo description has no field `$schema`"]
        );
        let (_, strict) = read_with(document, true);
        assert!(strict[0].starts_with("error unknown-field /$schema"));
    }

    #[test]
    fn a_misspelt_field_is_one_error_and_still_read() {
        let mut document = with_fields(json!({}));
        let workflows = document["workflows"].take();
        document.as_object_mut().unwrap().remove("workflows");
        document["Workflows"] = workflows;
        document["Workflows"][0]["steps"][0]["nope"] = json!(1);
        let (description, findings) = read_with(document, false);
        assert_eq!(
            findings,
            [
                "error unknown-field /Workflows key: an Arazzo description has no field `Workflows`",
                "warning unknown-field /Workflows/0/steps/0/nope key: a step has no field `nope`",
            ]
        );
        assert_eq!(description.unwrap().workflows.len(), 1);
    }

    #[test]
    fn findings_name_the_step() {
        use crate::{diagnostic::Diagnostics, model::arazzo::read};
        let mut diagnostics = Diagnostics::new(false);
        let document = with_fields(json!({ "outputs": { "a b": "$url" } }));
        read(&super::super::testing::node(document), &mut diagnostics);
        let steps: Vec<_> = diagnostics.into_iter().map(|found| found.step).collect();
        assert_eq!(steps, [Some("s".to_owned())]);
    }
}
