//! Literals where a schema has alternatives: only what all of them refuse is reported, by what the closest one says.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Fault, Mismatch};
use crate::{
    load::{Node, Pointer},
    types::{Conjunction, conjunction::only_narrows},
};

/// The differences from the alternative that comes closest, of all that were judged; `None` if there is none. `count`:
/// how many alternatives there are, those for other kinds of value included.
pub(super) fn closest(
    value: &Value,
    all: &Conjunction,
    judged: Vec<(&Conjunction, Vec<Mismatch>)>,
    count: usize,
    at: &Pointer,
) -> Option<Vec<Mismatch>> {
    if count > 1
        && let Some(found) = one_of_each(&judged, at)
    {
        return Some(vec![found]);
    }
    let tag = tag(value, all);
    let distance = |(schema, found): &(&Conjunction, Vec<Mismatch>)| {
        let named = tag
            .as_deref()
            .is_some_and(|tag| schema.label() == Some(tag));
        let other = |found: &Mismatch| {
            let tag = matches!(found.fault, Fault::Unlisted { only: true, .. });
            tag && found.pointer.parent().as_ref() == Some(at)
        };
        (!named, found.iter().any(other), found.len())
    };
    let index = (0..judged.len()).min_by_key(|index| judged.get(*index).map(distance))?;
    let (_, mut found) = judged.get(index)?.clone();
    for mismatch in &mut found {
        let everywhere = |(_, other): &(&Conjunction, Vec<Mismatch>)| {
            other.iter().any(|other| other.is(mismatch))
        };
        mismatch.closest |= !judged.iter().all(everywhere);
    }
    Some(found)
}

/// Where each alternative misses one member and nothing else: any of them would do.
fn one_of_each(judged: &[(&Conjunction, Vec<Mismatch>)], at: &Pointer) -> Option<Mismatch> {
    let mut names = BTreeSet::new();
    for (_, found) in judged {
        match found.as_slice() {
            [
                Mismatch {
                    pointer,
                    fault: Fault::Missing { name },
                    ..
                },
            ] if pointer == at => {
                names.insert(name.clone());
            }
            _ => return None,
        }
    }
    let (_, first) = judged.first()?;
    let schema = first.first()?.schema.clone();
    let names: Vec<String> = names.into_iter().collect();
    (names.len() > 1).then(|| Mismatch::new(at, Fault::MissingAny { names }, schema.as_ref()))
}

/// The name of the alternative that a `discriminator` picks for an object.
fn tag(value: &Value, all: &Conjunction) -> Option<String> {
    let discriminator = all.value("discriminator")?;
    let property = discriminator.get("propertyName")?.as_str()?;
    let tag = value.get(property)?.as_str()?;
    let mapped = discriminator.get("mapping").and_then(|map| map.get(tag));
    let target = mapped.and_then(Value::as_str).unwrap_or(tag);
    target.rsplit('/').next().map(str::to_owned)
}

/// Whether a member that `one` does not declare belongs to another alternative, and `one` does not forbid it by itself:
/// an object may fit several.
pub(super) fn declared_elsewhere(name: &str, one: &Conjunction, among: &[Conjunction]) -> bool {
    let shared = |part: &Node| among.iter().all(|other| other.parts().contains(part));
    let closes = |part: &&Node| {
        part.value().get("additionalProperties") == Some(&Value::Bool(false)) && !shared(part)
    };
    let elsewhere = among.iter().any(|other| !other.property(name).is_empty());
    elsewhere && one.parts().iter().find(closes).is_none()
}

/// Where alternatives say nothing but which members are required, and none of them is met. `given` are members that are
/// there under nearly their names.
pub(super) fn missing_any(
    object: &Map<String, Value>,
    all: &Conjunction,
    given: &[&str],
    at: &Pointer,
) -> Vec<Mismatch> {
    let lists = all.in_force().flat_map(|schema| {
        let lists = ["oneOf", "anyOf"].map(|keyword| schema.get(keyword));
        lists.into_iter().flatten()
    });
    let found = lists.filter_map(|list| {
        let branches = list.items();
        if branches.is_empty() || !branches.iter().all(only_narrows) {
            return None;
        }
        let mut names: Vec<String> = Vec::new();
        for branch in &branches {
            let mut required = only_required(branch)?.into_iter();
            let missing = required
                .find(|name| !object.contains_key(name) && !given.contains(&name.as_str()))?;
            if !names.contains(&missing) {
                names.push(missing);
            }
        }
        let fault = match names.as_slice() {
            [only] => Fault::Missing { name: only.clone() },
            _ => Fault::MissingAny { names },
        };
        Some(Mismatch::new(at, fault, Some(&list)))
    });
    found.collect()
}

/// The members that a branch requires, if that is all it says.
fn only_required(branch: &Node) -> Option<Vec<String>> {
    let object = branch.as_object()?;
    let silent = |key: &String| matches!(key.as_str(), "required" | "title" | "description");
    let list = object.get("required")?.as_array()?;
    let names = list.iter().map(|name| name.as_str().map(str::to_owned));
    object.keys().all(silent).then(|| names.collect())?
}
