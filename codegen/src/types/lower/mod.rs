//! Lowers schemas to types. Total: whatever a schema says, there is a type, at worst `serde_json::Value`.
//!
//! Structs, enums and unions get their name and id when they are first met and their content later, from a queue,
//! so that schemas may refer to each other in circles and stacks stay shallow.

mod adopt;
mod define;
mod inheritance;
mod object;
mod own;
mod scalar;
mod union;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    Conjunction, Field, Kinds, Names, References, Shape, Type, TypeId, Types,
    conjunction::Alternatives, decided::Decided, reserved::TYPES, shape::Untyped,
};
use crate::{load::Node, resolve::workflow::WorkflowId};

use define::{Identity, Keep, Pending, Work, identity};

/// Beyond this depth a schema is read as JSON values.
const MAX_DEPTH: usize = 48;

/// As many lists, maps and tuples may lie in one another without a struct between: tuples whose elements are tuples again grow
/// with the power of their depth.
const MAX_NESTED: usize = 256;

/// What becomes of `enum` with strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enums {
    /// An enum that keeps unknown values, where there are between 2 and 100 known ones.
    Open,
    /// `String`
    AsString,
}

/// Declared members of an object, without a type of their own.
#[derive(Debug, Clone)]
pub struct Members {
    /// The members, in document order.
    pub fields: Vec<Field>,
    /// What undeclared members are, where the schema says that there may be some.
    pub additional: Option<Type>,
}

/// Turns schemas into types of one arena.
pub struct Lowering<'a> {
    refs: &'a dyn References,
    enums: Enums,
    types: Types,
    names: Names,
    /// By what they are made from, and whether they keep what the schema does not declare.
    known: BTreeMap<(Keep, Identity), TypeId>,
    adopted: BTreeMap<(WorkflowId, TypeId), TypeId>,
    pending: VecDeque<Pending>,
    /// Lists and maps being lowered: one that meets itself has no Rust type.
    open: Vec<Identity>,
    /// Lists and maps met since the outermost of those.
    nested: usize,
    keep: Keep,
    kept: usize,
    /// What became [`Shape::Value`] since somebody last asked.
    untyped: Vec<Untyped>,
    notes: Vec<(Node, String)>,
    decided: Decided,
}

/// Where a type is needed.
#[derive(Debug, Clone, Default)]
struct Site {
    /// Name for it, if its schema has none.
    hint: String,
    /// The schema.
    node: Option<Node>,
    documentation: Option<String>,
    /// Lists, maps and tuples around it.
    depth: usize,
}

impl Site {
    fn inner(&self, suffix: &str) -> Self {
        Self {
            hint: format!("{} {suffix}", self.hint),
            node: self.node.clone(),
            documentation: None,
            depth: self.depth.saturating_add(1),
        }
    }
}

impl<'a> Lowering<'a> {
    /// An empty arena.
    pub fn new(refs: &'a dyn References, enums: Enums) -> Self {
        Self {
            refs,
            enums,
            types: Types::default(),
            names: Names::reserving(TYPES.iter().copied()),
            known: BTreeMap::new(),
            adopted: BTreeMap::new(),
            pending: VecDeque::new(),
            open: Vec::new(),
            nested: 0,
            keep: Keep::Declared,
            kept: 0,
            untyped: Vec::new(),
            notes: Vec::new(),
            decided: Decided::default(),
        }
    }

    /// Keeps a type name for the caller: the name, or a numbered one if it is taken.
    pub fn reserve(&mut self, name: &str) -> String {
        self.names.claim_type(name)
    }

    /// Every type name of the workflow's module that was given or kept.
    pub fn type_names(&self) -> BTreeSet<String> {
        let taken = self.names.taken().iter();
        let given = taken.filter(|name| !TYPES.contains(&name.as_str()));
        given.cloned().collect()
    }

    /// The type of a schema. `hint` names it, if it needs a name and is no component.
    pub fn lower(&mut self, schema: &Node, hint: &str) -> Type {
        let all = Conjunction::of(schema, self.refs);
        self.lower_any(&[all], hint)
    }

