//! The graph as nodes and links, for formats that lay out by themselves.

use super::model::{Call, Datum, Edge, EdgeKind, Graph, Helper, Origin, Step, Target};

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) form: Form,
    /// Lines of text.
    pub(super) lines: Vec<String>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A step that calls an operation.
    Operation,
    /// A workflow, or a step that runs one.
    Workflow,
    /// Where the workflow starts or ends well.
    Good,
    /// Where it ends as failed.
    Failed,
}

/// A link between nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) style: Style,
    /// Lines of text.
    pub(super) label: Vec<String>,
}

/// What a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// After success.
    Success,
    /// After a failure.
    Failure,
    /// Runs before a retry.
    Helper,
    /// Has to be completed before.
    Needs,
    /// An output that is used.
    Data,
}

/// The nodes and links of a workflow; `prefix` begins all ids.
pub(super) fn of(graph: &Graph, prefix: &str, data: bool) -> (Vec<Node>, Vec<Link>) {
    let mut links = Links {
        graph,
        prefix,
        nodes: Vec::new(),
        links: Vec::new(),
    };
    for (index, name) in graph.prerequisites.iter().enumerate() {
        let id = format!("{prefix}p{index}");
        links.node(&id, Form::Workflow, vec![format!("workflow {name}")]);
        links.link(
            &id,
            &format!("{prefix}start"),
            Style::Needs,
            "has to be completed before",
        );
    }
    let mut lines = vec!["Start".to_owned()];
    if data && !graph.inputs.is_empty() {
        lines.push(format!("inputs {}", graph.inputs.join(", ")));
    }
    let start = format!("{prefix}start");
    links.node(&start, Form::Good, lines);
    for (index, step) in graph.steps.iter().enumerate() {
        links.step(index, step, data);
    }
    if !graph.steps.is_empty() {
        links.link(&start, &format!("{prefix}s0"), Style::Success, "");
    }
    for edge in &graph.edges {
        links.edge(edge, data);
    }
    for (index, step) in graph.steps.iter().enumerate() {
        let to = links.step_id(index);
        for needed in &step.needs {
            let from = links.step_id(*needed);
            links.link(&from, &to, Style::Needs, "is needed before");
        }
        if data {
            links.data(&step.takes, &to);
        }
    }
    if data
        && links
            .nodes
            .iter()
            .any(|node| node.id == format!("{prefix}completed"))
    {
        links.data(&graph.outputs, &format!("{prefix}completed"));
    }
    (links.nodes, links.links)
}

struct Links<'a> {
    graph: &'a Graph,
    prefix: &'a str,
    nodes: Vec<Node>,
    links: Vec<Link>,
}

impl Links<'_> {
    fn step_id(&self, step: usize) -> String {
        format!("{}s{step}", self.prefix)
    }

    fn node(&mut self, id: &str, form: Form, lines: Vec<String>) {
        if self.nodes.iter().all(|node| node.id != id) {
            self.nodes.push(Node {
                id: id.to_owned(),
                form,
                lines,
            });
        }
    }

    fn link(&mut self, from: &str, to: &str, style: Style, label: &str) {
        let label = match label {
            "" => Vec::new(),
            label => vec![label.to_owned()],
        };
        self.links.push(Link {
            from: from.to_owned(),
            to: to.to_owned(),
            style,
            label,
        });
    }

    fn step(&mut self, index: usize, step: &Step, data: bool) {
        let (form, call) = match &step.call {
            Call::Operation { method, path, .. } => (Form::Operation, format!("{method} {path}")),
            Call::Workflow(name) => (Form::Workflow, format!("runs workflow {name}")),
        };
        let mut lines = vec![self.graph.numbered(index), call];
        lines.extend(step.summary.clone());
        if data {
            lines.extend(step.takes.iter().map(|datum| match datum.from.as_slice() {
                [] => format!("{} = {}", datum.place, datum.value),
                from => {
                    let from: Vec<String> =
                        from.iter().map(|from| from.words(self.graph)).collect();
                    format!("{} ← {}", datum.place, from.join(", "))
                }
            }));
            let gives = step.gives.iter();
            lines.extend(gives.map(|datum| format!("→ {} = {}", datum.place, datum.value)));
        }
        let id = self.step_id(index);
        self.node(&id, form, lines);
    }

    fn edge(&mut self, edge: &Edge, data: bool) {
        let from = self.step_id(edge.from);
        let to = match &edge.to {
            Target::Step(step) => self.step_id(*step),
            Target::Completed => {
                let mut lines = vec!["Completed".to_owned()];
                if data {
                    let outputs = self.graph.outputs.iter();
                    lines.extend(
                        outputs.map(|datum| format!("→ {} = {}", datum.place, datum.value)),
                    );
                }
                self.ending("completed", Form::Good, lines)
            }
            Target::Ended => self.ending("ended", Form::Good, vec!["Ended early".to_owned()]),
            Target::Failed => self.ending("failed", Form::Failed, vec!["Failed".to_owned()]),
            Target::Workflow(name) => self.workflow(name),
        };
        let style = match edge.kind {
            EdgeKind::Failure | EdgeKind::Retry { polls: false, .. } => Style::Failure,
            _ => Style::Success,
        };
        let mut label = Vec::new();
        if let Some(action) = &edge.action {
            label.push(action.clone());
            // That it goes to another step or to an end is drawn.
            if matches!(
                edge.kind,
                EdgeKind::Retry { .. } | EdgeKind::Success { paced: true }
            ) {
                label.push(self.graph.effect(edge));
            }
        }
        label.extend(Some(edge.condition()).filter(|text| !text.is_empty()));
        self.links.push(Link {
            from: from.clone(),
            to,
            style,
            label,
        });
        if let EdgeKind::Retry {
            helper: Some(helper),
            ..
        } = &edge.kind
        {
            let helper = match helper {
                Helper::Step(step) => self.step_id(*step),
                Helper::Workflow(name) => self.workflow(name),
            };
            self.link(&from, &helper, Style::Helper, "runs before the retry");
        }
    }

    fn ending(&mut self, name: &str, form: Form, lines: Vec<String>) -> String {
        let id = format!("{}{name}", self.prefix);
        self.node(&id, form, lines);
        id
    }

    fn workflow(&mut self, name: &str) -> String {
        let lines = vec![format!("workflow {name}")];
        let known = self
            .nodes
            .iter()
            .find(|node| node.lines == lines && node.id.starts_with(&format!("{}w", self.prefix)));
        if let Some(node) = known {
            return node.id.clone();
        }
        let id = format!("{}w{}", self.prefix, self.nodes.len());
        self.node(&id, Form::Workflow, lines);
        id
    }

    /// Links to `to` from the steps whose outputs it takes.
    fn data(&mut self, takes: &[Datum], to: &str) {
        let mut found: Vec<(usize, Vec<String>)> = Vec::new();
        for datum in takes {
            for from in &datum.from {
                if let Origin::Step { step, output } = from {
                    let line = format!("{output} → {}", datum.place);
                    match found.iter_mut().find(|(known, _)| known == step) {
                        Some((_, lines)) => lines.push(line),
                        None => found.push((*step, vec![line])),
                    }
                }
            }
        }
        for (step, label) in found {
            let from = self.step_id(step);
            self.links.push(Link {
                from,
                to: to.to_owned(),
                style: Style::Data,
                label,
            });
        }
    }
}
