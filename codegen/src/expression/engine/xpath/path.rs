//! Location paths of XPath 1.0: steps, axes, node tests, predicates.

use super::{
    grammar::{NODE_TYPES, Reader, is_name_char, is_name_first},
    later::later,
};
use crate::expression::{SyntaxError, nearest::nearest};

const AXES: [&str; 13] = [
    "ancestor",
    "ancestor-or-self",
    "attribute",
    "child",
    "descendant",
    "descendant-or-self",
    "following",
    "following-sibling",
    "namespace",
    "parent",
    "preceding",
    "preceding-sibling",
    "self",
];

impl Reader<'_> {
    /// Steps joined by `/` and `//`.
    pub(super) fn steps(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.step()?;
            self.predicates()?;
            if !self.slash()? {
                return Ok(());
            }
        }
    }

    /// Eats `/` or `//` and the space after it.
    pub(super) fn slash(&mut self) -> Result<bool, SyntaxError> {
        let found = self.cursor.eat("//") || self.cursor.eat("/");
        if found {
            self.space()?;
        }
        Ok(found)
    }

    pub(super) fn starts_step(&self) -> bool {
        self.cursor
            .peek()
            .is_some_and(|c| is_name_first(c) || matches!(c, '*' | '@' | '.' | '('))
    }

    fn step(&mut self) -> Result<(), SyntaxError> {
        if self.cursor.eat("..") || self.cursor.eat(".") {
            return self.space();
        }
        if self.cursor.looking_at("(") {
            return Err(later(self.cursor.next_range(), "a step in parentheses"));
        }
        if self.cursor.eat("@") {
            self.space()?;
        } else {
            self.axis()?;
        }
        self.node_test()
    }

    fn axis(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        let name = self.cursor.take_while(is_name_char);
        let span = self.cursor.range(start);
        self.space()?;
        if name.is_empty() || !self.cursor.eat("::") {
            self.cursor.set(start);
            return Ok(());
        }
        if !AXES.contains(&name) {
            let error = SyntaxError::new(span, format!("XPath has no axis `{name}`"));
            return Err(match nearest(name, &AXES) {
                Some(meant) => error.replace_by(meant),
                None => error,
            });
        }
        self.space()
    }

    fn node_test(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        if self.cursor.eat("*") {
            if self.cursor.looking_at(":") {
                self.cursor.bump();
                return Err(later(self.cursor.range(start), "a name in any namespace"));
            }
            return self.space();
        }
        if !self.cursor.peek().is_some_and(is_name_first) {
            let message =
                "a step: an element's name, `@` and an attribute's name, `*`, `.` or `..`";
            return Err(self.cursor.expected(message));
        }
        let name = self.cursor.take_while(is_name_char);
        let span = self.cursor.range(start);
        if self.cursor.looking_at(":") && !self.cursor.looking_at("::") {
            return Err(self.prefixed(start));
        }
        self.space()?;
        if !self.cursor.looking_at("(") {
            return Ok(());
        }
        if !NODE_TYPES.contains(&name) {
            return Err(later(span, "a function or node test as a step"));
        }
        let open = self.cursor.at();
        self.cursor.bump();
        self.space()?;
        if name == "processing-instruction" && matches!(self.cursor.peek(), Some('\'' | '"')) {
            self.literal()?;
            self.space()?;
        }
        if self.cursor.eat(")") {
            return self.space();
        }
        Err(SyntaxError::new(
            self.cursor.range(open),
            format!("`{name}()` takes no arguments"),
        ))
    }

    /// `prefix:name`, whose prefix nothing declares.
    fn prefixed(&mut self, start: usize) -> SyntaxError {
        self.cursor.bump();
        let local = self
            .cursor
            .take_while(|c| is_name_char(c) || c == '*')
            .to_owned();
        let error = SyntaxError::new(
            self.cursor.range(start),
            "nothing declares this namespace prefix",
        );
        if local.is_empty() || local == "*" {
            return error;
        }
        error
            .help("compare the local name")
            .replace_by(format!("*[local-name() = '{local}']"))
    }

    pub(super) fn predicates(&mut self) -> Result<(), SyntaxError> {
        while self.cursor.looking_at("[") {
            let start = self.cursor.at();
            self.enter()?;
            self.cursor.bump();
            self.space()?;
            self.expression()?;
            self.close(start, "]")?;
        }
        Ok(())
    }
}
