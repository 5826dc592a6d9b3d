//! A workflow in sentences, for those who do not see its picture.

use super::model::{Call, Edge, EdgeKind, Graph};

impl Graph {
    /// A step in a few sentences.
    pub fn about(&self, step: usize) -> String {
        let Some(found) = self.steps.get(step) else {
            return String::new();
        };
        let call = match &found.call {
            Call::Operation { method, path, .. } => format!("{method} {path}"),
            Call::Workflow(name) => format!("runs workflow {name}"),
        };
        let mut text = format!("Step {}: {call}.", self.numbered(step));
        if !found.needs.is_empty() {
            let needs: Vec<String> = found
                .needs
                .iter()
                .map(|step| self.numbered(*step))
                .collect();
            text.push_str(&format!(" Needs {}.", needs.join(", ")));
        }
        text
    }

    /// An edge in a sentence.
    pub fn sentence(&self, edge: &Edge) -> String {
        let when = match edge.kind {
            EdgeKind::Next | EdgeKind::Success { .. } => "After success",
            EdgeKind::Retry { polls: true, .. } => "While the answer is not final",
            EdgeKind::Failure | EdgeKind::Retry { .. } => "After a failure",
        };
        let action = match &edge.action {
            Some(action) => format!(" {action}"),
            None => String::new(),
        };
        let condition = match edge.condition() {
            none if none.is_empty() => none,
            some => format!(", {some}"),
        };
        format!("{when}{action}: {}{condition}.", self.effect(edge))
    }
}

/// A whole workflow.
pub(super) fn described(graph: &Graph) -> String {
    let mut sentences = vec![match graph.steps.len() {
        1 => format!("Workflow {} has one step.", graph.name),
        count => format!("Workflow {} has {count} steps.", graph.name),
    }];
    sentences.extend(graph.summary.clone());
    if !graph.prerequisites.is_empty() {
        let all = graph.prerequisites.join(", ");
        sentences.push(format!("Has to be completed before: {all}."));
    }
    for step in 0..graph.steps.len() {
        sentences.push(graph.about(step));
        let edges = graph.edges.iter().filter(|edge| edge.from == step);
        sentences.extend(edges.map(|edge| graph.sentence(edge)));
    }
    sentences.join(" ")
}
