//! `pointless-guard`: criteria on a jump to where control goes anyway.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    model::arazzo::{ActionKind, Step},
    resolve::{operation::Operation, workflow::ResolvedAction},
};

use super::super::{
    criteria::{self, Parsed},
    statuses,
    subject::{Subject, operation},
};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    let last = subject.resolved.steps.len().saturating_sub(1);
    for (index, step, resolved) in subject.steps() {
        // Beside others a guard matters: it keeps them from being looked at, or completes a list of all cases.
        let [action] = resolved.on_success.as_slice() else {
            continue;
        };
        if action.model.criteria.is_empty() || index == last {
            continue;
        }
        let next = action.model.kind == ActionKind::Goto && action.step == Some(index + 1);
        if !next || certain(action, step, operation(resolved)) {
            continue;
        }
        let name = &action.model.name;
        let mut found = Diagnostic::warning(
            "pointless-guard",
            &name.node,
            format!(
                "action `{}` leads where control goes anyway: its criteria decide nothing",
                name.text
            ),
        )
        .label("to the next step, whether they hold or not")
        .help("if the workflow should stop here, make them `successCriteria`; if not, remove the action")
        .step(&step.id.text);
        if let Some(next) = subject.step(index + 1) {
            found = found.also(&next.id.node, "the next step");
        }
        diagnostics.push(found);
    }
}

/// Whether the criteria hold after every success, so that nothing is lost by going on without them.
fn certain(action: &ResolvedAction, step: &Step, operation: Option<&Operation>) -> bool {
    let own: Vec<Parsed> = step.success_criteria.iter().map(criteria::parsed).collect();
    action.model.criteria.iter().all(|criterion| {
        let repeated = step.success_criteria.iter().any(|success| {
            success
                .condition
                .text
                .split_whitespace()
                .eq(criterion.condition.text.split_whitespace())
        });
        let parsed = criteria::parsed(criterion);
        let by_status = parsed.condition.as_ref().is_some_and(|condition| {
            (100..600)
                .filter(|status| statuses::succeeds(&own, Some(*status)) != Some(false))
                .filter(|status| {
                    operation
                        .is_none_or(|operation| statuses::declared(operation, *status).is_some())
                })
                .all(|status| statuses::holds(condition, Some(status)) == Some(true))
        });
        repeated || by_status
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;

    fn guarded(success: &str, guard: &str) -> Vec<&'static str> {
        codes(&format!(
            "steps:\n- stepId: a\n  operationId: listPets\n  {success}\n  onSuccess: [{{name: go, type: goto, stepId: b, criteria: [{{condition: \"{guard}\"}}]}}]\n- stepId: b\n  operationId: listPets"
        ))
    }

    #[test]
    fn a_guard_that_may_fail_decides_nothing() {
        assert_eq!(
            guarded("", "$response.body#/total > 0"),
            ["pointless-guard"]
        );
    }

    #[test]
    fn a_guard_that_repeats_what_success_means_does_no_harm() {
        assert_eq!(guarded("", "$statusCode == 200"), Vec::<&str>::new());
        assert_eq!(
            guarded(
                "successCriteria: [{condition: $response.body#/total > 0}]",
                "$response.body#/total > 0"
            ),
            Vec::<&str>::new()
        );
    }
}
