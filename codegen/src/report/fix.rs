//! Applies the suggestions that are certain to the text itself, so that comments and layout stay as they are.

mod scalar;
#[cfg(test)]
mod tests;

use std::{
    collections::HashSet,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::Value;

use super::Report;
use crate::{
    diagnostic::{Code, Diagnostic, Form, Suggestion},
    load::{Document, Node, Part, Pointer, Position},
};

use scalar::{Patch, apart, differences, inside, patched, rewritten};

/// A document with suggestions applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file, as it was named.
    pub path: PathBuf,
    /// Its text as it was read.
    pub before: String,
    /// Its text with the changes.
    pub text: String,
    /// What was changed, from top to bottom.
    pub changes: Vec<Change>,
}

/// One change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where, in the text as it was.
    pub at: Position,
    /// The code of the diagnostic.
    pub code: Code,
    /// The text that was changed: the whole scalar, or a few words if it has several lines or changes.
    pub before: String,
    /// The same with the change.
    pub after: String,
    piece: Piece,
}

impl Fixed {
    /// Leaves out the changes that `keep`, which gets their index, does not accept.
    #[must_use]
    pub fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept = self.changes.iter().enumerate();
        let kept = kept.filter(|(index, _)| keep(*index));
        let changes: Vec<Change> = kept.map(|(_, change)| change.clone()).collect();
        let pieces = changes.iter().map(|change| &change.piece);
        Self {
            text: replaced(&self.before, pieces).unwrap_or_else(|| self.before.clone()),
            path: self.path.clone(),
            before: self.before.clone(),
            changes,
        }
    }
}

/// A scalar to be written anew.
struct Edit {
    /// The values that the text stands for: what has an anchor is the value of every alias, too.
    pointers: Vec<Pointer>,
    /// Whether it is the key at the pointer, not the value.
    key: bool,
    /// What is to be there; a key is a string.
    value: Value,
    /// Nothing where an alias stands, whose text is that of its anchor.
    pieces: Vec<Piece>,
}

/// Bytes of the text, and what to write instead of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    range: Range<usize>,
    source: String,
    code: Code,
    /// What to show to people: the range with something around it.
    shown: Range<usize>,
}

impl Report {
    /// The documents at `paths` with the suggestions applied that are certain; those that nothing is suggested for are left
    /// out. A change is made only if the text then reads as the same document but for the values suggested. A file that has
    /// several paths is fixed at the first.
    pub fn fixes(&self, paths: &[PathBuf]) -> Vec<Fixed> {
        let mut seen = HashSet::new();
        let fixed = paths.iter().filter_map(|path| {
            let document = self.documents.open_path(path).ok()?;
            if !seen.insert(document.id) {
                return None;
            }
            apply(&document, self.edits(&document), path)
        });
        fixed.collect()
    }

    fn edits(&self, document: &Arc<Document>) -> Vec<Edit> {
        let mut scalars: Vec<(Pointer, bool, Vec<&Diagnostic>)> = Vec::new();
        for found in self.diagnostics.iter() {
            let place = &found.primary.place;
            let suggestion = found.suggestion.as_ref();
            if place.document != document.id || !suggestion.is_some_and(|found| found.certain) {
                continue;
            }
            let key = place.part == Part::Key;
            let mut known = scalars.iter_mut();
            match known.find(|(pointer, of, _)| *pointer == place.pointer && *of == key) {
                Some((_, _, all)) => all.push(found),
                None => scalars.push((place.pointer.clone(), key, vec![found])),
            }
        }
        let mut edits: Vec<Edit> = Vec::new();
        for (pointer, key, found) in scalars {
            let Some(edit) = edit(document, &pointer, key, &found) else {
                continue;
            };
            let mut known = edits.iter_mut();
            match known.find(|known| !known.key && known.value == edit.value) {
                Some(known) if edit.pieces.is_empty() => known.pointers.extend(edit.pointers),
                None if edit.pieces.is_empty() => {}
                _ => edits.push(edit),
            }
        }
        edits
    }
}

/// How to write what is suggested of one scalar: in its place if it can be done, else all of it anew.
fn edit(document: &Arc<Document>, at: &Pointer, key: bool, all: &[&Diagnostic]) -> Option<Edit> {
    let node = Node::root(Arc::clone(document)).at(at)?;
    let range = document.range(&if key { node.key() } else { node.place() });
    let written = document.text.get(range.clone())?;
    let first = all.first()?;
    let edit = |value: &str, pieces| Edit {
        pointers: vec![at.clone()],
        key,
        value: Value::from(value),
        pieces,
    };
    let suggested = first.suggestion.as_ref();
    if let Some(value) = suggested.filter(|found| found.form == Form::Value) {
        return other_value(document, at, range, value, first.code);
    }
    let anew = |value: &str| {
        let piece = Piece {
            range: range.clone(),
            source: rewritten(value, written, document.json)?,
            code: first.code,
            shown: range.clone(),
        };
        Some(edit(value, vec![piece]))
    };
    let Some(text) = node.as_str().filter(|_| !key) else {
        let replacement = first.suggestion.as_ref()?.replacement.as_str();
        // Text that was no string before comes in the quotes that make it one.
        let unquoted: Option<String> = serde_json::from_str(replacement).ok();
        return anew(&unquoted.filter(|_| !key).unwrap_or(replacement.to_owned()));
    };
    let patches = apart(all.iter().flat_map(|found| patches(text, found)).collect());
    let value = patched(text, &patches)?;
    let piece = |(span, new, code): &Patch| {
        let changed = document.range(&node.within(span.clone()));
        let alone = patches.len() == 1 && !written.contains('\n');
        Some(Piece {
            source: inside(new, written, document.json)?,
            code: *code,
            shown: if alone {
                range.clone()
            } else {
                words(&document.text, &changed)
            },
            range: changed,
        })
    };
    if !document.json && written.starts_with('*') {
        return Some(edit(&value, Vec::new()));
    }
    let pieces: Option<Vec<Piece>> = patches.iter().map(piece).collect();
    let in_place = pieces.map(|pieces| edit(&value, pieces));
    // What has aliases reads as expected only when all of them are edited.
    let shared = document.text.contains('*') && document.text.contains('&');
    let sound = |edit: &Edit| shared || reads_as(document, &[edit]);
    in_place.filter(sound).or_else(|| anew(&value))
}

