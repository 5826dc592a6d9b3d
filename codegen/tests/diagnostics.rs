//! Every code that the sources raise is in the catalogue, and every code of the catalogue is raised.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot read its own crate has failed"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::check::catalogue::ENTRIES;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below `folder`, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The text of the library without its tests and without the catalogue itself.
fn sources() -> String {
    let rust = files(&root().join("src"));
    let own = rust.iter().filter(|path| {
        path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("tests.rs")
            && !path.ends_with("check/catalogue.rs")
    });
    own.map(|path| {
        let text = fs::read_to_string(path).unwrap();
        let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
        text.get(..end).unwrap().to_owned()
    })
    .collect()
}

/// What stands in quotes right behind `call`.
fn codes_behind<'a>(text: &'a str, call: &str) -> BTreeSet<&'a str> {
    text.split(call)
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|code| {
            !code.is_empty()
                && code.chars().all(|letter| {
                    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'
                })
        })
        .collect()
}

#[test]
fn every_code_raised_is_in_the_catalogue() {
    let sources = sources();
    let calls = [
        "Diagnostic::error(",
        "Diagnostic::warning(",
        "unknown(",
        "unknown_report(",
        "syntax_error(",
        "engine_checked(",
    ];
    let known: BTreeSet<&str> = ENTRIES.iter().map(|entry| entry.code).collect();
    let raised: BTreeSet<&str> = calls
        .iter()
        .flat_map(|call| codes_behind(&sources, call))
        .collect();
    assert!(raised.len() > 80, "the sources are not read as expected");
    let missing: Vec<_> = raised.difference(&known).collect();
    assert!(missing.is_empty(), "not in check/catalogue.rs: {missing:?}");
}

#[test]
fn every_code_of_the_catalogue_is_raised() {
    let sources = sources();
    let silent: Vec<_> = ENTRIES
        .iter()
        .filter(|entry| !sources.contains(&format!("\"{}\"", entry.code)))
        .map(|entry| entry.code)
        .collect();
    assert!(silent.is_empty(), "nothing raises {silent:?}");
}

#[test]
fn every_explanation_belongs_to_a_code() {
    let known: BTreeSet<&str> = ENTRIES.iter().map(|entry| entry.code).collect();
    for path in files(&root().join("src/check/codes")) {
        let code = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            known.contains(code),
            "no code `{code}` in check/catalogue.rs"
        );
    }
}

/// The second example of an explanation is what people copy.
#[test]
fn corrections_are_yaml() {
    for entry in ENTRIES {
        let right = entry.explanation.split("```yaml\n").nth(2).unwrap();
        let right = right.split("```").next().unwrap();
        let parsed = serde_yaml::from_str::<serde_yaml::Value>(right);
        assert!(parsed.is_ok(), "{}: {parsed:?}\n{right}", entry.code);
    }
}
