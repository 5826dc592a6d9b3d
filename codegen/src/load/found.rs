//! From a [`Place`] to text: what reports underline.

use std::{collections::HashSet, ops::Range, sync::Arc};

use super::{
    Document, Documents, Lines, Part, Place, Pointer, Position,
    spans::{Spans, Spot, Style, locate},
};

/// Text in a document.
#[derive(Clone)]
pub struct Found {
    /// The document.
    pub document: Arc<Document>,
    /// The bytes of its text.
    pub range: Range<usize>,
}

impl Found {
    /// Line and column of the first character.
    pub fn start(&self) -> Position {
        let text = &self.document.text;
        self.document.lines().position(self.range.start, text)
    }

    /// Line and column after the last character.
    pub fn end(&self) -> Position {
        let text = &self.document.text;
        self.document.lines().position(self.range.end, text)
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.document
            .text
            .get(self.range.clone())
            .unwrap_or_default()
    }
}

impl Documents {
    /// The text that `place` means. The first call for a document parses it once more.
    pub fn find(&self, place: &Place) -> Option<Found> {
        let document = self.get(place.document)?;
        let range = document.range(place);
        Some(Found { document, range })
    }
}

impl Document {
    /// Where the lines of the text begin.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    /// The bytes of the text that `place`, which is in this document, means.
    pub fn range(&self, place: &Place) -> Range<usize> {
        if self.broken {
            return match &place.part {
                Part::Within(range) => clamp(range, &self.text),
                Part::Key | Part::Value => 0..0,
            };
        }
        let Some(spot) = self.spot(&place.pointer) else {
            return 0..0;
        };
        match &place.part {
            Part::Value if spot.value.is_empty() => spot.key.unwrap_or(spot.value),
            Part::Value => spot.value,
            Part::Key => spot.key.unwrap_or(spot.value),
            Part::Within(wanted) => self
                .within(&place.pointer, &spot, wanted)
                .unwrap_or(spot.value),
        }
    }

    /// Members whose keys are no strings (YAML 1.2, section 10.3.2): numbers, booleans and null without quotes.
    pub fn non_string_keys(&self) -> Vec<Pointer> {
        let plain = |pointer: &&Pointer| {
            let spot = self.spot(pointer);
            spot.is_some_and(|spot| spot.key_style == Style::Plain)
        };
        self.once(self.keys.ambiguous.iter().filter(plain))
    }

    /// Members given more than once; the last one counts.
    pub fn duplicate_keys(&self) -> Vec<Pointer> {
        self.once(self.keys.duplicate.iter())
    }

    /// Those of them that somebody came by.
    pub fn reached_duplicate_keys(&self) -> Vec<Pointer> {
        let duplicate = self.keys.duplicate.iter();
        self.once(duplicate.filter(|pointer| self.reached.contains(pointer)))
    }

    /// Each key of the text once, although aliases repeat it.
    fn once<'p>(&self, pointers: impl Iterator<Item = &'p Pointer>) -> Vec<Pointer> {
        let mut seen = HashSet::new();
        let mut key = |pointer: &&Pointer| {
            let spot = self.spot(pointer);
            spot.is_none_or(|spot| seen.insert(spot.key.unwrap_or(spot.value).start))
        };
        pointers.filter(|pointer| key(pointer)).cloned().collect()
    }

    fn spot(&self, pointer: &Pointer) -> Option<Spot> {
        let spans = self.spans.get_or_init(|| Spans::new(&self.text, self.json));
        spans.find(pointer)
    }

    fn within(
        &self,
        pointer: &Pointer,
        spot: &Spot,
        wanted: &Range<usize>,
    ) -> Option<Range<usize>> {
        let raw = self.text.get(spot.value.clone())?;
        let decoded = self.root.pointer(pointer.as_str())?.as_str()?;
        let found = locate(raw, spot.style, decoded, wanted)?;
        let shift = spot.value.start;
        Some(found.start + shift..found.end + shift)
    }
}

