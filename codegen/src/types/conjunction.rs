//! A schema taken apart: everything that one value must satisfy at once, with `$ref` followed and `allOf` flattened.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Draft, References, kind::Kinds, members::Stated, naming};
use crate::{
    load::{DocumentId, Node, Pointer},
    settings::Subject,
};

/// Beyond these a schema is not worth understanding, and may be an attack.
const MAX_PARTS: usize = 256;
const MAX_DEPTH: usize = 64;
const MAX_ALTERNATIVES: usize = 128;
/// As many partial decisions are looked at on the way to the alternatives: most may turn out to be impossible, or the same.
const MAX_DECISIONS: usize = 2048;

/// Keywords that decide what a value looks like.
const SHAPING: &[&str] = &[
    "type",
    "enum",
    "const",
    "properties",
    "additionalProperties",
    "patternProperties",
    "items",
    "prefixItems",
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "allOf",
    "oneOf",
    "anyOf",
];

/// Keywords that narrow it further.
const NARROWING: &[&str] = &[
    "format",
    "required",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "contentEncoding",
    "unevaluatedProperties",
    "unevaluatedItems",
];

/// Schemas that apply to one value together.
#[derive(Debug, Clone, Default)]
pub struct Conjunction {
    /// Schemas that say something about the value themselves, outermost first.
    parts: Vec<Node>,
    /// Every schema met on the way, those that only describe included.
    seen: Vec<Node>,
    /// `oneOf` and `anyOf` still to be decided.
    choices: Vec<Choice>,
    kinds: Stated,
    nullable: Option<bool>,
    impossible: bool,
    problems: Vec<(Node, String)>,
    notes: Vec<(Node, String)>,
    name: Option<String>,
    label: Option<String>,
    /// Members that are there whatever `required` says, because the user knows.
    always: BTreeSet<String>,
}

/// A `oneOf` or `anyOf`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The schema that has the keyword.
    pub schema: Node,
    /// Its branches, `null` apart.
    pub branches: Vec<Node>,
}

/// What `oneOf` and `anyOf` leave to choose from.
#[derive(Debug, Clone, Default)]
pub struct Alternatives {
    /// Conjunctions without a choice left; a value satisfies at least one.
    pub all: Vec<Conjunction>,
    /// Whether `null` is allowed too.
    pub nullable: bool,
    /// Whether there were too many to list.
    pub truncated: bool,
}

/// Identifies what a conjunction says, however it was reached.
pub type Key = Vec<(DocumentId, Pointer)>;

impl Conjunction {
    /// What `schema` says.
    pub fn of(schema: &Node, refs: &dyn References) -> Self {
        let mut all = Self::default();
        all.add(schema, refs, true, 0);
        all
    }

    /// A string, which no schema has to say.
    pub fn any_text() -> Self {
        let mut all = Self::default();
        let mut schema = serde_json::Map::new();
        schema.insert("type".to_owned(), Value::from("string"));
        all.kinds.narrow(&schema);
        all
    }

    /// What `schemas` say together.
    pub fn all(schemas: &[Node], refs: &dyn References) -> Self {
        let mut all = Self::default();
        for schema in schemas {
            all.add(schema, refs, schemas.len() == 1, 0);
        }
        all
    }

    /// `sole`: nothing else applies to the value, so that a component's name names all of it.
    fn add(&mut self, schema: &Node, refs: &dyn References, sole: bool, depth: usize) {
        if self.seen.contains(schema) {
            return;
        }
        if self.seen.len() >= MAX_PARTS || depth >= MAX_DEPTH {
            self.problem(schema, "the schema is made of too many parts");
            return;
        }
        self.seen.push(schema.clone());
        let value = schema.value();
        let Some(object) = value.as_object() else {
            match value {
                Value::Bool(true) => {}
                Value::Bool(false) => self.impossible = true,
                _ => self.problem(schema, "this is not a schema"),
            }
            return;
        };
        let says = |keyword: &&&str| object.contains_key(**keyword);
        let follows = schema.str_at("$ref").is_some();
        let ignores_siblings = Draft::ignores_siblings(schema);
        if ignores_siblings && SHAPING.iter().chain(NARROWING).filter(says).count() > 1 {
            self.note(schema, "OpenAPI 3.0 ignores what stands beside `$ref`");
        }
        if !ignores_siblings {
            self.add_own(schema, refs);
        }
        let alone =
            sole && (ignores_siblings || SHAPING.iter().chain(NARROWING).filter(says).count() <= 1);
        if sole && let Some(name) = naming::component(schema) {
            self.name = Some(name);
        }
        if follows {
            match refs.target(schema) {
                Some(target) if self.seen.contains(&target) && refs.resolve(&target).is_none() => {
                    self.problem(schema, "the reference leads in a circle");
                }
                Some(target) => self.add(&target, refs, alone, depth.saturating_add(1)),
                None => self.problem(schema, "the reference leads nowhere"),
            }
        }
        if !ignores_siblings {
            self.add_composed(schema, refs, alone, depth.saturating_add(1));
        }
    }

