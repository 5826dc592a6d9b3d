//! CSV (RFC 4180): the names of inputs in the first line, a record a run.

use std::io;

use csv::{ReaderBuilder, StringRecord, Trim};
use serde_json::{Map, Value};

use crate::arguments::{Kind, check_columns, field};
use crate::registry::Workflow;

/// The records of a file, one at a time.
pub(super) struct Csv<R> {
    reader: csv::Reader<R>,
    columns: Vec<(String, Kind)>,
    record: StringRecord,
    /// Why the record cannot be read.
    broken: Option<String>,
    number: u64,
}

impl<R: io::Read> Csv<R> {
    /// Reads the first line.
    ///
    /// # Errors
    /// It cannot be read, or does not name inputs of the workflow.
    pub(super) fn new(reader: R, workflow: &Workflow) -> Result<Self, String> {
        let mut builder = ReaderBuilder::new();
        // Records of another length are results like others, and not the end.
        builder.flexible(true).trim(Trim::Headers);
        let mut reader = builder.from_reader(reader);
        let names = reader.headers().map_err(|error| error.to_string())?;
        let mut names: Vec<String> = names.iter().map(str::to_owned).collect();
        if let Some(first) = names.first_mut() {
            // A byte order mark is no part of a name.
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        check_columns(workflow, &names)
            .map_err(|refused| format!("in its first line {refused}"))?;
        let kind = |name: &str| {
            let field = field(workflow, name);
            field.map_or(Kind::Any, |field| Kind::of(workflow, field))
        };
        let columns = names.into_iter().map(|name| (kind(&name), name));
        Ok(Self {
            reader,
            columns: columns.map(|(kind, name)| (name, kind)).collect(),
            record: StringRecord::new(),
            broken: None,
            number: 1,
        })
    }

    /// Goes on to the next record; false if there is none.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        self.broken = None;
        self.number = self.reader.position().line();
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {
                let position = self.record.position();
                self.number = position.map_or(self.number, csv::Position::line);
                Ok(true)
            }
            Ok(false) => Ok(false),
            Err(error) => match error.into_kind() {
                csv::ErrorKind::Io(error) => Err(error),
                csv::ErrorKind::Utf8 { err, .. } => {
                    self.broken = Some(format!("this is not UTF-8: {err}"));
                    Ok(true)
                }
                other => {
                    self.broken = Some(format!("{other:?}"));
                    Ok(true)
                }
            },
        }
    }

    /// The number of the line in which the record begins, counting from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The inputs of the record. A cell without text is an input that is not given.
    pub(super) fn content(&self) -> Result<Map<String, Value>, String> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        let (cells, columns) = (self.record.len(), self.columns.len());
        if cells != columns {
            return Err(format!("there are {cells} cells for {columns} columns"));
        }
        let cells = self.columns.iter().zip(&self.record);
        let given = cells.filter(|(_, cell)| !cell.is_empty());
        let inputs = given.map(|((name, kind), cell)| {
            let value = kind.read_data(name, cell);
            value
                .map(|value| (name.clone(), value))
                .map_err(|refused| refused.to_string())
        });
        inputs.collect()
    }
}
