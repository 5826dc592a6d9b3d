//! Reading of documents.

use std::{
    io,
    path::{Path, PathBuf},
};

use arazzo_codegen::{
    Generator,
    load::{Document, Files},
};

use super::grammar;
use crate::{Random, Seeds, mutate};

/// Words of YAML and JSON.
const PIECES: [&str; 46] = [
    "a: ",
    "b: ",
    "- ",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "? ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "!!str ",
    "!!map ",
    "!x ",
    "<<: *a",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "# c\n",
    "\t",
    "0x1F",
    "0o7",
    "1e999",
    "-.inf",
    ".nan",
    "~",
    "true",
    "2001-12-14",
    "\u{feff}",
    "\u{85}",
    "\r",
    "\\u0000",
    "\\ud800",
    "é😀",
    "{\"a\": ",
    "123456789012345678901",
    "$serde_json::private::Number",
];

pub(super) fn texts(random: &mut Random, seeds: &Seeds) {
    let text = match random.percent(50) {
        true => grammar::text(random, seeds, &PIECES),
        false => {
            let case = random.pick(&seeds.cases).expect("there are some");
            let (_, text) = random.pick(&case.files).expect("it has a file");
            let mut text = text.clone();
            for _ in 0..=random.below(3) {
                text = mutate::text(random, seeds, &text);
            }
            text
        }
    };
    let name = random.word(&["a.yaml", "a.json", "a"]);
    if let Ok(document) = Document::parse(&name, &text) {
        let json = document.root.to_string();
        let again = Document::parse("a.json", &json);
        let again = again.unwrap_or_else(|error| panic!("{error}: {json:?} of {text:?}"));
        assert_eq!(again.root, document.root, "{text:?}");
    }
    check(name, text.into_bytes());
}

pub(super) fn bytes(random: &mut Random, seeds: &Seeds) {
    let case = random.pick(&seeds.cases).expect("there are some");
    let (name, text) = random.pick(&case.files).expect("it has a file");
    let mut bytes = text.clone().into_bytes();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let byte = u8::try_from(random.below(256)).unwrap_or_default();
        match random.below(3) {
            0 => bytes.insert(at, byte),
            1 => bytes.truncate(at),
            _ => {
                if let Some(changed) = bytes.get_mut(at) {
                    *changed = byte;
                }
            }
        }
    }
    check(name.clone(), bytes);
}

/// Everything that can be said of a file.
fn check(name: String, content: Vec<u8>) {
    let file = OneFile {
        name: Path::new("/").join(&name),
        content,
    };
    let report = Generator::new().files(file).document(name).check();
    for text in [report.human(false), report.json(), report.sarif()] {
        assert!(!text.contains("\u{1b}["), "an escape sequence: {text:?}");
    }
}

/// A file system with one file, of any bytes.
struct OneFile {
    name: PathBuf,
    content: Vec<u8>,
}

impl Files for OneFile {
    fn read(&self, path: &Path, _limit: usize) -> io::Result<Vec<u8>> {
        match path == self.name {
            true => Ok(self.content.clone()),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        match path == self.name {
            true => Ok(path.to_path_buf()),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        path == self.name || path == Path::new("/")
    }

    fn current_dir(&self) -> PathBuf {
        PathBuf::from("/")
    }
}
