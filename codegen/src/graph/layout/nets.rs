//! What connects boxes and chips beyond the spine, and the lines for it.

use std::collections::BTreeMap;

use crate::graph::model::{EdgeKind, Graph, Helper, Origin, Target};

use super::{
    BOX, Drawn, Head, Line, Picture, Style, Tone, What, Wire,
    blocks::Blocks,
    lanes::Lanes,
    rows::{CLEAR, Row, Rows, TRACK, block},
};
use crate::graph::text::Face;

/// Between two lines that enter a box beside each other.
const SLOT: i32 = 12;

/// Where a net ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Port {
    /// At the outer side of an edge's chip.
    Chip(usize),
    /// At the top of a row's box; the number of the line there.
    Into(usize, i32),
    /// At the bottom of a row's box.
    OutOf(usize, i32),
}

/// Lines that share a lane: one end where they meet, and others.
pub(super) struct Net {
    pub(super) left: bool,
    pub(super) style: Style,
    pub(super) hub: Port,
    pub(super) spokes: Vec<Port>,
}

/// How many lines enter and leave a box.
#[derive(Clone, Copy, Default)]
pub(super) struct Ports {
    pub(super) out_left: i32,
    pub(super) out_right: i32,
    pub(super) in_left: i32,
    pub(super) in_right: i32,
}

impl Ports {
    pub(super) fn most_out(self) -> i32 {
        self.out_left.max(self.out_right)
    }

    pub(super) fn most_in(self) -> i32 {
        self.in_left.max(self.in_right)
    }
}

/// All nets of a workflow.
pub(super) struct Nets {
    pub(super) all: Vec<Net>,
    ports: BTreeMap<usize, Ports>,
    /// The row of the first step.
    first: usize,
}

/// What is one net: side, style, whether lines meet where they end, and the row where they meet.
type Key = (bool, Style, bool, usize);

impl Nets {
    pub(super) fn of(graph: &Graph, data: bool, blocks: &Blocks) -> Self {
        let mut nets = Self {
            all: Vec::new(),
            ports: BTreeMap::new(),
            first: 1 + usize::from(blocks.before.is_some()),
        };
        let mut known: BTreeMap<Key, usize> = BTreeMap::new();
        for (index, edge) in graph.edges.iter().enumerate() {
            let (style, target) = match (&edge.kind, &edge.to) {
                (
                    EdgeKind::Retry {
                        helper: Some(Helper::Step(step)),
                        ..
                    },
                    _,
                ) => (Style::Helper, *step),
                (EdgeKind::Success { .. }, Target::Step(step)) if *step != edge.from => {
                    (Style::Success, *step)
                }
                (EdgeKind::Failure, Target::Step(step)) if *step != edge.from => {
                    (Style::Failure, *step)
                }
                _ => continue,
            };
            let left = style == Style::Helper || target <= edge.from;
            let key = (left, style, true, nets.row(target));
            nets.join(key, Port::Chip(index), &mut known);
        }
        for (index, step) in graph.steps.iter().enumerate() {
            let row = nets.row(index);
            for needed in &step.needs {
                let key = (true, Style::Needs, false, nets.row(*needed));
                nets.enter(key, row, &mut known);
            }
            if data {
                for source in sources(step.takes.iter().flat_map(|datum| &datum.from)) {
                    let key = (false, Style::Data, false, nets.row(source));
                    nets.enter(key, row, &mut known);
                }
            }
        }
        if data && blocks.completed.is_some() {
            let row = nets.row(graph.steps.len());
            for source in sources(graph.outputs.iter().flat_map(|datum| &datum.from)) {
                let key = (false, Style::Data, false, nets.row(source));
                nets.enter(key, row, &mut known);
            }
        }
        nets
    }

    fn row(&self, step: usize) -> usize {
        self.first + step
    }

    /// Adds a line that ends at the top of a row's box.
    fn enter(&mut self, key: Key, row: usize, known: &mut BTreeMap<Key, usize>) {
        let port = self.port(row, key.0, true);
        self.join(key, port, known);
    }

    /// A line more at the box of a row.
    fn port(&mut self, row: usize, left: bool, into: bool) -> Port {
        let ports = self.ports.entry(row).or_default();
        let count = match (left, into) {
            (true, true) => &mut ports.in_left,
            (true, false) => &mut ports.out_left,
            (false, true) => &mut ports.in_right,
            (false, false) => &mut ports.out_right,
        };
        *count += 1;
        match into {
            true => Port::Into(row, *count - 1),
            false => Port::OutOf(row, *count - 1),
        }
    }

    fn join(&mut self, key: Key, spoke: Port, known: &mut BTreeMap<Key, usize>) {
        let (left, style, into, row) = key;
        if let Some(net) = known.get(&key).and_then(|net| self.all.get_mut(*net)) {
            net.spokes.push(spoke);
            return;
        }
        known.insert(key, self.all.len());
        let hub = self.port(row, left, into);
        self.all.push(Net {
            left,
            style,
            hub,
            spokes: vec![spoke],
        });
    }

