//! Mermaid flowcharts, which code hosts render inside Markdown.

use super::{
    links::{self, Form, Node, Style},
    model::Graph,
    text::plain,
};

/// The graphs as one flowchart, a subgraph each where there are several; with `data`, what flows where is part of it.
pub fn mermaid(graphs: &[Graph], data: bool) -> String {
    let mut lines = vec!["flowchart TD".to_owned()];
    for (index, graph) in graphs.iter().enumerate() {
        let several = graphs.len() > 1;
        if several {
            let name = escaped(&graph.name);
            lines.push(format!("  subgraph w{index} [\"{name}\"]"));
        }
        let (nodes, links) = links::of(graph, &format!("w{index}"), data);
        for node in &nodes {
            lines.push(format!("  {}{}", node.id, shape(node)));
        }
        for link in &links {
            let line = match link.style {
                Style::Success => "-->",
                Style::Failure => "-.->",
                Style::Helper => "-.-o",
                Style::Needs => "--o",
                Style::Data => "==>",
            };
            let label = match link.label.as_slice() {
                [] => String::new(),
                all => format!("|\"{}\"|", text(all)),
            };
            lines.push(format!("  {} {line}{label} {}", link.from, link.to));
        }
        if several {
            lines.push("  end".to_owned());
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn shape(node: &Node) -> String {
    let text = text(&node.lines);
    match node.form {
        Form::Operation => format!("[\"{text}\"]"),
        Form::Workflow => format!("[[\"{text}\"]]"),
        Form::Good => format!("([\"{text}\"])"),
        Form::Failed => format!("((\"{text}\"))"),
    }
}

fn text(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    lines.join("<br/>")
}

/// Mermaid reads entities inside quotes; what it would take for Markdown, mathematics or a directive is one, too.
fn escaped(text: &str) -> String {
    let text = plain(text);
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '#' => out.push_str("#35;"),
            '`' => out.push_str("#96;"),
            '%' => out.push_str("#37;"),
            '\\' => out.push_str("#92;"),
            '$' if letters.peek() == Some(&'$') => out.push_str("$#8203;"),
            c => out.push(c),
        }
    }
    out
}
