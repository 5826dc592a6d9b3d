//! JSON Pointers as they stand in expressions.

use std::ops::Range;

use super::{
    Access, Spanned, SyntaxError,
    access::{self, access_pointer},
    cursor::Cursor,
    fix::Deviations,
};
use crate::load::Pointer;

/// Reads what follows `#`.
pub(super) fn read(
    text: &str,
    span: Range<usize>,
    deviations: &mut Deviations,
) -> Result<Spanned<Pointer>, SyntaxError> {
    let mut text = text.to_owned();
    if !(text.is_empty() || text.starts_with('/')) {
        let standard = dotted(&text).unwrap_or_else(|| format!("/{text}"));
        deviations.note(
            span.clone(),
            standard.clone(),
            "a JSON Pointer begins with `/`",
            format!("write `#{standard}`"),
        )?;
        text = standard;
    }
    match Pointer::parse(&text) {
        Some(value) => Ok(Spanned { value, span }),
        None if text.len() == span.len() => Err(broken_escape(&text, &span)),
        None => Err(SyntaxError::new(span, BROKEN_ESCAPE)),
    }
}

/// `a.b[0]`, written without the leading `/`, as a pointer.
fn dotted(text: &str) -> Option<String> {
    let as_member = format!(".{text}");
    let mut cursor = Cursor::new(&as_member);
    let accesses = access::all(&mut cursor, true).ok()?;
    let pointer = access_pointer(accesses.iter().map(|access| &access.value));
    cursor.done().then(|| pointer.to_string())
}

const BROKEN_ESCAPE: &str = "in a JSON Pointer `~` must be followed by `0` or `1`";

fn broken_escape(text: &str, span: &Range<usize>) -> SyntaxError {
    let broken = text
        .match_indices('~')
        .map(|(at, _)| at)
        .find(|at| !matches!(text.as_bytes().get(at + 1), Some(b'0' | b'1')));
    let at = span.start + broken.unwrap_or(0);
    let end = (at + 1).min(span.end);
    SyntaxError::new(at.min(end)..end, BROKEN_ESCAPE)
        .help("`~0` stands for `~`, `~1` for `/`")
        .replace_by("~0")
}

/// Reads `.a.b[0]` after a body where a value is expected: its bytes and the pointer that reads the same.
pub(super) fn path(cursor: &mut Cursor<'_>) -> Result<(Range<usize>, Pointer), SyntaxError> {
    let start = cursor.at();
    let accesses: Vec<Spanned<Access>> = access::all(cursor, true)?;
    let pointer = access_pointer(accesses.iter().map(|access| &access.value));
    Ok((cursor.range(start), pointer))
}

/// How many bytes of a pointer in a condition remain when `.name` after its last token is an access.
///
/// `/a.b` gives 2: the rest is read as `.b`. A dot that nothing like a name follows (`/v1.0`, `/a.`) belongs
/// to the token. [`Operand::dotted_readings`](super::Operand::dotted_readings) gives the others.
pub(super) fn before_members(text: &str) -> usize {
    let Some((before, last)) = text.rsplit_once('/') else {
        return text.len();
    };
    let Some((token, members)) = last.split_once('.') else {
        return text.len();
    };
    let are_names = members.split('.').all(|name| {
        name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(access::is_member_char)
    });
    if token.is_empty() || !are_names {
        return text.len();
    }
    before.len() + 1 + token.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_after_the_last_token_are_accesses() {
        assert_eq!(before_members("/a.b.c"), 2);
        assert_eq!(before_members("/x.y/a.b"), 6);
        for whole in ["/a", "", "/v1.0", "/a.", "/.a", "/a.b c"] {
            assert_eq!(before_members(whole), whole.len(), "{whole}");
        }
    }

    #[test]
    fn a_broken_escape_is_pointed_at() {
        let error = read("/a~2/b", 10..16, &mut Deviations::Refuse).unwrap_err();
        assert_eq!(error.span, 12..13);
    }
}
