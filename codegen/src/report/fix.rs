//! Applies the suggestions that are certain to the text itself, so that comments and layout stay as they are.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    rc::Rc,
};

use serde_json::Value;

use super::Report;
use crate::{
    diagnostic::{Diagnostic, Suggestion},
    load::{Document, DocumentId, Node, Part, Pointer, Position},
};

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
    pub code: &'static str,
    /// The text that was replaced.
    pub before: String,
    /// What stands there instead.
    pub after: String,
}

/// A scalar to be written anew.
struct Edit {
    range: Range<usize>,
    pointer: Pointer,
    /// Whether it is the key at the pointer, not the value.
    key: bool,
    /// What the scalar is to be.
    value: String,
    /// The scalar as it is to be written.
    source: String,
    code: &'static str,
}

impl Report {
    /// The documents at `paths` with the suggestions applied that are certain; those that nothing is suggested for are left
    /// out. A change is made only if the text then reads as the same document but for the value suggested. One change a
    /// scalar: what is left to mend in it shows in the next report.
    pub fn fixes(&self, paths: &[PathBuf]) -> Vec<Fixed> {
        let fixed = paths.iter().filter_map(|path| {
            let document = self.documents.open_path(path).ok()?;
            let edits = self.edits(document.id);
            apply(&document, edits, path)
        });
        fixed.collect()
    }

    fn edits(&self, document: DocumentId) -> Vec<Edit> {
        let mut edits: Vec<Edit> = self
            .diagnostics
            .iter()
            .filter(|found| found.primary.place.document == document)
            .filter_map(|found| self.edit(found))
            .collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut end = 0;
        edits.retain(|edit| {
            let free = edit.range.start >= end;
            if free {
                end = edit.range.end;
            }
            free
        });
        edits
    }

    fn edit(&self, found: &Diagnostic) -> Option<Edit> {
        let Suggestion {
            replacement,
            certain: true,
        } = found.suggestion.as_ref()?
        else {
            return None;
        };
        let place = &found.primary.place;
        let document = self.documents.get(place.document)?;
        let node = Node::root(Rc::clone(&document)).at(&place.pointer)?;
        let key = place.part == Part::Key;
        let range = document.range(&if key { node.key() } else { node.place() });
        let written = document.text.get(range.clone())?;
        let value = match (&place.part, node.value()) {
            (Part::Key, _) | (Part::Value, Value::String(_)) => replacement.clone(),
            // Text that was no string before comes in the quotes that make it one.
            (Part::Value, _) => {
                serde_json::from_str(replacement).unwrap_or_else(|_| replacement.clone())
            }
            (Part::Within(span), value) => {
                let text = value.as_str()?;
                let (start, end) = (text.get(..span.start)?, text.get(span.end..)?);
                format!("{start}{replacement}{end}")
            }
        };
        Some(Edit {
            source: scalar(&value, written, document.json)?,
            range,
            pointer: place.pointer.clone(),
            key,
            value,
            code: found.code,
        })
    }
}

/// `value` in the manner of the scalar that was `written`; `None` for those over several lines.
fn scalar(value: &str, written: &str, json: bool) -> Option<String> {
    if written.contains('\n') || written.starts_with(['|', '>', '&', '*', '!']) {
        return None;
    }
    let printable = !value.chars().any(char::is_control);
    Some(if json || written.starts_with('"') || !printable {
        serde_json::to_string(value).ok()?
    } else if !written.starts_with('\'') && plain(value) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', "''"))
    })
}

/// Whether `value` may stand without quotes anywhere in YAML, flow style included, and is a string there.
fn plain(value: &str) -> bool {
    let first =
        value.starts_with(|first: char| first.is_ascii_alphabetic() || "$/_".contains(first));
    let quiet =
        |letter: char| letter.is_ascii_alphanumeric() || " _.$/#~=<>()+*-:&|'!".contains(letter);
    first
        && value.chars().all(quiet)
        && !value.ends_with([' ', ':'])
        && !value.contains(": ")
        && !value.contains(" #")
        && serde_yaml::from_str::<String>(value).is_ok_and(|read| read == value)
        && serde_yaml::from_str::<serde_yaml::Value>(value).is_ok_and(|read| read.is_string())
}

fn apply(document: &Document, edits: Vec<Edit>, path: &Path) -> Option<Fixed> {
    let mut kept: Vec<Edit> = Vec::new();
    if reads_as(document, &edits) {
        kept = edits;
    } else {
        for edit in edits {
            kept.push(edit);
            if !reads_as(document, &kept) {
                kept.pop();
            }
        }
    }
    if kept.is_empty() {
        return None;
    }
    let changes = kept.iter().map(|edit| Change {
        at: document.lines().position(edit.range.start, &document.text),
        code: edit.code,
        before: document
            .text
            .get(edit.range.clone())
            .unwrap_or_default()
            .to_owned(),
        after: edit.source.clone(),
    });
    Some(Fixed {
        path: path.to_owned(),
        before: document.text.to_string(),
        changes: changes.collect(),
        text: edited(&document.text, &kept)?,
    })
}

