//! The `xml` objects of schemas (OpenAPI, section "XML Object"): names, namespaces and kinds of nodes.

use super::{References, naming};
use crate::load::Node;

/// Schemas that are looked at before the search is given up.
const MAX_SCHEMAS: usize = 64;

/// Keywords that say what a value is made of.
const SHAPES: &[&str] = &[
    "type",
    "enum",
    "const",
    "properties",
    "additionalProperties",
    "items",
    "prefixItems",
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
];

/// The kind of node that a value is in XML; `none` is [`Self::Inline`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlPlace {
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// Text of the element around it.
    Text,
    /// A CDATA section in the element around it.
    CData,
    /// No node of its own.
    Inline,
}

/// What the `xml` objects of a value's schemas say, the outermost first.
#[derive(Debug, Clone, Default)]
pub struct XmlTraits {
    /// `name`
    pub name: Option<String>,
    /// `name`, or that of a component that is met before it.
    pub own_name: Option<String>,
    /// `namespace`
    pub namespace: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// `nodeType`, or `attribute: true`
    pub place: Option<XmlPlace>,
    /// `wrapped`
    pub wrapped: bool,
}

impl XmlTraits {
    /// What schemas say that hold together.
    pub fn of(schemas: &[Node], refs: &dyn References) -> Self {
        let mut traits = Self::default();
        let mut seen: Vec<Node> = Vec::new();
        let mut open: Vec<Node> = schemas.iter().rev().cloned().collect();
        while let Some(schema) = open.pop() {
            if seen.contains(&schema) || seen.len() >= MAX_SCHEMAS {
                continue;
            }
            if let Some(xml) = schema.get("xml") {
                traits.take(&xml);
            }
            if !schema.pointer().as_str().is_empty() && traits.own_name.is_none() {
                traits.own_name = naming::component(&schema);
            }
            let mut next = next(&schema, refs);
            next.reverse();
            open.extend(next);
            seen.push(schema);
        }
        traits
    }

    fn take(&mut self, xml: &Node) {
        let text = |keyword| xml.str_at(keyword).map(str::to_owned);
        let flag = |keyword| {
            let value = xml.get(keyword);
            value.and_then(|value| value.value().as_bool()) == Some(true)
        };
        self.name = self.name.take().or_else(|| text("name"));
        self.own_name = self.own_name.take().or_else(|| text("name"));
        self.namespace = self.namespace.take().or_else(|| text("namespace"));
        self.prefix = self.prefix.take().or_else(|| text("prefix"));
        self.place = self.place.or_else(|| match xml.str_at("nodeType") {
            Some("element") => Some(XmlPlace::Element),
            Some("attribute") => Some(XmlPlace::Attribute),
            Some("text") => Some(XmlPlace::Text),
            Some("cdata") => Some(XmlPlace::CData),
            Some("none") => Some(XmlPlace::Inline),
            _ => flag("attribute").then_some(XmlPlace::Attribute),
        });
        self.wrapped |= flag("wrapped");
    }
}

/// The schemas whose `xml` is that of this one, too: what it refers to, and parts of it that are no schemas of their own.
fn next(schema: &Node, refs: &dyn References) -> Vec<Node> {
    let mut found: Vec<Node> = refs.target(schema).into_iter().collect();
    let all = schema.get("allOf").map(|list| list.items());
    let all = all.unwrap_or_default();
    let is_reference = |member: &&Node| member.str_at("$ref").is_some();
    found.extend(all.iter().filter(|member| !is_reference(member)).cloned());
    // One of several parents does not name its child.
    let own = SHAPES
        .iter()
        .any(|keyword| *keyword != "allOf" && schema.get(keyword).is_some());
    if !own && all.iter().filter(|member| shapes(member)).count() == 1 {
        found.extend(all.iter().find(is_reference).cloned());
    }
    for keyword in ["oneOf", "anyOf"] {
        let branches = schema.get(keyword).map(|list| list.items());
        let branches = branches.unwrap_or_default().into_iter();
        let mut branches = branches.filter(|branch| branch.str_at("type") != Some("null"));
        if let (Some(only), None) = (branches.next(), branches.next()) {
            found.push(only);
        }
    }
    found
}

fn shapes(schema: &Node) -> bool {
    SHAPES.iter().any(|keyword| schema.get(keyword).is_some())
}
