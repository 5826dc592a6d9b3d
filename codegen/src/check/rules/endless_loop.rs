//! `endless-loop`: steps that lead to each other and nowhere else (decision D-21).

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    flow::{Edge, To, unconditional},
    load::Place,
};

use super::super::subject::Subject;

/// Reports each loop once, but not those that the actions at `hiding` close, which were reported; the steps of all of them.
pub(in super::super) fn check(
    subject: &Subject,
    hiding: &[Place],
    diagnostics: &mut Diagnostics,
) -> BTreeSet<usize> {
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let stuck = subject.graph.stuck(subject.resolved.steps.len());
    for (index, step, _) in subject.steps() {
        if told.contains(&index) || !subject.flow.is_reachable(index) {
            continue;
        }
        let comes_round = subject.flow.loops.get(index);
        let comes_round = comes_round.is_some_and(|around| around.contains(index));
        if stuck.get(index) != Some(&true) || !comes_round {
            continue;
        }
        let around = subject.graph.after(index);
        if !around.contains(&index) {
            continue;
        }
        told.extend(&around);
        let mut back = subject.graph.edges.iter();
        let back = back.find(|edge| around.contains(&edge.from) && closes(edge));
        let Some(action) = back.and_then(|edge| edge.action) else {
            continue;
        };
        if hiding.contains(&action.node.place()) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                Code::EndlessLoop,
                &action.model.name.node,
                format!(
                    "action `{}` closes a loop without an exit",
                    action.model.name.text
                ),
            )
            .label("always goes back")
            .also(&step.id.node, "the loop begins here")
            .note("only a failing request, or the budget of steps, ends such a run")
            .help("give the action criteria, or add one before it that leads out of the loop")
            .step(&step.id.text),
        );
    }
    told
}

/// Whether an edge always leads back. In a loop without an exit one does: else control would go on from its last step.
fn closes(edge: &Edge) -> bool {
    edge.succeeded
        && edge.action.is_some_and(unconditional)
        && matches!(edge.to, To::Step(to) if to <= edge.from)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, step};

    #[test]
    fn an_unconditional_way_back_is_told() {
        assert_eq!(
            step("onSuccess: [{name: again, type: goto, stepId: s}]"),
            ["endless-loop 0: action `again` closes a loop without an exit"]
        );
    }

    #[test]
    fn the_steps_behind_it_are_not_told_as_well() {
        let found = codes(
            "steps:\n- stepId: a\n  operationId: listPets\n- stepId: b\n  operationId: listPets\n  onSuccess: [{name: again, type: goto, stepId: a}]\n- stepId: c\n  operationId: listPets",
        );
        assert_eq!(found, ["endless-loop"]);
    }

    #[test]
    fn the_action_without_criteria_is_to_blame() {
        let found = codes(
            "steps:\n- {stepId: z, operationId: listPets, onSuccess: [{name: go, type: goto, stepId: a}]}\n- {stepId: dead, operationId: listPets}\n- {stepId: a, operationId: listPets, onSuccess: [{name: poll, type: goto, stepId: a, criteria: [{condition: $response.body#/total == 3}]}]}\n- {stepId: b, operationId: listPets, onSuccess: [{name: back, type: goto, stepId: a}]}",
        );
        // What else is wrong is reported as well.
        assert_eq!(found, ["endless-loop", "unreachable-step"]);
        let found = step(
            "onSuccess: [{name: poll, type: goto, stepId: s, criteria: [{condition: $response.body#/name == 'x'}]}, {name: back, type: goto, stepId: s}]",
        );
        assert_eq!(
            found,
            ["endless-loop 1: action `back` closes a loop without an exit"]
        );
    }

    #[test]
    fn a_loop_with_an_exit_is_fine() {
        for actions in [
            "onSuccess: [{name: again, type: goto, stepId: s, criteria: [{condition: $response.body#/status == 'pending'}]}]",
            "onSuccess: [{name: again, type: goto, stepId: s}]\n    onFailure: [{name: done, type: end}]",
        ] {
            assert_eq!(step(actions), Vec::<String>::new(), "{actions}");
        }
    }
}
