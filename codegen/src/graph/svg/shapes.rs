//! Outlines, lines and their ends.

use crate::graph::{
    layout::{Block, Entry, Form, Head, Rect, Style, Wire},
    markup::Markup,
};

/// Radius of a line's corners.
const CORNER: i32 = 6;

/// The outline of a box, with its icon.
pub(super) fn form(block: &Block, markup: &mut Markup) {
    let rect = block.rect;
    let (round, class) = match block.form {
        Form::Operation => (5, "box"),
        Form::Workflow => (2, "box"),
        Form::Before => (2, "box needs"),
        Form::Pill => (rect.h.min(32) / 2, "box"),
        Form::Failed => (rect.h.min(32) / 2, "box failure-end"),
        Form::Success => (4, "box success"),
        Form::Failure => (4, "box failure"),
        Form::Retry => (4, "box retry"),
    };
    outline(rect, round, class, markup);
    let sides = format!(
        "M{} {}v{h}M{} {}v{h}",
        rect.x + 5,
        rect.y,
        rect.right() - 5,
        rect.y,
        h = rect.h
    );
    let (x, y) = (rect.x + 18, rect.y + rect.h / 2);
    let (class, path) = match block.form {
        Form::Operation | Form::Pill => return,
        Form::Workflow | Form::Before => ("line", sides),
        Form::Failed => {
            let inner = Rect {
                x: rect.x + 3,
                y: rect.y + 3,
                w: rect.w - 6,
                h: rect.h - 6,
            };
            return outline(inner, round - 3, "box", markup);
        }
        Form::Success => ("icon success", format!("M{} {y}l4 4l7 -9", x - 6)),
        Form::Failure => (
            "icon failure",
            format!("M{} {}l9 9m0 -9l-9 9", x - 5, y - 5),
        ),
        Form::Retry => (
            "icon retry",
            format!("M{} {}a5 5 0 1 1 -2 -3m1 -4v4h-4", x + 4, y + 2),
        ),
    };
    markup.empty("path", &[("class", class), ("d", &path)]);
}

fn outline(rect: Rect, round: i32, class: &str, markup: &mut Markup) {
    let [x, y, w, h, round] =
        [rect.x, rect.y, rect.w, rect.h, round].map(|number| number.to_string());
    markup.empty(
        "rect",
        &[
            ("class", class),
            ("x", &x),
            ("y", &y),
            ("width", &w),
            ("height", &h),
            ("rx", &round),
        ],
    );
}

fn name(style: Style) -> &'static str {
    match style {
        Style::Success => "success",
        Style::Failure => "failure",
        Style::Helper => "helper",
        Style::Needs => "needs",
        Style::Data => "data",
    }
}

/// A line and its end.
pub(super) fn wire(wire: &Wire, markup: &mut Markup) {
    let style = name(wire.style);
    if wire.points.len() > 1 {
        let class = format!("line {style}");
        markup.empty("path", &[("class", &class), ("d", &path(&wire.points))]);
    }
    if let Some(end) = wire.points.last() {
        let before = wire.points.iter().rev().nth(1).unwrap_or(end);
        tip(*before, *end, wire.head, style, markup);
    }
}

/// The way of an edge, which is drawn where a run took it.
pub(super) fn trace(points: &[(i32, i32)], markup: &mut Markup) {
    if points.len() > 1 {
        markup.empty("path", &[("class", "trace"), ("d", &path(points))]);
    }
}

/// A sample of a line.
pub(super) fn sample(entry: &Entry, markup: &mut Markup) {
    let (from, to, y) = entry.sample;
    let sample = Wire {
        style: entry.style,
        points: vec![(from, y), (to, y)],
        head: entry.style.head(),
    };
    wire(&sample, markup);
}

/// A line with round corners.
fn path(points: &[(i32, i32)]) -> String {
    let mut path = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| points.get(index));
        let after = points.get(index + 1);
        match (before, after) {
            (None, _) => path.push_str(&format!("M{x} {y}")),
            (Some(_), None) => path.push_str(&format!("L{x} {y}")),
            (Some(before), Some(after)) => {
                let (ax, ay) = towards((*x, *y), *before);
                let (bx, by) = towards((*x, *y), *after);
                path.push_str(&format!("L{ax} {ay}Q{x} {y} {bx} {by}"));
            }
        }
    }
    path
}

/// A point on the way from a corner to the next, where the curve begins.
fn towards(from: (i32, i32), to: (i32, i32)) -> (i32, i32) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let step = |distance: i32| distance.signum() * CORNER.min(distance.abs() / 2);
    (from.0 + step(dx), from.1 + step(dy))
}

/// The end of a line that comes from `before`.
fn tip(before: (i32, i32), end: (i32, i32), head: Head, style: &str, markup: &mut Markup) {
    let (dx, dy) = ((end.0 - before.0).signum(), (end.1 - before.1).signum());
    // A point so far back along the line and so far beside it.
    let at = |back: i32, beside: i32| {
        format!(
            "{} {}",
            end.0 - dx * back - dy * beside,
            end.1 - dy * back + dx * beside
        )
    };
    let (x, y) = (end.0.to_string(), end.1.to_string());
    match head {
        Head::None => {}
        Head::Dot => {
            let class = format!("tip {style}");
            markup.empty(
                "circle",
                &[("class", &class), ("cx", &x), ("cy", &y), ("r", "2.5")],
            );
        }
        Head::Ring => {
            let class = format!("tip hollow {style}");
            let (x, y) = (end.0 - dx * 4, end.1 - dy * 4);
            let (x, y) = (x.to_string(), y.to_string());
            markup.empty(
                "circle",
                &[("class", &class), ("cx", &x), ("cy", &y), ("r", "3")],
            );
        }
        Head::Arrow => {
            let class = format!("tip {style}");
            let path = format!("M{}L{}L{}z", at(0, 0), at(8, 4), at(8, -4));
            markup.empty("path", &[("class", &class), ("d", &path)]);
        }
        Head::Open => {
            let class = format!("tip none {style}");
            let path = format!("M{}L{}L{}", at(8, 5), at(0, 0), at(8, -5));
            markup.empty("path", &[("class", &class), ("d", &path)]);
        }
        Head::Diamond => {
            let class = format!("tip {style}");
            let path = format!("M{}L{}L{}L{}z", at(0, 0), at(6, 4), at(12, 0), at(6, -4));
            markup.empty("path", &[("class", &class), ("d", &path)]);
        }
    }
}
