//! Logical expressions of JSONPath (RFC 9535, sections 2.3.5 and 2.4).

use std::ops::Range;

use serde_json::Value as Json;

use super::{
    reader::{Dialect, Reader},
    tree::{Logical, Path, Segment, Value, unquoted},
};
use crate::expression::{
    Comparison, Names, Spanned, SyntaxError,
    fix::{Deviations, Fix},
    parser::{Parser, Place},
    roots::known_root,
};

/// Why `.length` becomes `count()`.
pub(super) const COUNTED: &str = "the number of nodes that a query selects is `count(…)`";

impl Reader<'_> {
    /// `a && b || !c`, without white space around it.
    pub(super) fn logical(&mut self) -> Result<Logical, SyntaxError> {
        let mut all = vec![self.conjunction()?];
        while self.connective("||") {
            all.push(self.conjunction()?);
        }
        Ok(joined(all, Logical::Or))
    }

    fn conjunction(&mut self) -> Result<Logical, SyntaxError> {
        let mut all = vec![self.basic()?];
        while self.connective("&&") {
            all.push(self.basic()?);
        }
        Ok(joined(all, Logical::And))
    }

    /// Eats `symbol` and the blanks around it, or nothing.
    fn connective(&mut self, symbol: &str) -> bool {
        let end = self.cursor.at();
        self.blank();
        let found = self.cursor.eat(symbol);
        if found {
            self.blank();
        } else {
            self.cursor.set(end);
        }
        found
    }

    /// A comparison, a test, or something in parentheses.
    fn basic(&mut self) -> Result<Logical, SyntaxError> {
        let negated = self.cursor.eat("!");
        if negated {
            self.blank();
        }
        let signed = |logical| match negated {
            true => Logical::Not(Box::new(logical)),
            false => logical,
        };
        if self.cursor.looking_at("(") {
            return self.parentheses().map(signed);
        }
        let left = self.spanned_term()?;
        let end = self.cursor.at();
        self.blank();
        if let Some(comparison) = self.comparison_operator()? {
            if negated {
                let error =
                    SyntaxError::new(left.span, "`!` needs parentheses around a comparison");
                return Err(error.help("write `!(a == b)`"));
            }
            let left = self.comparable(left)?;
            self.blank();
            let right = self.spanned_term()?;
            let right = self.comparable(right)?;
            return Ok(Logical::Compare(left, comparison, right));
        }
        self.cursor.set(end);
        match &left.value {
            Value::Path(_) => {}
            function if function.is_logical() => {}
            Value::Literal(_) | Value::Expression(_) => {
                let message = "a literal alone tests nothing";
                return Err(SyntaxError::new(left.span, message));
            }
            Value::Function(..) => {
                let message = "the result of this function must be compared";
                return Err(SyntaxError::new(left.span, message));
            }
        }
        Ok(signed(Logical::Holds(left)))
    }

    fn spanned_term(&mut self) -> Result<Spanned<Value>, SyntaxError> {
        let start = self.cursor.at();
        let value = self.term()?;
        let span = self.cursor.range(start);
        Ok(Spanned { value, span })
    }

    fn parentheses(&mut self) -> Result<Logical, SyntaxError> {
        let start = self.cursor.at();
        self.enter()?;
        self.cursor.bump();
        self.blank();
        let inner = self.logical()?;
        self.blank();
        if self.cursor.done() {
            let span = start..start + 1;
            return Err(SyntaxError::new(span, "this parenthesis is not closed"));
        }
        if !self.cursor.eat(")") {
            return Err(self.cursor.expected("an operator or `)`"));
        }
        self.leave();
        Ok(inner)
    }

    /// Eats a comparison operator.
    fn comparison_operator(&mut self) -> Result<Option<Comparison>, SyntaxError> {
        const SCRIPT: [(&str, &str, Comparison); 2] = [
            ("===", "==", Comparison::Equal),
            ("!==", "!=", Comparison::NotEqual),
        ];
        const OPERATORS: [(&str, Comparison); 6] = [
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let start = self.cursor.at();
        for (script, meant, comparison) in SCRIPT {
            if !self.cursor.eat(script) {
                continue;
            }
            let fix = Fix {
                span: self.cursor.range(start),
                replacement: meant.to_owned(),
                why: "JSONPath compares with `==` and `!=`",
            };
            if self.dialect.is_standard() {
                return Err(SyntaxError::new(fix.span, fix.why).replace_by(meant));
            }
            self.fixes.push(fix);
            return Ok(Some(comparison));
        }
        for (operator, comparison) in OPERATORS {
            if self.cursor.eat(operator) {
                return Ok(Some(comparison));
            }
        }
        if self.cursor.looking_at("=~") {
            let error = self.cursor.error("`=~` is no operator of RFC 9535");
            return Err(error.help("write `match(@.name, 'pattern')` or `search(…)`"));
        }
        if self.cursor.looking_at("=") {
            let error = self.cursor.error("`=` is no operator of RFC 9535");
            return Err(error.help("write `==`").replace_by("=="));
        }
        Ok(None)
    }

    /// Checks that `term` can be compared; `.length` may become `length()` or `count()`.
    fn comparable(&mut self, term: Spanned<Value>) -> Result<Spanned<Value>, SyntaxError> {
        let Spanned { value, span } = term;
        let value = match value {
            function if function.is_logical() => {
                let message = "the result of this function cannot be compared";
                return Err(SyntaxError::new(span, message));
            }
            Value::Path(path) => self.measured(path),
            other => other,
        };
        match &value {
            Value::Path(path) if !path.is_singular() => Err(SyntaxError::new(
                span,
                "only a query that selects one node at most can be compared",
            )
            .help("`count(…)` gives the number of nodes")),
            _ => Ok(Spanned { value, span }),
        }
    }

    /// Turns `@.items.length` into `length(@.items)`, and `@.items[*].length` into `count(@.items[*])`, where that is what
    /// it means (decision D-62).
    fn measured(&mut self, mut path: Path) -> Value {
        let last = path.segments.last();
        let called = match last.and_then(|last| self.text.get(last.span.clone())) {
            Some(".length()") => true,
            Some(".length") => false,
            _ => return Value::Path(path),
        };
        let before = path.segments.len().saturating_sub(1);
        let single = path.segments.iter().take(before).all(Segment::is_singular);
        let means_it = match self.dialect {
            Dialect::Rfc9535 => false,
            Dialect::Counting => called || !single,
            Dialect::Draft => true,
            // Below a filter a member of that name may be meant.
            Dialect::Test => called || !single || self.filters == 0,
        };
        let Some(length) = path.segments.pop_if(|_| means_it) else {
            return Value::Path(path);
        };
        let (function, why) = match single {
            true => ("length", "the number of elements is `length(…)`"),
            false => ("count", COUNTED),
        };
        self.fixes.push(Fix {
            span: path.span.start..path.span.start,
            replacement: format!("{function}("),
            why,
        });
        self.fixes.push(Fix {
            span: length.span.clone(),
            replacement: ")".to_owned(),
            why,
        });
        let span = path.span.start..length.span.start;
        path.span = span.clone();
        let value = Value::Path(path);
        Value::Function(function.to_owned(), vec![Spanned { value, span }])
    }

    /// A literal, a query or a function.
    fn term(&mut self) -> Result<Value, SyntaxError> {
        let start = self.cursor.at();
        match self.cursor.peek() {
            Some('\'' | '"') => {
                self.string()?;
                Ok(Value::Literal(Json::String(unquoted(
                    self.cursor.since(start),
                ))))
            }
            Some(c) if c == '-' || c.is_ascii_digit() => {
                self.number()?;
                let number = serde_json::from_str(self.cursor.since(start));
                Ok(Value::Literal(number.unwrap_or_default()))
            }
            Some('@') => self.query(),
            Some('$') => self.root(),
            Some('{') if matches!(self.dialect, Dialect::Test | Dialect::Counting) => {
                self.embedded()
            }
            Some(c) if c.is_ascii_alphabetic() => self.word(),
            _ => Err(self.cursor.expected("a query, a literal or a function")),
        }
    }

    fn query(&mut self) -> Result<Value, SyntaxError> {
        let start = self.cursor.at();
        let absolute = self.cursor.bump() == Some('$');
        let mut segments = self.segments()?;
        if self.dialect != Dialect::Rfc9535
            && let Some(last) = segments.last_mut()
            && self.text.get(last.span.clone()) == Some(".length")
            && self.cursor.eat("()")
        {
            last.span.end = self.cursor.at();
        }
        Ok(Value::Path(Path {
            absolute,
            segments,
            span: self.cursor.range(start),
        }))
    }

    /// `$`: the root, or in a test what becomes `@`, or a runtime expression.
    fn root(&mut self) -> Result<Value, SyntaxError> {
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
    fn runtime_expression(&mut self) -> Result<Value, SyntaxError> {
        let start = self.cursor.at();
        let names = Names::default();
        let mut parser = Parser {
            names: &names,
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
        self.values.push(Spanned {
            value: value.clone(),
            span,
        });
        Ok(Value::Expression(value))
    }

    /// `{$inputs.x}` as a value.
    fn embedded(&mut self) -> Result<Value, SyntaxError> {
        self.cursor.bump();
        let start = self.cursor.at();
        self.cursor.take_while(|c| c != '}');
        let span = self.cursor.range(start);
        if !self.cursor.eat("}") {
            return Err(self.cursor.expected("`}` after the embedded expression"));
        }
        let inner = Names::default().parse_within(self.text, span.clone())?;
        self.values.push(Spanned {
            value: inner.clone(),
            span,
        });
        Ok(Value::Expression(inner))
    }

    /// `true`, `false`, `null`, or a function with its arguments.
    fn word(&mut self) -> Result<Value, SyntaxError> {
        let start = self.cursor.at();
        let word = self
            .cursor
            .take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        let span = self.cursor.range(start);
        if !self.cursor.looking_at("(") {
            return match word {
                "true" | "false" => Ok(Value::Literal(Json::Bool(word == "true"))),
                "null" => Ok(Value::Literal(Json::Null)),
                _ => Err(SyntaxError::new(
                    span,
                    format!("`{word}` is neither a literal nor a query"),
                )
                .help("strings stand in quotes, queries begin with `@` or `$`")),
            };
        }
        let arguments = self.arguments()?;
        let word = self.counting(word, &span, &arguments);
        let (count, nodes) = match word {
            "length" => (1, false),
            "count" | "value" => (1, true),
            "match" | "search" => (2, false),
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
        if let ("match" | "search", Some(pattern)) = (word, arguments.get(1))
            && matches!(pattern.value, Value::Literal(_))
        {
            self.pattern(&pattern.span)?;
        }
        for argument in &arguments {
            let fits = match &argument.value {
                Value::Path(path) => nodes || path.is_singular(),
                function if function.is_logical() => false,
                _ => !nodes,
            };
            if !fits {
                let wanted = if nodes { "a query" } else { "a single value" };
                let message = format!("`{word}` needs {wanted} here");
                return Err(SyntaxError::new(argument.span.clone(), message));
            }
        }
        Ok(Value::Function(word.to_owned(), arguments))
    }

    /// `count` for a `length` of what a query of many nodes selects.
    fn counting<'w>(
        &mut self,
        word: &'w str,
        span: &Range<usize>,
        arguments: &[Spanned<Value>],
    ) -> &'w str {
        let [
            Spanned {
                value: Value::Path(path),
                ..
            },
        ] = arguments
        else {
            return word;
        };
        if word != "length" || path.is_singular() || self.dialect == Dialect::Rfc9535 {
            return word;
        }
        self.fixes.push(Fix {
            span: span.clone(),
            replacement: "count".to_owned(),
            why: COUNTED,
        });
        "count"
    }

    fn arguments(&mut self) -> Result<Vec<Spanned<Value>>, SyntaxError> {
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
            found.push(self.spanned_term()?);
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

/// The only one, or all together.
fn joined(mut all: Vec<Logical>, join: fn(Vec<Logical>) -> Logical) -> Logical {
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            all.extend(last);
            join(all)
        }
    }
}
