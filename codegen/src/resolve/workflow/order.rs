//! In what order steps run when nothing jumps.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, names::Named},
    load::Node,
    model::arazzo::{self, Text},
    nearest::is_typo,
};

use super::{dependency_cycles::cycle_of_steps, foreign_steps::is_qualified, unknown::unknown};

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
/// an order: steps that read each other's outputs do so by way of jumps. What a step needs to be sent comes first, where not
/// all that it reads can be had.
fn with_reads(
    workflow: &arazzo::Workflow,
    explicit: &Edges,
    named: &HashMap<&str, usize>,
) -> Option<Vec<usize>> {
    explicit
        .iter()
        .any(|needs| !needs.is_empty())
        .then_some(())?;
    let order = |fields: &[&str]| {
        let edges: Edges = (0..)
            .zip(workflow.steps.iter().zip(explicit))
            .map(|(index, (step, explicit))| {
                let mut reads = reads(step, fields, named);
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
    };
    let all: Vec<&str> = SENT.iter().chain(&JUDGED).copied().collect();
    // Where control jumps, a step that is read may come round before it is.
    match workflow.steps.iter().any(jumps) {
        true => order(&SENT),
        false => order(&all).or_else(|| order(&SENT)),
    }
}

/// The fields of a step that its request is made of.
const SENT: [&str; 2] = ["parameters", "requestBody"];
/// Those that are looked at once there is an answer.
const JUDGED: [&str; 4] = ["successCriteria", "outputs", "onSuccess", "onFailure"];

/// Whether an action leads to a step, as far as that shows in the workflow itself.
fn jumps(step: &arazzo::Step) -> bool {
    let lists = ["onSuccess", "onFailure"].map(|field| step.node.get(field));
    let actions = lists.iter().flatten().flat_map(Node::items);
    let mut actions = actions.into_iter();
    actions.any(|action| action.get("stepId").is_some() || action.get("reference").is_some())
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
                    unknown(Named::Step, text, name, workflow.step_ids()).step(&step.id.text),
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
    Diagnostic::error(Code::NonstandardStepReference, &text.node, message)
        .help(format!("write `{id}`"))
        .fix(id)
}

/// The deviation of an action that goes to `$steps.ID`.
pub(super) fn prefixed_target(text: &Text, id: &str) -> Diagnostic {
    let message = format!("`stepId` takes the plain id `{id}`");
    Diagnostic::warning(Code::NonstandardStepReference, &text.node, message).fix(id)
}

/// The steps whose outputs a step reads in these fields, which it has to follow where any step of the workflow says what it
/// depends on (Arazzo 1.1, section "Tool Behavior").
fn reads(step: &arazzo::Step, fields: &[&str], named: &HashMap<&str, usize>) -> BTreeSet<usize> {
    // What a misspelt field holds is read like that of the one it is meant for.
    let is_meant = |key: &str| fields.iter().any(|field| is_typo(key, field));
    let members = step.node.members().into_iter();
    let written: Vec<Node> = members
        .filter(|(key, _)| is_meant(key))
        .map(|(_, it)| it)
        .collect();
    let mut open: Vec<&Value> = written.iter().map(Node::value).collect();
    let mut found = BTreeSet::new();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            Value::String(text) => {
                let after = text.split("$steps.").skip(1);
                found.extend(after.filter_map(|after| step_at(after, named)));
            }
            _ => {}
        }
    }
    found
}

/// The step that an expression names after `$steps.`, be its outputs behind that named in a standard form or a tolerated one.
fn step_at(after: &str, named: &HashMap<&str, usize>) -> Option<usize> {
    let id = after.split(".outputs").next().unwrap_or_default();
    if let Some(index) = named.get(id) {
        return Some(*index);
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut id = after.split(|c| !is_name(c)).next().unwrap_or_default();
    loop {
        if let Some(index) = named.get(id) {
            return Some(*index);
        }
        id = id.rsplit_once('.')?.0;
    }
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
    let other = (*need != first).then(|| name(*need));
    diagnostics.push(cycle_of_steps(&text.node, name(first), other).step(name(first)));
}

#[cfg(test)]
mod tests {
    use crate::testing::told;

    const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /berths:
    get:
      operationId: find
      parameters: [{name: q, in: query, schema: {type: integer}}]
      responses: {'200': {description: ok}}
";

    fn steps(a: &str, c: &str) -> String {
        format!(
            "workflows:
- workflowId: w
  steps:
  - {{stepId: a, operationId: find, dependsOn: [b], {a}}}
  - {{stepId: b, operationId: find}}
  - {{stepId: c, operationId: find, outputs: {{o: $statusCode}}, {c}}}
  outputs: {{o: $steps.c.outputs.o}}
"
        )
    }

    #[test]
    fn whatever_a_step_reads_of_others_comes_before_it() {
        for fields in [
            "parameters: [{name: q, in: query, value: $steps.c.outputs.o}]",
            "parameters: [{name: q, in: query, value: $steps.c.o}]",
            "successCriteria: [{condition: $steps.c.outputs.o == 200}]",
            "successCriteria: [{context: $steps.c.outputs.o, type: regex, condition: '2..'}]",
            "outputs: {z: $steps.c.outputs.o}",
            "onSuccess: [{name: e, type: end, criteria: [{condition: $steps.c.outputs.o == 200}]}]",
        ] {
            let told = told(API, &steps(fields, ""));
            let wrong = |it: &String| it.starts_with("output-before-step");
            assert!(!told.iter().any(wrong), "{fields}: {told:?}");
        }
    }

    #[test]
    fn what_a_request_needs_comes_first_where_not_all_can_be_had() {
        let text = steps(
            "parameters: [{name: q, in: query, value: $steps.c.outputs.o}], outputs: {x: $statusCode}",
            "onSuccess: [{name: e, type: end, criteria: [{condition: $steps.a.outputs.x == 200}]}]",
        );
        let told = told(API, &text).into_iter();
        let wrong: Vec<String> = told.filter(|it| it.starts_with("output-before")).collect();
        assert_eq!(
            wrong,
            ["output-before-step: step `a` cannot have run before this is read"]
        );
    }
}
