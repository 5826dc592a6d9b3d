//! `unreachable-step`: no path leads to a step.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    flow::unconditional,
    load::Place,
};

use super::super::subject::Subject;

/// Steps behind a loop of `endless` ones, or behind an action of `hiding`, are unreachable because of what was reported.
pub(in super::super) fn check(
    subject: &Subject,
    endless: &BTreeSet<usize>,
    hiding: &[Place],
    diagnostics: &mut Diagnostics,
) {
    let steps: Vec<_> = subject.steps().collect();
    for (index, step, _) in &steps {
        let before = index.checked_sub(1);
        // Steps behind an unreachable one are unreachable because of it.
        if subject.flow.is_reachable(*index)
            || before.is_some_and(|before| {
                !subject.flow.is_reachable(before) || endless.contains(&before)
            })
        {
            continue;
        }
        let culprit = before
            .and_then(|before| subject.resolved.steps.get(before))
            .and_then(|step| step.on_success.iter().find(|action| unconditional(action)));
        if culprit.is_some_and(|action| hiding.contains(&action.node.place())) {
            continue;
        }
        let mut found = Diagnostic::new(
            Code::UnreachableStep,
            &step.id.node,
            format!("no path leads to step `{}`", step.id.text),
        )
        .label("never runs")
        .step(&step.id.text);
        if let Some(action) = culprit {
            found = found
                .also(&action.model.name.node, "always goes elsewhere")
                .help("give that action criteria, let an action lead here, or remove the step");
        }
        let also = (index + 1..steps.len())
            .take_while(|later| !subject.flow.is_reachable(*later))
            .count();
        match also {
            0 => {}
            1 => found = found.note("the step behind it never runs either"),
            more => found = found.note(format!("the {more} steps behind it never run either")),
        }
        diagnostics.push(found);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::workflow;

    const STEPS: &str = "steps:\n- stepId: a\n  operationId: listPets\n  onSuccess: [ACTION]\n- stepId: b\n  operationId: listPets\n- stepId: c\n  operationId: listPets";

    fn found(action: &str) -> Vec<String> {
        let found = workflow(&STEPS.replace("ACTION", action));
        found.into_iter().map(|(_, _, message)| message).collect()
    }

    #[test]
    fn what_an_unconditional_action_passes_over_is_told_once() {
        assert_eq!(
            found("{name: stop, type: end}"),
            ["no path leads to step `b`"]
        );
        assert_eq!(
            found("{name: skip, type: goto, stepId: c}"),
            ["no path leads to step `b`"]
        );
    }

    #[test]
    fn criteria_leave_both_ways_open() {
        let guarded =
            "{name: stop, type: end, criteria: [{condition: $response.body#/total == 0}]}";
        assert_eq!(found(guarded), Vec::<String>::new());
    }
}
