//! Questions about a [`Conjunction`]: its kinds, members, elements, values and words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Number, Value};

use super::{Draft, References, conjunction::Conjunction, extensions::rules_out, kind::Kinds};
use crate::load::Node;

/// What is said about members that are not declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Additional {
    /// Nothing: there may be some.
    Silent,
    /// There may be any.
    Open,
    /// There may be some that fit these schemas.
    Schemas(Vec<Node>),
    /// There are none.
    Closed,
}

/// What schemas say about the kind of a value, one after the other.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stated {
    by_type: Option<Kinds>,
    by_values: Option<Kinds>,
    by_keywords: Option<Kinds>,
}

impl Stated {
    /// Takes in one more schema that applies.
    pub(super) fn narrow(&mut self, schema: &Map<String, Value>) {
        let narrow = |found: &mut Option<Kinds>, kinds: Option<Kinds>| {
            if let Some(kinds) = kinds {
                *found = Some(found.map_or(kinds, |found| found.and(kinds)));
            }
        };
        let says = |keyword: &&str| schema.contains_key(*keyword);
        let object = ["properties", "additionalProperties", "patternProperties"];
        let array = ["items", "prefixItems"];
        narrow(&mut self.by_type, type_of(schema));
        narrow(&mut self.by_values, kinds_of_values(schema));
        let implied = object.iter().any(says).then_some(Kinds::OBJECT);
        narrow(&mut self.by_keywords, implied);
        let implied = array.iter().any(says).then_some(Kinds::ARRAY);
        narrow(&mut self.by_keywords, implied);
    }

    /// Whether the types that are asked for leave none, which no further schema changes.
    pub(super) fn never(self) -> bool {
        self.by_type == Some(Kinds::NONE)
    }

    /// What is left.
    pub(super) fn kinds(self) -> Option<Kinds> {
        let containers = Kinds::ARRAY.or(Kinds::OBJECT);
        match (self.by_type, self.by_values) {
            // YAML reads `enum: [1, yes]` as other scalars than the author of `type: string` had in mind.
            (Some(Kinds::STRING), Some(listed)) if !listed.meets(containers) => Some(Kinds::STRING),
            (Some(stated), Some(listed)) => Some(stated.and(listed)),
            (stated, listed) => stated.or(listed).or(self.by_keywords),
        }
    }
}

/// Conditions are followed into conditions this deep.
const MAX_CONDITIONS: usize = 4;

/// The largest magnitude that authors write, in whatever rounding, for the bounds of `i64`.
const I64_BOUND: f64 = 9_223_372_036_854_776_000.0;

impl Conjunction {
    /// Whether any member is declared.
    pub fn declares_members(&self) -> bool {
        self.parts().iter().any(|part| {
            let declared = part.value().get("properties").and_then(Value::as_object);
            declared.is_some_and(|declared| !declared.is_empty())
        })
    }

    /// Declared members and the schemas of each, in document order.
    pub fn properties(&self) -> Vec<(String, Vec<Node>)> {
        let mut found: Vec<(String, Vec<Node>)> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for part in self.parts() {
            let Some(declared) = part.get("properties") else {
                continue;
            };
            for (name, schema) in declared.members() {
                let place = places.entry(name.clone()).or_insert(found.len());
                match found.get_mut(*place) {
                    Some((_, schemas)) => schemas.push(schema),
                    None => found.push((name, vec![schema])),
                }
            }
        }
        found
    }

    /// Names of declared members, in document order. Unlike [`Self::properties`] it makes no nodes: objects have thousands.
    pub fn property_names(&self) -> Vec<String> {
        let declared = self.parts().iter().filter_map(|part| {
            let members = part.value().get("properties")?;
            members.as_object()
        });
        match declared.clone().count() {
            0 | 1 => declared
                .flat_map(|members| members.keys().cloned())
                .collect(),
            _ => {
                let mut seen = BTreeSet::new();
                let names = declared.flat_map(|members| members.keys());
                names.filter(|name| seen.insert(*name)).cloned().collect()
            }
        }
    }

    /// Schemas of one declared member; empty if it is not declared.
    pub fn property(&self, name: &str) -> Vec<Node> {
        let declared = self
            .parts()
            .iter()
            .filter_map(|part| part.get("properties"));
        declared.filter_map(|members| members.get(name)).collect()
    }

    /// Names under `required`, and of members that a setting takes as required.
    pub fn required(&self) -> BTreeSet<String> {
        let lists = self.parts().iter().filter_map(|part| {
            let list = part.value().get("required");
            list.and_then(Value::as_array)
        });
        let names = lists.flatten().filter_map(Value::as_str);
        let names = names.map(str::to_owned);
        names.chain(self.always().iter().cloned()).collect()
    }

