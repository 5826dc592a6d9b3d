//! `unused-component`: an entry of `components` that nothing refers to.

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
    for kind in KINDS {
        for (name, node) in components.get(kind).iter().flat_map(Node::members) {
            if !refers(root.value(), kind, &name, &node) {
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

fn refers(value: &Value, kind: &str, name: &str, node: &Node) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, member)| match member {
            Value::String(text) if key == "$ref" || key == "$dynamicRef" => {
                let anchor = node.str_at("$anchor").or(node.str_at("$dynamicAnchor"));
                let target = text.split_once('#').map_or("", |(_, fragment)| fragment);
                Pointer::parse(target).is_some_and(|target| target.is_in(node.pointer()))
                    || anchor.is_some_and(|anchor| anchor == target)
                    || node.str_at("$id").is_some_and(|id| text.contains(id))
                    // Percent-encoded or otherwise unusual: believed.
                    || target.contains('%')
            }
            Value::String(text) => *text == format!("$components.{kind}.{name}"),
            other => refers(other, kind, name, node),
        }),
        Value::Array(items) => items.iter().any(|item| refers(item, kind, name, node)),
        _ => false,
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
