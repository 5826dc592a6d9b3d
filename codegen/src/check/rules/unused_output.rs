//! `unused-output`: a step's output that nothing in the document reads, in a workflow that has outputs for its callers.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    resolve::workflow::World,
};

use super::super::mentions::{is_somewhere, mentions};

/// Looks for the output's name in all text that can read it, so that no way of writing is missed.
pub(in super::super) fn check(world: &World, diagnostics: &mut Diagnostics) {
    let Some(entry) = world.descriptions.first() else {
        return;
    };
    let components = entry.model.node.get("components");
    // A workflow without outputs of its own has nothing but those of its steps to offer to callers.
    let workflows = entry.model.workflows.iter();
    for workflow in workflows.filter(|workflow| !workflow.outputs.is_empty()) {
        for step in &workflow.steps {
            for (name, node) in &step.outputs {
                let other = format!("$steps.{}.outputs.{name}", step.id.text);
                // The step's own actions, and those for every step, may leave its name out.
                let own = format!("$outputs.{name}");
                let shared = ["successActions", "failureActions"];
                let mut shared = shared.iter().filter_map(|list| workflow.node.get(list));
                // Both of these are read as meant.
                let without_word = format!("$steps.{}.{name}", step.id.text);
                let all = format!("$steps.{}.outputs", step.id.text);
                let used = mentions(workflow.node.value(), &other)
                    || mentions(workflow.node.value(), &without_word)
                    || is_somewhere(workflow.node.value(), &all)
                    || mentions(step.node.value(), &own)
                    || shared.any(|list| mentions(list.value(), &own))
                    || components.as_ref().is_some_and(|node| {
                        mentions(node.value(), &other) || mentions(node.value(), &own)
                    });
                if !used {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::UnusedOutput,
                            node.key(),
                            format!("nothing in the document reads output `{name}`"),
                        )
                        .label("only callers can see it")
                        .note(format!(
                            "the generated code hands it out all the same, as `run.steps.{}`",
                            crate::types::field_ident(&step.id.text)
                        ))
                        .help("remove it, or allow it with `x-arazzo-codegen-allow: [unused-output]` if callers want it")
                        .step(&step.id.text),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::workflow;

    #[test]
    fn actions_of_the_workflow_read_outputs_of_every_step() {
        let found = workflow(
            "successActions: [{name: z, type: end, criteria: [{condition: $outputs.n == null}]}]\nsteps:\n- {stepId: a, operationId: listPets, outputs: {n: $response.body#/next}}\n- {stepId: b, operationId: listPets, outputs: {n: $response.body#/next, k: $response.body#/total}}\noutputs: {k: $steps.b.outputs.k}",
        );
        assert_eq!(found, []);
    }

    #[test]
    fn outputs_read_all_at_once_or_without_their_word_are_used() {
        let found = workflow(
            "steps:\n- {stepId: s, operationId: listPets, outputs: {a: $response.body#/total}}\n- {stepId: t, operationId: listPets, outputs: {b: $response.body#/total}}\n- {stepId: u, operationId: addPet, requestBody: {payload: {all: $steps.s.outputs, b: $steps.t.b}}}\noutputs: {c: $steps.u.outputs.c}",
        );
        assert!(
            found.iter().all(|(code, ..)| *code != "unused-output"),
            "{found:?}"
        );
    }

    #[test]
    fn outputs_are_found_in_any_text() {
        let found = workflow(
            "steps:\n- {stepId: s, operationId: listPets, outputs: {a: $response.body#/total, b: $response.body#/next, c: $statusCode, d: $statusCode, e: $statusCode}, onSuccess: [{name: n, type: end, criteria: [{condition: $outputs.d > 1}]}]}\n- {stepId: t, operationId: listPets, parameters: [{name: page, in: query, value: 'x-{$steps.s.outputs.b}'}]}\noutputs: {c: $steps.s.outputs.c#/x}",
        );
        let unused: Vec<_> = found
            .into_iter()
            .filter(|(code, ..)| *code == "unused-output")
            .map(|(_, _, message)| message)
            .collect();
        assert_eq!(
            unused,
            [
                "nothing in the document reads output `a`",
                "nothing in the document reads output `e`"
            ]
        );
    }
}
