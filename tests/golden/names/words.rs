//! Which names these are: what the generator's lists of reserved names hold, and some that are only alike as identifiers.

use std::{collections::BTreeSet, fs, path::Path};

/// Names of primitive types, of crates and traits that emitted code does not mention itself, and of what it makes of others.
const MORE: &[&str] = &[
    "A_and_B",
    "a_attempt",
    "A",
    "AsRef",
    "B",
    "Clone",
    "Debug",
    "End",
    "Fn",
    "Into",
    "Iterator",
    "Other",
    "PartialA",
    "StepError",
    "additional",
    "arazzo_runtime",
    "bool",
    "context",
    "core",
    "element",
    "f64",
    "serde",
    "std",
    "str",
    "u8",
    "union",
    "unrecognized",
];

/// What needs a module of its own for each name is compiled for these.
const FEW: &[&str] = &[
    "1", "_1", "API", "APIS", "client", "from", "gen", "run", "self", "Self", "str", "type",
    "value",
];

/// How many of them a role is compiled with.
pub(crate) enum Which {
    All,
    /// Without the words of Rust.
    Own,
    Few,
}

pub(crate) struct Words {
    rust: BTreeSet<String>,
    own: BTreeSet<String>,
}

impl Words {
    /// From the generator's sources.
    pub(crate) fn of(codegen: &Path) -> Self {
        let path = codegen.join("src/types/reserved.rs");
        println!("cargo::rerun-if-changed={}", path.display());
        let lists = fs::read_to_string(path).expect("the lists");
        let (rust, own) = lists
            .split_once("ROOT")
            .expect("the first list of names of ours");
        let quoted = |text: &str| {
            text.split('"')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        let mut own: BTreeSet<String> = quoted(own);
        own.extend(FEW.iter().chain(MORE).map(|word| (*word).to_owned()));
        Self {
            rust: quoted(rust),
            own,
        }
    }

    pub(crate) fn list(&self, which: &Which) -> Vec<String> {
        match which {
            Which::All => self.rust.union(&self.own).cloned().collect(),
            Which::Own => self.own.iter().cloned().collect(),
            Which::Few => FEW.iter().map(|word| (*word).to_owned()).collect(),
        }
    }
}
