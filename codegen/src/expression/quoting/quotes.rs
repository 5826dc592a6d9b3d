//! Which quotes are open in a text.

/// The quotes that are open in a JSONPath.
#[derive(Debug, Default)]
pub struct Quotes {
    open: Option<char>,
    escaped: bool,
}

impl Quotes {
    /// Reads on.
    pub fn pass(&mut self, text: &str) {
        for c in text.chars() {
            match (self.open, c) {
                (Some(_), _) if self.escaped => self.escaped = false,
                (Some(_), '\\') => self.escaped = true,
                (Some(open), close) if open == close => self.open = None,
                (None, '\'' | '"') => self.open = Some(c),
                _ => {}
            }
        }
    }

    /// Whether what comes next is inside of a string.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }
}
