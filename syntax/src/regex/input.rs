//! The part of a pattern that is still to be read.

use std::ops::Range;

/// Reads a pattern without ever leaving a character boundary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'p> {
    pattern: &'p str,
    at: usize,
}

impl<'p> Input<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        Self { pattern, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'p str {
        self.pattern.get(self.at..).unwrap_or("")
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub(super) fn looking_at(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.looking_at(text);
        if found {
            self.at += text.len();
        }
        found
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'p str {
        let rest = self.rest();
        let text = rest
            .strip_suffix(rest.trim_start_matches(wanted))
            .unwrap_or("");
        self.at += text.len();
        text
    }

    /// At most `most` hexadecimal digits.
    pub(super) fn hexadecimal(&mut self, most: usize) -> &'p str {
        let rest = self.rest();
        let digits = rest.bytes().take(most);
        let count = digits.take_while(u8::is_ascii_hexdigit).count();
        self.at += count;
        rest.get(..count).unwrap_or("")
    }

    /// Moves back to `at`, where reading has been.
    pub(super) fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The text from `start` to here.
    pub(super) fn text(&self, start: usize) -> &'p str {
        self.pattern.get(start..self.at).unwrap_or("")
    }

    /// The bytes from `start` to here.
    pub(super) fn since(&self, start: usize) -> Range<usize> {
        start..self.at
    }

    /// The next character's bytes, or the empty range at the end.
    pub(super) fn next(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    /// The next character in words.
    pub(super) fn found(&self) -> String {
        match self.peek() {
            None => "the end".to_owned(),
            Some(next) if next.is_whitespace() => "white space".to_owned(),
            Some(next) if next.is_control() => format!("the control character {next:?}"),
            Some(next) => format!("`{next}`"),
        }
    }
}