    /// What is said about members that are not declared, patterns apart.
    pub fn additional(&self) -> Additional {
        let mut schemas = Vec::new();
        let mut open = false;
        let mut closed = false;
        for part in self.parts() {
            let schema = part.value();
            for keyword in ["additionalProperties", "unevaluatedProperties"] {
                match schema.get(keyword) {
                    None => {}
                    Some(Value::Bool(false)) => closed = true,
                    Some(found) if says_nothing(found) => open = true,
                    Some(_) => schemas.extend(part.get(keyword)),
                }
            }
        }
        match (schemas.is_empty(), open, closed) {
            (false, _, _) => Additional::Schemas(schemas),
            (true, true, _) => Additional::Open,
            (true, false, true) => Additional::Closed,
            (true, false, false) => Additional::Silent,
        }
    }

    /// Whether it says of members that it does not declare what they are.
    pub fn speaks_of_others(&self) -> bool {
        let patterns = !self.patterns().is_empty();
        patterns || matches!(self.additional(), Additional::Open | Additional::Schemas(_))
    }

    /// Whether other schemas extend this one with `allOf`, and its `discriminator` tells them apart: an object may have
    /// their members too.
    pub fn is_base(&self) -> bool {
        self.seen().iter().any(is_base)
    }

    /// Whether schemas that extend this one, if there can be any, have no member of this name.
    pub(super) fn rules_out(&self, name: &str, refs: &dyn References) -> bool {
        let mut bases = self.seen().iter().filter(|schema| is_base(schema));
        bases.all(|base| rules_out(base, name, refs))
    }

    /// What schemas under `if`, `then`, `else` and `dependentSchemas` say, each for itself: it holds of some values only.
    fn conditional(&self, refs: &dyn References) -> Vec<Self> {
        let single = ["if", "then", "else"];
        let mut schemas: Vec<Node> = Vec::new();
        for schema in self.seen() {
            schemas.extend(single.iter().filter_map(|keyword| schema.get(keyword)));
            let dependent = schema.get("dependentSchemas").into_iter();
            schemas.extend(
                dependent
                    .flat_map(|map| map.members())
                    .map(|(_, schema)| schema),
            );
        }
        let taken = schemas.iter().map(|schema| Self::of(schema, refs));
        taken.flat_map(|all| all.alternatives(refs).all).collect()
    }

    /// Whether a value may have a member of this name under some condition.
    pub fn may_have(&self, name: &str, refs: &dyn References) -> bool {
        self.may_have_within(name, refs, 0)
    }

    fn may_have_within(&self, name: &str, refs: &dyn References, depth: usize) -> bool {
        depth < MAX_CONDITIONS
            && self.conditional(refs).iter().any(|schema| {
                !schema.property(name).is_empty()
                    || schema.required().contains(name)
                    || !schema.problems().is_empty()
                    || !schema.patterns().is_empty()
                    || matches!(schema.additional(), Additional::Schemas(_))
                    || schema.may_have_within(name, refs, depth + 1)
            })
    }

    /// Members that are declared under some condition.
    pub(super) fn conditional_names(&self, refs: &dyn References) -> Vec<String> {
        let all = self.conditional(refs);
        let members = all.iter().flat_map(Self::properties);
        members.map(|(name, _)| name).collect()
    }

    /// Schemas under `patternProperties`.
    pub fn patterns(&self) -> Vec<Node> {
        let maps = self
            .parts()
            .iter()
            .filter_map(|part| part.get("patternProperties"));
        maps.flat_map(|map| map.members())
            .map(|(_, schema)| schema)
            .collect()
    }

    /// Schemas of all elements after those of [`Self::prefix`].
    pub fn items(&self) -> Vec<Node> {
        let found = self.parts().iter().filter_map(|part| part.get("items"));
        found.filter(|items| !items.value().is_array()).collect()
    }

    /// Schemas of the first elements, one by one (`prefixItems`, or an array under `items` as older drafts had it).
    pub fn prefix(&self) -> Vec<Vec<Node>> {
        let mut found: Vec<Vec<Node>> = Vec::new();
        for part in self.parts() {
            let older = || part.get("items").filter(|items| items.value().is_array());
            let Some(list) = part.get("prefixItems").or_else(older) else {
                continue;
            };
            for (index, schema) in list.items().into_iter().enumerate() {
                match found.get_mut(index) {
                    Some(schemas) => schemas.push(schema),
                    None => found.push(vec![schema]),
                }
            }
        }
        found
    }

    /// The values that `enum` and `const` leave, `null` apart; `None` if neither is there.
    pub fn enumeration(&self) -> Option<Vec<Value>> {
        let mut found: Option<Vec<Value>> = None;
        for part in self.parts() {
            let list = part.value().get("enum").and_then(Value::as_array).cloned();
            let single = part.value().get("const").map(|value| vec![value.clone()]);
            for values in [list, single].into_iter().flatten() {
                match &mut found {
                    Some(found) => {
                        let listed: BTreeSet<String> = values.iter().map(identity).collect();
                        found.retain(|value| listed.contains(&identity(value)));
                    }
                    None => found = Some(values),
                }
            }
        }
        found.map(|mut values| {
            let mut known = BTreeSet::new();
            values.retain(|value| !value.is_null() && known.insert(identity(value)));
            values
        })
    }

