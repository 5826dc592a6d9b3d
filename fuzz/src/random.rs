//! Choices that are the same on every machine: a small generator of numbers, seeded (xorshift64*).

/// Where choices come from.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The choices of this seed.
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        // Seeds that are neighbours begin alike.
        random.next();
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33
    }

    /// A number below `bound`; 0 if that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next()).unwrap_or_default() % bound.max(1)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// One of some texts; empty if there is none.
    pub fn word(&mut self, all: &[impl AsRef<str>]) -> String {
        self.pick(all)
            .map(|text| text.as_ref().to_owned())
            .unwrap_or_default()
    }

    /// A byte of `text` where a character begins, or its end.
    pub fn boundary(&mut self, text: &str) -> usize {
        boundary(text, self.below(text.len() + 1))
    }
}

/// The last byte up to `at` where a character of `text` begins.
pub(crate) fn boundary(text: &str, at: usize) -> usize {
    let mut before = (0..=at.min(text.len())).rev();
    before.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
