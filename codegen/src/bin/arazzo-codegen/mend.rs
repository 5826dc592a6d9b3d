//! `check --fix`: applies the suggestions that are certain to the documents given, and says what it changed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use arazzo_codegen::{
    load::{Disk, Files},
    report::{Fixed, Policy},
};

use crate::{
    command::Input,
    run::{checking, complain},
    write::in_one_move,
};

/// How often it looks again: mending one thing may bring the next to light.
const TURNS: usize = 10;

/// What some editors put before a text in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Mends the documents given. Nothing is written that leaves a document with more errors than before.
///
/// # Errors
/// A sentence about the document that cannot be written, or is not what was read.
pub(crate) fn mend(input: &Input, policy: &Policy) -> Result<(), String> {
    let paths: Vec<_> = input.specs.iter().map(|(_, path)| path.clone()).collect();
    for _ in 0..TURNS {
        let report = checking(input.clone(), policy.clone()).check();
        let before = report.diagnostics.errors();
        let errors = |fixes: &[Fixed]| {
            let checked = checking(input.clone(), policy.clone());
            let report = checked.files(Mended::new(fixes)).check();
            report.diagnostics.errors()
        };
        let mut fixes = report.fixes(&paths);
        if !fixes.is_empty() && errors(&fixes) > before {
            for fixed in &mut fixes {
                *fixed = sound(fixed, |fixed| errors(std::slice::from_ref(fixed)) <= before);
            }
            fixes.retain(|fixed| !fixed.changes.is_empty());
        }
        if fixes.is_empty() {
            break;
        }
        for fixed in &fixes {
            write(fixed)?;
        }
    }
    Ok(())
}

/// The changes that are `sound` together with those before them.
fn sound(fixed: &Fixed, is_sound: impl Fn(&Fixed) -> bool) -> Fixed {
    let mut kept: Vec<usize> = Vec::new();
    for index in 0..fixed.changes.len() {
        kept.push(index);
        if !is_sound(&fixed.only(|index| kept.contains(&index))) {
            kept.pop();
        }
    }
    fixed.only(|index| kept.contains(&index))
}

fn write(fixed: &Fixed) -> Result<(), String> {
    let name = fixed.path.display();
    let read = fs::read(&fixed.path).map_err(|error| format!("cannot read {name}: {error}"))?;
    let (mark, text) = match read.strip_prefix(MARK) {
        Some(text) => (MARK, text),
        None => (&[][..], read.as_slice()),
    };
    // What was changed since it was read, or is in another encoding, is not ours to write.
    if text != fixed.before.as_bytes() {
        let why = "is not the text in UTF-8 that was read";
        return Err(format!("{name} {why}; nothing was changed"));
    }
    let content = [mark, fixed.text.as_bytes()].concat();
    replace(&fixed.path, &content).map_err(|error| format!("cannot write {name}: {error}"))?;
    for change in &fixed.changes {
        complain(&format!(
            "fixed {name}:{}:{}: [{}] {} -> {}\n",
            change.at.line, change.at.column, change.code, change.before, change.after
        ));
    }
    Ok(())
}

/// Writes the file, unless it is meant to stay as it is.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    if fs::metadata(path)?.permissions().readonly() {
        return Err(io::Error::other("the file is read-only"));
    }
    in_one_move(path, content)
}

/// The real files, with changes that are not written yet.
struct Mended {
    texts: Vec<(PathBuf, Vec<u8>)>,
}

impl Mended {
    fn new(fixes: &[Fixed]) -> Self {
        let text = |fixed: &Fixed| {
            let path = Disk.canonical(&fixed.path).ok()?;
            Some((path, fixed.text.clone().into_bytes()))
        };
        Self {
            texts: fixes.iter().filter_map(text).collect(),
        }
    }
}

impl Files for Mended {
    fn read(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
        let canonical = Disk.canonical(path)?;
        let mut texts = self.texts.iter();
        match texts.find(|(changed, _)| *changed == canonical) {
            Some((_, text)) => Ok(text.clone()),
            None => Disk.read(path, limit),
        }
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Disk.canonical(path)
    }

    fn exists(&self, path: &Path) -> bool {
        Disk.exists(path)
    }

    fn current_dir(&self) -> PathBuf {
        Disk.current_dir()
    }
}
