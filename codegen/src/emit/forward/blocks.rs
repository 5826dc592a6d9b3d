//! The blocks of steps that jumps lead over. Each begins with the first step that jumps and ends before the one that is
//! jumped to; of two that overlap one is inside of the other.

use std::collections::BTreeMap;

/// A block: places in the order of the steps.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The first place in it.
    pub start: usize,
    /// The place behind it.
    pub end: usize,
    /// The places in it that jump behind it.
    pub jumps: Vec<usize>,
}

/// The blocks for jumps from places to places, in the order of their ends.
pub(super) fn of(jumps: impl Iterator<Item = (usize, usize)>) -> Vec<Block> {
    let mut by_end: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (from, to) in jumps.filter(|(from, to)| from + 1 < *to) {
        by_end.entry(to).or_default().push(from);
    }
    let blocks = by_end.into_iter().map(|(end, jumps)| Block {
        start: jumps.iter().copied().min().unwrap_or(end),
        end,
        jumps,
    });
    let mut blocks: Vec<Block> = blocks.collect();
    for outer in 1..blocks.len() {
        let (before, rest) = blocks.split_at_mut(outer);
        if let Some(outer) = rest.first_mut() {
            // From the last that ends to the first: an earlier start lets more of them overlap.
            for inner in before.iter().rev() {
                if outer.start < inner.end {
                    outer.start = outer.start.min(inner.start);
                }
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(jumps: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let blocks = of(jumps.iter().copied());
        blocks
            .iter()
            .map(|block| (block.start, block.end))
            .collect()
    }

    #[test]
    fn a_step_to_the_next_jumps_over_nothing() {
        assert_eq!(spans(&[(0, 1), (1, 2)]), []);
    }

    #[test]
    fn blocks_that_overlap_lie_in_each_other() {
        assert_eq!(spans(&[(0, 2), (1, 3)]), [(0, 2), (0, 3)]);
        assert_eq!(spans(&[(0, 2), (2, 4)]), [(0, 2), (2, 4)]);
        assert_eq!(
            spans(&[(0, 3), (2, 4), (1, 6), (5, 7)]),
            [(0, 3), (0, 4), (0, 6), (0, 7)]
        );
    }

    #[test]
    fn jumps_to_one_step_share_a_block() {
        let blocks = of([(0, 4), (2, 4)].into_iter());
        assert_eq!(
            blocks,
            [Block {
                start: 0,
                end: 4,
                jumps: vec![0, 2]
            }]
        );
    }
}
