//! Bytes that are base64 text in JSON and themselves everywhere else.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::de::{self, Deserialize, Deserializer, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// The newtype name by which the encoders of this crate know that a text stands for bytes.
pub(crate) const NAME: &str = "$arazzo_runtime::Binary";

/// Binary content: `format: binary`, `contentEncoding: base64`.
///
/// In JSON it is base64 text (read with or without padding, in either alphabet); a multipart body or a whole payload
/// carries the bytes.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Binary(pub Vec<u8>);

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.0.len())
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Binary> for bytes::Bytes {
    fn from(binary: Binary) -> Self {
        binary.0.into()
    }
}

impl From<&Binary> for bytes::Bytes {
    fn from(binary: &Binary) -> Self {
        Self::copy_from_slice(&binary.0)
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(NAME, &Content(&self.0))
    }
}

/// Text for formats made of text, bytes for others.
struct Content<'a>(&'a [u8]);

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&to_base64(self.0))
        } else {
            serializer.serialize_bytes(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Binary;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64 text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Binary, E> {
                // The error of the decoder would quote what it stumbled over.
                let unexpected = || E::invalid_value(Unexpected::Str(text), &self);
                from_base64(text).map(Binary).map_err(|_| unexpected())
            }
        }

        deserializer.deserialize_str(Text)
    }
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads either alphabet, with or without padding and line breaks.
pub(crate) fn from_base64(text: &str) -> Result<Vec<u8>, base64::DecodeError> {
    let strange = |c: char| c == '+' || c == '/' || c == '=' || c.is_ascii_whitespace();
    let text: Cow<'_, str> = if text.contains(strange) {
        let map = |c: char| match c {
            '+' => Some('-'),
            '/' => Some('_'),
            '=' => None,
            c if c.is_ascii_whitespace() => None,
            c => Some(c),
        };
        text.chars().filter_map(map).collect()
    } else {
        text.into()
    };
    URL_SAFE_NO_PAD.decode(&*text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_base64_and_every_alphabet_is_read() {
        let binary = Binary(vec![251, 255, 191, 1]);
        let text = serde_json::to_string(&binary).expect("serialises");
        assert_eq!(text, "\"+/+/AQ==\"");
        for form in [text.as_str(), "\"-_-_AQ\"", "\"+/+/\\nAQ==\""] {
            assert_eq!(serde_json::from_str::<Binary>(form).expect("reads"), binary);
        }
        assert!(serde_json::from_str::<Binary>("\"%%%\"").is_err());
        assert_eq!(format!("{binary:?}"), "Binary(4 bytes)");
    }
}
