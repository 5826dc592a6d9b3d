//! Whether a value that one schema describes can ever fit another: the way a value takes decides what is told apart.

use std::cell::Cell;

use serde_json::{Number, Value};

use super::fault::{MAX_LISTED, brief};
use crate::{
    load::{Node, Pointer},
    types::{Conjunction, Kinds, References, decided::Decided, members::same},
};

/// Schemas that hand on schemas are compared this deep.
const MAX_DEPTH: usize = 8;

/// As many pairs of alternatives are compared: with some at each level there are as many as the power of the depth.
const MAX_PAIRS: usize = 4096;

/// How a value is sent, which decides what is told apart on arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// As JSON: the string `5` is no number.
    Json,
    /// As text: the string `5` and the number are the same. `lists` tells whether a list can be told from a text, since
    /// it repeats the name instead of being one text with separators.
    Text {
        /// See above.
        lists: bool,
    },
    /// As a member of a form: text, lists as the same name again, and what nests as JSON in its text.
    Form,
}

/// What is known of a value to be sent.
#[derive(Debug, Clone, Copy)]
pub enum Given<'a> {
    /// It fits one of these, or is `null` where the flag is set.
    Described(&'a [Conjunction], bool),
    /// It is of one of these kinds.
    Kind(Kinds),
}

/// Why no value fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where, inside the value.
    pub pointer: Pointer,
    /// What the value is: `a boolean`, `always \`x\``.
    pub given: String,
    /// What is asked for: `an integer`, `one of \`a\`, \`b\``.
    pub wanted: String,
    /// The kinds on either side, where these are what differs.
    pub kinds: Option<(Kinds, Kinds)>,
}

/// Why no value that is `given` can fit all of `wanted`; `None` where one may, and where that cannot be told.
pub fn never_fits(
    given: Given,
    wanted: &[Node],
    wire: Wire,
    refs: &dyn References,
) -> Option<Misfit> {
    let between = Between {
        wire,
        refs,
        pairs: Cell::new(0),
        decided: Decided::default(),
    };
    between.judge(given, wanted, &Pointer::root(), 0)
}

struct Between<'a> {
    wire: Wire,
    refs: &'a dyn References,
    /// How many were compared.
    pairs: Cell<usize>,
    decided: Decided,
}

