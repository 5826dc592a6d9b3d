//! What no run of a workflow can do without (decisions D-49, D-50): inputs and outputs that a step on every path
//! to completion must have before it can send anything.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;

use crate::{
    expression::{self, Expression, Spanned, Template},
    flow::Flow,
    load::Node,
    model::{
        arazzo::{self, Location, Step},
        texts::{Form, Standard, embedded},
    },
    resolve::workflow::{ResolvedParameter, ResolvedStep, ResolvedTarget, ResolvedWorkflow},
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
    /// Collects what `workflow` needs; `inputs` are the names of its own, `required_input` says whether a called workflow's
    /// input must be given.
    pub(super) fn of(
        model: &arazzo::Workflow,
        inputs: &[String],
        workflow: &ResolvedWorkflow,
        flow: &Flow,
        required_input: &dyn Fn(&ResolvedTarget, &str) -> bool,
    ) -> Self {
        let mut needs = Self::default();
        let mut places = HashMap::new();
        for (place, step) in workflow.steps.iter().enumerate() {
            if let Some(step) = model.steps.get(step.index) {
                places.entry(step.id.text.as_str()).or_insert((place, step));
            }
        }
        let named = Named {
            inputs,
            workflow,
            places,
        };
        for index in flow.at_completion.iter() {
            let Some(step) = workflow.steps.get(index) else {
                continue;
            };
            let Some(object) = model.steps.get(step.index) else {
                continue;
            };
            needs.step(object, step, &named, required_input);
        }
        needs
    }

    fn step(
        &mut self,
        object: &Step,
        step: &ResolvedStep,
        named: &Named<'_>,
        required_input: &dyn Fn(&ResolvedTarget, &str) -> bool,
    ) {
        let mut found = Vec::new();
        for parameter in &step.parameters {
            let required = step.target.as_ref().is_some_and(|target| match target {
                ResolvedTarget::Operation { .. } => parameter_required(parameter, target),
                ResolvedTarget::Workflow(_) => required_input(target, &parameter.name.text),
            });
            named.expressions(&parameter.value, required, &mut found);
        }
        if let (Some(body), Some(ResolvedTarget::Operation { operation, .. })) =
            (&object.request_body, &step.target)
        {
            let required = operation
                .request_body
                .as_ref()
                .is_some_and(|body| body.required);
            if let Some(payload) = &body.payload {
                named.expressions(payload, required, &mut found);
            }
        }
        for expression in found {
            match expression {
                Expression::Input(reference) => {
                    self.inputs
                        .extend(declared(&reference.name.value, named.inputs));
                }
                Expression::Step { step, output } => {
                    self.outputs
                        .extend(named.output(&step.value, &output.name.value));
                }
                _ => {}
            }
        }
    }
}

/// What expressions of a workflow may name.
struct Named<'a> {
    inputs: &'a [String],
    workflow: &'a ResolvedWorkflow,
    /// The steps by their ids, with their places in execution order.
    places: HashMap<&'a str, (usize, &'a Step)>,
}

impl Named<'_> {
    /// A step, in execution order, and the output of it that `name` means.
    fn output(&self, step: &str, name: &str) -> Option<(usize, String)> {
        let (place, step) = self.places.get(step)?;
        let names: Vec<&String> = step.outputs.iter().map(|(name, _)| name).collect();
        Some((*place, declared(name, &names)?))
    }

    /// Whether text that holds `expression` without braces is meant to embed it.
    fn declares(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Input(reference) => declared(&reference.name.value, self.inputs).is_some(),
            Expression::Step { step, .. } => self.places.contains_key(step.value.as_str()),
            Expression::Workflow { .. } => true,
            _ => false,
        }
    }

    /// Expressions in `value` that must have a value: embedded ones always, a whole one where `required`.
    fn expressions(&self, value: &Node, required: bool, found: &mut Vec<Expression>) {
        match value.value() {
            Json::String(_) => {
                let Some(written) = self.workflow.texts.value(value) else {
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
                    .and_then(|standard| self.unbraced(standard));
                let all = unbraced.unwrap_or_else(|| written.expressions());
                found.extend(all.into_iter().map(|embedded| embedded.value.clone()));
            }
            Json::Array(_) => value
                .items()
                .iter()
                .for_each(|item| self.expressions(item, false, found)),
            Json::Object(_) => value
                .members()
                .iter()
                .for_each(|(_, member)| self.expressions(member, false, found)),
            _ => {}
        }
    }

    /// What text embeds, some of it without braces (tolerance table).
    fn unbraced<'s>(&self, standard: &'s Standard) -> Option<Vec<&'s Spanned<Expression>>> {
        let (template, tolerated) = standard.parts();
        let mut references = tolerated.references.iter();
        let meant = !tolerated.references.is_empty()
            && references.all(|reference| self.declares(&reference.value));
        match template {
            Template::Parts(parts) if meant => Some(embedded(parts)),
            _ => None,
        }
    }
}

/// The declared name that `name` is, or walks into (decision D-06).
fn declared<S: AsRef<str>>(name: &str, names: &[S]) -> Option<String> {
    if names.iter().any(|known| known.as_ref() == name) {
        return Some(name.to_owned());
    }
    let (name, _) = expression::split_reference(name, names)?;
    Some(name.to_owned())
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
