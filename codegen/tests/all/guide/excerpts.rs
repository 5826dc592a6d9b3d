//! What the guide shows of documents and of code that it does not compile itself is taken from files that tests compile.

use std::fs;

use super::blocks::Text;
use crate::support::workspace;

/// How blocks begin that are whole files of a newcomer's crate.
const FILES: [&str; 2] = ["// build.rs", "// src/main.rs"];

/// Lines without what they are indented by, blank ones left out, so that an excerpt can stand at the margin.
fn bare<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let lines = lines.map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// Whether the parts of an excerpt, between lines of three dots, stand in the file in their order.
fn has(file: &[String], excerpt: &[String]) -> bool {
    let mut rest = file;
    for part in excerpt.split(|line| line.trim_start_matches(['/', '#', ' ']) == "...") {
        let found = rest
            .windows(part.len().max(1))
            .position(|window| window == part);
        match found {
            Some(at) => rest = &rest[at + part.len()..],
            None if part.is_empty() => {}
            None => return false,
        }
    }
    true
}

#[test]
fn excerpts_stand_in_the_files_that_they_name() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut texts = Text::guide(workspace());
    // It is written from the explanations of the codes.
    texts.retain(|text| !text.path.ends_with("codes.md"));
    for block in texts.iter().flat_map(Text::blocks) {
        let may_be_run = block.is("rust") && !block.kind.contains("ignore");
        let Some(origin) = block.origin() else {
            // Those of the README are built by `tests/quick_start`.
            let is_file = block
                .lines
                .first()
                .is_some_and(|line| FILES.contains(&line.as_str()));
            if block.is("yaml") || (block.is("rust") && !may_be_run && !is_file) {
                wrong.push(format!("{block}: its first line has to be `from FILE`"));
            }
            continue;
        };
        count += 1;
        let Ok(text) = fs::read_to_string(workspace().join(origin)) else {
            wrong.push(format!("{block}: there is no {origin}"));
            continue;
        };
        let shown = bare(block.lines.iter().skip(1).map(String::as_str));
        if !has(&bare(text.lines()), &shown) {
            wrong.push(format!("{block}: {origin} has other lines"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 10, "{count} excerpts were found");
}
