//! What is decided when all workflows are planned: which actions run, how control comes to each step, and what each
//! function of the emitted code takes.

use std::collections::BTreeSet;

use super::{
    Action, ActionKind, Borrow, Control, Criterion, Entry, Helper, OperationCall, Origin, Plan,
    Poll, Read, ReplacementTarget, Step, StepCall, Takes, Test, Value, Workflow, WorkflowCall,
    WorkflowRef,
};

impl Plan {
    /// Decides it for all workflows.
    pub(crate) fn settle(&mut self) {
        for document in &mut self.documents {
            for workflow in &mut document.workflows {
                settle_control(workflow);
            }
        }
        let workflows: Vec<WorkflowRef> = self.workflows().collect();
        for reference in workflows {
            let Some(workflow) = self.workflow(reference) else {
                continue;
            };
            let found = Taking {
                plan: self,
                workflow,
            }
            .all();
            if let Some(workflow) = self.workflow_mut(reference) {
                found.give(workflow);
            }
        }
    }

    pub(super) fn workflows(&self) -> impl Iterator<Item = WorkflowRef> + '_ {
        let documents = self.documents.iter().enumerate();
        documents.flat_map(|(document, found)| {
            let workflows = 0..found.workflows.len();
            workflows.map(move |workflow| WorkflowRef { document, workflow })
        })
    }

    pub(super) fn workflows_mut(&mut self) -> impl Iterator<Item = (WorkflowRef, &mut Workflow)> {
        let documents = self.documents.iter_mut().enumerate();
        documents.flat_map(|(document, found)| {
            let workflows = found.workflows.iter_mut().enumerate();
            workflows.map(move |(workflow, found)| (WorkflowRef { document, workflow }, found))
        })
    }

    /// The workflow that `reference` names.
    pub fn workflow(&self, reference: WorkflowRef) -> Option<&Workflow> {
        let document = self.documents.get(reference.document)?;
        document.workflows.get(reference.workflow)
    }

    pub(super) fn workflow_mut(&mut self, reference: WorkflowRef) -> Option<&mut Workflow> {
        let document = self.documents.get_mut(reference.document)?;
        document.workflows.get_mut(reference.workflow)
    }
}

/// Leaves out actions that never run, and finds which steps do.
fn settle_control(workflow: &mut Workflow) {
    if workflow.steps.iter().any(is_entangled) {
        workflow.control = Control::Jumps;
    }
    for step in &mut workflow.steps {
        let succeeded = keep_reachable(&mut step.on_success);
        let failed = keep_reachable(&mut step.on_failure);
        step.exits.retain_mut(|exit| {
            let Some(action) = &mut exit.action else {
                return true;
            };
            let kept = if exit.succeeded { &succeeded } else { &failed };
            let place = kept.iter().position(|kept| kept == action);
            *action = place.unwrap_or_default();
            place.is_some()
        });
    }
    let count = workflow.steps.len();
    let mut entries = vec![Entry::Never; count];
    let mut open = vec![(0, Entry::Control)];
    while let Some((index, entry)) = open.pop() {
        let (Some(step), Some(known)) = (workflow.steps.get(index), entries.get_mut(index)) else {
            continue;
        };
        let fresh = *known == Entry::Never;
        *known = (*known).max(entry);
        if fresh {
            let targets = step.targets(index, count).into_iter();
            open.extend(targets.map(|target| (target, Entry::Control)));
            open.extend(step.helpers().into_iter().map(|step| (step, Entry::Helper)));
        }
    }
    for (step, entry) in workflow.steps.iter_mut().zip(entries) {
        step.entry = entry;
    }
}

/// Whether another step can run during or after a failure of this one. Straight-line code is for workflows whose steps,
/// once they succeed, lead to the next one or to the end.
fn is_entangled(step: &Step) -> bool {
    let leads_away = |action: &Action| {
        matches!(
            action.kind,
            ActionKind::Proceed | ActionKind::Goto { .. } | ActionKind::Transfer(_)
        )
    };
    let jumps = |action: &Action| matches!(action.kind, ActionKind::Goto { .. });
    let helped = |action: &Action| {
        action.can_run()
            && matches!(
                action.kind,
                ActionKind::Retry {
                    helper: Some(Helper::Step(_)),
                    ..
                }
            )
    };
    step.outputs_after_failure
        || step
            .on_failure
            .iter()
            .any(|action| leads_away(action) || helped(action))
        || step.on_success.iter().any(jumps)
}

/// None runs after one that always does and leads away. Returns which are left.
fn keep_reachable(actions: &mut Vec<Action>) -> Vec<usize> {
    let mut left = Vec::new();
    let mut over = false;
    let mut index = 0;
    actions.retain(|action| {
        let runs = !over && action.can_run();
        if runs {
            left.push(index);
            over = action.always() && !matches!(action.kind, ActionKind::Retry { .. });
        }
        index += 1;
        runs
    });
    left
}

