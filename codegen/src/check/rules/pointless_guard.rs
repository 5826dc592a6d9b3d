//! `pointless-guard`: criteria on a jump to where control goes anyway.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{criteria::List, operation, statuses},
    model::arazzo::{ActionKind, OrReference},
    resolve::workflow::ResolvedAction,
};

use super::super::{
    cases::{are_exclusive, are_opposite, name_all_cases},
    subject::Subject,
};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    let last = subject.resolved.steps.len().saturating_sub(1);
    for lists in subject.criteria() {
        let own = &lists.own;
        let (index, step, resolved) = (own.index, own.step, own.resolved);
        for (at, action) in resolved.on_success.iter().enumerate() {
            let next = action.model.kind == ActionKind::Goto && action.step == Some(index + 1);
            if action.model.criteria.is_empty() || index == last || !next {
                continue;
            }
            let (before, rest) = lists.on_success.split_at(at);
            let Some((list, rest)) = rest.split_first() else {
                continue;
            };
            let guard = Guard {
                subject,
                own,
                list,
                before,
                rest,
            };
            if guard.matters() || guard.is_harmless() || replaces_shared(subject, action) {
                continue;
            }
            let name = &action.model.name;
            let mut found = Diagnostic::new(
                Code::PointlessGuard,
                &name.node,
                format!(
                    "action `{}` leads where control goes anyway: its criteria decide nothing",
                    name.text
                ),
            )
            .label("to the next step, whether they hold or not")
            .help("if the workflow should stop here, make them `successCriteria`; if not, remove the action")
            .step(&step.id.text);
            if resolved.on_success.len() > 1 {
                found = found.note("what no action is for goes on to the next step as well");
            }
            if let Some(next) = subject.step(index + 1) {
                found = found.also(&next.id.node, "the next step");
            }
            diagnostics.push(found);
        }
    }
}

/// An action with criteria that leads to the next step, and those around it.
struct Guard<'g, 'a> {
    subject: &'g Subject<'a>,
    /// The step's success criteria.
    own: &'g List<'a>,
    list: &'g List<'a>,
    /// The actions that are looked at before it.
    before: &'g [List<'a>],
    /// Those that it can keep from being looked at.
    rest: &'g [List<'a>],
}

impl Guard<'_, '_> {
    /// Whether it keeps a later action from being taken.
    fn matters(&self) -> bool {
        self.rest
            .iter()
            .any(|later| !are_exclusive(self.list, later))
    }

    /// Whether it and those around it name all cases, or as far as anybody can tell may do so.
    fn is_harmless(&self) -> bool {
        let around: Vec<&List> = self.before.iter().chain(self.rest).collect();
        let unread = |list: &List| {
            list.criteria
                .iter()
                .any(|parsed| parsed.condition.is_none())
        };
        let unknown = unread(self.list) || around.iter().any(|list| unread(list));
        !around.is_empty() && unknown
            || self.is_certain()
            || around.iter().any(|other| are_opposite(other, self.list))
            || name_all_cases(self.subject, self.list, &around)
    }

    /// Whether its criteria hold after every success that no action before it is for.
    fn is_certain(&self) -> bool {
        let criteria = &self.list.criteria;
        let statuses = self.statuses();
        let repeated = criteria.iter().all(|parsed| {
            let same = |text: &str| text.split_whitespace().eq(parsed.text().split_whitespace());
            let by_status = parsed.condition.as_ref().is_some_and(|condition| {
                let held = |status: &u16| statuses::holds(condition, Some(*status));
                statuses.iter().all(|status| held(status) == Some(true))
            });
            by_status || self.own.criteria.iter().any(|own| same(own.text()))
        });
        let all = |list: &List, status| statuses::all_hold(&list.criteria, Some(status));
        let listed = statuses.iter().all(|status| {
            let mut lists = self.before.iter().chain([self.list]);
            lists.any(|list| all(list, *status) == Some(true))
        });
        repeated || listed
    }

