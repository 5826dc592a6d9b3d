//! What becomes of documents: small changes of their text and of their trees.

use arazzo_codegen::load::Document;
use serde_json::{Map, Number, Value, json};

use crate::{Case, Random, Seeds, random};

/// Texts that end what they stand in, in some notation or other, or that are too much of something.
const HOSTILE: [&str; 34] = [
    "",
    " ",
    "\u{0}",
    "\n",
    "}\n#![allow(warnings)]\n{",
    "*/",
    "/*",
    "\"",
    "\"#",
    "\\",
    "'",
    "`",
    "```\nfn main() {}\n```",
    "{",
    "}",
    "{{",
    "}}",
    "{}",
    "{$",
    "{$inputs.x}",
    "$",
    "$inputs.",
    "$response.body#/",
    "\u{202e}",
    "\u{feff}",
    "//",
    "#",
    "~",
    "~2",
    "%",
    "%00",
    "é😀",
    "r#self",
    "__proto__",
];

/// Words of the notations, for texts.
const TOKENS: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    "- ",
    "\n",
    "\n  ",
    "\"",
    "'",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "<<: ",
    "|\n",
    ">\n",
    "? ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "#",
    "\t",
    "0",
    "1e999",
    "null",
    "~",
    "\u{feff}",
];

/// The case with one to four changes in some of its files.
pub(crate) fn case(random: &mut Random, seeds: &Seeds) -> Case {
    let mut case = random.pick(&seeds.cases).expect("there are some").clone();
    for _ in 0..=random.below(4) {
        let index = random.below(case.files.len());
        let Some((name, text)) = case.files.get_mut(index) else {
            continue;
        };
        let in_tree = random.percent(85);
        match Document::parse(name, text).ok().filter(|_| in_tree) {
            Some(document) => {
                let mut root = document.root.clone();
                tree(random, seeds, &mut root);
                *text = format!("{root:#}");
            }
            None => *text = self::text(random, seeds, text),
        }
    }
    case
}

/// One change of a text.
pub(crate) fn text(random: &mut Random, seeds: &Seeds, text: &str) -> String {
    let (one, two) = (random.boundary(text), random.boundary(text));
    let (from, near) = (
        one.min(two),
        random::boundary(text, one + 1 + random.below(12)),
    );
    let to = if random.percent(80) {
        near.max(from)
    } else {
        one.max(two)
    };
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let (before, within, after) = (part(0..from), part(from..to), part(to..text.len()));
    let new = match random.below(6) {
        0 => String::new(),
        1 => within.repeat(2),
        2 => random.word(&TOKENS),
        3 => random.word(&HOSTILE),
        4 => random.word(&seeds.words),
        _ => format!("{within}{}", random.word(&TOKENS)),
    };
    format!("{before}{new}{after}")
}

/// One change of a tree.
pub(crate) fn tree(random: &mut Random, seeds: &Seeds, root: &mut Value) {
    let mut pointers = Vec::new();
    places(root, String::new(), &mut pointers);
    let at = random.word(&pointers);
    let other = random.word(&pointers);
    let other = root.pointer(&other).cloned();
    let Some(value) = root.pointer_mut(&at) else {
        return;
    };
    match random.below(10) {
        0..4 => change(random, seeds, value),
        4 => *value = self::value(random, seeds),
        5 => *value = other.unwrap_or_default(),
        6 => *value = random.pick(&seeds.trees).cloned().unwrap_or_default(),
        7 => add(random, seeds, value),
        8 => wrap(random, value),
        _ => remove(random, value),
    }
}

fn places(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, format!("{at}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let token = key.replace('~', "~0").replace('/', "~1");
                places(member, format!("{at}/{token}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found.push(at);
}

/// Another value of the same kind.
fn change(random: &mut Random, seeds: &Seeds, value: &mut Value) {
    match value {
        Value::String(text) => {
            *text = match random.below(4) {
                0 => random.word(&HOSTILE),
                1 => random.word(&seeds.words),
                2 => format!("{text}{}", random.word(&HOSTILE)),
                _ => self::text(random, seeds, text),
            };
        }
        Value::Number(_) => *value = number(random),
        Value::Bool(flag) => *flag = !*flag,
        Value::Null => *value = self::value(random, seeds),
        Value::Array(_) => remove(random, value),
        Value::Object(members) => rename(random, seeds, members),
    }
}

fn number(random: &mut Random) -> Value {
    let texts = [
        "0",
        "-1",
        "1.5",
        "1e400",
        "9007199254740993",
        "18446744073709551616",
        "-0",
        "99999",
    ];
    let number: Option<Number> = random.word(&texts).parse().ok();
    number.map_or(Value::Null, Value::Number)
}

/// A small value of any kind.
pub(crate) fn value(random: &mut Random, seeds: &Seeds) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => json!(random.percent(50)),
        2 => number(random),
        3 => json!(random.word(&HOSTILE)),
        4 => json!("x".repeat(1 << random.below(14))),
        5 => json!([]),
        6 => json!({}),
        7 => json!({random.word(&seeds.words): random.word(&seeds.words)}),
        _ => json!(random.word(&seeds.words)),
    }
}

/// Gives a member or an element another name or place.
fn rename(random: &mut Random, seeds: &Seeds, members: &mut Map<String, Value>) {
    let keys: Vec<String> = members.keys().cloned().collect();
    let old = random.word(&keys);
    if let Some(member) = members.remove(&old) {
        let new = match random.below(4) {
            0 => random.word(&HOSTILE),
            1 => random.word(&keys),
            2 => random.word(&seeds.words),
            _ => text(random, seeds, &old),
        };
        members.insert(new, member);
    }
}

fn add(random: &mut Random, seeds: &Seeds, value: &mut Value) {
    match value {
        Value::Array(items) => {
            let again = random.percent(50).then(|| random.pick(items).cloned());
            let new = again
                .flatten()
                .or_else(|| random.pick(&seeds.trees).cloned());
            items.push(new.unwrap_or_default());
        }
        Value::Object(members) => {
            let values: Vec<Value> = members.values().cloned().collect();
            let again = random.percent(50).then(|| random.pick(&values).cloned());
            let new = again
                .flatten()
                .unwrap_or_else(|| self::value(random, seeds));
            members.insert(random.word(&seeds.words), new);
        }
        _ => *value = self::value(random, seeds),
    }
}

fn wrap(random: &mut Random, value: &mut Value) {
    for _ in 0..1 << random.below(8) {
        let inner = value.take();
        *value = match random.percent(50) {
            true => json!([inner]),
            false => json!({"a": inner}),
        };
    }
}

fn remove(random: &mut Random, value: &mut Value) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            items.remove(random.below(items.len()));
        }
        Value::Object(members) => {
            let keys: Vec<String> = members.keys().cloned().collect();
            members.remove(&random.word(&keys));
        }
        _ => *value = Value::Null,
    }
}
