//! Recorded texts with marks in them, which stand for whatever was hidden.

use super::super::mask::MARK;

/// Whether two texts are the same, with anything at all in place of the marks of either.
pub(super) fn alike(recorded: &[u8], now: &[u8]) -> bool {
    fits(recorded, now) || fits(now, recorded)
}

/// Whether `text` is what was recorded, with anything at all in place of each mark.
fn fits(recorded: &[u8], text: &[u8]) -> bool {
    let mut pieces = pieces(recorded).into_iter();
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match memchr::memmem::find(rest, piece) {
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Whether there is nothing to it but what was hidden, such as `Bearer [redacted]` or `sid=[redacted]; a=[redacted]`.
pub(super) fn is_hidden(recorded: &str) -> bool {
    let mut parts = recorded.split(';').map(str::trim);
    recorded.contains(MARK)
        && parts.all(|part| {
            let before = part.strip_suffix(MARK);
            before.is_some_and(|it| it.is_empty() || it.ends_with([' ', '=']))
        })
}

fn pieces(recorded: &[u8]) -> Vec<&[u8]> {
    let (mut pieces, mut from) = (Vec::new(), 0);
    for at in memchr::memmem::find_iter(recorded, MARK) {
        pieces.extend(recorded.get(from..at));
        from = at + MARK.len();
    }
    pieces.extend(recorded.get(from..));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_for_anything() {
        for (recorded, text, expected) in [
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("a[redacted]c", "a-b-c", true),
            ("a[redacted]c", "ac", true),
            ("a[redacted]c", "acd", false),
            ("[redacted]", "", true),
            ("[redacted]:x:[redacted]", "1:x:2", true),
            ("[redacted]:x:[redacted]", "1:y:2", false),
            ("a[redacted]ab", "aab", true),
            ("a[redacted]ab", "ab", false),
        ] {
            let found = fits(recorded.as_bytes(), text.as_bytes());
            assert_eq!(found, expected, "{recorded} {text}");
        }
    }

    #[test]
    fn credentials_are_told_from_texts_that_hold_a_secret() {
        for hidden in [
            "[redacted]",
            "Bearer [redacted]",
            "a=[redacted]; b=[redacted]",
        ] {
            assert!(is_hidden(hidden), "{hidden}");
        }
        for text in ["", "x", "a-[redacted]", "a=[redacted]; b=1"] {
            assert!(!is_hidden(text), "{text}");
        }
    }
}
