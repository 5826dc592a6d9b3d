//! A set of steps, kept as ranges: what has run before a step of a straight workflow is one, however long the workflow is.

use std::ops::Range;

/// Steps, numbered in execution order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    /// In order, and with a step between each and the next.
    ranges: Vec<Range<usize>>,
}

impl Steps {
    /// The first `count` steps.
    pub fn first(count: usize) -> Self {
        let mut all = Self::default();
        all.push(0..count);
        all
    }

    /// Whether `step` is one of them.
    pub fn contains(&self, step: usize) -> bool {
        let after = self.ranges.partition_point(|range| range.end <= step);
        let range = self.ranges.get(after);
        range.is_some_and(|range| range.contains(&step))
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.ranges.iter().cloned().flatten()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Leaves none.
    pub(super) fn clear(&mut self) {
        self.ranges.clear();
    }

    /// Adds one.
    pub fn insert(&mut self, step: usize) {
        let one = step..step.saturating_add(1);
        match self.ranges.last() {
            Some(last) if step < last.start || last.contains(&step) => {
                self.add(&Self { ranges: vec![one] })
            }
            _ => self.push(one),
        }
    }

    /// Adds all of `others`.
    pub(super) fn add(&mut self, others: &Self) {
        let own = std::mem::take(&mut self.ranges);
        let (mut left, mut right) = (own.into_iter().peekable(), others.ranges.iter().peekable());
        loop {
            let next = match (left.peek(), right.peek()) {
                (Some(one), Some(other)) if one.start <= other.start => left.next(),
                (Some(_), None) => left.next(),
                _ => right.next().cloned(),
            };
            let Some(next) = next else { return };
            self.push(next);
        }
    }

    /// Leaves those that are among `others`, too; whether some are not.
    pub(super) fn narrow(&mut self, others: &Self) -> bool {
        let mut both = Self::default();
        let mut rest = others.ranges.as_slice();
        for range in &self.ranges {
            while let Some((first, later)) = rest.split_first() {
                let common = range.start.max(first.start)..range.end.min(first.end);
                both.push(common);
                if first.end > range.end {
                    break;
                }
                rest = later;
            }
        }
        let changed = both != *self;
        *self = both;
        changed
    }

    /// Adds a range that begins no earlier than the last.
    fn push(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        match self.ranges.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => self.ranges.push(range),
        }
    }
}

impl FromIterator<usize> for Steps {
    fn from_iter<I: IntoIterator<Item = usize>>(steps: I) -> Self {
        let mut all = Self::default();
        for step in steps {
            all.insert(step);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Sets of the steps 0 to 5, by the bits of a number.
    fn set(bits: usize) -> (Steps, BTreeSet<usize>) {
        let all = || (0..6).filter(move |step| bits >> step & 1 == 1);
        (all().collect(), all().collect())
    }

    #[test]
    fn they_are_sets() {
        for (one, other) in (0..64).flat_map(|one| (0..64).map(move |other| (one, other))) {
            let ((steps, plain), (others, plain_others)) = (set(one), set(other));
            assert_eq!(steps.iter().collect::<BTreeSet<_>>(), plain);
            assert!((0..8).all(|step| steps.contains(step) == plain.contains(&step)));
            let mut joined = steps.clone();
            joined.add(&others);
            assert_eq!(joined, set(one | other).0);
            let mut common = steps.clone();
            assert_eq!(common.narrow(&others), !plain.is_subset(&plain_others));
            assert_eq!(common, set(one & other).0);
        }
    }

    #[test]
    fn neighbours_are_one_range() {
        let steps: Steps = [4, 2, 3, 0].into_iter().collect();
        assert_eq!(steps.ranges, [0..1, 2..5]);
    }
}