/// How to write a value of another type; what has an anchor or a tag is left alone.
fn other_value(
    document: &Document,
    at: &Pointer,
    range: Range<usize>,
    suggestion: &Suggestion,
    code: Code,
) -> Option<Edit> {
    let written = document.text.get(range.clone())?;
    if written.starts_with(['&', '*', '!']) {
        return None;
    }
    let source = &suggestion.replacement;
    let read = Document::parse(&document.name, source).ok()?;
    Some(Edit {
        pointers: vec![at.clone()],
        key: false,
        value: read.root.clone(),
        pieces: vec![Piece {
            shown: range.clone(),
            range,
            source: source.clone(),
            code,
        }],
    })
}

/// What `found` suggests for the string `text`.
fn patches(text: &str, found: &Diagnostic) -> Vec<Patch> {
    let Some(suggestion) = &found.suggestion else {
        return Vec::new();
    };
    let new = &suggestion.replacement;
    match &found.primary.place.part {
        Part::Within(span) => vec![(span.clone(), new.clone(), found.code)],
        _ => differences(text, new, found.code),
    }
}

fn apply(document: &Document, edits: Vec<Edit>, path: &Path) -> Option<Fixed> {
    let mut kept: Vec<&Edit> = edits.iter().collect();
    if !reads_as(document, &kept) {
        kept.clear();
        for edit in &edits {
            kept.push(edit);
            if !reads_as(document, &kept) {
                kept.pop();
            }
        }
    }
    let pieces = sorted(&kept);
    if pieces.is_empty() {
        return None;
    }
    let lines = document.lines();
    let text = |range| document.text.get(range).unwrap_or_default();
    let changes = pieces.iter().map(|piece| {
        let Range { start, end } = piece.shown;
        let (before, after) = (text(start..piece.range.start), text(piece.range.end..end));
        Change {
            at: lines.position(start, &document.text),
            code: piece.code,
            before: text(start..end).to_owned(),
            after: format!("{before}{}{after}", piece.source),
            piece: Piece::clone(piece),
        }
    });
    Some(Fixed {
        path: path.to_owned(),
        before: document.text.to_string(),
        changes: changes.collect(),
        text: edited(document, &kept)?,
    })
}

/// The pieces of all edits from top to bottom.
fn sorted<'e>(edits: &[&'e Edit]) -> Vec<&'e Piece> {
    let mut pieces: Vec<&Piece> = edits.iter().flat_map(|edit| &edit.pieces).collect();
    pieces.sort_by_key(|piece| (piece.range.start, piece.range.end));
    pieces
}

fn edited(document: &Document, edits: &[&Edit]) -> Option<String> {
    replaced(&document.text, sorted(edits))
}

/// `range` with the rest of the words that it begins and ends in.
fn words(text: &str, range: &Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = after.find(char::is_whitespace).unwrap_or(after.len());
    start..range.end + end
}

/// `text` with other text in the places of the pieces; `None` if they overlap.
fn replaced<'p>(text: &str, pieces: impl IntoIterator<Item = &'p Piece>) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut end = 0;
    for Piece { range, source, .. } in pieces {
        new.push_str(text.get(end..range.start)?);
        new.push_str(source);
        end = range.end;
    }
    new.push_str(text.get(end..)?);
    Some(new)
}

/// Whether the text with `edits` is the same document but for the values edited.
fn reads_as(document: &Document, edits: &[&Edit]) -> bool {
    let mut expected = document.root.clone();
    // Pointers are those of the text as it is, so keys change after values, and inner ones first.
    let (mut keys, values): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(|edit| edit.key);
    let depth = |edit: &&Edit| edit.pointers.first().map(|at| at.as_str().len());
    keys.sort_by_key(|edit| std::cmp::Reverse(depth(edit)));
    for edit in values {
        for pointer in &edit.pointers {
            match expected.pointer_mut(pointer.as_str()) {
                Some(value) => *value = edit.value.clone(),
                None => return false,
            }
        }
    }
    if !keys.iter().all(|edit| renamed(&mut expected, edit)) {
        return false;
    }
    edited(document, edits)
        .and_then(|text| Document::parse(&document.name, &text).ok())
        .is_some_and(|read| read.root == expected)
}

/// Gives a member its new key, in its old place; false if another member has that key.
fn renamed(root: &mut Value, edit: &Edit) -> bool {
    let Some(at) = edit.pointers.first() else {
        return false;
    };
    let mut way: Vec<String> = at.tokens().collect();
    let (Some(key), Some(new)) = (way.pop(), edit.value.as_str()) else {
        return false;
    };
    let parent = Pointer::from_tokens(&way);
    let Some(Value::Object(members)) = root.pointer_mut(parent.as_str()) else {
        return false;
    };
    if members.contains_key(new) || !members.contains_key(&key) {
        return false;
    }
    let old = std::mem::take(members);
    members.extend(old.into_iter().map(|(name, value)| match name == key {
        true => (new.to_owned(), value),
        false => (name, value),
    }));
    true
}
