//! Pictures of workflows, from documents to text.

use crate::{
    Generator,
    diagnostic::Diagnostic,
    graph::{self, Graph},
    nearest::nearest,
    plan::Plan,
    report::Report,
    stack::with_room,
};

/// What is drawn of a document, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GraphOptions {
    /// The workflow; by default all of them.
    pub workflow: Option<String>,
    /// As what.
    pub format: GraphFormat,
    /// Whether inputs, parameters, bodies and outputs are part of it, and what flows where.
    pub data: bool,
}

/// As what workflows are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GraphFormat {
    /// Mermaid, which code hosts render inside Markdown.
    #[default]
    Mermaid,
    /// Graphviz.
    Dot,
    /// A picture.
    Svg,
}

impl Generator {
    /// Draws workflows. Nothing is drawn where anything forbids emitting code, and a workflow that does not exist is an
    /// error.
    pub fn graph(self, options: &GraphOptions) -> (String, Report) {
        with_room(|| self.drawn(options))
    }

    fn drawn(self, options: &GraphOptions) -> (String, Report) {
        let (plans, mut diagnostics, documents) = self.planned();
        let workflow = options.workflow.as_deref();
        if let Some(found) = workflow.and_then(|id| unknown_workflow(&plans, id)) {
            diagnostics.push(found);
        }
        let report = Report::new(diagnostics, documents);
        if plans.is_empty() || report.has_errors() {
            return (String::new(), report);
        }
        let drawn = plans.iter().flat_map(|plan| {
            let all = plan
                .documents
                .iter()
                .flat_map(|document| &document.workflows);
            all.filter(|found| !found.omitted && workflow.is_none_or(|id| found.id == id))
                .map(|found| graph::of(plan, found))
        });
        let graphs: Vec<Graph> = drawn.collect();
        let drawing = match options.format {
            GraphFormat::Mermaid => graph::mermaid(&graphs, options.data),
            GraphFormat::Dot => graph::dot(&graphs, options.data),
            GraphFormat::Svg => graph::svg(&graphs, options.data),
        };
        (drawing, report)
    }
}

/// What to say about a workflow to be drawn that does not exist.
fn unknown_workflow(plans: &[Plan], id: &str) -> Option<Diagnostic> {
    let place = plans.iter().find_map(|plan| plan.place.clone())?;
    let documents = plans.iter().flat_map(|plan| &plan.documents);
    let all: Vec<&str> = documents
        .flat_map(|document| &document.workflows)
        .filter(|workflow| !workflow.omitted)
        .map(|workflow| workflow.id.as_str())
        .collect();
    if all.contains(&id) {
        return None;
    }
    let message = format!("there is no workflow `{id}` to draw");
    let help = match nearest(id, all.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the workflows are `{}`", all.join("`, `")),
    };
    Some(Diagnostic::error("unknown-workflow", place, message).help(help))
}
