//! How values stand in XML, by the schemas of the operation.

pub use crate::types::XmlPlace;

use crate::resolve::operation::StatusPattern;

/// A description of XML. Objects are kept apart, because they may hold each other.
#[derive(Debug, Clone, Default)]
pub struct XmlTable {
    /// The objects that [`XmlContent::Object`] names.
    pub objects: Vec<XmlObject>,
}

/// A node, or the place of a value that has none.
#[derive(Debug, Clone)]
pub struct XmlNode {
    /// JSON name.
    pub member: String,
    /// Name in XML; empty for items of any name.
    pub name: String,
    /// `namespace`
    pub namespace: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// The kind of node.
    pub place: XmlPlace,
    /// What the value is.
    pub content: XmlContent,
    /// Whether it is read as `null` where nothing stands for it.
    pub nullable: bool,
    /// Whether it is always there.
    pub required: bool,
}

/// What a value is.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum XmlContent {
    Text,
    Number,
    Boolean,
    /// A number, a boolean or a text, as it looks.
    Scalar,
    /// Of no known shape.
    Any,
    List(Box<XmlNode>),
    /// A list whose first items have schemas of their own; the second describes further ones.
    Tuple(Vec<XmlNode>, Box<XmlNode>),
    /// Index into [`XmlTable::objects`].
    Object(usize),
}

/// An object.
#[derive(Debug, Clone)]
pub struct XmlObject {
    /// A name for it.
    pub name: String,
    /// Its members, in the order of the schema.
    pub members: Vec<XmlNode>,
    /// How other members are read or written, if not as they look.
    pub rest: Option<Box<XmlNode>>,
}

/// The root of a document that is sent.
#[derive(Debug, Clone)]
pub struct XmlBody {
    /// What the root is made of.
    pub table: XmlTable,
    /// The root element.
    pub root: XmlNode,
}

/// How XML responses are read.
#[derive(Debug, Clone)]
pub struct XmlReading {
    /// What they are made of.
    pub table: XmlTable,
    /// Root elements by status, the most specific first.
    pub by_status: Vec<(StatusPattern, XmlNode)>,
}
