//! In what order steps run when nothing jumps, and whether workflows wait for each other in a circle.

use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map::Entry};

use serde_json::Value;

use crate::{
    circles::components,
    diagnostic::{Diagnostic, Diagnostics},
    load::Node,
    model::arazzo::{self, OrReference, Text},
};

use super::{
    ResolvedStep, ResolvedTarget, WorkflowId, World, foreign_steps::is_qualified, unknown::unknown,
};

/// Indices of a workflow's steps.
pub(super) struct Order {
    /// All of them, in the order they run in.
    pub(super) steps: Vec<usize>,
    /// Those whose place is not known, because they wait for a step that was reported.
    pub(super) unknown: BTreeSet<usize>,
}

/// The entries of `dependsOn` of each step that name a step of the same workflow.
type Needs<'a> = Vec<Vec<(usize, &'a Text)>>;

/// List order, except that a step follows those it depends on (Arazzo 1.1, section 4.6.5 `dependsOn`).
pub(super) fn execution_order(workflow: &arazzo::Workflow, diagnostics: &mut Diagnostics) -> Order {
    let mut unknown = BTreeSet::new();
    let mut needs = Needs::new();
    let mut named: HashMap<&str, usize> = HashMap::new();
    for (index, step) in workflow.steps.iter().enumerate() {
        named.entry(step.id.text.as_str()).or_insert(index);
    }
    for (index, step) in workflow.steps.iter().enumerate() {
        let mut missing = step.unread.dependencies;
        let found = step_dependencies(step, workflow, &named, &mut missing, diagnostics);
        needs.push(found);
        if missing {
            unknown.insert(index);
        }
    }
    let explicit: Edges = needs
        .iter()
        .map(|needs| needs.iter().map(|(need, _)| *need).collect())
        .collect();
    if let Some(steps) = with_reads(workflow, &explicit, &named) {
        return Order { steps, unknown };
    }
    let mut waiting = Waiting::of(&explicit);
    let mut order = Vec::with_capacity(workflow.steps.len());
    let mut impossible = false;
    while let Some(first) = waiting.all.first().copied() {
        let next = waiting.ready.first().copied().unwrap_or_else(|| {
            report_impossible(workflow, &waiting.all, &needs, diagnostics);
            impossible = true;
            first
        });
        waiting.remove(next);
        order.push(next);
    }
    if impossible {
        // Where those that wait for each other would run nobody knows, nor what would run before the others.
        unknown.extend(0..workflow.steps.len());
    }
    Order {
        steps: order,
        unknown,
    }
}

/// For each step, those that it follows.
type Edges = Vec<BTreeSet<usize>>;

/// The order that satisfies what steps depend on and what they read, where some step says what it depends on and there is such
/// an order: steps that read each other's outputs do so by way of jumps.
fn with_reads(
    workflow: &arazzo::Workflow,
    explicit: &Edges,
    named: &HashMap<&str, usize>,
) -> Option<Vec<usize>> {
    explicit
        .iter()
        .any(|needs| !needs.is_empty())
        .then_some(())?;
    let edges: Edges = (0..)
        .zip(workflow.steps.iter().zip(explicit))
        .map(|(index, (step, explicit))| {
            let mut reads = reads(step, named);
            reads.remove(&index);
            explicit | &reads
        })
        .collect();
    let mut waiting = Waiting::of(&edges);
    let mut order = Vec::with_capacity(edges.len());
    while let Some(next) = waiting.ready.first().copied() {
        waiting.remove(next);
        order.push(next);
    }
    (order.len() == edges.len()).then_some(order)
}

/// The steps that have no place in the order yet.
struct Waiting {
    all: BTreeSet<usize>,
    /// Those that wait for none of them.
    ready: BTreeSet<usize>,
    /// For how many of them each step waits.
    left: Vec<usize>,
    /// The steps that wait for each.
    dependents: Vec<Vec<usize>>,
}

impl Waiting {
    fn of(needs: &Edges) -> Self {
        let mut dependents = vec![Vec::new(); needs.len()];
        for (index, need) in needs
            .iter()
            .enumerate()
            .flat_map(|(index, needs)| needs.iter().map(move |need| (index, need)))
        {
            if let Some(dependents) = dependents.get_mut(*need) {
                dependents.push(index);
            }
        }
        let left: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
        let ready = (0..).zip(&left).filter(|(_, left)| **left == 0);
        Self {
            all: (0..needs.len()).collect(),
            ready: ready.map(|(index, _)| index).collect(),
            left,
            dependents,
        }
    }

