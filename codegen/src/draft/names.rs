//! Names: the words in them, what a path is about, and new ones that are not taken.

use std::collections::HashSet;

use heck::{ToLowerCamelCase, ToSnakeCase};

use crate::types::field_ident;

/// Members that name a thing among its kind, best first.
pub(super) const IDENTITIES: [&str; 9] = [
    "id", "uuid", "slug", "key", "login", "name", "number", "code", "sid",
];

/// Words that say little without what they belong to.
const GENERIC: [&str; 10] = [
    "title",
    "type",
    "status",
    "data",
    "value",
    "description",
    "token",
    "url",
    "email",
    "body",
];

/// The words of a name, in lower case: `petId`, `pet-id` and `pet_id` are the same.
pub(super) fn words(name: &str) -> Vec<String> {
    let snake = name.to_snake_case();
    snake
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a name says nothing without what it belongs to.
pub(super) fn is_generic(words: &[String]) -> bool {
    match words {
        [only] => IDENTITIES.contains(&only.as_str()) || GENERIC.contains(&only.as_str()),
        _ => false,
    }
}

/// One of several: `pets` and `categories` become `pet` and `category`.
pub(super) fn singular(word: &str) -> String {
    let cut = |end: &str, new: &str| word.strip_suffix(end).map(|stem| format!("{stem}{new}"));
    // Words that end in an s and are one already.
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") || word.len() < 4 {
        return word.to_owned();
    }
    cut("ies", "y")
        .or_else(|| cut("sses", "ss"))
        .or_else(|| cut("shes", "sh"))
        .or_else(|| cut("ches", "ch"))
        .or_else(|| cut("xes", "x"))
        .or_else(|| cut("uses", "us"))
        .or_else(|| cut("s", ""))
        .unwrap_or_else(|| word.to_owned())
}

/// The words of a name with the last one in the singular.
pub(super) fn singular_words(name: &str) -> Vec<String> {
    let mut words = words(name);
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}

/// What a path is about: its last segment that is no variable.
pub(super) fn noun(path: &str) -> Vec<String> {
    let segments = path.split(['/', '?']).rev();
    let mut fixed = segments.filter(|segment| !segment.is_empty() && !segment.contains('{'));
    fixed.next().map(singular_words).unwrap_or_default()
}

/// What stands before the variable `name` in a path: `pet` before `{petId}` in `/pets/{petId}`.
pub(super) fn noun_before(path: &str, name: &str) -> Vec<String> {
    match path.split_once(&format!("{{{name}")) {
        Some((before, _)) => noun(before),
        None => Vec::new(),
    }
}

/// `petId` from words; letters and digits only.
pub(super) fn camel(words: &[String]) -> String {
    let name = words.join("_").to_lower_camel_case();
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Names that are taken, in such a way that no two of them become the same identifier.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// The first of `wanted` that is usable and free, or the last one with a number.
    pub(super) fn take<const N: usize>(&mut self, wanted: [String; N], otherwise: &str) -> String {
        let usable = |name: &&String| name.starts_with(|first: char| first.is_ascii_alphabetic());
        for name in wanted.iter().filter(usable) {
            if self.0.insert(field_ident(name)) {
                return name.clone();
            }
        }
        let last = wanted.iter().rfind(usable);
        let stem = last.map_or(otherwise, String::as_str).to_owned();
        let mut number = 1;
        loop {
            let name = match number {
                1 => stem.clone(),
                _ => format!("{stem}{number}"),
            };
            if self.0.insert(field_ident(&name)) {
                return name;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_about_something() {
        for (path, about) in [
            ("/pets", "pet"),
            ("/pets/{petId}", "pet"),
            ("/v1/order-categories/{id}?x=1", "order category"),
            ("/repos/{owner}/{repo}/issues/{issue_number}", "issue"),
            ("/status", "status"),
            ("/{id}", ""),
        ] {
            let about = about.replace("?x=1", "");
            let path = path.split('?').next().unwrap();
            assert_eq!(noun(path).join(" "), about, "{path}");
        }
        let before = |path: &str, name: &str| noun_before(path, name).join(" ");
        assert_eq!(before("/pets/{petId}/toys/{toyId}", "petId"), "pet");
        assert_eq!(before("/repos/{owner}/{repo}", "repo"), "repo");
    }

    #[test]
    fn plurals_lose_their_end() {
        for (many, one) in [
            ("pets", "pet"),
            ("categories", "category"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("statuses", "status"),
            ("address", "address"),
            ("status", "status"),
            ("analysis", "analysis"),
            ("branches", "branch"),
            ("issues", "issue"),
            ("dns", "dns"),
        ] {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn names_stay_apart_as_identifiers_too() {
        let mut taken = Taken::default();
        let mut take = |name: &str| taken.take([name.to_owned()], "input");
        assert_eq!(take("petId"), "petId");
        assert_eq!(take("PetId"), "PetId2");
        assert_eq!(take(""), "input");
        assert_eq!(take("1"), "input2");
    }
}