    /// The declared statuses with which the step succeeds; those that are not declared where there are no others.
    fn statuses(&self) -> Vec<u16> {
        let success = self.subject.view.success(self.own.index);
        let all = success.map_or(&[][..], |success| &success.possible);
        let Some(operation) = operation(self.own.resolved) else {
            return all.to_vec();
        };
        let declared = |status: &&u16| statuses::declared(operation, **status).is_some();
        let known: Vec<u16> = all.iter().filter(declared).copied().collect();
        match known.is_empty() {
            true => all.to_vec(),
            false => known,
        }
    }
}

/// Whether a step's own action takes the place of one that the workflow has for all steps: without it that would apply.
fn replaces_shared(subject: &Subject, action: &ResolvedAction) -> bool {
    let mut shared = subject.model.success_actions.iter();
    shared.any(|entry| match entry {
        OrReference::Inline(shared) => {
            shared.name.text == action.model.name.text
                && shared.node.pointer() != action.node.pointer()
        }
        // Which name a component has is not looked up for a warning that can do without.
        OrReference::Reference(shared) => shared.node.pointer() != action.node.pointer(),
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

    /// With these actions on the first of two steps, whose `status` can be anything.
    fn among(actions: &[(&str, &str)]) -> Vec<&'static str> {
        let actions: Vec<String> = actions
            .iter()
            .enumerate()
            .map(|(index, (to, condition))| {
                format!("{{name: n{index}, type: goto, stepId: {to}, criteria: [{{condition: \"{condition}\"}}]}}")
            })
            .collect();
        codes(&format!(
            "steps:\n- stepId: a\n  operationId: listPets\n  outputs: {{n: $response.body#/next}}\n  onSuccess: [{}]\n- stepId: b\n  operationId: listPets\noutputs: {{n: $steps.a.outputs.n}}",
            actions.join(", ")
        ))
    }

    #[test]
    fn what_nobody_named_goes_on_like_what_was_named() {
        let pending = ("a", "$response.body#/next == 'pending'");
        let done = ("b", "$response.body#/next == 'done'");
        assert_eq!(among(&[pending, done]), ["pointless-guard"]);
        assert_eq!(among(&[done, pending]), ["pointless-guard"]);
    }

    #[test]
    fn a_guard_that_keeps_others_away_or_completes_the_cases_does_no_harm() {
        let done = ("b", "$response.body#/next == 'done'");
        assert_eq!(
            among(&[done, ("a", "$response.body#/total > 0")]),
            Vec::<&str>::new()
        );
        let not_done = ("a", "$response.body#/next != 'done'");
        assert_eq!(among(&[not_done, done]), Vec::<&str>::new());
        assert_eq!(
            among(&[
                ("a", "$response.body#/total < 1"),
                ("b", "$response.body#/total >= 1")
            ]),
            Vec::<&str>::new()
        );
        assert_eq!(
            among(&[
                ("b", "$response.body#/total == 1 || $url == 'x'"),
                ("a", "$response.body#/total != 1 && $url != 'x'")
            ]),
            Vec::<&str>::new()
        );
        assert_eq!(
            among(&[
                ("b", "$response.body#/pets/0/vaccinated == true"),
                ("a", "$response.body#/pets/0/vaccinated == false")
            ]),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn what_a_shared_action_does_for_one_step_is_no_reason() {
        let shared = "successActions: [{name: go, type: goto, stepId: c, criteria: [{condition: $response.body#/total == 0}]}]";
        let steps = "steps:\n- {stepId: a, operationId: listPets}\n- {stepId: b, operationId: listPets}\n- {stepId: c, operationId: listPets}";
        assert_eq!(codes(&format!("{shared}\n{steps}")), Vec::<&str>::new());
        let own = "onSuccess: [{name: go, type: goto, stepId: b, criteria: [{condition: $response.body#/total == 0}]}]";
        let steps = format!(
            "steps:\n- stepId: a\n  operationId: listPets\n  {own}\n- {{stepId: b, operationId: listPets}}\n- {{stepId: c, operationId: listPets}}"
        );
        assert_eq!(codes(&format!("{shared}\n{steps}")), Vec::<&str>::new());
        assert_eq!(codes(&steps), ["pointless-guard"]);
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
