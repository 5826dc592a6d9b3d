//! Builds the string-keyed tree from either parser, counting what it costs and noting keys that JSON would not have.

use std::fmt;

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{Pointer, limits::Limits};

/// Stop noting after this many: a report shows a few, an API description has thousands of `200:`.
const NOTED: usize = 64;

/// The name under which serde_json hands over numbers that fit no machine type.
const EXACT_NUMBER: &str = "$serde_json::private::Number";

/// Members whose keys deserve a word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// Members given more than once; the last one is kept.
    pub duplicate: Vec<Pointer>,
    /// YAML merge keys (`<<`), whose members have been merged in.
    pub merge: Vec<Pointer>,
    /// Keys that are no strings unless they are quoted: numbers, booleans, null.
    pub(super) ambiguous: Vec<Pointer>,
}

/// One key worth a word; its tokens from the inside out.
struct Note {
    kind: Kind,
    tokens: Vec<String>,
}

#[derive(Clone, Copy)]
enum Kind {
    Duplicate,
    Merge,
    Ambiguous,
}

/// The state of one reading.
pub(super) struct Builder {
    limits: Limits,
    values: usize,
    bytes: usize,
    yaml: bool,
    notes: Vec<Note>,
    ambiguous: usize,
}

impl Builder {
    pub(super) fn new(limits: Limits, yaml: bool) -> Self {
        Self {
            limits,
            values: 0,
            bytes: 0,
            yaml,
            notes: Vec::new(),
            ambiguous: 0,
        }
    }

    pub(super) fn seed(&mut self) -> Seed<'_> {
        Seed(self)
    }

    pub(super) fn keys(self) -> Keys {
        let mut keys = Keys::default();
        for note in self.notes {
            let pointer = Pointer::from_tokens(note.tokens.iter().rev());
            match note.kind {
                Kind::Duplicate => keys.duplicate.push(pointer),
                Kind::Merge => keys.merge.push(pointer),
                Kind::Ambiguous => keys.ambiguous.push(pointer),
            }
        }
        keys
    }

    /// Counts one more value with `bytes` of text.
    fn count<E: de::Error>(&mut self, bytes: usize) -> Result<(), E> {
        self.values += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        if self.values > self.limits.values {
            return Err(E::custom(LimitExceeded(
                "values, aliases expanded",
                self.limits.values,
            )));
        }
        if self.bytes > self.limits.bytes {
            return Err(E::custom(LimitExceeded(
                "bytes of text, aliases expanded",
                self.limits.bytes,
            )));
        }
        Ok(())
    }

    /// Counts a member's key.
    fn count_key<E: de::Error>(&mut self, key: &str) -> Result<(), E> {
        if key.len() > self.limits.key {
            return Err(E::custom(LimitExceeded(
                "bytes in one key",
                self.limits.key,
            )));
        }
        self.count(key.len())
    }

    fn note(&mut self, kind: Kind, key: &str) {
        self.notes.push(Note {
            kind,
            tokens: vec![key.to_owned()],
        });
    }

    /// Prefixes the notes taken since there were `from` of them.
    fn prefix(&mut self, from: usize, token: impl Fn() -> String) {
        for note in self.notes.iter_mut().skip(from) {
            note.tokens.push(token());
        }
    }

    fn note_key(&mut self, key: &str) {
        if self.yaml && self.ambiguous < NOTED && looks_like_no_string(key) {
            self.ambiguous += 1;
            self.note(Kind::Ambiguous, key);
        }
    }

    fn insert(&mut self, map: &mut Map<String, Value>, key: String, value: Value) {
        if map.contains_key(&key) {
            self.note(Kind::Duplicate, &key);
        }
        map.insert(key, value);
    }
}

/// The message of a limit, recognised again by [`super::parse`].
struct LimitExceeded(&'static str, usize);

/// How the messages of [`LimitExceeded`] begin.
pub(super) const TOO_MANY: &str = "more than";

impl fmt::Display for LimitExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(what, limit) = self;
        write!(f, "{TOO_MANY} {limit} {what}")
    }
}

/// Whether a plain YAML scalar with this text is no string under the core schema (YAML 1.2, section 10.3.2).
fn looks_like_no_string(text: &str) -> bool {
    match text.chars().next() {
        None => true,
        Some('t' | 'T' | 'f' | 'F' | 'n' | 'N' | '~') => {
            let lower = text.to_ascii_lowercase();
            matches!(lower.as_str(), "true" | "false" | "null" | "~")
        }
        Some('0'..='9' | '-' | '+' | '.') => text.parse::<f64>().is_ok() || text.starts_with("0x"),
        Some(_) => false,
    }
}

/// Reads one value.
pub(super) struct Seed<'b>(&'b mut Builder);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(Value::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(Value::from(value))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(Number::from_i128(value).map_or(Value::Null, Value::Number))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(Number::from_u128(value).map_or(Value::Null, Value::Number))
    }

    /// JSON has no infinities: they stay the text that YAML writes.
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.0.count(0)?;
        let text = if value.is_nan() {
            ".nan"
        } else if value > 0.0 {
            ".inf"
        } else {
            "-.inf"
        };
        Ok(Number::from_f64(value).map_or_else(|| Value::from(text), Value::Number))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.0.count(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.0.count(value.len())?;
        Ok(Value::String(value))
    }

    /// A YAML tag that JSON has no notion of: the value under it counts.
    fn visit_enum<A: de::EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, value) = data.variant_seed(Key)?;
        de::VariantAccess::newtype_variant_seed(value, self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let builder = self.0;
        builder.count(0)?;
        let mut array = Vec::new();
        loop {
            let noted = builder.notes.len();
            let Some(item) = items.next_element_seed(Seed(builder))? else {
                return Ok(Value::Array(array));
            };
            let index = array.len();
            builder.prefix(noted, || index.to_string());
            array.push(item);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let builder = self.0;
        builder.count(0)?;
        let mut map = Map::new();
        while let Some(key) = members.next_key_seed(Key)? {
            if !builder.yaml && key == EXACT_NUMBER && map.is_empty() {
                let digits: String = members.next_value()?;
                return digits.parse().map(Value::Number).map_err(de::Error::custom);
            }
            builder.count_key(&key)?;
            builder.note_key(&key);
            let noted = builder.notes.len();
            let value = members.next_value_seed(Seed(builder))?;
            builder.prefix(noted, || key.clone());
            builder.insert(&mut map, key, value);
        }
        if builder.yaml {
            merge(builder, &mut map)?;
        }
        Ok(Value::Object(map))
    }
}

/// Applies a YAML merge key: members of the named mappings that are not given here; earlier mappings win.
fn merge<E: de::Error>(builder: &mut Builder, map: &mut Map<String, Value>) -> Result<(), E> {
    let mergeable = |value: &Value| match value {
        Value::Object(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_object),
        _ => false,
    };
    if !map.get("<<").is_some_and(mergeable) {
        return Ok(());
    }
    builder.note(Kind::Merge, "<<");
    let merged = match map.shift_remove("<<") {
        Some(Value::Array(items)) => items,
        Some(other) => vec![other],
        None => Vec::new(),
    };
    for members in merged {
        let Value::Object(members) = members else {
            continue;
        };
        for (key, value) in members {
            builder.count(key.len())?;
            if !map.contains_key(&key) {
                map.insert(key, value);
            }
        }
    }
    Ok(())
}

/// Reads a key as the text it is written with.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string as key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_string<E: de::Error>(self, key: String) -> Result<String, E> {
        Ok(key)
    }
}
