//! The parser of simple conditions (decision D-10).

use std::ops::Range;

use super::{
    Comparison, Condition, Operand, SyntaxError,
    cursor::Cursor,
    fix::{Deviations, Fix},
    names::Names,
    operand,
    parser::{Parser, Place},
    words::{self, no_operator},
};

/// How deep parentheses and negations may nest.
const MAX_DEPTH: usize = 64;
/// How many comparisons and connectives a condition may have.
const MAX_OPERATORS: usize = 512;

/// Parses a simple condition, `||` < `&&` < comparison < `!` < `.name`, `[n]` < operand, whose deviations are refused
/// or collected.
///
/// Where a pointer's last token is followed by `.name`, that is read as an access (`$response.body#/a.b`);
/// [`Operand::dotted_readings`] gives the others, and the schemas decide.
pub(super) fn condition_with(
    names: &Names,
    text: &str,
    deviations: Deviations,
) -> Result<(Condition, Vec<Fix>), SyntaxError> {
    let mut reader = Reader {
        parser: Parser {
            names,
            cursor: Cursor::new(text),
            place: Place::Condition,
            deviations,
        },
        depth: 0,
        operators: 0,
    };
    reader.cursor().skip_space();
    if reader.cursor().done() {
        return Err(SyntaxError::new(0..text.len(), "this condition is empty"));
    }
    let condition = reader.or()?.into_condition();
    if !reader.cursor().done() {
        return Err(reader.unexpected());
    }
    Ok((condition, reader.parser.deviations.into_fixes()))
}

/// What has been read, before it is known whether it is compared with something.
enum Term {
    /// An operand, possibly in parentheses.
    Operand(Operand),
    Condition {
        condition: Condition,
        span: Range<usize>,
    },
}

