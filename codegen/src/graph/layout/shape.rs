//! What a laid out picture is made of.

use crate::graph::text::Face;

/// Around the whole.
pub(super) const MARGIN: i32 = 20;
/// Width of a step's box.
pub(super) const BOX: i32 = 310;
/// Between a box and its chips.
pub(super) const GUTTER: i32 = 26;
/// Pictures are no narrower, so that the legend has room.
pub(super) const LEAST: i32 = 420;

/// A laid out workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The workflow's name.
    pub name: String,
    /// Width of the whole.
    pub width: i32,
    /// Height of the whole.
    pub height: i32,
    /// Name and summary.
    pub header: Vec<Line>,
    /// Boxes of the spine, from the top.
    pub blocks: Vec<Block>,
    /// Lines that several edges share, or that are no edges.
    pub wires: Vec<Wire>,
    /// What belongs to one edge each, in the order of [`Graph::edges`](crate::graph::Graph::edges).
    pub edges: Vec<Drawn>,
    /// Samples of the lines that are used, with their meaning.
    pub legend: Vec<Entry>,
    /// What holds for all of it, in words.
    pub notes: Vec<Line>,
}

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

impl Rect {
    /// Where it ends on the right.
    pub fn right(&self) -> i32 {
        self.x + self.w
    }

    /// Where it ends below.
    pub fn bottom(&self) -> i32 {
        self.y + self.h
    }

    /// Half way down.
    pub fn middle(&self) -> i32 {
        self.y + self.h / 2
    }

    /// Whether the two have a point in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether `other` lies in it.
    pub fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && other.right() <= self.right()
            && self.y <= other.y
            && other.bottom() <= self.bottom()
    }
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins, or where its middle is.
    pub x: i32,
    /// Its baseline.
    pub y: i32,
    /// The text.
    pub text: String,
    /// How it looks.
    pub face: Face,
    /// How loud it is.
    pub tone: Tone,
    /// Whether `x` is its middle.
    pub centred: bool,
}

impl Line {
    /// The room that it takes.
    pub fn rect(&self) -> Rect {
        let (size, width) = (self.face.size(), self.face.width(&self.text));
        Rect {
            x: match self.centred {
                true => self.x - width / 2,
                false => self.x,
            },
            y: self.y - size * 9 / 10,
            w: width,
            h: size * 12 / 10,
        }
    }
}

/// How loud a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// What is read first.
    Main,
    /// The rest.
    Dim,
}

/// A box with text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its place.
    pub rect: Rect,
    /// Its outline.
    pub form: Form,
    /// What stands in it.
    pub lines: Vec<Line>,
    /// What it is.
    pub what: What,
}

/// An outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A rectangle: an operation.
    Operation,
    /// A rectangle with double sides: another workflow.
    Workflow,
    /// Round ends: where the workflow starts or ends well.
    Pill,
    /// Round ends, double outline: where the workflow ends as failed.
    Failed,
    /// A tag with a check mark.
    Success,
    /// A dashed tag with a cross.
    Failure,
    /// A tag with a round arrow.
    Retry,
    /// A dotted rectangle with double sides: workflows that run before.
    Before,
}

/// What a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Workflows that must have completed.
    Before,
    /// Where it starts.
    Start,
    /// A step, by its index.
    Step(usize),
    /// The workflow is completed.
    Completed,
    /// An exit of a step.
    Exit,
    /// Where an exit ends.
    End,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// Solid: after success.
    Success,
    /// Dashed: after a failure.
    Failure,
    /// Dashes and dots: a step that runs before a retry.
    Helper,
    /// Dotted, a diamond at its end: what has to be completed before.
    Needs,
    /// Thin, a ring at its end: outputs that are used.
    Data,
}

/// The end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// A filled arrow head.
    Arrow,
    /// An open arrow head.
    Open,
    /// A diamond.
    Diamond,
    /// A ring.
    Ring,
    /// A dot: the line joins another.
    Dot,
    /// Nothing.
    None,
}

impl Style {
    /// How its lines end.
    pub fn head(self) -> Head {
        match self {
            Self::Success | Self::Failure => Head::Arrow,
            Self::Helper => Head::Open,
            Self::Needs => Head::Diamond,
            Self::Data => Head::Ring,
        }
    }
}

/// A line with corners; consecutive points differ in one coordinate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// How it is drawn.
    pub style: Style,
    /// Its corners.
    pub points: Vec<(i32, i32)>,
    /// How it ends.
    pub head: Head,
}

/// What belongs to an edge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Its label, and where it ends if that is no place of the spine.
    pub blocks: Vec<Block>,
    /// Its own lines.
    pub wires: Vec<Wire>,
    /// A word beside a line without a label.
    pub words: Vec<Line>,
    /// The way from its step to its end, shared parts included.
    pub trace: Vec<(i32, i32)>,
}

/// A sample of a line and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line.
    pub style: Style,
    /// Where the sample begins and ends, and its height.
    pub sample: (i32, i32, i32),
    /// What it means.
    pub line: Line,
}
