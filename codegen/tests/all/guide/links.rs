//! Every link to a file of the project leads somewhere, and every chapter stands in the table of contents.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::blocks::Text;
use crate::support::{files, workspace};

/// The destinations of the inline links in a text.
fn links(prose: &str) -> Vec<&str> {
    let after = prose.split("](").skip(1);
    after
        .filter_map(|rest| rest.split([')', ' ']).next())
        .collect()
}

/// What a heading is called in a link, as both mdBook and code hosts do it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ if letter.is_alphanumeric() => Some(letter.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

fn anchors(text: &Text) -> BTreeSet<String> {
    let prose = text.prose();
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| anchor(line.trim_start_matches('#')))
        .collect()
}

/// All texts of the project for people, but those that describe a single document or case.
fn papers() -> Vec<Text> {
    let root = workspace();
    let mut paths = files(&root.join("docs"));
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    let top = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    paths.extend(top.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    paths
        .iter()
        .map(|path| Text::of(workspace(), path))
        .collect()
}

/// Whether a file is there, and in the folder.
fn inside(file: &Path, folder: &Path) -> bool {
    file.canonicalize()
        .is_ok_and(|file| file.starts_with(folder))
}

#[test]
fn links_lead_somewhere() {
    let root = workspace().canonicalize().unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for text in papers() {
        let prose = text.prose();
        for link in links(&prose) {
            // Pages of the book link to files beside it by the address of the repository.
            let ours = link.strip_prefix(concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/"));
            if ours.is_none() && (link.contains("://") || link.starts_with("mailto:")) {
                continue;
            }
            count += 1;
            let from = match ours {
                Some(_) => root.as_path(),
                None => &root.join(text.path.parent().unwrap()),
            };
            let link = ours.unwrap_or(link);
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => root.join(&text.path),
                file => from.join(file),
            };
            let docs = root.join("docs");
            if text.path.starts_with("docs") && ours.is_none() && !inside(&target, &docs) {
                wrong.push(format!("{}: {link} leaves the book", text.path.display()));
            }
            let Ok(target) = target.canonicalize() else {
                wrong.push(format!("{}: {link}", text.path.display()));
                continue;
            };
            let is_known =
                fragment.is_empty() || anchors(&Text::of(&root, &target)).contains(fragment);
            if !is_known {
                wrong.push(format!(
                    "{}: {link} has no such heading",
                    text.path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 20, "{count} links were found");
}

#[test]
fn every_chapter_is_in_the_table_of_contents() {
    let docs = workspace().join("docs");
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    let listed: BTreeSet<&str> = links(&summary).into_iter().collect();
    let there = files(&docs).into_iter().filter_map(|path| {
        let path = path
            .strip_prefix(&docs)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        (path.ends_with(".md") && path != "SUMMARY.md").then_some(path)
    });
    let there: BTreeSet<String> = there.collect();
    assert_eq!(
        there.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        listed
    );
}
