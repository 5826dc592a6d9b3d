//! What a version of a workflow is known by.

use std::fmt::Write as _;

use super::{Action, ActionKind, Helper, Plan, Step, StepCall, Workflow, WorkflowRef};

impl Plan {
    /// Sixteen hexadecimal digits that change with what the workflow does, and with what those do that it calls: a run that
    /// was begun by one version cannot go on with another one. Descriptions do not count.
    pub fn fingerprint(&self, workflow: &Workflow) -> String {
        let mut all = vec![workflow];
        let mut next = 0;
        let mut hash = Fnv::default();
        while let Some(workflow) = all.get(next).copied() {
            next += 1;
            // A hash takes in everything.
            write!(hash, "{}", self.text_of(workflow)).ok();
            for called in workflow.steps.iter().flat_map(called) {
                let Some(called) = self.workflow(called) else {
                    continue;
                };
                if !all.iter().any(|known| std::ptr::eq(*known, called)) {
                    all.push(called);
                }
            }
        }
        format!("{:016x}", hash.0)
    }
}

/// The workflows that a step or its actions call.
fn called(step: &Step) -> Vec<WorkflowRef> {
    let actions = step.on_success.iter().chain(&step.on_failure);
    let by_actions = actions.filter_map(|action: &Action| match &action.kind {
        ActionKind::Transfer(call)
        | ActionKind::Retry {
            helper: Some(Helper::Workflow(call)),
            ..
        } => Some(call),
        _ => None,
    });
    let own = match &step.call {
        StepCall::Workflow(call) => Some(call),
        StepCall::Operation(_) => None,
    };
    let all = own.into_iter().chain(by_actions);
    all.map(|call| call.workflow).collect()
}

/// FNV-1a with 64 bits: the same for ever, which hashes of the standard library do not promise.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl std::fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        let mut hash = Fnv::default();
        hash.write_str("foobar").expect("is taken in");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }
}
