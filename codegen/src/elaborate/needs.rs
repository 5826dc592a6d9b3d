//! What no run of a workflow can do without (decisions D-49, D-50): inputs and outputs that a step on every path
//! to completion must have before it can send anything.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{
    expression::{Expression, Reference, Spanned, Template},
    load::Node,
    model::{
        arazzo::{Location, Step},
        texts::{Form, Standard, embedded},
    },
    resolve::workflow::{ResolvedParameter, ResolvedStep, ResolvedTarget},
};

use super::view::View;

/// Names that every completed run has had a value for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Needs {
    /// Inputs of the workflow.
    pub(crate) inputs: BTreeSet<String>,
    /// Outputs, as step (in execution order) and name.
    pub(crate) outputs: BTreeSet<(usize, String)>,
}

impl Needs {
    /// Collects what a workflow needs; `required_input` says whether a called workflow's input must be given.
    pub(crate) fn of(view: &View, required_input: &dyn Fn(&ResolvedTarget, &str) -> bool) -> Self {
        let mut needs = Self::default();
        for (_, object, step) in view
            .steps()
            .filter(|(index, ..)| view.flow().at_completion.contains(*index))
        {
            needs.step(object, step, view, required_input);
        }
        needs
    }

    fn step(
        &mut self,
        object: &Step,
        step: &ResolvedStep,
        view: &View,
        required_input: &dyn Fn(&ResolvedTarget, &str) -> bool,
    ) {
        let mut found = Vec::new();
        for parameter in &step.parameters {
            let required = step.target.as_ref().is_some_and(|target| match target {
                ResolvedTarget::Operation { .. } => parameter_required(parameter, target),
                ResolvedTarget::Workflow(_) => required_input(target, &parameter.name.text),
            });
            expressions(view, &parameter.value, required, &mut found);
        }
        if let (Some(body), Some(ResolvedTarget::Operation { operation, .. })) =
            (&object.request_body, &step.target)
        {
            let required = operation
                .request_body
                .as_ref()
                .is_some_and(|body| body.required);
            if let Some(payload) = &body.payload {
                expressions(view, payload, required, &mut found);
            }
        }
        for expression in found {
            match expression {
                Expression::Input(reference) => {
                    let name = view.input(&reference);
                    let name = name.and_then(|name| view.inputs().get(name.index));
                    self.inputs.extend(name.cloned());
                }
                Expression::Step { step, output } => {
                    self.outputs
                        .extend(named_output(view, &step.value, &output));
                }
                _ => {}
            }
        }
    }
}

/// A step, in execution order, and the output of it that `reference` names.
fn named_output(view: &View, step: &str, reference: &Reference) -> Option<(usize, String)> {
    let (place, step, _) = view.step_named(step)?;
    let name = view.output(place, reference)?;
    let (output, _) = step.outputs.get(name.index)?;
    Some((place, output.clone()))
}

/// Expressions in `value` that must have a value: embedded ones always, a whole one where `required`.
fn expressions(view: &View, value: &Node, required: bool, found: &mut Vec<Expression>) {
    match value.value() {
        Json::String(_) => {
            let Some(written) = view.resolved.texts.value(value) else {
                return;
            };
            let standard = match &written.form {
                Form::Expression(whole) if required => {
                    found.push(whole.value.clone());
                    return;
                }
                Form::Plain(doubt) | Form::Template(_, doubt) => &doubt.unbraced,
                Form::Invalid(_, standard) => standard,
                Form::Expression(_) | Form::Every(..) => return,
            };
            let unbraced = standard
                .as_ref()
                .and_then(|standard| unbraced(view, standard));
            let all = unbraced.unwrap_or_else(|| written.expressions());
            found.extend(all.into_iter().map(|embedded| embedded.value.clone()));
        }
        Json::Array(_) => value
            .items()
            .iter()
            .for_each(|item| expressions(view, item, false, found)),
        Json::Object(_) => value
            .members()
            .iter()
            .for_each(|(_, member)| expressions(view, member, false, found)),
        _ => {}
    }
}

/// What text embeds, some of it without braces (tolerance table).
fn unbraced<'s>(view: &View, standard: &'s Standard) -> Option<Vec<&'s Spanned<Expression>>> {
    let (template, tolerated) = standard.parts();
    let mut references = tolerated.references.iter();
    let meant = !tolerated.references.is_empty()
        && references.all(|reference| view.declares(&reference.value));
    match template {
        Template::Parts(parts) if meant => Some(embedded(parts)),
        _ => None,
    }
}

/// Whether the operation cannot be called without `parameter`.
fn parameter_required(parameter: &ResolvedParameter, target: &ResolvedTarget) -> bool {
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
