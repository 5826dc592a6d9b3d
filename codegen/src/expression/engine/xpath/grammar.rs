//! The grammar of XPath 1.0, read by recursive descent.

use std::ops::Range;

use super::functions;
use crate::expression::{
    SyntaxError, cursor::Cursor, engine::jsonpath::MAX_DEPTH, nearest::nearest,
};

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

const NODE_TYPES: [&str; 4] = ["comment", "text", "processing-instruction", "node"];

const LATER_NODE_TYPES: [&str; 6] = [
    "element",
    "attribute",
    "document-node",
    "schema-element",
    "schema-attribute",
    "item",
];

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
    cursor: Cursor<'a>,
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

    fn expression(&mut self) -> Result<(), SyntaxError> {
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

    fn literal(&mut self) -> Result<(), SyntaxError> {
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

    fn steps(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.step()?;
            self.predicates()?;
            if !self.slash()? {
                return Ok(());
            }
        }
    }

    /// Eats `/` or `//` and the space after it.
    fn slash(&mut self) -> Result<bool, SyntaxError> {
        let found = self.cursor.eat("//") || self.cursor.eat("/");
        if found {
            self.space()?;
        }
        Ok(found)
    }

    fn starts_step(&self) -> bool {
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

    fn predicates(&mut self) -> Result<(), SyntaxError> {
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

    fn close(&mut self, opened: usize, bracket: &str) -> Result<(), SyntaxError> {
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

    fn enter(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.cursor.error("this XPath expression nests too deep"));
        }
        Ok(())
    }

    fn space(&mut self) -> Result<(), SyntaxError> {
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

    /// `for $x in …`, `if (…) then …` and the like where an expression begins.
    fn later_clause(&self) -> Result<(), SyntaxError> {
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
    fn later_operator(&self) -> Result<(), SyntaxError> {
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

fn later(span: Range<usize>, what: &str) -> SyntaxError {
    SyntaxError::new(span, format!("{what} is not supported: XPath 1.0 only"))
}

fn unknown_function(span: Range<usize>, name: &str) -> SyntaxError {
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

fn is_name_first(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}')
}