impl Between<'_> {
    fn judge(&self, given: Given, wanted: &[Node], at: &Pointer, depth: usize) -> Option<Misfit> {
        let wanted = Conjunction::all(wanted, self.refs);
        if depth > MAX_DEPTH || wanted.is_silent() {
            return None;
        }
        let wanted = self.decided.alternatives(&wanted, self.refs);
        if wanted.truncated || wanted.all.is_empty() {
            return None;
        }
        let sources: Vec<Source> = match given {
            // Null would fit.
            Given::Described(_, true) if wanted.nullable => return None,
            Given::Described(all, _) => all.iter().map(Source::by).collect::<Option<_>>()?,
            Given::Kind(kinds) => vec![Source {
                kinds,
                schema: None,
            }],
        };
        let mut found: Vec<Misfit> = Vec::new();
        for source in &sources {
            for target in &wanted.all {
                found.push(self.pair(source, target, at, depth)?);
            }
        }
        if found.len() < 2 {
            return found.pop();
        }
        let all = |kinds: Kinds, next: Kinds| kinds.or(next);
        let given = sources.iter().map(|source| source.kinds);
        let given = given.fold(Kinds::NONE, all);
        let targets = wanted.all.iter().filter_map(Conjunction::kinds);
        let targets = targets.fold(Kinds::NONE, all);
        match given.meets(targets) {
            true => found.into_iter().next(),
            false => Some(kinds(given, targets, at)),
        }
    }

    /// Judges schemas without choices.
    fn pair(
        &self,
        given: &Source,
        wanted: &Conjunction,
        at: &Pointer,
        depth: usize,
    ) -> Option<Misfit> {
        let pairs = self.pairs.get().saturating_add(1);
        self.pairs.set(pairs);
        if pairs > MAX_PAIRS {
            return None;
        }
        let target = wanted.kinds().filter(|_| wanted.problems().is_empty())?;
        if self.is_element(given, wanted, target) {
            return None;
        }
        if !self.can_be(given.kinds, target) {
            return Some(kinds(given.kinds, target, at));
        }
        let differing = self
            .listed(given, wanted, target, at)
            .or_else(|| self.formats(given, wanted, target, at));
        if differing.is_some() {
            return differing;
        }
        let schema = given.schema?;
        let both = |kinds: Kinds| given.kinds.within(kinds) && target.within(kinds);
        if both(Kinds::ARRAY) {
            return self.elements(schema, wanted, at, depth);
        }
        both(Kinds::OBJECT)
            .then(|| self.members(schema, wanted, at, depth))
            .flatten()
    }

    fn can_be(&self, given: Kinds, wanted: Kinds) -> bool {
        if self.wire == Wire::Json {
            return given.meets(wanted);
        }
        let scalar = Kinds::STRING.or(Kinds::NUMBER).or(Kinds::BOOLEAN);
        given.meets(wanted)
            || given.meets(Kinds::STRING) && wanted.meets(scalar)
            || given.meets(scalar) && wanted.meets(Kinds::STRING)
            || given.meets(Kinds::NUMBER) && wanted.meets(Kinds::NUMBER)
            || self.wire == Wire::Form && given.meets(Kinds::ARRAY) && wanted.meets(Kinds::STRING)
    }

    /// Whether a scalar stands for a list of one: sent as text they are the same. A string may be several elements, with
    /// their separators.
    fn is_element(&self, given: &Source, wanted: &Conjunction, target: Kinds) -> bool {
        let scalar = Kinds::STRING.or(Kinds::NUMBER).or(Kinds::BOOLEAN);
        let text = self.wire != Wire::Json && given.kinds.within(scalar);
        if !text || !target.within(Kinds::ARRAY) {
            return false;
        }
        let element = Conjunction::all(&wanted.items(), self.refs);
        let element = self.decided.alternatives(&element, self.refs);
        element.truncated
            || element.all.iter().any(|one| {
                one.kinds().is_none_or(|kinds| {
                    given.kinds.meets(kinds)
                        || given.kinds.meets(Kinds::STRING) && kinds.meets(scalar)
                })
            })
    }

    /// Values that are listed on one side or on both.
    fn listed(
        &self,
        given: &Source,
        wanted: &Conjunction,
        target: Kinds,
        at: &Pointer,
    ) -> Option<Misfit> {
        let own = given.schema.and_then(Conjunction::enumeration);
        let allowed = wanted.enumeration();
        let text = self.wire != Wire::Json;
        let fits = match (&own, &allowed) {
            (Some(own), Some(allowed)) => own
                .iter()
                .any(|own| allowed.iter().any(|allowed| self.equal(own, allowed))),
            (Some(own), None) if text => own.iter().any(|own| spells(own, target)),
            (None, Some(allowed)) if text => {
                let spelt = |allowed: &Value| spells(allowed, given.kinds);
                allowed.iter().any(spelt)
            }
            _ => true,
        };
        // What is no scalar is judged by its parts.
        let whole = |values: &Option<Vec<Value>>| {
            let nested = |value: &Value| value.is_array() || value.is_object();
            values
                .as_ref()
                .is_none_or(|values| !values.is_empty() && !values.iter().any(nested))
        };
        if fits || !whole(&own) || !whole(&allowed) {
            return None;
        }
        Some(Misfit {
            pointer: at.clone(),
            given: own.map_or_else(|| given.kinds.words(false), |own| one_of(&own)),
            wanted: allowed.map_or_else(|| target.words(false), |allowed| one_of(&allowed)),
            kinds: None,
        })
    }

    fn equal(&self, left: &Value, right: &Value) -> bool {
        same(left, right) || spelling(left) == spelling(right)
    }

    /// Texts of formats that exclude each other, or exclude numbers.
    fn formats(
        &self,
        given: &Source,
        wanted: &Conjunction,
        target: Kinds,
        at: &Pointer,
    ) -> Option<Misfit> {
        let format = given.schema?.text("format")?;
        let family = family(format)?;
        if !given.kinds.within(Kinds::STRING) {
            return None;
        }
        let named = |format: &str| format!("text of the format `{format}`");
        let wanted = if target.meets(Kinds::STRING) {
            let other = wanted.text("format")?;
            if self::family(other)? == family || !target.within(Kinds::STRING) {
                return None;
            }
            named(other)
        } else {
            target.words(false)
        };
        Some(Misfit {
            pointer: at.clone(),
            given: named(format),
            wanted,
            kinds: None,
        })
    }

    fn elements(
        &self,
        given: &Conjunction,
        wanted: &Conjunction,
        at: &Pointer,
        depth: usize,
    ) -> Option<Misfit> {
        if !given.prefix().is_empty() || !wanted.prefix().is_empty() {
            return None;
        }
        // Separators make one text of a list, so that its elements are told apart like texts all the more.
        self.nested(&given.items(), &wanted.items(), &at.join("0"), depth)
    }

    /// Members that either side requires: without them no value fits, and with them none does.
    fn members(
        &self,
        given: &Conjunction,
        wanted: &Conjunction,
        at: &Pointer,
        depth: usize,
    ) -> Option<Misfit> {
        let required: Vec<String> = given
            .required()
            .into_iter()
            .chain(wanted.required())
            .collect();
        required.iter().find_map(|name| {
            let (own, other) = (given.property(name), wanted.property(name));
            self.nested(&own, &other, &at.join(name), depth)
        })
    }

    fn nested(
        &self,
        given: &[Node],
        wanted: &[Node],
        at: &Pointer,
        depth: usize,
    ) -> Option<Misfit> {
        if given.is_empty() || wanted.is_empty() {
            return None;
        }
        let given = Conjunction::all(given, self.refs);
        let given = self.decided.alternatives(&given, self.refs);
        if given.truncated || given.all.is_empty() {
            return None;
        }
        let described = Given::Described(&given.all, given.nullable);
        self.judge(described, wanted, at, depth.saturating_add(1))
    }
}

