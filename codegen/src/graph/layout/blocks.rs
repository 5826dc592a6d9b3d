//! What stands in the boxes and chips, broken into lines; only their places are missing.

use crate::graph::{
    model::{Call, Datum, Edge, EdgeKind, Graph, Helper, Step, Target, seconds},
    text::{Face, wrap},
};

use super::{BOX, Form, Tone};

/// Text from the left of a box.
pub(super) const PAD: i32 = 12;
/// The number of a step, before its name.
pub(super) const NUMBER: i32 = 30;
/// Room for what became of a step in a run, behind its name.
pub(super) const BADGE: i32 = 84;
/// Text of chips is broken at this width.
const CHIP: i32 = 212;
/// How far the further lines of what is sent are indented.
const HANG: i32 = 14;
/// The icon of a chip.
pub(super) const ICON: i32 = 20;

/// A line of text within its box.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) face: Face,
    pub(super) tone: Tone,
    /// From the left of the box.
    pub(super) indent: i32,
    /// Room above it.
    pub(super) above: i32,
}

impl Text {
    /// The height that it needs.
    pub(super) fn height(&self) -> i32 {
        self.above + self.face.line()
    }
}

/// A box without a place.
pub(super) struct Content {
    pub(super) form: Form,
    pub(super) lines: Vec<Text>,
}

impl Content {
    fn new(form: Form) -> Self {
        Self {
            form,
            lines: Vec::new(),
        }
    }

    /// Adds text broken to fit `width` from its indent on.
    fn add(&mut self, text: &str, face: Face, tone: Tone, indent: i32, width: i32, most: usize) {
        let lines = wrap(text, face, width, most);
        self.lines.extend(lines.into_iter().map(|text| Text {
            text,
            face,
            tone,
            indent,
            above: 0,
        }));
    }

    /// Adds what is sent or handed on, each with its further lines indented.
    fn add_data(&mut self, all: impl Iterator<Item = String>, left: i32, width: i32) {
        for (index, text) in all.enumerate() {
            let start = self.lines.len();
            self.add(&text, Face::Code, Tone::Dim, left, width - HANG, 5);
            for (place, line) in self.lines.iter_mut().skip(start).enumerate() {
                match place {
                    0 if index == 0 => line.above = 6,
                    0 => {}
                    _ => line.indent += HANG,
                }
            }
        }
    }

    /// The height that its lines need.
    pub(super) fn height(&self) -> i32 {
        let lines: i32 = self.lines.iter().map(Text::height).sum();
        lines + 14
    }

    /// The width that its lines need.
    pub(super) fn width(&self) -> i32 {
        let widths = self
            .lines
            .iter()
            .map(|line| line.indent + line.face.width(&line.text));
        widths.max().unwrap_or_default() + PAD
    }
}

/// The chip of an edge and what stands behind it.
pub(super) struct Chip {
    /// Index into [`Graph::edges`].
    pub(super) edge: usize,
    /// Whether it stands left of its step.
    pub(super) left: bool,
    pub(super) content: Content,
    /// Where the workflow ends.
    pub(super) end: Option<Content>,
}

/// Everything with text.
pub(super) struct Blocks {
    /// Workflows that must have completed.
    pub(super) before: Option<Content>,
    pub(super) start: Content,
    pub(super) steps: Vec<Content>,
    /// For each step its chips.
    pub(super) chips: Vec<Vec<Chip>>,
    /// Where the workflow is completed, if something leads there.
    pub(super) completed: Option<Content>,
}

impl Blocks {
    pub(super) fn of(graph: &Graph, data: bool) -> Self {
        let mut chips: Vec<Vec<Chip>> = graph.steps.iter().map(|_| Vec::new()).collect();
        for (index, edge) in graph.edges.iter().enumerate() {
            let chip = (edge.kind != EdgeKind::Next).then(|| chip(graph, index, edge));
            if let Some(all) = chips.get_mut(edge.from) {
                all.extend(chip);
            }
        }
        let completes = graph.edges.iter().any(|edge| edge.to == Target::Completed);
        Self {
            before: before(graph),
            start: start(graph, data),
            steps: graph
                .steps
                .iter()
                .enumerate()
                .map(|(index, one)| step(graph, index, one, data))
                .collect(),
            chips,
            completed: completes.then(|| completed(graph, data)),
        }
    }
}

fn before(graph: &Graph) -> Option<Content> {
    if graph.prerequisites.is_empty() {
        return None;
    }
    let mut content = Content::new(Form::Before);
    let width = BOX - 2 * PAD - 8;
    let title = "Has to be completed before";
    content.add(title, Face::Plain, Tone::Dim, PAD + 4, width, 2);
    for name in &graph.prerequisites {
        let name = format!("workflow {name}");
        content.add(&name, Face::Label, Tone::Main, PAD + 4, width, 4);
    }
    Some(content)
}

