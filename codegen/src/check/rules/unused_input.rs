//! `unused-input`: an input that nothing reads.

use std::collections::HashMap;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::{Documents, Place},
    resolve::workflow::World,
    types::Conjunction,
};

use super::super::mentions::{Mentions, is_somewhere};

/// Looks for `$inputs.name` in all text of the workflow and of the components, so that no way of writing is missed.
pub(in super::super) fn check(world: &World, documents: &Documents, diagnostics: &mut Diagnostics) {
    let Some(entry) = world.descriptions.first() else {
        return;
    };
    let components = entry.model.node.get("components");
    let components = components.as_ref();
    let of_components = components.map(|node| Mentions::of(node.value(), "$inputs."));
    let foreign = Mentions::of(entry.model.node.value(), "$workflows.");
    // A schema that several workflows refer to declares what any of them uses.
    let mut declared: Vec<(Place, String, bool)> = Vec::new();
    let mut known: HashMap<Place, usize> = HashMap::new();
    for workflow in &entry.model.workflows {
        let Some(schema) = &workflow.inputs else {
            continue;
        };
        // An input may have been meant for what is not given.
        let lacks_something = diagnostics.mistakes().lacks_something(&workflow.node);
        let all_used = lacks_something || is_somewhere(workflow.node.value(), "$inputs");
        let own = Mentions::of(workflow.node.value(), "$inputs.");
        let whole = Conjunction::of(schema, documents);
        let properties = whole
            .parts()
            .iter()
            .filter_map(|part| part.get("properties"));
        for (name, node) in properties.flat_map(|properties| properties.members()) {
            let used = all_used
                || own.has(&name)
                || of_components.as_ref().is_some_and(|all| all.has(&name))
                || foreign.has(&format!("{}.inputs.{name}", workflow.id.text));
            let place = node.key();
            let index = *known.entry(place.clone()).or_insert(declared.len());
            match declared.get_mut(index) {
                Some((.., elsewhere)) => *elsewhere |= used,
                None => declared.push((place, name, used)),
            }
        }
    }
    let entry = entry.model.node.document().id;
    for (place, name, used) in declared {
        if !used && place.document == entry {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnusedInput,
                    place,
                    format!("nothing uses input `{name}`"),
                )
                .label("never read"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, workflow};

    #[test]
    fn inputs_are_found_in_any_text() {
        let found = workflow(
            "inputs: {type: object, properties: {a: {}, b: {}, c: {}, a-b: {}}}\nsteps: [{stepId: s, operationId: listPets, parameters: [{name: page, in: query, value: 'x-{$inputs.b}'}, {name: limit, in: query, value: $inputs.a-b}], successCriteria: [{condition: $inputs.c.d == 1}]}]",
        );
        let unused: Vec<_> = found.into_iter().map(|(_, _, message)| message).collect();
        assert_eq!(unused, ["nothing uses input `a`"]);
    }

    #[test]
    fn inputs_are_found_wherever_their_schema_declares_them() {
        let unused = |inputs: &str| -> Vec<String> {
            let steps = "steps: [{stepId: s, operationId: listPets, parameters: [{name: page, in: query, value: $inputs.a}]}]";
            let found = document(&format!(
                "components: {{inputs: {{p: {{type: object, properties: {{a: {{}}, b: {{}}}}}}}}}}\nworkflows:\n- workflowId: w\n  inputs: {inputs}\n  {steps}"
            ));
            let unused = found
                .into_iter()
                .filter(|(code, ..)| *code == "unused-input");
            unused.map(|(_, _, message)| message).collect()
        };
        assert_eq!(
            unused("{$ref: '#/components/inputs/p'}"),
            ["nothing uses input `b`"]
        );
        assert_eq!(
            unused("{allOf: [{properties: {a: {}}}, {properties: {zz: {}}}]}"),
            ["nothing uses input `zz`"]
        );
    }
}
