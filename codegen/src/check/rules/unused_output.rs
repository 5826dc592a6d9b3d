//! `unused-output`: a step's output that nothing in the document reads, in a workflow that has outputs for its callers.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    resolve::workflow::World,
};

use super::super::mentions::Mentions;

/// Looks for the output's name in all text that can read it, so that no way of writing is missed.
pub(in super::super) fn check(world: &World, diagnostics: &mut Diagnostics) {
    let Some(entry) = world.descriptions.first() else {
        return;
    };
    let components = entry.model.node.get("components");
    let in_components = |word: &str| {
        let components = components.as_ref();
        components.map(|node| Mentions::of(node.value(), word))
    };
    let (of_steps, of_outputs) = (in_components("$steps."), in_components("$outputs."));
    // A workflow without outputs of its own has nothing but those of its steps to offer to callers.
    let workflows = entry.model.workflows.iter();
    for workflow in workflows.filter(|workflow| !workflow.outputs.is_empty()) {
        let steps = Mentions::of(workflow.node.value(), "$steps.");
        // The actions for every step may leave out whose outputs they read.
        let lists = ["successActions", "failureActions"].map(|list| workflow.node.get(list));
        let lists = lists.iter().flatten();
        let shared: Vec<Mentions> = lists
            .map(|list| Mentions::of(list.value(), "$outputs."))
            .collect();
        for step in &workflow.steps {
            let id = &step.id.text;
            // So may the step's own.
            let own = Mentions::of(step.node.value(), "$outputs.");
            let all = steps.end_with(&format!("{id}.outputs"));
            for (name, node) in &step.outputs {
                let other = format!("{id}.outputs.{name}");
                let used = all
                    || steps.has(&other)
                    // Read as meant.
                    || steps.has(&format!("{id}.{name}"))
                    || own.has(name)
                    || shared.iter().chain(&of_outputs).any(|all| all.has(name))
                    || of_steps.as_ref().is_some_and(|all| all.has(&other));
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
