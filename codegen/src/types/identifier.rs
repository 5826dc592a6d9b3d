//! Turns names from documents into Rust identifiers that read well, and keeps distinct names distinct.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::reserved::{KEYWORDS, PATH_WORDS};
use crate::settings::Setting;

/// A field, variable or parameter: `organizationIdOrSlug` becomes `organization_id_or_slug`, `type` becomes `r#type`.
pub fn field_ident(name: &str) -> String {
    usable(words(name).to_snake_case(), "empty")
}

/// A function or method; the same rules as for fields.
pub fn function_ident(name: &str) -> String {
    field_ident(name)
}

/// A module, which may become a file name: keywords get a trailing underscore instead of `r#`.
pub fn module_ident(name: &str) -> String {
    let ident = field_ident(name);
    match ident.strip_prefix("r#") {
        Some(word) => format!("{word}_"),
        None => ident,
    }
}

/// A struct, enum or alias: `pet-store` becomes `PetStore`.
pub fn type_ident(name: &str) -> String {
    match words(name).to_upper_camel_case() {
        // A trailing underscore would stand in the middle of longer names, which are not camel case then.
        ident if ident == "Self" => "Itself".to_owned(),
        ident => usable(ident, "Empty"),
    }
}

/// A variant of an enum; the same rules as for types.
pub fn variant_ident(name: &str) -> String {
    type_ident(name)
}

/// A constant or static: `projects-api` becomes `PROJECTS_API`.
pub fn constant_ident(name: &str) -> String {
    usable(words(name).to_shouty_snake_case(), "EMPTY")
}

/// Makes cased words a legal identifier.
fn usable(ident: String, empty: &str) -> String {
    match ident.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_numeric() => format!("_{ident}"),
        _ if PATH_WORDS.contains(&ident.as_str()) => format!("{ident}_"),
        _ if KEYWORDS.contains(&ident.as_str()) => format!("r#{ident}"),
        _ => ident,
    }
}

/// The text with everything that no identifier can hold turned into spaces or spelled out.
///
/// Signs are kept as words where they make the difference: in front of a number (`+1` and `-1`),
/// and where nothing but signs is there (`<=`).
fn words(name: &str) -> String {
    let only_signs = !name.chars().any(is_letter_or_digit);
    let mut out = String::with_capacity(name.len());
    let mut chars = name.chars().peekable();
    while let Some(next) = chars.next() {
        let leads_number = out.trim().is_empty() && chars.peek().is_some_and(char::is_ascii_digit);
        if is_letter_or_digit(next) {
            out.push(next);
        } else if only_signs || (leads_number && matches!(next, '+' | '-')) {
            out.push(' ');
            out.push_str(&spelled(next));
            out.push(' ');
        } else if next.is_alphanumeric() {
            out.push_str(&format!(" u{:04x} ", u32::from(next)));
        } else {
            out.push(' ');
        }
    }
    out
}

/// Characters that go into identifiers as they are: ASCII, and letters of the scripts whose
/// characters Unicode normalisation leaves alone, so that two names cannot become one in the compiler.
fn is_letter_or_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let stable = matches!(c,
        '\u{c0}'..='\u{24f}' | '\u{388}'..='\u{3ff}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}'
        | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}' | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    stable && c.is_alphabetic()
}

/// A word for a sign.
fn spelled(sign: char) -> String {
    let word = match sign {
        ' ' => "",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '~' => "tilde",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '%' => "percent",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '$' => "dollar",
        '@' => "at",
        '#' => "hash",
        '_' => "underscore",
        other => return format!("u{:04x}", u32::from(other)),
    };
    word.to_owned()
}

/// Hands out identifiers of one scope; the second claim of a name gets a number.
#[derive(Debug, Clone, Default)]
pub struct Names {
    taken: BTreeSet<String>,
    /// The last number given to each stem, so that the next one need not be searched for from the start.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    /// An empty scope.
    pub fn new() -> Self {
        Self::default()
    }

