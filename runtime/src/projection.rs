//! Picks the few values a workflow reads out of a JSON text, in one pass that skips everything else.

use std::borrow::Cow;
use std::fmt;

use arazzo_syntax::pointer;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The values the JSON Pointers (RFC 6901) name, in their order; `None` where there is nothing.
///
/// Never fails: a body that is not JSON has nothing to point at, and neither has a text that is no pointer. Where
/// a key occurs twice in one object the last one counts. Pointers may overlap or repeat.
#[must_use]
pub fn select<const N: usize>(body: &[u8], pointers: [&str; N]) -> [Option<Value>; N] {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    // Skipped strings are not looked at by the parser, so UTF-8 is checked here.
    let found = std::str::from_utf8(body)
        .ok()
        .and_then(|json| try_select(json, pointers).ok());
    found.unwrap_or([const { None }; N])
}

/// The same, of a text that ought to be JSON.
///
/// # Errors
/// If it is not, wherever it breaks off.
pub(crate) fn try_select<const N: usize>(
    json: &str,
    pointers: [&str; N],
) -> serde_json::Result<[Option<Value>; N]> {
    let mut trie = Trie::default();
    for (slot, pointer) in pointers.iter().enumerate() {
        if let Some(tokens) = tokens(pointer) {
            trie.add(tokens, slot);
        }
    }
    let mut found = [const { None }; N];
    let mut reader = serde_json::Deserializer::from_str(json);
    let seed = Reader {
        trie: &trie,
        found: &mut found,
    };
    seed.deserialize(&mut reader)?;
    reader.end()?;
    Ok(found)
}

/// The unescaped reference tokens of a pointer, none if the text is no pointer.
pub(crate) fn tokens(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let rest = match pointer.strip_prefix('/') {
        Some(rest) => Some(rest),
        None if pointer.is_empty() => None,
        None => return None,
    };
    Some(
        rest.into_iter()
            .flat_map(|rest| rest.split('/'))
            .map(pointer::unescape),
    )
}

/// The pointers, merged where they begin alike.
#[derive(Default)]
struct Trie<'p> {
    /// Which results the value here is.
    slots: Vec<usize>,
    children: Vec<Child<'p>>,
}

struct Child<'p> {
    token: Cow<'p, str>,
    /// The token as an array index, if it can be one: digits without leading zeros.
    index: Option<usize>,
    trie: Trie<'p>,
}

impl<'p> Trie<'p> {
    fn add(&mut self, tokens: impl Iterator<Item = Cow<'p, str>>, slot: usize) {
        let mut here = self;
        for token in tokens {
            let at = here
                .children
                .iter()
                .position(|child| child.token == token)
                .unwrap_or(here.children.len());
            if at == here.children.len() {
                let index = pointer::index(&token);
                here.children.push(Child {
                    token,
                    index,
                    trie: Trie::default(),
                });
            }
            match here.children.get_mut(at) {
                Some(child) => here = &mut child.trie,
                None => return,
            }
        }
        here.slots.push(slot);
    }

    /// Empties every result at or below this place: a later member of the same name takes over.
    fn forget(&self, found: &mut [Option<Value>]) {
        for slot in &self.slots {
            put(found, *slot, None);
        }
        for child in &self.children {
            child.trie.forget(found);
        }
    }

    /// Takes results out of a value that had to be read whole.
    fn pick(&self, value: &Value, found: &mut [Option<Value>]) {
        for slot in &self.slots {
            put(found, *slot, Some(value.clone()));
        }
        for child in &self.children {
            let inner = match value {
                Value::Object(members) => members.get(child.token.as_ref()),
                Value::Array(items) => child.index.and_then(|index| items.get(index)),
                _ => None,
            };
            if let Some(inner) = inner {
                child.trie.pick(inner, found);
            }
        }
    }
}

fn put(found: &mut [Option<Value>], slot: usize, value: Option<Value>) {
    if let Some(place) = found.get_mut(slot) {
        *place = value;
    }
}

/// Reads one value: whole if it is asked for, else only the parts that are.
struct Reader<'t, 'p, 'f> {
    trie: &'t Trie<'p>,
    found: &'f mut [Option<Value>],
}

impl<'de> DeserializeSeed<'de> for Reader<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.trie.slots.is_empty() {
            return deserializer.deserialize_any(self);
        }
        let value = Value::deserialize(deserializer)?;
        match (self.trie.slots.as_slice(), self.trie.children.is_empty()) {
            // The usual case, one pointer and nothing below it, costs no copy.
            ([slot], true) => put(self.found, *slot, Some(value)),
            _ => self.trie.pick(&value, self.found),
        }
        Ok(())
    }
}

macro_rules! nothing_inside {
    ($($method:ident: $scalar:ty),+) => {$(
        fn $method<E>(self, _: $scalar) -> Result<(), E> {
            Ok(())
        }
    )+};
}

