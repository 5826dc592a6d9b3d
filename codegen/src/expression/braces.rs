//! Braces in simple conditions, which an example of Arazzo 1.0.1 has and its grammar does not.

use std::ops::Range;

use super::fix::Fix;

/// What is wrong with them.
pub(super) const WHY: &str = "expressions in simple conditions stand without braces";

/// What to do to `text` to take away the braces around its expressions and conditions, single or doubled, with spaces inside
/// or without; `None` where it has none. What is in quotes stays.
pub(super) fn removed(text: &str) -> Option<Vec<Fix>> {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = Vec::new();
    while let Some(next) = rest.chars().next() {
        let piece = match next {
            '\'' | '"' => quoted(rest),
            '{' if stands_alone(&bare) => match embraced(rest) {
                Some((inner, length)) => {
                    let whole = bare.trim().is_empty() && is_blank(rest, length);
                    let (open, close) = match whole || !is_condition(inner) {
                        true => ("", ""),
                        false => ("(", ")"),
                    };
                    bare.extend([open, inner, close]);
                    let start = text.len() - rest.len();
                    let before = start + rest.find(inner)?;
                    let after = before + inner.len();
                    found.push(fix(start..before, open));
                    found.push(fix(after..start + length, close));
                    rest = rest.get(length..)?;
                    continue;
                }
                None => next.len_utf8(),
            },
            _ => next.len_utf8(),
        };
        bare.push_str(rest.get(..piece)?);
        rest = rest.get(piece..)?;
    }
    (!found.is_empty()).then_some(found)
}

fn fix(span: Range<usize>, replacement: &str) -> Fix {
    Fix {
        span,
        replacement: replacement.to_owned(),
        why: WHY,
    }
}

/// Whether a new operand can begin after `before`: braces inside of a pointer are part of it.
fn stands_alone(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|last| last.is_whitespace() || "=!<>&|(".contains(last))
}

fn is_blank(rest: &str, from: usize) -> bool {
    rest.get(from..).is_some_and(|rest| rest.trim().is_empty())
}

/// What `{ … }` or `{{ … }}` at the start of `text` encloses if it begins like an expression, and how long it is in all.
fn embraced(text: &str) -> Option<(&str, usize)> {
    let (open, close) = match text.starts_with("{{") {
        true => ("{{", "}}"),
        false => ("{", "}"),
    };
    let inside = text.strip_prefix(open)?;
    let end = closing(inside)?;
    let after = inside.get(end..)?.strip_prefix(close)?;
    let inner = inside.get(..end)?.trim();
    let next = after.chars().next();
    let ends = next.is_none_or(|next| next.is_whitespace() || "=!<>&|).[".contains(next));
    (ends && inner.starts_with(['$', '!'])).then(|| (inner, text.len() - after.len()))
}

/// Where the first closing brace outside of quotes is.
fn closing(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        at += match rest.chars().next()? {
            '}' => return Some(at),
            '\'' | '"' => quoted(rest),
            other => other.len_utf8(),
        };
    }
}

/// The length of the quoted text that `text` begins with, up to its end where it is not closed.
fn quoted(text: &str) -> usize {
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    characters
        .find(|(_, next)| Some(*next) == quote)
        .map_or(text.len(), |(at, next)| at + next.len_utf8())
}

/// Whether `text` is more than one operand: then parentheses keep it together.
fn is_condition(text: &str) -> bool {
    let operators = ["==", "!=", "<", ">", "&&", "||"];
    operators.iter().any(|operator| text.contains(operator))
}

#[cfg(test)]
mod tests {
    use crate::expression::tolerated_condition;

    #[test]
    fn braces_around_expressions_and_conditions_go() {
        for (text, standard) in [
            ("{$statusCode == 401}", "$statusCode == 401"),
            ("{$statusCode} == 200", "$statusCode == 200"),
            ("200 == {{ $statusCode }}", "200 == $statusCode"),
            (
                "!{$inputs.a} && {$inputs.b}.c[0]",
                "!$inputs.a && $inputs.b.c[0]",
            ),
            (
                "{$inputs.a == 1 || $inputs.a == 2} && {$inputs.b}",
                "($inputs.a == 1 || $inputs.a == 2) && $inputs.b",
            ),
            (
                "{ $response.body#/a/b } == '{$inputs.a}'",
                "$response.body#/a/b == '{$inputs.a}'",
            ),
            ("{$inputs.a == '}'}", "$inputs.a == '}'"),
            (
                "{$response.body.status} == active",
                "$response.body.status == 'active'",
            ),
        ] {
            let found = tolerated_condition(text).map(|found| found.standard);
            assert_eq!(found.as_deref(), Some(standard), "{text}");
        }
        for text in [
            "$response.body#/{$inputs.a} == 1",
            "{$inputs.a == 1",
            "{$inputs.a}b == 1",
            "{{$inputs.a} == 1",
            "{$inputs.a} {$inputs.b}",
        ] {
            assert_eq!(tolerated_condition(text), None, "{text}");
        }
    }
}
