//! What a version of a workflow is known by.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::circles::components;

use super::{Action, ActionKind, Helper, Plan, Step, StepCall, Workflow, WorkflowRef};

impl Plan {
    /// Gives each workflow its version: sixteen hexadecimal digits that change with what it does, and with what those do that
    /// it calls. A run that was begun by one version cannot go on with another one. Descriptions do not count.
    ///
    /// Workflows that call each other in a circle are taken in together, so that each is looked at once.
    pub(super) fn name_versions(&mut self) {
        let all: Vec<WorkflowRef> = self.workflows().collect();
        let numbers: BTreeMap<WorkflowRef, usize> = all.iter().copied().zip(0..).collect();
        let found: Vec<&Workflow> = all.iter().filter_map(|one| self.workflow(*one)).collect();
        let calls = |workflow: &&Workflow| -> Vec<usize> {
            let called = workflow.steps.iter().flat_map(called);
            called
                .filter_map(|one| numbers.get(&one).copied())
                .collect()
        };
        let edges: Vec<Vec<usize>> = found.iter().map(calls).collect();
        let own = |workflow: &&Workflow| {
            let mut hash = Fnv::default();
            // A hash takes in everything.
            write!(hash, "{}", self.text_of(workflow)).ok();
            hash
        };
        let mut hashes: Vec<Fnv> = found.iter().map(own).collect();
        let circles = components(&edges);
        // Calls lead from earlier circles to later ones, whose versions are known by then.
        for members in circles.members.iter().rev() {
            let mut members = members.clone();
            members.sort_unstable();
            let hash_of = |index: &usize| hashes.get(*index).copied().unwrap_or_default();
            let mut shared = Fnv::default();
            members
                .iter()
                .for_each(|member| shared.add(hash_of(member)));
            let called = members.iter().filter_map(|member| edges.get(*member));
            let called = called
                .flatten()
                .filter(|one| members.binary_search(one).is_err());
            let mut alone = members.len() == 1;
            for one in called {
                shared.add(hash_of(one));
                alone = false;
            }
            for member in members.iter().filter(|_| !alone) {
                if let Some(hash) = hashes.get_mut(*member) {
                    hash.add(shared);
                }
            }
        }
        for (one, hash) in all.into_iter().zip(hashes) {
            if let Some(workflow) = self.workflow_mut(one) {
                workflow.version = format!("{:016x}", hash.0);
            }
        }
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
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Fnv {
    /// Takes in another hash.
    fn add(&mut self, other: Self) {
        // A hash takes in everything.
        write!(self, "{:016x}", other.0).ok();
    }
}

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
    use crate::{Generator, load::Memory};

    use super::*;

    /// The versions of the workflows `w0`, `w1`, … that call others as `calls` says.
    fn versions(calls: &[&str], value: &str) -> Vec<String> {
        let api = "{openapi: 3.1.0, info: {title: t, version: '1'}, servers: [{url: 'https://api.test'}], paths: {/p: {get: {operationId: op, responses: {'200': {description: d}}}}}}";
        let mut flow = String::from(
            "arazzo: 1.0.1\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: api.yaml, type: openapi}]\nworkflows:\n",
        );
        for (index, called) in calls.iter().enumerate() {
            let value = if index + 1 == calls.len() { value } else { "a" };
            let actions: Vec<String> = called
                .split_whitespace()
                .map(|to| format!("{{name: '{to}', type: goto, workflowId: {to}, criteria: [{{condition: $statusCode == 404}}]}}"))
                .collect();
            writeln!(
                flow,
                "- {{workflowId: w{index}, steps: [{{stepId: s, operationId: op, parameters: [{{name: X-A, in: header, value: {value}}}], onFailure: [{}]}}]}}",
                actions.join(", ")
            )
            .unwrap();
        }
        let files = Memory::new().file("flow.yaml", flow).file("api.yaml", api);
        let (plans, report) = Generator::new().files(files).document("flow.yaml").plans();
        assert!(!report.has_errors(), "{}", report.human(false));
        let workflows = plans.iter().flat_map(|plan| &plan.documents);
        let workflows = workflows.flat_map(|document| &document.workflows);
        workflows.map(|workflow| workflow.version.clone()).collect()
    }

    #[test]
    fn a_version_changes_with_what_is_called() {
        // w0 calls w1 and w1 the last; w2 and w3 call each other; w4 calls nothing.
        let calls = ["w1", "w5", "w3", "w2", "", ""];
        let (one, two) = (versions(&calls, "a"), versions(&calls, "b"));
        let changed: Vec<bool> = one.iter().zip(&two).map(|(one, two)| one != two).collect();
        assert_eq!(changed, [true, true, false, false, false, true]);
        let circle = ["w1", "w2", "w0"];
        let (one, two) = (versions(&circle, "a"), versions(&circle, "b"));
        assert!(one.iter().zip(&two).all(|(one, two)| one != two));
        let apart: std::collections::BTreeSet<&String> = one.iter().collect();
        assert_eq!(apart.len(), 3, "{one:?}");
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        let mut hash = Fnv::default();
        hash.write_str("foobar").expect("is taken in");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }
}
