//! Reads of steps' outputs: `$steps.…`, and `$outputs.…` inside a step.

use crate::{
    diagnostic::{Code, Diagnostic, names::Named},
    elaborate::{NoValue, Own, Run, named::find},
    expression::{Reference, Side as Which, Spanned},
    plan::Origin,
    resolve::workflow::ResolvedTarget,
};

use super::{
    place::Place,
    read::{Found, unknown},
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    pub(super) fn own_output(
        &mut self,
        reference: &Reference,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        let view = self.builder.elaborated.view(self.id)?;
        match view.own_outputs(scope.step, scope.at) {
            Ok(Own::Called(target)) => {
                self.called_value(target, Which::Outputs, reference, tokens, at, scope, None)
            }
            Ok(Own::Step) => self.own_step_output(reference, tokens, at, scope),
            Ok(Own::Unknown) => None,
            Err(NoValue::Itself) => {
                self.report(
                    self_reference(
                        at,
                        "`$outputs` cannot be read while the workflow's outputs are computed",
                    )
                    .help(self.steps_with_output(&reference.name.value)),
                    scope,
                );
                None
            }
            Err(_) => {
                self.report(
                    Diagnostic::new(
                        Code::NoOutputsHere,
                        at.place(),
                        "`$outputs` means the outputs of the workflow that a step has just called",
                    )
                    .help("read another step's output with `$steps.<stepId>.outputs.<name>`"),
                    scope,
                );
                None
            }
        }
    }

    fn own_step_output(
        &mut self,
        reference: &Reference,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        let step = scope.step?;
        let output = self.find_output(step, reference, tokens, at, scope)?;
        let (ty, missing) = self.output_type(step, output);
        Some(Found {
            origin: Origin::OwnOutput { output },
            ty,
            missing: missing || scope.at == At::FailureAction,
        })
    }

    pub(super) fn step_output_read(
        &mut self,
        name: &Spanned<String>,
        reference: &Reference,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        let Some(step) = self.step_named(&name.value) else {
            let known = self.step_names();
            let names = known.iter().map(String::as_str);
            let model = self.model();
            if model.is_some_and(|model| model.unread.steps.may_declare(&name.value, names)) {
                return None;
            }
            self.unknown(Named::Step, &name.value, known, at, scope);
            return None;
        };
        let view = self.builder.elaborated.view(self.id)?;
        let run = view.run(&self.flow, step, (scope.step, scope.at));
        if run == Ok(Run::Own) {
            return self.own_step_output(reference, tokens, at, scope);
        }
        if run == Err(NoValue::Itself) {
            self.report(
                self_reference(
                    at,
                    format!(
                        "step `{}` reads its own outputs while they are computed",
                        name.value
                    ),
                )
                .help(self.instead_of_own_output(step, &reference.name.value)),
                scope,
            );
            return None;
        }
        let output = self.find_output(step, reference, tokens, at, scope)?;
        let Ok(Run::Before { definite }) = run else {
            self.report_too_early(&name.value, step, at, scope);
            return None;
        };
        let (ty, missing) = self.output_type(step, output);
        Some(Found {
            origin: Origin::Step {
                step,
                output,
                definite,
            },
            ty,
            missing: missing || !definite,
        })
    }

    fn report_too_early(&mut self, name: &str, step: usize, at: &Place<'_>, scope: &Scope) {
        if scope.step == Some(step) {
            self.report(
                Diagnostic::new(
                    Code::OutputBeforeStep,
                    at.place(),
                    format!("step `{name}` reads its own output before it has one"),
                )
                .label("never set at this point")
                .help("read an input, or the output of an earlier step"),
                scope,
            );
            return;
        }
        let mut found = Diagnostic::new(
            Code::OutputBeforeStep,
            at.place(),
            format!("step `{name}` cannot have run before this is read"),
        )
        .label("never set at this point")
        .help("move the step before this one, or let an action lead from it to here");
        if let Some(node) = self.step_model(step).map(|step| step.id.node.clone()) {
            found = found.also(&node, "the step that sets it");
        }
        self.report(found, scope);
    }

    /// How to hand on an output of the workflow that `step` calls, if there is one.
    fn handed_out(&self, step: usize, reference: &Reference) -> Option<String> {
        let Some(ResolvedTarget::Workflow(target)) = self.resolved.steps.get(step)?.target else {
            return None;
        };
        let called = self.builder.world.model(target)?;
        let found = self.builder.elaborated.view(target)?.result(reference)?;
        let (output, _) = called.outputs.get(found.index)?;
        let (id, step) = (&called.id.text, &self.step_model(step)?.id.text);
        Some(format!(
            "workflow `{id}` has it: add `{output}: $outputs.{output}` to the `outputs` of step `{step}`"
        ))
    }

    /// The output of `step` that `reference` names; dotted names are walked into.
    fn find_output(
        &mut self,
        step: usize,
        reference: &Reference,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<usize> {
        let names = self.output_names(step);
        let Some(name) = find(reference, &names) else {
            let unread = self.step_model(step).map(|step| &step.unread.outputs);
            let known = names.iter().map(String::as_str);
            if unread.is_some_and(|unread| unread.may_declare(&reference.name.value, known)) {
                return None;
            }
            let place = self.step_model(step).map(|step| {
                step.node
                    .get("outputs")
                    .map_or_else(|| step.id.node.place(), |node| node.key())
            });
            let id = self
                .step_model(step)
                .map(|step| step.id.text.clone())
                .unwrap_or_default();
            let mut found = unknown(Named::OutputOf(&id), &reference.name.value, &names, at);
            if let Some(place) = place {
                found = found.also(place, "the step's outputs");
            }
            if let Some(help) = self.handed_out(step, reference) {
                // What has a similar name is not what was meant.
                found.help = Some(help);
                found.suggestion = None;
            }
            self.report(found, scope);
            return None;
        };
        let id = self
            .step_model(step)
            .map(|step| step.id.text.clone())
            .unwrap_or_default();
        let output = names.get(name.index)?;
        let base = format!("$steps.{id}.outputs.{output}");
        self.warn_dotted(&base, &name.walked, at, scope);
        tokens.splice(..0, name.way);
        Some(name.index)
    }
}

/// The report of outputs that are read while they come to be.
pub(super) fn self_reference(at: &Place<'_>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::SelfReference, at.place(), message)
}
