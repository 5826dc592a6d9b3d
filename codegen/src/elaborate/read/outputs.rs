//! `$steps.…`, `$outputs.…` and `$workflows.…`: what steps and workflows hand on.

use crate::{
    diagnostic::names::Named,
    expression::{Reference, Side, Spanned},
    resolve::workflow::WorkflowId,
};

use super::{
    super::{
        call_graph::callees,
        named::{Name, find},
        standing::{At, NoValue, Own, Run},
        view::View,
    },
    Found, Note, Origin, Read, Refused, RunOf, Standing, Value,
};

impl<'e> View<'e> {
    /// `$outputs.…`
    pub(super) fn own(
        &self,
        reference: &'e Reference,
        (here, at): Standing,
        notes: &mut Vec<Note>,
    ) -> Found<'e> {
        match self.own_outputs(here, at) {
            Ok(Own::Called(target)) => self.value_of_run(
                (target, RunOf::JustCalled),
                (Side::Outputs, reference),
                at,
                notes,
            ),
            Ok(Own::Step) => self.own_output(here, reference, at, notes),
            Ok(Own::Unknown) => Err(Refused::Reported),
            Err(NoValue::Itself) => Err(Refused::OwnOutputs(&reference.name.value)),
            Err(_) => Err(Refused::NoOutputs),
        }
    }

    /// `$steps.…`
    pub(super) fn of_step(
        &self,
        name: &'e Spanned<String>,
        reference: &'e Reference,
        (here, at): Standing,
        notes: &mut Vec<Note>,
    ) -> Found<'e> {
        let Some((step, ..)) = self.step_named(&name.value) else {
            let known: Vec<&str> = self.step_names().collect();
            let unread = &self.model.unread.steps;
            return Err(Refused::unknown(Named::Step, &name.value, unread, &known));
        };
        match self.run(step, (here, at)) {
            Ok(Run::Own) => self.own_output(here, reference, at, notes),
            Ok(Run::Before { definite }) => {
                let (output, way) = self.output_of(step, reference, notes)?;
                Ok(Read {
                    origin: Origin::Step {
                        step,
                        output,
                        definite,
                    },
                    way,
                    missing: !definite,
                })
            }
            Err(NoValue::Itself) => Err(Refused::OwnOutput {
                step,
                name: &reference.name.value,
            }),
            Err(_) => {
                self.output_of(step, reference, notes)?;
                let own = here == Some(step);
                Err(Refused::TooEarly { step, own })
            }
        }
    }

    /// An output of the step that stands at `here`, whose run is just over.
    fn own_output(
        &self,
        here: Option<usize>,
        reference: &'e Reference,
        at: At,
        notes: &mut Vec<Note>,
    ) -> Found<'e> {
        let step = here.ok_or(Refused::NoOutputs)?;
        let (output, way) = self.output_of(step, reference, notes)?;
        Ok(Read {
            origin: Origin::OwnOutput(output),
            way,
            missing: at == At::FailureAction,
        })
    }

    /// The output of `step` that `reference` names, and the way into it; dotted names are walked into.
    fn output_of(
        &self,
        step: usize,
        reference: &'e Reference,
        notes: &mut Vec<Note>,
    ) -> Result<(usize, Vec<String>), Refused<'e>> {
        let model = self.step(step).ok_or(Refused::Reported)?;
        if let Some(Name { index, walked, way }) = self.output(step, reference) {
            let id = &model.id.text;
            let (name, _) = model.outputs.get(index).ok_or(Refused::Reported)?;
            notes.extend(Note::dotted(
                || format!("$steps.{id}.outputs.{name}"),
                walked,
            ));
            return Ok((index, way));
        }
        let name = &reference.name.value;
        let outputs = model.outputs.iter().map(|(name, _)| name);
        let known: Vec<String> = outputs.cloned().collect();
        let names = known.iter().map(String::as_str);
        match model.unread.outputs.may_declare(name, names) {
            true => Err(Refused::Reported),
            false => Err(Refused::UnknownOutput { step, name, known }),
        }
    }

    /// `$workflows.…`
    pub(super) fn of_workflow(
        &self,
        name: &'e Spanned<String>,
        value: (Side, &'e Reference),
        (here, at): Standing,
        notes: &mut Vec<Note>,
    ) -> Found<'e> {
        let Some(target) = self.workflow_named(&name.value) else {
            let here = self.world.descriptions.get(self.id.description);
            let description = &here.ok_or(Refused::Reported)?.model;
            let known: Vec<&str> = description.workflow_ids().collect();
            let unread = &description.unread_workflows;
            let unknown = Refused::unknown(Named::Workflow, &name.value, unread, &known);
            return Err(unknown);
        };
        let is_over = !matches!(at, At::Request | At::WorkflowOutputs);
        let just = is_over && here.and_then(|here| self.called(here)) == Some(target);
        let run = if just {
            RunOf::JustCalled
        } else if self.was_called(target, here) {
            RunOf::Latest
        } else if self
            .calls()
            .prerequisites(self.world, self.id)
            .contains(&target)
        {
            RunOf::Prerequisite
        } else if self.resolved.calls_unknown {
            return Err(Refused::Reported);
        } else if target == self.id {
            return Err(Refused::OwnRun(&name.value));
        } else {
            return Err(Refused::NeverRuns(&name.value));
        };
        self.value_of_run((target, run), value, at, notes)
    }

    /// Whether some call of `target` has finished before the step at `here`, or before the end.
    fn was_called(&self, target: WorkflowId, here: Option<usize>) -> bool {
        let flow = self.flow();
        let runs_before = |at: usize| match here {
            // A retry's helper has run before the step's next attempt.
            Some(step) => {
                let before = flow.maybe_before.get(step);
                at == step || before.is_some_and(|before| before.contains(at))
            }
            None => flow.maybe_at_end.contains(at),
        };
        // A call that failed leaves no run behind, so only a way round makes the step's own call an earlier one.
        let own_target = here.filter(|step| {
            let around = flow.loops.get(*step);
            !around.is_some_and(|around| around.contains(*step))
        });
        let is_own = |step| own_target == Some(step) && self.called(step) == Some(target);
        let calls = callees(self.world, self.id);
        calls
            .iter()
            .any(|(callee, step)| *callee == target && runs_before(*step) && !is_own(*step))
    }

    /// What `reference` names of a run of another workflow.
    fn value_of_run(
        &self,
        (id, run): (WorkflowId, RunOf),
        (side, reference): (Side, &'e Reference),
        at: At,
        notes: &mut Vec<Note>,
    ) -> Found<'e> {
        let name = &reference.name.value;
        let called = self.workflow(id).ok_or(Refused::Reported)?;
        let (named, unread, names) = match side {
            Side::Inputs => {
                let names = called.inputs().iter().map(String::as_str).collect();
                (Named::Input, &called.resolved.unread_inputs, names)
            }
            Side::Outputs => {
                let outputs = called.model.outputs.iter();
                let names: Vec<&str> = outputs.map(|(name, _)| name.as_str()).collect();
                (Named::Output, &called.model.unread.outputs, names)
            }
        };
        let Some(Name { index, way, .. }) = find(reference, &names) else {
            return Err(Refused::unknown(named, name, unread, &names));
        };
        let value = match side {
            Side::Inputs => {
                notes.extend(names.get(index).and_then(|name| self.unusual(name)));
                Value::Input(index)
            }
            Side::Outputs => Value::Output(index),
        };
        Ok(Read {
            origin: Origin::Workflow { id, run, value },
            way,
            missing: match run {
                RunOf::JustCalled => at == At::FailureAction,
                RunOf::Latest => true,
                RunOf::Prerequisite => false,
            },
        })
    }
}
