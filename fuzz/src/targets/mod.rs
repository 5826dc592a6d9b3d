//! What is tried, by name.

pub mod code;
mod grammar;
mod loader;
mod pipeline;
mod pointer;
mod schema;
mod texts;

use crate::{Random, Seeds};

pub use pipeline::accepted;

/// Something that hostile input is given to.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// What the program calls it.
    pub name: &'static str,
    /// What it asserts.
    pub about: &'static str,
    /// As many runs take a second or two in a debug build.
    pub few: u64,
    /// One run. A panic is a finding.
    pub run: fn(&mut Random, &Seeds),
}

/// All of them.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "loader",
        about: "texts are read or refused; what was read means the same as JSON",
        few: 300,
        run: loader::texts,
    },
    Target {
        name: "bytes",
        about: "files that are no text are refused",
        few: 100,
        run: loader::bytes,
    },
    Target {
        name: "expressions",
        about: "expressions, templates and the texts of engines are read or refused, in their place",
        few: 3_000,
        run: texts::expressions,
    },
    Target {
        name: "conditions",
        about: "conditions are read or refused, in their place",
        few: 3_000,
        run: texts::conditions,
    },
    Target {
        name: "pointers",
        about: "pointers say what their tokens say, and lead where they lead in JSON",
        few: 500,
        run: pointer::pointers,
    },
    Target {
        name: "code",
        about: "no text of a document changes more of the code than literals, documentation and names",
        few: 20,
        run: code::texts,
    },
    Target {
        name: "schemas",
        about: "whatever the schemas, there is code that parses, or a report",
        few: 25,
        run: schema::schemas,
    },
    Target {
        name: "pipeline",
        about: "whatever the documents, there is code that parses, the same each time, or a report",
        few: 25,
        run: pipeline::documents,
    },
];
