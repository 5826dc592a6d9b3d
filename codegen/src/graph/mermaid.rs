//! Mermaid flowcharts, which code hosts render inside Markdown.

use super::{Graph, Node, NodeKind};

/// The graphs as one flowchart, a subgraph each where there are several.
pub fn mermaid(graphs: &[Graph]) -> String {
    let mut lines = vec!["flowchart TD".to_owned()];
    for (index, graph) in graphs.iter().enumerate() {
        let several = graphs.len() > 1;
        if several {
            lines.push(format!("  subgraph w{index} [{}]", quoted(&graph.name)));
        }
        for (number, node) in graph.boxes.iter().enumerate() {
            lines.push(format!("  w{index}s{number}{}", shape(node)));
        }
        for arrow in &graph.arrows {
            let line = if arrow.failure { "-.->" } else { "-->" };
            let label = if arrow.label.is_empty() {
                String::new()
            } else {
                format!("|{}|", quoted(&arrow.label))
            };
            lines.push(format!(
                "  w{index}s{} {line}{label} w{index}s{}",
                arrow.from, arrow.to
            ));
        }
        if several {
            lines.push("  end".to_owned());
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn shape(node: &Node) -> String {
    let text = match &node.subtitle {
        Some(subtitle) => format!("{}<br/>{}", escaped(&node.title), escaped(subtitle)),
        None => escaped(&node.title),
    };
    match node.kind {
        NodeKind::Step => format!("[\"{text}\"]"),
        NodeKind::Workflow => format!("[[\"{text}\"]]"),
        NodeKind::Completed | NodeKind::Ended | NodeKind::Failed => format!("([\"{text}\"])"),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Mermaid reads entities inside quotes.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '#' => out.push_str("#35;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