/// The range with both ends at characters of `text`.
fn clamp(range: &Range<usize>, text: &str) -> Range<usize> {
    let at = |mut offset: usize| {
        offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let start = at(range.start);
    start..at(range.end).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Node;

    const YAML: &str = "\
info: &info
  title: 'it''s'
  tags: [a, \"b\\tc\", {d: e}]
200: x
copy: *info
merged:
  <<: *info
  own: 1
empty:
text: |-
  one $a
  two $b
list:
  - k: v
    l: w
  - 7
twice: 1
twice: 2
";

    fn shown(document: &Arc<Document>, pointer: &str, part: Part) -> String {
        let place = Place {
            document: document.id,
            pointer: Pointer::parse(pointer).unwrap(),
            part,
        };
        document
            .text
            .get(document.range(&place))
            .unwrap()
            .to_owned()
    }

    fn within(document: &Arc<Document>, pointer: &str, part: &str) -> String {
        let node = Node::root(Arc::clone(document));
        let node = node.at(&Pointer::parse(pointer).unwrap()).unwrap();
        let start = node.as_str().unwrap().find(part).unwrap();
        let range = document.range(&node.within(start..start + part.len()));
        document.text.get(range).unwrap().to_owned()
    }

    #[test]
    fn yaml_values_and_keys_are_found() {
        let document = Document::parse("a.yaml", YAML).unwrap();
        let value = |pointer| shown(&document, pointer, Part::Value);
        let key = |pointer| shown(&document, pointer, Part::Key);
        assert_eq!(value("/info/title"), "'it''s'");
        assert_eq!(key("/info/title"), "title");
        assert_eq!(value("/info/tags"), "[a, \"b\\tc\", {d: e}]");
        assert_eq!(value("/info/tags/2/d"), "e");
        assert_eq!(key("/200"), "200");
        assert_eq!(value("/copy"), "*info");
        assert_eq!(value("/copy/title"), "'it''s'");
        assert_eq!(value("/merged/title"), "'it''s'");
        assert_eq!(value("/merged/own"), "1");
        assert_eq!(value("/empty"), "empty");
        assert_eq!(value("/list/0"), "k: v\n    l: w");
        assert_eq!(
            value("/list"),
            "k: v\n    l: w\n  - 7".replacen('k', "- k", 1)
        );
        assert_eq!(value("/twice"), "2");
        assert_eq!(value("/list/1/nowhere"), "7");
    }

    #[test]
    fn parts_of_strings_are_found() {
        let document = Document::parse("a.yaml", YAML).unwrap();
        assert_eq!(within(&document, "/text", "$b"), "$b");
        assert_eq!(within(&document, "/info/title", "s"), "s");
        assert_eq!(within(&document, "/info/tags/1", "\t"), "\\t");
    }

    #[test]
    fn json_values_and_keys_are_found() {
        let text = r#"{"a\/b": [1, {"c": "\u0041$x"}], "d": {}, "e": "", "a~": true, "e": null}"#;
        let document = Document::parse("a.json", text).unwrap();
        let value = |pointer| shown(&document, pointer, Part::Value);
        assert_eq!(value("/a~1b/0"), "1");
        assert_eq!(value("/a~1b/1"), r#"{"c": "\u0041$x"}"#);
        assert_eq!(within(&document, "/a~1b/1/c", "$x"), "$x");
        assert_eq!(shown(&document, "/a~1b", Part::Key), r#""a\/b""#);
        assert_eq!(value("/d"), "{}");
        assert_eq!(value("/a~0"), "true");
        assert_eq!(value("/e"), "null");
    }

    #[test]
    fn only_unquoted_keys_are_no_strings() {
        let document = Document::parse("a.yaml", "a: {200: x, '201': y, true: z, b: 1}").unwrap();
        let keys = document.non_string_keys();
        assert_eq!(
            keys,
            [
                Pointer::parse("/a/200").unwrap(),
                Pointer::parse("/a/true").unwrap()
            ]
        );
    }
}
