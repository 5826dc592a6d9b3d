//! Reusable Objects: `reference: $components.…` (Arazzo 1.1, section 4.6.10).

use std::sync::Arc;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, names::Named},
    expression::{Expression, SyntaxError},
    load::Node,
    model::{
        arazzo::{Reusable, Text, is_name},
        texts::{Reference, References},
    },
    nearest::nearest,
};

/// Finds the component that `reusable` names among those of `kind`.
pub(super) fn find<'a, T>(
    (reusable, references): (&Reusable, &References),
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
    let Some(Reference::Component { read, meant }) = references.get(&reference.node) else {
        return None;
    };
    let (named, key) = match read {
        Ok(Expression::Component { kind, key }) => (kind, key),
        other => {
            let error = other.as_ref().err().cloned();
            report(invalid(reference, kind, error, meant.as_deref()));
            return None;
        }
    };
    if named.value != kind {
        report(
            Diagnostic::new(
                Code::WrongComponentKind,
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
        let known: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        let place = reference.node.within(key.span.clone());
        report(Named::Component.unknown(place, &key.value, &known));
    }
    found
}

/// The component that a reference names, where there is one.
pub(super) fn named<'a, T>(
    (reference, references): (&Text, &References),
    kind: &str,
    all: &'a [(String, T)],
) -> Option<&'a T> {
    let Some(Reference::Component {
        read: Ok(Expression::Component { kind: named, key }),
        ..
    }) = references.get(&reference.node)
    else {
        return None;
    };
    let found = all.iter().find(|(name, _)| *name == key.value);
    found
        .filter(|_| named.value == kind)
        .map(|(_, component)| component)
}

/// What is no reference to a component, as near to one as it may be.
fn invalid(
    reference: &Text,
    kind: &str,
    error: Option<SyntaxError>,
    meant: Option<&str>,
) -> Diagnostic {
    let message = "a reusable object's `reference` names a component";
    if let Some(error) = error.filter(|error| error.replacement.is_some()) {
        let place = reference.node.within(error.span.clone());
        let found = Diagnostic::new(Code::InvalidReference, place, error.message.clone());
        return error.advise(found);
    }
    let found =
        Diagnostic::new(Code::InvalidReference, &reference.node, message).label("not a component");
    match meant {
        Some(meant) => found.help(format!("write `{meant}`")).suggest(meant),
        None => found.help(format!("write `$components.{kind}.<name>`")),
    }
}

/// Whether the document has such an entry all the same, or may have it: then the reader reported what is wrong with it.
fn declared(reference: &Text, kind: &str, key: &str) -> bool {
    let root = Node::root(Arc::clone(reference.node.document()));
    let Some(components) = root.get("components") else {
        return false;
    };
    let all = components.get(kind);
    let unreadable = |node: &Node| node.as_object().is_none() && !node.value().is_null();
    let Some(all) = all else {
        return unreadable(&components);
    };
    let (names, unwritable): (Vec<String>, Vec<String>) =
        (all.members().into_iter().map(|(name, _)| name)).partition(|name| is_name(name, true));
    // What has a name that no reference can write was reported, and may be what is meant.
    let meant = !unwritable.is_empty() && nearest(key, names.iter().map(String::as_str)).is_none();
    unreadable(&components) || unreadable(&all) || all.get(key).is_some() || meant
}
