//! What the schema readers need to know about `$ref`: one question, so that they can be tested without files.

use crate::{
    load::{Documents, Node},
    resolve::reference,
    settings::Settings,
};

/// References that follow each other are given up after so many.
const MAX_CHAIN: usize = 64;

/// Follows references.
pub trait References {
    /// What the `$ref` of the object at `node` points at, which may be a reference again; `None` if it leads nowhere.
    fn target(&self, node: &Node) -> Option<Node>;

    /// The schema that the string at `node` names: a component of its document, or what a URI reference leads to.
    fn named(&self, node: &Node) -> Option<Node>;

    /// What the user decides about types.
    fn settings(&self) -> Option<&Settings> {
        None
    }

    /// The node at the end of a chain of references, or `node` itself where there is none; `None` if the chain leads
    /// nowhere or in a circle. What stands beside the references of the chain is passed over.
    fn resolve(&self, node: &Node) -> Option<Node> {
        let mut node = node.clone();
        for _ in 0..MAX_CHAIN {
            if node.str_at("$ref").is_none() {
                return Some(node);
            }
            node = self.target(&node)?;
        }
        None
    }
}

/// Rules of the documents that schemas stand in, as far as they change what a schema means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draft {
    /// OpenAPI 3.0 and older: whatever stands beside `$ref` is ignored (OpenAPI 3.0, section "Reference Object").
    OpenApi30,
    /// JSON Schema 2020-12, as in OpenAPI 3.1 and Arazzo: keywords beside `$ref` apply too.
    JsonSchema2020,
}

impl Draft {
    /// The rules of the document that `node` stands in.
    pub fn of(node: &Node) -> Self {
        let root = &node.document().root;
        let version = root.get("openapi").and_then(|version| version.as_str());
        if version.is_some_and(|version| version.starts_with("3.0"))
            || root.get("swagger").is_some()
        {
            Self::OpenApi30
        } else {
            Self::JsonSchema2020
        }
    }

    /// Whether what stands beside a `$ref` at `node` has no effect.
    pub(super) fn ignores_siblings(node: &Node) -> bool {
        node.str_at("$ref").is_some() && Self::of(node) == Self::OpenApi30
    }
}

/// The schema called `name` among the components of the document that `node` stands in.
pub(super) fn component(node: &Node, name: &str) -> Option<Node> {
    components(node).and_then(|schemas| schemas.get(name))
}

/// The schemas of the document that `node` stands in.
pub(super) fn components(node: &Node) -> Option<Node> {
    let root = Node::root(node.document().clone());
    let shelf = root.get("components").and_then(|all| all.get("schemas"));
    shelf.or_else(|| root.get("definitions"))
}

impl References for Documents {
    fn settings(&self) -> Option<&Settings> {
        Some(self.settings())
    }

    fn target(&self, node: &Node) -> Option<Node> {
        reference::target(node, self).ok().flatten()
    }

    fn named(&self, node: &Node) -> Option<Node> {
        let text = node.as_str()?;
        let uri = || reference::at_uri(node, text, self).ok();
        component(node, text).or_else(uri)
    }
}
