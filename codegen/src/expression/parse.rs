//! The parser of runtime expressions (Arazzo 1.1, section "Runtime Expressions").

use std::ops::Range;

use super::{
    Expression, Reference, Side, Spanned, SyntaxError,
    access::{EVERY, misplaced},
    cursor::Cursor,
    fix::{Deviations, Fix},
    names::{Names, Whose},
    nearest::nearest,
    parser::{Parser, Place, is_brace, is_name_char},
    pointer,
    roots::{ROOTS, shape, unknown_root},
};
use crate::load::Pointer;

/// Parses the bytes of `range`; positions count from the start of `text`.
pub(super) fn within(
    names: &Names,
    text: &str,
    range: Range<usize>,
    deviations: Deviations,
) -> Result<(Expression, Vec<Fix>), SyntaxError> {
    let mut parser = Parser {
        names,
        cursor: Cursor::window(text, range),
        place: Place::Value,
        deviations,
    };
    let expression = parser.expression()?;
    parser.finish(&expression)?;
    Ok((expression, parser.deviations.into_fixes()))
}

impl<'a> Parser<'a> {
    /// Reads one expression; where it may go on, so does the text after it.
    pub(super) fn expression(&mut self) -> Result<Expression, SyntaxError> {
        let start = self.cursor.at();
        if !self.cursor.eat("$") {
            return Err(self
                .cursor
                .expected("a runtime expression, which begins with `$`"));
        }
        let root = self.cursor.take_while(char::is_alphanumeric);
        match root {
            "url" => return Ok(Expression::Url),
            "method" => return Ok(Expression::Method),
            "statusCode" => return Ok(Expression::StatusCode),
            "self" => return Ok(Expression::SelfUri),
            _ if ROOTS.contains(&root) || root == "message" => {}
            _ => return Err(unknown_root(self.cursor.range(start), root)),
        }
        if !self.cursor.eat(".") {
            let after = self.cursor.expected(&format!("`.` after `${root}`"));
            return Err(after.help(shape(root)));
        }
        match root {
            "request" => self.message(true).map(Expression::Request),
            "response" => self.message(false).map(Expression::Response),
            "inputs" => self
                .reference("input", Whose::Inputs)
                .map(Expression::Input),
            "outputs" => self
                .reference("output", Whose::Outputs)
                .map(Expression::Output),
            "steps" => self.step(),
            "workflows" => self.workflow(),
            "sourceDescriptions" => self.source_description(),
            "components" => self.component(),
            _ => self.channel_message(),
        }
    }

    /// Nothing may follow an expression that is all of a value.
    fn finish(&self, expression: &Expression) -> Result<(), SyntaxError> {
        if self.cursor.done() {
            return Ok(());
        }
        if self.cursor.looking_at(EVERY) {
            return Err(misplaced(self.cursor.at()));
        }
        let rest = self.cursor.at()..self.cursor.end();
        if self.cursor.rest().trim().is_empty() {
            return Err(SyntaxError::new(rest, "white space after the expression")
                .replace_by(String::new()));
        }
        let error = self.cursor.error(format!(
            "unexpected {} after `{expression}`",
            self.cursor.found()
        ));
        Err(match self.cursor.peek() {
            Some('{' | '}') => error.help("an expression cannot hold `{` or `}`"),
            Some('/') if matches!(expression, Expression::Response(_) | Expression::Request(_)) => {
                error
                    .help("a JSON Pointer begins with `#/`")
                    .replace_by("#/")
            }
            _ => error.help("braces around an expression embed it in longer text: `{$…}`"),
        })
    }

    /// `name[#pointer]`
    fn reference(&mut self, what: &str, whose: Whose<'_>) -> Result<Reference, SyntaxError> {
        let start = self.cursor.at();
        let declared = self.names.declared(whose, self.cursor.rest());
        self.cursor.set(start + declared.unwrap_or(0));
        loop {
            self.cursor.take_while(is_name_char);
            if self.place == Place::Condition || !self.bracketed() {
                break;
            }
        }
        if declared.is_none() {
            self.undeclared(start, whose);
        }
        Ok(Reference {
            name: self.named(start, &format!("the name of an {what}"))?,
            pointer: self.pointer()?,
        })
    }

