//! Numbers and strings: what `format`, bounds and listed values make of them.

use super::{Enums, Lowering, Site, identity};
use crate::types::{Conjunction, Kind, Kinds, Names, Shape, variant_ident};

/// As many values as an enum may have; beyond, a list of them helps nobody.
const MAX_VARIANTS: usize = 100;

/// The shape that holds the numbers of all alternatives.
pub(super) fn number(all: &[Conjunction]) -> Shape {
    let shapes = all.iter().map(single);
    shapes.reduce(wider).unwrap_or(Shape::Number)
}

/// The numbers of one schema. Without a format, integers are `i64`; others keep their digits (D-65).
fn single(all: &Conjunction) -> Shape {
    let format = all.text("format").unwrap_or_default();
    if !all
        .kinds()
        .is_some_and(|kinds| kinds.meets(Kinds::FRACTION))
    {
        return match format {
            _ if all.exceeds_i64() => Shape::Number,
            "uint64" | "int128" | "uint128" | "bigint" | "big-integer" => Shape::Number,
            "int32" | "int16" | "int8" | "uint16" | "uint8" if !all.exceeds_i32() => Shape::Int32,
            _ => Shape::Int64,
        };
    }
    match format {
        "int32" if !all.exceeds_i32() => Shape::Int32,
        "int64" | "int32" if !all.exceeds_i64() => Shape::Int64,
        _ => Shape::Number,
    }
}

/// A shape that holds both kinds of number without losing digits.
fn wider(left: Shape, right: Shape) -> Shape {
    use Shape::{Int32, Int64, Number};
    match (&left, &right) {
        _ if left == right => left,
        (Int32 | Int64, Int32 | Int64) => Int64,
        _ => Number,
    }
}

impl Lowering<'_> {
    /// The shape that holds the strings of all alternatives.
    pub(super) fn string(&mut self, all: &[Conjunction], site: &Site) -> Shape {
        let mut values: Vec<String> = Vec::new();
        let mut plain: Vec<Shape> = Vec::new();
        for alternative in all {
            match listed(alternative) {
                Some(strings) => {
                    let fresh = strings.into_iter().filter(|text| !values.contains(text));
                    values.extend(fresh.collect::<Vec<_>>());
                }
                None => plain.push(text(alternative)),
            }
        }
        let special = |shape: &Shape| *shape != Shape::String;
        let worth_it = (2..=MAX_VARIANTS).contains(&values.len());
        if self.enums == Enums::Open && worth_it && !plain.iter().any(special) {
            let name = all
                .iter()
                .find_map(|alternative| listed(alternative).and(alternative.name()));
            let site = Site {
                hint: name.unwrap_or(&site.hint).to_owned(),
                ..site.clone()
            };
            return self.define(identity("enum", all), &site, enumeration(values), None);
        }
        match plain.split_first() {
            Some((first, rest)) if values.is_empty() && rest.iter().all(|other| other == first) => {
                first.clone()
            }
            Some(_) if plain.contains(&Shape::Secret) => Shape::Secret,
            _ => Shape::String,
        }
    }
}

/// Strings under `enum` and `const`.
fn listed(all: &Conjunction) -> Option<Vec<String>> {
    let values = all.enumeration()?;
    let strings = values.iter().filter_map(|value| value.as_str());
    Some(strings.map(str::to_owned).collect())
}

/// Strings of which no value is listed.
fn text(all: &Conjunction) -> Shape {
    let encoded = all.text("contentEncoding") == Some("base64");
    match all.text("format") {
        Some("password") => Shape::Secret,
        Some("binary" | "byte") => Shape::Bytes,
        _ if encoded => Shape::Bytes,
        _ => Shape::String,
    }
}

fn enumeration(values: Vec<String>) -> Kind {
    let mut names = Names::new();
    let variants = values.into_iter().map(|value| {
        let ident = names.claim_type(&variant_ident(&value));
        (ident, value)
    });
    let variants = variants.collect();
    Kind::Enum {
        variants,
        other: catch_all(&mut names),
    }
}

/// A name for the variant that keeps what is unknown, out of the way of the known ones.
pub(super) fn catch_all(names: &mut Names) -> String {
    let free = ["Other", "Unrecognized"]
        .iter()
        .find(|name| !names.is_taken(name));
    names.claim(free.unwrap_or(&"Unrecognized"))
}
