//! Where everything of a picture lies. All numbers are pixels, from the upper left.
//!
//! A workflow has an order of its own, so its steps stand below each other in it: the *spine*. Beside each step stand its
//! exits, a *chip* for every action: on the left those that lead back or try again, on the right those that lead on or end
//! the workflow. What connects them runs through *lanes* left and right of everything and through the *channels* between
//! rows; edges to the same place share a lane. So lines pass no box, and no label can meet another: each has a place of its
//! own.
//!
//! Crates for layered layouts were tried on workflows of 4, 15 and 60 steps with jumps. They rank by edges and know no
//! order of steps: the main path wanders, and 60 steps become three thousand pixels wide (dagre 0.1: 22 to 27 crossings;
//! here one thousand, and 14 to 20). They give no room to labels (rust-sugiyama 0.4, layout-rs 0.1), or lay lines and
//! labels over boxes (mermaid-rs-renderer 0.3, in 39 crates).

mod blocks;
mod lanes;
mod legend;
mod nets;
mod rows;
mod shape;
mod wires;

pub use shape::{Block, Drawn, Entry, Form, Head, Line, Picture, Rect, Style, Tone, What, Wire};

use super::{
    model::Graph,
    text::{Face, wrap},
};
use blocks::Blocks;
use nets::Nets;
use rows::Rows;
use shape::{BOX, GUTTER, LEAST, MARGIN};

/// Lays out a workflow; with `data`, what flows where is part of it.
pub fn picture(graph: &Graph, data: bool) -> Picture {
    let blocks = Blocks::of(graph, data);
    let nets = Nets::of(graph, data, &blocks);
    let rows = Rows::of(&blocks, &nets);
    let (left, right) = lanes::assign(&nets, &rows);
    // The lanes of the left stand before everything else.
    let x = MARGIN + left.width() + rows.left;
    let content = x + BOX + rows.right + right.width() + MARGIN;
    let width = content.max(LEAST);
    let x = x + (width - content) / 2;
    let (header, top) = header(graph, width);
    let mut picture = Picture {
        name: graph.name.clone(),
        width,
        height: 0,
        header,
        blocks: Vec::new(),
        wires: Vec::new(),
        edges: Vec::new(),
        legend: Vec::new(),
        notes: Vec::new(),
    };
    rows.place(&blocks, (x, top), &mut picture);
    nets.draw(
        graph,
        &blocks,
        &rows,
        (&left, &right),
        (x, top),
        &mut picture,
    );
    let bottom = top + rows.height;
    legend::add(graph, data, bottom, &mut picture);
    picture
}

/// The workflow's name and summary, and where they end.
fn header(graph: &Graph, width: i32) -> (Vec<Line>, i32) {
    let mut lines = Vec::new();
    let mut y = MARGIN;
    let texts = [
        (Some(graph.name.as_str()), Face::Title, Tone::Main, 6),
        (graph.summary.as_deref(), Face::Plain, Tone::Dim, 6),
    ];
    for (text, face, tone, most) in texts {
        for text in wrap(text.unwrap_or_default(), face, width - 2 * MARGIN, most) {
            y += face.line();
            lines.push(Line {
                x: MARGIN,
                y: y - face.line() / 4,
                text,
                face,
                tone,
                centred: false,
            });
        }
    }
    (lines, y + 14)
}
