//! Strings and numbers of JSONPath.

use super::reader::Reader;
use crate::expression::SyntaxError;

/// The largest integer that I-JSON can carry (RFC 9535, section 2.1).
const MAX_INTEGER: u64 = (1 << 53) - 1;

impl Reader<'_> {
    /// `'…'` or `"…"`, whose opening quote comes next.
    pub(super) fn string(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        let quote = self.cursor.bump();
        loop {
            let at = self.cursor.at();
            match self.cursor.bump() {
                None => {
                    let span = self.cursor.range(start);
                    return Err(SyntaxError::new(span, "this string is not closed"));
                }
                next if next == quote => return Ok(()),
                Some('\\') => self.escape(at, quote)?,
                Some(c) if c < ' ' => {
                    let span = self.cursor.range(at);
                    let error = SyntaxError::new(span, "control characters must be escaped");
                    return Err(error);
                }
                Some(_) => {}
            }
        }
    }

    fn escape(&mut self, start: usize, quote: Option<char>) -> Result<(), SyntaxError> {
        match self.cursor.bump() {
            Some('b' | 'f' | 'n' | 'r' | 't' | '/' | '\\') => return Ok(()),
            Some('u') => {
                let first = self.hex(start)?;
                if !(0xD800..0xE000).contains(&first) {
                    return Ok(());
                }
                if first < 0xDC00
                    && self.cursor.eat("\\u")
                    && (0xDC00..0xE000).contains(&self.hex(start)?)
                {
                    return Ok(());
                }
                let span = self.cursor.range(start);
                return Err(SyntaxError::new(span, "this is half a surrogate pair"));
            }
            next if next.is_some() && next == quote => return Ok(()),
            _ => {}
        }
        let span = self.cursor.range(start);
        Err(SyntaxError::new(
            span,
            "this is no escape of JSONPath strings",
        ))
    }

    fn hex(&mut self, start: usize) -> Result<u32, SyntaxError> {
        let mut value = 0;
        for _ in 0..4 {
            let Some(digit) = self.cursor.peek().and_then(|c| c.to_digit(16)) else {
                let span = self.cursor.range(start);
                let message = "four hexadecimal digits must follow `\\u`";
                return Err(SyntaxError::new(span, message));
            };
            self.cursor.bump();
            value = value * 16 + digit;
        }
        Ok(value)
    }

    /// An integer without leading zeros, in the range of I-JSON.
    pub(super) fn integer(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        let negative = self.cursor.eat("-");
        let digits = self.cursor.take_while(|c| c.is_ascii_digit());
        let span = self.cursor.range(start);
        if digits.is_empty() {
            return Err(self.cursor.expected("a digit"));
        }
        if digits.starts_with('0') && (digits.len() > 1 || negative) {
            return Err(SyntaxError::new(span, "an integer has no leading zeros"));
        }
        match digits.parse::<u64>() {
            Ok(value) if value <= MAX_INTEGER => Ok(()),
            _ => Err(SyntaxError::new(span, "this integer is too large")),
        }
    }

    /// A number literal: as in JSON.
    pub(super) fn number(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        self.cursor.eat("-");
        let digits = self.cursor.take_while(|c| c.is_ascii_digit());
        let mut valid = !digits.is_empty() && (digits == "0" || !digits.starts_with('0'));
        if self.cursor.eat(".") {
            valid &= !self.cursor.take_while(|c| c.is_ascii_digit()).is_empty();
        }
        if self.cursor.eat("e") || self.cursor.eat("E") {
            if !self.cursor.eat("-") {
                self.cursor.eat("+");
            }
            valid &= !self.cursor.take_while(|c| c.is_ascii_digit()).is_empty();
        }
        if valid {
            return Ok(());
        }
        let span = self.cursor.range(start);
        Err(SyntaxError::new(span, "numbers are written as in JSON"))
    }
}
