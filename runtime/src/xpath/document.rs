//! Reads XML into the tree that XPath is evaluated over, safely and as XPath 1.0 wants it.

use sxd_document::dom::{ChildOfElement, ChildOfRoot, Document, Element, Text};
use sxd_document::{Package, parser};

use super::source::{Piece, Pieces};

/// Elements inside one another that a document may have; evaluation recurses over them.
const MAX_DEPTH: usize = 256;

/// Attributes that an element may have; the parser compares each with all others.
const MAX_ATTRIBUTES: usize = 1000;

/// A document whose text nodes are whole.
///
/// A document type declaration is skipped: nothing in it is fetched or expanded, so a document that uses its
/// own entities does not parse. `None` for what is not well-formed, too deep, or has too many attributes.
pub(super) fn parse(xml: &str) -> Option<Package> {
    let body = body(xml)?;
    let package = parser::parse(&body).ok()?;
    let root = top(&package.as_document())?;
    for element in elements(root) {
        join_texts(&package.as_document(), element);
    }
    Some(package)
}

/// The document without byte order mark and document type declaration, its line ends normalised (XML 1.0 section 2.11).
fn body(xml: &str) -> Option<String> {
    let xml = without_mark(xml);
    let mut body = String::with_capacity(xml.len());
    let (mut depth, mut end) = (0_usize, 0_usize);
    for piece in Pieces::new(xml) {
        let range = match piece {
            Piece::Doctype(range) if depth == 0 => {
                end = range.end;
                continue;
            }
            Piece::Doctype(_) => return None,
            Piece::Start { tag, empty } => {
                depth = depth.saturating_add(usize::from(!empty));
                if attributes(xml.get(tag.clone())?) > MAX_ATTRIBUTES {
                    return None;
                }
                tag
            }
            Piece::End(range) => {
                depth = depth.saturating_sub(1);
                range
            }
            Piece::Text(range) | Piece::Aside(range) => range,
        };
        if depth > MAX_DEPTH {
            return None;
        }
        end = range.end;
        body.push_str(xml.get(range)?);
    }
    let complete = end == xml.len();
    let body = if body.contains('\r') {
        body.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        body
    };
    complete.then(|| body.trim_end().to_owned())
}

/// How many attributes a start tag has.
fn attributes(tag: &str) -> usize {
    let (mut quote, mut count) = (None, 0_usize);
    for byte in tag.bytes() {
        match (quote, byte) {
            (Some(open), close) if open == close => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'=') => count = count.saturating_add(1),
            _ => {}
        }
    }
    count
}

/// The text without a byte order mark, which is not part of the document.
pub(super) fn without_mark(xml: &str) -> &str {
    xml.strip_prefix('\u{feff}').unwrap_or(xml)
}

/// The outermost element.
pub(super) fn top<'d>(document: &Document<'d>) -> Option<Element<'d>> {
    document
        .root()
        .children()
        .into_iter()
        .find_map(ChildOfRoot::element)
}

/// An element and all elements in it, in document order; a stack of its own instead of recursion.
pub(super) fn elements(top: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    let mut waiting = vec![top];
    std::iter::from_fn(move || {
        let element = waiting.pop()?;
        waiting.extend(
            element
                .children()
                .into_iter()
                .rev()
                .filter_map(ChildOfElement::element),
        );
        Some(element)
    })
}

/// Makes neighbouring texts one: the parser starts a new one at each reference and CDATA section, but in XPath
/// `a &amp; b` is a single text node (XPath 1.0 section 5.7).
fn join_texts<'d>(document: &Document<'d>, element: Element<'d>) {
    let children = element.children();
    let texts = children
        .iter()
        .filter(|child| child.text().is_some())
        .count();
    if texts < 2
        && !children
            .iter()
            .any(|child| child.text().is_some_and(|text| text.text().is_empty()))
    {
        return;
    }
    let mut joined: Vec<ChildOfElement<'d>> = Vec::with_capacity(children.len());
    let mut run = String::new();
    let close = |run: &mut String, joined: &mut Vec<ChildOfElement<'d>>| {
        if !run.is_empty() {
            joined.push(ChildOfElement::Text(document.create_text(run)));
            run.clear();
        }
    };
    for child in children {
        match child.text() {
            Some(text) => run.push_str(Text::text(&text)),
            None => {
                close(&mut run, &mut joined);
                joined.push(child);
            }
        }
    }
    close(&mut run, &mut joined);
    element.replace_children(joined);
}
