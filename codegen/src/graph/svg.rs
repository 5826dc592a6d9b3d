//! A picture without further tools: boxes below each other, arrows that skip or go back at the right.

use super::{Arrow, Graph, NodeKind};

const WIDTH: usize = 320;
const HEIGHT: usize = 48;
const GAP: usize = 40;
const LEFT: usize = 24;
const LANE: usize = 22;
const LETTER: usize = 7;

/// The graphs below each other.
pub fn svg(graphs: &[Graph]) -> String {
    let mut body = String::new();
    let mut top = 16;
    let mut width = 0;
    for graph in graphs {
        let lanes = graph
            .arrows
            .iter()
            .filter(|arrow| !is_straight(arrow))
            .count();
        let longest = graph
            .arrows
            .iter()
            .map(|arrow| arrow.label.chars().count())
            .max()
            .unwrap_or(0);
        width = width.max(LEFT + WIDTH + (lanes + 1) * LANE + longest * LETTER + 24);
        line(
            &mut body,
            &format!(
                "<text x=\"{LEFT}\" y=\"{}\" class=\"name\">{}</text>",
                top + 14,
                escaped(&graph.name)
            ),
        );
        top += 28;
        draw(graph, top, &mut body);
        top += graph.boxes.len() * (HEIGHT + GAP) + 16;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{top}\" viewBox=\"0 0 {width} {top}\">\n{STYLE}\n{body}</svg>\n"
    )
}

const STYLE: &str = "<style>text{font:13px sans-serif}.name{font-weight:bold}.small{font-size:11px;fill:#555}rect{fill:#fff;stroke:#333}path{fill:none;stroke:#333}.failure{stroke:#b00;stroke-dasharray:5 4}</style>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" style=\"fill:#333;stroke:none\"/></marker></defs>";

fn draw(graph: &Graph, top: usize, body: &mut String) {
    let y = |index: usize| top + index * (HEIGHT + GAP);
    for (index, node) in graph.boxes.iter().enumerate() {
        let round = if node.kind == NodeKind::Step { 4 } else { 22 };
        line(
            body,
            &format!(
                "<rect x=\"{LEFT}\" y=\"{}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"{round}\"/>",
                y(index)
            ),
        );
        line(
            body,
            &format!(
                "<text x=\"{}\" y=\"{}\">{}</text>",
                LEFT + 12,
                y(index) + 20,
                escaped(&node.title)
            ),
        );
        if let Some(subtitle) = &node.subtitle {
            line(
                body,
                &format!(
                    "<text x=\"{}\" y=\"{}\" class=\"small\">{}</text>",
                    LEFT + 12,
                    y(index) + 37,
                    escaped(subtitle)
                ),
            );
        }
    }
    let mut lane = 0;
    for arrow in &graph.arrows {
        let class = if arrow.failure {
            " class=\"failure\""
        } else {
            ""
        };
        if is_straight(arrow) {
            let (x, from, to) = (LEFT + WIDTH / 2, y(arrow.from) + HEIGHT, y(arrow.to));
            line(
                body,
                &format!("<path d=\"M{x} {from}V{to}\" marker-end=\"url(#tip)\"{class}/>"),
            );
            line(
                body,
                &format!(
                    "<text x=\"{}\" y=\"{}\" class=\"small\">{}</text>",
                    x + 8,
                    from + GAP / 2 + 4,
                    escaped(&arrow.label)
                ),
            );
            continue;
        }
        lane += 1;
        let (right, out) = (LEFT + WIDTH, LEFT + WIDTH + lane * LANE);
        let (from, to) = (
            y(arrow.from) + 16 + lane % 3 * 6,
            y(arrow.to) + 10 + lane % 4 * 6,
        );
        line(
            body,
            &format!(
                "<path d=\"M{right} {from}H{out}V{to}H{right}\" marker-end=\"url(#tip)\"{class}/>"
            ),
        );
        line(
            body,
            &format!(
                "<text x=\"{}\" y=\"{}\" class=\"small\">{}</text>",
                out + 6,
                from.midpoint(to) + 4,
                escaped(&arrow.label)
            ),
        );
    }
}

fn line(body: &mut String, text: &str) {
    body.push_str(text);
    body.push('\n');
}

/// To the box below.
fn is_straight(arrow: &Arrow) -> bool {
    arrow.to == arrow.from + 1 && !arrow.failure
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
