//! Follows a JSON Pointer through a schema: what is found there, and whether the schema guarantees that it is there.

use arazzo_syntax::pointer::index;

use super::{Additional, Conjunction, Kinds, References, decided::Decided};
use crate::load::Node;

/// Where a pointer leads.
#[derive(Debug, Clone)]
pub enum Walk {
    /// To a value that the schema describes, or at least allows for.
    Found(Found),
    /// To a place that the schema does not declare.
    Undeclared {
        /// Index of the token that is not declared.
        at: usize,
        /// Where the token was looked for.
        inside: Inside,
        /// What is declared there instead.
        declared: Vec<String>,
        /// Whether the schema rules the value out, rather than not mentioning it.
        closed: bool,
    },
    /// To a place of which the schema says nothing.
    Unknown {
        /// Index of the first token of which nothing is known; the number of tokens if the value itself is not described.
        at: usize,
        /// The schema that says nothing.
        schema: Option<Node>,
    },
}

/// What a token was looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// An object that declares other members.
    Object,
    /// An array, with a token that is no index.
    Array,
    /// A string, number or boolean.
    Scalar,
}

/// A value that a schema describes.
#[derive(Debug, Clone)]
pub struct Found {
    /// The value fits one of these; [`super::Lowering::lower_any`] gives its type.
    pub places: Vec<Conjunction>,
    /// Whether every valid message has the value: each member on the way is required and no container on the way may be
    /// `null` or something else. Whether the value itself may be `null` is part of its type.
    pub guaranteed: bool,
    /// Whether every container on the way is always of the kind that the token needs (or `null`). If not, a struct of
    /// the path cannot be relied on to read a valid message.
    pub certain: bool,
    /// Whether a member on the way is `writeOnly`, so that no server sends it (OpenAPI 3.1, section 4.8.24).
    pub write_only: bool,
    /// Whether the value itself may be `null`.
    pub nullable: bool,
    /// Whether the outermost value, before any token, may be `null`.
    pub root_nullable: bool,
    /// The tokens, as steps into containers.
    pub steps: Vec<Step>,
}

/// A token of the pointer, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A member of an object.
    Member {
        /// JSON name.
        name: String,
        /// Whether the object requires it.
        required: bool,
        /// Whether its value may be `null`.
        nullable: bool,
    },
    /// An element of an array; never guaranteed.
    Element {
        /// Zero-based.
        index: usize,
        /// Whether it may be `null`.
        nullable: bool,
    },
}

impl Found {
    /// The schema of the value, where there is exactly one.
    pub fn schema(&self) -> Option<&Node> {
        match self.places.as_slice() {
            [only] => only.seen().first(),
            _ => None,
        }
    }

    /// What the schema says of the value, where there is exactly one.
    pub fn explanation(&self) -> Option<String> {
        match self.places.as_slice() {
            [only] => only.explanation(),
            _ => None,
        }
    }
}

/// JSON nests no deeper where it is read, so that nothing can be found behind more tokens. Schemas that hold themselves go on for
/// ever.
const MAX_TOKENS: usize = 128;

/// Follows unescaped pointer tokens through `schema`.
pub fn walk(schema: &Node, tokens: &[String], refs: &dyn References) -> Walk {
    if tokens.len() > MAX_TOKENS {
        let (at, schema) = (0, Some(schema.clone()));
        return Walk::Unknown { at, schema };
    }
    let decided = Decided::default();
    let outermost = Conjunction::of(schema, refs);
    let nullable = decided.alternatives(&outermost, refs).nullable;
    let mut found = Found {
        places: vec![outermost],
        guaranteed: true,
        certain: true,
        write_only: false,
        nullable,
        root_nullable: nullable,
        steps: Vec::new(),
    };
    for (at, token) in tokens.iter().enumerate() {
        let mut entry = Entry::default();
        for place in &found.places {
            let alternatives = decided.alternatives(place, refs);
            entry.unknown |= alternatives.truncated;
            for alternative in &alternatives.all {
                entry.enter(alternative, token, refs);
            }
        }
        if let Some(end) = entry.dead_end(at, &found) {
            return end;
        }
        found.take(entry, token, &decided, refs);
    }
    if found.places.iter().all(Conjunction::is_silent) {
        let (at, schema) = (tokens.len(), found.silent());
        return Walk::Unknown { at, schema };
    }
    Walk::Found(found)
}

impl Found {
    /// A schema to point at where none of them says enough.
    fn silent(&self) -> Option<Node> {
        let mut seen = self.places.iter().filter_map(|place| place.seen().first());
        seen.next().cloned()
    }

