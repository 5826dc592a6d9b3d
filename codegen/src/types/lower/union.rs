//! `oneOf`, `anyOf` and lists of types: when they are a Rust enum, and how its variants are told apart.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{Identity, Lowering, Site, Work, identity, object::required_by_all, scalar::catch_all};
use crate::{
    load::Node,
    types::{
        Additional, Conjunction, Kind, Kinds, Names, Shape, Tag, Type, Variant, naming,
        variant_ident,
    },
};

/// Kinds in the order in which a value is tried against them.
const GROUPS: [(Kinds, &str); 5] = [
    (Kinds::BOOLEAN, "Boolean"),
    (Kinds::NUMBER, "Number"),
    (Kinds::STRING, "String"),
    (Kinds::ARRAY, "List"),
    (Kinds::OBJECT, "Object"),
];

/// A union whose variants are still to be lowered.
pub(super) struct Union {
    candidates: Vec<Candidate>,
    tag: Option<Tag>,
}

pub(super) struct Candidate {
    label: String,
    what: What,
}

impl Candidate {
    /// A schema as it stands.
    pub(super) fn branch(label: String, schema: Conjunction) -> Self {
        let what = What::Branch(schema);
        Self { label, what }
    }
}

enum What {
    /// Alternatives of one kind.
    Kind(Kinds, Vec<Conjunction>),
    /// A branch as it stands.
    Branch(Conjunction),
}

/// Alternatives sorted by kind; one that allows several kinds is in several groups.
pub(super) fn by_kind(all: &[Conjunction]) -> Vec<(Kinds, Vec<Conjunction>)> {
    let groups = GROUPS.iter().map(|(kind, _)| {
        let fits = |one: &&Conjunction| one.kinds().is_some_and(|kinds| kinds.meets(*kind));
        (*kind, all.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    groups.filter(|(_, members)| !members.is_empty()).collect()
}

impl Lowering<'_> {
    /// A union of values of different kinds; the kind tells.
    pub(super) fn kinds(
        &mut self,
        all: &[Conjunction],
        groups: Vec<(Kinds, Vec<Conjunction>)>,
        site: &Site,
    ) -> Shape {
        let candidates = groups.into_iter().map(|(kind, members)| Candidate {
            label: match members.as_slice() {
                [only] if kind == Kinds::OBJECT => only.label().unwrap_or("Object").to_owned(),
                _ => word(kind, &members),
            },
            what: What::Kind(kind, members),
        });
        let candidates = candidates.collect();
        self.union(identity("kinds", all), candidates, None, site)
    }

    /// Objects that are told apart by a property, or by what they require.
    pub(super) fn objects(&mut self, all: &[Conjunction], site: &Site) -> Shape {
        if let [only] = all {
            return self.object(only, site);
        }
        let key = identity("objects", all);
        if let Some(known) = self.defined(&key) {
            return known;
        }
        if let Some((property, values)) = self.inferred_tag(all) {
            let labels: Vec<String> = all
                .iter()
                .zip(&values)
                .map(|(one, values)| {
                    let first = values.first().map(String::as_str);
                    one.label().or(first).unwrap_or_default().to_owned()
                })
                .collect();
            let tag = Tag {
                property,
                mapping: mapping(values),
            };
            let candidates = objects(all.iter().zip(labels));
            return self.union(key, candidates, Some(tag), site);
        }
        let mut order: Vec<(usize, &Conjunction, Members)> = all
            .iter()
            .enumerate()
            .map(|(index, one)| (index, one, Members::of(one)))
            .collect();
        order.sort_by_key(|(_, _, members)| Reverse(members.required.len()));
        let told_apart = order.iter().enumerate().all(|(position, (_, _, earlier))| {
            let mut later = order.iter().skip(position.saturating_add(1));
            later.all(|(_, _, later)| later.cannot_be(earlier))
        });
        if !told_apart {
            return self.value(site.node.clone(), "nothing distinguishes the alternatives");
        }
        let labelled = order.iter().map(|(index, one, _)| {
            let number = format!("Variant{}", index.saturating_add(1));
            (*one, one.label().map_or(number, str::to_owned))
        });
        let candidates = objects(labelled);
        self.union(key, candidates, None, site)
    }

    /// The union of a schema with `discriminator` (OpenAPI 3.1, section 4.8.25 "Discriminator Object"), if it can be
    /// read as one.
    pub(super) fn discriminated(&mut self, all: &Conjunction, site: &Site) -> Option<Shape> {
        let choice = all.choices().first()?;
        let discriminator = choice.schema.get("discriminator")?;
        let property = discriminator.str_at("propertyName")?.to_owned();
        let key = identity("discriminated", std::slice::from_ref(all));
        if let Some(known) = self.defined(&key) {
            return Some(known);
        }
        let branches = all.split(self.refs)?;
        let mut values = Vec::new();
        for (branch, node) in branches.iter().zip(&choice.branches) {
            let found = self.decided.alternatives(branch, self.refs);
            let object =
                |one: &Conjunction| one.problems().is_empty() && one.kinds() == Some(Kinds::OBJECT);
            if found.truncated || found.all.is_empty() || !found.all.iter().all(object) {
                return None;
            }
            values.push(self.tag_values(&discriminator, &property, node, &found.all));
        }
        if values.len() < 2 || !disjoint(&values) {
            return None;
        }
        let candidates = branches
            .iter()
            .zip(&values)
            .map(|(branch, values)| Candidate {
                label: branch
                    .label()
                    .or(values.first().map(String::as_str))
                    .unwrap_or_default()
                    .to_owned(),
                what: What::Branch(branch.clone()),
            });
        let candidates = candidates.collect();
        let tag = Tag {
            property,
            mapping: mapping(values),
        };
        Some(self.union(key, candidates, Some(tag), site))
    }

    /// Values of the discriminating property that mean this branch: listed by its schema, or mapped to it, or, failing
    /// both, its name.
    fn tag_values(
        &self,
        discriminator: &Node,
        property: &str,
        branch: &Node,
        alternatives: &[Conjunction],
    ) -> Vec<String> {
        let reference = branch.str_at("$ref").unwrap_or_default();
        let target = self.refs.resolve(branch);
        let name = target.as_ref().and_then(naming::component);
        let mut found = Vec::new();
        if let Some(mapping) = discriminator.get("mapping") {
            for (value, target) in mapping.members() {
                let target = target.as_str().unwrap_or_default();
                let last = target.rsplit('/').next();
                let same_name = name.is_some() && last == name.as_deref();
                if !target.is_empty() && (target == reference || same_name) {
                    found.push(value);
                }
            }
        }
        for alternative in alternatives {
            let schema = Conjunction::all(&alternative.property(property), self.refs);
            let listed = schema.strings().unwrap_or_default();
            let fresh = listed.into_iter().filter(|value| !found.contains(value));
            found.extend(fresh.collect::<Vec<_>>());
        }
        if found.is_empty() {
            found.extend(name);
        }
        found
    }

    /// A property that every alternative restricts to strings of its own; if possible one that all require. An object
    /// without it is kept as unknown, so nothing is lost if it may be left out.
    fn inferred_tag(&self, all: &[Conjunction]) -> Option<(String, Vec<Vec<String>>)> {
        let (first, _) = all.split_first()?;
        let required = required_by_all(all);
        let (sure, unsure): (Vec<String>, Vec<String>) = first
            .property_names()
            .into_iter()
            .partition(|name| required.contains(name));
        sure.into_iter().chain(unsure).find_map(|name| {
            let values = all.iter().map(|one| {
                let schemas = one.property(&name);
                Conjunction::all(&schemas, self.refs).strings()
            });
            let values = values.collect::<Option<Vec<_>>>()?;
            disjoint(&values).then_some((name, values))
        })
    }

    pub(super) fn union(
        &mut self,
        key: Identity,
        candidates: Vec<Candidate>,
        tag: Option<Tag>,
        site: &Site,
    ) -> Shape {
        let empty = Kind::Union {
            variants: Vec::new(),
            tag: None,
            other: "Other".to_owned(),
        };
        let work = Work::Union(Union { candidates, tag });
        self.define(key, site, empty, Some(work))
    }

    /// Lowers what was put off when the union got its name.
    pub(super) fn variants(&mut self, union: Union, site: &Site) -> Kind {
        let mut names = Names::new();
        let mut variants = Vec::new();
        for Candidate { label, what } in union.candidates {
            let inner = Site {
                hint: format!("{} {label}", site.hint),
                ..site.clone()
            };
            let (shape, untyped) = self.traced(|lowering| match what {
                What::Kind(kind, members) => lowering.group(kind, &members, &inner),
                What::Branch(branch) => lowering.conjunction(&branch, &inner).shape,
            });
            variants.push(Variant {
                ident: names.claim_type(&variant_ident(&label)),
                ty: Type::new(shape),
                boxed: false,
                untyped,
            });
        }
        Kind::Union {
            variants,
            tag: union.tag,
            other: catch_all(&mut names),
        }
    }
}

fn objects<'c>(all: impl Iterator<Item = (&'c Conjunction, String)>) -> Vec<Candidate> {
    all.map(|(one, label)| Candidate {
        label,
        what: What::Kind(Kinds::OBJECT, vec![one.clone()]),
    })
    .collect()
}

