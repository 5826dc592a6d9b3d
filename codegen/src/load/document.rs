//! A document as it was read, and the bases its references resolve against.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use serde_json::Value;

use super::{
    Part, Place, Pointer,
    error::{LoadError, LoadErrorKind},
    limits::Limits,
    location::resolve,
    parse::{self, Parsed},
    reached::Reached,
    spans::{Lines, Spans},
    tree::Keys,
};

/// Identifies a loaded document within one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub(crate) usize);

/// A document that was read and parsed.
pub struct Document {
    /// Its identity within this run.
    pub id: DocumentId,
    /// How reports name it: the path relative to the current directory, where there is one.
    pub name: String,
    /// Absolute URL or path that relative references resolve against.
    pub base: String,
    /// The canonical URL or path that `$self` declares, where the version of the document has `$self`.
    pub identity: Option<String>,
    /// The text as it was read, without byte order mark.
    pub text: String,
    /// Whether the text was read as JSON rather than YAML.
    pub json: bool,
    /// The tree: objects keep the order of their members, numbers keep their digits.
    pub root: Value,
    /// Keys that deserve a word.
    pub keys: Keys,
    /// Which members given more than once were looked at.
    pub(super) reached: Reached,
    /// The absolute path it was read from.
    pub path: PathBuf,
    /// The same with symbolic links resolved.
    pub(super) canonical: PathBuf,
    /// Whether it is a copy of a document from the network.
    pub(super) vendored: bool,
    /// Whether the text could not be parsed. Places in it then count bytes of the text.
    pub(super) broken: bool,
    /// Where values stand, once somebody asked.
    pub(super) spans: OnceLock<Spans>,
    /// Where lines begin, once somebody asked.
    pub(super) lines: OnceLock<Lines>,
    binary: OnceLock<bool>,
}

impl Document {
    /// Whether the text may hold numbers like `0b11`.
    pub(super) fn has_binary(&self) -> bool {
        *self.binary.get_or_init(|| self.text.contains("0b"))
    }

    /// A document from a text that is no file, for tests and tools. All such documents share one [`DocumentId`].
    ///
    /// # Errors
    /// If the text is neither JSON nor YAML.
    pub fn parse(name: &str, text: &str) -> Result<Arc<Self>, LoadError> {
        let path = Path::new("/").join(name);
        let source = Source {
            id: DocumentId(0),
            name: name.to_owned(),
            canonical: path.clone(),
            path,
            address: None,
        };
        let (document, result) = Self::read(source, text.into(), Limits::default());
        result.map(|_| Arc::new(document))
    }

    /// The document in `bytes`, and why it cannot be used if it is broken.
    pub(super) fn read(
        source: Source,
        bytes: Vec<u8>,
        limits: Limits,
    ) -> (Self, Result<DocumentId, LoadError>) {
        let name = source.name.clone();
        if bytes.len() > limits.bytes {
            let message = format!("`{name}` has more than {} bytes", limits.bytes);
            return Self::refuse(
                source,
                String::new(),
                0..0,
                (LoadErrorKind::Limit, message, String::new()),
            );
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return Self::refuse_bytes(source, &error),
        };
        // UTF-16 without a byte order mark is UTF-8 with a zero beside every letter.
        if let Some(encoding) = other_encoding(text.as_bytes()) {
            return Self::refuse_encoding(source, encoding);
        }
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        match parse::parse(&text, &name, limits) {
            Ok(parsed) => {
                let id = source.id;
                (Self::parsed(source, text, parsed), Ok(id))
            }
            Err(error) => {
                let range = error.range(&text);
                let (kind, message) = if error.limit {
                    (
                        LoadErrorKind::Limit,
                        format!("`{name}` goes beyond a limit"),
                    )
                } else {
                    (LoadErrorKind::Syntax, format!("`{name}` cannot be parsed"))
                };
                Self::refuse(source, text, range, (kind, message, error.message))
            }
        }
    }

    /// Bytes that are no text, or text in another encoding, whose bytes would say nothing to anybody.
    fn refuse_bytes(
        source: Source,
        error: &std::string::FromUtf8Error,
    ) -> (Self, Result<DocumentId, LoadError>) {
        let bytes = error.as_bytes();
        if let Some(encoding) = other_encoding(bytes) {
            return Self::refuse_encoding(source, encoding);
        }
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(bytes).into_owned();
        // The replacement character that stands for the first broken byte.
        let range = valid..valid + char::REPLACEMENT_CHARACTER.len_utf8();
        let message = format!("`{}` is not UTF-8 text", source.name);
        Self::refuse(
            source,
            text,
            range,
            (LoadErrorKind::Syntax, message, String::new()),
        )
    }

    fn refuse_encoding(source: Source, encoding: &str) -> (Self, Result<DocumentId, LoadError>) {
        let message = format!("`{}` is {encoding} text", source.name);
        let kind = (LoadErrorKind::Syntax, message, String::new());
        let (document, result) = Self::refuse(source, String::new(), 0..0, kind);
        (
            document,
            result.map_err(|error| error.with_help("save it as UTF-8")),
        )
    }

