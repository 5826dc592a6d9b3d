//! Percent-encoding (RFC 3986, section 2).

/// Which characters stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Letters, digits and `-._~`.
    Unreserved,
    /// Also the slashes between the segments of a path.
    Slashes,
    /// Also reserved characters that cannot be mistaken for the delimiters of a query, and escapes (RFC 6570, section
    /// 3.2.3, "Reserved Expansion").
    Reserved,
    /// The same in a segment of a path.
    ReservedSegment,
    /// The same in a cookie.
    ReservedCookie,
    /// Those of a form (`application/x-www-form-urlencoded`): a space becomes `+`.
    Form,
}

/// Appends `text`, encoded, to `out`.
pub(crate) fn encode_into(out: &mut String, text: &str, keep: Keep) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for (at, byte) in text.bytes().enumerate() {
        if byte == b'%' && keep.reserved() && is_escape(text, at) {
            out.push('%');
        } else if keep == Keep::Form && byte == b' ' {
            out.push('+');
        } else if keeps(byte, keep) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(
                    HEX.get(usize::from(nibble))
                        .map_or('0', |digit| char::from(*digit)),
                );
            }
        }
    }
}

pub(crate) fn encode(text: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(text.len());
    encode_into(&mut out, text, keep);
    out
}

/// The same of a text that is no longer needed, which mostly stays as it is.
pub(crate) fn encoded(text: String, keep: Keep) -> String {
    if text.bytes().all(|byte| keeps(byte, keep)) {
        text
    } else {
        encode(&text, keep)
    }
}

fn keeps(byte: u8, keep: Keep) -> bool {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => true,
        b'~' => keep != Keep::Form,
        b'*' if keep == Keep::Form => true,
        b'/' => matches!(keep, Keep::Slashes | Keep::Reserved | Keep::ReservedCookie),
        b'?' => matches!(keep, Keep::Reserved | Keep::ReservedCookie),
        b'[' | b']' | b':' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' => keep.reserved(),
        b',' | b';' => matches!(keep, Keep::Reserved | Keep::ReservedSegment),
        // In a query they delimit, and a plus reads as a space.
        b'&' | b'=' | b'+' => matches!(keep, Keep::ReservedSegment | Keep::ReservedCookie),
        _ => false,
    }
}

/// Whether an escape begins at `at`.
fn is_escape(text: &str, at: usize) -> bool {
    let digits = text.as_bytes().iter().skip(at.saturating_add(1)).take(2);
    digits.filter(|byte| byte.is_ascii_hexdigit()).count() == 2
}

impl Keep {
    fn reserved(self) -> bool {
        matches!(
            self,
            Self::Reserved | Self::ReservedSegment | Self::ReservedCookie
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_pass_where_reserved_characters_do() {
        let text = "%2F %zz %4 %%41 %";
        for keep in [Keep::Reserved, Keep::ReservedSegment, Keep::ReservedCookie] {
            assert_eq!(encode(text, keep), "%2F%20%25zz%20%254%20%25%41%20%25");
        }
        assert_eq!(encode("%2F", Keep::Unreserved), "%252F");
    }

    #[test]
    fn each_set_keeps_its_own_characters() {
        let text = "aZ9-._~ /?#[]@!$&'()*+,;=%\u{e9}";
        assert_eq!(
            encode(text, Keep::Unreserved),
            "aZ9-._~%20%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%C3%A9"
        );
        assert_eq!(
            encode(text, Keep::Reserved),
            "aZ9-._~%20/?%23[]@!$%26'()*%2B,;%3D%25%C3%A9"
        );
        assert_eq!(
            encode(text, Keep::Form),
            "aZ9-._%7E+%2F%3F%23%5B%5D%40%21%24%26%27%28%29*%2B%2C%3B%3D%25%C3%A9"
        );
        assert_eq!(
            encode(text, Keep::ReservedSegment),
            "aZ9-._~%20%2F%3F%23[]@!$&'()*+,;=%25%C3%A9"
        );
        assert_eq!(
            encode(text, Keep::ReservedCookie),
            "aZ9-._~%20/?%23[]@!$&'()*+%2C%3B=%25%C3%A9"
        );
        assert_eq!(encode("a/b?c", Keep::Slashes), "a/b%3Fc");
        for text in [text, "a b", "a-b", ""] {
            for keep in [Keep::Unreserved, Keep::Slashes, Keep::Form] {
                assert_eq!(encoded(text.to_owned(), keep), encode(text, keep));
            }
        }
    }
}
