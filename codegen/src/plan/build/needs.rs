//! What no run of a workflow can do without (decisions D-49, D-50): inputs and outputs that a step on every path
//! to completion must have before it can send anything.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{
    expression::{self, Expression, Template, TemplatePart},
    load::Node,
    model::arazzo::{self, Location, Step},
    resolve::workflow::{ResolvedParameter, ResolvedStep, ResolvedTarget, ResolvedWorkflow},
    types::definite_assignment::Flow,
};

/// Names that every completed run has had a value for.
#[derive(Debug, Clone, Default)]
pub(super) struct Needs {
    /// Inputs of the workflow.
    pub(super) inputs: BTreeSet<String>,
    /// Outputs, as step (in execution order) and name.
    pub(super) outputs: BTreeSet<(usize, String)>,
}

impl Needs {
    /// Collects what `workflow` needs; `required_input` says whether a called workflow's input must be given.
    pub(super) fn of(
        model: &arazzo::Workflow,
        workflow: &ResolvedWorkflow,
        flow: &Flow,
        required_input: &dyn Fn(&ResolvedTarget, &str) -> bool,
    ) -> Self {
        let mut needs = Self::default();
        for index in &flow.at_completion {
            let Some(step) = workflow.steps.get(*index) else {
                continue;
            };
            let Some(object) = model.steps.get(step.index) else {
                continue;
            };
            needs.step(object, step, workflow, model, required_input);
        }
        needs
    }

    fn step(
        &mut self,
        object: &Step,
        step: &ResolvedStep,
        workflow: &ResolvedWorkflow,
        model: &arazzo::Workflow,
        required_input: &dyn Fn(&ResolvedTarget, &str) -> bool,
    ) {
        let mut found = Vec::new();
        for parameter in &step.parameters {
            let required = step.target.as_ref().is_some_and(|target| match target {
                ResolvedTarget::Operation { .. } => parameter_required(parameter, target),
                ResolvedTarget::Workflow(_) => required_input(target, &parameter.name.text),
            });
            expressions(&parameter.value, required, &mut found);
        }
        if let (Some(body), Some(ResolvedTarget::Operation { operation, .. })) =
            (&object.request_body, &step.target)
        {
            let required = operation
                .request_body
                .as_ref()
                .is_some_and(|body| body.required);
            if let Some(payload) = &body.payload {
                expressions(payload, required, &mut found);
            }
        }
        for expression in found {
            match expression {
                Expression::Input(reference) => {
                    self.inputs.insert(reference.name.value);
                }
                Expression::Step { step, output } => {
                    let place = workflow.steps.iter().position(|candidate| {
                        model
                            .steps
                            .get(candidate.index)
                            .is_some_and(|found| found.id.text == step.value)
                    });
                    if let Some(place) = place {
                        self.outputs.insert((place, output.name.value));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether the operation cannot be called without `parameter`.
pub(super) fn parameter_required(parameter: &ResolvedParameter, target: &ResolvedTarget) -> bool {
    let Some((location, _)) = parameter.location else {
        return false;
    };
    if location == Location::Path {
        return true;
    }
    let ResolvedTarget::Operation { operation, .. } = target else {
        return false;
    };
    operation.parameters.iter().any(|declared| {
        declared.required && declared.location == location && declared.name == parameter.name.text
    })
}

/// Expressions in `value` that must have a value: embedded ones always, a whole one where `required`.
fn expressions(value: &Node, required: bool, found: &mut Vec<Expression>) {
    match value.value() {
        Json::String(text) => match expression::template(text) {
            Ok(Template::Whole(whole)) if required => found.push(whole.value),
            Ok(Template::Parts(parts)) => {
                found.extend(parts.into_iter().filter_map(|part| match part {
                    TemplatePart::Expression(embedded) => Some(embedded.value),
                    TemplatePart::Text(_) => None,
                }))
            }
            _ => {}
        },
        Json::Array(_) => value
            .items()
            .iter()
            .for_each(|item| expressions(item, false, found)),
        Json::Object(_) => value
            .members()
            .iter()
            .for_each(|(_, member)| expressions(member, false, found)),
        _ => {}
    }
}