    fn parsed(source: Source, text: String, parsed: Parsed) -> Self {
        let location = location(&source);
        let identity =
            own_reference(&parsed.root).map(|reference| resolve(&location, reference).into_base());
        Self {
            base: identity.clone().unwrap_or(location),
            identity,
            json: parsed.json,
            root: parsed.root,
            reached: Reached::new(&parsed.keys.duplicate),
            keys: parsed.keys,
            broken: false,
            ..Self::broken(source, text)
        }
    }

    fn refuse(
        source: Source,
        text: String,
        range: Range<usize>,
        (kind, message, detail): (LoadErrorKind, String, String),
    ) -> (Self, Result<DocumentId, LoadError>) {
        let document = Self::broken(source, text);
        let place = document.text_place(range);
        (
            document,
            Err(LoadError::new(kind, message).at(place, detail)),
        )
    }

    /// A text that could not be parsed.
    pub(super) fn broken(source: Source, text: String) -> Self {
        Self {
            id: source.id,
            base: location(&source),
            vendored: source.address.is_some(),
            name: source.name,
            identity: None,
            json: false,
            text,
            root: Value::Null,
            keys: Keys::default(),
            reached: Reached::default(),
            path: source.path,
            canonical: source.canonical,
            broken: true,
            spans: OnceLock::new(),
            lines: OnceLock::new(),
            binary: OnceLock::new(),
        }
    }

    /// Bytes of the text of a document that could not be parsed.
    pub(super) fn text_place(&self, range: Range<usize>) -> Place {
        Place {
            document: self.id,
            pointer: Pointer::root(),
            part: Part::Within(range),
        }
    }
}

/// Where it is: its path, or its address if it is a copy.
fn location(source: &Source) -> String {
    let path = || source.path.to_string_lossy().into_owned();
    source.address.clone().unwrap_or_else(path)
}

/// The encoding of a text that is not UTF-8, told by its byte order mark or by the zeros in its first letters.
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match *bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [letter, 0, 0, 0, ..] | [0, 0, 0, letter, ..] if letter != 0 => Some("UTF-32"),
        [one, 0, two, 0, ..] | [0, one, 0, two, ..] if one != 0 && two != 0 => Some("UTF-16"),
        _ => None,
    }
}

/// The `$self` of versions that have one: Arazzo 1.1 and OpenAPI 3.2.
fn own_reference(root: &Value) -> Option<&str> {
    let version = |field: &str, old: &[&str]| {
        let version = root.get(field)?.as_str()?;
        Some(!old.iter().any(|old| version.starts_with(old)))
    };
    let has_self = version("arazzo", &["1.0"])
        .or_else(|| version("openapi", &["2.", "3.0", "3.1"]))
        .unwrap_or(false);
    has_self.then(|| root.get("$self")?.as_str()).flatten()
}

/// Where a text came from.
pub(super) struct Source {
    pub(super) id: DocumentId,
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) canonical: PathBuf,
    /// Where it was fetched from, if it is a copy.
    pub(super) address: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Why `bytes` are no document, what helps, and what of them would be shown.
    fn refused(bytes: &[u8]) -> (String, Option<String>, String) {
        let source = Source {
            id: DocumentId(0),
            name: "a.yaml".to_owned(),
            path: PathBuf::from("/a.yaml"),
            canonical: PathBuf::from("/a.yaml"),
            address: None,
        };
        let (document, result) = Document::read(source, bytes.to_vec(), Limits::default());
        let error = result.err().unwrap();
        assert_eq!(error.kind, LoadErrorKind::Syntax);
        let found = error.diagnostic().unwrap();
        let range = document.range(&found.primary.place);
        let shown = document.text.get(range).unwrap().to_owned();
        (found.message, found.help, shown)
    }

    #[test]
    fn text_in_another_encoding_is_named_and_not_shown() {
        let encoded = |mark: &[u8], unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let units = "openapi: 3.1.0".encode_utf16().flat_map(unit);
            mark.iter().copied().chain(units).collect()
        };
        for bytes in [
            encoded(&[0xff, 0xfe], u16::to_le_bytes),
            encoded(&[0xfe, 0xff], u16::to_be_bytes),
            encoded(&[], u16::to_le_bytes),
            encoded(&[], u16::to_be_bytes),
        ] {
            let (message, help, shown) = refused(&bytes);
            assert_eq!(message, "`a.yaml` is UTF-16 text");
            assert_eq!(help.as_deref(), Some("save it as UTF-8"));
            assert_eq!(shown, "");
        }
        let (message, ..) = refused(b"a\0\0\0:\0\0\0");
        assert_eq!(message, "`a.yaml` is UTF-32 text");
    }

    #[test]
    fn the_first_broken_byte_is_pointed_at() {
        let (message, help, shown) = refused(b"a: 1\nb: \xe9t\xe9\n");
        assert_eq!(message, "`a.yaml` is not UTF-8 text");
        assert_eq!((help, shown.as_str()), (None, "\u{fffd}"));
    }
}
