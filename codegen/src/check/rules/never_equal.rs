//! `never-equal`: a comparison of values that, by their types, can never be equal (decision D-12).

pub(in super::super) mod never_null;

use arazzo_syntax::comparison::{Decimal, Scalar};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        criteria::List,
        criterion::{Parsed, comparisons},
        known::{self, Known},
    },
    expression::{Comparison, Condition, Expression, Operand, OperandKind},
    load::Place,
    nearest::{Meant, meant},
    types::Kinds,
};

use super::super::subject::Subject;

/// Reports them, and says where they stand.
pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) -> Vec<Place> {
    let mut all = Vec::new();
    for list in subject.lists() {
        for parsed in &list.criteria {
            for comparison in parsed.condition.iter().flat_map(comparisons) {
                if let Condition::Compare(left, operator, right) = comparison
                    && let Some(found) = judge(subject, list, parsed, (left, *operator, right))
                {
                    all.push(found.primary.place.clone());
                    diagnostics.push(found.step(&list.step.id.text));
                }
            }
        }
    }
    all
}

/// What is wrong with a comparison in the condition of `parsed`.
pub(super) fn judge(
    subject: &Subject,
    list: &List,
    parsed: &Parsed,
    (left, operator, right): (&Operand, Comparison, &Operand),
) -> Option<Diagnostic> {
    if left.is_literal() && right.is_literal() {
        return None;
    }
    let (one, other) = (
        known::operand(&subject.view, list.point(), left)?,
        known::operand(&subject.view, list.point(), right)?,
    );
    let equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    let address = is_address(left) && is_number(right) || is_address(right) && is_number(left);
    let possible = match equality {
        true => can_be_equal(&one, &other),
        false => can_be_ordered(&one, &other),
    };
    if possible && !address {
        return None;
    }
    let outcome = if operator == Comparison::NotEqual {
        "always holds"
    } else {
        "never holds"
    };
    let span = left.span.start.min(right.span.start)..left.span.end.max(right.span.end);
    let message = format!(
        "this comparison {outcome}: {}",
        if address {
            "an address is no number".to_owned()
        } else if equality {
            contrast(&one, &other)
        } else {
            "only numbers and text have an order".to_owned()
        }
    );
    let mut found = Diagnostic::new(Code::NeverEqual, parsed.place(&span), message).label(outcome);
    if let Some(schema) = one.schema.as_ref().or(other.schema.as_ref()) {
        let method = [left, right]
            .iter()
            .any(|operand| is(operand, &Expression::Method));
        found = match method {
            true => found.also(schema.key(), "the operation"),
            false => found.also(schema, "the schema"),
        };
    }
    let Some(better) = better(&one, &other) else {
        return Some(found);
    };
    let literal = if left.is_literal() { left } else { right };
    // The place is the whole comparison, so the rest of it is written anew as it stands.
    let text = parsed.node().as_str().filter(|_| parsed.exact());
    let pieces = text.and_then(|text| {
        let before = text.get(span.start..literal.span.start)?;
        Some((before, text.get(literal.span.end..span.end)?))
    });
    Some(match (better, pieces.filter(|_| literal.is_literal())) {
        (Better::Text(meant), Some((before, after))) => {
            let found = found.help(format!("did you mean `{}`?", meant.name()));
            match parsed.quoted(meant.name()) {
                Some(text) => found.correct(meant, format!("{before}{text}{after}")),
                None => found,
            }
        }
        (Better::Bare(word), Some((before, after))) => found
            .help(format!("write `{word}` without quotes"))
            .fix(format!("{before}{word}{after}")),
        (Better::Text(meant), None) => found.help(format!("did you mean `{}`?", meant.name())),
        (Better::Bare(word), None) => found.help(format!("write `{word}` without quotes")),
    })
}

fn is(operand: &Operand, expression: &Expression) -> bool {
    let whole = operand.access.is_empty();
    whole && matches!(&operand.kind, OperandKind::Expression(found) if found == expression)
}

fn is_address(operand: &Operand) -> bool {
    is(operand, &Expression::Url)
}

fn is_number(operand: &Operand) -> bool {
    match &operand.kind {
        OperandKind::Number(_) => true,
        OperandKind::Text(text) => number(text).is_some(),
        _ => is(operand, &Expression::StatusCode),
    }
}

/// What was probably meant by a literal.
enum Better<'k> {
    /// Another text.
    Text(Meant<'k>),
    /// The same without quotes.
    Bare(&'k str),
}

fn can_be_equal(one: &Known, other: &Known) -> bool {
    let meet = one.kinds.meets(other.kinds);
    if !meet && !number_as_text(one, other) && !number_as_text(other, one) {
        return false;
    }
    match (&one.texts, &other.texts) {
        (Some(left), Some(right)) => left
            .iter()
            .any(|left| right.iter().any(|right| same(left, right))),
        (Some(texts), None) | (None, Some(texts)) if !meet => {
            texts.iter().any(|text| number(text).is_some())
        }
        _ => true,
    }
}

/// Whether text is compared with a number: text that looks like a number equals it.
fn number_as_text(text: &Known, number: &Known) -> bool {
    text.kinds.meets(Kinds::STRING) && number.kinds.meets(Kinds::NUMBER)
}

fn same(left: &str, right: &str) -> bool {
    let kinds = |text| [Some(Scalar::Text(text)), number(text)];
    let (left, right) = (kinds(left), kinds(right));
    let one = |left: &Scalar<'_>| right.iter().flatten().any(|right| left.equals(right));
    left.iter().flatten().any(one)
}

/// The number that a text may stand for.
fn number(text: &str) -> Option<Scalar<'_>> {
    Decimal::parse(text).map(|_| Scalar::Number(text))
}

