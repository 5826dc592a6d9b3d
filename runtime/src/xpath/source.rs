//! Finds elements, attributes and text in the source of an XML document that is known to be well-formed.
//!
//! The parser behind XPath keeps no positions, and writing a document back from its tree would lose the
//! declaration, the CDATA sections and the order of attributes. So a replacement edits the source: what the
//! tree calls element number n is the nth start tag in here.

use std::ops::Range;

/// A piece of markup, as byte ranges of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// `<name …>`; the range is the whole tag.
    Start { tag: Range<usize>, empty: bool },
    /// `</name>`.
    End(Range<usize>),
    /// Characters, references, or one CDATA section.
    Text(Range<usize>),
    /// A comment or a processing instruction; the XML declaration too.
    Aside(Range<usize>),
    /// `<!DOCTYPE …>`.
    Doctype(Range<usize>),
}

/// Cuts a source into its pieces; ends where something is not closed.
pub(super) struct Pieces<'x> {
    source: &'x str,
    at: usize,
}

impl<'x> Pieces<'x> {
    pub(super) fn new(source: &'x str) -> Self {
        Self { source, at: 0 }
    }

    /// The end of a tag: the first `>` outside quotes.
    fn tag_end(rest: &str) -> Option<usize> {
        let mut quote = None;
        for (at, byte) in rest.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), close) if open == close => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'>') => return Some(at.saturating_add(1)),
                (None, _) => {}
            }
        }
        None
    }

    /// The end of a document type declaration, whose internal subset has declarations of its own.
    fn doctype_end(rest: &str) -> Option<usize> {
        let (mut at, mut depth) = (0_usize, 0_usize);
        loop {
            let here = rest.get(at..)?;
            let length = if here.starts_with("<!--") {
                here.find("-->")?.saturating_add(3)
            } else if here.starts_with("<?") {
                here.find("?>")?.saturating_add(2)
            } else if let Some(quote) = here.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                here.get(1..)?.find(quote)?.saturating_add(2)
            } else {
                match here.chars().next()? {
                    '<' | '[' => depth = depth.saturating_add(1),
                    '>' | ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                here.chars().next()?.len_utf8()
            };
            at = at.saturating_add(length);
            if depth == 0 {
                return Some(at);
            }
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let rest = self.source.get(self.at..).filter(|rest| !rest.is_empty())?;
        let until = |end: &str| Some(rest.find(end)?.saturating_add(end.len()));
        let start = self.at;
        let range = |length: Option<usize>| Some(start..start.saturating_add(length?));
        let piece = if rest.starts_with("<!--") {
            Piece::Aside(range(until("-->"))?)
        } else if rest.starts_with("<![CDATA[") {
            Piece::Text(range(until("]]>"))?)
        } else if rest.starts_with("<?") {
            Piece::Aside(range(until("?>"))?)
        } else if rest.starts_with("<!") {
            Piece::Doctype(range(Self::doctype_end(rest))?)
        } else if rest.starts_with("</") {
            Piece::End(range(until(">"))?)
        } else if rest.starts_with('<') {
            let tag = range(Self::tag_end(rest))?;
            let empty = self
                .source
                .get(tag.clone())
                .is_some_and(|tag| tag.ends_with("/>"));
            Piece::Start { tag, empty }
        } else {
            Piece::Text(range(rest.find('<').or(Some(rest.len())))?)
        };
        self.at = match &piece {
            Piece::Start { tag: range, .. }
            | Piece::End(range)
            | Piece::Text(range)
            | Piece::Aside(range)
            | Piece::Doctype(range) => range.end,
        };
        Some(piece)
    }
}

/// Where an element stands in the source.
#[derive(Debug)]
pub(super) struct Place {
    /// The start tag, or the whole of an empty-element tag.
    pub(super) tag: Range<usize>,
    /// What is between the tags; `None` for an empty-element tag.
    pub(super) content: Option<Range<usize>>,
    /// The children in order: each element, comment and instruction, each run of text.
    pub(super) children: Vec<Range<usize>>,
}