    /// The type of values each of which fits one of `places`, as [`super::walk`] finds them.
    pub fn lower_any(&mut self, places: &[Conjunction], hint: &str) -> Type {
        let site = Site {
            hint: hint.to_owned(),
            ..Site::default()
        };
        self.untyped.clear();
        let found = self.places(places, &site);
        let untyped = self.take_untyped();
        self.settle();
        self.untyped = untyped;
        found
    }

    /// The type of values that a server sends and that are handed on, from alternatives as for [`Lowering::lower_any`].
    /// Nothing of them is lost: unless a schema forbids undeclared members, they are kept. Members that are `writeOnly`
    /// are not expected (OpenAPI 3.1, section 4.8.24).
    pub fn lower_kept(&mut self, places: &[Conjunction], hint: &str) -> Type {
        self.keep = Keep::Received;
        let found = self.lower_any(places, hint);
        self.keep = Keep::Declared;
        found
    }

    /// The type of the body of an error response, from alternatives as for [`Lowering::lower_any`]. Like what is received, but
    /// undeclared members are not kept: the response has them.
    pub fn lower_refused(&mut self, places: &[Conjunction], hint: &str) -> Type {
        self.kept = 0;
        self.keep = Keep::Refused;
        let found = self.lower_any(places, hint);
        self.keep = Keep::Declared;
        found
    }

    /// The members of an object schema that a caller gives; `None` if it describes anything else. Where it has
    /// alternatives, a member of some of them is an optional member. Objects in the members called `kept` keep what their
    /// schemas neither declare nor forbid.
    pub fn members(
        &mut self,
        schema: &Node,
        hint: &str,
        kept: &BTreeSet<String>,
    ) -> Option<Members> {
        let all = Conjunction::of(schema, self.refs);
        self.remember(&all);
        let alternatives = all.alternatives(self.refs);
        let objects = alternatives.all.iter().all(|alternative| {
            alternative
                .kinds()
                .is_none_or(|kinds| kinds == Kinds::OBJECT)
        });
        if !objects || alternatives.truncated || alternatives.all.is_empty() {
            return None;
        }
        let site = Site {
            hint: hint.to_owned(),
            node: Some(schema.clone()),
            ..Site::default()
        };
        self.untyped.clear();
        let keep = |name: &str| match kept.contains(name) {
            true => Keep::Given,
            false => Keep::Declared,
        };
        let members = self.fields(&alternatives.all, &site, &keep);
        let untyped = self.take_untyped();
        self.settle();
        self.untyped = untyped;
        Some(members)
    }

    /// Why the type that was asked for last, or part of it, is [`Shape::Value`]. Members of named types have their own
    /// reasons in [`Field::untyped`].
    pub fn take_untyped(&mut self) -> Vec<Untyped> {
        std::mem::take(&mut self.untyped)
    }

    /// Schemas of which something was put aside, and what.
    pub fn notes(&self) -> &[(Node, String)] {
        &self.notes
    }

    /// The arena so far.
    pub fn types(&self) -> &Types {
        &self.types
    }

    /// The arena.
    pub fn finish(self) -> Types {
        self.types
    }

    /// The type of values that fit one of `places`.
    fn places(&mut self, places: &[Conjunction], site: &Site) -> Type {
        let mut known = BTreeSet::new();
        let distinct = places.iter();
        let distinct = distinct.filter(|place| known.insert((place.key(), place.nullable())));
        let distinct: Vec<&Conjunction> = distinct.collect();
        if let [only] = distinct.as_slice() {
            return self.conjunction(only, site);
        }
        let mut joined = Alternatives::default();
        let mut known = BTreeSet::new();
        for place in distinct {
            self.remember(place);
            let found = self.decided.alternatives(place, self.refs);
            joined.nullable |= found.nullable;
            joined.truncated |= found.truncated;
            let fresh = found.all.iter().filter(|one| known.insert(one.key()));
            joined.all.extend(fresh.cloned());
        }
        let nullable = joined.nullable;
        Type::new(self.any(&joined, site)).or_null(nullable)
    }

