//! `.name` and `[n]` after an operand, and names that turn out to be a declared name with accesses.

use super::{Access, Spanned, SyntaxError, cursor::Cursor};
use crate::load::Pointer;

/// Stands for every element of a list.
pub(super) const EVERY: &str = "[*]";

/// Whether `c` may stand in a name that conditions and dotted paths read members by.
pub(super) fn is_member_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Reads the next access, if one follows.
///
/// `['name']` is read as a member where `quoted` is set and refused elsewhere: the grammar has no such form.
pub(super) fn next(
    cursor: &mut Cursor<'_>,
    quoted: bool,
) -> Result<Option<Spanned<Access>>, SyntaxError> {
    let start = cursor.at();
    let value = if cursor.eat(".") {
        let name = cursor.take_while(is_member_char);
        if name.is_empty() {
            return Err(cursor.expected("a name after `.`"));
        }
        Access::Member(name.to_owned())
    } else if cursor.looking_at(EVERY) {
        return Err(misplaced(start));
    } else if cursor.eat("[") {
        bracket(cursor, start, quoted)?
    } else {
        return Ok(None);
    };
    Ok(Some(Spanned {
        value,
        span: cursor.range(start),
    }))
}

/// What follows `[`.
fn bracket(cursor: &mut Cursor<'_>, start: usize, quoted: bool) -> Result<Access, SyntaxError> {
    cursor.skip_space();
    if let Some(quote @ ('\'' | '"')) = cursor.peek() {
        cursor.bump();
        let name = cursor.take_while(|c| c != quote).to_owned();
        let closed = cursor.bump().is_some();
        cursor.skip_space();
        if !(closed && cursor.eat("]")) {
            return Err(cursor.expected("`]`"));
        }
        if quoted {
            return Ok(Access::Member(name));
        }
        let error = SyntaxError::new(
            cursor.range(start),
            "`[…]` takes a whole number; members are read with `.`",
        );
        let plain = !name.is_empty() && name.chars().all(is_member_char);
        return Err(if plain {
            error.replace_by(format!(".{name}"))
        } else {
            error.help("use a JSON Pointer: `#/member`")
        });
    }
    let digits_start = cursor.at();
    let digits = cursor.take_while(|c| c.is_ascii_digit());
    if digits.is_empty() {
        return Err(cursor.expected("an index: a whole number, counted from zero"));
    }
    if digits.len() > 1 && digits.starts_with('0') {
        return Err(SyntaxError::new(
            cursor.range(digits_start),
            "an index has no leading zeros",
        ));
    }
    let index = digits
        .parse()
        .map_err(|_| SyntaxError::new(cursor.range(digits_start), "this index is too large"))?;
    cursor.skip_space();
    if !cursor.eat("]") {
        return Err(cursor.expected("`]`"));
    }
    Ok(Access::Index(index))
}

/// Reads accesses until something else follows.
pub(super) fn all(
    cursor: &mut Cursor<'_>,
    quoted: bool,
) -> Result<Vec<Spanned<Access>>, SyntaxError> {
    let mut found = Vec::new();
    while let Some(access) = next(cursor, quoted)? {
        found.push(access);
    }
    Ok(found)
}

/// The JSON Pointer that reads what `accesses` read.
pub fn access_pointer<'a>(accesses: impl IntoIterator<Item = &'a Access>) -> Pointer {
    accesses
        .into_iter()
        .fold(Pointer::root(), |pointer, access| match access {
            Access::Member(name) => pointer.join(name),
            Access::Index(index) => pointer.join(&index.to_string()),
        })
}

/// Reads `name` as a declared name with accesses after it: the longest declared name that is the start of
/// `name` and is followed by its end, `.` or `[` (decision D-06).
///
/// `None` if no declared name fits, or if what follows it is not a sequence of `.name` and `[n]`.
pub fn split_reference<'d, S: AsRef<str>>(
    name: &str,
    declared: &'d [S],
) -> Option<(&'d str, Vec<Access>)> {
    declared
        .iter()
        .map(AsRef::as_ref)
        .filter_map(|candidate| {
            let rest = name.strip_prefix(candidate)?;
            let mut cursor = Cursor::new(rest);
            let accesses = all(&mut cursor, true).ok()?;
            let accesses = accesses.into_iter().map(|access| access.value).collect();
            cursor.done().then_some((candidate, accesses))
        })
        .max_by_key(|(candidate, _)| candidate.len())
}

/// Refuses the `[*]` at `start` where one value is read.
pub(super) fn misplaced(start: usize) -> SyntaxError {
    SyntaxError::new(
        start..start + EVERY.len(),
        "`[*]` stands for every element, and one value is read here",
    )
    .help("`[0]` is the first element; all of them are read with JSONPath: by a criterion of `type: jsonpath`, or by a Selector Object such as `{context: $inputs.list, selector: '$[*].name', type: jsonpath}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Access {
        Access::Member(name.to_owned())
    }

    #[test]
    fn the_longest_declared_name_wins() {
        assert_eq!(
            split_reference("a.b.c[2]", &["a", "a.b"]),
            Some(("a.b", vec![member("c"), Access::Index(2)]))
        );
        assert_eq!(split_reference("a.b", &["a.b", "a"]), Some(("a.b", vec![])));
    }

    #[test]
    fn a_name_that_only_begins_alike_does_not_fit() {
        assert_eq!(split_reference("token2", &["token"]), None);
        assert_eq!(split_reference("list[]", &["list"]), None);
        assert_eq!(split_reference("list[x]", &["list"]), None);
    }

    #[test]
    fn accesses_become_a_pointer_with_escapes() {
        let accesses = [member("a/b"), Access::Index(0)];
        assert_eq!(access_pointer(&accesses).as_str(), "/a~1b/0");
    }

    #[test]
    fn white_space_around_an_index_is_free() {
        let found = split_reference("a[ 0 ].b[1 ]", &["a"]);
        let accesses = vec![Access::Index(0), member("b"), Access::Index(1)];
        assert_eq!(found, Some(("a", accesses)));
        assert_eq!(split_reference("a[0 1]", &["a"]), None);
    }

    #[test]
    fn brackets_take_whole_numbers_only() {
        for (text, message) in [
            ("[01]", "leading zeros"),
            ("[-1]", "expected an index"),
            ("[99999999999999999999]", "too large"),
            ("[1", "expected `]`"),
            ("['a']", "whole number"),
        ] {
            let error = next(&mut Cursor::new(text), false).unwrap_err();
            assert!(error.message.contains(message), "{text}: {error}");
        }
        let error = next(&mut Cursor::new("['a']"), false).unwrap_err();
        assert_eq!(error.replacement.as_deref(), Some(".a"));
    }
}
