//! Queries of JSONPath: segments and selectors (RFC 9535, sections 2.3 and 2.5).

use super::tree::{Segment, Selector, unquoted};
use crate::expression::{Expression, Spanned, SyntaxError, cursor::Cursor, fix::Fix};

/// How deep brackets and parentheses may nest; the runtime goes two levels deeper.
pub(in crate::expression::engine) const MAX_DEPTH: usize = 14;

/// What else than RFC 9535 is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Rfc9535,
    /// `draft-goessner-dispatch-jsonpath-00`
    Draft,
    /// A logical expression about the root.
    Test,
    /// RFC 9535, and what can only mean a count of nodes (decision D-62).
    Counting,
}

impl Dialect {
    /// Whether names and operators are those of RFC 9535.
    pub(super) fn is_standard(self) -> bool {
        matches!(self, Self::Rfc9535 | Self::Counting)
    }
}

/// Reads queries and logical expressions, collecting what must be rewritten to make them RFC 9535.
pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) text: &'a str,
    pub(super) dialect: Dialect,
    pub(super) fixes: Vec<Fix>,
    /// Runtime expressions that stand for a value.
    pub(super) values: Vec<Spanned<Expression>>,
    /// How many filters are open.
    pub(super) filters: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Reads `text` without the white space around it.
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Self {
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len().max(start);
        Self {
            cursor: Cursor::window(text, start..end),
            text,
            dialect,
            fixes: Vec::new(),
            values: Vec::new(),
            filters: 0,
            depth: 0,
        }
    }

    pub(super) fn blank(&mut self) {
        self.cursor
            .take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
    }

    pub(super) fn enter(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.cursor.error("this JSONPath nests too deep"));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Reads the segments after `$` or `@`.
    pub(super) fn segments(&mut self) -> Result<Vec<Segment>, SyntaxError> {
        let mut segments = Vec::new();
        loop {
            let before = self.cursor.at();
            self.blank();
            let start = self.cursor.at();
            if start > before && self.cursor.looking_at("..") {
                // allowed by the grammar, but not by the runtime's engine
                let span = self.cursor.range(before);
                let error = SyntaxError::new(span, "white space before `..` is not supported");
                return Err(error.replace_by(""));
            }
            let descendants = self.cursor.eat("..");
            let selectors = if descendants {
                match self.cursor.peek() {
                    Some('[') => self.bracketed()?,
                    _ => vec![self.wildcard_or_name(self.cursor.at())?],
                }
            } else if self.cursor.eat(".") {
                vec![self.wildcard_or_name(start)?]
            } else if self.cursor.looking_at("[") {
                self.bracketed()?
            } else {
                self.cursor.set(before);
                return Ok(segments);
            };
            segments.push(Segment {
                descendants,
                selectors,
                span: self.cursor.range(start),
            });
        }
    }

    /// What follows `.` or `..`. `start` is where brackets would have to begin.
    fn wildcard_or_name(&mut self, start: usize) -> Result<Spanned<Selector>, SyntaxError> {
        let name_start = self.cursor.at();
        if self.cursor.eat("*") {
            return Ok(Spanned {
                value: Selector::Several,
                span: self.cursor.range(name_start),
            });
        }
        if !self.cursor.peek().is_some_and(is_name_first) {
            let error = self.cursor.expected("a member's name or `*`");
            return Err(error.help("other names stand in brackets and quotes: `['name']`"));
        }
        self.cursor.take_while(is_name_char);
        if self.cursor.looking_at("-") {
            self.hyphened(start, name_start)?;
        }
        Ok(Spanned {
            value: Selector::Name(self.cursor.since(name_start).to_owned()),
            span: self.cursor.range(name_start),
        })
    }

    /// The rest of a name with `-`, which dots cannot lead to.
    fn hyphened(&mut self, start: usize, name_start: usize) -> Result<(), SyntaxError> {
        self.cursor.take_while(|c| is_name_char(c) || c == '-');
        let name = self.cursor.since(name_start);
        let fix = Fix {
            span: self.cursor.range(start),
            replacement: format!("['{name}']"),
            why: "names with `-` stand in brackets and quotes",
        };
        if self.dialect.is_standard() {
            let error = SyntaxError::new(fix.span, fix.why);
            return Err(error.replace_by(fix.replacement));
        }
        self.fixes.push(fix);
        Ok(())
    }

    /// `[…]`
    fn bracketed(&mut self) -> Result<Vec<Spanned<Selector>>, SyntaxError> {
        let start = self.cursor.at();
        self.enter()?;
        self.cursor.bump();
        let mut selectors = Vec::new();
        loop {
            self.blank();
            let first = self.cursor.at();
            let value = self.selector()?;
            let span = self.cursor.range(first);
            selectors.push(Spanned { value, span });
            self.blank();
            if self.cursor.eat(",") {
                continue;
            } else if self.cursor.eat("]") {
                self.leave();
                return Ok(selectors);
            } else if self.cursor.done() {
                let open = SyntaxError::new(start..start + 1, "this bracket is not closed");
                return Err(open);
            } else {
                return Err(self.cursor.expected("`,` or `]`"));
            }
        }
    }

    fn selector(&mut self) -> Result<Selector, SyntaxError> {
        let start = self.cursor.at();
        match self.cursor.peek() {
            Some('\'' | '"') => {
                self.string()?;
                Ok(Selector::Name(unquoted(self.cursor.since(start))))
            }
            Some('*') => {
                self.cursor.bump();
                Ok(Selector::Several)
            }
            Some('?') => {
                self.cursor.bump();
                self.blank();
                self.filters += 1;
                let filter = self.logical()?;
                self.filters -= 1;
                Ok(Selector::Filter(Box::new(filter)))
            }
            Some(c) if c == '-' || c == ':' || c.is_ascii_digit() => self.index_or_slice(),
            Some('(') => Err(self.script()),
            Some(c) if is_name_first(c) => {
                let name = self.cursor.take_while(|c| is_name_char(c) || c == '-');
                let error =
                    SyntaxError::new(self.cursor.range(start), "a name in brackets needs quotes");
                Err(error.replace_by(format!("'{name}'")))
            }
            _ => Err(self
                .cursor
                .expected("a selector: a name in quotes, an index, `*` or `?`")),
        }
    }

    /// `[(@.length-1)]`: computed selectors do not exist in RFC 9535.
    fn script(&mut self) -> SyntaxError {
        let start = self.cursor.at();
        let script = self.cursor.take_while(|c| c != ')').to_owned();
        self.cursor.eat(")");
        let span = self.cursor.range(start);
        let error = SyntaxError::new(span, "script expressions are not supported");
        let plain: String = script.chars().filter(|c| !c.is_whitespace()).collect();
        match plain.strip_prefix("(@.length-") {
            Some(back) if !back.is_empty() && back.chars().all(|c| c.is_ascii_digit()) => error
                .help("negative indexes count from the end")
                .replace_by(format!("-{}", back.trim_start_matches('0'))),
            _ => error,
        }
    }

    fn index_or_slice(&mut self) -> Result<Selector, SyntaxError> {
        let start = self.cursor.at();
        if !self.cursor.looking_at(":") {
            self.integer()?;
        }
        let end = self.cursor.at();
        let index = self.cursor.since(start).parse();
        self.blank();
        if !self.cursor.eat(":") {
            self.cursor.set(end);
            return Ok(index.map_or(Selector::Several, Selector::Index));
        }
        self.slice_part()?;
        if self.cursor.eat(":") {
            self.slice_part()?;
        }
        Ok(Selector::Several)
    }

    /// An optional integer with blanks around it.
    fn slice_part(&mut self) -> Result<(), SyntaxError> {
        self.blank();
        if self
            .cursor
            .peek()
            .is_some_and(|c| c == '-' || c.is_ascii_digit())
        {
            self.integer()?;
            self.blank();
        }
        Ok(())
    }
}

pub(super) fn is_name_first(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

pub(super) fn is_name_char(c: char) -> bool {
    is_name_first(c) || c.is_ascii_digit()
}
