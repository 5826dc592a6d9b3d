//! Whether a literal of a document fits a schema: a warning, never an error, since servers accept what they like.

mod between;
mod bounds;
mod branches;
mod fault;
mod reading;

use std::{cell::RefCell, collections::BTreeMap, ops::Deref};

use serde_json::{Map, Value};

use super::{
    Additional, Conjunction, Kinds, References, conjunction::Key, decided::Decided, members::same,
};
use crate::load::{Node, Pointer};

pub use between::{Given, Misfit, Wire, never_fits};
pub use fault::{Fault, Mismatch};

use fault::unlisted;

/// Documents nest no deeper; what does is taken as fitting.
const MAX_DEPTH: usize = 64;

/// How literals are judged.
pub struct Expected<'a> {
    /// Follows references.
    pub refs: &'a dyn References,
    /// Values that stand for one which is only known at run time: they fit everything.
    pub dynamic: &'a dyn Fn(&Value) -> bool,
    /// How they are sent: where that is text, only the text has to fit.
    pub wire: Wire,
}

/// The first difference between a literal and its schema, in words. For a literal without expressions in it.
pub fn mismatch(value: &Value, schema: &Node, refs: &dyn References) -> Option<String> {
    let found = literal(refs).mismatches(value, std::slice::from_ref(schema));
    found.first().map(Mismatch::words)
}

/// Whether a literal is such a value as the schema describes, be it too long or too large.
pub fn is_like(value: &Value, schema: &Node, refs: &dyn References) -> bool {
    let found = literal(refs).mismatches(value, std::slice::from_ref(schema));
    found
        .iter()
        .all(|found| matches!(found.fault, Fault::Bound(_)))
}

fn literal(refs: &dyn References) -> Expected<'_> {
    Expected {
        refs,
        dynamic: &|_| false,
        wire: Wire::Json,
    }
}

/// A schema without choices, and those it was chosen from.
#[derive(Clone, Copy)]
struct One<'a> {
    schema: &'a Conjunction,
    among: &'a [Conjunction],
}

impl Expected<'_> {
    /// All differences between a literal to be sent and what `schemas` say together, in the order of the literal.
    pub fn mismatches(&self, value: &Value, schemas: &[Node]) -> Vec<Mismatch> {
        let all = Conjunction::all(schemas, self.refs);
        let judge = Judge {
            expected: self,
            known: RefCell::default(),
            decided: Decided::default(),
        };
        judge.judge(value, &all, &Pointer::root(), 0)
    }
}

/// What was found out about one literal: alternatives have parts in common, which are judged once.
struct Judge<'a> {
    expected: &'a Expected<'a>,
    known: RefCell<BTreeMap<(Pointer, String, Key), Vec<Mismatch>>>,
    decided: Decided,
}

impl<'a> Deref for Judge<'a> {
    type Target = Expected<'a>;

    fn deref(&self) -> &Expected<'a> {
        self.expected
    }
}

