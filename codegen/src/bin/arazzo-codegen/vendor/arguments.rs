//! What `vendor` can be asked for.

use std::path::Path;

use arazzo_codegen::load::{Caller, Options};
use clap::Args;

use super::fetch::Rules;
use crate::{
    input::Input,
    values::{self, Offered},
};

/// What stands below the options.
pub(crate) const AFTER_HELP: &str = "\
The copies are kept in the folder `vendor` beside each document, with the lock `arazzo.lock`: commit both.
From then on the documents are read from there, by this program and in build scripts. Proxies are those of
`https_proxy` and `no_proxy`.

Examples:
  arazzo-codegen vendor specs/*.arazzo.yaml          fetch what is missing
  arazzo-codegen vendor specs/*.arazzo.yaml --check  say what has changed since
  arazzo-codegen vendor specs/*.arazzo.yaml --update";

#[derive(Debug, Args)]
pub(crate) struct Vendor {
    #[command(flatten)]
    input: Input,
    /// Compare the copies with the network and write nothing; status 1 if anything differs
    #[arg(long, conflicts_with = "update")]
    check: bool,
    /// With --check: compare the copies with their lock only, without the network
    #[arg(long, requires = "check")]
    offline: bool,
    /// Fetch all copies again
    #[arg(long)]
    update: bool,
    /// Remove copies that none of these documents needs
    #[arg(long, conflicts_with = "check")]
    pub(super) prune: bool,
    /// Fetch over http as well, where anybody on the way can change what comes
    #[arg(long)]
    allow_http: bool,
    /// Connect to private addresses as well, such as those of your own network
    #[arg(long)]
    allow_private: bool,
    /// Refuse documents that are longer: bytes, or with K, M or G
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = values::size)]
    max_size: u64,
}

/// What is to be done with copies that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They stay; what is missing is fetched.
    Missing,
    /// They are compared with what is on the network, and nothing is written.
    Check,
    /// They are compared with their lock alone.
    CheckOffline,
    /// They are fetched again.
    Update,
}

impl Vendor {
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.input.specs.iter().map(|spec| spec.path.as_path())
    }

    pub(super) fn mode(&self) -> Mode {
        match (self.check, self.offline, self.update) {
            (true, true, _) => Mode::CheckOffline,
            (true, ..) => Mode::Check,
            (.., true) => Mode::Update,
            _ => Mode::Missing,
        }
    }

    pub(super) fn rules(&self) -> Rules {
        Rules {
            allow_http: self.allow_http,
            allow_private: self.allow_private,
            max_size: self.max_size,
        }
    }

    /// How documents are read: files that stand in for a source need not be fetched.
    pub(super) fn reading(&self) -> Options {
        let reading = &self.input.reading;
        let mut options = Options {
            root: reading.root.clone(),
            caller: Caller::CommandLine,
            ..Options::default()
        };
        for offered in &reading.source {
            match offered {
                Offered::Source(name, path) => options.sources.push((name.clone(), path.clone())),
                Offered::Identity(path) => options.identities.push(path.clone()),
            }
        }
        options
    }
}
