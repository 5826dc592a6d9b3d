//! Braces around an expression in text, as other languages write them, or with one side forgotten.

use std::ops::Range;

/// `{{ … }}` around `inner`, as template languages write it, or `{ … }`. Where one side lacks a brace that nothing else in
/// the text opens or closes, the braces that are there belong to the expression: `{ $inputs.x`, `$inputs.x}`.
pub(super) fn placeholder(text: &str, inner: Range<usize>) -> Option<Range<usize>> {
    let before = text.get(..inner.start)?;
    let after = text.get(inner.end..)?;
    let (open, close) = (opening(before), closing(after));
    let (open, close) = match is_lopsided(text, open, close) {
        true => (open, close),
        false => (open.min(close), open.min(close)),
    };
    if open == 0 && close == 0 {
        return None;
    }
    let start = match open {
        0 => before.len(),
        _ => before.trim_end().len().checked_sub(open)?,
    };
    let left = match close {
        0 => after,
        _ => after.trim_start().get(close..)?,
    };
    Some(start..text.len() - left.len())
}

/// The bytes of `{{…}}` where `inner` is what one pair of them embeds: more braces on a side than the text itself has use
/// for.
pub fn surplus_braces(text: &str, inner: &Range<usize>) -> Option<Range<usize>> {
    let before = text.get(..inner.start)?;
    let after = text.get(inner.end..)?;
    let doubled = (before.ends_with("{{"), after.starts_with("}}"));
    let (open, close) = match doubled {
        (true, true) => (2, 2),
        (true, false) if is_lopsided(text, 2, 1) => (2, 1),
        (false, true) if is_lopsided(text, 1, 2) => (1, 2),
        _ => return None,
    };
    Some(inner.start - open..inner.end + close)
}

/// Whether the braces of `text` are as many on both sides only without `open` and `close` of them.
fn is_lopsided(text: &str, open: usize, close: usize) -> bool {
    let (opened, closed) = (text.matches('{').count(), text.matches('}').count());
    open != close && opened + close == closed + open
}

/// How many braces open at the end of `before`, of which two are the most that mean one thing.
fn opening(before: &str) -> usize {
    let braces = before.trim_end().chars().rev();
    braces.take_while(|c| *c == '{').take(2).count()
}

fn closing(after: &str) -> usize {
    let braces = after.trim_start().chars();
    braces.take_while(|c| *c == '}').take(2).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::tolerated;

    #[test]
    fn braces_that_are_there_belong_to_the_expression() {
        for (text, standard) in [
            ("{ $inputs.x", "{$inputs.x}"),
            ("$inputs.x}", "{$inputs.x}"),
            ("$inputs.x }}", "{$inputs.x}"),
            ("Bearer {{ $inputs.x }", "Bearer {$inputs.x}"),
            ("Bearer { $inputs.x }}!", "Bearer {$inputs.x}!"),
            ("{{ $inputs.x }}", "{$inputs.x}"),
            // Braces of the text stay.
            (r#"{"a": { $inputs.x }}"#, r#"{"a": {$inputs.x}}"#),
            ("{a: $inputs.x}", "{a: {$inputs.x}}"),
            ("{a: {b: $inputs.x}}", "{a: {b: {$inputs.x}}}"),
        ] {
            let found = tolerated(text).map(|found| found.standard);
            assert_eq!(found.as_deref(), Some(standard), "{text}");
        }
    }

    #[test]
    fn braces_that_are_too_many_are_no_text() {
        for (text, inner, found) in [
            ("{{$inputs.x}}", 2..11, Some(0..13)),
            ("{{$inputs.x}", 2..11, Some(0..12)),
            ("{$inputs.x}}", 1..10, Some(0..12)),
            ("{$inputs.x}", 1..10, None),
            ("{a: {$inputs.x}}", 5..14, None),
        ] {
            assert_eq!(surplus_braces(text, &inner), found, "{text}");
        }
    }
}
