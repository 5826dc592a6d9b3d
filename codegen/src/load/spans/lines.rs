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
    /// How many characters begin before each block: minified JSON is one line, and much may be found in it.
    characters: Vec<usize>,
}

/// The bytes of a block.
const BLOCK: usize = 1024;

impl Lines {
    /// Finds the lines of `text`.
    pub(in crate::load) fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        let mut before = 0;
        let blocks = text.as_bytes().chunks(BLOCK);
        let characters = blocks.map(|block| {
            before += beginnings(block);
            before
        });
        Self {
            starts: starts.collect(),
            characters: std::iter::once(0).chain(characters).collect(),
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
        let before = self.characters(offset, text);
        Position {
            line: index + 1,
            column: before.saturating_sub(self.characters(start, text)) + 1,
        }
    }

    /// How many characters begin before a byte of `text`.
    fn characters(&self, offset: usize, text: &str) -> usize {
        let offset = offset.min(text.len());
        let block = offset / BLOCK;
        let before = self.characters.get(block).copied().unwrap_or_default();
        let rest = text.as_bytes().get(block * BLOCK..offset);
        before + rest.map_or(0, beginnings)
    }
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| !(0x80..0xC0).contains(*byte);
    bytes.iter().filter(begins).count()
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

    #[test]
    fn columns_of_long_lines_are_counted_from_near_by() {
        for unit in ["x", "é", "€x", "x\n"] {
            let text = unit.repeat(BLOCK * 3);
            let lines = Lines::new(&text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = text.get(..at).unwrap();
                let start = before.rfind('\n').map_or(0, |found| found + 1);
                let column = before.get(start..).unwrap().chars().count() + 1;
                assert_eq!(lines.position(at, &text).column, column, "{unit:?} {at}");
            }
        }
    }
}
