//! How values are written at their places in a text of some language, so that none of them can change what is around it
//! (decisions D-52 and D-67).

mod engine;
mod json;
mod quotes;
mod xml;

pub use engine::{EngineText, Language, Piece, engine_text};
pub use json::{JsonText, json_text};
pub use quotes::Quotes;
pub use xml::xml_places;

/// What becomes of a value at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// Inside a string of JSON: the value's text, escaped.
    JsonString,
    /// Where JSON takes a value: one value.
    JsonValue,
    /// Between the tags of XML.
    XmlText,
    /// Inside the quotes of an attribute.
    XmlAttribute,
    /// Inside a CDATA section.
    XmlCdata,
    /// Inside a comment.
    XmlComment,
    /// Where nothing can be escaped, such as the name of an element: only a name fits.
    XmlName,
    /// In a form or a query.
    Form,
    /// Inside a string of a JSONPath: the value's text, escaped.
    JsonPathText,
    /// Where a JSONPath takes a literal: one literal.
    JsonPathLiteral,
    /// Inside a string of a JSONPath that is a pattern: what matches the value's text and nothing else.
    JsonPathPattern,
    /// One token of a JSON Pointer: its `~` and `/` are escaped.
    PointerToken,
    /// In a regular expression: what matches the value's text and nothing else.
    Regex,
    /// For a string of an XPath, quotes included.
    XPathString,
    /// Where an XPath takes a literal: a number, a boolean or a string.
    XPathLiteral,
}
