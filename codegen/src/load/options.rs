//! What the user may say about which files are read, and how much.

use std::path::PathBuf;

use super::limits::Limits;
use crate::settings::Settings;

/// Where documents may come from.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder that file access stays below. By default the nearest folder above each entry document that holds
    /// `.git` or `Cargo.toml`, else the parent of the entry document's folder.
    pub root: Option<PathBuf>,
    /// Files standing in for source descriptions, by their name or by their URL.
    pub sources: Vec<(String, PathBuf)>,
    /// Files found by their `$self`.
    pub identities: Vec<PathBuf>,
    /// How much is read before giving up.
    pub limits: Limits,
    /// Whose language reports speak.
    pub caller: Caller,
    /// What is decided about the emitted code.
    pub settings: Settings,
}

/// Who set the options, and how they are written there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Caller {
    /// A program, such as a build script: `.source(..)`.
    #[default]
    Library,
    /// The command line: `--source`.
    CommandLine,
}

impl Caller {
    /// How a file is given for a source.
    pub(super) fn source(self, name: &str, path: &str) -> String {
        match self {
            Self::Library => format!(".source(\"{name}\", \"{path}\")"),
            Self::CommandLine => format!("--source {name}={path}"),
        }
    }

    /// How more is allowed than a limit.
    pub(super) fn limits(self) -> &'static str {
        match self {
            Self::Library => "`.limits(..)`",
            Self::CommandLine => "`--limit NAME=NUMBER`",
        }
    }

    /// The names of the options for the root and for a source.
    pub(super) fn root_and_source(self) -> (&'static str, &'static str) {
        match self {
            Self::Library => (".root(DIR)", ".source(..)"),
            Self::CommandLine => ("--root DIR", "--source"),
        }
    }
}
