//! What is decided when all workflows are planned: which actions run, how control comes to each step, and what each
//! function of the emitted code takes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Action, ActionKind, Borrow, Control, Criterion, Entry, Helper, OperationCall, Origin, Plan,
    Poll, Presence, Read, ReplacementTarget, Step, StepCall, Takes, Test, To, Value, Way, Workflow,
    WorkflowCall, WorkflowRef, presence::Search,
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
            let found = Taking::of(self, workflow).all();
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

/// Leaves out actions that never run, and finds which steps do, and whether control ever goes back.
fn settle_control(workflow: &mut Workflow) {
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
            let ways = step.ways(index, count).into_iter();
            open.extend(ways.filter_map(|way| match way.to {
                To::Step(target) => Some((target, Entry::Control)),
                To::Completion | To::End => None,
            }));
            open.extend(step.helpers().into_iter().map(|step| (step, Entry::Helper)));
        }
    }
    for (step, entry) in workflow.steps.iter_mut().zip(entries) {
        step.entry = entry;
    }
    workflow.control = match workflow.only_goes_forward() {
        true => Control::Forward,
        false => Control::Back,
    };
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
    /// What is there of the outputs of each step when the workflow is completed.
    at_end: Vec<Presence>,
    run: Takes,
    outputs: Takes,
}

impl Found {
    fn give(self, workflow: &mut Workflow) {
        let steps = workflow.steps.iter_mut();
        for ((step, (attempt, takes)), at_end) in steps.zip(self.steps).zip(self.at_end) {
            (step.attempt_takes, step.takes) = (attempt, takes);
            step.at_end = at_end;
            // Promises of a completed run are about steps that it has completed.
            for output in &mut step.outputs {
                output.promoted &= at_end == Presence::Completed;
            }
        }
        workflow.run_takes = self.run;
        workflow.outputs_take = self.outputs;
    }
}

/// Where a read stands, as far as that decides what has to be at hand.
#[derive(Clone, Copy)]
enum Site<'s> {
    /// In an attempt of the step.
    Attempt(usize, &'s Step),
    /// In an action after a failure of the step.
    Failure(usize, &'s Step),
    /// In an action after a success of the step.
    Success(usize, &'s Step),
    /// Behind the steps.
    End,
}

impl<'s> Site<'s> {
    fn step(self) -> Option<&'s Step> {
        match self {
            Self::Attempt(_, step) | Self::Failure(_, step) | Self::Success(_, step) => Some(step),
            Self::End => None,
        }
    }

    fn own(self) -> Option<usize> {
        match self {
            Self::Attempt(own, _) | Self::Failure(own, _) | Self::Success(own, _) => Some(own),
            Self::End => None,
        }
    }
}

/// Collects what the functions of a workflow take.
struct Taking<'a> {
    plan: &'a Plan,
    workflow: &'a Workflow,
    /// The ways on from each step.
    ways: Vec<Vec<Way>>,
}

impl<'a> Taking<'a> {
    fn of(plan: &'a Plan, workflow: &'a Workflow) -> Self {
        let count = workflow.steps.len();
        Self {
            plan,
            workflow,
            ways: (0..count).map(|index| workflow.ways(index)).collect(),
        }
    }

    fn all(&self) -> Found {
        let mut steps: Vec<(Takes, Takes)> = self
            .workflow
            .steps
            .iter()
            .enumerate()
            .map(|(index, step)| {
                let attempt = self.attempt(index, step);
                let mut whole = attempt.clone();
                whole.merge(&self.actions(index, step));
                (attempt, whole)
            })
            .collect();
        let at_end = self.presences(&mut steps);
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
        for output in &self.workflow.outputs {
            self.value(&output.value, Site::End, &mut outputs);
        }
        Found {
            run: self.run(&steps, &outputs),
            steps,
            at_end,
            outputs,
        }
    }

    /// Finds what is there of the outputs that each step reads, and of those of each step in the end.
    fn presences(&self, steps: &mut [(Takes, Takes)]) -> Vec<Presence> {
        let mut readers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (reader, (_, takes)) in steps.iter().enumerate() {
            for step in takes.steps.keys() {
                readers.entry(*step).or_default().push(reader);
            }
        }
        let mut at_end = Vec::new();
        for (index, step) in self.workflow.steps.iter().enumerate() {
            if step.outputs.is_empty() {
                at_end.push(Presence::default());
                continue;
            }
            let search = Search::of(self.workflow, &self.ways, index);
            at_end.push(search.at_end());
            for reader in readers.get(&index).into_iter().flatten() {
                let presence = match search.before(*reader) {
                    // Nobody but the place that they are kept in has them.
                    Presence::Completed if self.keeps_outputs(index) => Presence::Possible,
                    presence => presence,
                };
                if let Some((attempt, whole)) = steps.get_mut(*reader) {
                    for takes in [attempt, whole] {
                        if let Some(found) = takes.steps.get_mut(&index) {
                            *found = presence;
                        }
                    }
                }
            }
        }
        at_end
    }

