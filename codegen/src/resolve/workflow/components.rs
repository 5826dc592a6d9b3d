//! Reusable Objects: `reference: $components.…` (Arazzo 1.1, section 4.6.10).

use std::rc::Rc;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    expression::{self, Expression},
    load::Node,
    model::arazzo::{Reusable, Text},
};

use super::unknown;

/// Finds the component that `reusable` names among those of `kind`.
pub(super) fn find<'a, T>(
    reusable: &Reusable,
    kind: &'static str,
    all: &'a [(String, T)],
    step: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<&'a T> {
    let mut report = |found: Diagnostic| {
        diagnostics.push(match step {
            Some(step) => found.step(step),
            None => found,
        });
    };
    let reference = &reusable.reference;
    let Ok(Expression::Component { kind: named, key }) = expression::parse(&reference.text) else {
        report(
            Diagnostic::error(
                "invalid-reference",
                &reference.node,
                "a reusable object's `reference` names a component",
            )
            .label("not a component")
            .help(format!("write `$components.{kind}.<name>`")),
        );
        return None;
    };
    if named.value != kind {
        report(
            Diagnostic::error(
                "wrong-component-kind",
                reference.node.within(named.span.clone()),
                format!(
                    "this list takes `$components.{kind}`, not `$components.{}`",
                    named.value
                ),
            )
            .label(format!("expected `{kind}`"))
            .suggest(kind),
        );
        return None;
    }
    let found = all
        .iter()
        .find(|(name, _)| *name == key.value)
        .map(|(_, component)| component);
    if found.is_none() && !declared(reference, kind, &key.value) {
        report(unknown(
            "unknown-component",
            reference,
            "component",
            &key.value,
            all.iter().map(|(name, _)| name.as_str()),
        ));
    }
    found
}

/// Whether the document has such an entry all the same, or may have it: then the reader reported what is wrong with it.
fn declared(reference: &Text, kind: &str, key: &str) -> bool {
    let root = Node::root(Rc::clone(reference.node.document()));
    let Some(components) = root.get("components") else {
        return false;
    };
    let all = components.get(kind);
    let unreadable = |node: &Node| node.as_object().is_none() && !node.value().is_null();
    unreadable(&components) || all.is_some_and(|all| unreadable(&all) || all.get(key).is_some())
}