fn edited(text: &str, edits: &[Edit]) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits {
        new.push_str(text.get(end..edit.range.start)?);
        new.push_str(&edit.source);
        end = edit.range.end;
    }
    new.push_str(text.get(end..)?);
    Some(new)
}

/// Whether the text with `edits` is the same document but for the values edited.
fn reads_as(document: &Document, edits: &[Edit]) -> bool {
    let mut expected = document.root.clone();
    // Pointers are those of the text as it is, so keys change after values, and inner ones first.
    let (mut keys, values): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(|edit| edit.key);
    keys.sort_by_key(|edit| std::cmp::Reverse(edit.pointer.as_str().len()));
    for edit in values {
        match expected.pointer_mut(edit.pointer.as_str()) {
            Some(value) => *value = Value::String(edit.value.clone()),
            None => return false,
        }
    }
    if !keys.iter().all(|edit| renamed(&mut expected, edit)) {
        return false;
    }
    edited(&document.text, edits)
        .and_then(|text| Document::parse(&document.name, &text).ok())
        .is_some_and(|read| read.root == expected)
}

/// Gives a member its new key, in its old place; false if another member has that key.
fn renamed(root: &mut Value, edit: &Edit) -> bool {
    let mut way: Vec<String> = edit.pointer.tokens().collect();
    let Some(key) = way.pop() else { return false };
    let parent = Pointer::from_tokens(&way);
    let Some(Value::Object(members)) = root.pointer_mut(parent.as_str()) else {
        return false;
    };
    if members.contains_key(&edit.value) || !members.contains_key(&key) {
        return false;
    }
    let old = std::mem::take(members);
    members.extend(old.into_iter().map(|(name, value)| match name == key {
        true => (edit.value.clone(), value),
        false => (name, value),
    }));
    true
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{
        diagnostic::Diagnostics,
        load::{Documents, Memory, Options},
    };

    /// The text after a certain suggestion about the value at `pointer`.
    fn fixed(text: &str, pointer: &str, replacement: &str) -> Option<String> {
        let memory = Memory::new().file("a.yaml", text);
        let documents = Documents::new(Box::new(memory), Options::default());
        let path = PathBuf::from("a.yaml");
        let root = Node::root(documents.open_path(&path).unwrap());
        let node = root.at(&Pointer::parse(pointer).unwrap()).unwrap();
        let mut diagnostics = Diagnostics::new(false);
        diagnostics.push(Diagnostic::warning("wrong-type", &node, "x").fix(replacement));
        let fixes = Report::new(diagnostics, documents).fixes(&[path]);
        fixes.into_iter().next().map(|fixed| fixed.text)
    }

    #[test]
    fn quotes_and_comments_stay() {
        for (before, after) in [
            ("a: 'x y' # why\n", "a: '$b#/c' # why\n"),
            ("a: \"x\" # why\n", "a: \"$b#/c\" # why\n"),
            ("a:   x   # why\n", "a:   $b#/c   # why\n"),
            ("{\"a\" : \"x\" }", "{\"a\" : \"$b#/c\" }"),
        ] {
            assert_eq!(fixed(before, "/a", "$b#/c").as_deref(), Some(after));
        }
    }

    #[test]
    fn what_needs_quotes_gets_them() {
        let after = fixed("x: {a: Bearer $t, b: 1}", "/x/a", "Bearer {$t}");
        assert_eq!(after.as_deref(), Some("x: {a: 'Bearer {$t}', b: 1}"));
        let after = fixed("a: 1.0\n", "/a", "\"1.0\"");
        assert_eq!(after.as_deref(), Some("a: '1.0'\n"));
        let after = fixed("a: x\n", "/a", "it's: so");
        assert_eq!(after.as_deref(), Some("a: 'it''s: so'\n"));
    }

    #[test]
    fn keys_are_renamed_in_their_place() {
        let renamed = |text: &str| {
            let memory = Memory::new().file("a.yaml", text);
            let documents = Documents::new(Box::new(memory), Options::default());
            let path = PathBuf::from("a.yaml");
            let root = Node::root(documents.open_path(&path).unwrap());
            let mut diagnostics = Diagnostics::new(false);
            let key = root.get("nmae").unwrap().key();
            diagnostics.push(Diagnostic::warning("wrong-type", key, "x").fix("name"));
            let fixes = Report::new(diagnostics, documents).fixes(&[path]);
            fixes.into_iter().next().map(|fixed| fixed.text)
        };
        assert_eq!(
            renamed("nmae: x # why\nb: 1\n").as_deref(),
            Some("name: x # why\nb: 1\n")
        );
        assert_eq!(renamed("{\"nmae\": 1}").as_deref(), Some("{\"name\": 1}"));
        assert_eq!(renamed("nmae: 1\nname: 2\n"), None);
    }

    #[test]
    fn aliases_and_blocks_are_left_alone() {
        assert_eq!(fixed("a: &x one\nb: *x\n", "/a", "two"), None);
        assert_eq!(fixed("a: |\n  one\n", "/a", "two"), None);
    }
}