    /// The strings that `enum` and `const` leave, if they leave nothing but strings.
    pub fn strings(&self) -> Option<Vec<String>> {
        let values = self.enumeration()?;
        values
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect()
    }

    /// The text of a keyword in the outermost schema that has it.
    pub fn text(&self, keyword: &str) -> Option<&str> {
        self.seen().iter().find_map(|schema| schema.str_at(keyword))
    }

    /// The value of a keyword in the outermost schema that has it.
    pub fn value(&self, keyword: &str) -> Option<&Value> {
        self.seen()
            .iter()
            .find_map(|schema| schema.value().get(keyword))
    }

    /// Whether any schema sets the flag.
    pub fn flag(&self, keyword: &str) -> bool {
        let set = |schema: &Node| schema.value().get(keyword) == Some(&Value::Bool(true));
        self.seen().iter().any(set)
    }

    /// Whether any schema sets the flag where it has an effect.
    pub fn forces(&self, keyword: &str) -> bool {
        let set = |schema: &Node| schema.value().get(keyword) == Some(&Value::Bool(true));
        self.in_force().any(set)
    }

    /// The schemas whose own keywords have an effect, outermost first.
    pub(super) fn in_force(&self) -> impl Iterator<Item = &Node> {
        let seen = self.seen().iter();
        seen.filter(|schema| !Draft::ignores_siblings(schema))
    }

    /// The description, else the title.
    pub fn documentation(&self) -> Option<String> {
        let text = self.text("description").or_else(|| self.text("title"))?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Whether integers are allowed that `i64` cannot hold.
    pub fn exceeds_i64(&self) -> bool {
        self.any_number(|number| number.as_i64().is_none() && magnitude(number) > I64_BOUND)
    }

    /// Whether integers are allowed, by explicit bounds, that `i32` cannot hold.
    pub fn exceeds_i32(&self) -> bool {
        self.any_number(|number| magnitude(number) > 2_147_483_648.0)
    }

    /// Whether a bound or a listed value passes the test.
    fn any_number(&self, test: impl Fn(&Number) -> bool) -> bool {
        let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
        let bounded = self.parts().iter().any(|part| {
            let mut values = bounds.iter().filter_map(|bound| part.value().get(*bound));
            values.any(|value| value.as_number().is_some_and(&test))
        });
        let listed = self.enumeration().unwrap_or_default();
        bounded
            || listed
                .iter()
                .any(|value| value.as_number().is_some_and(&test))
    }
}

/// Whether the schema has a `discriminator` for schemas that extend it, rather than for its own alternatives.
pub(super) fn is_base(schema: &Node) -> bool {
    let has = |keyword| schema.value().get(keyword).is_some();
    has("discriminator") && !has("oneOf") && !has("anyOf")
}

/// Kinds under `type`; `None` without it, or with words that name no kind.
fn type_of(schema: &Map<String, Value>) -> Option<Kinds> {
    match schema.get("type")? {
        Value::String(word) => Kinds::named(word),
        Value::Array(words) => {
            let kinds = words.iter().map(|word| match word {
                Value::Null => Some(Kinds::NONE),
                other => Kinds::named(other.as_str()?),
            });
            kinds.collect::<Option<Vec<_>>>().and_then(|kinds| {
                (!kinds.is_empty()).then(|| kinds.into_iter().fold(Kinds::NONE, Kinds::or))
            })
        }
        _ => None,
    }
}

/// Kinds of the values under `enum` and `const`. A listed whole number may stand for a fraction's place (`[1, 2.5]`).
fn kinds_of_values(schema: &Map<String, Value>) -> Option<Kinds> {
    let list = schema.get("enum").and_then(Value::as_array);
    let single = schema.get("const");
    let values = list.into_iter().flatten().chain(single);
    let mut found = None;
    for value in values {
        found = Some(found.unwrap_or(Kinds::NONE).or(Kinds::of(value)));
    }
    found.map(|kinds: Kinds| match kinds.meets(Kinds::FRACTION) {
        true => kinds.or(Kinds::INTEGER),
        false => kinds,
    })
}

/// Whether a schema allows everything.
pub(super) fn says_nothing(schema: &Value) -> bool {
    match schema {
        Value::Bool(open) => *open,
        Value::Object(object) => object.is_empty(),
        _ => true,
    }
}

/// What is the same for values that are [`same`], for lists too long to compare each with each.
fn identity(value: &Value) -> String {
    match value {
        // Up to here every integer has a float of its own.
        Value::Number(number) => match number.as_f64().filter(|float| float.abs() < 9e15) {
            Some(float) => format!("{float}"),
            None => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// Equality of JSON values in which `1` is `1.0`.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => {
            let whole = a.as_i64().is_some() && b.as_i64().is_some();
            a == b || (!whole && a.as_f64().is_some() && a.as_f64() == b.as_f64())
        }
        _ => left == right,
    }
}

fn magnitude(number: &Number) -> f64 {
    number.as_f64().map_or(f64::INFINITY, f64::abs)
}