impl<'de> Visitor<'de> for Reader<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(child) = members.next_key_seed(Key(self.trie))? {
            match child {
                Some(child) => {
                    child.trie.forget(self.found);
                    members.next_value_seed(Reader {
                        trie: &child.trie,
                        found: self.found,
                    })?;
                }
                None => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for index in 0_usize.. {
            let wanted = self
                .trie
                .children
                .iter()
                .find(|child| child.index == Some(index));
            let more = match wanted {
                Some(child) => items
                    .next_element_seed(Reader {
                        trie: &child.trie,
                        found: self.found,
                    })?
                    .is_some(),
                None => items.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    nothing_inside!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Reads a key as the child it leads to, without keeping its text.
struct Key<'t, 'p>(&'t Trie<'p>);

impl<'de, 't, 'p> DeserializeSeed<'de> for Key<'t, 'p> {
    type Value = Option<&'t Child<'p>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t, 'p> Visitor<'_> for Key<'t, 'p> {
    type Value = Option<&'t Child<'p>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.children.iter().find(|child| child.token == key))
    }
}

#[cfg(test)]
mod tests {
    use super::select;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const BODY: &[u8] = br#"{"id": 7, "items": [{"a": 1}, {"a": [2, 3]}], "a/b": "slash", "m~n": "tilde", "": "empty",
        "skip": {"deep": [[[["\ud83d\ude00"]]]]}, "0": "zero", "n": null}"#;

    #[test]
    fn picks_what_pointers_name() {
        let found = select(
            BODY,
            [
                "/id",
                "/items/1/a/0",
                "/a~1b",
                "/m~0n",
                "/",
                "/0",
                "/n",
                "/absent",
                "/items/2",
            ],
        );
        let expected = [
            Some(json!(7)),
            Some(json!(2)),
            Some(json!("slash")),
            Some(json!("tilde")),
            Some(json!("empty")),
            Some(json!("zero")),
            Some(Value::Null),
            None,
            None,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn overlapping_pointers_all_get_their_value() {
        let [whole, item, a, again, root] =
            select(BODY, ["/items", "/items/0", "/items/0/a", "/items", ""]);
        assert_eq!(whole, Some(json!([{"a": 1}, {"a": [2, 3]}])));
        assert_eq!((item, a), (Some(json!({"a": 1})), Some(json!(1))));
        assert_eq!(again, whole);
        assert_eq!(root.unwrap()["id"], 7);
    }

    #[test]
    fn array_tokens_have_no_leading_zeros_and_no_dash() {
        assert_eq!(
            select(b"[1, 2]", ["/01", "/-", "/+1", "/1", "/a"]),
            [None, None, None, Some(json!(2)), None]
        );
        assert_eq!(select(br#"{"01": 1}"#, ["/01"]), [Some(json!(1))]);
    }

    #[test]
    fn last_duplicate_wins_whole() {
        assert_eq!(
            select(br#"{"a": {"b": 1}, "a": {"c": 2}}"#, ["/a/b", "/a/c"]),
            [None, Some(json!(2))]
        );
        assert_eq!(select(br#"{"a": {"b": 1}, "a": 5}"#, ["/a/b"]), [None]);
        assert_eq!(select(br#"{"a": 1, "a": 2}"#, ["/a"]), [Some(json!(2))]);
    }

    #[test]
    fn what_is_not_json_has_nothing() {
        for body in [
            &b""[..],
            b"{",
            b"{\"a\": 1} x",
            b"{\"a\": 1, }",
            b"<a/>",
            b"{\"a\": 1, \"b\": \"\xff\"}",
        ] {
            assert_eq!(select(body, ["/a", ""]), [None, None], "{body:?}");
        }
        assert_eq!(select(b"{\"a\": 1}", ["a", "#/a"]), [None, None]);
        assert_eq!(select(b"5", ["/a"]), [None]);
        assert_eq!(select(b"\xef\xbb\xbf{\"a\": 1}", ["/a"]), [Some(json!(1))]);
    }

    #[test]
    fn deep_content_that_nobody_reads_is_skipped() {
        let body = format!(
            "{{\"deep\": {}{}, \"a\": 1}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(select(body.as_bytes(), ["/a"]), [Some(json!(1))]);
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map("[ab01/~]{0,2}", inner, 0..4)
                    .prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn agrees_with_reading_everything(value in value(), one in "(/[ab01~]{0,2}){0,3}", other in "(/[ab01]{0,2}){0,3}") {
            let found = select(value.to_string().as_bytes(), [one.as_str(), other.as_str()]);
            prop_assert_eq!(found, [value.pointer(&one).cloned(), value.pointer(&other).cloned()]);
        }

        #[test]
        fn never_fails(body in proptest::collection::vec(any::<u8>(), 0..40), pointer in "\\PC{0,8}") {
            let found = select(&body, [pointer.as_str()]);
            let whole = serde_json::from_slice::<Value>(&body).ok();
            prop_assert_eq!(&found[0], &whole.and_then(|whole| whole.pointer(&pointer).cloned()));
        }
    }
}
