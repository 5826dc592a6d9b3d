//! Operations that nobody can find because a key on the way to them is given again, and the last one counts.

use crate::{
    diagnostic::Diagnostic,
    load::{Node, Pointer, duplicate_key},
};

/// The keys given more than once that may hide an operation of the document at `root` which is looked for by its
/// `operationId`.
pub fn hiding_any(root: &Node) -> Vec<Diagnostic> {
    hiding(root, |tokens| match tokens {
        [paths] | [paths, _] | [paths, _, _] => paths == "paths",
        [paths, _, .., last] => paths == "paths" && last == "operationId",
        [] => false,
    })
}

/// Those that may hide what is looked for at `pointer`.
pub fn hiding_at(root: &Node, pointer: &Pointer) -> Vec<Diagnostic> {
    let wanted: Vec<String> = pointer.tokens().collect();
    hiding(root, |tokens| wanted.starts_with(tokens))
}

fn hiding(root: &Node, on_the_way: impl Fn(&[String]) -> bool) -> Vec<Diagnostic> {
    let document = root.document();
    let mut duplicate = document.duplicate_keys();
    duplicate.retain(|pointer| on_the_way(&pointer.tokens().collect::<Vec<_>>()));
    let found = duplicate.iter();
    found
        .map(|pointer| duplicate_key(document, pointer))
        .collect()
}
