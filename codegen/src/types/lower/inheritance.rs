//! A `discriminator` beside no `oneOf`: schemas that extend the one that has it, with `allOf`, are its alternatives.

use super::{Lowering, Site, identity, union::Candidate};
use crate::{
    load::Node,
    types::{Additional, Conjunction, Kinds, References, Shape, Tag, members, naming, references},
};

/// More of them are no help to anybody who matches on them.
const MAX_CHILDREN: usize = 100;

impl Lowering<'_> {
    /// The union of the schemas that extend `all` (OpenAPI 3.1, section 4.8.25.3 "Models with Polymorphism Support"), if
    /// they can be found and there are several.
    pub(super) fn inherited(&mut self, all: &Conjunction, site: &Site) -> Option<Shape> {
        let base = self.refs.resolve(all.seen().first()?)?;
        let whole = all.name().is_some() && all.name() == naming::component(&base).as_deref();
        if !whole || !members::is_base(&base) {
            return None;
        }
        let discriminator = base.get("discriminator")?;
        // In Swagger 2.0 it is the name of the property itself.
        let property = discriminator.str_at("propertyName");
        let property = property.or_else(|| discriminator.as_str())?.to_owned();
        let key = identity("inherited", std::slice::from_ref(all));
        if let Some(known) = self.defined(&key) {
            return Some(known);
        }
        let children = children(&base, &discriminator, self.refs);
        let (2..=MAX_CHILDREN) = children.len() else {
            let note = "the schemas that extend this one are not found by its `discriminator`";
            self.note(&base, note);
            return None;
        };
        let mut candidates = Vec::new();
        let mut mapping = Vec::new();
        for (index, (child, values)) in children.into_iter().enumerate() {
            let schema = Conjunction::of(&child, self.refs);
            let found = self.decided.alternatives(&schema, self.refs);
            let object =
                |one: &Conjunction| one.problems().is_empty() && one.kinds() == Some(Kinds::OBJECT);
            if found.truncated || found.all.is_empty() || !found.all.iter().all(object) {
                self.note(
                    &child,
                    "a schema that extends another is not only an object",
                );
                return None;
            }
            let label = naming::component(&child).or_else(|| values.first().cloned());
            candidates.push(Candidate::branch(label.unwrap_or_default(), schema));
            mapping.extend(values.into_iter().map(|value| (value, index)));
        }
        Some(self.union(key, candidates, Some(Tag { property, mapping }), site))
    }
}

impl Conjunction {
    /// The schemas that extend this one by its `discriminator`.
    pub fn heirs(&self, refs: &dyn References) -> Vec<Node> {
        let bases = self.seen().iter().filter(|schema| members::is_base(schema));
        let found = bases.flat_map(|base| {
            let discriminator = base.get("discriminator");
            discriminator
                .map(|one| children(base, &one, refs))
                .unwrap_or_default()
        });
        found.map(|(child, _)| child).take(MAX_CHILDREN).collect()
    }
}

/// The schemas that extend `base`, and the values of the property that mean each: first those of the mapping, then
/// other components by their name.
fn children(base: &Node, discriminator: &Node, refs: &dyn References) -> Vec<(Node, Vec<String>)> {
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
pub(in crate::types) fn rules_out(base: &Node, name: &str, refs: &dyn References) -> bool {
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
