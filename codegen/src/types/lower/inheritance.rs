//! A `discriminator` beside no `oneOf`: schemas that extend the one that has it, with `allOf`, are its alternatives.

use super::{Lowering, Site, identity, union::Candidate};
use crate::{
    load::Node,
    types::{
        Conjunction, Kinds, References, Shape, Tag,
        extensions::{MAX_CHILDREN, children},
        members, naming,
    },
};

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
