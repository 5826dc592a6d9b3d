//! What connects boxes and chips beyond the spine.

use std::collections::BTreeMap;

use crate::graph::model::{EdgeKind, Graph, Helper, Origin, Target};

use super::{
    Style,
    blocks::Blocks,
    rows::{CLEAR, Rows, TRACK},
};

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
        Port::Chip(edge) => rows.chip(edge).map_or(0, |place| place.chip.middle()),
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