    /// The type of values that fit `all`.
    fn conjunction(&mut self, all: &Conjunction, site: &Site) -> Type {
        self.remember(all);
        let site = Site {
            hint: all.name().unwrap_or(&site.hint).to_owned(),
            node: all.seen().first().cloned().or_else(|| site.node.clone()),
            documentation: all.documentation(),
            depth: site.depth,
        };
        let alternatives = self.decided.alternatives(all, self.refs);
        if let Some(own) = self.own(all) {
            return Type::new(own).or_null(alternatives.nullable);
        }
        let union = self.discriminated(all, &site);
        let shape = match union.or_else(|| self.inherited(all, &site)) {
            Some(shape) => shape,
            None => self.any(&alternatives, &site),
        };
        Type::new(shape).or_null(alternatives.nullable)
    }

    /// The shape of values that fit one of the alternatives.
    fn any(&mut self, alternatives: &Alternatives, site: &Site) -> Shape {
        let all = &alternatives.all;
        let problem = all.iter().flat_map(Conjunction::problems).next();
        if let Some((node, reason)) = problem {
            return self.value(Some(node.clone()), reason);
        }
        if alternatives.truncated {
            return self.value(site.node.clone(), "the schema has too many alternatives");
        }
        if site.depth > MAX_DEPTH {
            return self.value(site.node.clone(), "the schema is nested too deeply");
        }
        if let Some(own) = self.own_of_all(all) {
            return own;
        }
        let silent = all.iter().find(|alternative| alternative.kinds().is_none());
        if let Some(silent) = silent {
            let node = silent.seen().first().cloned().or_else(|| site.node.clone());
            return self.value(node, "the schema gives no type");
        }
        let groups = union::by_kind(all);
        match groups.as_slice() {
            [] if alternatives.nullable => self.value(site.node.clone(), "only `null` fits"),
            [] => self.value(
                site.node.clone(),
                "the parts of the schema contradict each other",
            ),
            [(kind, members)] => self.group(*kind, members, site),
            _ => self.kinds(all, groups, site),
        }
    }

    /// The shape of alternatives of one kind.
    fn group(&mut self, kind: Kinds, all: &[Conjunction], site: &Site) -> Shape {
        match kind {
            Kinds::BOOLEAN => Shape::Bool,
            Kinds::NUMBER => scalar::number(all),
            Kinds::STRING => self.string(all, site),
            Kinds::ARRAY => self.array(all, site),
            _ => self.objects(all, site),
        }
    }

    /// A list or map, made by `lower`. One that meets itself, or that many others are part of, has no Rust type.
    fn nesting(
        &mut self,
        key: Identity,
        site: &Site,
        lower: impl FnOnce(&mut Self) -> Shape,
    ) -> Shape {
        if self.open.contains(&key) {
            let reason = "the schema holds itself without a struct between";
            return self.value(site.node.clone(), reason);
        }
        self.nested = self.nested.saturating_add(1);
        if self.nested > MAX_NESTED {
            return Shape::Value;
        }
        self.open.push(key);
        let shape = lower(self);
        self.open.pop();
        if self.open.is_empty() && std::mem::take(&mut self.nested) > MAX_NESTED {
            let reason = format!("more than {MAX_NESTED} arrays and maps are nested in it");
            return self.value(site.node.clone(), &reason);
        }
        shape
    }

    /// `serde_json::Value`, with the reason.
    fn value(&mut self, node: Option<Node>, reason: &str) -> Shape {
        if let Some(node) = node {
            let entry = Untyped {
                node,
                reason: reason.to_owned(),
            };
            if !self.untyped.contains(&entry) {
                self.untyped.push(entry);
            }
        }
        Shape::Value
    }

    /// What `lower` makes, and why part of it is [`Shape::Value`].
    fn traced<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> (T, Vec<Untyped>) {
        let before = std::mem::take(&mut self.untyped);
        let made = lower(self);
        (made, std::mem::replace(&mut self.untyped, before))
    }

    /// Keeps the notes of a schema.
    fn remember(&mut self, all: &Conjunction) {
        for (node, note) in all.notes() {
            self.note(node, note);
        }
    }

    fn note(&mut self, node: &Node, note: &str) {
        let note = (node.clone(), note.to_owned());
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

#[cfg(test)]
mod tests;
