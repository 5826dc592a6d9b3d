//! The tokens of JSON Pointers (RFC 6901).

use std::borrow::Cow;

/// A name as a token: `~` is written `~0`, and `/` is written `~1` (section 3).
#[must_use]
pub fn escape(name: &str) -> Cow<'_, str> {
    match name.contains(['~', '/']) {
        true => Cow::Owned(name.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(name),
    }
}

/// The name that a token stands for (section 4).
#[must_use]
pub fn unescape(token: &str) -> Cow<'_, str> {
    match token.contains('~') {
        true => Cow::Owned(token.replace("~1", "/").replace("~0", "~")),
        false => Cow::Borrowed(token),
    }
}

/// The place in a list that a token stands for, if it stands for one: digits without leading zeros (section 4).
#[must_use]
pub fn index(token: &str) -> Option<usize> {
    let digits = token.bytes().all(|byte| byte.is_ascii_digit());
    let plain = token == "0" || !token.starts_with('0');
    (digits && plain).then(|| token.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_escaped_and_read_again() {
        for (name, token) in [("a", "a"), ("a/b~1", "a~1b~01"), ("", "")] {
            assert_eq!(escape(name), token);
            assert_eq!(unescape(token), name);
        }
    }

    #[test]
    fn an_index_is_digits_alone() {
        for (token, expected) in [("0", Some(0)), ("12", Some(12)), ("01", None), ("+1", None)] {
            assert_eq!(index(token), expected, "{token}");
        }
        for none in ["", "-", "a", "99999999999999999999999"] {
            assert_eq!(index(none), None, "{none}");
        }
    }
}