    /// Goes on to the end of a name that began at `start`, where nothing declares what was read so far and the rest was
    /// plainly meant to be part of it.
    fn undeclared(&mut self, start: usize, whose: Whose<'_>) {
        let general = self.cursor.at();
        if self.names.declares(whose, self.cursor.since(start)) {
            return;
        }
        while let Some(next) = self.cursor.peek() {
            let ends = match self.place {
                Place::Value => next == '#' || self.at_end(next),
                Place::Condition => next == '#' || self.at_stop(),
            };
            if ends {
                break;
            }
            self.cursor.bump();
        }
        let name = self.cursor.since(start);
        let one_word = !name.contains(char::is_whitespace)
            && !name.get(1..).is_some_and(|rest| rest.contains('$'));
        let any = one_word || self.names.is_unread(whose);
        if !any && !self.names.is_nearly(whose, name) {
            self.cursor.set(general);
        }
    }

    /// `[…]` inside a name in a value position, as in `filter[status]` or `items[0]`. Around an index white space
    /// is free.
    fn bracketed(&mut self) -> bool {
        let start = self.cursor.at();
        let found = self.cursor.eat("[") && {
            let inner = self.cursor.at();
            self.cursor.skip_space();
            let index = self.cursor.take_while(|c| c.is_ascii_digit());
            self.cursor.skip_space();
            if index.is_empty() || !self.cursor.looking_at("]") {
                self.cursor.set(inner);
                self.cursor.take_while(is_name_char);
            }
            self.cursor.eat("]")
        };
        if !found {
            self.cursor.set(start);
        }
        found
    }

    pub(super) fn pointer(&mut self) -> Result<Option<Spanned<Pointer>>, SyntaxError> {
        if !self.cursor.eat("#") {
            return Ok(None);
        }
        let start = self.cursor.at();
        match self.place {
            Place::Value => {
                while self.cursor.peek().is_some_and(|next| !self.at_end(next)) {
                    self.cursor.bump();
                }
            }
            Place::Condition => {
                while !self.cursor.done() && !self.at_stop() {
                    self.cursor.bump();
                }
                let kept = pointer::before_members(self.cursor.since(start));
                self.cursor.set(start + kept);
            }
        }
        let span = self.cursor.range(start);
        let text = self.cursor.since(start);
        pointer::read(text, span, &mut self.deviations).map(Some)
    }

    fn step(&mut self) -> Result<Expression, SyntaxError> {
        let rest = self.cursor.rest();
        let length = self.names.step_id(rest);
        // An id that nobody declares, with characters that ids do not have.
        let unusual = rest.find(".outputs.").filter(|end| {
            let id = rest.get(..*end).unwrap_or_default();
            *end > length && !id.contains(['.', '$', '{', '}'])
        });
        let step = self.id(unusual.unwrap_or(length), "step")?;
        if !self.cursor.eat(".") {
            return Err(self
                .cursor
                .expected("`.outputs.` after the step's id")
                .help("write `$steps.STEP.outputs.NAME`"));
        }
        let start = self.cursor.at();
        let named = self
            .names
            .declared(Whose::Step(&step.value), self.cursor.rest());
        let word = self.cursor.take_while(super::access::is_member_char);
        let direct = match (word, named) {
            ("outputs", _) => None,
            (_, Some(length)) if nearest(word, &["outputs"]).is_none() => Some(length),
            (name, None) if self.names.may_have_output(&step.value, name) => Some(word.len()),
            _ => return Err(self.not_outputs(start, &step.value)),
        };
        match direct {
            None => self.dot("outputs", "the name of an output")?,
            Some(length) => self.without_outputs(start, length, &step.value)?,
        }
        let output = self.reference("output", Whose::Step(&step.value))?;
        if direct.is_some() {
            self.dotted_way(start, &output, &step.value)?;
        }
        Ok(Expression::Step { step, output })
    }

