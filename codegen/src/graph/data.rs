//! What a workflow's steps send, where it comes from, and what becomes of their outputs.

use crate::plan::{
    self, Body, Plan, Query, Read, ReplacementTarget, Side, StepCall, TemplatePart, Text, Value,
    Workflow, WorkflowCall, WorkflowRef,
};

use super::{
    from_plan::workflow_name,
    model::{Datum, Origin},
};

/// Reads the values of one workflow.
pub(super) struct Reader<'a> {
    pub(super) plan: &'a Plan,
    pub(super) workflow: &'a Workflow,
}

impl Reader<'_> {
    /// Names of the workflow's inputs, optional ones marked.
    pub(super) fn inputs(&self) -> Vec<String> {
        let inputs = self.workflow.inputs.iter();
        inputs
            .map(|input| match !input.is_required() {
                true => format!("{}?", input.name),
                false => input.name.clone(),
            })
            .collect()
    }

    /// The workflow's outputs.
    pub(super) fn outputs(&self) -> Vec<Datum> {
        let outputs = self.workflow.outputs.iter();
        outputs
            .map(|output| self.datum(output.name.clone(), &output.value))
            .collect()
    }

    /// What a step sends or hands to the workflow that it calls.
    pub(super) fn takes(&self, step: &plan::Step) -> Vec<Datum> {
        let call = match &step.call {
            StepCall::Workflow(call) => return self.arguments(call),
            StepCall::Operation(call) => call,
        };
        let parameters = call.parameters.iter();
        let mut found: Vec<Datum> = parameters
            .map(|parameter| {
                let place = format!("{} {}", parameter.location.word(), parameter.name);
                self.datum(place, &parameter.value)
            })
            .collect();
        if let Some(body) = &call.body {
            self.body(body, &mut found);
        }
        found
    }

    /// A step's outputs.
    pub(super) fn gives(&self, step: &plan::Step) -> Vec<Datum> {
        let outputs = step.outputs.iter();
        outputs
            .map(|output| self.datum(output.name.clone(), &output.value))
            .collect()
    }

    fn arguments(&self, call: &WorkflowCall) -> Vec<Datum> {
        let target = self.target(call.workflow);
        let arguments = call.inputs.iter();
        arguments
            .map(|argument| {
                let field = target.and_then(|target| target.inputs.get(argument.field));
                let name = field.map_or("?", |field| field.name.as_str());
                self.datum(format!("input {name}"), &argument.value)
            })
            .collect()
    }

    fn body(&self, body: &Body, found: &mut Vec<Datum>) {
        match &body.payload {
            Value::Object(object) => {
                for member in &object.members {
                    self.member(format!("body.{}", member.name), &member.value, found);
                }
            }
            whole => found.push(self.datum("body".to_owned(), whole)),
        }
        for replacement in &body.replacements {
            let target = match &replacement.target {
                ReplacementTarget::Pointer(text)
                | ReplacementTarget::JsonPath(text)
                | ReplacementTarget::XPath(text) => written_text(text),
            };
            found.push(self.datum(format!("body {target}"), &replacement.value));
        }
    }

    fn member(&self, place: String, value: &Value, found: &mut Vec<Datum>) {
        match value {
            Value::Object(object) if !object.members.is_empty() => {
                for member in &object.members {
                    self.member(format!("{place}.{}", member.name), &member.value, found);
                }
            }
            other => found.push(self.datum(place, other)),
        }
    }

    fn datum(&self, place: String, value: &Value) -> Datum {
        let mut from = Vec::new();
        for read in value.reads() {
            let origin = self.origin(read).filter(|origin| !from.contains(origin));
            from.extend(origin);
        }
        Datum {
            place,
            value: written(value),
            from,
        }
    }

    /// Where a read begins, if that is another place than the step that reads.
    fn origin(&self, read: &Read) -> Option<Origin> {
        match &read.origin {
            plan::Origin::Input { field } => {
                let field = self.workflow.inputs.get(*field)?;
                Some(Origin::Input(field.name.clone()))
            }
            plan::Origin::Step { step, output, .. } => {
                let outputs = &self.workflow.steps.get(*step)?.outputs;
                Some(Origin::Step {
                    step: *step,
                    output: outputs.get(*output)?.name.clone(),
                })
            }
            plan::Origin::Prerequisite { index, side } => {
                let prerequisite = self.workflow.prerequisites.get(*index)?;
                self.side(prerequisite.workflow, *side)
            }
            plan::Origin::Called { slot, side } => {
                self.side(self.workflow.called.get(*slot)?.workflow, *side)
            }
            plan::Origin::JustCalled { workflow, side } => self.side(*workflow, *side),
            _ => None,
        }
    }

    fn side(&self, reference: WorkflowRef, side: Side) -> Option<Origin> {
        let target = self.target(reference)?;
        let (word, name) = match side {
            Side::Input(index) => ("inputs", &target.inputs.get(index)?.name),
            Side::Output(index) => ("outputs", &target.outputs.get(index)?.name),
        };
        let workflow = workflow_name(self.plan, reference);
        Some(Origin::Workflow(format!("{workflow}.{word}.{name}")))
    }

    fn target(&self, reference: WorkflowRef) -> Option<&Workflow> {
        let document = self.plan.documents.get(reference.document)?;
        document.workflows.get(reference.workflow)
    }
}

/// A value as documents write it.
fn written(value: &Value) -> String {
    match value {
        Value::Literal(json) => json.to_string(),
        Value::Read(read) => read.text.clone(),
        Value::Template(parts) => written_parts(parts),
        Value::Object(object) => {
            let members = object.members.iter();
            let members: Vec<String> = members
                .map(|member| format!("{}: {}", member.name, written(&member.value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Selector(selector) => {
            let (Query::Pointer(text) | Query::JsonPath(text) | Query::XPath(text)) =
                &selector.query;
            format!("{} of {}", written_text(text), selector.context.text)
        }
    }
}

fn written_text(text: &Text) -> String {
    match text {
        Text::Constant(text) => text.clone(),
        Text::Dynamic(parts) => written_parts(parts),
    }
}

fn written_parts(parts: &[TemplatePart]) -> String {
    let parts = parts.iter().map(|part| match part {
        TemplatePart::Text(text) => text.clone(),
        TemplatePart::Value(read) | TemplatePart::Quoted(read, ..) => format!("{{{}}}", read.text),
    });
    parts.collect()
}
