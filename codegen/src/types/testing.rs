//! Documents in memory for the tests of this stage.

use serde_json::Value;

use super::References;
use crate::load::{Document, Node, Pointer};

/// Follows references of the form `#/pointer`.
pub(crate) struct Local;

impl References for Local {
    fn target(&self, node: &Node) -> Option<Node> {
        let pointer = node.str_at("$ref")?.strip_prefix('#')?;
        node.at(&Pointer::parse(pointer)?)
    }

    fn named(&self, node: &Node) -> Option<Node> {
        let text = node.as_str()?;
        let uri = || node.at(&Pointer::parse(text.strip_prefix('#')?)?);
        super::references::component(node, text).or_else(uri)
    }
}

/// The root of a document with this content.
pub(crate) fn document(root: Value) -> Node {
    Node::root(Document::parse("test.json", &root.to_string()).unwrap())
}

/// The node at `pointer` of `root`.
pub(crate) fn at(root: &Node, pointer: &str) -> Node {
    root.at(&Pointer::parse(pointer).unwrap()).unwrap()
}
