//! Mistakes made with the tree of sound documents, one at a time: each has to be reported, by the right code, where it is.

use std::{ops::RangeInclusive, sync::Arc};

use arazzo_codegen::{
    diagnostic::Diagnostic,
    load::{Document, Node, Pointer},
};
use serde_json::Value;

use super::{
    structure::{Class, Mutation, Tree, change, dangling, declare, drop, exchange, flow},
    support::Table,
};

/// The lines of the values at `mutation.at` in the text that the broken tree is written as.
fn lines(mutation: &Mutation, text: &str) -> Vec<(String, RangeInclusive<usize>)> {
    let document = Document::parse("broken.json", text).unwrap();
    let root = Node::root(Arc::clone(&document));
    let line = |offset| text.get(..offset).unwrap().matches('\n').count() + 1;
    let lines = |at: &String| {
        let node = root.at(&Pointer::parse(at).unwrap()).unwrap();
        let range = document.range(&node.place());
        (at.clone(), line(range.start)..=line(range.end))
    };
    mutation.at.iter().map(lines).collect()
}

/// Whether a report is about one of the places, and at its line.
fn right(found: &Value, mutation: &Mutation, lines: &[(String, RangeInclusive<usize>)]) -> bool {
    let pointer = found["pointer"].as_str().unwrap();
    let line = usize::try_from(found["line"].as_u64().unwrap()).unwrap();
    lines.iter().any(|(at, lines)| {
        let member = pointer.rsplit_once('/').map(|(whole, _)| whole);
        let place = pointer == at || mutation.member && member == Some(at);
        place && lines.contains(&line)
    })
}

const CLASSES: &[&[Class]] = &[
    drop::CLASSES,
    dangling::CLASSES,
    change::CLASSES,
    flow::CLASSES,
    exchange::CLASSES,
    declare::CLASSES,
];

/// Documents in which one mistake is rightly two reports.
const NOT_ALONE: &[(&str, &str)] = &[
    (
        "017-nested-inputs-isolated",
        "the caller hands a literal to the input whose type was changed",
    ),
    ("087-workflow-parameters-nested", "the same"),
    (
        "263-paging-is-not-paced",
        "with the way back hidden no page is ever read again",
    ),
    ("924-pages-by-a-dotted-member", "the same"),
    (
        "705-output-name-with-space",
        "words that nothing declares as one name are an expression and text",
    ),
    ("800-names-in-every-place", "the same"),
    (
        "024-required-parameter-missing",
        "a step that is repeated no longer ends the workflow before one that needs the input",
    ),
    ("025-missing-in-template", "the same"),
    (
        "611-exact-status-over-range-over-default",
        "a condition that says nothing leaves every response possible, of which some have nothing to read",
    ),
    (
        "316-mangled-names-stay-distinct",
        "step ids a letter apart: a name that is missing looks like a slip for the other one",
    ),
    (
        "331-workflow-ids-differ-in-case",
        "workflow ids that differ in case: the same",
    ),
    (
        "372-recursion-with-exit",
        "the step that is taken away was the way out of a recursion",
    ),
    (
        "522-input-names-with-dots",
        "without the longer name the shorter one is walked into, and needed",
    ),
    (
        "670-json-as-a-condition",
        "the context that JSON is compared with has no use beside another condition",
    ),
    (
        "528-nested-transfer-returns",
        "the step that is taken away made the call whose outputs are read",
    ),
    (
        "554-selector-shape-is-data-in-10",
        "what is data in 1.0 is a selector where no version says so",
    ),
];

#[test]
fn broken_trees_are_told_where_they_are_broken() {
    let classes: Vec<&Class> = CLASSES.iter().copied().flatten().collect();
    let table = Table::of(|specimen, table| {
        let document = specimen.open();
        let tree = Tree::new(&document.root, specimen.apis());
        for class in &classes {
            for mutation in (class.mutations)(&tree) {
                let text = format!("{:#}", mutation.root);
                let report = specimen.check(Some(&text));
                let lines = lines(&mutation, &text);
                let place = format!("{} {:?}", specimen.name.display(), mutation.at);
                let right = |found: &Value| right(found, &mutation, &lines);
                let copied = |found: &Diagnostic| {
                    let pointer = found.primary.place.pointer.as_str();
                    let copy = mutation.at.first().filter(|_| mutation.copy);
                    copy.is_some_and(|copy| pointer.starts_with(copy.as_str()))
                };
                table.judge(class.name, class.told, &report, right, copied, &place);
            }
        }
    });
    let names: Vec<_> = classes.iter().map(|class| class.name).collect();
    table.finish(&names, |_| false, NOT_ALONE);
}
