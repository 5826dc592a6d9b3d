//! Where in a JSON text something is, as a JSON Pointer (RFC 6901).

use std::fmt;

/// One container on the way, from the inside out.
#[derive(Debug)]
pub(super) enum Step {
    /// A member; a name that could be data rather than a name, such as a mail address, is none.
    Member(Option<String>),
    /// An element.
    Element(usize),
}

impl Step {
    pub(super) fn member(name: &str) -> Self {
        Self::Member(is_name(name).then(|| name.to_owned()))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(Some(name)) => f.write_str(name),
            Self::Member(None) => f.write_str("*"),
            Self::Element(index) => index.fmt(f),
        }
    }
}

fn is_name(text: &str) -> bool {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-$".contains(byte);
    let starts_like_one = text.bytes().next().is_some_and(|it| !it.is_ascii_digit());
    starts_like_one && text.len() <= 64 && text.as_bytes().iter().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_data_are_left_out() {
        for (name, shown) in [
            ("by-mail", "by-mail"),
            ("me@home.test", "*"),
            ("4711", "*"),
            ("", "*"),
        ] {
            assert_eq!(Step::member(name).to_string(), shown);
        }
    }
}
