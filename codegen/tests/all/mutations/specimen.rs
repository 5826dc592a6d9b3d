//! Sound documents, and ways to break them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use arazzo_codegen::{
    Generator,
    load::{Document, Documents, Memory, Options},
    report::Report,
};
use serde_json::Value;

use super::{
    broken::{Broken, Place, Reach},
    structure::{Kind, Object, collect, remove},
};
use crate::support::{files, workspace};

/// A document and the files beside it.
pub(crate) struct Files {
    /// Its path in the project.
    name: PathBuf,
    entry: PathBuf,
    files: Vec<(PathBuf, String)>,
}

impl Files {
    /// The documents of `specs` and of the conformance cases.
    pub(crate) fn all() -> Vec<Self> {
        let project = workspace();
        let mut all = files(&project.join("specs"));
        all.extend(files(&project.join("tests/conformance/cases")));
        let entries = all.iter().filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.ends_with(".arazzo.yaml")
        });
        entries
            .map(|entry| {
                let folder = entry.parent().unwrap();
                let beside = all.iter().filter(|path| path.parent() == Some(folder));
                let read = |path: &PathBuf| {
                    let name = Path::new("specs").join(path.file_name().unwrap());
                    Some((name, fs::read_to_string(path).ok()?))
                };
                Self {
                    name: entry.strip_prefix(project).unwrap().to_owned(),
                    entry: Path::new("specs").join(entry.file_name().unwrap()),
                    files: beside.filter_map(read).collect(),
                }
            })
            .collect()
    }

    fn memory(&self, changed: Option<&Broken>) -> Memory {
        self.files
            .iter()
            .fold(Memory::new(), |memory, (path, text)| {
                let broken = changed.filter(|broken| broken.file == *path);
                memory.file(path, broken.map_or(text, |broken| &broken.text).clone())
            })
    }

    /// What is said about the document, as it is or with a mistake.
    pub(crate) fn check(&self, broken: Option<&Broken>) -> Report {
        Generator::new()
            .files(self.memory(broken))
            .document(&self.entry)
            .unused(true)
            .check()
    }

    /// The document as it is.
    pub(crate) fn open(&self) -> Arc<Document> {
        let documents = Documents::new(Box::new(self.memory(None)), Options::default());
        documents.open_path(&self.entry).unwrap()
    }

    /// The documents beside it that declare operations, and their paths.
    fn descriptions(&self) -> Vec<(&Path, Value)> {
        let beside = self.files.iter().filter(|(path, _)| *path != self.entry);
        let parsed = beside.filter_map(|(path, text)| {
            let document = Document::parse(path.to_str()?, text).ok()?;
            Some((path.as_path(), document.root.clone()))
        });
        parsed
            .filter(|(_, root)| root.get("paths").is_some())
            .collect()
    }
}

/// A sound document, to have mistakes made in it.
pub(crate) struct Specimen<'a> {
    pub(crate) files: &'a Files,
    pub(crate) document: &'a Arc<Document>,
    pub(crate) root: &'a Value,
    pub(crate) objects: Vec<Object<'a>>,
    /// The documents of operations.
    pub(crate) apis: Vec<Value>,
    paths: Vec<&'a Path>,
}

impl<'a> Specimen<'a> {
    pub(crate) fn new(files: &'a Files, document: &'a Arc<Document>) -> Self {
        let mut objects = Vec::new();
        collect(
            Kind::Root,
            String::new(),
            &document.root,
            None,
            &mut objects,
        );
        let (paths, apis) = files.descriptions().into_iter().unzip();
        Self {
            files,
            document,
            root: &document.root,
            objects,
            apis,
            paths,
        }
    }

    /// What to call the document to people.
    pub(crate) fn name(&self) -> String {
        self.files.name.display().to_string()
    }

    pub(crate) fn text(&self, path: &Path) -> &str {
        let mut files = self.files.files.iter();
        &files.find(|(found, _)| found == path).unwrap().1
    }

    /// The documents of operations, with their paths.
    pub(crate) fn descriptions(&self) -> impl Iterator<Item = (&Path, &Value)> {
        self.paths.iter().copied().zip(&self.apis)
    }

    /// The text of the document with the corrections of `report` that are certain, if there are any.
    pub(crate) fn mended(&self, report: &Report) -> Option<String> {
        let fixed = report.fixes(std::slice::from_ref(&self.files.entry));
        fixed.into_iter().next().map(|fixed| fixed.text)
    }

    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = &Object<'a>> {
        self.objects
            .iter()
            .filter(move |object| object.kind == kind)
    }

    /// The document with another text, to be reported at `place`.
    pub(crate) fn rewritten(&self, text: String, place: Place) -> Broken {
        Broken {
            file: self.files.entry.clone(),
            text,
            told_in: self.files.entry.clone(),
            place,
            copy: None,
            sound: None,
        }
    }

    /// The document with the tree that `edit` makes of it, to be reported at `at` or a member of it.
    pub(crate) fn broken(&self, at: &str, edit: impl FnOnce(&mut Value)) -> Broken {
        let mut root = self.root.clone();
        edit(&mut root);
        let place = Place::Values(vec![at.to_owned()], Reach::Members);
        self.rewritten(format!("{root:#}"), place)
    }

    /// Puts `value` in the place of what stands at `at`, to be reported there and nowhere else.
    pub(crate) fn replaced(&self, at: &str, value: impl Into<Value>) -> Broken {
        self.broken(at, |root| *root.pointer_mut(at).unwrap() = value.into())
            .exactly()
    }

    /// Gives the object at `at` a field, to be reported there.
    pub(crate) fn with(&self, at: &str, field: &str, value: impl Into<Value>) -> Broken {
        self.broken(at, |root| {
            root.pointer_mut(at).unwrap()[field] = value.into();
        })
    }

    /// Takes a field from the object at `at`, to be reported there.
    pub(crate) fn without(&self, at: &str, field: &str) -> Broken {
        self.broken(at, |root| remove(root, at, field))
    }
}
