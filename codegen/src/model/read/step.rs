//! The Step Object.

use serde_json::Value;

use crate::{
    load::Node,
    model::{
        arazzo::{RequestBody, Step, Target, Text, Unread, UnreadParts, Version},
        faults,
    },
};

use super::{
    Reader,
    action::After,
    actions::actions,
    criterion, dependencies, extension,
    fields::{Object, Shape, empty_list, field, field_1_1},
    id, misplaced, number,
    outputs::outputs,
    parameter::Use,
    parameters::parameters,
    request_body,
};

/// Arazzo 1.1, section "Step Object".
const STEP: Shape = Shape {
    what: "a step",
    identity: &["stepId", "operationId", "operationPath", "description"],
    fields: &[
        field("description"),
        field("stepId"),
        field("operationId"),
        field("operationPath"),
        field("workflowId"),
        field_1_1("channelPath"),
        field_1_1("timeout"),
        // Whether these need 1.1 or are out of place altogether is known once it is known what the step calls.
        field("correlationId"),
        field("action"),
        field_1_1("dependsOn"),
        field("parameters"),
        field("requestBody"),
        field("successCriteria"),
        field("onSuccess"),
        field("onFailure"),
        field("outputs"),
    ],
};

type TargetField = (&'static str, fn(Text) -> Target);

const TARGETS: [TargetField; 4] = [
    ("operationId", Target::OperationId),
    ("operationPath", Target::OperationPath),
    ("workflowId", Target::WorkflowId),
    ("channelPath", Target::ChannelPath),
];

/// Reads a step; one that is no object can be anything.
pub(super) fn step(reader: &mut Reader<'_>, node: &Node) -> Step {
    let Some(object) = reader.object(node, &STEP) else {
        return unread_step(node);
    };
    let mut unread = UnreadParts::default();
    let id = reader.required_text(&object, "stepId");
    if let Some(id) = &id {
        id::check(reader, id, "stepId");
    }
    let description = reader.prose(&object, "description");
    let target = target(reader, &object);
    let action = reader.text(&object, "action");
    let correlation_id = object.get("correlationId").cloned();
    let timeout = timeout(reader, &object);
    let depends_on = dependencies::dependencies(reader, &object, &mut unread.dependencies);
    if let Some(list) = object.get("dependsOn")
        && list.items().is_empty()
        && list.value().is_array()
    {
        reader.report(empty_list(list, "dependsOn"));
    }
    let used = match &target {
        Some(Target::OperationId(_) | Target::OperationPath(_)) if action.is_none() => Use::Request,
        Some(Target::WorkflowId(_)) => Use::Inputs,
        _ => Use::Unknown,
    };
    let parameters = parameters(reader, &object, used, &mut unread.parameters);
    let request_body = request_body(reader, &object, used);
    // A body under the name that others have for it was reported.
    let told = misplaced::BODIES
        .iter()
        .any(|name| node.get(name).is_some());
    unread.request_body = request_body.is_none() && (told || !object.is_empty_at("requestBody"));
    let asyncapi = used == Use::Unknown && target.is_some();
    let success_criteria = match reader.list(&object, "successCriteria") {
        Some((list, items)) => {
            if items.is_empty() && !asyncapi {
                reader.report(
                    empty_list(&list, "successCriteria")
                        .help("remove it: without criteria a status from 200 to 299 is success"),
                );
            }
            let read = criterion::criteria(reader, &items);
            unread.criteria = items.is_empty() || read.len() < items.len();
            read
        }
        None => {
            unread.criteria = object.has_no_list("successCriteria");
            Vec::new()
        }
    };
    let mut actions = |field, after| actions(reader, &object, field, after, &mut unread.actions);
    let on_success = actions("onSuccess", After::Success);
    let on_failure = actions("onFailure", After::Failure);
    let outputs = outputs(reader, &object, &mut unread.outputs);
    Step {
        node: node.clone(),
        id: id.unwrap_or_else(|| object.nameless("stepId")),
        description,
        target,
        action,
        correlation_id,
        timeout,
        depends_on,
        parameters,
        request_body,
        success_criteria,
        on_success,
        on_failure,
        outputs,
        unread,
    }
}

fn unread_step(node: &Node) -> Step {
    Step {
        node: node.clone(),
        id: Text {
            text: String::new(),
            node: node.clone(),
        },
        description: None,
        target: None,
        action: None,
        correlation_id: None,
        timeout: None,
        depends_on: Vec::new(),
        parameters: Vec::new(),
        request_body: None,
        success_criteria: Vec::new(),
        on_success: Vec::new(),
        on_failure: Vec::new(),
        outputs: Vec::new(),
        unread: UnreadParts {
            parameters: Unread::anything(),
            outputs: Unread::anything(),
            actions: true,
            dependencies: true,
            criteria: true,
            request_body: true,
            ..UnreadParts::default()
        },
    }
}

/// A step calls exactly one thing.
fn target(reader: &mut Reader<'_>, object: &Object) -> Option<Target> {
    let mut given = TARGETS.iter().filter(|(name, _)| object.has(name));
    let Some((name, target)) = given.next() else {
        let message = format!("{} names nothing to call", object.title());
        let fields = match reader.version {
            Version::V1_0 => "`operationId`, `operationPath` or `workflowId`",
            Version::V1_1 => "`operationId`, `operationPath`, `workflowId` or `channelPath`",
        };
        let found = faults::missing_target(object.anchor(), message);
        let found = match object.node.get("x-operation") {
            Some(foreign) => found
                .also(
                    foreign.key(),
                    "an extension of another tool, which is not supported",
                )
                .help(extension::DESCRIBE),
            None => found.help(format!("add one of {fields}")),
        };
        reader.report(found);
        return None;
    };
    let first = object.get(name)?;
    let mut several = false;
    for (other, _) in given {
        several = true;
        if let Some(member) = object.get(other) {
            reader.report(
                faults::conflicting_targets(&object.title(), (name, first), (other, member))
                    .help("a step calls one thing: remove all but one"),
            );
        }
    }
    let text = reader.required_text(object, name)?;
    (!several).then(|| target(reader.trimmed(text)))
}

/// `timeout` is a number of milliseconds (Arazzo 1.1, section "Step Object").
fn timeout(reader: &mut Reader<'_>, object: &Object) -> Option<u64> {
    let node = reader.optional(object, "timeout")?;
    let Value::Number(number) = node.value() else {
        let what = "a number of milliseconds";
        reader.report(number::not_a_number(&node, "timeout", what));
        return None;
    };
    let milliseconds = number.as_u64();
    if milliseconds.is_none() {
        let message = "`timeout` must be a whole number of milliseconds";
        reader.report(faults::invalid_value(node.place(), message));
    }
    milliseconds
}

fn request_body(reader: &mut Reader<'_>, object: &Object, used: Use) -> Option<RequestBody> {
    let node = reader.optional(object, "requestBody")?;
    if used == Use::Inputs {
        let message = "`requestBody` has no effect on a step that calls a workflow";
        reader.report(
            faults::ignored_field(node.key(), message)
                .help("pass inputs of the workflow as `parameters`"),
        );
    }
    request_body::request_body(reader, &node)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, in_1_1, read_with, sound, with_fields, with_step};
    use crate::model::arazzo::Target;

    const AT: &str = "/workflows/0/steps/0";

    #[test]
    fn a_step_has_exactly_one_target() {
        assert_eq!(
            findings(with_step(json!({ "stepId": "s" }))),
            [format!(
                "error missing-target {AT}/stepId: step `s` names nothing to call"
            )]
        );
        assert_eq!(
            findings(with_fields(json!({ "workflowId": "w" }))),
            [format!(
                "error conflicting-fields {AT}/workflowId key: step `s` has both `operationId` and `workflowId`"
            )]
        );
    }

    #[test]
    fn a_misspelt_target_is_one_error() {
        let (read, findings) = read_with(
            with_step(json!({ "stepId": "s", "operationID": "op" })),
            false,
        );
        assert_eq!(
            findings,
            [format!(
                "error unknown-field {AT}/operationID key: a step has no field `operationID`"
            )]
        );
        let read = read.unwrap();
        assert!(
            matches!(&read.workflows[0].steps[0].target, Some(Target::OperationId(id)) if id.text == "op")
        );
    }

    #[test]
    fn white_space_around_an_operation_id_is_tolerated() {
        let (read, findings) = read_with(
            with_step(json!({ "stepId": "s", "operationId": "op " })),
            false,
        );
        assert_eq!(
            findings,
            [format!(
                "warning surrounding-space {AT}/operationId: white space around `op`"
            )]
        );
        let read = read.unwrap();
        assert!(
            matches!(&read.workflows[0].steps[0].target, Some(Target::OperationId(id)) if id.text == "op")
        );
    }

    #[test]
    fn newer_fields_are_refused_in_1_0() {
        let document = with_fields(json!({ "timeout": 500, "dependsOn": ["$steps.a"] }));
        let read = sound(in_1_1(document.clone()));
        assert_eq!(read.workflows[0].steps[0].timeout, Some(500));
        assert_eq!(
            findings(document),
            [
                format!(
                    "error field-needs-1-1 {AT}/timeout key: field `timeout` needs Arazzo 1.1, but this description declares 1.0"
                ),
                format!(
                    "error field-needs-1-1 {AT}/dependsOn key: field `dependsOn` needs Arazzo 1.1, but this description declares 1.0"
                ),
            ]
        );
    }

    #[test]
    fn a_timeout_is_a_whole_number() {
        let document = in_1_1(with_fields(json!({ "timeout": -1 })));
        assert_eq!(
            findings(document),
            [format!(
                "error invalid-value {AT}/timeout: `timeout` must be a whole number of milliseconds"
            )]
        );
    }

    #[test]
    fn empty_success_criteria_are_refused() {
        assert_eq!(
            findings(with_fields(json!({ "successCriteria": [] }))),
            [format!(
                "error empty-list {AT}/successCriteria: `successCriteria` is an empty list"
            )]
        );
    }

    #[test]
    fn a_field_without_a_value_is_read_as_left_out() {
        let document = with_fields(json!({ "parameters": null }));
        assert_eq!(
            findings(document.clone()),
            [format!(
                "warning wrong-type {AT}/parameters key: `parameters` has no value"
            )]
        );
        assert!(read_with(document, true).1[0].starts_with("error"));
    }

    #[test]
    fn a_list_must_be_a_list() {
        assert_eq!(
            findings(with_fields(
                json!({ "parameters": { "id": 1 }, "onSuccess": "end" })
            )),
            [
                format!(
                    "error wrong-type {AT}/parameters key: `parameters` must be a list, not an object"
                ),
                format!(
                    "error wrong-type {AT}/onSuccess: `onSuccess` must be a list, not a string"
                ),
            ]
        );
    }

    #[test]
    fn a_body_for_a_workflow_is_ignored_with_a_warning() {
        let document = with_step(json!({
            "stepId": "s", "workflowId": "w", "requestBody": { "payload": 1 }
        }));
        assert_eq!(
            findings(document),
            [format!(
                "warning ignored-field {AT}/requestBody key: `requestBody` has no effect on a step that calls a workflow"
            )]
        );
    }

    #[test]
    fn asyncapi_steps_are_read_without_complaint() {
        let document = with_step(json!({
            "stepId": "s",
            "channelPath": "{$sourceDescriptions.ev.url}#/channels/a",
            "action": "receive",
            "correlationId": { "any": 1 },
            "successCriteria": [],
            "parameters": [{ "name": "a", "in": "channel", "value": 1 }],
        }));
        let read = sound(in_1_1(document));
        let step = &read.workflows[0].steps[0];
        assert!(matches!(step.target, Some(Target::ChannelPath(_))));
        assert_eq!(step.action.as_ref().unwrap().text, "receive");
        assert!(step.correlation_id.is_some());
    }

    #[test]
    fn a_field_in_the_wrong_object_is_sent_to_its_own() {
        let help = |fields| {
            let mut found = crate::diagnostic::Diagnostics::new(false);
            crate::model::arazzo::read(
                &super::super::testing::node(with_fields(fields)),
                &mut found,
            );
            let found: Vec<_> = found.into_iter().collect();
            assert_eq!(found.len(), 1, "{found:?}");
            found[0].help.clone().unwrap_or_default()
        };
        let parameter = json!([{ "name": "a", "in": "query", "value": 1, "requestBody": {} }]);
        assert_eq!(
            help(json!({ "parameters": parameter })),
            "`requestBody` is a field of a step: move it there, out of a parameter"
        );
        assert_eq!(
            help(json!({ "payload": { "a": 1 } })),
            "`payload` is a field of `requestBody`: write it there"
        );
        assert_eq!(
            help(json!({ "retryLimit": 2 })),
            "`retryLimit` is a field of a failure action: write it into an entry of `onFailure` or `failureActions`"
        );
        assert_eq!(
            help(json!({ "criteria": [{ "condition": "true" }] })),
            "did you mean `successCriteria`?"
        );
        assert_eq!(
            help(json!({ "successCriteria": ["$statusCode == 200"] })),
            r#"write `{"condition": "$statusCode == 200"}`"#
        );
        assert_eq!(
            help(json!({ "parameters": { "id": 1 } })),
            r#"each is an entry of a list: `{"name": "id", "in": "…", "value": "1"}`"#
        );
        assert_eq!(
            help(json!({ "parameters": [{ "id": 1 }] })),
            r#"write `{"name": "id", "in": "…", "value": "1"}`"#
        );
        assert_eq!(
            help(json!({ "parameters": ["$components.parameters.page"] })),
            r#"write `{"reference": "$components.parameters.page"}`"#
        );
        assert_eq!(
            help(json!({ "requestBody": "hello" })),
            r#"put the body into `payload`: `"requestBody": {"payload": …}`"#
        );
        assert_eq!(
            help(json!({ "requestBody": { "name": "Rex", "age": 2 } })),
            "put the body into `payload`: `requestBody: {payload: {name: …, …}}`"
        );
    }

    #[test]
    fn ids_without_id_in_their_name_are_meant_for_certain() {
        let (read, findings) =
            read_with(with_step(json!({ "step": "s", "operation": "op" })), false);
        assert_eq!(
            findings,
            [
                format!("error unknown-field {AT}/step key: a step has no field `step`"),
                format!("error unknown-field {AT}/operation key: a step has no field `operation`"),
            ]
        );
        assert_eq!(read.unwrap().workflows[0].steps[0].id.text, "s");
    }
}
