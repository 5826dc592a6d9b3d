//! `unused-component`: an entry of `components` that nothing refers to.

use std::collections::HashSet;

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::{Node, Pointer},
    resolve::workflow::World,
};

const KINDS: [&str; 4] = ["inputs", "parameters", "successActions", "failureActions"];

pub(in super::super) fn check(world: &World, diagnostics: &mut Diagnostics) {
    let Some(entry) = world.descriptions.first() else {
        return;
    };
    let root = &entry.model.node;
    let Some(components) = root.get("components") else {
        return;
    };
    let mut references = References::default();
    references.gather(root.value());
    for kind in KINDS {
        for (name, node) in components.get(kind).iter().flat_map(Node::members) {
            if !references.lead_to(kind, &name, &node) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnusedComponent,
                        node.key(),
                        format!("nothing uses component `{name}` of `{kind}`"),
                    )
                    .label("never referred to"),
                );
            }
        }
    }
}

/// Everything that refers to something in a document, gathered once: there may be thousands of components.
#[derive(Default)]
struct References<'a> {
    /// Runtime expressions.
    expressions: HashSet<&'a str>,
    /// The values of `$ref` and `$dynamicRef`.
    texts: Vec<&'a str>,
    /// What is behind their `#`.
    fragments: HashSet<&'a str>,
    /// The pointers among these, and what is above where they lead.
    pointers: HashSet<&'a str>,
    /// Whether one is percent-encoded or otherwise unusual: all are believed to be used.
    unusual: bool,
}

impl<'a> References<'a> {
    fn gather(&mut self, value: &'a Value) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match member {
                        Value::String(text) if key == "$ref" || key == "$dynamicRef" => {
                            self.add(text);
                        }
                        Value::String(text) => {
                            self.expressions.insert(text);
                        }
                        other => self.gather(other),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.gather(item)),
            _ => {}
        }
    }

    fn add(&mut self, text: &'a str) {
        let fragment = text.split_once('#').map_or("", |(_, fragment)| fragment);
        self.texts.push(text);
        self.fragments.insert(fragment);
        self.unusual |= fragment.contains('%');
        if Pointer::parse(fragment).is_some() {
            // A component is three levels below the root.
            let ends = fragment.match_indices('/').map(|(at, _)| at);
            let ends = ends.skip(1).take(3).chain([fragment.len()]);
            self.pointers
                .extend(ends.filter_map(|end| fragment.get(..end)));
        }
    }

    fn lead_to(&self, kind: &str, name: &str, node: &Node) -> bool {
        let expression = format!("$components.{kind}.{name}");
        let anchor = node.str_at("$anchor").or(node.str_at("$dynamicAnchor"));
        self.unusual
            || self.expressions.contains(expression.as_str())
            || self.pointers.contains(node.pointer().as_str())
            || anchor.is_some_and(|anchor| self.fragments.contains(anchor))
            || node
                .str_at("$id")
                .is_some_and(|id| self.texts.iter().any(|text| text.contains(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::document;

    #[test]
    fn references_count_for_their_kind() {
        let found = document(
            "workflows: [{workflowId: w, inputs: {$ref: '#/components/inputs/a'}, steps: [{stepId: s, operationId: listPets, parameters: [{reference: $components.parameters.p}]}]}]\ncomponents: {inputs: {a: {type: object}, p: {type: object}}, parameters: {p: {name: limit, in: query, value: 1}}}",
        );
        let unused: Vec<_> = found.into_iter().map(|(_, _, message)| message).collect();
        assert_eq!(unused, ["nothing uses component `p` of `inputs`"]);
    }
}
