//! How a scalar is written anew in the manner it was written.

use std::ops::Range;

use crate::diagnostic::Code;

/// Bytes of a decoded string, what is to stand there, and the code of the diagnostic that says so.
pub(super) type Patch = (Range<usize>, String, Code);

/// `value` in the manner of the scalar that was `written`; `None` for those over several lines.
pub(super) fn rewritten(value: &str, written: &str, json: bool) -> Option<String> {
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

/// `new` as a part of the scalar that was `written`; `None` where it would break the line.
pub(super) fn inside(new: &str, written: &str, json: bool) -> Option<String> {
    if new.chars().any(char::is_control) {
        return None;
    }
    // Anchors and tags come first.
    let mut words = written.split_inclusive([' ', '\n']);
    let first = words.find(|word| !word.starts_with(['&', '!']))?;
    Some(if json || first.starts_with('"') {
        let quoted = serde_json::to_string(new).ok()?;
        quoted.strip_prefix('"')?.strip_suffix('"')?.to_owned()
    } else if first.starts_with('\'') {
        new.replace('\'', "''")
    } else {
        new.to_owned()
    })
}

/// What distinguishes `new` from `old`, line by line where they have as many lines.
pub(super) fn differences(old: &str, new: &str, code: Code) -> Vec<Patch> {
    if old.matches('\n').count() != new.matches('\n').count() {
        return vec![(0..old.len(), new.to_owned(), code)];
    }
    let mut start = 0;
    let mut all = Vec::new();
    for (old, new) in old.split('\n').zip(new.split('\n')) {
        if old != new {
            let (before, after) = common(old, new);
            let changed = new.get(before..new.len() - after).unwrap_or(new);
            let span = start + before..start + old.len() - after;
            all.push((span, changed.to_owned(), code));
        }
        start += old.len() + 1;
    }
    all
}

/// How many bytes two texts have in common at their beginnings, and at the ends of what is left.
fn common(old: &str, new: &str) -> (usize, usize) {
    let shared = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        let same = pairs.take_while(|(one, other)| one == other);
        same.map(|(one, _)| one.len_utf8()).sum()
    };
    let before = shared(&mut old.chars().zip(new.chars()));
    let rest = |text: &str| text.len() - before;
    let back = &mut old.chars().rev().zip(new.chars().rev());
    let after = shared(back).min(rest(old)).min(rest(new));
    // The shorter rest may begin inside a character of the other end.
    let whole =
        |at: &usize| old.is_char_boundary(old.len() - at) && new.is_char_boundary(new.len() - at);
    let after = (0..=after).rev().find(whole).unwrap_or(0);
    (before, after)
}

/// The patches from left to right; those are left out that overlap an earlier one.
pub(super) fn apart(mut patches: Vec<Patch>) -> Vec<Patch> {
    patches.sort_by_key(|(span, ..)| (span.start, span.end));
    patches.dedup_by(|next, before| next.0 == before.0);
    let mut end = 0;
    patches.retain(|(span, ..)| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
    patches
}

/// `text` with `patches`, which do not overlap.
pub(super) fn patched(text: &str, patches: &[Patch]) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut end = 0;
    for (span, replacement, _) in patches {
        new.push_str(text.get(end..span.start)?);
        new.push_str(replacement);
        end = span.end;
    }
    new.push_str(text.get(end..)?);
    Some(new)
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
