//! Inputs against the constraints of their schemas, for workflows whose generator is set to check them.
//!
//! A constraint is about values of one kind and passes over all others, as in JSON Schema (Validation, section 6): `minimum`
//! says nothing of a text. What is missing or null breaks none.

mod format;

use std::cmp::Ordering;

use arazzo_syntax::{comparison::Decimal, pointer::escape};
use serde::Serialize;
use serde_json::Value;

use crate::{call::Call, error::StepError, regex::Regex, transport::Transport};

pub use format::Format;

/// As much of a value is shown, in characters.
const SHOWN: usize = 60;

/// What the schema of an input asks of a value.
#[derive(Debug)]
pub struct Constraint {
    at: &'static str,
    rule: Rule,
    secret: bool,
}

/// What is asked. Numbers are given by their digits.
#[derive(Debug)]
pub enum Rule {
    /// `minimum`
    Minimum(&'static str),
    /// `exclusiveMinimum`
    ExclusiveMinimum(&'static str),
    /// `maximum`
    Maximum(&'static str),
    /// `exclusiveMaximum`
    ExclusiveMaximum(&'static str),
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `pattern`: the text of the expression, and itself.
    Pattern(&'static str, Regex),
    /// `enum` or `const`: the JSON of each value.
    Enum(&'static [&'static str]),
    /// `minItems`
    MinItems(usize),
    /// `maxItems`
    MaxItems(usize),
    /// `format`
    Format(Format),
}

impl Constraint {
    /// What is asked of the values at a JSON Pointer into the inputs; `*` stands for all elements or members, and `~2` for
    /// a member of that name.
    #[must_use]
    pub const fn new(at: &'static str, rule: Rule) -> Self {
        Self {
            at,
            rule,
            secret: false,
        }
    }

    /// The same for a value that must not be shown.
    #[must_use]
    pub const fn secret(at: &'static str, rule: Rule) -> Self {
        Self {
            at,
            rule,
            secret: true,
        }
    }

    /// What is said of the first value that breaks it.
    fn broken(&self, inputs: &Value) -> Option<String> {
        let mut found = None;
        visit(inputs, self.at, String::new(), &mut |place, value| {
            if found.is_none() && !self.rule.allows(value) {
                found = Some(self.message(place, value));
            }
        });
        found
    }

    fn message(&self, place: &str, value: &Value) -> String {
        let (keyword, wanted) = self.rule.words();
        let text = value.to_string();
        let value = match (self.secret, text.char_indices().nth(SHOWN)) {
            (true, _) => "a secret that is not what the schema asks for".to_owned(),
            (false, None) => text,
            (false, Some((end, _))) => format!("{}…", text.get(..end).unwrap_or_default()),
        };
        let name = place.trim_start_matches('/');
        format!("input `{name}` is {value}: `{keyword}` asks for {wanted}")
    }
}

/// Calls `found` with every value at `pointer` below `value`, which stands at `place` itself.
fn visit(value: &Value, pointer: &str, place: String, found: &mut impl FnMut(&str, &Value)) {
    let Some(rest) = pointer.strip_prefix('/') else {
        return found(&place, value);
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let (token, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    match (value, token) {
        (Value::Array(items), "*") => {
            for (index, item) in items.iter().enumerate() {
                visit(item, rest, format!("{place}/{index}"), found);
            }
        }
        (Value::Object(members), "*") => {
            for (name, member) in members {
                visit(member, rest, format!("{place}/{}", escape(name)), found);
            }
        }
        (_, "~2") => visit_member(value, "*", rest, &place, found),
        (_, token) => visit_member(value, token, rest, &place, found),
    }
}

fn visit_member(
    value: &Value,
    token: &str,
    rest: &str,
    place: &str,
    found: &mut impl FnMut(&str, &Value),
) {
    if let Some(member) = value.pointer(&format!("/{token}")) {
        visit(member, rest, format!("{place}/{token}"), found);
    }
}

impl Rule {
    fn allows(&self, value: &Value) -> bool {
        let order = |bound: &str| {
            let text = value.as_number()?.to_string();
            Some(Decimal::parse(&text)?.order(&Decimal::parse(bound)?))
        };
        let length = || value.as_str().map(|text| text.chars().count());
        let items = || value.as_array().map(Vec::len);
        match self {
            Self::Minimum(bound) => order(bound).is_none_or(Ordering::is_ge),
            Self::ExclusiveMinimum(bound) => order(bound).is_none_or(Ordering::is_gt),
            Self::Maximum(bound) => order(bound).is_none_or(Ordering::is_le),
            Self::ExclusiveMaximum(bound) => order(bound).is_none_or(Ordering::is_lt),
            Self::MinLength(least) => length().is_none_or(|length| length >= *least),
            Self::MaxLength(most) => length().is_none_or(|length| length <= *most),
            Self::Pattern(_, regex) => value.as_str().is_none_or(|text| regex.is_match(text)),
            Self::Enum(known) => value.is_null() || known.iter().any(|text| is(value, text)),
            Self::MinItems(least) => items().is_none_or(|count| count >= *least),
            Self::MaxItems(most) => items().is_none_or(|count| count <= *most),
            Self::Format(format) => value.as_str().is_none_or(|text| format.fits(text)),
        }
    }

    /// The keyword, and what it asks for.
    fn words(&self) -> (&'static str, String) {
        match self {
            Self::Minimum(bound) => ("minimum", format!("at least {bound}")),
            Self::ExclusiveMinimum(bound) => ("exclusiveMinimum", format!("more than {bound}")),
            Self::Maximum(bound) => ("maximum", format!("at most {bound}")),
            Self::ExclusiveMaximum(bound) => ("exclusiveMaximum", format!("less than {bound}")),
            Self::MinLength(least) => ("minLength", format!("at least {least} characters")),
            Self::MaxLength(most) => ("maxLength", format!("at most {most} characters")),
            Self::Pattern(pattern, _) => ("pattern", format!("a match of `{pattern}`")),
            Self::Enum(known) => ("enum", format!("one of {}", known.join(", "))),
            Self::MinItems(least) => ("minItems", format!("at least {least} elements")),
            Self::MaxItems(most) => ("maxItems", format!("at most {most} elements")),
            Self::Format(format) => ("format", format!("`{}`", format.name())),
        }
    }
}

/// Whether a value is the one with this JSON: numbers by what they amount to.
fn is(value: &Value, text: &str) -> bool {
    match value {
        Value::Number(number) => {
            let number = number.to_string();
            let pair = Decimal::parse(&number).zip(Decimal::parse(text));
            pair.is_some_and(|(left, right)| left.order(&right).is_eq())
        }
        _ => serde_json::from_str(text).is_ok_and(|known: Value| known == *value),
    }
}

impl<T: Transport> Call<'_, T> {
    /// Checks inputs before anything is sent.
    ///
    /// # Errors
    /// [`Kind::InvalidInput`](crate::Kind::InvalidInput) if one breaks a constraint; the message has all that do.
    pub fn check(
        &self,
        inputs: &impl Serialize,
        constraints: &[Constraint],
    ) -> Result<(), StepError> {
        let inputs = serde_json::to_value(inputs)
            .map_err(|error| self.invalid_input(format!("the inputs are no JSON: {error}")))?;
        let broken = constraints.iter().filter_map(|it| it.broken(&inputs));
        let broken: Vec<String> = broken.collect();
        match broken.is_empty() {
            true => Ok(()),
            false => Err(self.invalid_input(broken.join("; "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Constraint, Format, Rule};

    fn said(constraint: &Constraint, inputs: &serde_json::Value) -> String {
        constraint.broken(inputs).unwrap_or_default()
    }

    #[test]
    fn a_broken_constraint_is_named_with_input_and_value() {
        let least = Constraint::new("/order/lines/*/count", Rule::Minimum("1"));
        let order = |counts: &[i32]| {
            let lines: Vec<_> = counts.iter().map(|count| json!({"count": count})).collect();
            json!({"order": {"lines": lines}})
        };
        assert_eq!(said(&least, &order(&[1, 2])), "");
        assert_eq!(
            said(&least, &order(&[1, 0])),
            "input `order/lines/1/count` is 0: `minimum` asks for at least 1"
        );
        let long = Constraint::new("/a", Rule::MaxLength(2));
        assert_eq!(said(&long, &json!({"a": "äö"})), "");
        assert!(
            said(&long, &json!({"a": "x".repeat(100)}))
                .contains("x…: `maxLength` asks for at most 2 characters")
        );
        assert_eq!(
            said(&long, &json!({"a": null})) + &said(&long, &json!({})),
            ""
        );
    }

    #[test]
    fn secrets_are_not_shown() {
        let pin = Constraint::secret("/pin", Rule::MinLength(8));
        let said = said(&pin, &json!({"pin": "hunter2"}));
        assert!(said.contains("`pin`") && said.contains("minLength") && !said.contains("hunter2"));
    }

    #[test]
    fn numbers_compare_by_all_their_digits_and_values_by_what_they_are() {
        let most = Constraint::new("/n", Rule::Maximum("9007199254740993"));
        assert_eq!(said(&most, &json!({"n": 9_007_199_254_740_993_i64})), "");
        assert_ne!(said(&most, &json!({"n": 9_007_199_254_740_994_i64})), "");
        let less = Constraint::new("/n", Rule::ExclusiveMaximum("1.5"));
        assert_ne!(said(&less, &json!({"n": 1.5})), "");
        assert_eq!(said(&less, &json!({"n": "a text"})), "");
        let listed = Constraint::new("/n", Rule::Enum(&["1", "\"a\"", "{\"b\":[]}"]));
        for value in [json!(1.0), json!("a"), json!({"b": []}), json!(null)] {
            assert_eq!(said(&listed, &json!({"n": value})), "");
        }
        assert_ne!(said(&listed, &json!({"n": "1"})), "");
    }

    #[test]
    fn members_called_like_the_sign_for_all_are_found() {
        let star = Constraint::new("/m/~2", Rule::MinItems(1));
        assert_eq!(said(&star, &json!({"m": {"a": [], "*": [1]}})), "");
        assert_ne!(said(&star, &json!({"m": {"*": []}})), "");
        let all = Constraint::new("/m/*", Rule::Format(Format::Date));
        assert!(said(&all, &json!({"m": {"a/b": "x"}})).contains("`m/a~1b`"));
    }
}
