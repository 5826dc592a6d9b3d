//! How values are written at their places in a text of some language, so that none of them can change what is around it
//! (decision D-52).

mod json;
mod xml;

pub use json::{JsonText, json_text};
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
}
