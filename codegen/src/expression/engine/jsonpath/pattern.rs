//! Patterns of `match()` and `search()` (RFC 9535, sections 2.4.6 and 2.4.7): I-Regexp (RFC 9485), and what the runtime's
//! engine takes beyond it.
//!
//! A pattern that is neither makes the function false whatever it is asked about, and nobody is told when it runs.

use std::ops::Range;

use super::reader::Reader;
use crate::expression::{SyntaxError, cursor::Cursor};

impl Reader<'_> {
    /// Checks a pattern that is written out: `argument` is its literal with the quotes. What is computed is known later.
    pub(super) fn pattern(&self, argument: &Range<usize>) -> Result<(), SyntaxError> {
        let content = argument.start + 1..argument.end.saturating_sub(1);
        let written = self.text.get(content.clone());
        let quoted = self.text.get(argument.clone());
        let (Some(written), true) = (
            written,
            quoted.is_some_and(|text| text.starts_with(['\'', '"'])),
        ) else {
            return Ok(());
        };
        let Some(pattern) = unescaped(written) else {
            return Ok(());
        };
        check_pattern(&pattern).map_err(|error| {
            let Range { start, end } = error.span;
            // Where escapes stand in it, its bytes are not those of the text.
            let span = match pattern == written {
                true => content.start + start..content.start + end,
                false => content,
            };
            let message = format!("this pattern never matches: {}", error.message);
            SyntaxError {
                span,
                message,
                ..error
            }
        })
    }
}

/// The string that a literal of JSONPath, here without its quotes, stands for.
fn unescaped(written: &str) -> Option<String> {
    let mut json = String::from('"');
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => match letters.next()? {
                '\'' => json.push('\''),
                escaped => json.extend(['\\', escaped]),
            },
            other => json.push(other),
        }
    }
    json.push('"');
    serde_json::from_str(&json).ok()
}

fn check_pattern(pattern: &str) -> Result<(), SyntaxError> {
    let mut checker = Checker {
        cursor: Cursor::new(pattern),
        open: Vec::new(),
        repeatable: false,
    };
    while checker.piece()? {}
    match checker.open.pop() {
        Some(open) => Err(plain(open, "this parenthesis is not closed", '(')),
        None => Ok(()),
    }
}

struct Checker<'a> {
    cursor: Cursor<'a>,
    /// The parentheses that are not closed yet.
    open: Vec<Range<usize>>,
    /// Whether a quantifier has something to repeat.
    repeatable: bool,
}