/// What an object schema requires and knows.
struct Members {
    /// Declared members that are required.
    required: BTreeSet<String>,
    declared: BTreeSet<String>,
    /// Whether undeclared members are not mentioned, so that the declared ones can be taken for all.
    complete: bool,
}

impl Members {
    fn of(object: &Conjunction) -> Self {
        let declared = object.property_names().into_iter();
        let declared: BTreeSet<String> = declared.collect();
        let silent = matches!(object.additional(), Additional::Silent | Additional::Closed);
        Self {
            required: &object.required() & &declared,
            complete: silent && object.patterns().is_empty() && !declared.is_empty(),
            declared,
        }
    }

    /// Whether no object of these is read as one of `earlier` by mistake: it lacks what that requires.
    fn cannot_be(&self, earlier: &Self) -> bool {
        self.complete && !earlier.required.is_subset(&self.declared)
    }
}

/// Whether every list has values and no value is in two of them.
fn disjoint(values: &[Vec<String>]) -> bool {
    let count: usize = values.iter().map(Vec::len).sum();
    let distinct: BTreeSet<&String> = values.iter().flatten().collect();
    distinct.len() == count && values.iter().all(|list| !list.is_empty())
}

fn mapping(values: Vec<Vec<String>>) -> Vec<(String, usize)> {
    let numbered = values.into_iter().enumerate();
    numbered
        .flat_map(|(index, values)| values.into_iter().map(move |value| (value, index)))
        .collect()
}

fn word(kind: Kinds, members: &[Conjunction]) -> String {
    let whole = |one: &Conjunction| {
        !one.kinds()
            .is_some_and(|kinds| kinds.meets(Kinds::FRACTION))
    };
    if kind == Kinds::NUMBER && members.iter().all(whole) {
        return "Integer".to_owned();
    }
    let named = GROUPS.iter().find(|(group, _)| *group == kind);
    named.map_or("Object", |(_, word)| word).to_owned()
}