    /// Keywords of the schema itself.
    fn add_own(&mut self, schema: &Node, refs: &dyn References) {
        let Some(object) = schema.as_object() else {
            return;
        };
        for keyword in ["$dynamicRef", "$recursiveRef"] {
            if object.contains_key(keyword) {
                self.problem(schema, &format!("`{keyword}` is not followed"));
            }
        }
        for keyword in ["not", "if", "dependentSchemas"] {
            if object.contains_key(keyword) {
                self.note(schema, &format!("`{keyword}` does not change the type"));
            }
        }
        self.nullable = self.nullable.or_else(|| null_in(schema));
        let own = |keyword: &&str| {
            object.contains_key(*keyword)
                && !matches!(*keyword, "$ref" | "allOf" | "oneOf" | "anyOf")
        };
        if SHAPING.iter().chain(NARROWING).any(own) {
            self.parts.push(schema.clone());
            self.kinds.narrow(object);
            self.add_always(schema, refs);
        }
        for keyword in ["oneOf", "anyOf"] {
            if object.contains_key(keyword)
                && let Some(list) = schema.get(keyword)
            {
                self.add_choice(schema, &list, refs);
            }
        }
    }

    /// Members that a setting takes as required.
    fn add_always(&mut self, schema: &Node, refs: &dyn References) {
        let settings = refs.settings().filter(|it| it.has(Subject::Required));
        let Some((settings, members)) = settings.zip(schema.get("properties")) else {
            return;
        };
        let members = members.members().into_iter();
        let known = members.filter(|(_, member)| settings.at(Subject::Required, member).is_some());
        self.always.extend(known.map(|(name, _)| name));
    }

    /// Members that are there whatever `required` says.
    pub(super) fn always(&self) -> &BTreeSet<String> {
        &self.always
    }

    /// A `oneOf` or `anyOf` with branches that matter.
    fn add_choice(&mut self, schema: &Node, list: &Node, refs: &dyn References) {
        let (nulls, branches): (Vec<Node>, Vec<Node>) =
            list.items().into_iter().partition(|branch| {
                let target = refs.resolve(branch);
                target.is_some_and(|target| is_null_only(target.value()))
            });
        if branches.is_empty() && nulls.is_empty() {
            return;
        }
        if !branches.is_empty() && branches.iter().all(only_narrows) {
            self.note(list, "alternatives that only narrow do not change the type");
            return;
        }
        if !nulls.is_empty() && self.nullable.is_none() {
            self.nullable = Some(true);
        }
        self.choices.push(Choice {
            schema: schema.clone(),
            branches,
        });
    }

    /// `allOf`, and choices that leave no choice.
    fn add_composed(&mut self, schema: &Node, refs: &dyn References, sole: bool, depth: usize) {
        let members = schema
            .get("allOf")
            .map(|list| list.items())
            .unwrap_or_default();
        let sole_member = sole && members.len() == 1;
        for member in members {
            self.add(&member, refs, sole_member, depth);
        }
        let decided: Vec<Node> = self
            .choices
            .extract_if(.., |choice| {
                choice.schema == *schema && choice.branches.len() <= 1
            })
            .flat_map(|choice| choice.branches)
            .collect();
        for branch in decided {
            self.add(&branch, refs, sole, depth);
        }
    }

    /// This and one branch of its first choice, for each branch; nothing if there is no choice.
    pub fn split(&self, refs: &dyn References) -> Option<Vec<Self>> {
        if self.choices.is_empty() {
            return None;
        }
        let mut rest = self.clone();
        let choice = rest.choices.remove(0);
        rest.name = None;
        let sole = rest.parts.is_empty() && rest.choices.is_empty();
        let branches = choice.branches.iter().map(|branch| {
            let mut with = rest.clone();
            with.label = naming::branch(branch, refs);
            with.add(branch, refs, sole, 1);
            with
        });
        Some(branches.collect())
    }

    /// All choices decided in every possible way.
    pub fn alternatives(&self, refs: &dyn References) -> Alternatives {
        let mut found = Alternatives::default();
        let mut met = BTreeSet::new();
        let mut open = vec![(self.clone(), 0_usize)];
        while let Some((next, depth)) = open.pop() {
            let alternatives = found.all.len().saturating_add(open.len());
            let too_many = alternatives > MAX_ALTERNATIVES || met.len() > MAX_DECISIONS;
            if too_many || depth > MAX_DEPTH {
                found.truncated = true;
                return found;
            }
            found.nullable |= next.nullable();
            // What came of other decisions is looked at once, and what nothing can make fit not any further.
            if !met.insert(next.key()) || next.impossible || next.kinds.never() {
                continue;
            }
            match next.split(refs) {
                Some(branches) => {
                    let deeper = depth.saturating_add(1);
                    open.extend(branches.into_iter().rev().map(|branch| (branch, deeper)));
                }
                None if next.kinds() == Some(Kinds::NONE) => {}
                None => found.all.push(next),
            }
        }
        found
    }

