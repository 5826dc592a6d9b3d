//! The state of a parser of expressions, and what all its parts look at.

use super::{Spanned, SyntaxError, access::EVERY, cursor::Cursor, fix::Deviations, names::Names};

/// Where an expression stands decides where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is all there is.
    Value,
    /// White space, operators and brackets end it (decision D-10).
    Condition,
}

pub(super) struct Parser<'a> {
    pub(super) names: &'a Names,
    pub(super) cursor: Cursor<'a>,
    pub(super) place: Place,
    pub(super) deviations: Deviations,
}

impl Parser<'_> {
    pub(super) fn named(&self, start: usize, what: &str) -> Result<Spanned<String>, SyntaxError> {
        let name = self.cursor.since(start);
        if name.is_empty() {
            return Err(self.cursor.expected(what));
        }
        Ok(Spanned {
            value: name.to_owned(),
            span: self.cursor.range(start),
        })
    }

    pub(super) fn dot(&mut self, after: &str, what: &str) -> Result<(), SyntaxError> {
        if self.cursor.eat(".") {
            return Ok(());
        }
        Err(self
            .cursor
            .expected(&format!("`.` and {what} after `{after}`")))
    }

    /// Whether an operator of conditions stands here that token characters could make up.
    pub(super) fn at_operator(&self) -> bool {
        self.place == Place::Condition
            && ["!=", "&&", "||"]
                .iter()
                .any(|operator| self.cursor.looking_at(operator))
    }

    /// Whether `next` ends a name or a pointer that is all of a value.
    pub(super) fn at_end(&self, next: char) -> bool {
        next.is_control() || is_brace(next) || self.cursor.looking_at(EVERY)
    }

    /// Whether an expression in a condition ends here (decision D-10).
    pub(super) fn at_stop(&self) -> bool {
        self.at_operator()
            || self
                .cursor
                .peek()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '=' | '<' | '>' | ')' | '[' | ']'))
    }
}

pub(super) fn is_brace(c: char) -> bool {
    matches!(c, '{' | '}')
}

/// Names of inputs and outputs may hold dots and dashes.
pub(super) fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// `tchar` of RFC 9110, section 5.6.2.
pub(super) fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}
