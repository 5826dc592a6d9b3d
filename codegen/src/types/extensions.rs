//! Schemas that extend one with a `discriminator`, by `allOf`.

use crate::load::Node;

use super::{Additional, Conjunction, References, members, references};

/// More of them are no help to anybody who matches on them.
pub(super) const MAX_CHILDREN: usize = 100;

/// The schemas that extend `base`, and the values of the property that mean each: first those of the mapping, then
/// other components by their name.
pub(super) fn children(
    base: &Node,
    discriminator: &Node,
    refs: &dyn References,
) -> Vec<(Node, Vec<String>)> {
    let mut found: Vec<(Node, Vec<String>)> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let mapping = discriminator.get("mapping");
    for (value, target) in mapping.map(|map| map.members()).unwrap_or_default() {
        let Some(child) = refs.named(&target).filter(|it| extends(it, base, refs)) else {
            continue;
        };
        taken.push(value.clone());
        match found.iter_mut().find(|(known, _)| *known == child) {
            Some((_, values)) => values.push(value),
            None => found.push((child, vec![value])),
        }
    }
    let components = references::components(base).map(|shelf| shelf.members());
    for (name, child) in components.unwrap_or_default() {
        let known = found.iter().any(|(known, _)| *known == child);
        if known || taken.contains(&name) || !extends(&child, base, refs) {
            continue;
        }
        found.push((child, vec![name]));
    }
    found
}

/// Whether `allOf` of the schema names `base`.
fn extends(schema: &Node, base: &Node, refs: &dyn References) -> bool {
    let all = schema.get("allOf").map(|list| list.items());
    let mut targets = all
        .unwrap_or_default()
        .into_iter()
        .filter_map(|member| refs.target(&member));
    targets.any(|target| target == *base)
}

/// Whether no object of a schema with a `discriminator` has a member of this name, as far as the schemas that extend it
/// tell: all of them are known, and none declares the member or leaves room for it.
pub(super) fn rules_out(base: &Node, name: &str, refs: &dyn References) -> bool {
    let Some(discriminator) = base.get("discriminator") else {
        return false;
    };
    let found = children(base, &discriminator, refs);
    let mapping = discriminator.get("mapping");
    let mapped = mapping.map(|map| map.members()).unwrap_or_default();
    let known = |(_, target): &(String, Node)| {
        let target = refs.named(target);
        target.is_some_and(|target| target == *base || extends(&target, base, refs))
    };
    let lacks = |(child, _): &(Node, Vec<String>)| {
        let alternatives = Conjunction::of(child, refs).alternatives(refs);
        let lacks = |one: &Conjunction| {
            let silent = matches!(one.additional(), Additional::Silent | Additional::Closed);
            // What extends the child in turn is not looked for.
            let leaf = !one
                .seen()
                .iter()
                .any(|it| it != base && members::is_base(it));
            let closed = silent && leaf && one.patterns().is_empty() && one.problems().is_empty();
            closed && one.property(name).is_empty() && !one.required().contains(name)
        };
        !alternatives.truncated && alternatives.all.iter().all(lacks)
    };
    let extended = |(child, _): &(Node, Vec<String>)| is_extended(child, refs);
    !found.is_empty()
        && found.len() <= MAX_CHILDREN
        && mapped.iter().all(known)
        && found.iter().all(lacks)
        && !found.iter().any(extended)
}

/// Whether a component extends the schema.
fn is_extended(schema: &Node, refs: &dyn References) -> bool {
    let components = references::components(schema).map(|shelf| shelf.members());
    let mut all = components.unwrap_or_default().into_iter();
    all.any(|(_, component)| extends(&component, schema, refs))
}
