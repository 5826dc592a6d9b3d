//! Random values with the characters that break encoders.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A value without nesting, as the texts that a server has to end up with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Flat {
    Scalar(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

/// A value as a caller gives it, and what it is when decoded.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) value: Value,
    pub(crate) flat: Flat,
}

/// Texts of delimiters, escapes, spaces and letters from everywhere, without `never`.
pub(crate) fn text(never: &'static str) -> impl Strategy<Value = String> {
    let hostile: Vec<char> = "/?#&=+%,;|[]{}:@!$'()*\"\\<>^`~-._ "
        .chars()
        .filter(|c| !never.contains(*c))
        .collect();
    let allowed = move |c: &char| !never.contains(*c);
    let printable = any::<char>().prop_filter("left out", |c| !c.is_control());
    let character = prop_oneof![
        4 => proptest::sample::select(hostile),
        2 => proptest::char::range('a', 'z'),
        1 => proptest::sample::select(vec!['\u{e9}', '\u{df}', '\u{4e2d}', '\u{1f600}']),
        1 => printable,
    ];
    vec(character.prop_filter("left out", allowed), 0..8).prop_map(String::from_iter)
}

/// A text, number or boolean, and its text.
fn leaf(never: &'static str) -> impl Strategy<Value = (Value, String)> {
    prop_oneof![
        6 => text(never).prop_map(|text| (json!(text), text)),
        1 => any::<i64>().prop_map(|n| (json!(n), n.to_string())),
        1 => any::<bool>().prop_map(|b| (json!(b), b.to_string())),
    ]
}

pub(crate) fn scalar(never: &'static str) -> BoxedStrategy<Given> {
    leaf(never)
        .prop_map(|(value, text)| Given {
            value,
            flat: Flat::Scalar(text),
        })
        .boxed()
}

pub(crate) fn list(never: &'static str) -> BoxedStrategy<Given> {
    vec(leaf(never), 1..5)
        .prop_map(|leaves| {
            let (values, texts): (Vec<_>, Vec<_>) = leaves.into_iter().unzip();
            Given {
                value: Value::Array(values),
                flat: Flat::List(texts),
            }
        })
        .boxed()
}

pub(crate) fn object(never: &'static str) -> BoxedStrategy<Given> {
    vec((text(never), leaf(never)), 1..5)
        .prop_map(|members| {
            let (mut value, mut flat) = (Map::new(), Vec::new());
            for (name, (member, text)) in members {
                if value.insert(name.clone(), member).is_none() {
                    flat.push((name, text));
                } else {
                    // The later one of two members of one name stands, in the place of the first.
                    let at = flat.iter().position(|(other, _)| *other == name);
                    flat[at.expect("the first")].1 = text;
                }
            }
            Given {
                value: Value::Object(value),
                flat: Flat::Object(flat),
            }
        })
        .boxed()
}

/// Scalars, and lists and objects whose texts go without `never`.
pub(crate) fn any_shape(never: &'static str) -> BoxedStrategy<Given> {
    any_shape_of("", never)
}

/// The same with scalars that go without `never_alone`.
pub(crate) fn any_shape_of(never_alone: &'static str, never: &'static str) -> BoxedStrategy<Given> {
    prop_oneof![scalar(never_alone), list(never), object(never)].boxed()
}

/// Any JSON of which every number comes back as it was.
pub(crate) fn nested() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text("").prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec((text(""), inner), 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
