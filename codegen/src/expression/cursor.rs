//! A reading position in a string, which every parser of this stage moves forward.

use std::ops::Range;

use super::SyntaxError;

/// Reads `text` up to `end` without ever leaving a character boundary.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self::window(text, 0..text.len())
    }

    /// Reads only `range`; positions still count from the start of `text`.
    pub(super) fn window(text: &'a str, range: Range<usize>) -> Self {
        let end = floor_boundary(text, range.end);
        Self {
            text,
            at: floor_boundary(text, range.start).min(end),
            end,
        }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Moves to `at`, which an earlier call of [`Cursor::at`] gave.
    pub(super) fn set(&mut self, at: usize) {
        self.at = floor_boundary(self.text, at).min(self.end);
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or("")
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character after the next one.
    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    pub(super) fn looking_at(&self, prefix: &str) -> bool {
        self.rest().starts_with(prefix)
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub(super) fn eat(&mut self, prefix: &str) -> bool {
        let found = self.looking_at(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    pub(super) fn take_while(&mut self, mut keep: impl FnMut(char) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&mut keep) {
            self.bump();
        }
        self.since(start)
    }

    pub(super) fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// The text from `start` to here.
    pub(super) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or("")
    }

    /// The bytes from `start` to here.
    pub(super) fn range(&self, start: usize) -> Range<usize> {
        start.min(self.at)..self.at
    }

    /// The next character's bytes, or the empty range at the end.
    pub(super) fn next_range(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    /// An error about the next character, or about the end.
    pub(super) fn error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.next_range(), message)
    }

    /// "expected …, found …", in the words of [`Cursor::found`].
    pub(super) fn expected(&self, what: &str) -> SyntaxError {
        self.error(format!("expected {what}, found {}", self.found()))
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

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_keeps_the_positions_of_the_whole_text() {
        let mut cursor = Cursor::window("aä{b}c", 4..5);
        assert_eq!(cursor.bump(), Some('b'));
        assert_eq!(cursor.range(4), 4..5);
        assert!(cursor.done());
        assert_eq!(cursor.bump(), None);
    }

    #[test]
    fn positions_inside_a_character_move_back_to_its_start() {
        let cursor = Cursor::window("ä", 1..9);
        assert_eq!((cursor.at(), cursor.end()), (0, 2));
    }
}
