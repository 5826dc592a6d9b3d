//! What a batch is called on an engine, so that it finds its runs again when it is started again.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use arazzo_runtime::RunId;
use serde::{Deserialize, Serialize};

use super::fingerprint::written;
use super::inputs::Entry;
use crate::refused::Refused;

/// The name of a batch, in a file beside that of its results.
pub(super) struct Identity {
    batch: String,
    /// How often lines were begun anew because they had failed.
    again: HashMap<u64, u32>,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Written {
    Batch(String),
    /// The failure of this line was given up, and another run begins in its place.
    Again(u64),
}

impl Identity {
    /// The identity of the batch with these results. It is another batch if their file is new; `again` are the lines to
    /// begin anew.
    ///
    /// # Errors
    /// The file cannot be read or written, or holds something else.
    pub(super) fn open(output: &Path, is_new: bool, again: &[u64]) -> Result<Self, Refused> {
        let path = beside(output);
        let cannot = |error: io::Error| {
            Refused(format!(
                "cannot keep the identity of the batch in `{}`: {error}",
                path.display()
            ))
        };
        let known = match is_new {
            true => None,
            false => read(&path).map_err(cannot)?,
        };
        let mut own = match known {
            Some(known) => known,
            None => {
                let batch = RunId::random().as_str().to_owned();
                begin(&path, &Written::Batch(batch.clone())).map_err(cannot)?;
                Self {
                    batch,
                    again: HashMap::new(),
                }
            }
        };
        own.begin_anew(&path, again).map_err(cannot)?;
        Ok(own)
    }

    fn begin_anew(&mut self, path: &Path, lines: &[u64]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        for line in lines {
            text.push_str(&line_of(&Written::Again(*line))?);
            self.count(*line);
        }
        let mut file = OpenOptions::new().append(true).open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }

    fn count(&mut self, line: u64) {
        let count = self.again.entry(line).or_default();
        *count = count.saturating_add(1);
    }

    /// The ids of the runs of a line: of the one that is to have a result, and before it of the one that failed, if one
    /// did. They are the same as long as the line is the same.
    pub(super) fn ids(&self, entry: &Entry) -> (Option<String>, String) {
        let (batch, index) = (&self.batch, entry.index);
        let fingerprint = written(entry.fingerprint.unwrap_or_default());
        let id = |count: u32| match count {
            0 => format!("{batch}-{index}-{fingerprint}"),
            count => format!("{batch}-{index}-{fingerprint}-again{count}"),
        };
        let count = self.again.get(&index).copied().unwrap_or_default();
        (count.checked_sub(1).map(id), id(count))
    }
}

/// The file beside that of the results.
fn beside(output: &Path) -> PathBuf {
    let mut name = output.file_name().unwrap_or_default().to_owned();
    name.push(".batch");
    output.with_file_name(name)
}

/// What a file says; none if there is no file, or an empty one.
fn read(path: &Path) -> io::Result<Option<Identity>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut found: Option<Identity> = None;
    for line in text.lines() {
        match (serde_json::from_str(line), &mut found) {
            (Ok(Written::Batch(batch)), None) => {
                found = Some(Identity {
                    batch,
                    again: HashMap::new(),
                });
            }
            (Ok(Written::Again(index)), Some(known)) => known.count(index),
            // One that was cut off in the middle was not followed by a run.
            (Err(_), Some(_)) if !text.ends_with('\n') => break,
            _ => return Err(io::Error::other(format!("it holds something else: {line}"))),
        }
    }
    Ok(found)
}

/// Begins a file, in one piece.
fn begin(path: &Path, first: &Written) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let mut file = File::create(&new)?;
    file.write_all(line_of(first)?.as_bytes())?;
    file.sync_all()?;
    fs::rename(new, path)
}

fn line_of(written: &Written) -> io::Result<String> {
    Ok(serde_json::to_string(written)? + "\n")
}
