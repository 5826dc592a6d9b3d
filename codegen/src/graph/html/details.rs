//! What stands beside the picture.

use crate::graph::{
    markup::Markup,
    model::{Call, Datum, Edge, Graph, Origin, seconds},
};

use super::{Finding, Page};

/// What is shown before anybody points at a step: the workflows as wholes.
pub(super) fn overview(title: &str, pages: &[Page], general: &[Finding], markup: &mut Markup) {
    markup.open("section", &[]);
    markup.leaf("h1", &[], title);
    let hint = "Point at a step, or move to one with the tab and arrow keys, to see its request, where its values come from, and its code.";
    markup.leaf("p", &[("class", "hint")], hint);
    findings(general.iter(), markup);
    for page in pages {
        workflow(page, markup);
    }
    markup.close("section");
    markup.line();
}

fn workflow(page: &Page, markup: &mut Markup) {
    let graph = &page.graph;
    markup.leaf("h2", &[], &graph.name);
    if let Some(summary) = &graph.summary {
        markup.leaf("p", &[], summary);
    }
    if !graph.prerequisites.is_empty() {
        heading("Has to be completed before", markup);
        list(graph.prerequisites.iter().map(String::as_str), markup);
    }
    if !graph.inputs.is_empty() {
        heading("Inputs", markup);
        markup.open("ul", &[]);
        for input in &graph.inputs {
            let name = input.trim_end_matches('?');
            let used = users(graph, &|origin| *origin == Origin::Input(name.to_owned()));
            markup.open("li", &[]);
            markup.leaf("code", &[], input);
            used_by(&used, markup);
            markup.close("li");
        }
        markup.close("ul");
    }
    if !graph.outputs.is_empty() {
        heading("Outputs", markup);
        values(graph, &graph.outputs, false, markup);
    }
    code(page.signatures.workflow.as_deref(), markup);
    findings(
        page.findings.iter().filter(|found| found.step.is_none()),
        markup,
    );
}

/// All about a step.
pub(super) fn step(page: &Page, index: usize, markup: &mut Markup) {
    let graph = &page.graph;
    let Some(step) = graph.steps.get(index) else {
        return;
    };
    let mut sources: Vec<String> = Vec::new();
    for origin in step.takes.iter().flat_map(|datum| &datum.from) {
        if let Origin::Step { step, .. } = origin {
            sources.push(step.to_string());
        }
    }
    sources.dedup();
    markup.open(
        "section",
        &[
            ("data-workflow", &graph.name),
            ("data-about", &step.id),
            ("data-sources", &sources.join(" ")),
        ],
    );
    markup.leaf(
        "p",
        &[("class", "dim")],
        &format!("{} · step {}", graph.name, index + 1),
    );
    markup.leaf("h3", &[], &step.id);
    if let Some(summary) = &step.summary {
        markup.leaf("p", &[], summary);
    }
    match &step.call {
        Call::Operation {
            method,
            path,
            id,
            source,
        } => {
            heading("Request", markup);
            markup.open("p", &[("class", "request")]);
            markup.leaf("code", &[], &format!("{method} {path}"));
            markup.close("p");
            let operation = match id {
                Some(id) => format!("operation {id} of {source}"),
                None => format!("of {source}"),
            };
            markup.leaf("p", &[("class", "dim")], &operation);
        }
        Call::Workflow(name) => {
            heading("Runs", markup);
            markup.leaf("p", &[], &format!("workflow {name}"));
        }
    }
    if !step.takes.is_empty() {
        values(graph, &step.takes, true, markup);
    }
    if let Some(timeout) = step.timeout {
        let text = format!("An attempt takes {} at most.", seconds(timeout));
        markup.leaf("p", &[("class", "dim")], &text);
    }
    if !step.needs.is_empty() {
        heading("Needs", markup);
        list(step.needs.iter().map(|step| graph.step_id(*step)), markup);
    }
    heading("Succeeds if", markup);
    markup.open("ul", &[]);
    for criterion in &step.criteria {
        markup.open("li", &[]);
        markup.leaf("code", &[], criterion);
        markup.close("li");
    }
    markup.close("ul");
    exits(graph, index, markup);
    if !step.gives.is_empty() {
        heading("Outputs", markup);
        outputs(graph, index, &step.gives, markup);
    }
    let code_of_step = page.signatures.steps.get(index).cloned().flatten();
    code(code_of_step.as_deref(), markup);
    let own = |found: &&Finding| found.step.as_deref() == Some(step.id.as_str());
    findings(page.findings.iter().filter(own), markup);
    markup.close("section");
    markup.line();
}

/// What follows a step, in the order in which it is asked.
fn exits(graph: &Graph, index: usize, markup: &mut Markup) {
    heading("Then", markup);
    markup.open("ol", &[]);
    let edges: Vec<&Edge> = graph
        .edges
        .iter()
        .filter(|edge| edge.from == index)
        .collect();
    for edge in edges {
        markup.leaf("li", &[], &graph.sentence(edge));
    }
    if !graph.minds_all_failures(index) {
        let rest = "After any other failure: the workflow fails.";
        markup.leaf("li", &[], rest);
    }
    markup.close("ol");
}

