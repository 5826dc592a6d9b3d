//! `unused-input`: an input that nothing reads.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    load::Node,
    resolve::workflow::World,
};

use super::mentions;

/// Looks for `$inputs.name` in all text of the workflow and of the components, so that no way of writing is missed.
pub(in super::super) fn check(world: &World, diagnostics: &mut Diagnostics) {
    let Some(entry) = world.descriptions.first() else {
        return;
    };
    let components = entry.model.node.get("components");
    for workflow in &entry.model.workflows {
        let schema = workflow.inputs.as_ref();
        let Some(properties) = schema.and_then(|schema| schema.get("properties")) else {
            continue;
        };
        if diagnostics.iter().any(|found| lacks(found, &workflow.node)) {
            continue;
        }
        for (name, node) in properties.members() {
            let own = format!("$inputs.{name}");
            let foreign = format!("$workflows.{}.inputs.{name}", workflow.id.text);
            let used = mentions(workflow.node.value(), &own)
                || components
                    .as_ref()
                    .is_some_and(|node| mentions(node.value(), &own))
                || mentions(entry.model.node.value(), &foreign);
            if !used {
                diagnostics.push(
                    Diagnostic::warning(
                        "unused-input",
                        node.key(),
                        format!("nothing uses input `{name}`"),
                    )
                    .label("never read"),
                );
            }
        }
    }
}

/// Whether `found` says that something is not given inside `workflow`: an input may have been meant for it.
fn lacks(found: &Diagnostic, workflow: &Node) -> bool {
    let codes = [
        "literal-mismatch",
        "misspelt-expression",
        "missing-body",
        "missing-body-property",
        "missing-payload",
        "missing-required-parameter",
    ];
    let place = &found.primary.place;
    codes.contains(&found.code)
        && place.document == workflow.document().id
        && place
            .pointer
            .as_str()
            .strip_prefix(workflow.pointer().as_str())
            .is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::super::testing::workflow;

    #[test]
    fn inputs_are_found_in_any_text() {
        let found = workflow(
            "inputs: {type: object, properties: {a: {}, b: {}, c: {}, a-b: {}}}\nsteps: [{stepId: s, operationId: listPets, parameters: [{name: page, in: query, value: 'x-{$inputs.b}'}, {name: limit, in: query, value: $inputs.a-b}], successCriteria: [{condition: $inputs.c.d == 1}]}]",
        );
        let unused: Vec<_> = found.into_iter().map(|(_, _, message)| message).collect();
        assert_eq!(unused, ["nothing uses input `a`"]);
    }
}
