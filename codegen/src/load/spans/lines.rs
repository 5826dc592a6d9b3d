//! Byte offsets to lines and columns.

use std::ops::Range;

/// A line and a column, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of `text`.
    pub(in crate::load) fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        Self {
            starts: starts.collect(),
        }
    }

    /// The line of a byte, from 0.
    pub(crate) fn index(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|start| *start <= offset);
        after.saturating_sub(1)
    }

    /// The bytes of the lines with indexes in `lines`, without the last line break.
    pub(crate) fn bytes(&self, lines: Range<usize>, text: &str) -> Range<usize> {
        let start = self.starts.get(lines.start).copied().unwrap_or(text.len());
        let end = match self.starts.get(lines.end) {
            Some(next) => next.saturating_sub(1).max(start),
            None => text.len(),
        };
        start..end
    }

    /// The line and column of a byte of `text`.
    pub(crate) fn position(&self, offset: usize, text: &str) -> Position {
        let index = self.index(offset);
        let start = self.starts.get(index).copied().unwrap_or(0);
        let before = text.get(start..offset).unwrap_or_default();
        Position {
            line: index + 1,
            column: before.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\r\näöü: x\n";
        let lines = Lines::new(text);
        let at = |offset| {
            let Position { line, column } = lines.position(offset, text);
            (line, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(text.find('x').unwrap()), (2, 6));
        assert_eq!(at(text.len()), (3, 1));
        assert_eq!(text.get(lines.bytes(1..2, text)), Some("äöü: x"));
        assert_eq!(lines.bytes(2..3, text), text.len()..text.len());
    }
}
