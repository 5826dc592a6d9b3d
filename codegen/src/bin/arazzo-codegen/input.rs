//! The documents of a call and how they are read. The comments are the texts behind `--help`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::values::{self, Offered, Spec};

/// The options of all verbs that read documents.
const EVERYWHERE: &str = "Everywhere";

/// The documents and how they are read.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub(crate) struct Input {
    #[arg(
        required = true,
        value_name = "[NAME=]SPEC",
        value_parser = values::spec,
        value_hint = ValueHint::FilePath,
        help = "An Arazzo document, and the name of its module [default: the file's, in snake case]"
    )]
    pub(crate) specs: Vec<Spec>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// How documents are read.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub(crate) struct Reading {
    /// Deviations from the standard whose meaning is plain are errors
    #[arg(long, help_heading = EVERYWHERE)]
    pub(crate) strict: bool,
    #[arg(
        long,
        help_heading = EVERYWHERE,
        value_name = "[NAME_OR_URL=]PATH",
        value_parser = values::offered,
        help = "A file standing in for a source description, by its name or URL;\n\
                a PATH alone is a document that is found by its $self"
    )]
    pub(crate) source: Vec<Offered>,
    #[arg(
        long,
        help_heading = EVERYWHERE,
        value_name = "DIR",
        help = "Read files below this folder only [default: the nearest folder above\n\
                the document with .git or Cargo.toml, else the parent of its folder]"
    )]
    pub(crate) root: Option<PathBuf>,
    #[arg(
        long,
        help_heading = EVERYWHERE,
        value_name = "NAME=NUMBER",
        value_parser = values::limit,
        help = "How much is read before giving up: bytes of a file (64M), values of a document\n\
                (5000000), bytes of a key (64K), documents (1000)"
    )]
    pub(crate) limit: Vec<(String, usize)>,
}
