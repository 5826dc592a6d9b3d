//! Why a crate was not written.

use std::{fmt, path::PathBuf};

/// Why a crate was not written. Nothing was changed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrateError {
    /// It is not known where the crate can get the runtime from.
    Runtime(String),
    /// There are files in the way that are not ours to overwrite.
    Refused {
        /// The folder of the crate.
        folder: PathBuf,
        /// The files below it, and why each is not overwritten.
        files: Vec<(PathBuf, &'static str)>,
    },
    /// A file cannot be read or written.
    Failed(String),
}

impl fmt::Display for CrateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Runtime(message) | Self::Failed(message) => f.write_str(message),
            Self::Refused { folder, files } => {
                writeln!(
                    f,
                    "these files would be overwritten, so nothing was written:"
                )?;
                for (path, why) in files {
                    writeln!(f, "  {} ({why})", folder.join(path).display())?;
                }
                f.write_str(
                    "move what is yours into files of its own, or overwrite them with `--force`",
                )
            }
        }
    }
}

impl std::error::Error for CrateError {}
