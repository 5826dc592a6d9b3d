//! Whether a literal of a document fits a schema: a warning, never an error, since servers accept what they like.

mod between;

use serde_json::{Map, Value};

use super::{Additional, Conjunction, Kinds, References, members::same};
use crate::load::{Node, Pointer};
use crate::nearest::nearest;

pub use between::{Given, Misfit, Wire, never_fits};

/// Documents nest no deeper; what does is taken as fitting.
const MAX_DEPTH: usize = 64;

/// At most so many values are listed in a message.
const MAX_LISTED: usize = 8;

/// A place where a literal differs from its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Where, inside the literal.
    pub pointer: Pointer,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// The name that was probably meant, for an unknown member.
    pub nearest: Option<String>,
}

/// How literals are judged.
pub struct Expected<'a> {
    /// Follows references.
    pub refs: &'a dyn References,
    /// Strings that stand for a value which is only known at run time: they fit everything.
    pub dynamic: &'a dyn Fn(&str) -> bool,
}

/// The first difference between a literal and its schema, in words. For a literal without expressions in it.
pub fn mismatch(value: &Value, schema: &Node, refs: &dyn References) -> Option<String> {
    let expected = Expected {
        refs,
        dynamic: &|_| false,
    };
    let first = expected.mismatches(value, schema).into_iter().next()?;
    Some(if first.pointer.is_root() {
        first.message
    } else {
        format!("at `{}`: {}", first.pointer, first.message)
    })
}

