//! JSON values as XML and back, by the `xml` objects of a schema (OpenAPI, section "XML Object").
//!
//! Generated code holds a table of [`Xml`] for what a step sends or reads. What a JSON Pointer or a type looks for in an
//! answer is put together as JSON text first, so that XML is read like any other body from there on.

mod frame;
mod locate;
mod names;
mod number;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

use crate::redirect::StatusPattern;

/// How a value stands in XML.
#[derive(Clone, Copy, Debug)]
pub struct Xml {
    /// The member of its object in JSON.
    member: &'static str,
    /// The local name in XML, perhaps with a prefix; empty where any element will do.
    name: &'static str,
    /// Empty for none.
    namespace: &'static str,
    /// Empty for none.
    prefix: &'static str,
    place: Place,
    content: Content,
    nullable: bool,
    required: bool,
}

/// The kind of node that a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Element,
    Attribute,
    Text,
    CData,
    /// None of its own: what it is made of stands in the element around it.
    Inline,
}

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// Text.
    Text,
    /// A number, whose digits are kept.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A number, a boolean or a text, as it looks.
    Scalar,
    /// Whatever it looks like: elements are members, elements of one name a list, and the rest is text.
    Any,
    /// A list of such items.
    List(&'static Xml),
    /// A list whose first items are these, in this order, and further ones like the second.
    Tuple(&'static [Xml], &'static Xml),
    /// An object of these members. Others are sent as they look, and are not read.
    Object(&'static [Xml]),
    /// An object of these members, and others like the second.
    Map(&'static [Xml], &'static Xml),
    /// What another says, which may be made of this one.
    Like(&'static Content),
}

impl Content {
    /// What it amounts to.
    fn plain(self) -> Self {
        let mut content = self;
        // Nothing but `Like` after `Like` is no description at all.
        for _ in 0..8 {
            match content {
                Self::Like(other) => content = *other,
                content => return content,
            }
        }
        Self::Any
    }
}

/// How the XML bodies of an operation are read, by the statuses that they come with.
pub type ByStatus = &'static [(StatusPattern, Xml)];

impl Xml {
    /// An element, called like its member.
    pub const fn element(member: &'static str, content: Content) -> Self {
        Self::new(member, Place::Element, content)
    }

    /// An attribute, called like its member.
    pub const fn attribute(member: &'static str, content: Content) -> Self {
        Self::new(member, Place::Attribute, content)
    }

    /// The text of the element around it.
    pub const fn text(member: &'static str, content: Content) -> Self {
        Self::new(member, Place::Text, content)
    }

    /// The text of the element around it, in a CDATA section.
    pub const fn cdata(member: &'static str, content: Content) -> Self {
        Self::new(member, Place::CData, content)
    }

    /// No node of its own: its items or members stand in the element around it.
    pub const fn inline(member: &'static str, content: Content) -> Self {
        Self::new(member, Place::Inline, content)
    }

    const fn new(member: &'static str, place: Place, content: Content) -> Self {
        Self {
            member,
            name: member,
            namespace: "",
            prefix: "",
            place,
            content,
            nullable: false,
            required: false,
        }
    }

    /// The name in XML, where it is not that of the member.
    #[must_use]
    pub const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// The namespace.
    #[must_use]
    pub const fn namespace(self, namespace: &'static str) -> Self {
        Self { namespace, ..self }
    }

    /// The prefix that is written; any other of the same namespace is read as well.
    #[must_use]
    pub const fn prefix(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }

    /// It may be `null`: an attribute that is not there, or an empty element that should hold a number or boolean.
    #[must_use]
    pub const fn nullable(self) -> Self {
        Self {
            nullable: true,
            ..self
        }
    }

    /// It is always there: a list without elements is an empty one.
    #[must_use]
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }
}

/// How a body of this status is read; as it looks, where nothing is said.
pub(crate) fn of_status(status: u16, by_status: ByStatus) -> Xml {
    let mut all = by_status.iter();
    let found = all.find(|(pattern, _)| pattern.matches(status));
    found.map_or(Xml::inline("", Content::Any), |(_, xml)| *xml)
}

/// Whether a media type, with or without parameters, is of the XML family.
pub(crate) fn is_xml(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}
