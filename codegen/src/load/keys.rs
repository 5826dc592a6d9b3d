//! What is said about keys that JSON would not have.

use std::sync::Arc;

use super::{Document, Documents, Node, Part, Place, Pointer};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// Reports members given twice, keys that are no strings and merge keys of `document`.
///
/// An Arazzo document holds to the letter: string keys (its chapter on the format), each once, no YAML beyond JSON. Of API descriptions,
/// which come from elsewhere and of which little is read, only members given twice are mentioned.
pub fn check_keys(document: &Arc<Document>, diagnostics: &mut Diagnostics) {
    let arazzo = Node::root(Arc::clone(document)).get("arazzo").is_some();
    for pointer in &document.duplicate_keys() {
        let mut found = duplicate_key(document, pointer);
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
            Diagnostic::new(Code::NonStringKey, key(document, pointer), message)
                .suggest(format!("'{token}'")),
        );
    }
    for pointer in &document.keys.merge {
        diagnostics.push(
            Diagnostic::new(
                Code::MergeKey,
                key(document, pointer),
                "`<<` is no YAML 1.2",
            )
            .note("the members it names have been merged in")
            .help("write the members out"),
        );
    }
}

/// The error about the member at `pointer`, which `document` gives more than once.
pub fn duplicate_key(document: &Document, pointer: &Pointer) -> Diagnostic {
    let message = format!("`{}` is given more than once", last_token(pointer));
    Diagnostic::error(Code::DuplicateKey, key(document, pointer), message)
        .note("readers keep the last one, so what the others say would be lost silently")
        .help("remove all but one")
}

/// Reports members given twice that somebody came by, in all documents but those whose keys were checked altogether.
pub fn check_reached_keys(documents: &Documents, diagnostics: &mut Diagnostics) {
    for document in documents.all() {
        let arazzo = document.root.get("arazzo").is_some();
        for pointer in &document.reached_duplicate_keys() {
            let found = duplicate_key(&document, pointer);
            match arazzo {
                true => diagnostics.push(found),
                false => diagnostics.tolerate(found),
            }
        }
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
        let found = diagnostics.into_iter();
        found
            .map(|it| {
                (
                    it.code.as_str(),
                    it.primary.place.pointer.to_string(),
                    it.severity,
                )
            })
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

    #[test]
    fn of_api_descriptions_only_what_is_looked_at_is_told() {
        let text = "openapi: 3.1.0\nused: {a: 1, a: 2, b: {c: 1, c: 2}}\nrest: {a: 1, a: 2}\n";
        let memory = crate::load::Memory::new().file("a.yaml", text);
        let documents = Documents::new(Box::new(memory), crate::load::Options::default());
        let document = documents.open_path(std::path::Path::new("a.yaml")).unwrap();
        let told = || {
            let mut diagnostics = Diagnostics::new(false);
            check_reached_keys(&documents, &mut diagnostics);
            let found = diagnostics.into_iter();
            found
                .map(|it| it.primary.place.pointer.to_string())
                .collect::<Vec<_>>()
        };
        let used = Node::root(document).get("used").unwrap();
        assert_eq!(told(), Vec::<String>::new());
        used.get("a");
        assert_eq!(told(), ["/used/a"]);
        used.at(&Pointer::parse("/used/b/c").unwrap());
        assert_eq!(told(), ["/used/a", "/used/b/c"]);
    }
}