impl Checker<'_> {
    /// Reads the next piece; nothing is left after the last.
    fn piece(&mut self) -> Result<bool, SyntaxError> {
        let at = self.cursor.next_range();
        match self.cursor.peek() {
            None => return Ok(false),
            Some('(') => return self.group(),
            Some(')') => {
                if self.open.pop().is_none() {
                    return Err(plain(at, "no parenthesis is open here", ')'));
                }
                self.cursor.bump();
            }
            Some('|') => {
                self.cursor.bump();
                self.repeatable = false;
                return Ok(true);
            }
            Some(sign @ ('*' | '+' | '?' | '{')) => {
                if !self.repeatable {
                    return Err(plain(at, "this quantifier has nothing to repeat", sign));
                }
                self.cursor.bump();
                if sign == '{' {
                    self.counted(at.start)?;
                }
                self.cursor.eat("?");
            }
            Some('[') => self.class()?,
            Some('\\') => drop(self.escape(false)?),
            Some(_) => drop(self.cursor.bump()),
        }
        self.repeatable = true;
        Ok(true)
    }

    /// `(`, and what follows it up to what it groups. Nothing more is asked after the flag that ignores white space.
    fn group(&mut self) -> Result<bool, SyntaxError> {
        let start = self.cursor.at();
        self.cursor.bump();
        let opened = self.cursor.range(start);
        self.repeatable = false;
        let named = ["?P<", "?<"];
        if !self.cursor.looking_at("?") {
            self.open.push(opened);
            return Ok(true);
        }
        let around = ["?=", "?!", "?<=", "?<!"];
        if around.iter().any(|sign| self.cursor.eat(sign)) {
            let message = "look-around is not part of I-Regexp";
            return Err(SyntaxError::new(self.cursor.range(start), message));
        }
        if named.iter().any(|sign| self.cursor.eat(sign)) {
            self.cursor.take_while(|letter| letter != '>');
            self.cursor.eat(">");
            self.open.push(opened);
            return Ok(true);
        }
        self.cursor.bump();
        let flags = self.cursor.take_while(|letter| "imsUuxR-".contains(letter));
        let white_space = flags.split('-').next().is_some_and(|on| on.contains('x'));
        if self.cursor.eat(":") {
            self.open.push(opened);
        } else if flags.is_empty() || !self.cursor.eat(")") {
            let message = "no group begins like this in I-Regexp";
            return Err(SyntaxError::new(self.cursor.range(start), message));
        }
        if white_space {
            self.open.clear();
        }
        Ok(!white_space)
    }

    /// `2}`, `2,}` or `2,3}`.
    fn counted(&mut self, start: usize) -> Result<(), SyntaxError> {
        let least = self.number();
        let most = match self.cursor.eat(",") {
            true => self.number(),
            false => least,
        };
        if least.is_none() || !self.cursor.eat("}") {
            let message = "this brace begins no quantifier";
            return Err(plain(start..start + 1, message, '{'));
        }
        if most.is_some() && most < least {
            let message = "the numbers of this quantifier are out of order";
            return Err(SyntaxError::new(self.cursor.range(start), message));
        }
        Ok(())
    }

    fn number(&mut self) -> Option<u32> {
        self.cursor.take_while(char::is_whitespace);
        let digits = self.cursor.take_while(|letter| letter.is_ascii_digit());
        self.cursor.take_while(char::is_whitespace);
        digits.parse().ok()
    }

    /// `[…]`, in which classes may stand.
    fn class(&mut self) -> Result<(), SyntaxError> {
        let mut open = vec![self.opened()];
        while let Some(innermost) = open.last().cloned() {
            let start = self.cursor.at();
            match self.cursor.peek() {
                None => return Err(plain(innermost, "this class is not closed", '[')),
                Some(']') => {
                    self.cursor.bump();
                    open.pop();
                }
                Some('[') if !self.posix() => open.push(self.opened()),
                Some('[') => {}
                Some('&') if self.cursor.eat("&&") => {}
                Some('-') if self.cursor.eat("--") => {}
                Some('~') if self.cursor.eat("~~") => {}
                Some(_) => self.range_of_characters(start)?,
            }
        }
        Ok(())
    }

    /// `[`, and what stands for itself behind it.
    fn opened(&mut self) -> Range<usize> {
        let start = self.cursor.at();
        self.cursor.bump();
        let bracket = self.cursor.range(start);
        self.cursor.eat("^");
        let dashes = self.cursor.take_while(|letter| letter == '-');
        if dashes.is_empty() {
            self.cursor.eat("]");
        }
        bracket
    }

    /// `a`, or `a-z`.
    fn range_of_characters(&mut self, start: usize) -> Result<(), SyntaxError> {
        let from = self.character()?;
        let single = ["-]", "--"];
        if single.iter().any(|end| self.cursor.looking_at(end)) || !self.cursor.eat("-") {
            return Ok(());
        }
        if self.cursor.done() {
            return Ok(());
        }
        let to = self.character()?;
        let message = match (from, to) {
            (Some(from), Some(to)) if from <= to => return Ok(()),
            (Some(_), Some(_)) => "the ends of this range are out of order",
            _ => "the ends of a range must be characters",
        };
        let error = SyntaxError::new(self.cursor.range(start), message);
        Err(error.help("a `-` for itself stands first or last in a class"))
    }

    /// A member of a class: nothing where it is a set of characters.
    fn character(&mut self) -> Result<Option<char>, SyntaxError> {
        match self.cursor.peek() {
            Some('\\') => self.escape(true),
            _ => Ok(self.cursor.bump()),
        }
    }

    /// Whether `[:name:]` stands here; moves behind it if so.
    fn posix(&mut self) -> bool {
        let start = self.cursor.at();
        self.cursor.eat("[:");
        self.cursor.eat("^");
        let name = self.cursor.take_while(|letter| letter.is_ascii_lowercase());
        let found = !name.is_empty() && self.cursor.eat(":]");
        if !found {
            self.cursor.set(start);
        }
        found
    }

    /// An escape: the character, or nothing where it stands for a set of them or for a place.
    fn escape(&mut self, in_class: bool) -> Result<Option<char>, SyntaxError> {
        let start = self.cursor.at();
        self.cursor.bump();
        let letter = self.cursor.bump();
        let message = match letter {
            None => "nothing follows this backslash".to_owned(),
            Some('d' | 'D' | 's' | 'S' | 'w' | 'W') => return Ok(None),
            Some('b' | 'B' | 'A' | 'z' | '<' | '>') if !in_class => return Ok(None),
            Some('p' | 'P') => return self.property(start),
            Some(size @ ('x' | 'u' | 'U')) => return self.code_point(start, size).map(Some),
            Some('a') => return Ok(Some('\u{7}')),
            Some('f') => return Ok(Some('\u{c}')),
            Some('n') => return Ok(Some('\n')),
            Some('r') => return Ok(Some('\r')),
            Some('t') => return Ok(Some('\t')),
            Some('v') => return Ok(Some('\u{b}')),
            Some(letter) if escapable(letter) => return Ok(Some(letter)),
            Some(digit) if digit.is_ascii_digit() => {
                "back references are not part of I-Regexp".to_owned()
            }
            Some(letter) => format!("`\\{letter}` is no escape of I-Regexp"),
        };
        Err(SyntaxError::new(self.cursor.range(start), message))
    }

    /// `L` or `{Name}`. Which names there are is left to the engine.
    fn property(&mut self, start: usize) -> Result<Option<char>, SyntaxError> {
        let closed = match self.cursor.eat("{") {
            true => {
                self.cursor.take_while(|letter| letter != '}');
                self.cursor.eat("}")
            }
            false => self.cursor.bump().is_some(),
        };
        match closed {
            true => Ok(None),
            false => {
                let message = "the name of a property must follow";
                Err(SyntaxError::new(self.cursor.range(start), message))
            }
        }
    }

    /// Two, four or eight hexadecimal digits, or any number in braces.
    fn code_point(&mut self, start: usize, size: char) -> Result<char, SyntaxError> {
        let braces = self.cursor.eat("{");
        let mut left = match (braces, size) {
            (true, _) => usize::MAX,
            (_, 'x') => 2,
            (_, 'u') => 4,
            _ => 8,
        };
        let digits = self.cursor.take_while(|letter| {
            let digit = left > 0 && letter.is_ascii_hexdigit();
            left = left.saturating_sub(usize::from(digit));
            digit
        });
        let value = u32::from_str_radix(digits, 16).ok();
        let whole = match braces {
            true => self.cursor.eat("}"),
            false => left == 0,
        };
        match value.and_then(char::from_u32) {
            Some(value) if whole => Ok(value),
            _ => {
                let message = "this is no code point";
                Err(SyntaxError::new(self.cursor.range(start), message))
            }
        }
    }
}

/// What a backslash may stand before without giving it a meaning.
fn escapable(letter: char) -> bool {
    letter.is_ascii() && !letter.is_ascii_alphanumeric() && !matches!(letter, '<' | '>')
}

/// An error about a character that means itself in brackets.
fn plain(span: Range<usize>, message: &str, letter: char) -> SyntaxError {
    let error = SyntaxError::new(span, message);
    match letter {
        '[' => error.help("write `\\\\[` for the character itself"),
        _ => error.help(format!("write `[{letter}]` for the character itself")),
    }
}

#[cfg(test)]
mod tests;