    fn remove(&mut self, step: usize) {
        self.all.remove(&step);
        self.ready.remove(&step);
        for dependent in self.dependents.get(step).into_iter().flatten() {
            let Some(left) = self.left.get_mut(*dependent) else {
                continue;
            };
            *left = left.saturating_sub(1);
            if *left == 0 && self.all.contains(dependent) {
                self.ready.insert(*dependent);
            }
        }
    }
}

/// The steps that `step` waits for; `missing` is set where there are others.
fn step_dependencies<'a>(
    step: &'a arazzo::Step,
    workflow: &arazzo::Workflow,
    named: &HashMap<&str, usize>,
    missing: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, &'a Text)> {
    let mut found = Vec::new();
    for text in &step.depends_on {
        // `$workflows.…` names a step of another workflow, which has run or not by the time this one starts.
        if is_qualified(&text.text) {
            continue;
        }
        let name = text.text.strip_prefix("$steps.").unwrap_or(&text.text);
        match named.get(name) {
            Some(index) if name != text.text => {
                diagnostics.push(prefixed(text, name).step(&step.id.text));
                found.push((*index, text));
            }
            Some(index) => found.push((*index, text)),
            None => {
                *missing = true;
                if workflow.unread.steps.may_declare(name, workflow.step_ids()) {
                    continue;
                }
                diagnostics.push(
                    unknown("unknown-step", text, "step", name, workflow.step_ids())
                        .step(&step.id.text),
                );
            }
        }
    }
    found
}

fn prefixed(text: &Text, id: &str) -> Diagnostic {
    let message = format!(
        "`{}` is an expression, and `dependsOn` takes the id of a step",
        text.text
    );
    Diagnostic::error("nonstandard-step-reference", &text.node, message)
        .help(format!("write `{id}`"))
        .fix(id)
}

/// The steps whose outputs a step reads before it is sent, which it has to follow where any step of the workflow says what it
/// depends on (Arazzo 1.1, section "Tool Behavior").
fn reads(step: &arazzo::Step, named: &HashMap<&str, usize>) -> BTreeSet<usize> {
    let parameters = step.parameters.iter().filter_map(|given| match given {
        OrReference::Inline(parameter) => Some(&parameter.value),
        OrReference::Reference(reusable) => reusable.value.as_ref(),
    });
    let body = step.request_body.iter();
    let replacements = body.clone().flat_map(|body| &body.replacements);
    let written = parameters
        .chain(body.flat_map(|body| &body.payload))
        .chain(replacements.map(|replacement| &replacement.value));
    let mut open: Vec<&Value> = written.map(Node::value).collect();
    let mut found = BTreeSet::new();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            Value::String(text) => {
                for after in text.split("$steps.").skip(1) {
                    let id = after.split(".outputs.").next().unwrap_or_default();
                    found.extend(named.get(id));
                }
            }
            _ => {}
        }
    }
    found
}

fn report_impossible(
    workflow: &arazzo::Workflow,
    waiting: &BTreeSet<usize>,
    needs: &Needs,
    diagnostics: &mut Diagnostics,
) {
    let first = waiting.first().copied().unwrap_or_default();
    let Some((need, text)) = needs
        .get(first)
        .and_then(|needs| needs.iter().find(|(need, _)| waiting.contains(need)))
    else {
        return;
    };
    let name = |index: usize| {
        workflow
            .steps
            .get(index)
            .map_or("", |step| step.id.text.as_str())
    };
    let message = match name(*need) {
        own if *need == first => format!("step `{own}` waits for itself"),
        other => format!(
            "steps `{}` and `{other}` wait for each other: a cycle",
            name(first)
        ),
    };
    let mut found = Diagnostic::error("dependency-cycle", &text.node, message);
    found = match *need == first {
        true => found.label("itself").help("remove it"),
        false => found.label("closes the cycle"),
    };
    diagnostics.push(found.step(name(first)));
}

/// Reports cycles of `dependsOn` between workflows, once each, at the entry that closes the cycle: first those of `dependsOn`
/// alone, then those that calls are part of, for a caller has to have the runs that what it calls depends on (decision D-42).
pub(super) fn dependency_cycles(world: &World, diagnostics: &mut Diagnostics) {
    let mut reported: BTreeSet<WorkflowId> = BTreeSet::new();
    for calls in [false, true] {
        for start in in_circles(calls, world) {
            if reported.contains(&start) {
                continue;
            }
            if let Some(path) = cycle_from(start, calls, world) {
                if let Some(found) = cycle(&path, world) {
                    diagnostics.push(found);
                }
                reported.extend(&path);
            }
        }
    }
}

