//! Graphviz.

use super::{
    links::{self, Form, Style},
    model::Graph,
    text::{Face, plain, wrap},
};

/// Lines of labels are no longer.
const WIDTH: i32 = 260;

/// The graphs as one directed graph, a cluster each; with `data`, what flows where is part of it.
pub fn dot(graphs: &[Graph], data: bool) -> String {
    let mut lines = vec![
        "digraph workflows {".to_owned(),
        "  node [fontname=\"sans-serif\", fontsize=11];".to_owned(),
        "  edge [fontname=\"sans-serif\", fontsize=10];".to_owned(),
    ];
    for (index, graph) in graphs.iter().enumerate() {
        lines.push(format!("  subgraph cluster_{index} {{"));
        lines.push(format!("    label=\"{}\";", escaped(&graph.name)));
        let (nodes, links) = links::of(graph, &format!("w{index}"), data);
        for node in &nodes {
            let shape = match node.form {
                Form::Operation => "shape=box",
                Form::Workflow => "shape=box, peripheries=2",
                Form::Good => "shape=box, style=rounded",
                Form::Failed => "shape=octagon",
            };
            let label = text(&node.lines);
            lines.push(format!("    {} [{shape}, label=\"{label}\"];", node.id));
        }
        for link in &links {
            let style = match link.style {
                Style::Success => "",
                Style::Failure => "style=dashed, ",
                Style::Helper => "style=dashed, arrowhead=vee, constraint=false, ",
                Style::Needs => "style=dotted, arrowhead=diamond, ",
                Style::Data => "penwidth=0.5, arrowhead=odot, constraint=false, ",
            };
            let label = text(&link.label);
            lines.push(format!(
                "    {} -> {} [{style}label=\"{label}\"];",
                link.from, link.to
            ));
        }
        lines.push("  }".to_owned());
    }
    lines.extend(["}".to_owned(), String::new()]);
    lines.join("\n")
}

fn text(lines: &[String]) -> String {
    let lines = lines
        .iter()
        .flat_map(|line| wrap(line, Face::Plain, WIDTH, usize::MAX));
    let lines: Vec<String> = lines.map(|line| escaped(&line)).collect();
    lines.join("\\n")
}

/// Graphviz reads entities and escapes inside quotes.
fn escaped(text: &str) -> String {
    let text = plain(text);
    text.replace('&', "&amp;")
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
}