fn can_be_ordered(one: &Known, other: &Known) -> bool {
    let ordered = Kinds::NUMBER.or(Kinds::STRING);
    one.kinds.meets(ordered) && other.kinds.meets(ordered)
}

fn contrast(one: &Known, other: &Known) -> String {
    match listed(one, other) {
        Some((given, [only])) => format!("it is `{only}`, never `{given}`"),
        Some((given, listed)) => format!("`{given}` is not one of {}", quoted(listed)),
        None => format!(
            "{} is compared with {}",
            one.kinds.words(false),
            other.kinds.words(false)
        ),
    }
}

/// A text of the document, and the texts that the schema lists.
fn listed<'k>(one: &'k Known, other: &'k Known) -> Option<(&'k str, &'k [String])> {
    let (given, listed) = match (one.schema.is_some(), other.schema.is_some()) {
        (true, _) => (other, one),
        (false, true) => (one, other),
        (false, false) => return None,
    };
    let given = given.texts.as_ref()?.first()?;
    Some((given, listed.texts.as_deref()?))
}

fn better<'k>(one: &'k Known, other: &'k Known) -> Option<Better<'k>> {
    let literal = |known: &&Known| known.schema.is_none() && known.kinds == Kinds::STRING;
    let literal = [one, other].into_iter().find(literal)?;
    if let Some((given, listed)) = listed(one, other) {
        return meant(given, listed.iter().map(String::as_str)).map(Better::Text);
    }
    let word = literal.texts.as_ref()?.first()?;
    let against = one.kinds == Kinds::BOOLEAN || other.kinds == Kinds::BOOLEAN;
    (against && matches!(word.as_str(), "true" | "false")).then_some(Better::Bare(word))
}

fn quoted(texts: &[String]) -> String {
    let shown: Vec<String> = texts
        .iter()
        .take(8)
        .map(|text| format!("`{text}`"))
        .collect();
    let more = if texts.len() > 8 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::testing::step;

    fn condition(text: &str) -> Vec<String> {
        step(&format!("successCriteria: [{{condition: \"{text}\"}}]"))
    }

    #[test]
    fn what_may_be_equal_is_fine() {
        for text in [
            "$response.body#/vaccinated == true",
            "$response.body#/status == 'SOLD'",
            "$response.body#/age == '7'",
            "$response.body#/name == 7",
            "$response.body#/anything == true",
            "$response.body#/toys[0] == 'ball'",
            "$response.body#/age == null",
            "$response.header.X-Count > 5",
            "$response.header.X-Count == '5'",
            "$response.body#/level == '2'",
            "$response.body#/level == 2.0",
            "$statusCode == '200'",
            "$method == 'get'",
            "$url == 'https://pets.example/pets/1'",
        ] {
            assert_eq!(condition(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_never_is_equal_is_told() {
        for (text, told) in [
            (
                "$response.body#/vaccinated == 'true'",
                "this comparison never holds: a boolean is compared with a string",
            ),
            (
                "$response.body#/vaccinated != 1",
                "this comparison always holds: a boolean is compared with a number",
            ),
            (
                "$response.body#/status == 'slod'",
                "this comparison never holds: `slod` is not one of `available`, `pending`, `sold`",
            ),
            (
                "$method == 'POST'",
                "this comparison never holds: it is `GET`, never `POST`",
            ),
            (
                "$url == 5",
                "this comparison never holds: an address is no number",
            ),
            (
                "$statusCode == 'ok'",
                "this comparison never holds: an integer is compared with a string",
            ),
            (
                "$response.body#/toys > 1",
                "this comparison never holds: only numbers and text have an order",
            ),
            (
                "$response.body#/level == 7",
                "this comparison never holds: `7` is not one of `1`, `2`",
            ),
            (
                "$response.body#/status == true",
                "this comparison never holds: `true` is not one of `available`, `pending`, `sold`",
            ),
            (
                "$response.header.X-Count == 'many'",
                "this comparison never holds: an integer is compared with a string",
            ),
            (
                "$response.header.X-Flag == true",
                "this comparison never holds: a string is compared with a boolean",
            ),
        ] {
            assert_eq!(
                condition(text),
                [format!("never-equal 0: {told}")],
                "{text}"
            );
        }
    }

    #[test]
    fn only_responses_that_can_have_come_are_looked_at() {
        let text = "$statusCode == 404 && $response.body#/status == 'gone'";
        assert_eq!(condition(text), Vec::<String>::new());
    }
}