    /// A scope in which `names` are taken already.
    pub fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: names
                .into_iter()
                .map(|name| bare(name).to_owned())
                .collect(),
            numbers: BTreeMap::new(),
        }
    }

    /// Whether `ident` has been handed out or reserved.
    pub fn is_taken(&self, ident: &str) -> bool {
        self.taken.contains(bare(ident))
    }

    /// Everything that has been handed out or reserved.
    pub(super) fn taken(&self) -> &BTreeSet<String> {
        &self.taken
    }

    /// `ident` if it is free, else the first free one of `ident_2`, `ident_3` and so on (`Ident2` for types).
    pub fn claim(&mut self, ident: &str) -> String {
        let stem = bare(ident);
        let camel = stem.starts_with(char::is_uppercase) && stem.contains(char::is_lowercase);
        self.numbered(ident, camel)
    }

    /// The same for a type or variant, even if it is all capitals.
    pub fn claim_type(&mut self, ident: &str) -> String {
        self.numbered(ident, true)
    }

    fn numbered(&mut self, ident: &str, camel: bool) -> String {
        if self.taken.insert(bare(ident).to_owned()) {
            return ident.to_owned();
        }
        // `self_` carries an underscore already.
        let stem = bare(ident).trim_end_matches('_');
        let joint = if camel && !stem.ends_with(|c: char| c.is_ascii_digit()) {
            ""
        } else {
            "_"
        };
        let stem = format!("{stem}{joint}");
        let last = self.numbers.entry(stem.clone()).or_insert(1);
        loop {
            *last = last.saturating_add(1);
            let numbered = format!("{stem}{last}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// A name that something of a scope is to have.
pub struct Wanted<'s> {
    /// What the document calls it.
    pub name: String,
    /// Its identifier: from that name, or as the setting says.
    ident: String,
    setting: Option<&'s Setting>,
}

impl<'s> Wanted<'s> {
    /// What is called `name` in the document, or as a setting says; `ident` makes identifiers.
    pub fn new(name: &str, setting: Option<&'s Setting>, ident: fn(&str) -> String) -> Self {
        Self {
            name: name.to_owned(),
            ident: ident(setting.map_or(name, |setting| setting.value.as_str())),
            setting,
        }
    }
}

impl Wanted<'_> {
    /// What has an identifier already.
    pub fn known(name: &str, ident: &str) -> Self {
        Self {
            name: name.to_owned(),
            ident: ident.to_owned(),
            setting: None,
        }
    }
}

impl Names {
    /// Identifiers for all that stands in a scope, in the order of `wanted`. What a setting names is called so, and what
    /// else wants that name is noted there.
    pub fn assign(&mut self, wanted: &[Wanted<'_>]) -> Vec<String> {
        let mut given: BTreeMap<&str, (&str, &Setting)> = BTreeMap::new();
        let mut found: BTreeMap<usize, String> = BTreeMap::new();
        for (
            index,
            Wanted {
                name,
                ident,
                setting,
            },
        ) in wanted.iter().enumerate()
        {
            let Some(setting) = setting else { continue };
            if let Some((other, _)) = given.insert(bare(ident), (name, setting)) {
                setting.collides(&format!("`{other}`"));
            } else if self.is_taken(ident) {
                setting.collides("something that the emitted code needs");
            }
            found.insert(index, self.claim(ident));
        }
        let idents = wanted
            .iter()
            .enumerate()
            .map(|(index, Wanted { name, ident, .. })| {
                if let Some(ident) = found.remove(&index) {
                    return ident;
                }
                if let Some((_, setting)) = given.get(bare(ident)) {
                    setting.collides(&format!("`{name}`"));
                }
                self.claim(ident)
            });
        idents.collect()
    }
}

/// The identifier without `r#`: both forms are one name to the compiler.
pub fn bare(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_words_of_rust_keep_their_case() {
        let mut names = Names::new();
        assert_eq!(names.claim(&field_ident("self")), "self_");
        assert_eq!(names.claim(&field_ident("Self")), "self_2");
        assert_eq!(names.claim(&type_ident("self")), "Itself");
        assert_eq!(names.claim(&type_ident("Self")), "Itself2");
    }

    #[test]
    fn fields_are_snake_case() {
        for (name, ident) in [
            ("organizationIdOrSlug", "organization_id_or_slug"),
            ("X-Rate-Limit", "x_rate_limit"),
            ("customer.name", "customer_name"),
            ("HTTPStatus", "http_status"),
            ("@id", "id"),
            ("1st", "_1st"),
            ("+1", "plus_1"),
            ("-1", "minus_1"),
            ("a-1", "a_1"),
            ("", "empty"),
            ("_", "underscore"),
            ("<=", "less_equal"),
        ] {
            assert_eq!(field_ident(name), ident, "{name:?}");
        }
    }

    #[test]
    fn keywords_stay_usable() {
        assert_eq!(field_ident("type"), "r#type");
        assert_eq!(field_ident("gen"), "r#gen");
        assert_eq!(field_ident("self"), "self_");
        assert_eq!(field_ident("Self"), "self_");
        assert_eq!(type_ident("self"), "Itself");
        assert_eq!(type_ident("type"), "Type");
        assert_eq!(module_ident("type"), "type_");
        assert_eq!(constant_ident("type"), "TYPE");
    }

    #[test]
    fn types_are_camel_case() {
        assert_eq!(type_ident("pet_store"), "PetStore");
        assert_eq!(type_ident("3d-model"), "_3dModel");
        assert_eq!(variant_ident("in-progress"), "InProgress");
        assert_eq!(variant_ident(""), "Empty");
    }

    #[test]
    fn letters_of_other_scripts_are_kept_and_odd_ones_spelled_out() {
        assert_eq!(field_ident("größe"), "größe");
        assert_eq!(field_ident("名前"), "名前");
        assert_eq!(field_ident("x²"), "x_u00b2");
        assert_eq!(field_ident("\u{212a}"), "u212a");
        assert_eq!(field_ident("🎉"), "u1f389");
        assert_eq!(field_ident("a\u{202e}b"), "a_b");
    }

    #[test]
    fn colliding_names_are_numbered() {
        let mut names = Names::new();
        assert_eq!(names.claim(&field_ident("a-b")), "a_b");
        assert_eq!(names.claim(&field_ident("a_b")), "a_b_2");
        assert_eq!(names.claim(&field_ident("a.b")), "a_b_3");
        assert_eq!(names.claim(&field_ident("type")), "r#type");
        assert_eq!(names.claim(&field_ident("Type")), "type_2");
        assert_eq!(names.claim("Pet"), "Pet");
        assert_eq!(names.claim("Pet"), "Pet2");
        assert_eq!(names.claim("Sha2"), "Sha2");
        assert_eq!(names.claim("Sha2"), "Sha2_2");
    }

    #[test]
    fn a_number_that_is_taken_is_skipped() {
        let mut names = Names::reserving(["a", "a_2"]);
        assert_eq!(names.claim("a"), "a_3");
    }
}