/// Finds the element that begins with the start tag number `ordinal`, counted from zero.
pub(super) fn place(source: &str, ordinal: usize) -> Option<Place> {
    let mut pieces = Pieces::new(source);
    let mut seen = 0_usize;
    let (tag, empty) = loop {
        if let Piece::Start { tag, empty } = pieces.next()? {
            if seen == ordinal {
                break (tag, empty);
            }
            seen = seen.saturating_add(1);
        }
    };
    if empty {
        return Some(Place {
            tag,
            content: None,
            children: Vec::new(),
        });
    }
    let mut children: Vec<(Range<usize>, bool)> = Vec::new();
    let mut depth = 0_usize;
    loop {
        match pieces.next()? {
            Piece::End(end) if depth == 0 => {
                let content = Some(tag.end..end.start);
                return Some(Place {
                    tag,
                    content,
                    children: children.into_iter().map(|(range, _)| range).collect(),
                });
            }
            Piece::End(end) => {
                depth = depth.saturating_sub(1);
                if let (0, Some((child, _))) = (depth, children.last_mut()) {
                    child.end = end.end;
                }
            }
            Piece::Start { tag, empty } => {
                if depth == 0 {
                    children.push((tag, false));
                }
                if !empty {
                    depth = depth.saturating_add(1);
                }
            }
            Piece::Text(range) if depth == 0 => match children.last_mut() {
                Some((run, true)) => run.end = range.end,
                // An empty CDATA section alone is no text node.
                _ if source.get(range.clone()) == Some("<![CDATA[]]>") => {}
                _ => children.push((range, true)),
            },
            Piece::Aside(range) if depth == 0 => children.push((range, false)),
            _ => {}
        }
    }
}

/// The value of an attribute in a start tag, without its quotes; `name` is as written, with its prefix.
pub(super) fn attribute(source: &str, tag: &Range<usize>, name: &str) -> Option<Range<usize>> {
    let text = source.get(tag.clone())?;
    let mut rest = text.get(text.find(|c: char| c.is_ascii_whitespace())?..)?;
    loop {
        let (before, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = after.get(1..)?;
        let length = value.find(quote)?;
        if before.trim() == name {
            let start = tag
                .start
                .saturating_add(text.len().saturating_sub(value.len()));
            return Some(start..start.saturating_add(length));
        }
        rest = value.get(length.saturating_add(1)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY e \"]>\"><!-- ]> --> ]>\n<a x='>' y = \"2\"><!-- <b> --><b/>t&amp;<![CDATA[<c>]]>u<c><d>é</d></c><?p <e>?></a>\n";

    fn at(range: Range<usize>) -> &'static str {
        XML.get(range).unwrap()
    }

    #[test]
    fn places_are_byte_ranges_of_the_source() {
        let place = place(XML, 0).unwrap();
        assert_eq!(at(place.tag.clone()), "<a x='>' y = \"2\">");
        let children: Vec<_> = place
            .children
            .iter()
            .map(|range| at(range.clone()))
            .collect();
        assert_eq!(
            children,
            [
                "<!-- <b> -->",
                "<b/>",
                "t&amp;<![CDATA[<c>]]>u",
                "<c><d>é</d></c>",
                "<?p <e>?>"
            ]
        );
        assert_eq!(attribute(XML, &place.tag, "y").map(at), Some("2"));
        assert_eq!(attribute(XML, &place.tag, "x").map(at), Some(">"));
        assert_eq!(attribute(XML, &place.tag, "z"), None);
    }

    #[test]
    fn elements_are_counted_in_document_order() {
        let text = |ordinal| {
            place(XML, ordinal).map(|place| place.content.map(|range| at(range).to_owned()))
        };
        assert_eq!(text(1), Some(None));
        assert_eq!(text(2), Some(Some("<d>é</d>".to_owned())));
        assert_eq!(text(3), Some(Some("é".to_owned())));
        assert_eq!(text(4), None);
    }

    #[test]
    fn what_is_not_closed_ends_the_pieces() {
        for source in [
            "<a",
            "<!-- ",
            "<a><b",
            "<![CDATA[",
            "<!DOCTYPE a [",
            "<a b='>",
            "</a",
        ] {
            assert!(
                place(source, 0).is_none() && Pieces::new(source).count() <= 1,
                "{source}"
            );
        }
    }
}
