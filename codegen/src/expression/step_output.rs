//! Outputs of steps that are named right behind their step, and what else stands there.

use super::{
    Reference, SyntaxError,
    access::{access_pointer, split_reference},
    names::Whose,
    nearest::meant,
    parser::{Parser, Place, is_brace},
};
use crate::nearest;

impl Parser<'_> {
    /// An output is named right behind its step (decision D-66): the next `length` bytes.
    pub(super) fn without_outputs(
        &mut self,
        start: usize,
        length: usize,
        step: &str,
    ) -> Result<(), SyntaxError> {
        self.cursor.set(start + length);
        let name = self.cursor.since(start).to_owned();
        let span = self.cursor.range(start);
        self.cursor.set(start);
        self.deviations.note(
            span,
            format!("outputs.{name}"),
            "the outputs of a step are read with `outputs`",
            format!("write `outputs.{name}`, as in `$steps.{step}.outputs.{name}`"),
        )
    }

    /// The way into an output that is named right behind its step is part of the same deviation (decision D-06).
    pub(super) fn dotted_way(
        &mut self,
        start: usize,
        output: &Reference,
        step: &str,
    ) -> Result<(), SyntaxError> {
        if self.place == Place::Condition || output.pointer.is_some() {
            return Ok(());
        }
        let declared = self.names.of(Whose::Step(step));
        let Some((name, way)) = split_reference(&output.name.value, declared) else {
            return Ok(());
        };
        if way.is_empty() {
            return Ok(());
        }
        let span = start + name.len()..self.cursor.at();
        let pointer = format!("#{}", access_pointer(&way));
        let help = format!("write `{pointer}`");
        self.deviations
            .note(span, pointer, "a dotted path is not a name", help)
    }

    pub(super) fn not_outputs(&self, start: usize, step: &str) -> SyntaxError {
        let word = self.cursor.since(start);
        let error = SyntaxError::new(
            self.cursor.range(start),
            "only the outputs of a step can be read",
        );
        match word {
            "" | "inputs" => error.help(format!("write `$steps.{step}.outputs.NAME`")),
            "response" | "request" | "statusCode" => error.help(format!(
                "declare an output in step `{step}` and read `$steps.{step}.outputs.NAME`"
            )),
            _ if let Some(help) = self.instead_of(step, word) => error.help(help),
            _ => {
                let typo = meant(word, &["outputs"]);
                let name =
                    typo.map_or_else(|| format!("outputs.{word}"), |typo| typo.name().to_owned());
                let error = self.written_as(error, &format!("$steps.{step}"), &name);
                match typo {
                    Some(typo) => error.meaning("", typo),
                    None => error,
                }
            }
        }
    }

    /// What to write for the output `name`, which `step` does not declare, if it declares what it has.
    fn instead_of(&self, step: &str, name: &str) -> Option<String> {
        let declared = self.names.steps.get(step)?;
        if meant(name, &["outputs"]).is_some() {
            return None;
        }
        let form = |step: &str, name: &str| format!("`$steps.{step}.outputs.{name}`");
        if let Some(near) = nearest::meant(name, declared.iter().map(String::as_str)) {
            return Some(format!("write {}", form(step, near.name())));
        }
        if let Some(other) = self.names.step_with(name) {
            return Some(format!(
                "step `{other}` declares it: write {}",
                form(other, name)
            ));
        }
        let called = self.names.called.get(step);
        if called.is_some_and(|outputs| outputs.iter().any(|output| output == name)) {
            return Some(format!(
                "add `{name}: $outputs.{name}` to the `outputs` of step `{step}`, and write {}",
                form(step, name)
            ));
        }
        Some(match declared.is_empty() {
            true => format!(
                "declare the output in step `{step}`, and write {}",
                form(step, name)
            ),
            false => {
                let shown = declared.iter().take(8).map(|name| format!("`{name}`"));
                format!(
                    "step `{step}` declares {}: write {}",
                    shown.collect::<Vec<_>>().join(", "),
                    form(step, "NAME")
                )
            }
        })
    }

    /// `error` with `meant` in place of its word, and what the whole expression is then: `base` and all that follows.
    pub(super) fn written_as(&self, error: SyntaxError, base: &str, meant: &str) -> SyntaxError {
        let mut after = self.cursor.clone();
        let start = after.at();
        after.take_while(|c| !c.is_whitespace() && !is_brace(c));
        let rest = match after.since(start) {
            "" if !meant.contains('.') => ".NAME",
            rest => rest,
        };
        error
            .help(format!("write `{meant}`, as in `{base}.{meant}{rest}`"))
            .replace_by(meant)
    }
}
