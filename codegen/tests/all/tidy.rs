//! What a reader relies on and no compiler checks.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::support::{files, workspace};

/// The sources below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = files(folder);
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found
}

/// `D-07`, `D-05a`: every number of a decision in `text`.
fn cited(text: &str) -> BTreeSet<String> {
    text.match_indices("D-")
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
        .filter_map(|(at, _)| {
            let digits = text[at + 2..]
                .chars()
                .take_while(char::is_ascii_digit)
                .count();
            let letter = text[at + 2 + digits..]
                .chars()
                .next()
                .filter(|c| ('a'..='f').contains(c))
                .map_or(0, char::len_utf8);
            (digits >= 2).then(|| text[at..at + 2 + digits + letter].to_owned())
        })
        .collect()
}

#[test]
fn every_decision_that_a_comment_cites_is_listed() {
    let root = workspace();
    let decisions = fs::read_to_string(root.join("docs/decisions.md")).unwrap();
    let listed: BTreeSet<String> = decisions
        .lines()
        .filter_map(|line| {
            line.strip_prefix("**")?
                .split_once(". ")
                .map(|(number, _)| number)
        })
        .map(str::to_owned)
        .collect();
    let mut missing = Vec::new();
    for path in ["codegen/src", "runtime/src", "syntax/src"]
        .iter()
        .flat_map(|folder| sources(&root.join(folder)))
    {
        for number in cited(&fs::read_to_string(&path).unwrap()) {
            if !listed.contains(&number) {
                missing.push(format!("{}: {number}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "not in docs/decisions.md: {missing:#?}");
    assert_eq!(
        listed.len(),
        decisions
            .lines()
            .filter(|line| line.starts_with("**D-"))
            .count()
    );
}
