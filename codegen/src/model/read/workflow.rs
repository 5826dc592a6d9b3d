//! The Workflow Object.

use std::collections::HashMap;

use crate::{
    diagnostic::Code,
    load::Node,
    model::arazzo::{Step, Target, Unread, UnreadParts, Workflow},
};

use super::{
    Reader,
    action::After,
    actions::actions,
    dependencies,
    fields::{Object, Shape, field},
    id, inputs,
    outputs::outputs,
    parameter::Use,
    parameters::{self, parameters},
    report_duplicate, step,
};

/// Arazzo 1.1, section "Workflow Object".
const WORKFLOW: Shape = Shape {
    what: "a workflow",
    identity: &["workflowId", "summary", "description"],
    fields: &[
        field("workflowId"),
        field("summary"),
        field("description"),
        field("inputs"),
        field("dependsOn"),
        field("steps"),
        field("successActions"),
        field("failureActions"),
        field("outputs"),
        field("parameters"),
    ],
};

pub(super) fn workflow(reader: &mut Reader<'_>, node: &Node) -> Option<Workflow> {
    let object = reader.object(node, &WORKFLOW)?;
    let id = reader.required_text(&object, "workflowId");
    if let Some(id) = &id {
        id::check(reader, id, "workflowId");
    }
    let summary = reader.prose(&object, "summary");
    let description = reader.prose(&object, "description");
    let mut unread = UnreadParts::default();
    let schema = reader.optional(&object, "inputs");
    let given = schema.is_some();
    let inputs = schema.filter(|schema| inputs::describes_object(reader, schema));
    if given && inputs.is_none() || reader.has_twice(&object, "inputs") {
        unread.inputs = Unread::anything();
    }
    let depends_on = dependencies::dependencies(reader, &object, &mut unread.dependencies);
    let parameters = parameters(reader, &object, Use::Shared, &mut unread.parameters);
    let steps = steps(reader, &object, &mut unread.steps);
    for step in &steps {
        if let Some(Target::OperationId(_) | Target::OperationPath(_)) = step.target {
            parameters::querystring_stands_alone(reader, &step.parameters, &parameters);
        }
    }
    if let Some(calls) = steps.iter().find_map(request) {
        parameters::shared_have_location(reader, &parameters, calls);
    }
    let mut actions = |field, after| actions(reader, &object, field, after, &mut unread.actions);
    let success_actions = actions("successActions", After::Success);
    let failure_actions = actions("failureActions", After::Failure);
    let outputs = outputs(reader, &object, &mut unread.outputs);
    Some(Workflow {
        node: node.clone(),
        id: id.unwrap_or_else(|| object.nameless("workflowId")),
        summary,
        description,
        inputs,
        depends_on,
        steps,
        success_actions,
        failure_actions,
        outputs,
        parameters,
        unread,
    })
}

/// What names the operation that `step` sends a request to.
fn request(step: &Step) -> Option<&Node> {
    match &step.target {
        Some(Target::OperationId(text) | Target::OperationPath(text)) if step.action.is_none() => {
            Some(&text.node)
        }
        _ => None,
    }
}

fn steps(reader: &mut Reader<'_>, object: &Object, unread: &mut Unread) -> Vec<Step> {
    let (items, nothing) = reader.declarations(object, "steps");
    unread.extend(&nothing);
    let mut ids: HashMap<String, Node> = HashMap::new();
    let mut steps: Vec<Step> = Vec::new();
    for item in items {
        let step = step::step(reader, &item);
        if reader.is_given_twice(&step.id.node) {
            unread.add(None);
        }
        match ids.get(&step.id.text) {
            _ if step.id.text.is_empty() => unread.add(None),
            Some(first) => {
                // It was to have another name, which nobody knows.
                unread.add(None);
                report_duplicate(reader, Code::DuplicateStep, "stepId", &step.id, first);
            }
            None => {
                ids.insert(step.id.text.clone(), step.id.node.clone());
            }
        }
        steps.push(step);
    }
    steps
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, sound, with_workflow};

    #[test]
    fn a_whole_workflow_is_read() {
        let read = sound(with_workflow(json!({
            "workflowId": "w",
            "summary": "short",
            "inputs": { "type": "object", "properties": { "a": { "type": "string" } } },
            "dependsOn": ["other", "$sourceDescriptions.api.third"],
            "steps": [
                { "stepId": "a", "operationId": "op" },
                { "stepId": "b", "operationPath": "{$sourceDescriptions.api.url}#/paths/~1x/get" },
                { "stepId": "c", "workflowId": "other" },
            ],
            "successActions": [{ "name": "e", "type": "end" }],
            "failureActions": [{ "name": "e", "type": "end" }],
            "parameters": [{ "name": "X", "in": "header", "value": "v" }],
            "outputs": { "o": "$steps.a.outputs.x" },
        })));
        let workflow = &read.workflows[0];
        assert_eq!(workflow.id.text, "w");
        assert_eq!(workflow.steps.len(), 3);
        assert_eq!(workflow.depends_on.len(), 2);
        assert_eq!(workflow.outputs[0].1.as_str(), Some("$steps.a.outputs.x"));
        assert!(workflow.inputs.is_some());
    }

    #[test]
    fn step_ids_are_unique_and_case_sensitive() {
        let step = |id| json!({ "stepId": id, "operationId": "op" });
        let steps = json!([step("a"), step("A"), step("a")]);
        assert_eq!(
            findings(with_workflow(json!({ "workflowId": "w", "steps": steps }))),
            ["error duplicate-step /workflows/0/steps/2/stepId: duplicate stepId `a`"]
        );
    }

    #[test]
    fn every_mistake_is_reported() {
        let document = with_workflow(json!({
            "workflowId": "my flow",
            "steps": [],
            "inputs": { "type": "string" },
            "dependsOn": ["a", "a", 1],
        }));
        assert_eq!(
            findings(document),
            [
                "warning unusual-id /workflows/0/workflowId: `my flow` is an unusual workflowId",
                "error invalid-value /workflows/0/inputs/type: `inputs` must describe an object",
                "error duplicate-dependency /workflows/0/dependsOn/1: duplicate `a` in `dependsOn`",
                "error wrong-type /workflows/0/dependsOn/2: an entry of `dependsOn` must be a string, not a number",
                "error empty-list /workflows/0/steps: `steps` is an empty list",
            ]
        );
    }

    #[test]
    fn a_workflow_without_id_is_checked_all_the_same() {
        assert_eq!(
            findings(with_workflow(
                json!({ "summary": "s", "steps": [{ "operationId": "op" }] })
            )),
            [
                "error missing-field /workflows/0/summary: a workflow has no `workflowId`",
                "error missing-field /workflows/0/steps/0/operationId: a step has no `stepId`",
            ]
        );
    }
}
