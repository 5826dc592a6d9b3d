//! The rows of the spine, one below the other, with the chips beside them.

use super::{
    BOX, Block, Form, GUTTER, Line, Picture, Rect, What,
    blocks::{BADGE, Blocks, Chip, Content, PAD, Text},
    nets::{Nets, Ports},
};

/// Between two chips of a step.
const BETWEEN: i32 = 10;
/// From a chip to where it ends.
const REACH: i32 = 26;
/// Between rows, channels aside.
const GAP: i32 = 34;
/// Between two lines of a channel.
pub(super) const TRACK: i32 = 9;
/// From a box to the first line of a channel.
pub(super) const CLEAR: i32 = 13;

/// A row: a box and its chips. Places are relative to the left of a step's box and the top of the first row.
pub(super) struct Row {
    pub(super) what: What,
    /// Of the box.
    pub(super) rect: Rect,
    /// What leaves and enters the box through channels.
    pub(super) ports: Ports,
}

/// The place of a chip, and of what stands behind it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) chip: Rect,
    pub(super) end: Option<Rect>,
}

/// All rows.
pub(super) struct Rows {
    pub(super) all: Vec<Row>,
    /// Of each edge with a chip.
    pub(super) places: Vec<Option<Place>>,
    /// What chips take left of the boxes.
    pub(super) left: i32,
    /// What they take right of them.
    pub(super) right: i32,
    pub(super) height: i32,
}

/// The widths of the chips on a side, and of what stands behind them.
#[derive(Default)]
struct Columns {
    chip: i32,
    end: i32,
}

impl Columns {
    fn of(blocks: &Blocks, left: bool) -> Self {
        let chips = blocks
            .chips
            .iter()
            .flatten()
            .filter(|chip| chip.left == left);
        let mut columns = Self::default();
        for chip in chips {
            columns.chip = columns.chip.max(chip.content.width());
            let end = chip.end.as_ref().map_or(0, end_width);
            columns.end = columns.end.max(end);
        }
        columns
    }

    fn width(&self) -> i32 {
        match (self.chip, self.end) {
            (0, _) => 0,
            (chip, 0) => GUTTER + chip,
            (chip, end) => GUTTER + chip + REACH + end,
        }
    }
}

fn end_width(end: &Content) -> i32 {
    // Round ends and double sides want room on both sides.
    end.width() + 6
}

impl Rows {
    pub(super) fn of(blocks: &Blocks, nets: &Nets) -> Self {
        let columns = [true, false].map(|left| Columns::of(blocks, left));
        let [left, right] = columns.each_ref().map(Columns::width);
        let edges = blocks
            .chips
            .iter()
            .flatten()
            .map(|chip| chip.edge + 1)
            .max();
        let mut rows = Self {
            all: Vec::new(),
            places: vec![None; edges.unwrap_or_default()],
            left,
            right,
            height: 0,
        };
        if let Some(before) = &blocks.before {
            rows.add(What::Before, before, BOX, &[], &columns, nets);
        }
        rows.add(
            What::Start,
            &blocks.start,
            pill(&blocks.start),
            &[],
            &columns,
            nets,
        );
        for (index, (step, chips)) in blocks.steps.iter().zip(&blocks.chips).enumerate() {
            rows.add(What::Step(index), step, BOX, chips, &columns, nets);
        }
        if let Some(completed) = &blocks.completed {
            rows.add(
                What::Completed,
                completed,
                pill(completed),
                &[],
                &columns,
                nets,
            );
        }
        rows
    }