/// Values and where they come from.
fn values(graph: &Graph, values: &[Datum], sent: bool, markup: &mut Markup) {
    let heads = match sent {
        true => ["Part of the request", "Value", "Comes from"],
        false => ["Name", "Value", "Comes from"],
    };
    table(&heads, markup);
    for datum in values {
        markup.open("tr", &[]);
        cell(&datum.place, markup);
        cell(&datum.value, markup);
        markup.open("td", &[]);
        for (index, from) in datum.from.iter().enumerate() {
            if index > 0 {
                markup.text(", ");
            }
            match from {
                Origin::Step { step, .. } => link(graph, *step, &from.words(graph), markup),
                other => markup.text(&other.words(graph)),
            }
        }
        if datum.from.is_empty() {
            markup.leaf("span", &[("class", "dim")], "the document");
        }
        markup.close("td");
        markup.close("tr");
    }
    markup.close("tbody");
    markup.close("table");
}

/// Outputs and where they go.
fn outputs(graph: &Graph, step: usize, outputs: &[Datum], markup: &mut Markup) {
    table(&["Name", "Value", "Goes to"], markup);
    for datum in outputs {
        let used = users(graph, &|origin| {
            let Origin::Step { step: of, output } = origin else {
                return false;
            };
            *of == step && *output == datum.place
        });
        markup.open("tr", &[]);
        cell(&datum.place, markup);
        cell(&datum.value, markup);
        markup.open("td", &[]);
        for (index, (step, place)) in used.iter().enumerate() {
            if index > 0 {
                markup.text(", ");
            }
            match step {
                Some(step) => link(
                    graph,
                    *step,
                    &format!("{}: {place}", graph.numbered(*step)),
                    markup,
                ),
                None => markup.text(&format!("output {place}")),
            }
        }
        if used.is_empty() {
            markup.leaf("span", &[("class", "dim")], "the caller");
        }
        markup.close("td");
        markup.close("tr");
    }
    markup.close("tbody");
    markup.close("table");
}

/// Who takes a value: a step or, as none, the workflow's outputs; and what it is there.
fn users(graph: &Graph, is: &dyn Fn(&Origin) -> bool) -> Vec<(Option<usize>, String)> {
    let mut found = Vec::new();
    for (index, step) in graph.steps.iter().enumerate() {
        let takes = step.takes.iter().filter(|datum| datum.from.iter().any(is));
        found.extend(takes.map(|datum| (Some(index), datum.place.clone())));
    }
    let outputs = graph
        .outputs
        .iter()
        .filter(|datum| datum.from.iter().any(is));
    found.extend(outputs.map(|datum| (None, datum.place.clone())));
    found
}

fn used_by(used: &[(Option<usize>, String)], markup: &mut Markup) {
    let mut steps: Vec<String> = used
        .iter()
        .filter_map(|(step, _)| *step)
        .map(|step| (step + 1).to_string())
        .collect();
    steps.dedup();
    let text = match steps.as_slice() {
        [] => return,
        [only] => format!(" used by step {only}"),
        several => format!(" used by steps {}", several.join(", ")),
    };
    markup.leaf("span", &[("class", "dim")], &text);
}

fn table(heads: &[&str], markup: &mut Markup) {
    markup.open("table", &[]);
    markup.open("thead", &[]);
    markup.open("tr", &[]);
    for head in heads {
        markup.leaf("th", &[("scope", "col")], head);
    }
    markup.close("tr");
    markup.close("thead");
    markup.open("tbody", &[]);
}

fn cell(text: &str, markup: &mut Markup) {
    markup.open("td", &[]);
    markup.leaf("code", &[], text);
    markup.close("td");
}

fn link(graph: &Graph, step: usize, text: &str, markup: &mut Markup) {
    let attributes = [
        ("href", "#"),
        ("data-of", &graph.name),
        ("data-step", graph.step_id(step)),
    ];
    markup.leaf("a", &attributes, text);
}

fn heading(text: &str, markup: &mut Markup) {
    markup.leaf("h4", &[], text);
}

fn list<'a>(items: impl Iterator<Item = &'a str>, markup: &mut Markup) {
    markup.open("ul", &[]);
    for item in items {
        markup.leaf("li", &[], item);
    }
    markup.close("ul");
}

fn code(text: Option<&str>, markup: &mut Markup) {
    if let Some(text) = text {
        heading("In Rust", markup);
        markup.open("pre", &[]);
        for (index, line) in text.lines().enumerate() {
            if index > 0 {
                markup.line();
            }
            markup.text(line);
        }
        markup.close("pre");
    }
}

fn findings<'a>(found: impl Iterator<Item = &'a Finding>, markup: &mut Markup) {
    let mut found = found.peekable();
    if found.peek().is_none() {
        return;
    }
    heading("Reported by check", markup);
    for finding in found {
        let (class, word) = match finding.error {
            true => ("error", "error"),
            false => ("warning", "warning"),
        };
        markup.open("div", &[("class", class)]);
        markup.leaf("p", &[], &format!("{word}: {}", finding.text));
        for help in &finding.help {
            markup.leaf("p", &[("class", "dim")], help);
        }
        markup.close("div");
    }
}
