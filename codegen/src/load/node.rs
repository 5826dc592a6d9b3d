//! The handle that every later stage reads a document through.

use std::{fmt, ops::Range, sync::Arc};

use serde_json::{Map, Number, Value};

use super::{Document, DocumentId, Pointer};

/// A place in a document and the value found there. Cheap to clone.
#[derive(Clone)]
pub struct Node {
    document: Arc<Document>,
    pointer: Pointer,
}

/// What part of a member a [`Place`] means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// The value.
    Value,
    /// The member's key.
    Key,
    /// Bytes of the string value, counted in the string itself (after unescaping).
    Within(Range<usize>),
}

/// Text in a document, found again by pointer when a report is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Which document.
    pub document: DocumentId,
    /// Which value.
    pub pointer: Pointer,
    /// Which part of it.
    pub part: Part,
}

static NULL: Value = Value::Null;

impl Node {
    /// The root of `document`.
    pub fn root(document: Arc<Document>) -> Self {
        Self {
            document,
            pointer: Pointer::root(),
        }
    }

    /// The document this node is in.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// Where in the document.
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// The node at `pointer` in the same document, if there is a value.
    pub fn at(&self, pointer: &Pointer) -> Option<Self> {
        self.document.root.pointer(pointer.as_str())?;
        let mut above = Pointer::root();
        for token in pointer.tokens() {
            above = above.join(&token);
            self.document.reached.note(&above);
        }
        Some(Self {
            document: Arc::clone(&self.document),
            pointer: pointer.clone(),
        })
    }

    /// The value here.
    pub fn value(&self) -> &Value {
        self.pointer.find(&self.document.root).unwrap_or(&NULL)
    }

    /// The value here as it is sent. The YAML reader hands over fractions as what they amount to and takes `0b11` for a
    /// number, which YAML 1.2 does not (section 10.3.2), so that the text is asked.
    pub fn literal(&self) -> Value {
        let value = self.value();
        let Value::Number(number) = value else {
            return value.clone();
        };
        let doubtful = || number.as_i64().is_none() || self.document.has_binary();
        if self.document.json || !doubtful() {
            return value.clone();
        }
        let range = self.document.range(&self.place());
        let text = self.document.text.get(range).unwrap_or_default();
        let unsigned = text.trim_start_matches(['+', '-']);
        if unsigned.starts_with("0b") {
            return Value::from(text);
        }
        let exact = text.parse::<Number>().ok();
        let exact = exact.filter(|exact| exact.as_f64() == number.as_f64());
        exact.map_or_else(|| value.clone(), Value::Number)
    }

    /// The member `key` of this object.
    pub fn get(&self, key: &str) -> Option<Self> {
        self.value().as_object()?.get(key)?;
        Some(self.child(key))
    }

    /// The element `index` of this array.
    pub fn item(&self, index: usize) -> Option<Self> {
        self.value().as_array()?.get(index)?;
        Some(self.child(&index.to_string()))
    }

    /// The text of the string here.
    pub fn as_str(&self) -> Option<&str> {
        self.value().as_str()
    }

    /// The object here.
    pub fn as_object(&self) -> Option<&Map<String, Value>> {
        self.value().as_object()
    }

    /// The text of member `key`, if it is a string.
    pub fn str_at(&self, key: &str) -> Option<&str> {
        self.value().as_object()?.get(key)?.as_str()
    }

    /// Members of the object here, in document order; nothing for other values.
    pub fn members(&self) -> Vec<(String, Self)> {
        let keys = self.value().as_object().into_iter().flat_map(Map::keys);
        keys.map(|key| (key.clone(), self.child(key))).collect()
    }

    /// Elements of the array here; nothing for other values.
    pub fn items(&self) -> Vec<Self> {
        let count = self.value().as_array().map_or(0, Vec::len);
        (0..count)
            .map(|index| self.child(&index.to_string()))
            .collect()
    }

    /// The whole value.
    pub fn place(&self) -> Place {
        self.part(Part::Value)
    }

    /// The key that leads to this value.
    pub fn key(&self) -> Place {
        self.part(Part::Key)
    }

    /// Bytes of the string here.
    pub fn within(&self, range: Range<usize>) -> Place {
        self.part(Part::Within(range))
    }

    fn part(&self, part: Part) -> Place {
        Place {
            document: self.document.id,
            pointer: self.pointer.clone(),
            part,
        }
    }

    fn child(&self, token: &str) -> Self {
        let pointer = self.pointer.join(token);
        self.document.reached.note(&pointer);
        Self {
            document: Arc::clone(&self.document),
            pointer,
        }
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.document.id == other.document.id && self.pointer == other.pointer
    }
}

impl Eq for Node {}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.document.name, self.pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sent_with_the_digits_they_are_written_with() {
        let sent = |document: &str, text: &str| {
            let document = Document::parse(document, text).unwrap();
            Node::root(document).get("a").unwrap().literal().to_string()
        };
        for digits in ["1.10", "1e3", "-0.50", "7", "123456789012345678901.0"] {
            let json = sent("a.json", &format!(r#"{{"a": {digits}}}"#));
            assert_eq!(sent("a.yaml", &format!("a: {digits}")), json);
        }
        assert_eq!(sent("a.yaml", "a: 1.10"), "1.10");
        // No numbers of JSON: what they amount to is sent.
        assert_eq!(sent("a.yaml", "a: .5"), "0.5");
        assert_eq!(sent("a.yaml", "a: 0x1F"), "31");
        assert_eq!(sent("a.yaml", "a: 0b11"), r#""0b11""#);
        assert_eq!(sent("a.yaml", "b: &n 2.50\na: *n"), "2.5");
    }
}
