//! Choices that are the same on every machine: a small generator of numbers, seeded (xorshift64*).

/// Where choices come from.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33
    }

    /// A number below `bound`; 0 if that is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next()).unwrap_or_default() % bound.max(1)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// One of some texts; empty if there is none.
    pub(crate) fn word(&mut self, all: &[impl AsRef<str>]) -> String {
        self.pick(all)
            .map(|text| text.as_ref().to_owned())
            .unwrap_or_default()
    }

    /// Those of `all` that chance picks, in their order.
    pub(crate) fn some<'a, T>(&mut self, all: &'a [T], chance: usize) -> Vec<&'a T> {
        all.iter().filter(|_| self.percent(chance)).collect()
    }
}