    fn add(
        &mut self,
        what: What,
        content: &Content,
        width: i32,
        chips: &[Chip],
        columns: &[Columns; 2],
        nets: &Nets,
    ) {
        let ports = nets.ports(self.all.len());
        let channel = self.all.last().map_or(0, |last| {
            let tracks = last.ports.most_out() + ports.most_in();
            GAP + tracks * TRACK + if tracks > 0 { CLEAR } else { 0 }
        });
        let top = self.height + channel;
        let stack = |left: bool| {
            let heights = chips.iter().filter(|chip| chip.left == left).map(entry);
            let sum: i32 = heights.map(|height| height + BETWEEN).sum();
            (sum - BETWEEN).max(0)
        };
        let height = content.height().max(stack(true)).max(stack(false));
        for (left, columns) in [true, false].into_iter().zip(columns) {
            let mut y = top + (height - stack(left)) / 2;
            for chip in chips.iter().filter(|chip| chip.left == left) {
                let height = entry(chip);
                let place = place(chip, columns, (y, height));
                if let Some(slot) = self.places.get_mut(chip.edge) {
                    *slot = Some(place);
                }
                y += height + BETWEEN;
            }
        }
        self.all.push(Row {
            what,
            rect: Rect {
                x: (BOX - width) / 2,
                y: top,
                w: width,
                h: height,
            },
            ports,
        });
        self.height = top + height;
    }

    pub(super) fn chip(&self, edge: usize) -> Option<&Place> {
        self.places.get(edge)?.as_ref()
    }

    /// Adds the boxes of the rows to a picture.
    pub(super) fn place(&self, blocks: &Blocks, at: (i32, i32), picture: &mut Picture) {
        for row in &self.all {
            let content = match row.what {
                What::Before => blocks.before.as_ref(),
                What::Start => Some(&blocks.start),
                What::Step(step) => blocks.steps.get(step),
                What::Completed => blocks.completed.as_ref(),
                What::Exit | What::End => None,
            };
            if let Some(content) = content {
                picture.blocks.push(block(content, row.what, row.rect, at));
            }
        }
    }
}

fn pill(content: &Content) -> i32 {
    (content.width() + 8).max(96)
}

/// The height of a chip, or of what stands behind it.
fn entry(chip: &Chip) -> i32 {
    let end = chip.end.as_ref().map_or(0, Content::height);
    chip.content.height().max(end).max(28)
}

fn place(chip: &Chip, columns: &Columns, (y, height): (i32, i32)) -> Place {
    let own = chip.content.height().max(28);
    let x = match chip.left {
        true => -GUTTER - columns.chip,
        false => BOX + GUTTER,
    };
    let rect = Rect {
        x,
        y: y + (height - own) / 2,
        w: columns.chip,
        h: own,
    };
    let end = chip.end.as_ref().map(|end| {
        let (w, h) = (end_width(end), end.height());
        Rect {
            x: match chip.left {
                true => x - REACH - w,
                false => rect.right() + REACH,
            },
            y: y + (height - h) / 2,
            w,
            h,
        }
    });
    Place { chip: rect, end }
}

/// A box with its text where it belongs.
pub(super) fn block(content: &Content, what: What, rect: Rect, at: (i32, i32)) -> Block {
    let rect = Rect {
        x: rect.x + at.0,
        y: rect.y + at.1,
        ..rect
    };
    let text: i32 = content.lines.iter().map(Text::height).sum();
    // Steps begin at the top, where their number is; everything else stands in the middle.
    let mut y = match what {
        What::Step(_) => rect.y + 8,
        _ => rect.y + (rect.h - text) / 2,
    };
    let mut lines = Vec::new();
    let centred = matches!(content.form, Form::Pill | Form::Failed) && content.lines.len() == 1;
    for line in &content.lines {
        let (face, height) = (line.face, line.face.line());
        y += line.above;
        lines.push(Line {
            x: match centred {
                true => rect.x + rect.w / 2,
                false => rect.x + line.indent,
            },
            y: y + (height + face.size()) / 2 - face.size() / 6,
            text: line.text.clone(),
            face,
            tone: line.tone,
            centred,
        });
        y += height;
    }
    Block {
        rect,
        form: content.form,
        lines,
        what,
    }
}

impl Block {
    /// Where the badge of a run goes in a step's box: behind the step's name.
    pub fn badge(&self) -> Rect {
        Rect {
            x: self.rect.right() - BADGE - PAD / 2,
            y: self.rect.y + 8,
            w: BADGE,
            h: 18,
        }
    }
}