/// What the functions of a workflow take.
struct Found {
    /// Of each step: those of one attempt, then those of the step.
    steps: Vec<(Takes, Takes)>,
    /// Steps whose outputs straight-line code reads later.
    read: BTreeSet<usize>,
    run: Takes,
    outputs: Takes,
}

impl Found {
    fn give(self, workflow: &mut Workflow) {
        for (step, (attempt, takes)) in workflow.steps.iter_mut().zip(self.steps) {
            (step.attempt_takes, step.takes) = (attempt, takes);
        }
        for index in self.read {
            if let Some(step) = workflow.steps.get_mut(index) {
                step.read_later = true;
            }
        }
        workflow.run_takes = self.run;
        workflow.outputs_take = self.outputs;
    }
}

/// Where a read stands, as far as that decides what has to be at hand.
#[derive(Clone, Copy)]
enum Site<'s> {
    /// In an attempt of the step; its own outputs are a variable there.
    Attempt(&'s Step),
    /// In an action after a failure of the step.
    Failure(&'s Step),
    /// In an action after a success of the step.
    Success(&'s Step),
    /// Behind the steps.
    End,
}

impl<'s> Site<'s> {
    fn step(self) -> Option<&'s Step> {
        match self {
            Self::Attempt(step) | Self::Failure(step) | Self::Success(step) => Some(step),
            Self::End => None,
        }
    }
}

/// Collects what the functions of a workflow take.
struct Taking<'a> {
    plan: &'a Plan,
    workflow: &'a Workflow,
}