    fn workflow(&mut self) -> Result<Expression, SyntaxError> {
        let length = self.names.workflow_id(self.cursor.rest());
        let workflow = self.id(length, "workflow")?;
        self.dot("the workflow's id", "`inputs` or `outputs`")?;
        let start = self.cursor.at();
        let word = self.cursor.take_while(char::is_alphanumeric);
        let side = match word {
            "inputs" => Side::Inputs,
            "outputs" => Side::Outputs,
            _ => return Err(self.no_side(start, &workflow.value)),
        };
        self.dot(word, "the name of a value")?;
        let name = match side {
            Side::Inputs => self.reference("input", Whose::WorkflowInputs(&workflow.value))?,
            Side::Outputs => self.reference("output", Whose::WorkflowOutputs(&workflow.value))?,
        };
        if side == Side::Inputs && self.names.is_own(&workflow.value) {
            return Ok(Expression::Input(name));
        }
        Ok(Expression::Workflow {
            workflow,
            side,
            name,
        })
    }

    fn no_side(&self, start: usize, workflow: &str) -> SyntaxError {
        let word = self.cursor.since(start);
        let error = SyntaxError::new(
            self.cursor.range(start),
            "only the inputs and outputs of a workflow can be read",
        );
        let base = format!("$workflows.{workflow}");
        match nearest(word, &["inputs", "outputs"]) {
            Some(side) => self.written_as(error, &base, side),
            None => error.help(format!("write `{base}.outputs.NAME`")),
        }
    }

    fn source_description(&mut self) -> Result<Expression, SyntaxError> {
        let length = self.names.source_name(self.cursor.rest());
        let name = self.id(length, "source description")?;
        self.dot(
            "the source description's name",
            "`url`, `name`, `type`, an operationId or a workflowId",
        )?;
        let reference = self.tail("`url`, an operationId or a workflowId")?;
        Ok(Expression::SourceDescription { name, reference })
    }

    fn component(&mut self) -> Result<Expression, SyntaxError> {
        const KINDS: [&str; 4] = ["parameters", "successActions", "failureActions", "inputs"];
        let start = self.cursor.at();
        let word = self.cursor.take_while(char::is_alphanumeric);
        let span = self.cursor.range(start);
        if !KINDS.contains(&word) {
            let error = SyntaxError::new(span, format!("`{word}` is no kind of component"))
                .help("write `parameters`, `successActions` or `failureActions`");
            return Err(match nearest(word, &KINDS) {
                Some(kind) => error.replace_by(kind),
                None => error,
            });
        }
        let kind = Spanned {
            value: word.to_owned(),
            span,
        };
        self.dot(word, "the component's key")?;
        let key = self.tail("the component's key")?;
        Ok(Expression::Component { kind, key })
    }

    /// Everything to the end of the expression.
    fn tail(&mut self, what: &str) -> Result<Spanned<String>, SyntaxError> {
        let start = self.cursor.at();
        while let Some(next) = self.cursor.peek() {
            let ends = match self.place {
                Place::Value => next.is_control() || is_brace(next),
                Place::Condition => self.at_stop(),
            };
            if ends {
                break;
            }
            self.cursor.bump();
        }
        self.named(start, what)
    }

    /// The next `length` bytes, which are the id of a `what`.
    fn id(&mut self, length: usize, what: &str) -> Result<Spanned<String>, SyntaxError> {
        let start = self.cursor.at();
        self.cursor.set(start + length);
        self.named(start, &format!("the name of a {what}"))
    }
}

impl Names {
    /// Reads a string that must be one expression.
    ///
    /// # Errors
    ///
    /// Where it is not exactly one expression. Forms whose meaning is plain all the same come with their
    /// replacement; [`Names::tolerated`] rewrites all of them at once.
    pub fn parse(&self, text: &str) -> Result<Expression, SyntaxError> {
        self.parse_within(text, 0..text.len())
    }

    /// Reads the bytes of `range`, which must be one expression; positions count from the start of `text`.
    pub(super) fn parse_within(
        &self,
        text: &str,
        range: Range<usize>,
    ) -> Result<Expression, SyntaxError> {
        within(self, text, range, Deviations::Refuse).map(|(expression, _)| expression)
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
