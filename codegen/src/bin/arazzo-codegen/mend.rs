//! `check --fix`: applies the suggestions that are certain to the documents given, and says what it changed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use arazzo_codegen::{
    load::{Disk, Files},
    one_move::in_one_move,
    report::Fixed,
};

use crate::{command::Check, output::complain, reading::checking};

/// How often it looks again: mending one thing may bring the next to light.
const TURNS: usize = 10;

/// What some editors put before a text in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Mends the documents given: whether all could be written that have something to be mended. Of others it complains.
/// Nothing is written that leaves a document with more errors than before.
pub(crate) fn mend(check: &Check) -> bool {
    let specs = &check.input.specs;
    let mut paths: Vec<_> = specs.iter().map(|spec| spec.path.clone()).collect();
    for _ in 0..TURNS {
        let report = checking(check).check();
        let before = report.errors();
        let errors = |fixes: &[Fixed]| {
            let checked = checking(check);
            let report = checked.files(Mended::new(fixes)).check();
            report.errors()
        };
        let mut fixes = report.fixes(&paths);
        // What cannot be written must not count when the others are judged.
        keep(&mut fixes, &mut paths, |fixed| content(fixed).map(drop));
        if !fixes.is_empty() && errors(&fixes) > before {
            for fixed in &mut fixes {
                *fixed = sound(fixed, |fixed| errors(std::slice::from_ref(fixed)) <= before);
            }
            fixes.retain(|fixed| !fixed.changes.is_empty());
        }
        if fixes.is_empty() {
            break;
        }
        keep(&mut fixes, &mut paths, write);
    }
    paths.len() == specs.len()
}

/// Keeps those that `done` succeeds for. It complains of the others, which are not tried again by whatever name.
fn keep(
    fixes: &mut Vec<Fixed>,
    paths: &mut Vec<PathBuf>,
    done: impl Fn(&Fixed) -> Result<(), String>,
) {
    let file = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    fixes.retain(|fixed| {
        let Err(error) = done(fixed) else {
            return true;
        };
        complain(&format!("error: {error}\n"));
        let refused = file(&fixed.path);
        paths.retain(|path| file(path) != refused);
        false
    });
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
    let written = in_one_move(&fixed.path, &content(fixed)?);
    written.map_err(|error| format!("cannot write {name}: {error}"))?;
    for change in &fixed.changes {
        complain(&format!(
            "fixed {name}:{}:{}: [{}] {} -> {}\n",
            change.at.line, change.at.column, change.code, change.before, change.after
        ));
    }
    Ok(())
}

/// What to write, if the file is ours to write.
fn content(fixed: &Fixed) -> Result<Vec<u8>, String> {
    let name = fixed.path.display();
    let read = fs::read(&fixed.path).map_err(|error| format!("cannot read {name}: {error}"))?;
    let (mark, text) = match read.strip_prefix(MARK) {
        Some(text) => (MARK, text),
        None => (&[][..], read.as_slice()),
    };
    // What was changed since it was read, or is in another encoding, is not ours.
    if text != fixed.before.as_bytes() {
        let why = "is not the text in UTF-8 that was read";
        return Err(format!("{name} {why}; nothing was changed"));
    }
    let metadata = fs::metadata(&fixed.path);
    if metadata.is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(format!("cannot write {name}: the file is read-only"));
    }
    Ok([mark, fixed.text.as_bytes()].concat())
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
