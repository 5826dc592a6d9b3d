//! The folder with a journal for each run that is under way, or failed.

use std::fs;
use std::path::{Path, PathBuf};

use super::book::Known;

const SUFFIX: &str = ".journal";

/// The journal of a line.
pub(super) fn file(folder: &Path, index: u64) -> PathBuf {
    folder.join(format!("{index}{SUFFIX}"))
}

/// Removes the journals of lines that succeeded: of those, a process that was killed has left some behind whose results it
/// had written.
pub(super) fn clear(folder: &Path, known: &Known) {
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name();
        let index = name.to_str().and_then(|it| it.strip_suffix(SUFFIX));
        let index = index.and_then(|it| it.parse().ok());
        if index.is_some_and(|index| known.succeeded(index)) {
            // One that stays is not asked again.
            let _ = fs::remove_file(file.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::book::Book;

    #[test]
    fn journals_of_lines_that_succeeded_go() {
        let folder = std::env::temp_dir().join(format!("journals-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a writable folder");
        let results = folder.join("out.jsonl");
        let line = |index, outcome| {
            format!("{{\"index\":{index},\"workflow\":\"w\",\"outcome\":\"{outcome}\"}}\n")
        };
        let text = line(0, "success") + &line(1, "failure");
        fs::write(&results, text).expect("a writable folder");
        for name in ["0.journal", "1.journal", "2.journal", "00.journal.bak"] {
            fs::write(folder.join(name), "").expect("a writable folder");
        }
        let opened = Book::open(&results, "w", false).expect("a file of results");
        clear(&folder, &opened.known);
        let left = fs::read_dir(&folder).expect("a folder").flatten();
        let mut left: Vec<_> = left.map(|it| it.file_name().into_string()).collect();
        left.sort();
        let expected = ["00.journal.bak", "1.journal", "2.journal", "out.jsonl"];
        assert_eq!(left, expected.map(|it| Ok(it.to_owned())));
        fs::remove_dir_all(&folder).expect("a folder");
    }
}
