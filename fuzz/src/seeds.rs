//! The documents that hostile ones are made of.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::load::{Document, Memory};
use serde_json::Value;

/// A document and the files beside it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Where it stands in the project.
    pub name: String,
    /// Names and texts; the entry document comes first.
    pub files: Vec<(String, String)>,
}

impl Case {
    /// The files, to be read by the generator.
    pub fn memory(&self) -> Memory {
        self.files.iter().cloned().collect()
    }

    /// The entry document.
    pub fn entry(&self) -> &str {
        self.files.first().map_or("", |(name, _)| name)
    }
}

/// Everything that mutants are made of.
#[derive(Debug)]
pub struct Seeds {
    /// Documents of the project, each with the files beside it.
    pub cases: Vec<Case>,
    /// All strings and keys in them.
    pub words: Vec<String>,
    /// Some of their objects and lists.
    pub trees: Vec<Value>,
}

/// Where the documents of the project stand.
const FOLDERS: [&str; 4] = [
    "specs",
    "tests/conformance/cases",
    "codegen/tests/cases/ok",
    "codegen/tests/cases/err",
];

impl Seeds {
    /// Those of the project.
    ///
    /// # Panics
    /// If the folders of this checkout cannot be read.
    pub fn read() -> Self {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut cases = Vec::new();
        for folder in FOLDERS {
            collect(&project, &project.join(folder), &mut cases);
        }
        assert!(!cases.is_empty(), "no documents in {}", project.display());
        let mut words = BTreeSet::new();
        let mut trees = Vec::new();
        for (name, text) in cases.iter().flat_map(|case| &case.files) {
            if let Ok(document) = Document::parse(name, text) {
                take_apart(&document.root, &mut words, &mut trees);
            }
        }
        Self {
            cases,
            words: words.into_iter().collect(),
            trees,
        }
    }
}

fn collect(project: &Path, folder: &Path, cases: &mut Vec<Case>) {
    let entries = fs::read_dir(folder).expect("a folder of the project");
    let mut entries: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort();
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    let is_entry = |path: &PathBuf| {
        let name = name(path);
        name.ends_with(".arazzo.yaml") || name.ends_with(".arazzo.json")
    };
    let documents = |path: &&PathBuf| {
        let name = name(path);
        let written = ["report.json", "case.yaml"].contains(&name.as_str());
        !written && (name.ends_with(".yaml") || name.ends_with(".json"))
    };
    for entry in entries.iter().filter(|path| is_entry(path)) {
        let others = entries.iter().filter(|path| *path != entry);
        let files = [entry].into_iter().chain(others.filter(documents));
        let files = files.filter_map(|path| Some((name(path), fs::read_to_string(path).ok()?)));
        let shown = entry.strip_prefix(project).unwrap_or(entry);
        cases.push(Case {
            name: shown.display().to_string(),
            files: files.collect(),
        });
    }
    for inner in entries.iter().filter(|path| path.is_dir()) {
        collect(project, inner, cases);
    }
}

/// As many objects and lists are kept; a few times as many as there are kinds of them.
const TREES: usize = 20_000;

fn take_apart(value: &Value, words: &mut BTreeSet<String>, trees: &mut Vec<Value>) {
    match value {
        Value::String(text) => {
            words.insert(text.clone());
        }
        Value::Array(items) => {
            keep(value, trees);
            items.iter().for_each(|item| take_apart(item, words, trees));
        }
        Value::Object(members) => {
            keep(value, trees);
            for (key, member) in members {
                words.insert(key.clone());
                take_apart(member, words, trees);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Large ones would be most of what mutants consist of.
fn keep(value: &Value, trees: &mut Vec<Value>) {
    if trees.len() < TREES && value.to_string().len() < 1_000 {
        trees.push(value.clone());
    }
}
