//! Pictures as SVG, light or dark as the reader prefers, and legible by themselves: they bring their own ground.
//!
//! For programs that mark what happened in a run, or show more about what is under the pointer:
//!
//! | element | what it is |
//! |---|---|
//! | `<g class="workflow" data-workflow="ID">` | everything of one workflow |
//! | `<g class="step" data-step="STEP">` | a step; with `succeeded` or `failed` added to its class its outline says so |
//! | `<text class="badge" data-badge="STEP" ..></text>` in it | room for about a dozen letters: attempts and time |
//! | `<g class="edge" data-edge="KEY">` | an edge; `KEY` is [`Graph::key`]; with `taken` added to its class its way is marked |
//!
//! Names of steps and actions stand in attributes as [`attribute`] writes them.

mod body;
mod shapes;

use super::{
    layout::{Picture, picture},
    markup::{Markup, escaped},
    model::Graph,
    words::described,
};

/// The rules that a picture needs; all of them are for elements within the class `arazzo`.
pub(super) const STYLE: &str = include_str!("style.css");

/// The graphs below each other, as a document.
pub fn svg(graphs: &[Graph], data: bool) -> String {
    let mut markup = Markup::default();
    write(graphs, data, true, &mut markup);
    markup.line();
    markup.0
}

/// How a name of a document stands in an attribute's value.
pub fn attribute(name: &str) -> String {
    escaped(name)
}

/// Writes the picture, with its style sheet if it is `alone`, and else with steps that take the keyboard's focus.
pub(super) fn write(graphs: &[Graph], data: bool, alone: bool, markup: &mut Markup) {
    let pictures: Vec<Picture> = graphs.iter().map(|graph| picture(graph, data)).collect();
    let width = pictures
        .iter()
        .map(|picture| picture.width)
        .max()
        .unwrap_or(1);
    let height = pictures
        .iter()
        .map(|picture| picture.height)
        .sum::<i32>()
        .max(1);
    let (width, height) = (width.to_string(), height.to_string());
    let view = format!("0 0 {width} {height}");
    let mut attributes = vec![
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("class", "arazzo"),
        ("width", width.as_str()),
        ("height", height.as_str()),
        ("viewBox", view.as_str()),
    ];
    if alone {
        attributes.push(("role", "img"));
    }
    markup.open("svg", &attributes);
    markup.line();
    let names: Vec<&str> = graphs.iter().map(|graph| graph.name.as_str()).collect();
    let title = match names.as_slice() {
        [only] => format!("Workflow {only}"),
        several => format!("Workflows {}", several.join(", ")),
    };
    let described: Vec<String> = graphs.iter().map(described).collect();
    markup.leaf("title", &[], &title);
    markup.line();
    markup.leaf("desc", &[], &described.join(" "));
    markup.line();
    if alone {
        markup.open("style", &[]);
        markup.0.push_str(STYLE);
        markup.close("style");
        markup.line();
    }
    let ground = [("class", "ground"), ("width", &width), ("height", &height)];
    markup.empty("rect", &ground.map(|(name, value)| (name, value as &str)));
    markup.line();
    let mut y = 0;
    for (graph, picture) in graphs.iter().zip(&pictures) {
        body::write(graph, picture, y, alone, markup);
        y += picture.height;
    }
    markup.close("svg");
}