impl Taking<'_> {
    fn all(&self) -> Found {
        let steps: Vec<(Takes, Takes)> = self
            .workflow
            .steps
            .iter()
            .map(|step| {
                let attempt = self.attempt(step);
                let mut whole = attempt.clone();
                whole.merge(&self.actions(step));
                (attempt, whole)
            })
            .collect();
        let with_helpers = (0..steps.len()).map(|index| {
            let (attempt, own) = steps.get(index).cloned().unwrap_or_default();
            let helpers = self.helpers_of(index);
            let takes = helpers.into_iter().filter_map(|helper| steps.get(helper));
            let all = takes.fold(own, |mut all, (_, takes)| {
                all.merge(takes);
                all
            });
            (attempt, all)
        });
        let steps: Vec<(Takes, Takes)> = with_helpers.collect();
        let mut outputs = Takes::default();
        let mut read = BTreeSet::new();
        for output in &self.workflow.outputs {
            self.value(&output.value, Site::End, &mut outputs);
            let reads = output.value.reads();
            read.extend(reads.iter().filter_map(|read| match read.origin {
                Origin::Step { step, .. } => Some(step),
                _ => None,
            }));
        }
        if self.workflow.ends_early() {
            read.clear();
        }
        read.extend(steps.iter().flat_map(|(_, takes)| &takes.steps));
        Found {
            run: self.run(&steps, &outputs),
            steps,
            read,
            outputs,
        }
    }

    /// What runs the steps, and in straight-line code evaluates the outputs.
    fn run(&self, steps: &[(Takes, Takes)], outputs: &Takes) -> Takes {
        let jumps = self.jumps();
        let mut run = Takes::default();
        for (step, (_, takes)) in self.workflow.steps.iter().zip(steps) {
            let runs = match step.entry {
                Entry::Never => false,
                Entry::Helper => !jumps,
                Entry::Control => true,
            };
            if runs {
                run.merge(takes);
                if !jumps && !step.outputs.is_empty() {
                    run.done = Borrow::Exclusive;
                }
            }
        }
        if !self.workflow.ends_early() {
            run.merge(&Takes {
                done: Borrow::Nothing,
                ..outputs.clone()
            });
        }
        // They are its own variables.
        run.steps.clear();
        run
    }

    /// All steps that run while a step is retried, helpers of helpers included.
    fn helpers_of(&self, index: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = vec![index];
        while let Some(step) = open.pop() {
            let helpers = self.workflow.steps.get(step).map(Step::helpers);
            let helpers = helpers.unwrap_or_default().into_iter();
            open.extend(helpers.filter(|helper| found.insert(*helper)));
        }
        found
    }

    /// What the function of one attempt takes.
    fn attempt(&self, step: &Step) -> Takes {
        let mut takes = Takes::default();
        match &step.call {
            StepCall::Operation(call) => self.request(call, Site::Attempt(step), &mut takes),
            StepCall::Workflow(call) => self.call(call, Site::Attempt(step), &mut takes),
        }
        self.criteria(&step.criteria, Site::Attempt(step), &mut takes);
        let by_outputs = step.polls.iter().position(Poll::reads_outputs);
        let by_outputs = by_outputs.unwrap_or(step.polls.len());
        let mut yields = true;
        for (index, poll) in step.polls.iter().enumerate() {
            for test in poll.tests() {
                self.test(&test, Site::Attempt(step), &mut takes);
            }
            if poll.always() {
                yields = index >= by_outputs;
                break;
            }
        }
        if yields {
            for output in &step.outputs {
                self.value(&output.value, Site::Attempt(step), &mut takes);
            }
        }
        takes
    }

    /// What follows the attempts of a step.
    fn actions(&self, step: &Step) -> Takes {
        let mut takes = Takes::default();
        self.after_failure(step, &mut takes);
        if step.never_succeeds() {
            return takes;
        }
        if let StepCall::Workflow(call) = &step.call {
            keep(call, &mut takes);
        }
        let jumps = self.jumps();
        if jumps && !step.outputs.is_empty() {
            takes.done = Borrow::Exclusive;
        }
        if jumps || step.ends() {
            for action in &step.on_success {
                self.action(action, Site::Success(step), &mut takes);
            }
        }
        takes
    }

    fn after_failure(&self, step: &Step, takes: &mut Takes) {
        let by_operation = matches!(step.call, StepCall::Operation(_));
        if step.outputs_after_failure && !step.outputs.is_empty() && by_operation {
            takes.done = Borrow::Exclusive;
            for output in &step.outputs {
                self.value(&output.value, Site::Failure(step), takes);
            }
        }
        for action in &step.on_failure {
            self.action(action, Site::Failure(step), takes);
        }
    }

    fn action(&self, action: &Action, site: Site<'_>, takes: &mut Takes) {
        self.criteria(&action.criteria, site, takes);
        match &action.kind {
            ActionKind::Transfer(call)
            | ActionKind::Retry {
                helper: Some(Helper::Workflow(call)),
                ..
            } => {
                self.call(call, site, takes);
                keep(call, takes);
            }
            _ => {}
        }
    }

    fn call(&self, call: &WorkflowCall, site: Site<'_>, takes: &mut Takes) {
        for argument in &call.inputs {
            self.value(&argument.value, site, takes);
        }
        let target = self.plan.workflow(call.workflow);
        takes.prerequisites |= target.is_some_and(|target| !target.prerequisites.is_empty());
    }

    fn request(&self, call: &OperationCall, site: Site<'_>, takes: &mut Takes) {
        for parameter in &call.parameters {
            self.value(&parameter.value, site, takes);
        }
        self.body(call, site, takes);
    }

    fn body(&self, call: &OperationCall, site: Site<'_>, takes: &mut Takes) {
        let Some(body) = &call.body else {
            return;
        };
        self.value(&body.payload, site, takes);
        for replacement in &body.replacements {
            self.value(&replacement.value, site, takes);
            let (ReplacementTarget::Pointer(text)
            | ReplacementTarget::JsonPath(text)
            | ReplacementTarget::XPath(text)) = &replacement.target;
            self.reads(&text.reads(), site, takes);
        }
    }

    fn criteria(&self, criteria: &[Criterion], site: Site<'_>, takes: &mut Takes) {
        for criterion in criteria {
            self.test(&criterion.test, site, takes);
        }
    }

    fn test(&self, test: &Test, site: Site<'_>, takes: &mut Takes) {
        self.reads(&test.reads(), site, takes);
    }

    fn value(&self, value: &Value, site: Site<'_>, takes: &mut Takes) {
        self.reads(&value.reads(), site, takes);
    }

    fn reads(&self, reads: &[&Read], site: Site<'_>, takes: &mut Takes) {
        for read in reads {
            self.origin(&read.origin, site, takes);
        }
    }

    fn origin(&self, origin: &Origin, site: Site<'_>, takes: &mut Takes) {
        match origin {
            Origin::Input { .. } => takes.inputs = true,
            Origin::Prerequisite { .. } => takes.prerequisites = true,
            Origin::Called { .. } => takes.called = takes.called.max(Borrow::Shared),
            Origin::Step { step, .. } if !self.jumps() && !matches!(site, Site::End) => {
                takes.steps.insert(*step);
            }
            Origin::Step { .. } => takes.done = takes.done.max(Borrow::Shared),
            Origin::OwnOutput { .. } => {
                let kept = self.jumps() && !matches!(site, Site::Attempt(_));
                if kept {
                    takes.done = takes.done.max(Borrow::Shared);
                }
            }
            // Made again from what the request was made from.
            Origin::RequestParameter { index } => {
                if let Some(call) = site.step().and_then(Step::operation)
                    && let Some(parameter) = call.parameters.get(*index)
                {
                    self.value(&parameter.value, site, takes);
                }
            }
            Origin::RequestBody => {
                if let Some(call) = site.step().and_then(Step::operation) {
                    self.body(call, site, takes);
                }
            }
            _ => {}
        }
    }

    fn jumps(&self) -> bool {
        self.workflow.control == Control::Jumps
    }
}

/// The run of a called workflow is kept for later reads.
fn keep(call: &WorkflowCall, takes: &mut Takes) {
    if call.slot.is_some() {
        takes.called = Borrow::Exclusive;
    }
}
