//! What belongs to XPath 2.0 and later, so that it can be refused by name.

use std::ops::Range;

use super::{
    functions,
    grammar::{Reader, is_name_char},
};
use crate::expression::{SyntaxError, nearest::nearest};

/// Operators of later versions that are words.
const LATER_WORDS: [&str; 17] = [
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "to",
    "is",
    "idiv",
    "union",
    "intersect",
    "except",
    "instance",
    "cast",
    "castable",
    "treat",
    "return",
];

/// Node tests that look like function calls.
pub(super) const LATER_NODE_TYPES: [&str; 6] = [
    "element",
    "attribute",
    "document-node",
    "schema-element",
    "schema-attribute",
    "item",
];

impl Reader<'_> {
    /// `for $x in …`, `if (…) then …` and the like where an expression begins.
    pub(super) fn later_clause(&self) -> Result<(), SyntaxError> {
        let mut ahead = self.cursor.clone();
        let start = ahead.at();
        let word = ahead.take_while(is_name_char);
        let span = ahead.range(start);
        ahead.skip_space();
        let found = match word {
            "for" | "some" | "every" | "let" => ahead.looking_at("$"),
            "if" => ahead.looking_at("("),
            "map" | "array" | "function" => ahead.looking_at("{"),
            _ => false,
        };
        if found {
            return Err(later(span, &format!("`{word}`")));
        }
        Ok(())
    }

    /// Operators of later versions after an operand.
    pub(super) fn later_operator(&self) -> Result<(), SyntaxError> {
        let mut ahead = self.cursor.clone();
        let start = ahead.at();
        for symbol in ["||", "=>", "<<", ">>", ":="] {
            if ahead.eat(symbol) {
                return Err(later(ahead.range(start), &format!("`{symbol}`")));
            }
        }
        if ahead.eat("==") {
            let error = SyntaxError::new(ahead.range(start), "XPath compares with a single `=`");
            return Err(error.replace_by("="));
        }
        if ahead.looking_at("!") && !ahead.looking_at("!=") {
            return Err(later(ahead.next_range(), "`!`"));
        }
        let word = ahead.take_while(is_name_char);
        if LATER_WORDS.contains(&word) {
            return Err(later(ahead.range(start), &format!("`{word}`")));
        }
        Ok(())
    }
}

/// The error for `what`, which XPath 1.0 does not have.
pub(super) fn later(span: Range<usize>, what: &str) -> SyntaxError {
    SyntaxError::new(span, format!("{what} is not supported: XPath 1.0 only"))
}

pub(super) fn unknown_function(span: Range<usize>, name: &str) -> SyntaxError {
    if functions::is_later(name) {
        let error = later(span, &format!("`{name}()`"));
        return match name {
            "matches" => error.help("use a criterion of type `regex`, or `contains()`"),
            "exists" => error.help("a path alone is true if it selects something"),
            "empty" => error.help("write `not(…)`").replace_by("not"),
            _ => error,
        };
    }
    let error = SyntaxError::new(
        span,
        format!("XPath 1.0 has no function `{name}` that works here"),
    );
    match nearest(name, &functions::names()) {
        Some(meant) => error
            .help(format!("did you mean `{meant}`?"))
            .replace_by(meant),
        None => error,
    }
}