impl Judge<'_> {
    fn judge(&self, value: &Value, all: &Conjunction, at: &Pointer, depth: usize) -> Vec<Mismatch> {
        if (self.dynamic)(value) || depth > MAX_DEPTH || all.is_silent() {
            return Vec::new();
        }
        if !(value.is_array() || value.is_object()) {
            return self.every_reading(value, all, at, depth);
        }
        // A text can be read in several ways, so that the place alone does not tell the value.
        let key = (at.clone(), value.to_string(), all.key());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let found = self.every_reading(value, all, at, depth);
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    fn every_reading(
        &self,
        value: &Value,
        all: &Conjunction,
        at: &Pointer,
        depth: usize,
    ) -> Vec<Mismatch> {
        let mut found = self.judge_as(value, all, true, at, depth);
        for reading in reading::readings(value, self.wire) {
            if found.is_empty() {
                break;
            }
            let mut other = self.judge_as(&reading.value, all, false, at, depth);
            // What no reading makes fit is told by the one that comes closest.
            if reading::distance(&other, at) < reading::distance(&found, at) {
                for mismatch in &mut other {
                    mismatch.exact = mismatch.exact && !reading.parts;
                    mismatch.pointer = at.clone();
                }
                found = other;
            }
        }
        found
    }

    /// `written`: the value is the one of the document, not another that its text stands for.
    fn judge_as(
        &self,
        value: &Value,
        all: &Conjunction,
        written: bool,
        at: &Pointer,
        depth: usize,
    ) -> Vec<Mismatch> {
        let found = self.decided.alternatives(all, self.refs);
        let understood = found.all.iter().all(|one| one.problems().is_empty());
        if found.truncated || !understood || (value.is_null() && found.nullable) {
            return Vec::new();
        }
        if found.all.is_empty() {
            let wrong = Fault::kind("null".to_owned(), value);
            return match found.nullable {
                true => vec![Mismatch::new(at, wrong, all.seen().first())],
                false => Vec::new(),
            };
        }
        let mut judged = Vec::new();
        let mut of_kind = Kinds::NONE;
        for schema in &found.all {
            let kinds = schema.kinds().unwrap_or(Kinds::ALL);
            of_kind = of_kind.or(kinds);
            let is_of = Kinds::of(value).within(kinds) || written && self.is_text_of(value, kinds);
            if value.is_null() || !is_of {
                continue;
            }
            let one = One {
                schema,
                among: &found.all,
            };
            let differences = self.judge_one(value, one, at, depth);
            if differences.is_empty() {
                return Vec::new();
            }
            judged.push((schema, differences));
        }
        if let Some(closest) = branches::closest(value, all, judged, found.all.len(), at) {
            return closest;
        }
        if self.holds_dynamic(value) {
            // The kind of what holds an expression is compared where the expression is.
            return Vec::new();
        }
        let wrong = Fault::kind(of_kind.words(found.nullable), value);
        vec![Mismatch::new(at, wrong, fault::that_says(all, "type"))]
    }

    /// Whether what nests is sent as the text that is asked for.
    fn is_text_of(&self, value: &Value, kinds: Kinds) -> bool {
        let as_text = match self.wire {
            Wire::Json | Wire::Text { lists: true } => Kinds::NONE,
            Wire::Text { lists: false } => Kinds::ARRAY,
            Wire::Form => Kinds::ARRAY.or(Kinds::OBJECT),
        };
        Kinds::of(value).meets(as_text) && kinds.meets(Kinds::STRING)
    }

    fn holds_dynamic(&self, value: &Value) -> bool {
        (self.dynamic)(value)
            || match value {
                Value::Object(members) => members.values().any(|member| self.holds_dynamic(member)),
                Value::Array(items) => items.iter().any(|item| self.holds_dynamic(item)),
                _ => false,
            }
    }

    /// Judges a value of the right kind against a schema without choices.
    fn judge_one(&self, value: &Value, one: One, at: &Pointer, depth: usize) -> Vec<Mismatch> {
        let all = one.schema;
        if let Some(allowed) = all.enumeration()
            && !self.may_be_listed(value, &allowed)
        {
            let wrong = unlisted(value, &allowed, all.nullable());
            let schema = fault::that_says(all, "enum").or_else(|| fault::that_says(all, "const"));
            return vec![Mismatch::new(at, wrong, schema)];
        }
        let mut found = bounds::exceeded(value, all, self.dynamic, at);
        match value {
            Value::Object(object) => found.extend(self.judge_object(object, one, at, depth)),
            Value::Array(array) => {
                let (prefix, items) = (all.prefix(), all.items());
                for (index, element) in array.iter().enumerate() {
                    let place = Conjunction::all(prefix.get(index).unwrap_or(&items), self.refs);
                    let at = at.join(&index.to_string());
                    found.extend(self.judge(element, &place, &at, depth.saturating_add(1)));
                }
            }
            _ => {}
        }
        found
    }

    /// Whether a value is, or can turn out to be, a listed one. What is sent as text in parts has many spellings.
    fn may_be_listed(&self, value: &Value, allowed: &[Value]) -> bool {
        let parts = value.is_array() || value.is_object();
        parts && (self.wire != Wire::Json || self.holds_dynamic(value))
            || allowed
                .iter()
                .any(|one| same(one, value) || reads_as(one, value))
    }

    fn judge_object(
        &self,
        object: &Map<String, Value>,
        one: One,
        at: &Pointer,
        depth: usize,
    ) -> Vec<Mismatch> {
        let all = one.schema;
        let mut inside = Vec::new();
        for (name, value) in object {
            let place = at.join(name);
            let schemas = all.property(name);
            if schemas.is_empty() {
                inside.extend(self.judge_undeclared(name, object, one, &place, depth));
                continue;
            }
            let member = Conjunction::all(&schemas, self.refs);
            if member.impossible() {
                let wrong = Fault::RuledOut { name: name.clone() };
                inside.push(Mismatch::new(&place, wrong, schemas.first()));
            }
            if member.forces("readOnly") {
                let wrong = Fault::ReadOnly { name: name.clone() };
                inside.push(Mismatch::new(&place, wrong, schemas.first()));
            }
            inside.extend(self.judge(value, &member, &place, depth.saturating_add(1)));
        }
        // A member that is there under a name which is nearly its own is reported once.
        let typos: Vec<&str> = inside
            .iter()
            .filter(|found| found.pointer.parent().as_ref() == Some(at))
            .filter_map(|found| Some(found.meant()?.name()))
            .collect();
        let mut found = Vec::new();
        for name in all.required() {
            let schemas = all.property(&name);
            // Whether beside a `$ref` or not, the author says who sets it.
            let read_only = Conjunction::all(&schemas, self.refs).flag("readOnly");
            if !object.contains_key(&name) && !read_only && !typos.contains(&name.as_str()) {
                let wrong = Fault::Missing { name };
                let says = || fault::that_says(all, "required")?.get("required");
                let schema = schemas.first().cloned().or_else(says);
                found.push(Mismatch::new(at, wrong, schema.as_ref()));
            }
        }
        found.extend(branches::missing_any(object, all, &typos, at));
        found.extend(inside);
        found
    }

    /// A member that is not declared: judged as an additional one, refused by a closed schema, and otherwise only worth
    /// a word if it looks like a typo.
    fn judge_undeclared(
        &self,
        name: &str,
        object: &Map<String, Value>,
        one: One,
        at: &Pointer,
        depth: usize,
    ) -> Vec<Mismatch> {
        let all = one.schema;
        let inherited = all.is_base() && !all.rules_out(name, self.refs);
        let closed = match all.additional() {
            Additional::Open => return Vec::new(),
            _ if inherited || !all.patterns().is_empty() => return Vec::new(),
            Additional::Schemas(schemas) => {
                let place = Conjunction::all(&schemas, self.refs);
                let value = object.get(name).unwrap_or(&Value::Null);
                return self.judge(value, &place, at, depth.saturating_add(1));
            }
            Additional::Silent => false,
            Additional::Closed => true,
        };
        if branches::declared_elsewhere(name, one.schema, one.among) {
            return Vec::new();
        }
        let declared = all.property_names();
        let mut found = Mismatch::undeclared(at, name, &declared, object);
        let near = found.meant().map(|meant| meant.name());
        if !closed && near.is_none() {
            return Vec::new();
        }
        let declares = |part: &&Node| {
            let members = part.get("properties");
            near.is_some_and(|near| members.is_some_and(|all| all.get(near).is_some()))
        };
        let schema = all.parts().iter().find(declares);
        found.schema = schema.or_else(|| all.parts().first()).cloned();
        vec![found]
    }
}

/// Whether a string spells a listed number or boolean: YAML reads `enum: [1]` under `type: string` as a number.
fn reads_as(listed: &Value, value: &Value) -> bool {
    let scalar = listed.is_number() || listed.is_boolean();
    scalar && value.as_str() == Some(&listed.to_string())
}

#[cfg(test)]
mod tests;
