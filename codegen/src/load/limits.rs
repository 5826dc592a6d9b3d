//! How much of a document is read.

/// How much is read before giving up: documents are hostile until shown otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, and of all strings of one document after aliases have been expanded; 64 MiB.
    pub bytes: usize,
    /// Values of one document after aliases have been expanded; 5,000,000.
    pub values: usize,
    /// Bytes of one key; 65,536.
    pub key: usize,
    /// Documents read in one run; 1,000.
    pub documents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            values: 5_000_000,
            key: 64 << 10,
            documents: 1_000,
        }
    }
}

impl Limits {
    /// The limits by the names that the command line has for them.
    pub fn named(&self) -> [(&'static str, usize); 4] {
        [
            ("bytes", self.bytes),
            ("values", self.values),
            ("key", self.key),
            ("documents", self.documents),
        ]
    }

    /// Sets the limit of that name; `None` if there is none.
    #[must_use]
    pub fn with(mut self, name: &str, limit: usize) -> Option<Self> {
        let slot = match name {
            "bytes" => &mut self.bytes,
            "values" => &mut self.values,
            "key" => &mut self.key,
            "documents" => &mut self.documents,
            _ => return None,
        };
        *slot = limit;
        Some(self)
    }
}

/// How deep arrays and objects may nest; both parsers keep this limit themselves.
pub(super) const DEPTH: usize = 128;