    /// Kinds of value allowed, `null` apart. `None`: nothing is said. Without `type`, the keywords for objects and
    /// arrays and the listed values stand for it, since that is what authors mean.
    pub fn kinds(&self) -> Option<Kinds> {
        self.kinds.kinds()
    }

    /// `oneOf` and `anyOf` still to be decided.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// Schemas that say something about the value, outermost first.
    pub fn parts(&self) -> &[Node] {
        &self.parts
    }

    /// Every schema met, those that only describe included, outermost first.
    pub fn seen(&self) -> &[Node] {
        &self.seen
    }

    /// Whether `null` is allowed, as far as no choice decides it. The outermost schema that speaks of it is believed:
    /// authors put `nullable` beside an `allOf` whose members do not repeat it.
    pub fn nullable(&self) -> bool {
        self.nullable.unwrap_or(false)
    }

    /// Whether `false` is among the schemas.
    pub fn impossible(&self) -> bool {
        self.impossible
    }

    /// What keeps the schema from being understood.
    pub fn problems(&self) -> &[(Node, String)] {
        &self.problems
    }

    /// What was read and put aside.
    pub fn notes(&self) -> &[(Node, String)] {
        &self.notes
    }

    /// Name of the component that is exactly this.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What the chosen branch is called.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// Whether nothing at all is said.
    pub fn is_silent(&self) -> bool {
        self.parts.is_empty() && self.choices.is_empty() && self.problems.is_empty()
    }

    /// Whether both are made of the same schemas.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// The schemas that say all of it by themselves: what a reference leads to says the same as the reference.
    pub fn whole(&self, refs: &dyn References) -> Vec<&Node> {
        let same = |schema: &&Node| Self::of(schema, refs).says_the_same(self);
        self.seen.iter().filter(same).collect()
    }

    /// What identifies it.
    pub fn key(&self) -> Key {
        let choices = self.choices.iter().map(|choice| &choice.schema);
        key_of(self.parts.iter().chain(choices))
    }

    fn problem(&mut self, schema: &Node, reason: &str) {
        self.problems.push((schema.clone(), reason.to_owned()));
    }

    fn note(&mut self, schema: &Node, note: &str) {
        self.notes.push((schema.clone(), note.to_owned()));
    }
}

/// Identifies schemas.
pub(super) fn key_of<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Key {
    let nodes = nodes.into_iter();
    nodes
        .map(|node| (node.document().id, node.pointer().clone()))
        .collect()
}

/// What the schema's own keywords say about `null`.
fn null_in(schema: &Node) -> Option<bool> {
    let object = schema.as_object()?;
    let listed = |keyword| {
        let list = object.get(keyword).and_then(Value::as_array);
        list.map(|list| list.iter().any(|item| item.is_null() || item == "null"))
    };
    let in_enum = object.get("enum").and_then(Value::as_array);
    let in_enum = in_enum.map(|values| values.contains(&Value::Null));
    let in_const = object.get("const").map(Value::is_null);
    // Swagger 2.0 has no word for it, and tools agree on this one.
    let nullable = ["nullable", "x-nullable"];
    let nullable = nullable.map(|keyword| object.get(keyword) == Some(&Value::Bool(true)));
    if nullable.contains(&true) || in_enum == Some(true) {
        return Some(true);
    }
    let in_type = match object.get("type") {
        Some(Value::String(word)) => Some(word == "null"),
        Some(_) => listed("type"),
        None => None,
    };
    in_type.or(in_const).or(in_enum)
}

/// Whether the schema allows `null` and nothing else.
fn is_null_only(schema: &Value) -> bool {
    let only_null = |list: &[Value]| !list.is_empty() && list.iter().all(Value::is_null);
    match (schema.get("type"), schema.get("const"), schema.get("enum")) {
        (Some(Value::String(word)), _, _) => word == "null",
        (Some(Value::Array(words)), _, _) => !words.is_empty() && words.iter().all(|w| w == "null"),
        (None, Some(value), _) => value.is_null(),
        (None, None, Some(Value::Array(values))) => only_null(values),
        _ => false,
    }
}

/// Whether a branch says nothing about the shape: `{required: [a]}` and the like.
pub(super) fn only_narrows(branch: &Node) -> bool {
    let Some(object) = branch.as_object() else {
        return branch.value() == &Value::Bool(true);
    };
    !SHAPING.iter().any(|keyword| object.contains_key(*keyword)) && !object.is_empty()
}

#[cfg(test)]
mod tests;
