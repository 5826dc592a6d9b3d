//! Pictures of workflows, from documents to text.

use crate::{
    Generator,
    diagnostic::{Diagnostic, Severity, names::no_workflow_to_draw},
    graph::{self, Finding, Graph, Page, Signatures},
    plan::{Plan, Workflow},
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
    /// A page: the picture, and what is known about each step.
    Html,
}

impl Generator {
    /// Draws workflows. Nothing is drawn where anything forbids emitting code, and a workflow that does not exist is an
    /// error.
    pub fn graph(self, options: &GraphOptions) -> (String, Report) {
        with_room(|| self.drawn(options))
    }

    fn drawn(self, options: &GraphOptions) -> (String, Report) {
        let page = options.format == GraphFormat::Html;
        // The page has what `check` reports.
        let generator = if page { self.unused(true) } else { self };
        let (plans, mut diagnostics, documents) = generator.planned();
        let workflow = options.workflow.as_deref();
        if let Some(found) = workflow.and_then(|id| unknown_workflow(&plans, id)) {
            diagnostics.push(found);
        }
        let report = Report::new(diagnostics, documents);
        if plans.is_empty() || report.has_errors() {
            return (String::new(), report);
        }
        let drawn = |found: &Workflow| !found.omitted && workflow.is_none_or(|id| found.id == id);
        if page {
            return (self::page(&plans, &drawn, options.data, &report), report);
        }
        let mut graphs: Vec<Graph> = Vec::new();
        for plan in &plans {
            let all = plan
                .documents
                .iter()
                .flat_map(|document| &document.workflows);
            graphs.extend(
                all.filter(|found| drawn(found))
                    .map(|found| graph::of(plan, found)),
            );
        }
        let drawing = match options.format {
            GraphFormat::Mermaid => graph::mermaid(&graphs, options.data),
            GraphFormat::Dot => graph::dot(&graphs, options.data),
            GraphFormat::Svg | GraphFormat::Html => graph::svg(&graphs, options.data),
        };
        (drawing, report)
    }
}

/// The page over all workflows that are `drawn`.
fn page(plans: &[Plan], drawn: &dyn Fn(&Workflow) -> bool, data: bool, report: &Report) -> String {
    let mut pages = Vec::new();
    let mut general = Vec::new();
    for plan in plans {
        let mut found: Vec<(Option<usize>, Finding)> = findings(plan, report);
        let signatures = Signatures::of(plan);
        for (document, signatures) in plan.documents.iter().zip(signatures) {
            let entry = document.module.is_none();
            for (index, (workflow, signatures)) in
                document.workflows.iter().zip(signatures).enumerate()
            {
                let (own, rest) = found
                    .into_iter()
                    .partition(|(of, _)| entry && *of == Some(index));
                found = rest;
                if drawn(workflow) {
                    pages.push(Page {
                        graph: graph::of(plan, workflow),
                        signatures,
                        findings: own.into_iter().map(|(_, found)| found).collect(),
                    });
                }
            }
        }
        general.extend(found.into_iter().map(|(_, found)| found));
    }
    let titles: Vec<&str> = plans.iter().map(|plan| plan.title.as_str()).collect();
    graph::html(&titles.join(", "), &pages, &general, data)
}

/// What is reported, each with the workflow of the entry document that it is about.
fn findings(plan: &Plan, report: &Report) -> Vec<(Option<usize>, Finding)> {
    let entry = plan.place.as_ref().map(|place| place.document);
    let all = report.diagnostics.iter().zip(report.lines());
    let found = all.map(|(found, line)| {
        let place = &found.primary.place;
        let below = place.pointer.as_str().strip_prefix("/workflows/");
        let index = below.and_then(|rest| rest.split('/').next()?.parse().ok());
        let finding = Finding {
            step: found.step.clone(),
            error: line.severity == Severity::Error,
            text: line.text,
            help: line.help,
        };
        (index.filter(|_| entry == Some(place.document)), finding)
    });
    found.collect()
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
    Some(no_workflow_to_draw(id, place, &all))
}