impl Expected<'_> {
    /// All differences between a literal to be sent and its schema, in the order of the literal.
    pub fn mismatches(&self, value: &Value, schema: &Node) -> Vec<Mismatch> {
        let all = Conjunction::of(schema, self.refs);
        self.judge(value, &all, &Pointer::root(), 0)
    }

    fn judge(&self, value: &Value, all: &Conjunction, at: &Pointer, depth: usize) -> Vec<Mismatch> {
        let dynamic = value.as_str().is_some_and(self.dynamic);
        if dynamic || depth > MAX_DEPTH || all.is_silent() {
            return Vec::new();
        }
        let found = all.alternatives(self.refs);
        let understood = found.all.iter().all(|one| one.problems().is_empty());
        if found.truncated || !understood || (value.is_null() && found.nullable) {
            return Vec::new();
        }
        if found.all.is_empty() {
            return match found.nullable {
                true => vec![wrong(at, format!("expected null, found {}", shown(value)))],
                false => Vec::new(),
            };
        }
        let mut closest: Option<Vec<Mismatch>> = None;
        let mut of_kind = Kinds::NONE;
        for one in &found.all {
            let kinds = one.kinds().unwrap_or(Kinds::ALL);
            of_kind = of_kind.or(kinds);
            if value.is_null() || !Kinds::of(value).within(kinds) {
                continue;
            }
            let differences = self.judge_one(value, one, at, depth);
            if closest
                .as_ref()
                .is_none_or(|known| differences.len() < known.len())
            {
                closest = Some(differences);
            }
        }
        closest.unwrap_or_else(|| {
            let kinds = of_kind.words(found.nullable);
            vec![wrong(
                at,
                format!("expected {kinds}, found {}", shown(value)),
            )]
        })
    }

    /// Judges a value of the right kind against a schema without choices.
    fn judge_one(
        &self,
        value: &Value,
        all: &Conjunction,
        at: &Pointer,
        depth: usize,
    ) -> Vec<Mismatch> {
        if let Some(allowed) = all.enumeration()
            && !allowed
                .iter()
                .any(|one| same(one, value) || reads_as(one, value))
        {
            return vec![wrong(at, not_listed(value, &allowed))];
        }
        match value {
            Value::Object(object) => self.judge_object(object, all, at, depth),
            Value::Array(array) => {
                let (prefix, items) = (all.prefix(), all.items());
                let elements = array.iter().enumerate().flat_map(|(index, element)| {
                    let schemas = prefix.get(index).unwrap_or(&items);
                    let place = Conjunction::all(schemas, self.refs);
                    self.judge(
                        element,
                        &place,
                        &at.join(&index.to_string()),
                        depth.saturating_add(1),
                    )
                });
                elements.collect()
            }
            _ => Vec::new(),
        }
    }

    fn judge_object(
        &self,
        object: &Map<String, Value>,
        all: &Conjunction,
        at: &Pointer,
        depth: usize,
    ) -> Vec<Mismatch> {
        let mut found = Vec::new();
        let declared = all.properties();
        for name in all.required() {
            let schemas = all.property(&name);
            let read_only = Conjunction::all(&schemas, self.refs).flag("readOnly");
            if !object.contains_key(&name) && !read_only {
                found.push(wrong(
                    at,
                    format!("the required member `{name}` is missing"),
                ));
            }
        }
        for (name, value) in object {
            let place = at.join(name);
            let schemas = all.property(name);
            if schemas.is_empty() {
                found.extend(self.judge_undeclared(name, value, all, &declared, &place, depth));
                continue;
            }
            let member = Conjunction::all(&schemas, self.refs);
            if member.impossible() {
                found.push(wrong(
                    &place,
                    format!("the schema rules the member `{name}` out"),
                ));
            }
            if member.flag("readOnly") {
                found.push(wrong(&place, format!("the member `{name}` is read-only")));
            }
            found.extend(self.judge(value, &member, &place, depth.saturating_add(1)));
        }
        found
    }

    /// A member that is not declared: judged as an additional one, refused by a closed schema, and otherwise only worth
    /// a word if it looks like a slip.
    fn judge_undeclared(
        &self,
        name: &str,
        value: &Value,
        all: &Conjunction,
        declared: &[(String, Vec<Node>)],
        at: &Pointer,
        depth: usize,
    ) -> Vec<Mismatch> {
        let closed = match all.additional() {
            Additional::Open => return Vec::new(),
            _ if !all.patterns().is_empty() => return Vec::new(),
            Additional::Schemas(schemas) => {
                let place = Conjunction::all(&schemas, self.refs);
                return self.judge(value, &place, at, depth.saturating_add(1));
            }
            Additional::Silent => false,
            Additional::Closed => true,
        };
        let names = declared.iter().map(|(name, _)| name.as_str());
        let nearest = nearest(name, names).map(str::to_owned);
        if !closed && nearest.is_none() {
            return Vec::new();
        }
        vec![Mismatch {
            nearest,
            ..wrong(at, format!("the schema declares no member `{name}`"))
        }]
    }
}

/// Whether a string spells a listed number or boolean: YAML reads `enum: [1]` under `type: string` as a number.
fn reads_as(listed: &Value, value: &Value) -> bool {
    let scalar = listed.is_number() || listed.is_boolean();
    scalar && value.as_str() == Some(&listed.to_string())
}

fn wrong(at: &Pointer, message: String) -> Mismatch {
    Mismatch {
        pointer: at.clone(),
        message,
        nearest: None,
    }
}

fn not_listed(value: &Value, allowed: &[Value]) -> String {
    let mut listed: Vec<String> = allowed.iter().take(MAX_LISTED).map(brief).collect();
    if allowed.len() > MAX_LISTED {
        listed.push("…".to_owned());
    }
    let listed = listed.join(", ");
    match allowed {
        [_] => format!("expected {listed}, found {}", brief(value)),
        _ => format!("expected one of {listed}, found {}", brief(value)),
    }
}

/// A value with its kind, for messages.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => format!("the boolean {value}"),
        Value::Number(_) => format!("the number {value}"),
        Value::String(_) => format!("the string {}", brief(value)),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A value short enough for a message.
fn brief(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().count() > 40 => {
            let start: String = text.chars().take(39).collect();
            format!("`{start}…`")
        }
        Value::String(text) => format!("`{text}`"),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => format!("`{other}`"),
    }
}

#[cfg(test)]
mod tests;
