//! The file itself: locked, appended to, on the disk.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use arazzo_runtime::JournalError;
use fs4::TryLockError;
use serde::Serialize;

use crate::header::Header;
use crate::lines;
use crate::record::Record;

pub(crate) struct Store {
    path: PathBuf,
    file: File,
    /// How many bytes are whole lines.
    length: u64,
    /// Why nothing can be written any more.
    broken: Option<JournalError>,
}

type Content = Option<(Header, Vec<Record>)>;

impl Store {
    /// Opens and locks a file, and cuts off a line that was not written to its end. The lock ends with the process.
    pub(crate) fn open(path: &Path, create: bool) -> Result<(Self, Content), JournalError> {
        let failed = |what: &str, error: &dyn std::fmt::Display| {
            JournalError::new(format!(
                "cannot {what} the journal `{}`: {error}",
                path.display()
            ))
        };
        let file = options(create)
            .open(path)
            .map_err(|error| failed("open", &error))?;
        match lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let busy = format!("another process has the journal `{}`", path.display());
                return Err(JournalError::new(busy));
            }
            Err(TryLockError::Error(error)) => return Err(failed("lock", &error)),
        }
        let mut bytes = Vec::new();
        (&file)
            .read_to_end(&mut bytes)
            .map_err(|error| failed("read", &error))?;
        let whole = lines::whole(&bytes, path)?;
        let length = u64::try_from(whole.length).unwrap_or(u64::MAX);
        let mut store = Self {
            path: path.to_owned(),
            file,
            length,
            broken: None,
        };
        if whole.length < bytes.len() {
            store.cut().map_err(|error| failed("repair", &error))?;
        }
        Ok((store, whole.content))
    }

    /// Writes the first line.
    pub(crate) fn begin(&mut self, header: &Header) -> Result<(), JournalError> {
        self.line(header)?;
        // The name of a new file is kept by its folder.
        let folder = self.path.parent().filter(|it| !it.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")));
        // Not every system can do that with a folder.
        folder.and_then(|folder| folder.sync_all()).ok();
        Ok(())
    }

    pub(crate) fn append(&mut self, record: &Record) -> Result<(), JournalError> {
        self.line(record)
    }

    /// Whether more can be written, as far as is known.
    pub(crate) fn check(&self) -> Result<(), JournalError> {
        self.broken.clone().map_or(Ok(()), Err)
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), JournalError> {
        self.check()?;
        let mut line = serde_json::to_vec(value).map_err(|error| self.failed(&error))?;
        line.push(b'\n');
        if let Err(error) = self
            .file
            .write_all(&line)
            .and_then(|()| self.file.sync_data())
        {
            let failed = self.failed(&error);
            self.broken = Some(failed.clone());
            // What there is of the line would be taken for a torn one; the next process has less to do without it.
            self.cut().ok();
            return Err(failed);
        }
        let written = u64::try_from(line.len()).unwrap_or(u64::MAX);
        self.length = self.length.saturating_add(written);
        Ok(())
    }

    /// Cuts off what is no whole line.
    fn cut(&mut self) -> std::io::Result<()> {
        self.file.set_len(self.length)?;
        self.file.seek(SeekFrom::End(0))?;
        self.file.sync_data()
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> JournalError {
        let path = self.path.display();
        JournalError::new(format!("cannot write the journal `{path}`: {error}"))
    }
}

/// Locks a file. A process that is being started has the locks of the one that starts it, for the moment until it runs its
/// own program.
fn lock(file: &File) -> Result<(), TryLockError> {
    for _ in 0..20 {
        match fs4::FileExt::try_lock(file) {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            done => return done,
        }
    }
    Err(TryLockError::WouldBlock)
}

/// Only the owner may read what responses say.
fn options(create: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(create);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
