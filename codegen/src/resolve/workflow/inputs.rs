//! The references of a workflow's `inputs`, where they lead nowhere.

use std::sync::Arc;

use crate::{
    diagnostic::Diagnostics,
    load::Node,
    model::arazzo::{self, Unread},
    nearest::is_typo,
    resolve::reference,
};

use super::Resolver;

impl Resolver<'_> {
    /// The inputs that were reported: by the reader, or here with the reference that should lead to them, or later with the
    /// misspelt `properties` that declare them, which come as well.
    ///
    /// Nothing is lost, so that the reference is a warning only, if no expression reads an input.
    pub(super) fn unread_inputs(
        &self,
        workflow: &arazzo::Workflow,
        diagnostics: &mut Diagnostics,
    ) -> (Unread, Vec<Node>) {
        let mut unread = workflow.unread.inputs.clone();
        let mut misspelt = Vec::new();
        let Some(schema) = &workflow.inputs else {
            return (unread, misspelt);
        };
        let all_of = schema.get("allOf");
        let parts = all_of.iter().flat_map(Node::items);
        for part in std::iter::once(schema.clone()).chain(parts) {
            let error = match reference::resolve(&part, self.documents) {
                Ok(schema) => {
                    misspelt.extend(misspelt_properties(&schema));
                    continue;
                }
                Err(error) => error,
            };
            let read = workflow.node.value().to_string().contains("$inputs.");
            if read {
                unread = Unread::anything();
            }
            if part
                .get("$ref")
                .as_ref()
                .is_some_and(leads_into_broken_components)
            {
                continue;
            }
            match read {
                true => diagnostics.push(error.diagnostic()),
                false => diagnostics.mention(error.diagnostic()),
            }
        }
        for (name, _) in misspelt.iter().flat_map(Node::members) {
            unread.add(Some(&name));
        }
        (unread, misspelt)
    }
}

/// Whether the `$ref` at `uri` refers to its own Arazzo document, whose components, or the name of where they are, were reported.
pub fn leads_into_broken_components(uri: &Node) -> bool {
    let root = Node::root(Arc::clone(uri.document()));
    let here = uri.as_str().is_some_and(|uri| uri.starts_with('#'));
    let broken = match root.get("components") {
        Some(components) => components.as_object().is_none() || lacks(&components, "inputs"),
        None => lacks(&root, "components"),
    };
    here && root.get("arazzo").is_some() && broken
}

/// Whether `node` has a member whose name is nearly `name`, and none that has it.
fn lacks(node: &Node, name: &str) -> bool {
    node.get(name).is_none() && node.members().iter().any(|(key, _)| is_typo(key, name))
}

/// What a schema has in the place of `properties` under a name that is nearly it.
fn misspelt_properties(schema: &Node) -> Option<Node> {
    if schema.get("properties").is_some() {
        return None;
    }
    let typo = |(key, value): (String, Node)| {
        (is_typo(&key, "properties") && value.as_object().is_some()).then_some(value)
    };
    schema.members().into_iter().find_map(typo)
}