/// A schema without choices that says what a value is.
struct Source<'a> {
    kinds: Kinds,
    schema: Option<&'a Conjunction>,
}

impl<'a> Source<'a> {
    fn by(schema: &'a Conjunction) -> Option<Self> {
        Some(Self {
            kinds: schema.kinds().filter(|_| schema.problems().is_empty())?,
            schema: Some(schema),
        })
    }
}

fn kinds(given: Kinds, wanted: Kinds, at: &Pointer) -> Misfit {
    Misfit {
        pointer: at.clone(),
        given: given.words(false),
        wanted: wanted.words(false),
        kinds: Some((given, wanted)),
    }
}

/// Whether a listed value, sent as text, reads as one of `kinds`.
fn spells(value: &Value, kinds: Kinds) -> bool {
    let scalar = Kinds::NUMBER.or(Kinds::BOOLEAN);
    if !kinds.within(scalar) {
        return true;
    }
    let text = spelling(value);
    kinds.meets(Kinds::NUMBER) && text.trim().parse::<f64>().is_ok()
        || kinds.meets(Kinds::BOOLEAN) && matches!(text.as_str(), "true" | "false")
}

/// The text that a scalar is sent as.
fn spelling(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => plain(number),
        other => other.to_string(),
    }
}

/// A whole number without its `.0`.
fn plain(number: &Number) -> String {
    let text = number.to_string();
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// Formats whose texts are never those of another family, nor numbers.
fn family(format: &str) -> Option<u8> {
    Some(match format {
        "date" | "date-time" => 0,
        "uuid" => 1,
        "email" | "idn-email" => 2,
        _ => return None,
    })
}

fn one_of(values: &[Value]) -> String {
    let mut listed: Vec<String> = values.iter().take(MAX_LISTED).map(brief).collect();
    if values.len() > MAX_LISTED {
        listed.push("…".to_owned());
    }
    match listed.as_slice() {
        [only] => only.clone(),
        several => format!("one of {}", several.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::types::testing::{Local, at, document};

    const TEXT: Wire = Wire::Text { lists: true };
    const LINE: Wire = Wire::Text { lists: false };

    fn judge(given: Value, wanted: Value, wire: Wire) -> Option<String> {
        let root = document(json!({"given": given, "wanted": wanted}));
        let given = Conjunction::of(&at(&root, "/given"), &Local).alternatives(&Local);
        let misfit = never_fits(
            Given::Described(&given.all, given.nullable),
            &[at(&root, "/wanted")],
            wire,
            &Local,
        )?;
        let Misfit {
            pointer,
            given,
            wanted,
            ..
        } = misfit;
        Some(format!("{pointer} {given} for {wanted}").trim().to_owned())
    }

    #[test]
    fn json_tells_kinds_apart() {
        let kind = |word: &str| json!({"type": word});
        let told = judge(kind("string"), kind("integer"), Wire::Json);
        assert_eq!(told.as_deref(), Some("a string for an integer"));
        assert_eq!(judge(kind("number"), kind("integer"), Wire::Json), None);
        assert_eq!(judge(json!({}), kind("integer"), Wire::Json), None);
        assert_eq!(judge(kind("string"), json!({}), Wire::Json), None);
        let either = json!({"oneOf": [{"type": "boolean"}, {"type": "string"}]});
        assert_eq!(judge(either.clone(), kind("string"), Wire::Json), None);
        assert_eq!(judge(kind("string"), either.clone(), Wire::Json), None);
        assert_eq!(
            judge(kind("array"), either, Wire::Json).as_deref(),
            Some("an array for a string or a boolean")
        );
    }

    #[test]
    fn null_fits_what_takes_null() {
        let nullable = |word: &str| json!({"type": [word, "null"]});
        let told = judge(nullable("string"), nullable("integer"), Wire::Json);
        assert_eq!(told, None);
    }

    #[test]
    fn text_is_judged_by_what_it_can_spell() {
        let kind = |word: &str| json!({"type": word});
        assert_eq!(judge(kind("string"), kind("integer"), TEXT), None);
        assert_eq!(judge(kind("integer"), kind("string"), TEXT), None);
        assert!(judge(kind("boolean"), kind("integer"), TEXT).is_some());
        assert!(judge(kind("integer"), kind("boolean"), TEXT).is_some());
        assert!(judge(kind("object"), kind("string"), TEXT).is_some());
        let words = json!({"type": "string", "enum": ["few", "many"]});
        assert_eq!(
            judge(words.clone(), kind("integer"), TEXT).as_deref(),
            Some("one of `few`, `many` for an integer")
        );
        assert!(judge(kind("integer"), words.clone(), TEXT).is_some());
        assert_eq!(judge(kind("string"), words, TEXT), None);
        let day = json!({"type": "string", "format": "date"});
        assert!(judge(day.clone(), kind("integer"), TEXT).is_some());
        let id = json!({"type": "string", "format": "uuid"});
        assert!(judge(day, id, TEXT).is_some());
        let spelt = json!({"type": "string", "enum": ["1", "2"]});
        let listed = json!({"type": "integer", "enum": [2, 3]});
        assert_eq!(judge(spelt, listed, TEXT), None);
    }

    #[test]
    fn lists_and_their_elements() {
        let list = |word: &str| json!({"type": "array", "items": {"type": word}});
        let kind = |word: &str| json!({"type": word});
        assert!(judge(list("string"), kind("string"), TEXT).is_some());
        assert!(judge(list("string"), kind("string"), LINE).is_some());
        assert_eq!(judge(list("string"), kind("string"), Wire::Form), None);
        assert_eq!(judge(kind("string"), list("string"), TEXT), None);
        assert_eq!(judge(kind("string"), list("integer"), TEXT), None);
        assert!(judge(kind("integer"), list("string"), TEXT).is_some());
        assert!(judge(kind("string"), list("string"), Wire::Json).is_some());
        assert_eq!(
            judge(list("string"), list("integer"), Wire::Json).as_deref(),
            Some("/0 a string for an integer")
        );
        assert_eq!(judge(list("string"), list("integer"), TEXT), None);
    }

    #[test]
    fn members_count_where_one_side_requires_them() {
        let with = |word: &str, required: Value| json!({"type": "object", "required": required, "properties": {"id": {"type": word}}});
        let told = judge(
            with("string", json!(["id"])),
            with("integer", json!([])),
            Wire::Json,
        );
        assert_eq!(told.as_deref(), Some("/id a string for an integer"));
        let told = judge(
            with("string", json!([])),
            with("integer", json!([])),
            Wire::Json,
        );
        assert_eq!(told, None);
    }
}
