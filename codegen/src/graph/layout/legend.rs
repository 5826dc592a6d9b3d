//! What the lines of a picture mean, and what it does not draw, said in words below it.

use crate::graph::{
    model::{EdgeKind, Graph},
    text::{Face, wrap},
};

use super::{Entry, Line, MARGIN, Picture, Style, Tone};

/// The length of a sample.
const SAMPLE: i32 = 30;
/// Between entries.
const GAP: i32 = 18;
/// From one row of entries to the next.
const ROW: i32 = 18;

/// Adds the legend below `bottom`, and the picture's height.
pub(super) fn add(graph: &Graph, data: bool, bottom: i32, picture: &mut Picture) {
    let mut y = bottom + 34;
    let mut x = MARGIN;
    for (style, words) in meanings(graph, picture) {
        let width = SAMPLE + 6 + Face::Plain.width(words);
        if x > MARGIN && x + width > picture.width - MARGIN {
            x = MARGIN;
            y += ROW;
        }
        picture.legend.push(Entry {
            style,
            sample: (x, x + SAMPLE, y),
            line: line(x + SAMPLE + 6, y + 4, words),
        });
        x += width + GAP;
    }
    for words in notes(graph, data) {
        for words in wrap(words, Face::Plain, picture.width - 2 * MARGIN, usize::MAX) {
            y += Face::Plain.line();
            picture.notes.push(line(MARGIN, y + 4, &words));
        }
    }
    picture.height = y + MARGIN;
}

fn line(x: i32, y: i32, text: &str) -> Line {
    Line {
        x,
        y,
        text: text.to_owned(),
        face: Face::Plain,
        tone: Tone::Dim,
        centred: false,
    }
}

/// The lines that the picture has.
fn meanings(graph: &Graph, picture: &Picture) -> Vec<(Style, &'static str)> {
    let own = picture.edges.iter().flat_map(|edge| &edge.wires);
    let used: Vec<Style> = own.chain(&picture.wires).map(|wire| wire.style).collect();
    let needs = match graph.prerequisites.is_empty() {
        true => "is needed before",
        false => "has to be completed before",
    };
    let all = [
        (Style::Success, "after success"),
        (Style::Failure, "after a failure"),
        (Style::Helper, "runs before a retry"),
        (Style::Needs, needs),
        (Style::Data, "outputs that are used"),
    ];
    let mut all: Vec<_> = all
        .into_iter()
        .filter(|(style, _)| used.contains(style))
        .collect();
    // A picture with one sort of lines explains itself.
    if all.len() == 1 {
        all.clear();
    }
    all
}

fn notes(graph: &Graph, data: bool) -> Vec<&'static str> {
    let mut notes = Vec::new();
    if (0..graph.steps.len()).any(|step| !graph.minds_all_failures(step)) {
        notes.push("A failure for which no action is drawn ends the workflow as failed.");
    }
    let calls = |kind: &EdgeKind| {
        matches!(
            kind,
            EdgeKind::Retry {
                helper: Some(_),
                ..
            }
        )
    };
    if graph.edges.iter().any(|edge| calls(&edge.kind)) {
        notes.push("What runs before a retry leads back to the step that is tried again.");
    }
    if data && graph.inputs.iter().any(|input| input.ends_with('?')) {
        notes.push("Inputs with ? may be left out.");
    }
    notes
}
