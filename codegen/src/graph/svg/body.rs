//! One workflow of a picture.

use crate::graph::{
    layout::{Block, Drawn, Picture, Tone, What},
    markup::Markup,
    model::{Graph, Target},
    text::Face,
};

use super::shapes::{form, sample, trace, wire};
use crate::graph::layout::Line;

/// Writes a workflow whose picture begins at `y`.
pub(super) fn write(graph: &Graph, picture: &Picture, y: i32, alone: bool, markup: &mut Markup) {
    let to = format!("translate(0 {y})");
    markup.open(
        "g",
        &[
            ("class", "workflow"),
            ("data-workflow", &graph.name),
            ("transform", &to),
        ],
    );
    markup.line();
    for text in picture.header.iter().chain(&picture.notes) {
        line(text, markup);
    }
    for shared in &picture.wires {
        wire(shared, markup);
        markup.line();
    }
    for (edge, drawn) in picture.edges.iter().enumerate() {
        write_edge(graph, edge, drawn, markup);
    }
    for block in &picture.blocks {
        write_block(graph, block, alone, markup);
    }
    for entry in &picture.legend {
        sample(entry, markup);
        line(&entry.line, markup);
    }
    markup.close("g");
    markup.line();
}

fn write_edge(graph: &Graph, index: usize, drawn: &Drawn, markup: &mut Markup) {
    let Some(edge) = graph.edges.get(index) else {
        return;
    };
    let key = graph.key(edge);
    let to = match &edge.to {
        Target::Step(step) => graph.step_id(*step).to_owned(),
        Target::Completed => "completed".to_owned(),
        Target::Ended => "ended".to_owned(),
        Target::Failed => "failed".to_owned(),
        Target::Workflow(name) => format!("workflow {name}"),
    };
    markup.open(
        "g",
        &[
            ("class", "edge"),
            ("data-edge", &key),
            ("data-from", graph.step_id(edge.from)),
            ("data-to", &to),
        ],
    );
    markup.leaf("title", &[], &graph.sentence(edge));
    trace(&drawn.trace, markup);
    for own in &drawn.wires {
        wire(own, markup);
    }
    for word in &drawn.words {
        line(word, markup);
    }
    for block in &drawn.blocks {
        let class = match block.what {
            What::End => "end",
            _ => "chip",
        };
        markup.open("g", &[("class", class)]);
        form(block, markup);
        for text in &block.lines {
            line(text, markup);
        }
        markup.close("g");
    }
    markup.close("g");
    markup.line();
}

fn write_block(graph: &Graph, block: &Block, alone: bool, markup: &mut Markup) {
    let step = match block.what {
        What::Step(step) => step,
        What::Before | What::Start | What::Completed | What::Exit | What::End => {
            markup.open("g", &[("class", "end")]);
            form(block, markup);
            for text in &block.lines {
                line(text, markup);
            }
            markup.close("g");
            markup.line();
            return;
        }
    };
    let id = graph.step_id(step);
    let label = format!("Step {}", graph.numbered(step));
    let mut attributes = vec![("class", "step"), ("data-step", id)];
    if !alone {
        attributes.extend([
            ("tabindex", "0"),
            ("role", "button"),
            ("aria-label", &label),
        ]);
    }
    markup.open("g", &attributes);
    if alone {
        let words = graph.about(step);
        markup.leaf("title", &[], &words);
    }
    form(block, markup);
    let number = (step + 1).to_string();
    let (x, y) = (block.rect.x + 24, block.rect.y + 18);
    let (left, middle, base) = (x.to_string(), y.to_string(), (y + 4).to_string());
    markup.open("g", &[("class", "number")]);
    let radius = if number.len() < 3 { "10" } else { "14" };
    markup.empty("circle", &[("cx", &left), ("cy", &middle), ("r", radius)]);
    markup.leaf("text", &[("x", &left), ("y", &base)], &number);
    markup.close("g");
    for text in &block.lines {
        line(text, markup);
    }
    let badge = block.badge();
    let (right, base) = (badge.right().to_string(), (badge.y + 13).to_string());
    markup.leaf(
        "text",
        &[
            ("class", "badge"),
            ("data-badge", id),
            ("x", &right),
            ("y", &base),
        ],
        "",
    );
    markup.close("g");
    markup.line();
}

/// A line of text.
fn line(line: &Line, markup: &mut Markup) {
    let face = match line.face {
        Face::Title => "title",
        Face::Strong => "strong",
        Face::Label => "label",
        Face::Plain => "",
        Face::Code => "code",
    };
    let tone = match line.tone {
        Tone::Main => "",
        Tone::Dim => "dim",
    };
    let middle = if line.centred { "middle" } else { "" };
    let classes = [face, tone, middle]
        .into_iter()
        .filter(|class| !class.is_empty());
    let class = classes.collect::<Vec<_>>().join(" ");
    let (x, y) = (line.x.to_string(), line.y.to_string());
    let mut attributes = vec![("x", x.as_str()), ("y", y.as_str())];
    if !class.is_empty() {
        attributes.push(("class", &class));
    }
    markup.leaf("text", &attributes, &line.text);
}
