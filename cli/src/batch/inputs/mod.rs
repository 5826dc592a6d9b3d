//! The inputs of many runs: read one by one, checked as the flags of a single run are.

mod csv;
mod json_lines;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use serde_json::{Map, Value};

use super::book::Known;
use super::fingerprint::fingerprint;
use crate::arguments::{Batch, Format, Order, of_line};
use crate::preview::Secrets;
use crate::refused::Refused;
use crate::registry::Workflow;
use csv::Csv;
use json_lines::JsonLines;

/// A line that is to be run.
pub(super) struct Entry {
    /// Counts from 0, blank lines left out.
    pub(super) index: u64,
    /// The inputs, with those that all lines share, or what is wrong with them.
    pub(super) inputs: Result<Value, String>,
    /// The inputs of the line as JSON without secrets; none if they are invalid.
    pub(super) shown: Option<String>,
    /// What the line is known by.
    pub(super) fingerprint: Option<u64>,
}

/// What turns a line into inputs.
#[derive(Clone)]
pub(super) struct Rules {
    workflow: &'static Workflow,
    shared: Map<String, Value>,
    /// None if no input is a secret.
    secrets: Option<Secrets>,
}

impl Rules {
    pub(super) fn new(order: &Order, secrets: &Secrets) -> Self {
        Self {
            workflow: order.workflow,
            shared: order.inputs.clone(),
            secrets: secrets.are_inputs().then(|| secrets.clone()),
        }
    }

    fn entry(&self, index: u64, line: u64, content: Result<Map<String, Value>, String>) -> Entry {
        let shown = content.as_ref().ok().map(|own| self.shown(own));
        let inputs = content.and_then(|own| {
            let inputs = of_line(self.workflow, &self.shared, own);
            inputs.map_err(|refused| refused.to_string())
        });
        Entry {
            index,
            inputs: inputs.map_err(|problem| format!("line {line}: {problem}")),
            fingerprint: shown.as_deref().map(fingerprint),
            shown,
        }
    }

    fn shown(&self, own: &Map<String, Value>) -> String {
        let value = Value::Object(own.clone());
        let text = value.to_string();
        let Some(secrets) = &self.secrets else {
            return text;
        };
        let mask = secrets.of_inputs(self.workflow, &value);
        String::from_utf8_lossy(&mask.body(text.as_bytes())).into_owned()
    }
}

enum Records {
    JsonLines(JsonLines<BufReader<Box<dyn Read + Send>>>),
    Csv(Box<Csv<Box<dyn Read + Send>>>),
}

/// The lines of the inputs.
pub(super) struct Lines {
    records: Records,
    rules: Rules,
    /// What they are called in messages.
    name: String,
    /// The index of the next line.
    next: u64,
}

impl Lines {
    /// Opens the inputs that are ordered.
    ///
    /// # Errors
    /// They cannot be read, or their columns are no inputs.
    pub(super) fn open(batch: &Batch, rules: Rules) -> Result<Self, Refused> {
        let name = match &batch.inputs {
            Some(path) => format!("`{}`", path.display()),
            None => "standard input".to_owned(),
        };
        let source: Box<dyn Read + Send> = match &batch.inputs {
            Some(path) => Box::new(open(path)?),
            None => Box::new(io::stdin()),
        };
        let records = match batch.format {
            Format::JsonLines => Records::JsonLines(JsonLines::new(BufReader::new(source))),
            Format::Csv => {
                let csv = Csv::new(source, rules.workflow);
                Records::Csv(Box::new(csv.map_err(|problem| {
                    Refused(format!("{name} cannot be used: {problem}"))
                })?))
            }
        };
        Ok(Self {
            records,
            rules,
            name,
            next: 0,
        })
    }

    /// How many lines there are, once it is sure that those which were run before are among them.
    ///
    /// # Errors
    /// Reading fails, or a line is another one than that which was run.
    pub(super) fn survey(mut self, known: &Known) -> Result<u64, Refused> {
        while self.advance()? {
            let index = self.next;
            self.next = index.saturating_add(1);
            if known.has(index) {
                let (entry, line) = self.current(index);
                self.compare(&entry, line, known)?;
            }
        }
        match known.last() {
            Some(last) if last >= self.next => Err(Refused(format!(
                "{} has {} lines, and {} has a result of number {}: it belongs to other inputs",
                self.name,
                self.next,
                known.name(),
                last.saturating_add(1)
            ))),
            _ => Ok(self.next),
        }
    }

    /// The next line that was not run before.
    pub(super) fn next(&mut self, known: &Known) -> Result<Option<Entry>, Refused> {
        while self.advance()? {
            let index = self.next;
            self.next = index.saturating_add(1);
            let (entry, line) = self.current(index);
            if !known.has(index) {
                return Ok(Some(entry));
            }
            self.compare(&entry, line, known)?;
        }
        Ok(None)
    }

    fn advance(&mut self) -> Result<bool, Refused> {
        let advanced = match &mut self.records {
            Records::JsonLines(lines) => lines.advance(),
            Records::Csv(records) => records.advance(),
        };
        advanced.map_err(|error| Refused(format!("{} cannot be read: {error}", self.name)))
    }

    /// The line that was read last, and its number in the file.
    fn current(&self, index: u64) -> (Entry, u64) {
        let (line, content) = match &self.records {
            Records::JsonLines(lines) => (lines.number(), lines.content()),
            Records::Csv(records) => (records.number(), records.content()),
        };
        (self.rules.entry(index, line, content), line)
    }

    fn compare(&self, entry: &Entry, line: u64, known: &Known) -> Result<(), Refused> {
        match known.is_same(entry.index, entry.fingerprint) {
            true => Ok(()),
            false => Err(Refused(format!(
                "line {line} of {} is another one than that whose result is in {}; other inputs need another `--output`",
                self.name,
                known.name()
            ))),
        }
    }
}

fn open(path: &Path) -> Result<File, Refused> {
    File::open(path).map_err(|error| Refused(format!("cannot read `{}`: {error}", path.display())))
}
