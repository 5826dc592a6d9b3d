//! The grammar of XPath 1.0, read by recursive descent.

use super::{
    functions,
    later::{LATER_NODE_TYPES, later, unknown_function},
};
use crate::expression::{SyntaxError, cursor::Cursor, engine::jsonpath::MAX_DEPTH};

/// Node tests that look like function calls.
pub(super) const NODE_TYPES: [&str; 4] = ["comment", "text", "processing-instruction", "node"];

/// Binary operators from the weakest to the closest.
const LEVELS: [&[&str]; 7] = [
    &["or"],
    &["and"],
    &["=", "!="],
    &["<=", ">=", "<", ">"],
    &["+", "-"],
    &["*", "div", "mod"],
    &["|"],
];

/// How many operators an expression may have: the runtime's tree is as deep as there are.
const MAX_OPERATORS: usize = 200;

/// Above this level, `-` may precede an operand.
const UNARY_LEVEL: usize = 6;

pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    depth: usize,
    operators: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor::new(text),
            depth: 0,
            operators: 0,
        }
    }

    /// The whole text is one expression.
    pub(super) fn whole(&mut self) -> Result<(), SyntaxError> {
        self.space()?;
        if self.cursor.done() {
            let span = 0..self.cursor.end();
            return Err(SyntaxError::new(span, "this XPath expression is empty"));
        }
        self.expression()?;
        if self.cursor.done() {
            return Ok(());
        }
        Err(self.unexpected())
    }

    pub(super) fn expression(&mut self) -> Result<(), SyntaxError> {
        self.later_clause()?;
        self.binary(0)
    }

    /// Operands of `level` joined by its operators.
    fn binary(&mut self, level: usize) -> Result<(), SyntaxError> {
        let Some(operators) = LEVELS.get(level) else {
            return self.path();
        };
        if level == UNARY_LEVEL {
            while self.cursor.eat("-") {
                self.count()?;
                self.space()?;
            }
        }
        self.binary(level + 1)?;
        loop {
            self.later_operator()?;
            if !operators.iter().any(|operator| self.operator(operator)) {
                return Ok(());
            }
            self.count()?;
            self.space()?;
            if level == UNARY_LEVEL {
                self.path()?;
            } else {
                self.binary(level + 1)?;
            }
        }
    }

    fn count(&mut self) -> Result<(), SyntaxError> {
        self.operators += 1;
        if self.operators > MAX_OPERATORS {
            let message = "this XPath expression has too many operators";
            return Err(self.cursor.error(message));
        }
        Ok(())
    }

    /// Eats `operator` if it stands here, as a whole word if it is one.
    fn operator(&mut self, operator: &str) -> bool {
        let start = self.cursor.at();
        let word = operator.starts_with(|c: char| c.is_ascii_alphabetic());
        if word {
            let found = self.cursor.take_while(is_name_char) == operator;
            if !found {
                self.cursor.set(start);
            }
            return found;
        }
        self.cursor.eat(operator)
    }

    /// A location path, or a primary expression with predicates and steps after it.
    fn path(&mut self) -> Result<(), SyntaxError> {
        if self.cursor.looking_at("/") {
            let descendants = self.cursor.eat("//");
            if !descendants {
                self.cursor.bump();
            }
            self.space()?;
            if !descendants && !self.starts_step() {
                return Ok(());
            }
            return self.steps();
        }
        if !self.primary()? {
            return self.steps();
        }
        self.predicates()?;
        if self.slash()? { self.steps() } else { Ok(()) }
    }

    /// Reads a primary expression, if one stands here.
    fn primary(&mut self) -> Result<bool, SyntaxError> {
        match self.cursor.peek() {
            Some('(') => self.parentheses()?,
            Some('\'' | '"') => self.literal()?,
            Some('$') => {
                let start = self.cursor.at();
                self.cursor.bump();
                self.cursor.take_while(is_name_char);
                let span = self.cursor.range(start);
                return Err(SyntaxError::new(span, "XPath variables have no value here")
                    .help("embed a runtime expression instead: `{$inputs.name}`"));
            }
            Some('.')
                if self
                    .cursor
                    .peek_second()
                    .is_some_and(|c| c.is_ascii_digit()) =>
            {
                self.number()?;
            }
            Some(c) if c.is_ascii_digit() => self.number()?,
            Some(c) if is_name_first(c) && self.is_call() => self.call()?,
            _ => return Ok(false),
        }
        self.space()?;
        Ok(true)
    }

    fn parentheses(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        self.enter()?;
        self.cursor.bump();
        self.space()?;
        if self.cursor.eat(")") {
            return Err(later(self.cursor.range(start), "an empty sequence"));
        }
        self.expression()?;
        if self.cursor.looking_at(",") {
            return Err(later(self.cursor.next_range(), "a sequence"));
        }
        self.close(start, ")")
    }

    pub(super) fn literal(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        let quote = self.cursor.bump();
        self.cursor.take_while(|c| Some(c) != quote);
        if self.cursor.bump().is_none() {
            let span = self.cursor.range(start);
            return Err(SyntaxError::new(span, "this string is not closed"));
        }
        if self.cursor.peek() == quote {
            return Err(later(self.cursor.next_range(), "a doubled quote"));
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        self.cursor.take_while(|c| c.is_ascii_digit());
        if self.cursor.eat(".") {
            self.cursor.take_while(|c| c.is_ascii_digit());
        }
        let end = self.cursor.at();
        if self.cursor.take_while(is_name_char).is_empty() {
            return Ok(());
        }
        let word = self.cursor.since(end);
        if word.starts_with(['e', 'E']) && !["eq", "except"].contains(&word) {
            return Err(later(self.cursor.range(start), "a number with an exponent"));
        }
        self.cursor.set(end);
        Ok(())
    }

    /// Whether a name stands here that `(` follows, and that is no node type.
    fn is_call(&self) -> bool {
        let mut ahead = self.cursor.clone();
        let name = ahead.take_while(is_name_char);
        if ahead.looking_at("::") {
            return false;
        }
        if ahead.eat(":") {
            ahead.take_while(is_name_char);
        }
        ahead.skip_space();
        ahead.looking_at("(")
            && !ahead.looking_at("(:")
            && !NODE_TYPES.contains(&name)
            && !LATER_NODE_TYPES.contains(&name)
    }

    fn call(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        let name = self.cursor.take_while(is_name_char);
        let span = self.cursor.range(start);
        if self.cursor.looking_at(":") {
            self.cursor.bump();
            self.cursor.take_while(is_name_char);
            let span = self.cursor.range(start);
            return Err(later(span, "a function with a prefix"));
        }
        let Some((least, most)) = functions::arity(name) else {
            return Err(unknown_function(span, name));
        };
        self.space()?;
        let count = self.arguments()?;
        if (least..=most).contains(&count) {
            return Ok(());
        }
        let wanted = match (least, most) {
            (_, usize::MAX) => format!("at least {least} arguments"),
            _ if least == most && least == 1 => "1 argument".to_owned(),
            _ if least == most => format!("{least} arguments"),
            _ => format!("{least} or {most} arguments"),
        };
        let message = format!("`{name}` takes {wanted}, not {count}");
        Err(SyntaxError::new(span, message))
    }

    /// `(a, b)`: how many.
    fn arguments(&mut self) -> Result<usize, SyntaxError> {
        let start = self.cursor.at();
        self.enter()?;
        self.cursor.bump();
        self.space()?;
        let mut count = 0;
        if !self.cursor.looking_at(")") {
            loop {
                self.expression()?;
                count += 1;
                if !self.cursor.eat(",") {
                    break;
                }
                self.space()?;
            }
        }
        self.close(start, ")")?;
        Ok(count)
    }

    pub(super) fn close(&mut self, opened: usize, bracket: &str) -> Result<(), SyntaxError> {
        if self.cursor.eat(bracket) {
            self.depth -= 1;
            return self.space();
        }
        if self.cursor.done() {
            let span = opened..opened + 1;
            return Err(SyntaxError::new(span, "this bracket is not closed"));
        }
        Err(self.unexpected())
    }

    pub(super) fn enter(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.cursor.error("this XPath expression nests too deep"));
        }
        Ok(())
    }

    pub(super) fn space(&mut self) -> Result<(), SyntaxError> {
        self.cursor
            .take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
        if self.cursor.looking_at("(:") {
            return Err(later(self.cursor.next_range(), "a comment"));
        }
        Ok(())
    }

    fn unexpected(&self) -> SyntaxError {
        let error = self.cursor.expected("an operator or the end");
        match self.cursor.peek() {
            Some('=') => error.help("XPath compares with a single `=`"),
            Some('&') => error.help("write `and`"),
            _ => error,
        }
    }
}

pub(super) fn is_name_first(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

pub(super) fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}')
}