    pub(super) fn ports(&self, row: usize) -> Ports {
        self.ports.get(&row).copied().unwrap_or_default()
    }
}

/// The steps among origins, each once.
fn sources<'a>(origins: impl Iterator<Item = &'a Origin>) -> Vec<usize> {
    let mut found = Vec::new();
    for origin in origins {
        if let Origin::Step { step, .. } = origin
            && !found.contains(step)
        {
            found.push(*step);
        }
    }
    found
}

/// The height at which a port meets its lane.
pub(super) fn level(port: Port, rows: &Rows) -> i32 {
    match port {
        Port::Chip(edge) => rows.chip(edge).map_or(0, |place| middle(place.chip)),
        Port::Into(row, place) => {
            let row = rows.all.get(row);
            row.map_or(0, |row| row.rect.y - CLEAR - place * TRACK)
        }
        Port::OutOf(row, place) => rows
            .all
            .get(row)
            .map_or(0, |row| row.rect.bottom() + CLEAR + place * TRACK),
    }
}

fn middle(rect: super::Rect) -> i32 {
    rect.y + rect.h / 2
}

/// The way from the lane at `x` to a port.
fn approach(port: Port, left: bool, x: i32, rows: &Rows) -> Vec<(i32, i32)> {
    let y = level(port, rows);
    let (row, place, into) = match port {
        Port::Chip(edge) => {
            let outer = rows.chip(edge).map_or(0, |place| match left {
                true => place.chip.x,
                false => place.chip.right(),
            });
            return vec![(x, y), (outer, y)];
        }
        Port::Into(row, place) => (rows.all.get(row), place, true),
        Port::OutOf(row, place) => (rows.all.get(row), place, false),
    };
    let Some(row) = row else {
        return vec![(x, y)];
    };
    let count = match (left, into) {
        (true, true) => row.ports.in_left,
        (true, false) => row.ports.out_left,
        (false, true) => row.ports.in_right,
        (false, false) => row.ports.out_right,
    };
    let slot = slot(row, left, place, count);
    let end = match into {
        true => row.rect.y,
        false => row.rect.bottom(),
    };
    vec![(x, y), (slot, y), (slot, end)]
}

/// Where a line meets the top or bottom of a box: the first ones outside, none near the middle, where the spine is.
fn slot(row: &Row, left: bool, place: i32, count: i32) -> i32 {
    let middle = match row.what {
        What::Step(_) => 76,
        _ => 14,
    };
    let room = (row.rect.w / 2 - 14 - middle).max(0);
    let between = match count {
        0 | 1 => 0,
        _ => (room / (count - 1)).min(SLOT),
    };
    match left {
        true => row.rect.x + 14 + place * between,
        false => row.rect.right() - 14 - place * between,
    }
}

impl Nets {
    /// Adds all lines to a picture, and what stands at them.
    pub(super) fn draw(
        &self,
        graph: &Graph,
        blocks: &Blocks,
        rows: &Rows,
        lanes: (&Lanes, &Lanes),
        at: (i32, i32),
        picture: &mut Picture,
    ) {
        let mut drawn = Drawing {
            rows,
            wires: Vec::new(),
            edges: vec![Drawn::default(); graph.edges.len()],
        };
        drawn.spine(graph);
        drawn.chips(graph, blocks, at);
        for (index, net) in self.all.iter().enumerate() {
            let lanes = if net.left { lanes.0 } else { lanes.1 };
            let x = match net.left {
                true => -rows.left - lanes.offset(index),
                false => BOX + rows.right + lanes.offset(index),
            };
            drawn.net(net, x);
        }
        drawn.moved(at, picture);
    }
}

/// Lines in the making, relative to the left of a step's box and the top of the first row.
struct Drawing<'a> {
    rows: &'a Rows,
    wires: Vec<Wire>,
    edges: Vec<Drawn>,
}

