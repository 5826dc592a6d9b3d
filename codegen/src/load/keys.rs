//! What is said about keys that JSON would not have.

use std::rc::Rc;

use super::{Document, Node, Part, Place, Pointer};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// Reports members given twice, keys that are no strings and merge keys of `document`.
///
/// An Arazzo document holds to the letter: string keys (its chapter on the format), each once, no YAML beyond JSON. Of API descriptions,
/// which come from elsewhere and of which little is read, only members given twice are mentioned.
pub fn check_keys(document: &Rc<Document>, diagnostics: &mut Diagnostics) {
    let arazzo = Node::root(Rc::clone(document)).get("arazzo").is_some();
    for pointer in &document.duplicate_keys() {
        let message = format!("`{}` is given more than once", last_token(pointer));
        let mut found = Diagnostic::error("duplicate-key", key(document, pointer), message)
            .note("readers keep the last one, so what the others say would be lost silently")
            .help("remove all but one");
        if !arazzo {
            found.severity = Severity::Warning;
        }
        diagnostics.push(found);
    }
    if !arazzo {
        return;
    }
    for pointer in &document.non_string_keys() {
        let token = last_token(pointer);
        let message = format!("the key `{token}` is not a string");
        diagnostics.push(
            Diagnostic::error("non-string-key", key(document, pointer), message)
                .suggest(format!("'{token}'")),
        );
    }
    for pointer in &document.keys.merge {
        diagnostics.tolerate(
            Diagnostic::warning("merge-key", key(document, pointer), "`<<` is no YAML 1.2")
                .note("the members it names have been merged in")
                .help("write the members out"),
        );
    }
}

fn key(document: &Document, pointer: &Pointer) -> Place {
    Place {
        document: document.id,
        pointer: pointer.clone(),
        part: Part::Key,
    }
}

fn last_token(pointer: &Pointer) -> String {
    pointer.tokens().last().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, String, Severity)> {
        let document = Document::parse("a.yaml", text).unwrap();
        let mut diagnostics = Diagnostics::new(false);
        check_keys(&document, &mut diagnostics);
        let found = diagnostics.iter();
        found
            .map(|it| (it.code, it.primary.place.pointer.to_string(), it.severity))
            .collect()
    }

    #[test]
    fn arazzo_keys_are_strings_given_once() {
        assert_eq!(
            found("arazzo: 1.0.1\na: &a {1: x, '2': y}\nb: {<<: *a}\nc: 1\nc: 2\n"),
            [
                ("duplicate-key", "/c".to_owned(), Severity::Error),
                ("non-string-key", "/a/1".to_owned(), Severity::Error),
                ("merge-key", "/b/<<".to_owned(), Severity::Warning),
            ]
        );
    }

    #[test]
    fn api_descriptions_may_have_numbers_as_keys() {
        assert_eq!(found("openapi: 3.1.0\nr: {200: x}\n"), []);
        assert_eq!(
            found("openapi: 3.1.0\nr: {a: x, a: y}\n"),
            [("duplicate-key", "/r/a".to_owned(), Severity::Warning)]
        );
    }
}
