//! Suggestions in texts of every form.

use std::path::PathBuf;

use super::*;
use crate::{
    diagnostic::Code,
    load::{Documents, Memory, Options, Place},
};

/// The text after a certain suggestion about the value at `pointer`.
fn fixed(text: &str, pointer: &str, replacement: &str) -> Option<String> {
    let memory = Memory::new().file("a.yaml", text);
    let documents = Documents::new(Box::new(memory), Options::default());
    let path = PathBuf::from("a.yaml");
    let root = Node::root(documents.open_path(&path).unwrap());
    let node = root.at(&Pointer::parse(pointer).unwrap()).unwrap();
    let diagnostics = vec![Diagnostic::warning(Code::WrongType, &node, "x").fix(replacement)];
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
        let mut diagnostics = Vec::new();
        let key = root.get("nmae").unwrap().key();
        diagnostics.push(Diagnostic::warning(Code::WrongType, key, "x").fix("name"));
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

/// The text after certain suggestions, each at a place of the text.
fn mended(text: &str, places: impl Fn(&Node) -> Vec<(Place, &'static str)>) -> Option<Fixed> {
    let memory = Memory::new().file("a.yaml", text);
    let documents = Documents::new(Box::new(memory), Options::default());
    let path = PathBuf::from("a.yaml");
    let root = Node::root(documents.open_path(&path).unwrap());
    let mut diagnostics = Vec::new();
    for (place, new) in places(&root) {
        diagnostics.push(Diagnostic::warning(Code::WrongType, place, new).fix(new));
    }
    Report::new(diagnostics, documents).fixes(&[path]).pop()
}

#[test]
fn blocks_and_folded_lines_keep_their_layout() {
    for (before, new, after) in [
        (
            "a: |\n  one\n  two # x\nb: 1\n",
            "ONE\ntwo # x\n",
            "a: |\n  ONE\n  two # x\nb: 1\n",
        ),
        ("a: >-\n  one\n  two\n", "one TWO", "a: >-\n  one\n  TWO\n"),
        ("a: one\n  two # c\n", "one {two}", "a: one\n  {two} # c\n"),
        (
            "a: \"\\x6fne\\\n  two\"\n",
            "onetoo",
            "a: \"\\x6fne\\\n  too\"\n",
        ),
        ("a: 'it''s\n  so'\n", "it's o'o", "a: 'it''s\n  o''o'\n"),
        (
            "a: |\r\n  one\r\n  two\r\nb: 1\r\n",
            "one\nTWO\n",
            "a: |\r\n  one\r\n  TWO\r\nb: 1\r\n",
        ),
    ] {
        assert_eq!(fixed(before, "/a", new).as_deref(), Some(after));
    }
}

#[test]
fn text_of_several_places_is_changed_for_all_of_them_or_not_at_all() {
    assert_eq!(fixed("a: &x one\nb: *x\n", "/a", "two"), None);
    let both = |root: &Node| {
        let place = |key| (root.get(key).unwrap().place(), "two");
        vec![place("a"), place("b")]
    };
    let fixed = mended("a: &x one # c\nb: *x\n", both).unwrap();
    assert_eq!(fixed.text, "a: &x two # c\nb: *x\n");
    assert_eq!(fixed.changes.len(), 1);
}

#[test]
fn several_changes_of_one_text_are_made_at_once() {
    let numbers = |root: &Node| {
        let text = root.get("a").unwrap();
        vec![(text.within(8..13), "3"), (text.within(0..3), "1")]
    };
    let fixed = mended("a: one two three\n", numbers).unwrap();
    assert_eq!(fixed.text, "a: 1 two 3\n");
    let told: Vec<_> = fixed.changes.iter().map(|change| &change.before).collect();
    assert_eq!(told, ["one", "three"]);
    assert_eq!(fixed.only(|index| index == 1).text, "a: one two 3\n");
}

#[test]
fn values_of_another_type_are_written_as_such() {
    let changed = |text: &str, replacement: &str| {
        let memory = Memory::new().file("a.yaml", text);
        let documents = Documents::new(Box::new(memory), Options::default());
        let path = PathBuf::from("a.yaml");
        let root = Node::root(documents.open_path(&path).unwrap());
        let node = root.get("a").unwrap();
        let diagnostics =
            vec![Diagnostic::error(Code::WrongType, &node, "x").fix_value(replacement)];
        let fixes = Report::new(diagnostics, documents).fixes(&[path]);
        fixes.into_iter().next().map(|fixed| fixed.text)
    };
    assert_eq!(
        changed("a: login # why\n", "[login]").as_deref(),
        Some("a: [login] # why\n")
    );
    assert_eq!(changed("a: '2s'\n", "2").as_deref(), Some("a: 2\n"));
    assert_eq!(
        changed("{\"a\": \"x\"}", "[\"x\"]").as_deref(),
        Some("{\"a\": [\"x\"]}")
    );
    // An alias would become something else, too.
    assert_eq!(changed("a: &n login\nb: *n\n", "[login]"), None);
}
