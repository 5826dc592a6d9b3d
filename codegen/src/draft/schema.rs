//! Schemas of inputs: what the API says of a value, short where it is simple and by reference where it is not.

use serde_json::{Map, Value, json};

use crate::{
    load::{Document, Documents, Node},
    types::{Conjunction, Kinds, References},
};

/// Keywords that are taken over as they are.
const TAKEN: [&str; 7] = [
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
];

/// More alternatives than these are looked up rather than read through.
const MOST_WORDS: usize = 40;

/// What an API says of a value.
pub(super) struct Described<'a> {
    pub(super) documents: &'a Documents,
    /// The document of the API, and how the draft names it.
    pub(super) api: &'a Document,
    pub(super) url: &'a str,
}

impl Described<'_> {
    /// A JSON Schema for an input with one of the API's schemas; anything if there is none.
    pub(super) fn input(&self, schemas: &[Node]) -> Map<String, Value> {
        let all = Conjunction::all(schemas, self.documents);
        if let Some(simple) = simple(&all) {
            return simple;
        }
        if all.kinds() == Some(Kinds::ARRAY)
            && all.choices().is_empty()
            && let Some(items) = simple(&Conjunction::all(&all.items(), self.documents))
        {
            let mut list = object(json!({"type": kinds("array", all.nullable()), "items": items}));
            take_over(&all, &mut list);
            return list;
        }
        match schemas {
            [only] => self.reference(only).unwrap_or_default(),
            _ => Map::new(),
        }
    }

    /// A reference to a schema of the API, if the draft has a name for its document.
    fn reference(&self, schema: &Node) -> Option<Map<String, Value>> {
        let mut here = schema.clone();
        // What a reference that stands alone leads to has the shorter name.
        for _ in 0..8 {
            let alone = here.as_object().is_some_and(|members| members.len() == 1);
            match self.documents.target(&here).filter(|_| alone) {
                Some(target) => here = target,
                None => break,
            }
        }
        let named = [&here, schema];
        let named = named
            .iter()
            .find(|node| node.document().id == self.api.id)?;
        let fragment = encoded(named.pointer().as_str());
        let url = self.url;
        Some(object(json!({"$ref": format!("{url}#{fragment}")})))
    }
}

/// The schema of a text, a number or a boolean.
fn simple(all: &Conjunction) -> Option<Map<String, Value>> {
    if !all.choices().is_empty() || !all.problems().is_empty() {
        return None;
    }
    let word = match all.kinds()? {
        Kinds::STRING => "string",
        Kinds::INTEGER => "integer",
        Kinds::NUMBER | Kinds::FRACTION => "number",
        Kinds::BOOLEAN => "boolean",
        _ => return None,
    };
    let mut schema = object(json!({"type": kinds(word, all.nullable())}));
    take_over(all, &mut schema);
    if let Some(values) = all.enumeration() {
        let kind = all.kinds()?;
        let fits = |value: &Value| value.is_null() || Kinds::of(value).within(kind);
        if values.len() <= MOST_WORDS && values.iter().all(fits) && !values.is_empty() {
            schema.insert("enum".to_owned(), values.into());
        }
    }
    Some(schema)
}

fn take_over(all: &Conjunction, schema: &mut Map<String, Value>) {
    for keyword in TAKEN {
        let usable = |value: &&Value| match keyword {
            "format" => value.is_string(),
            "minimum" | "maximum" => value.is_number(),
            _ => value.is_u64(),
        };
        if let Some(value) = all.value(keyword).filter(usable) {
            schema.insert(keyword.to_owned(), value.clone());
        }
    }
}

fn kinds(word: &str, nullable: bool) -> Value {
    match nullable {
        true => json!([word, "null"]),
        false => json!(word),
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A pointer as a fragment: what RFC 3986, section 3.5, does not allow there is encoded.
pub(super) fn encoded(pointer: &str) -> String {
    let mut fragment = String::new();
    for byte in pointer.bytes() {
        let letter = char::from(byte);
        match letter.is_ascii_alphanumeric() || "-._~/$&+,;=:@!".contains(letter) {
            true => fragment.push(letter),
            false => fragment.push_str(&format!("%{byte:02X}")),
        }
    }
    fragment
}

/// A value that an API allows alone, if it can be written down without being read as something else.
pub(super) fn only_value(all: &Conjunction) -> Option<Value> {
    let constant = all.value("const").cloned();
    let listed = all.enumeration().filter(|values| values.len() == 1);
    let value = constant.or_else(|| listed?.pop())?;
    match &value {
        Value::String(text) if text.contains('$') || text.is_empty() => None,
        Value::String(_) | Value::Bool(_) | Value::Number(_) => Some(value),
        _ => None,
    }
}
