//! Which parts of an XML source a replacement rewrites, and how the value is written there.

use std::ops::Range;

use sxd_document::dom::{Document, Element};
use sxd_xpath::Value;
use sxd_xpath::nodeset::Node;

use super::document;
use super::source;

/// A part of the source and the text to put there.
pub(super) type Edit = (Range<usize>, String);

/// Whether XML 1.0 can hold the character, escaped or not (section 2.2).
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// The edits that give every selected node the value.
pub(super) fn edits(
    xml: &str,
    selected: &Value<'_>,
    document: &Document<'_>,
    value: &str,
) -> Result<Vec<Edit>, &'static str> {
    let Value::Nodeset(nodes) = selected else {
        return Err("the target computes a value instead of selecting nodes");
    };
    nodes
        .document_order()
        .into_iter()
        .map(|node| edit(xml, node, document, value))
        .collect()
}

fn edit(
    xml: &str,
    node: Node<'_>,
    document: &Document<'_>,
    value: &str,
) -> Result<Edit, &'static str> {
    const LOST: &str = "the target is not in the source";
    let place = |element: Element<'_>| {
        let ordinal = document::top(document)
            .and_then(|top| document::elements(top).position(|other| other == element));
        ordinal
            .and_then(|ordinal| source::place(xml, ordinal))
            .ok_or(LOST)
    };
    match node {
        Node::Element(element) => {
            let place = place(element)?;
            match place.content {
                Some(content) => Ok((content, escaped(value))),
                None => opened(xml, &place.tag, value).ok_or(LOST),
            }
        }
        Node::Attribute(attribute) => {
            let tag = place(attribute.parent().ok_or(LOST)?)?.tag;
            let local = attribute.name().local_part();
            let written = attribute
                .preferred_prefix()
                .map_or_else(|| local.to_owned(), |prefix| format!("{prefix}:{local}"));
            Ok((
                source::attribute(xml, &tag, &written).ok_or(LOST)?,
                escaped_attribute(value),
            ))
        }
        Node::Text(text) => {
            let parent = text.parent().ok_or(LOST)?;
            let at = parent
                .children()
                .iter()
                .position(|child| child.text() == Some(text))
                .ok_or(LOST)?;
            let range = place(parent)?.children.get(at).cloned().ok_or(LOST)?;
            Ok((range, escaped(value)))
        }
        Node::Root(_) | Node::Comment(_) | Node::Namespace(_) | Node::ProcessingInstruction(_) => {
            Err("the target is neither an element, nor an attribute, nor text")
        }
    }
}

/// An empty-element tag turned into a pair of tags around the value.
fn opened(xml: &str, tag: &Range<usize>, value: &str) -> Option<Edit> {
    let inside = xml
        .get(tag.clone())?
        .strip_prefix('<')?
        .strip_suffix("/>")?;
    let name = inside.split(|c: char| c.is_ascii_whitespace()).next()?;
    Some((
        tag.clone(),
        format!("<{}>{}</{name}>", inside.trim_end(), escaped(value)),
    ))
}

fn escaped(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\r', "&#13;")
}

/// White space other than a blank would be read back as a blank (XML 1.0 section 3.3.3).
fn escaped_attribute(value: &str) -> String {
    let quoted = escaped(value)
        .replace('"', "&quot;")
        .replace('\'', "&apos;");
    quoted.replace('\n', "&#10;").replace('\t', "&#9;")
}

/// The source with all edits made; an edit inside another gives way to the outer one.
pub(super) fn apply(xml: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let (mut out, mut at) = (String::with_capacity(xml.len()), 0_usize);
    for (range, text) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(xml.get(at..range.start).unwrap_or(""));
        out.push_str(&text);
        at = range.end;
    }
    out.push_str(xml.get(at..).unwrap_or(""));
    out
}