    /// Moves to what the token leads to.
    fn take(&mut self, entry: Entry, token: &str, decided: &Decided, refs: &dyn References) {
        let element = entry.element && !entry.member;
        let everywhere = !entry.elsewhere && !entry.unknown && !entry.undeclared;
        let required = everywhere && !entry.optional;
        self.guaranteed &= required && !element && !self.nullable;
        let mixed = entry.element && entry.member;
        self.certain &= !(entry.elsewhere || entry.unknown || mixed);
        self.places = entry.found;
        if entry.unknown {
            self.places.push(Conjunction::default());
        }
        self.write_only |= self.places.iter().any(|place| place.flag("writeOnly"));
        self.guaranteed &= !self.write_only;
        let mut places = self.places.iter();
        self.nullable = places.any(|place| decided.alternatives(place, refs).nullable);
        self.steps.push(match index(token) {
            Some(index) if element => Step::Element {
                index,
                nullable: self.nullable,
            },
            _ => Step::Member {
                name: token.to_owned(),
                required,
                nullable: self.nullable,
            },
        });
    }
}

/// What one token leads to, over all alternatives.
#[derive(Default)]
struct Entry {
    found: Vec<Conjunction>,
    /// Found as an array's element in some alternative.
    element: bool,
    /// Found as an object's member in some alternative.
    member: bool,
    /// Found where it is not required.
    optional: bool,
    /// Some alternative says nothing about it.
    unknown: bool,
    /// Some alternative has other members only.
    undeclared: bool,
    /// Some alternative is a value of another kind.
    elsewhere: bool,
    /// Some alternative does not rule it out.
    open: bool,
    array: bool,
    object: bool,
    declared: Vec<String>,
}

impl Entry {
    fn enter(&mut self, all: &Conjunction, token: &str, refs: &dyn References) {
        let Some(kinds) = all.kinds().filter(|_| all.problems().is_empty()) else {
            self.unknown = true;
            return;
        };
        if !kinds.within(Kinds::OBJECT) && !kinds.within(Kinds::ARRAY) {
            self.elsewhere = true;
        }
        if kinds.meets(Kinds::OBJECT) {
            self.object = true;
            self.enter_object(all, token, refs);
        }
        if kinds.meets(Kinds::ARRAY) {
            self.array = true;
            match index(token) {
                Some(index) => self.enter_array(all, index, refs),
                None => self.elsewhere = true,
            }
        }
    }

    fn enter_object(&mut self, all: &Conjunction, token: &str, refs: &dyn References) {
        let declared = all.property(token);
        let required = all.required().contains(token);
        if !declared.is_empty() {
            let place = Conjunction::all(&declared, refs);
            if place.impossible() {
                self.undeclared = true;
                return;
            }
            self.member = true;
            self.optional |= !required;
            self.add(place);
            return;
        }
        let names = all.property_names();
        match all.additional() {
            Additional::Schemas(schemas) => {
                self.member = true;
                self.optional |= !required;
                self.add(Conjunction::all(&schemas, refs));
                self.enter_patterns(all, refs);
            }
            Additional::Open => self.unknown = true,
            Additional::Silent if !all.patterns().is_empty() || !all.rules_out(token, refs) => {
                self.unknown = true;
            }
            Additional::Closed if !all.patterns().is_empty() => {
                self.member = true;
                self.optional |= !required;
                self.enter_patterns(all, refs);
            }
            Additional::Silent if names.is_empty() || required => self.unknown = true,
            _ if all.may_have(token, refs) => self.unknown = true,
            additional => {
                self.undeclared = true;
                self.open |= additional == Additional::Silent;
                let fresh = names.into_iter().chain(all.conditional_names(refs));
                let fresh = fresh.filter(|name| !self.declared.contains(name));
                self.declared.extend(fresh.collect::<Vec<_>>());
            }
        }
    }

    /// Patterns are not matched: a member that is not declared may be any of what they describe.
    fn enter_patterns(&mut self, all: &Conjunction, refs: &dyn References) {
        for pattern in all.patterns() {
            self.add(Conjunction::of(&pattern, refs));
        }
    }

    fn enter_array(&mut self, all: &Conjunction, index: usize, refs: &dyn References) {
        let prefix = all.prefix();
        let items = all.items();
        let schemas = prefix.get(index).unwrap_or(&items);
        let place = Conjunction::all(schemas, refs);
        if schemas.is_empty() {
            self.element = true;
            self.unknown = true;
        } else if place.impossible() {
            self.undeclared = true;
        } else {
            self.element = true;
            self.add(place);
        }
    }

    fn add(&mut self, place: Conjunction) {
        let key = place.key();
        let fresh =
            |known: &Conjunction| known.key() != key || known.nullable() != place.nullable();
        if self.found.iter().all(fresh) {
            self.found.push(place);
        }
    }

    /// Where the walk ends if no alternative has the token.
    fn dead_end(&self, at: usize, inside: &Found) -> Option<Walk> {
        if !self.found.is_empty() {
            return None;
        }
        if self.unknown || !(self.elsewhere || self.undeclared) {
            let schema = inside.silent();
            return Some(Walk::Unknown { at, schema });
        }
        let inside = match (self.object, self.array) {
            (true, _) => Inside::Object,
            (false, true) => Inside::Array,
            (false, false) => Inside::Scalar,
        };
        Some(Walk::Undeclared {
            at,
            inside,
            declared: self.declared.clone(),
            closed: !self.open,
        })
    }
}

#[cfg(test)]
mod tests;
