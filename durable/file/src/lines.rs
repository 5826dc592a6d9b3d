//! Reads a file, as far as it was written.

use std::path::Path;

use arazzo_runtime::{Entry, JournalError, What};

use crate::header::Header;
use crate::record::Record;

/// What a file has: its header and records if it has any, and how many bytes of it are whole lines.
pub(crate) struct Whole {
    pub(crate) content: Option<(Header, Vec<Record>)>,
    pub(crate) length: usize,
}

/// Reads as many whole lines as there are. The last one may have been torn when the machine stopped; one before cannot
/// have been, since it was on the disk before the next was begun.
pub(crate) fn whole(bytes: &[u8], path: &Path) -> Result<Whole, JournalError> {
    let damaged = |number: usize| {
        let path = path.display();
        JournalError::new(format!(
            "`{path}` is no journal, or damaged: see line {number}"
        ))
    };
    let mut lines = Vec::new();
    let mut length = 0_usize;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(line) = line.strip_suffix(b"\n") else {
            break;
        };
        lines.push(line);
        length = length.saturating_add(line.len()).saturating_add(1);
    }
    let (count, ends) = (lines.len(), length == bytes.len());
    let Some((first, rest)) = lines.split_first() else {
        return match could_begin(bytes) {
            true => Ok(Whole {
                content: None,
                length: 0,
            }),
            false => Err(damaged(1)),
        };
    };
    let header = Header::parse(first).ok_or_else(|| damaged(1))?;
    let mut records = Vec::with_capacity(rest.len());
    for (line, number) in rest.iter().zip(2..) {
        match serde_json::from_slice(line) {
            Ok(record) => records.push(record),
            Err(_) if ends && number == count => {
                length = length.saturating_sub(line.len()).saturating_sub(1);
            }
            Err(_) => return Err(damaged(number)),
        }
    }
    Ok(Whole {
        content: Some((header, records)),
        length,
    })
}

/// Whether a first line that has no end could be that of a journal.
fn could_begin(bytes: &[u8]) -> bool {
    const BEGIN: &[u8] = br#"{"arazzoJournal":"#;
    let mut pairs = bytes.iter().zip(BEGIN);
    pairs.all(|(one, other)| one == other || *one == 0)
}

/// The header and records of a file.
pub(crate) fn read(path: &Path) -> Result<(Header, Vec<Record>), JournalError> {
    let bytes = std::fs::read(path)
        .map_err(|error| JournalError::new(format!("cannot read `{}`: {error}", path.display())))?;
    let whole = whole(&bytes, path)?;
    whole.content.ok_or_else(|| {
        JournalError::new(format!(
            "`{}` is an empty journal: no run began in it",
            path.display()
        ))
    })
}

/// Whether the entry is an exchange that is over.
pub(crate) fn is_exchange(entry: &Entry) -> bool {
    matches!(entry.what, What::Answered { .. } | What::Unanswered { .. })
}
