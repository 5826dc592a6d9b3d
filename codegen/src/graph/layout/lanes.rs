//! Which lane each net runs in: short ones near the chips, so that those inside of others do not cross them.

use super::{
    nets::{Nets, level},
    rows::Rows,
};

/// Between two lanes.
const LANE: i32 = 13;
/// From chips to the first lane.
const CLEAR: i32 = 18;
/// Lines in a lane keep this distance from each other.
const APART: i32 = 8;

/// The lanes of one side.
pub(super) struct Lanes {
    /// Of each net, counted from the chips.
    of: Vec<i32>,
    count: i32,
}

impl Lanes {
    /// What they take beside the chips.
    pub(super) fn width(&self) -> i32 {
        match self.count {
            0 => 0,
            count => CLEAR + (count - 1) * LANE + 6,
        }
    }

    /// How far a net's lane is from the chips.
    pub(super) fn offset(&self, net: usize) -> i32 {
        CLEAR + self.of.get(net).copied().unwrap_or_default() * LANE
    }
}

/// The lanes of the left and of the right.
pub(super) fn assign(nets: &Nets, rows: &Rows) -> (Lanes, Lanes) {
    (side(nets, rows, true), side(nets, rows, false))
}

fn side(nets: &Nets, rows: &Rows, left: bool) -> Lanes {
    let mut spans: Vec<(i32, i32, usize)> = Vec::new();
    for (index, net) in nets.all.iter().enumerate() {
        if net.left == left {
            let levels = net.spokes.iter().chain([&net.hub]);
            let levels: Vec<i32> = levels.map(|port| level(*port, rows)).collect();
            let (top, bottom) = (levels.iter().min(), levels.iter().max());
            if let (Some(top), Some(bottom)) = (top, bottom) {
                spans.push((*top, *bottom, index));
            }
        }
    }
    spans.sort_by_key(|(top, bottom, index)| (bottom - top, *top, *index));
    let mut taken: Vec<Vec<(i32, i32)>> = Vec::new();
    let mut of = vec![0; nets.all.len()];
    for (top, bottom, index) in spans {
        let free = |lane: &Vec<(i32, i32)>| {
            let mut others = lane.iter();
            others.all(|(from, to)| bottom + APART < *from || *to + APART < top)
        };
        let lane = taken.iter().position(free).unwrap_or(taken.len());
        match taken.get_mut(lane) {
            Some(lane) => lane.push((top, bottom)),
            None => taken.push(vec![(top, bottom)]),
        }
        if let Some(slot) = of.get_mut(index) {
            *slot = i32::try_from(lane).unwrap_or(i32::MAX);
        }
    }
    Lanes {
        of,
        count: i32::try_from(taken.len()).unwrap_or(i32::MAX),
    }
}
