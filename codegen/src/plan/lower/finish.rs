//! What can be decided once all steps of a workflow are built: how bodies are read, which runs are kept, which loops are paced.

use std::collections::BTreeSet;

use crate::plan::{ActionKind, Helper, Origin, OutputField, Read, Step, StepCall, WorkflowCall};

use super::workflow_builder::WorkflowBuilder;

impl WorkflowBuilder<'_, '_> {
    /// Decides how each step's body is read, and whether outputs of failed attempts matter.
    pub(super) fn finish_readings(&mut self, steps: &mut [Step], outputs: &[OutputField]) {
        let read_by_steps: BTreeSet<usize> = steps
            .iter()
            .flat_map(all_reads)
            .filter_map(|read| read.origin.step())
            .collect();
        let read_at_end: BTreeSet<usize> = outputs
            .iter()
            .flat_map(|field| field.value.reads())
            .filter_map(|read| read.origin.step())
            .collect();
        for (index, step) in steps.iter_mut().enumerate() {
            let reads_itself = all_reads(step)
                .iter()
                .any(|read| read.origin.step() == Some(index));
            let own = step
                .on_failure
                .iter()
                .flat_map(|action| &action.criteria)
                .any(|criterion| {
                    criterion
                        .reads()
                        .iter()
                        .any(|read| matches!(read.origin, Origin::OwnOutput { .. }))
                });
            let seen_later = step.on_failure.iter().any(|action| match &action.kind {
                ActionKind::End | ActionKind::Transfer(_) => read_at_end.contains(&index),
                ActionKind::Goto { .. } => {
                    read_by_steps.contains(&index) || read_at_end.contains(&index)
                }
                ActionKind::Retry { helper, .. } => {
                    reads_itself || helper.is_some() && read_by_steps.contains(&index)
                }
                ActionKind::Proceed => false,
            });
            step.outputs_after_failure = !step.outputs.is_empty() && (own || seen_later);
            let reading = self.reading(index, step.outputs_after_failure);
            if let StepCall::Operation(call) = &mut step.call {
                call.reading = reading;
                let observed = self.observed_bodies.get(index).copied().unwrap_or_default();
                if let Some(body) = &mut call.body {
                    body.observed = observed;
                    self.mark_parts(index, body);
                }
            }
        }
    }

    /// Tells every call where its run is kept.
    pub(super) fn finish_slots(&mut self, steps: &mut [Step]) {
        let slot = |call: &mut WorkflowCall, called: &[crate::plan::CalledSlot]| {
            call.slot = called
                .iter()
                .position(|slot| slot.workflow == call.workflow);
        };
        for step in steps {
            if let StepCall::Workflow(call) = &mut step.call {
                slot(call, &self.called);
            }
            for action in step.on_success.iter_mut().chain(&mut step.on_failure) {
                match &mut action.kind {
                    ActionKind::Transfer(call)
                    | ActionKind::Retry {
                        helper: Some(Helper::Workflow(call)),
                        ..
                    } => slot(call, &self.called),
                    _ => {}
                }
            }
        }
    }

    /// Marks the jumps that close a polling loop: none of its requests can change from round to round (decision D-51).
    pub(super) fn pace(&mut self, steps: &mut [Step]) {
        let owned = |step: &Step| request_reads(step).into_iter().cloned().collect();
        let requests: Vec<Vec<Read>> = steps.iter().map(owned).collect();
        let targets: Vec<Option<crate::plan::WorkflowRef>> = steps
            .iter()
            .map(|step| match &step.call {
                StepCall::Workflow(call) => Some(call.workflow),
                StepCall::Operation(_) => None,
            })
            .collect();
        for (index, step) in steps.iter_mut().enumerate() {
            let Some(around) = self.flow.loops.get(index) else {
                continue;
            };
            let changes = around
                .iter()
                .filter_map(|at| requests.get(at))
                .flatten()
                .any(|read| match &read.origin {
                    Origin::Step { step, .. } => around.contains(*step),
                    Origin::Called { slot, .. } => {
                        let workflow = self.called.get(*slot).map(|slot| slot.workflow);
                        around
                            .iter()
                            .any(|at| targets.get(at).copied().flatten() == workflow)
                    }
                    _ => false,
                });
            for action in &mut step.on_success {
                if let ActionKind::Goto {
                    step: target,
                    paced,
                } = &mut action.kind
                {
                    *paced = *target <= index && around.contains(*target) && !changes;
                }
            }
        }
    }
}

fn all_reads(step: &Step) -> Vec<&Read> {
    let mut found = request_reads(step);
    found.extend(step.outputs.iter().flat_map(|output| output.value.reads()));
    found.extend(step.criteria.iter().flat_map(crate::plan::Criterion::reads));
    for action in step.on_success.iter().chain(&step.on_failure) {
        found.extend(
            action
                .criteria
                .iter()
                .flat_map(crate::plan::Criterion::reads),
        );
        match &action.kind {
            ActionKind::Transfer(call)
            | ActionKind::Retry {
                helper: Some(Helper::Workflow(call)),
                ..
            } => found.extend(call_reads(call)),
            _ => {}
        }
    }
    found
}

/// What a step's request is built from.
fn request_reads(step: &Step) -> Vec<&Read> {
    match &step.call {
        StepCall::Workflow(call) => call_reads(call),
        StepCall::Operation(call) => {
            let parameters = call
                .parameters
                .iter()
                .flat_map(|parameter| parameter.value.reads());
            let payload = call.body.iter().flat_map(|body| body.payload.reads());
            let replaced = call
                .body
                .iter()
                .flat_map(|body| &body.replacements)
                .flat_map(|replacement| replacement.value.reads());
            parameters.chain(payload).chain(replaced).collect()
        }
    }
}

fn call_reads(call: &WorkflowCall) -> Vec<&Read> {
    call.inputs
        .iter()
        .flat_map(|argument| argument.value.reads())
        .collect()
}