/// The report of a cycle that begins with an entry of `dependsOn`.
fn cycle(path: &[WorkflowId], world: &World) -> Option<Diagnostic> {
    let (start, last) = (*path.first()?, *path.last()?);
    let next = path.get(1).copied().unwrap_or(start);
    let mut entries = world.workflow(start)?.depends_on.iter();
    let (_, node) = entries.find(|(id, _)| *id == next)?;
    let name = |id: &WorkflowId| Some(format!("`{}`", world.model(*id)?.id.text));
    let names: Vec<String> = path.iter().chain([&start]).filter_map(name).collect();
    let waits = |id: WorkflowId, other: WorkflowId| {
        let found = world.workflow(id).into_iter();
        let mut entries = found.flat_map(|workflow| &workflow.depends_on);
        entries.any(|(target, _)| *target == other)
    };
    let ends = path.iter().skip(1).copied().chain([start]);
    let calls = path
        .iter()
        .copied()
        .zip(ends)
        .find(|(id, other)| !waits(*id, *other));
    let words = match calls {
        Some(_) => "depend on and call each other",
        None => "depend on each other",
    };
    let found = Diagnostic::error(
        "dependency-cycle",
        node,
        format!("workflows {words} in a cycle: {}", names.join(" -> ")),
    )
    .label("leads back to this workflow");
    let call = calls.and_then(|(id, other)| Some((id, call_of(id, other, world)?)));
    let Some((caller, call)) = call else {
        return Some(
            found.help("a workflow cannot be its own prerequisite; remove one of the entries"),
        );
    };
    let part = if caller == last {
        "calls the workflow that waits for it"
    } else {
        "part of the cycle"
    };
    Some(
        found
            .also(&call, part)
            .help("a workflow cannot wait for one that needs it; remove the entry or the call"),
    )
}

/// A path from `start`, by an entry of its `dependsOn`, back to itself, by further entries and perhaps by `calls`.
fn cycle_from(start: WorkflowId, calls: bool, world: &World) -> Option<Vec<WorkflowId>> {
    // How each workflow was come by.
    let mut came: BTreeMap<WorkflowId, WorkflowId> = BTreeMap::new();
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        for next in ways(at, calls && at != start, world) {
            if next == start {
                let back = std::iter::successors(Some(at), |at| came.get(at).copied());
                let mut path: Vec<WorkflowId> = back.collect();
                path.reverse();
                return Some(path);
            }
            if let Entry::Vacant(entry) = came.entry(next) {
                entry.insert(at);
                open.push(next);
            }
        }
    }
    None
}

/// The workflows that one depends on, and those that it calls.
fn ways(id: WorkflowId, calls: bool, world: &World) -> Vec<WorkflowId> {
    let found = world.workflow(id);
    let waits = found.into_iter().flat_map(|workflow| &workflow.depends_on);
    let mut ways: Vec<WorkflowId> = waits.map(|(id, _)| *id).collect();
    if calls {
        let steps = found.into_iter().flat_map(|workflow| &workflow.steps);
        ways.extend(steps.flat_map(called_by));
    }
    ways
}

/// The workflows that some path leads from back to themselves.
fn in_circles(calls: bool, world: &World) -> Vec<WorkflowId> {
    let ids = world.ids();
    let numbers: BTreeMap<WorkflowId, usize> = ids.iter().copied().zip(0..).collect();
    let number = |id: WorkflowId| numbers.get(&id).copied();
    let edges = ids
        .iter()
        .map(|id| ways(*id, calls, world).into_iter().filter_map(number));
    let edges: Vec<Vec<usize>> = edges.map(Iterator::collect).collect();
    let components = components(&edges).of;
    let circles = ids.iter().enumerate().filter(|(index, _)| {
        let own = components.get(*index);
        let mut next = edges.get(*index).into_iter().flatten();
        next.any(|next| components.get(*next) == own)
    });
    circles.map(|(_, id)| *id).collect()
}

/// The workflows that a step or one of its actions calls.
pub(super) fn called_by(step: &ResolvedStep) -> Vec<WorkflowId> {
    let target = match step.target {
        Some(ResolvedTarget::Workflow(id)) => Some(id),
        _ => None,
    };
    let actions = step.on_success.iter().chain(&step.on_failure);
    target
        .into_iter()
        .chain(actions.filter_map(|action| action.workflow))
        .collect()
}

/// Where a workflow calls another one.
fn call_of(caller: WorkflowId, called: WorkflowId, world: &World) -> Option<Node> {
    let model = world.model(caller)?;
    world.workflow(caller)?.steps.iter().find_map(|step| {
        let node = &model.steps.get(step.index)?.node;
        if matches!(step.target, Some(ResolvedTarget::Workflow(id)) if id == called) {
            return node.get("workflowId");
        }
        let mut actions = step.on_success.iter().chain(&step.on_failure);
        let action = actions.find(|action| action.workflow == Some(called))?;
        Some(action.model.workflow.as_ref()?.node.clone())
    })
}
