//! Where values stand in the text, found out only when a document has something to be told about.
//!
//! The tree that later stages read has no positions: a clean run never pays for them. The first diagnostic in a document
//! parses its text once more, by a reader that reports positions, into a list of values in document order.

mod json;
mod lines;
mod scalar;
mod yaml;

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Mutex, PoisonError},
};

pub use lines::{Lines, Position};
pub(super) use scalar::locate;

use super::Pointer;

/// How a scalar is written; what its bytes mean depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// YAML without quotes.
    Plain,
    /// YAML in single quotes.
    Single,
    /// In double quotes, JSON and YAML.
    Double,
    /// A YAML block scalar.
    Block,
    /// No string: an array, an object, or a JSON number or word.
    Other,
}

/// Positions of all values of one document.
#[derive(Debug, Default)]
pub(in crate::load) struct Spans {
    entries: Vec<Entry>,
    /// The entry that each YAML anchor names.
    anchors: HashMap<usize, usize>,
    /// What was looked for before, by its entry: many findings may be about one object.
    looked_up: Mutex<HashMap<usize, Children>>,
}

/// The entries in an array or object.
#[derive(Debug)]
enum Children {
    Items(Vec<usize>),
    /// Of members given twice the last, as in the tree.
    Members(HashMap<Box<str>, usize>),
}

/// One value; its descendants follow it in the list.
#[derive(Debug)]
struct Entry {
    /// The key that leads to it, or nothing for array elements and the root.
    key: Option<KeySpan>,
    /// The value, without anchor and tag.
    value: Range<usize>,
    style: Style,
    /// Whether members are found by key.
    object: bool,
    /// The anchor that stands here in place of a value.
    alias: Option<usize>,
    /// Index after the last descendant.
    end: usize,
}

#[derive(Debug)]
struct KeySpan {
    text: Box<str>,
    range: Range<usize>,
    style: Style,
}

/// Where a member or element stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) key: Option<Range<usize>>,
    pub(super) key_style: Style,
    pub(super) value: Range<usize>,
    pub(super) style: Style,
}

/// More aliases than this on the way to one value are a cycle.
const ALIASES: usize = 128;

impl Spans {
    /// Positions in the text of a document that was read as JSON or YAML. What a reader of positions cannot follow is
    /// missing.
    pub(super) fn new(text: &str, json: bool) -> Self {
        let mut builder = Builder::default();
        if json {
            json::scan(text, &mut builder);
        } else {
            yaml::scan(text, &mut builder);
        }
        builder.finish()
    }

    /// Where the value at `pointer` stands; if it has no position of its own (it was merged in), its nearest ancestor.
    pub(super) fn find(&self, pointer: &Pointer) -> Option<Spot> {
        let mut at = 0;
        for token in pointer.tokens() {
            match self.child(at, &token, 0) {
                Some(child) => at = child,
                None => break,
            }
        }
        let entry = self.entries.get(at)?;
        Some(Spot {
            key: entry.key.as_ref().map(|key| key.range.clone()),
            key_style: entry.key.as_ref().map_or(Style::Other, |key| key.style),
            value: entry.value.clone(),
            style: entry.style,
        })
    }

    /// The entry of a member or element.
    fn child(&self, at: usize, token: &str, depth: usize) -> Option<usize> {
        let entry = self.entries.get(at)?;
        if let Some(anchor) = entry.alias {
            let named = *self.anchors.get(&anchor)?;
            let deeper = (depth < ALIASES).then_some(depth + 1)?;
            return self.child(named, token, deeper);
        }
        if let Some(found) = self.own_child(at, token) {
            return Some(found);
        }
        let merge = entry.object.then(|| self.own_child(at, "<<"))??;
        let deeper = (depth < ALIASES).then_some(depth + 1)?;
        let merged = self.entries.get(merge)?;
        if merged.object || merged.alias.is_some() {
            return self.child(merge, token, deeper);
        }
        self.children(merge)
            .find_map(|item| self.child(item, token, deeper))
    }

    /// The entry of a member or element that stands there itself.
    fn own_child(&self, at: usize, token: &str) -> Option<usize> {
        let known = self.looked_up.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        let children = known.entry(at).or_insert_with(|| self.look_up(at));
        match children {
            Children::Items(items) => items.get(token.parse::<usize>().ok()?).copied(),
            Children::Members(members) => members.get(token).copied(),
        }
    }

    fn look_up(&self, at: usize) -> Children {
        if !self.entries.get(at).is_some_and(|entry| entry.object) {
            return Children::Items(self.children(at).collect());
        }
        let members = self.children(at).filter_map(|child| {
            let key = self.entries.get(child)?.key.as_ref()?;
            Some((key.text.clone(), child))
        });
        Children::Members(members.collect())
    }

    fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.entries.get(at).map_or(0, |entry| entry.end);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.entries.get(child)?.end.max(child + 1);
            Some(child)
        })
    }
}

/// Collects entries in document order.
#[derive(Debug, Default)]
struct Builder {
    spans: Spans,
    /// Arrays and objects that are still open.
    open: Vec<usize>,
    /// The key whose value comes next.
    key: Option<KeySpan>,
    /// Where the last scalar or flow collection ended.
    last: usize,
}

impl Builder {
    /// Whether a scalar that comes next is a key.
    fn expects_key(&self) -> bool {
        let open = self.open.last().and_then(|at| self.spans.entries.get(*at));
        self.key.is_none() && open.is_some_and(|entry| entry.object)
    }

    fn key(&mut self, text: &str, range: Range<usize>, style: Style) {
        self.last = self.last.max(range.end);
        self.key = Some(KeySpan {
            text: text.into(),
            range,
            style,
        });
    }

    fn push(&mut self, value: Range<usize>, style: Style, object: bool) -> usize {
        let at = self.spans.entries.len();
        self.spans.entries.push(Entry {
            key: self.key.take(),
            value,
            style,
            object,
            alias: None,
            end: at + 1,
        });
        at
    }

    fn scalar(&mut self, range: Range<usize>, style: Style) -> usize {
        self.last = self.last.max(range.end);
        self.push(range, style, false)
    }

    fn alias(&mut self, range: Range<usize>, anchor: usize) {
        let at = self.scalar(range, Style::Other);
        if let Some(entry) = self.spans.entries.get_mut(at) {
            entry.alias = Some(anchor);
        }
    }

    fn begin(&mut self, start: usize, object: bool) -> usize {
        let at = self.push(start..start, Style::Other, object);
        self.open.push(at);
        at
    }

    /// Closes the innermost collection at `end`, or after its last descendant.
    fn end(&mut self, end: Option<usize>) {
        self.key = None;
        let length = self.spans.entries.len();
        let Some(at) = self.open.pop() else {
            return;
        };
        if let Some(entry) = self.spans.entries.get_mut(at) {
            self.last = end.unwrap_or(self.last.max(entry.value.start));
            entry.value.end = self.last;
            entry.end = length;
        }
    }

    /// Gives the anchor a meaning.
    fn anchor(&mut self, anchor: usize, at: usize) {
        if anchor != 0 {
            self.spans.anchors.insert(anchor, at);
        }
    }

    fn finish(mut self) -> Spans {
        while !self.open.is_empty() {
            self.end(None);
        }
        self.spans
    }
}