impl Drawing<'_> {
    /// The lines from row to row.
    fn spine(&mut self, graph: &Graph) {
        for pair in self.rows.all.windows(2) {
            let [above, below] = pair else { continue };
            let points = vec![(BOX / 2, above.rect.bottom()), (BOX / 2, below.rect.y)];
            let style = match above.what {
                What::Before => Style::Needs,
                _ => Style::Success,
            };
            let wire = Wire {
                style,
                points: points.clone(),
                head: style.head(),
            };
            let What::Step(step) = above.what else {
                self.wires.push(wire);
                continue;
            };
            let leaves = |kind: fn(&EdgeKind) -> bool| {
                let mut all = graph.edges.iter();
                all.position(|edge| edge.from == step && kind(&edge.kind))
            };
            let next = leaves(|kind| *kind == EdgeKind::Next);
            let others = leaves(|kind| matches!(kind, EdgeKind::Success { .. }));
            let Some(drawn) = next.and_then(|next| self.edges.get_mut(next)) else {
                continue;
            };
            if others.is_some() {
                drawn.words.push(Line {
                    x: BOX / 2 + 8,
                    y: above.rect.bottom().midpoint(below.rect.y) + 4,
                    text: "otherwise".to_owned(),
                    face: Face::Plain,
                    tone: Tone::Dim,
                    centred: false,
                });
            }
            drawn.wires.push(wire);
            drawn.trace = points;
        }
    }

    /// Chips, what connects them with their step, and what stands behind them.
    fn chips(&mut self, graph: &Graph, blocks: &Blocks, at: (i32, i32)) {
        for chip in blocks.chips.iter().flatten() {
            let (Some(edge), Some(place), Some(drawn)) = (
                graph.edges.get(chip.edge),
                self.rows.chip(chip.edge),
                self.edges.get_mut(chip.edge),
            ) else {
                continue;
            };
            let (side, inner, outer) = match chip.left {
                true => (0, place.chip.right(), place.chip.x),
                false => (BOX, place.chip.x, place.chip.right()),
            };
            let y = middle(place.chip);
            let style = match edge.kind {
                EdgeKind::Failure | EdgeKind::Retry { polls: false, .. } => Style::Failure,
                _ => Style::Success,
            };
            let mut line = |points: Vec<(i32, i32)>, style: Style, head| {
                drawn.wires.push(Wire {
                    style,
                    points,
                    head,
                });
            };
            if edge.to == Target::Step(edge.from) {
                line(vec![(side, y - 6), (inner, y - 6)], style, Head::None);
                line(vec![(inner, y + 6), (side, y + 6)], style, style.head());
                drawn.trace = vec![(side, y - 6), (inner, y - 6), (inner, y + 6), (side, y + 6)];
            } else {
                line(vec![(side, y), (inner, y)], style, Head::None);
                drawn.trace = vec![(side, y), (outer, y)];
            }
            drawn
                .blocks
                .push(block(&chip.content, What::Exit, place.chip, at));
            if let (Some(content), Some(end)) = (&chip.end, place.end) {
                let near = if chip.left { end.right() } else { end.x };
                let style = match edge.kind {
                    EdgeKind::Retry { .. } => Style::Helper,
                    _ => style,
                };
                drawn.wires.push(Wire {
                    style,
                    points: vec![(outer, y), (near, y)],
                    head: style.head(),
                });
                if !matches!(edge.kind, EdgeKind::Retry { .. }) {
                    drawn.trace = vec![(side, y), (near, y)];
                }
                drawn.blocks.push(block(content, What::End, end, at));
            }
        }
    }

    /// The lines of a net whose lane is at `x`: one from the farthest on each side of where they meet, to which the others
    /// come.
    fn net(&mut self, net: &Net, x: i32) {
        let meet = approach(net.hub, net.left, x, self.rows);
        let level = |port: &Port| level(*port, self.rows);
        let at = level(&net.hub);
        let mut spokes: Vec<&Port> = net.spokes.iter().collect();
        spokes.sort_by_key(|port| level(port));
        let above = spokes.first().copied().filter(|port| level(port) < at);
        let below = spokes.last().copied().filter(|port| level(port) >= at);
        let ends = matches!(net.hub, Port::Into(..));
        for port in spokes {
            let mut way = approach(*port, net.left, x, self.rows);
            let first = above.or(below) == Some(port);
            way.reverse();
            if first {
                way.extend(&meet);
            } else if below == Some(port) {
                way.push((x, at));
            }
            way.dedup();
            let mut full = approach(*port, net.left, x, self.rows);
            full.reverse();
            full.extend(&meet);
            full.dedup();
            if let (Port::Chip(edge), true) = (port, net.style != Style::Helper)
                && let Some(drawn) = self.edges.get_mut(*edge)
            {
                drawn.trace.extend(full);
                drawn.trace.dedup();
            }
            if !first {
                self.wires.push(Wire {
                    style: net.style,
                    points: way.last().copied().into_iter().collect(),
                    head: Head::Dot,
                });
            }
            let mut head = net.style.head();
            if !ends {
                way.reverse();
            } else if !first {
                head = Head::None;
            }
            self.wires.push(Wire {
                style: net.style,
                points: way,
                head,
            });
        }
    }

    /// Moves everything to its place.
    fn moved(self, at: (i32, i32), picture: &mut Picture) {
        let moved = |points: &mut Vec<(i32, i32)>| {
            for (x, y) in points {
                *x += at.0;
                *y += at.1;
            }
        };
        let Self {
            mut wires,
            mut edges,
            ..
        } = self;
        let own = edges.iter_mut().flat_map(|edge| &mut edge.wires);
        for wire in wires.iter_mut().chain(own) {
            moved(&mut wire.points);
        }
        for edge in &mut edges {
            moved(&mut edge.trace);
            for word in &mut edge.words {
                word.x += at.0;
                word.y += at.1;
            }
        }
        picture.wires = wires;
        picture.edges = edges;
    }
}
