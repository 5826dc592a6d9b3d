//! Logical expressions of JSONPath (RFC 9535, sections 2.3.5 and 2.4).

use std::ops::Range;

use super::reader::{Dialect, Reader};
use crate::expression::{
    Spanned, SyntaxError,
    fix::{Deviations, Fix},
    parse::{Parser, Place},
    roots::known_root,
};

/// What a piece of a logical expression can be used for.
enum Term {
    /// A literal, or a runtime expression that stands for one.
    Literal,
    Query {
        singular: bool,
        start: usize,
        length: Option<Range<usize>>,
    },
    /// `length()`, `count()`, `value()`
    ValueFunction,
    /// `match()`, `search()`
    LogicalFunction,
}

impl Reader<'_> {
    /// `a && b || !c`, without white space around it.
    pub(super) fn logical(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.basic()?;
            let end = self.cursor.at();
            self.blank();
            if !(self.cursor.eat("&&") || self.cursor.eat("||")) {
                self.cursor.set(end);
                return Ok(());
            }
            self.blank();
        }
    }

    /// A comparison, a test, or something in parentheses.
    fn basic(&mut self) -> Result<(), SyntaxError> {
        let negated = self.cursor.eat("!");
        if negated {
            self.blank();
        }
        if self.cursor.looking_at("(") {
            return self.parentheses();
        }
        let start = self.cursor.at();
        let left = self.term()?;
        let left_span = self.cursor.range(start);
        let end = self.cursor.at();
        self.blank();
        if self.comparison_operator()? {
            if negated {
                let error =
                    SyntaxError::new(left_span, "`!` needs parentheses around a comparison");
                return Err(error.help("write `!(a == b)`"));
            }
            self.comparable(left, left_span)?;
            self.blank();
            let start = self.cursor.at();
            let right = self.term()?;
            let span = self.cursor.range(start);
            return self.comparable(right, span);
        }
        self.cursor.set(end);
        match left {
            Term::Query { .. } | Term::LogicalFunction => Ok(()),
            Term::Literal => Err(SyntaxError::new(left_span, "a literal alone tests nothing")),
            Term::ValueFunction => Err(SyntaxError::new(
                left_span,
                "the result of this function must be compared",
            )),
        }
    }

    fn parentheses(&mut self) -> Result<(), SyntaxError> {
        let start = self.cursor.at();
        self.enter()?;
        self.cursor.bump();
        self.blank();
        self.logical()?;
        self.blank();
        if self.cursor.done() {
            let span = start..start + 1;
            return Err(SyntaxError::new(span, "this parenthesis is not closed"));
        }
        if !self.cursor.eat(")") {
            return Err(self.cursor.expected("an operator or `)`"));
        }
        self.leave();
        Ok(())
    }

    /// Eats a comparison operator.
    fn comparison_operator(&mut self) -> Result<bool, SyntaxError> {
        let start = self.cursor.at();
        for (script, meant) in [("===", "=="), ("!==", "!=")] {
            if !self.cursor.eat(script) {
                continue;
            }
            let fix = Fix {
                span: self.cursor.range(start),
                replacement: meant.to_owned(),
                why: "JSONPath compares with `==` and `!=`",
            };
            if self.dialect == Dialect::Rfc9535 {
                return Err(SyntaxError::new(fix.span, fix.why).replace_by(meant));
            }
            self.fixes.push(fix);
            return Ok(true);
        }
        if ["==", "!=", "<=", ">=", "<", ">"]
            .iter()
            .any(|operator| self.cursor.eat(operator))
        {
            return Ok(true);
        }
        if self.cursor.looking_at("=~") {
            let error = self.cursor.error("`=~` is no operator of RFC 9535");
            return Err(error.help("write `match(@.name, 'pattern')` or `search(…)`"));
        }
        if self.cursor.looking_at("=") {
            let error = self.cursor.error("`=` is no operator of RFC 9535");
            return Err(error.help("write `==`").replace_by("=="));
        }
        Ok(false)
    }

    /// Checks that `term` can be compared; `.length` may become `length()`.
    fn comparable(&mut self, term: Term, span: Range<usize>) -> Result<(), SyntaxError> {
        match term {
            Term::Literal | Term::ValueFunction => Ok(()),
            Term::LogicalFunction => Err(SyntaxError::new(
                span,
                "the result of this function cannot be compared",
            )),
            Term::Query {
                singular: false, ..
            } => Err(SyntaxError::new(
                span,
                "only a query that selects one node at most can be compared",
            )
            .help("`count(…)` gives the number of nodes")),
            Term::Query { start, length, .. } => {
                self.measure(start, length);
                Ok(())
            }
        }
    }

    /// Turns `@.items.length` into `length(@.items)` where that is what it means.
    fn measure(&mut self, start: usize, length: Option<Range<usize>>) {
        let means_it = match self.dialect {
            Dialect::Rfc9535 => false,
            Dialect::Draft => true,
            Dialect::Test => self.filters == 0,
        };
        let Some(length) = length.filter(|_| means_it) else {
            return;
        };
        let why = "the number of elements is `length(…)`";
        self.fixes.push(Fix {
            span: start..start,
            replacement: "length(".to_owned(),
            why,
        });
        self.fixes.push(Fix {
            span: length,
            replacement: ")".to_owned(),
            why,
        });
    }

    /// A literal, a query or a function.
    fn term(&mut self) -> Result<Term, SyntaxError> {
        match self.cursor.peek() {
            Some('\'' | '"') => self.string().map(|()| Term::Literal),
            Some(c) if c == '-' || c.is_ascii_digit() => self.number().map(|()| Term::Literal),
            Some('@') => self.query(),
            Some('$') => self.root(),
            Some('{') if self.dialect == Dialect::Test => self.embedded(),
            Some(c) if c.is_ascii_alphabetic() => self.word(),
            _ => Err(self.cursor.expected("a query, a literal or a function")),
        }
    }

    fn query(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor.at();
        self.cursor.bump();
        let query = self.segments()?;
        Ok(Term::Query {
            singular: query.singular,
            start,
            length: query.length,
        })
    }

    /// `$`: the root, or in a test what becomes `@`, or a runtime expression.
    fn root(&mut self) -> Result<Term, SyntaxError> {
        if self.dialect != Dialect::Test {
            return self.query();
        }
        if known_root(self.cursor.rest()).is_some() {
            return self.runtime_expression();
        }
        if self.filters > 0 {
            let message = "`$` inside a filter cannot be kept when the test is rewritten";
            return Err(self.cursor.error(message));
        }
        self.fixes.push(Fix {
            span: self.cursor.next_range(),
            replacement: "@".to_owned(),
            why: "a JSONPath criterion is a query, not a test",
        });
        self.query()
    }

    /// `$inputs.x` as a value: it needs braces.
    fn runtime_expression(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor.at();
        let mut parser = Parser {
            cursor: self.cursor.clone(),
            place: Place::Condition,
            deviations: Deviations::Refuse,
        };
        let value = parser.expression()?;
        self.cursor.set(parser.cursor.at());
        let span = self.cursor.range(start);
        self.fixes.push(Fix {
            span: span.clone(),
            replacement: format!("{{{value}}}"),
            why: "an expression inside longer text needs braces",
        });
        self.values.push(Spanned { value, span });
        Ok(Term::Literal)
    }

    /// `{$inputs.x}` as a value.
    fn embedded(&mut self) -> Result<Term, SyntaxError> {
        self.cursor.bump();
        let start = self.cursor.at();
        self.cursor.take_while(|c| c != '}');
        let span = self.cursor.range(start);
        if !self.cursor.eat("}") {
            return Err(self.cursor.expected("`}` after the embedded expression"));
        }
        let inner = crate::expression::parse::within(self.text, span.clone(), Deviations::Refuse)?;
        self.values.push(Spanned {
            value: inner.0,
            span,
        });
        Ok(Term::Literal)
    }

    /// `true`, `false`, `null`, or a function with its arguments.
    fn word(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor.at();
        let word = self
            .cursor
            .take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        let span = self.cursor.range(start);
        if !self.cursor.looking_at("(") {
            return match word {
                "true" | "false" | "null" => Ok(Term::Literal),
                _ => Err(SyntaxError::new(
                    span,
                    format!("`{word}` is neither a literal nor a query"),
                )
                .help("strings stand in quotes, queries begin with `@` or `$`")),
            };
        }
        let arguments = self.arguments()?;
        let (count, nodes, result) = match word {
            "length" => (1, false, Term::ValueFunction),
            "count" | "value" => (1, true, Term::ValueFunction),
            "match" | "search" => (2, false, Term::LogicalFunction),
            _ => {
                let message = format!("RFC 9535 has no function `{word}`");
                let error = SyntaxError::new(span, message);
                return Err(error.help("it has `length`, `count`, `match`, `search` and `value`"));
            }
        };
        if arguments.len() != count {
            let message = format!(
                "`{word}` takes {count} argument{}",
                if count == 1 { "" } else { "s" }
            );
            return Err(SyntaxError::new(span, message));
        }
        if let ("match" | "search", Some((Term::Literal, pattern))) = (word, arguments.get(1)) {
            self.pattern(pattern)?;
        }
        for (argument, span) in arguments {
            let fits = match argument {
                Term::Query { singular, .. } => nodes || singular,
                Term::Literal | Term::ValueFunction => !nodes,
                Term::LogicalFunction => false,
            };
            if !fits {
                let wanted = if nodes { "a query" } else { "a single value" };
                let message = format!("`{word}` needs {wanted} here");
                return Err(SyntaxError::new(span, message));
            }
        }
        Ok(result)
    }

    fn arguments(&mut self) -> Result<Vec<(Term, Range<usize>)>, SyntaxError> {
        let start = self.cursor.at();
        self.enter()?;
        self.cursor.bump();
        let mut found = Vec::new();
        self.blank();
        if self.cursor.eat(")") {
            self.leave();
            return Ok(found);
        }
        loop {
            let argument_start = self.cursor.at();
            let argument = self.term()?;
            found.push((argument, self.cursor.range(argument_start)));
            self.blank();
            if self.cursor.eat(")") {
                self.leave();
                return Ok(found);
            }
            if self.cursor.done() {
                let span = start..start + 1;
                return Err(SyntaxError::new(span, "this parenthesis is not closed"));
            }
            if !self.cursor.eat(",") {
                return Err(self.cursor.expected("`,` or `)`"));
            }
            self.blank();
        }
    }
}
