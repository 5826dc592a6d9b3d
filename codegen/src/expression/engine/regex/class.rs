//! Character classes of regular expressions.

use super::{CLASS_SIZE, Checker, PROPERTY_SIZE};
use crate::expression::SyntaxError;

impl Checker<'_> {
    /// `[…]`, whose opening bracket comes next: its size.
    pub(super) fn class(&mut self) -> Result<usize, SyntaxError> {
        let start = self.cursor.at();
        let mut size = CLASS_SIZE;
        self.cursor.bump();
        self.cursor.eat("^");
        loop {
            if self.cursor.eat("]") {
                return Ok(size);
            }
            if self.cursor.looking_at("\\p") || self.cursor.looking_at("\\P") {
                size += PROPERTY_SIZE;
            }
            if self.cursor.done() {
                let error = SyntaxError::new(start..start + 1, "this regex class is not closed");
                return Err(error.help("write `\\[` for the character itself"));
            }
            let from_start = self.cursor.at();
            let from = self.class_character()?;
            if !self.cursor.looking_at("-") || self.cursor.looking_at("-]") {
                continue;
            }
            self.cursor.bump();
            if self.cursor.done() {
                continue;
            }
            let to = self.class_character()?;
            if let (Some(from), Some(to)) = (from, to)
                && from > to
            {
                return Err(SyntaxError::new(
                    self.cursor.range(from_start),
                    "the ends of this range are out of order",
                ));
            }
        }
    }

    /// One member of a class: the character, or nothing where it is a set of them.
    fn class_character(&mut self) -> Result<Option<char>, SyntaxError> {
        let start = self.cursor.at();
        if self.cursor.looking_at("[:") && self.posix() {
            return Err(SyntaxError::new(
                self.cursor.range(start),
                "POSIX classes are not part of ECMA-262",
            )
            .help("write the characters out, as in `a-z`"));
        }
        if self.cursor.peek() != Some('\\') {
            return Ok(self.cursor.bump());
        }
        match self.cursor.peek_second() {
            Some('b') => {
                self.cursor.eat("\\b");
                Ok(Some('\u{8}'))
            }
            Some('-') => {
                self.cursor.eat("\\-");
                Ok(Some('-'))
            }
            _ => self.character_escape(),
        }
    }

    /// Whether `[:name:]` stands here; moves behind it if so.
    fn posix(&mut self) -> bool {
        let start = self.cursor.at();
        self.cursor.eat("[:");
        self.cursor.eat("^");
        let name = self.cursor.take_while(|c| c.is_ascii_lowercase());
        let found = !name.is_empty() && self.cursor.eat(":]");
        if !found {
            self.cursor.set(start);
        }
        found
    }
}