fn start(graph: &Graph, data: bool) -> Content {
    let mut content = Content::new(Form::Pill);
    content.add("Start", Face::Label, Tone::Main, 20, 200, 1);
    if data && !graph.inputs.is_empty() {
        let inputs = format!("inputs {}", graph.inputs.join(", "));
        content.add(&inputs, Face::Code, Tone::Dim, 20, BOX - 40, 12);
    }
    content
}

fn completed(graph: &Graph, data: bool) -> Content {
    let mut content = Content::new(Form::Pill);
    content.add("Completed", Face::Label, Tone::Main, 20, 200, 1);
    if data {
        let outputs = graph.outputs.iter();
        content.add_data(
            outputs.map(|output| datum(graph, output, "←")),
            20,
            BOX - 40,
        );
    }
    content
}

fn step(graph: &Graph, index: usize, step: &Step, data: bool) -> Content {
    let width = BOX - 2 * PAD;
    let form = match step.call {
        Call::Operation { .. } => Form::Operation,
        Call::Workflow(_) => Form::Workflow,
    };
    let mut content = Content::new(form);
    let beside = width - NUMBER - BADGE;
    content.add(&step.id, Face::Strong, Tone::Main, PAD + NUMBER, beside, 8);
    if content.lines.is_empty() {
        content.add(
            &format!("step {}", index + 1),
            Face::Strong,
            Tone::Main,
            PAD + NUMBER,
            beside,
            1,
        );
    }
    match &step.call {
        Call::Operation {
            method, path, id, ..
        } => {
            let call = format!("{method} {path}");
            content.add(&call, Face::Code, Tone::Main, PAD, width, 20);
            if let Some(id) = id.as_ref().filter(|id| **id != step.id) {
                content.add(id, Face::Code, Tone::Dim, PAD, width, 4);
            }
        }
        Call::Workflow(name) => {
            let call = format!("runs workflow {name}");
            content.add(&call, Face::Plain, Tone::Main, PAD, width, 6);
        }
    }
    if let Some(summary) = &step.summary {
        content.add(summary, Face::Plain, Tone::Dim, PAD, width, 3);
    }
    if !step.needs.is_empty() {
        let needs = step.needs.iter().map(|step| graph.numbered(*step));
        let needs = format!("after {}", needs.collect::<Vec<_>>().join(", "));
        content.add(&needs, Face::Plain, Tone::Dim, PAD, width, 6);
    }
    if let Some(timeout) = step.timeout {
        let timeout = format!("an attempt takes {} at most", seconds(timeout));
        content.add(&timeout, Face::Plain, Tone::Dim, PAD, width, 2);
    }
    if data {
        for (all, arrow) in [(&step.takes, "←"), (&step.gives, "→")] {
            content.add_data(all.iter().map(|one| datum(graph, one, arrow)), PAD, width);
        }
    }
    content
}

/// What is sent and where it comes from, or an output: `path id ← 1 create: id`, `→ id`.
fn datum(graph: &Graph, datum: &Datum, arrow: &str) -> String {
    if arrow == "→" {
        return format!("→ {} = {}", datum.place, datum.value);
    }
    let from: Vec<String> = datum.from.iter().map(|from| from.words(graph)).collect();
    match from.is_empty() {
        true => format!("{} = {}", datum.place, datum.value),
        false => format!("{} {arrow} {}", datum.place, from.join(", ")),
    }
}

fn chip(graph: &Graph, index: usize, edge: &Edge) -> Chip {
    let form = match edge.kind {
        EdgeKind::Retry { .. } => Form::Retry,
        EdgeKind::Failure => Form::Failure,
        EdgeKind::Success { .. } | EdgeKind::Next => Form::Success,
    };
    let mut content = Content::new(form);
    let indent = PAD + ICON;
    if let Some(name) = edge.action.as_deref() {
        content.add(name, Face::Label, Tone::Main, indent, CHIP, 4);
    }
    content.add(
        &graph.effect(edge),
        Face::Plain,
        Tone::Main,
        indent,
        CHIP,
        6,
    );
    content.add(&edge.condition(), Face::Code, Tone::Dim, indent, CHIP, 8);
    Chip {
        edge: index,
        left: matches!(edge.to, Target::Step(to) if to <= edge.from),
        content,
        end: end(edge),
    }
}

/// Where an edge ends that leads to no place of the spine.
fn end(edge: &Edge) -> Option<Content> {
    let (form, words) = match (&edge.kind, &edge.to) {
        (
            EdgeKind::Retry {
                helper: Some(Helper::Workflow(name)),
                ..
            },
            _,
        )
        | (_, Target::Workflow(name)) => (Form::Workflow, format!("workflow {name}")),
        (_, Target::Ended) => (Form::Pill, "Ended early".to_owned()),
        (_, Target::Failed) => (Form::Failed, "Failed".to_owned()),
        (_, Target::Step(_) | Target::Completed) => return None,
    };
    let mut content = Content::new(form);
    content.add(&words, Face::Label, Tone::Main, 16, 150, 6);
    Some(content)
}
