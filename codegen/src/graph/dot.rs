//! Graphviz.

use super::{Graph, NodeKind};

/// The graphs as one directed graph, a cluster each where there are several.
pub fn dot(graphs: &[Graph]) -> String {
    let mut lines = vec![
        "digraph workflows {".to_owned(),
        "  node [fontname=\"sans-serif\"];".to_owned(),
    ];
    for (index, graph) in graphs.iter().enumerate() {
        lines.push(format!("  subgraph cluster_{index} {{"));
        lines.push(format!("    label={};", quoted(&graph.name)));
        for (number, node) in graph.boxes.iter().enumerate() {
            let shape = match node.kind {
                NodeKind::Step => "box",
                NodeKind::Workflow => "box3d",
                NodeKind::Completed | NodeKind::Ended | NodeKind::Failed => "oval",
            };
            let label = match &node.subtitle {
                Some(subtitle) => format!("{}\n{subtitle}", node.title),
                None => node.title.clone(),
            };
            lines.push(format!(
                "    w{index}s{number} [shape={shape}, label={}];",
                quoted(&label)
            ));
        }
        for arrow in &graph.arrows {
            let style = if arrow.failure { ", style=dashed" } else { "" };
            lines.push(format!(
                "    w{index}s{} -> w{index}s{} [label={}{style}];",
                arrow.from,
                arrow.to,
                quoted(&arrow.label)
            ));
        }
        lines.push("  }".to_owned());
    }
    lines.extend(["}".to_owned(), String::new()]);
    lines.join("\n")
}

fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\r', " ");
    format!("\"{escaped}\"")
}