impl Term {
    fn into_condition(self) -> Condition {
        match self {
            Self::Operand(operand) => Condition::Truthy(operand),
            Self::Condition { condition, .. } => condition,
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a>,
    depth: usize,
    operators: usize,
}

impl<'a> Reader<'a> {
    fn cursor(&mut self) -> &mut Cursor<'a> {
        &mut self.parser.cursor
    }

    fn or(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor().at();
        let mut left = self.and()?;
        while self.connective("||")? {
            let right = self.and()?.into_condition();
            left = self.joined(start, Condition::Or, left, right);
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor().at();
        let mut left = self.comparison()?;
        while self.connective("&&")? {
            let right = self.comparison()?.into_condition();
            left = self.joined(start, Condition::And, left, right);
        }
        Ok(left)
    }

    fn joined(
        &mut self,
        start: usize,
        join: fn(Box<Condition>, Box<Condition>) -> Condition,
        left: Term,
        right: Condition,
    ) -> Term {
        Term::Condition {
            condition: join(Box::new(left.into_condition()), Box::new(right)),
            span: self.cursor().range(start),
        }
    }

    /// Eats `symbol`, or says that a single character of it stands alone.
    fn connective(&mut self, symbol: &'static str) -> Result<bool, SyntaxError> {
        if self.cursor().eat(symbol) {
            self.count()?;
            self.cursor().skip_space();
            return Ok(true);
        }
        let single = symbol.get(..1).unwrap_or(symbol);
        if self.cursor().looking_at(single) {
            let error = self
                .cursor()
                .error(format!("`{single}` is no operator of simple conditions"));
            return Err(error.help(format!("write `{symbol}`")).correct_to(symbol));
        }
        Ok(false)
    }

    fn count(&mut self) -> Result<(), SyntaxError> {
        self.operators += 1;
        if self.operators > MAX_OPERATORS {
            let error = self.cursor().error("this condition has too many operators");
            return Err(error);
        }
        Ok(())
    }

    fn comparison(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor().at();
        let left = self.unary()?;
        let Some((comparison, symbol)) = self.comparison_operator()? else {
            return Ok(left);
        };
        let left = compared(left, &symbol)?;
        self.cursor().skip_space();
        if self.cursor().done() {
            return Err(SyntaxError::new(
                symbol,
                "the right-hand side of this comparison is missing",
            ));
        }
        let right = match operand::read_right(&mut self.parser)? {
            Some(text) => {
                self.cursor().skip_space();
                text
            }
            None => compared(self.unary()?, &symbol)?,
        };
        let span = self.cursor().range(start);
        if let Some((_, next)) = self.comparison_operator()? {
            return Err(
                SyntaxError::new(next, "a comparison cannot be compared again")
                    .help("join two comparisons with `&&`"),
            );
        }
        Ok(Term::Condition {
            condition: Condition::Compare(left, comparison, right),
            span,
        })
    }

    /// Eats a comparison operator; typos such as `=` and `===` are errors with their replacement.
    fn comparison_operator(&mut self) -> Result<Option<(Comparison, Range<usize>)>, SyntaxError> {
        const TYPOS: [(&str, &str); 7] = [
            ("===", "=="),
            ("!==", "!="),
            ("<>", "!="),
            ("=<", "<="),
            ("=>", ">="),
            ("=~", ""),
            ("!~", ""),
        ];
        const OPERATORS: [(&str, Comparison); 6] = [
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let start = self.cursor().at();
        for (typo, meant) in TYPOS {
            if self.cursor().eat(typo) {
                let span = self.cursor().range(start);
                return Err(no_operator(span, typo, meant));
            }
        }
        for (symbol, comparison) in OPERATORS {
            if self.cursor().eat(symbol) {
                self.count()?;
                return Ok(Some((comparison, self.cursor().range(start))));
            }
        }
        if self.cursor().eat("=") {
            let span = self.cursor().range(start);
            return Err(no_operator(span, "=", "=="));
        }
        Ok(None)
    }

    fn unary(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor().at();
        if self.cursor().looking_at("!") && !self.cursor().looking_at("!=") {
            self.cursor().bump();
            self.cursor().skip_space();
            self.enter(start)?;
            let inner = self.unary()?.into_condition();
            self.depth -= 1;
            return Ok(Term::Condition {
                condition: Condition::Not(Box::new(inner)),
                span: self.cursor().range(start),
            });
        }
        let term = if self.cursor().looking_at("(") {
            self.group()?
        } else {
            Term::Operand(operand::read(&mut self.parser)?)
        };
        self.cursor().skip_space();
        Ok(term)
    }

    fn group(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor().at();
        self.cursor().bump();
        let open = self.cursor().range(start);
        self.cursor().skip_space();
        self.enter(start)?;
        if self.cursor().done() {
            return Err(unclosed(open));
        }
        if self.cursor().eat(")") {
            let span = self.cursor().range(start);
            return Err(SyntaxError::new(span, "these parentheses are empty"));
        }
        let inner = self.or()?;
        self.depth -= 1;
        if self.cursor().done() {
            return Err(unclosed(open));
        }
        if !self.cursor().eat(")") {
            return Err(self.unexpected());
        }
        if matches!(self.cursor().peek(), Some('.' | '[')) {
            let error = self
                .cursor()
                .error("`.name` and `[n]` cannot follow parentheses");
            return Err(error);
        }
        Ok(match inner {
            Term::Operand(operand) => Term::Operand(operand),
            Term::Condition { condition, .. } => Term::Condition {
                condition,
                span: self.cursor().range(start),
            },
        })
    }

    fn enter(&mut self, start: usize) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let span = self.cursor().range(start);
            return Err(SyntaxError::new(span, "this condition nests too deep"));
        }
        Ok(())
    }

    /// Something other than an operator follows a complete term.
    fn unexpected(&mut self) -> SyntaxError {
        if self.cursor().looking_at(")") {
            let error = self.cursor().error("no parenthesis is open here");
            return error.help("remove it, or add the opening one");
        }
        words::operator(self.cursor())
    }
}

fn unclosed(open: Range<usize>) -> SyntaxError {
    SyntaxError::new(open, "this parenthesis is not closed")
}

/// `term` as one side of a comparison.
fn compared(term: Term, symbol: &Range<usize>) -> Result<Operand, SyntaxError> {
    match term {
        Term::Operand(operand) => Ok(operand),
        Term::Condition {
            condition: Condition::Not(_),
            span,
        } => Err(SyntaxError::new(
            span.start.min(symbol.start)..span.start + 1,
            "`!` binds closer than the comparison",
        )
        .help("put the comparison in parentheses: `!(a == b)`")),
        Term::Condition { span, .. } => Err(SyntaxError::new(
            span,
            "the result of a condition cannot be compared",
        )),
    }
}

impl Names {
    /// Parses a simple condition (decision D-10).
    ///
    /// # Errors
    ///
    /// Where the text is no condition, with the offending bytes; double-quoted strings, single `=` and other
    /// typos come with their replacement.
    pub fn condition(&self, text: &str) -> Result<Condition, SyntaxError> {
        condition_with(self, text, Deviations::Refuse).map(|(condition, _)| condition)
    }
}

#[cfg(test)]
#[path = "condition_tests.rs"]
mod tests;