    fn keeps_outputs(&self, index: usize) -> bool {
        let (step, ways) = (self.workflow.steps.get(index), self.ways.get(index));
        step.zip(ways)
            .is_some_and(|(step, ways)| step.keeps_outputs(index, ways))
    }

    /// What runs the steps, and in a flow that ends in one place evaluates the outputs.
    fn run(&self, steps: &[(Takes, Takes)], outputs: &Takes) -> Takes {
        let mut run = Takes::default();
        for (step, (_, takes)) in self.workflow.steps.iter().zip(steps) {
            if step.entry == Entry::Control {
                run.merge(takes);
                if !self.goes_back() && !step.outputs.is_empty() {
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
        // They are its own variables, and parts of what is done.
        run.steps.clear();
        run.kept = Borrow::Nothing;
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
    fn attempt(&self, index: usize, step: &Step) -> Takes {
        let mut takes = Takes::default();
        let site = Site::Attempt(index, step);
        match &step.call {
            StepCall::Operation(call) => self.request(call, site, &mut takes),
            StepCall::Workflow(call) => self.call(call, site, &mut takes),
        }
        self.criteria(&step.criteria, site, &mut takes);
        let by_outputs = step.polls.iter().position(Poll::reads_outputs);
        let by_outputs = by_outputs.unwrap_or(step.polls.len());
        let mut yields = true;
        for (index, poll) in step.polls.iter().enumerate() {
            for test in poll.tests() {
                self.test(&test, site, &mut takes);
            }
            if poll.always() {
                yields = index >= by_outputs;
                break;
            }
        }
        if yields {
            for output in &step.outputs {
                self.value(&output.value, site, &mut takes);
            }
        }
        takes
    }

    /// What follows the attempts of a step.
    fn actions(&self, index: usize, step: &Step) -> Takes {
        let mut takes = Takes::default();
        self.after_failure(index, step, &mut takes);
        if let StepCall::Workflow(call) = &step.call {
            keep(call, &mut takes);
        }
        if self.goes_back() && !step.outputs.is_empty() {
            takes.done = Borrow::Exclusive;
        }
        if !self.goes_back() && self.keeps_outputs(index) {
            takes.kept = Borrow::Exclusive;
        }
        for action in &step.on_success {
            self.action(action, Site::Success(index, step), &mut takes);
        }
        takes
    }

    fn after_failure(&self, index: usize, step: &Step, takes: &mut Takes) {
        let site = Site::Failure(index, step);
        if step.leaves_outputs() {
            match self.goes_back() {
                true => takes.done = Borrow::Exclusive,
                false => takes.kept = Borrow::Exclusive,
            }
            for output in &step.outputs {
                self.value(&output.value, site, takes);
            }
        }
        for action in &step.on_failure {
            self.action(action, site, takes);
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
            Origin::Step { step, .. } => match site.own() {
                _ if self.goes_back() => takes.done = takes.done.max(Borrow::Shared),
                None => takes.done = takes.done.max(Borrow::Shared),
                Some(own) if own == *step && self.keeps_outputs(own) => {
                    takes.kept = takes.kept.max(Borrow::Shared);
                }
                Some(_) => {
                    takes.steps.insert(*step, Presence::default());
                }
            },
            Origin::OwnOutput { .. } => match site {
                Site::Failure(..) if self.goes_back() => {
                    takes.done = takes.done.max(Borrow::Shared);
                }
                _ => {}
            },
            // Made again from what the request was made from.
            Origin::RequestParameter { index } => {
                if let Some(call) = site.step().and_then(Step::operation)
                    && let Some(parameter) = call.parameters.get(*index)
                {
                    self.value(&parameter.value, site, takes);
                }
            }
            _ => {}
        }
    }

    fn goes_back(&self) -> bool {
        self.workflow.control == Control::Back
    }
}

/// The run of a called workflow is kept for later reads.
fn keep(call: &WorkflowCall, takes: &mut Takes) {
    if call.slot.is_some() {
        takes.called = Borrow::Exclusive;
    }
}
