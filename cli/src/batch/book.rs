//! The output of many runs, which says what is done: nothing that is in it is run again.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use fs4::TryLockError;
use serde::Deserialize;

use super::fingerprint;
use crate::refused::Refused;

/// Where results go, a line each, written when its run has ended.
pub(super) struct Book {
    out: Box<dyn Write>,
    name: String,
}

/// The lines that have a result.
#[derive(Debug, Default)]
pub(super) struct Known {
    name: String,
    lines: HashMap<u64, Option<u64>>,
    /// Those of the lines that failed.
    failures: HashSet<u64>,
    last: Option<u64>,
}

/// What was found in a file of results.
pub(super) struct Opened {
    pub(super) book: Book,
    pub(super) known: Known,
    /// The lines whose failures were taken out, to be run again.
    pub(super) again: Vec<u64>,
    /// The last line was cut off in the middle: the result of its run is not known.
    pub(super) torn: bool,
}

/// As much of a line as says what is done.
#[derive(Deserialize)]
struct Written {
    index: u64,
    fingerprint: Option<String>,
    workflow: String,
    outcome: String,
}

impl Book {
    /// Standard output, of which nothing is known.
    pub(super) fn stdout() -> Opened {
        Opened {
            book: Self {
                out: Box::new(io::stdout()),
                name: "standard output".to_owned(),
            },
            known: Known::default(),
            again: Vec::new(),
            torn: false,
        }
    }

    /// Opens a file of results of a workflow, or begins it. With `retry_failed` the failures are taken out of it.
    ///
    /// # Errors
    /// It cannot be read or written, or holds something else.
    pub(super) fn open(path: &Path, workflow: &str, retry_failed: bool) -> Result<Opened, Refused> {
        let name = format!("`{}`", path.display());
        let cannot = |error: io::Error| Refused(format!("cannot write {name}: {error}"));
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(cannot)?;
        lock(&file, &name)?;
        let mut found = Found::read(&file, &name, workflow, retry_failed)?;
        if !found.again.is_empty() {
            let anew = without_failures(path, found.end).map_err(cannot)?;
            lock(&anew, &name)?;
            file = anew;
        } else if found.torn {
            file.set_len(found.end).map_err(cannot)?;
        } else if found.unended {
            file.write_all(b"\n").map_err(cannot)?;
        }
        found.known.name.clone_from(&name);
        Ok(Opened {
            book: Self {
                out: Box::new(file),
                name,
            },
            known: found.known,
            again: found.again,
            torn: found.torn,
        })
    }

    /// Writes a result.
    pub(super) fn write(&mut self, line: &str) -> Result<(), String> {
        // In one piece, so that nobody finds half of it unless the disk is full or the machine stops.
        let line = format!("{line}\n");
        let written = self.out.write_all(line.as_bytes());
        let flushed = written.and_then(|()| self.out.flush());
        flushed.map_err(|error| format!("cannot write {}: {error}", self.name))
    }
}

/// Two processes with one file would run everything twice.
fn lock(file: &File, name: &str) -> Result<(), Refused> {
    match fs4::FileExt::try_lock(file) {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            Err(Refused(format!("another process writes results to {name}")))
        }
        Err(TryLockError::Error(error)) => Err(Refused(format!("cannot lock {name}: {error}"))),
    }
}

/// What is in a file of results.
#[derive(Default)]
struct Found {
    known: Known,
    again: Vec<u64>,
    /// Where the last whole line ends.
    end: u64,
    torn: bool,
    /// The last line is whole, and lacks its line break.
    unended: bool,
}

impl Found {
    fn read(file: &File, name: &str, workflow: &str, retry_failed: bool) -> Result<Self, Refused> {
        let mut found = Self::default();
        let mut reader = BufReader::new(file);
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            let read = reader.read_until(b'\n', &mut line);
            let length = read.map_err(|error| Refused(format!("cannot read {name}: {error}")))?;
            if length == 0 {
                break;
            }
            let is_ended = line.ends_with(b"\n");
            match serde_json::from_slice::<Written>(&line) {
                Ok(written) if written.workflow == workflow => found.note(&written, retry_failed),
                Ok(written) => {
                    let other = written.workflow;
                    return Err(Refused(format!(
                        "{name} has results of workflow `{other}`, and not of `{workflow}`, which needs another `--output`"
                    )));
                }
                Err(_) if !is_ended => {
                    (found.torn, found.unended) = (true, false);
                    break;
                }
                Err(error) => {
                    return Err(Refused(format!(
                        "{name} holds something else than results of a batch: line {number}: {error}"
                    )));
                }
            }
            found.unended = !is_ended;
            let length = u64::try_from(length).unwrap_or(u64::MAX);
            found.end = found.end.saturating_add(length);
        }
        Ok(found)
    }

    fn note(&mut self, written: &Written, retry_failed: bool) {
        let failed = is_failure(written);
        if failed && retry_failed {
            self.again.push(written.index);
            return;
        }
        let fingerprint = written.fingerprint.as_deref().and_then(fingerprint::read);
        let known = &mut self.known;
        if failed {
            known.failures.insert(written.index);
        }
        known.lines.insert(written.index, fingerprint);
        known.last = known.last.max(Some(written.index));
    }
}

fn is_failure(written: &Written) -> bool {
    written.outcome != "success"
}

/// Writes the file anew as far as `end`, failures left out, puts it in the place of the old one, and opens it.
fn without_failures(path: &Path, end: u64) -> io::Result<File> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new: PathBuf = path.with_file_name(name);
    let mut reader = BufReader::new(io::Read::take(File::open(path)?, end));
    let mut writer = BufWriter::new(File::create(&new)?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let written = serde_json::from_slice::<Written>(&line);
        if written.is_ok_and(|written| !is_failure(&written)) {
            writer.write_all(line.trim_ascii_end())?;
            writer.write_all(b"\n")?;
        }
        line.clear();
    }
    writer.into_inner()?.sync_all()?;
    fs::rename(new, path)?;
    OpenOptions::new().append(true).open(path)
}

impl Known {
    /// What the file is called in messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a line has a result.
    pub(super) fn has(&self, index: u64) -> bool {
        self.lines.contains_key(&index)
    }

    /// Whether a line has a result that is no failure.
    pub(super) fn succeeded(&self, index: u64) -> bool {
        self.has(index) && !self.failures.contains(&index)
    }

    /// How many of the results are failures.
    pub(super) fn failed(&self) -> u64 {
        u64::try_from(self.failures.len()).unwrap_or(u64::MAX)
    }

    /// Whether the line that has a result could be this one.
    pub(super) fn is_same(&self, index: u64, fingerprint: Option<u64>) -> bool {
        self.lines.get(&index).is_none_or(|it| *it == fingerprint)
    }

    /// The index of the last line that has a result.
    pub(super) fn last(&self) -> Option<u64> {
        self.last
    }

    /// How many lines have a result.
    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.lines.len()).unwrap_or(u64::MAX)
    }
}
