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
    for path in ["cli/src", "codegen/src", "runtime/src", "syntax/src"]
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

/// The stages in the order in which data flows. Those of one line are one: what is loaded says where it stands, and
/// that is where diagnostics point.
const STAGES: [&[&str]; 14] = [
    &["nearest", "circles"],
    &["load", "diagnostic"],
    &["expression"],
    &["model"],
    &["resolve"],
    &["flow"],
    &["types"],
    &["check"],
    &["plan"],
    &["emit"],
    &["graph"],
    &["report"],
    &["module_name", "stack", "crate_folder", "build_script"],
    &["generator"],
];

/// The modules of the crate that a source file imports, or names by their whole path; tests at its end aside.
fn imported(source: &str) -> BTreeSet<&str> {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    let first = |text: &str| {
        let end = text.find(|letter: char| !(letter.is_ascii_lowercase() || letter == '_'));
        end.unwrap_or(text.len())
    };
    let mut found = BTreeSet::new();
    for (at, root) in source.match_indices("crate::") {
        let rest = &source[at + root.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(&rest[..first(rest)]);
            continue;
        };
        let mut depth = 1;
        let mut begins = true;
        for (at, letter) in list.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => begins = true,
                letter if letter.is_ascii_lowercase() && begins && depth == 1 => {
                    found.insert(&list[at..at + first(&list[at..])]);
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn a_stage_imports_from_earlier_ones_only() {
    let root = workspace().join("codegen/src");
    let place = |stage: &str| STAGES.iter().position(|names| names.contains(&stage));
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in sources(&root) {
        let below = path.strip_prefix(&root).unwrap();
        let first = below.components().next().unwrap().as_os_str();
        let stage = first.to_str().unwrap().trim_end_matches(".rs");
        let name = below.to_string_lossy();
        // What tests share, and the command line, which uses the crate from outside.
        if stage == "lib" || stage == "bin" || name.contains("test") {
            continue;
        }
        let own = place(stage).unwrap_or_else(|| panic!("{stage} is no stage: add it"));
        seen.insert(own);
        let source = fs::read_to_string(&path).unwrap();
        for other in imported(&source) {
            if place(other).is_some_and(|other| other > own) {
                wrong.push(format!("{name} imports {other}"));
            }
        }
    }
    assert_eq!(seen.len(), STAGES.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn imports_are_found_however_they_are_written() {
    let source = "use crate::{\n    load::{Node, text::A},\n    plan,\n};\nuse crate::types::Shape;\nfn f() { crate::emit::g() }";
    assert_eq!(
        imported(source).into_iter().collect::<Vec<_>>(),
        ["emit", "load", "plan", "types"]
    );
}
