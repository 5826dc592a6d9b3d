//! A small workflow over a small API, with something to run it against.

use super::{SERVER, Specs};

/// The documents of the sample.
pub fn sample() -> Specs {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    Specs {
        files: vec![
            file(
                "specs/tasks.arazzo.yaml",
                include_str!("sample/tasks.arazzo.yaml"),
            ),
            file(
                "specs/tasks.openapi.yaml",
                include_str!("sample/tasks.openapi.yaml"),
            ),
            file(SERVER, include_str!("sample/server.rs")),
        ],
        document: "specs/tasks.arazzo.yaml".to_owned(),
        workflow: "getDone".to_owned(),
    }
}
