//! `constant-condition`: criteria that hold whatever the response is, or never.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    expression::{Condition, OperandKind},
};

use super::super::{
    criteria::{self, At, List, Parsed, lists},
    statuses::{self, Status},
    subject::{Subject, operation},
};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for list in lists(subject) {
        let mut told = false;
        for parsed in &list.criteria {
            let Some(always) = alone(parsed) else {
                continue;
            };
            told = true;
            let (message, label) = if always {
                ("this condition always holds", "decides nothing")
            } else {
                ("this condition never holds", "no response fits")
            };
            diagnostics.push(
                Diagnostic::warning("constant-condition", parsed.node(), message)
                    .label(label)
                    .step(&list.step.id.text),
            );
        }
        if !told {
            contradiction(&list, diagnostics);
        }
    }
}

/// What a condition is by itself, whatever the status.
fn alone(parsed: &Parsed) -> Option<bool> {
    let condition = parsed.condition.as_ref()?;
    // `truthy-operand` tells what is not compared with anything.
    if let Condition::Truthy(operand) = condition
        && matches!(operand.kind, OperandKind::Expression(_))
    {
        return None;
    }
    let mut all = statuses::every().map(|status| statuses::holds(condition, status));
    let first = all.next()??;
    all.all(|next| next == Some(first)).then_some(first)
}

/// Criteria that cannot hold together, or not where their action is looked at.
fn contradiction(list: &List, diagnostics: &mut Diagnostics) {
    if operation(list.resolved).is_none() {
        return;
    }
    let own: Vec<Parsed> = list
        .step
        .success_criteria
        .iter()
        .map(criteria::parsed)
        .collect();
    let (around, words): (Vec<Status>, _) = match list.at {
        At::Step => (statuses::every().collect(), "a success"),
        At::SuccessAction => {
            let success = |status: &Status| statuses::succeeds(&own, *status) != Some(false);
            (statuses::every().filter(success).collect(), "a success")
        }
        At::FailureAction => {
            let failure = |status: &Status| statuses::succeeds(&own, *status) != Some(true);
            let all = statuses::every().chain([None]);
            (all.filter(failure).collect(), "a failure")
        }
    };
    if around.is_empty() {
        return;
    }
    let mut left = around;
    for (index, parsed) in list.criteria.iter().enumerate() {
        let Some(condition) = &parsed.condition else {
            continue;
        };
        left.retain(|status| statuses::holds(condition, *status) != Some(false));
        if !left.is_empty() {
            continue;
        }
        let mut found = Diagnostic::warning(
            "constant-condition",
            parsed.node(),
            if index == 0 {
                format!("this never holds after {words}")
            } else {
                "this condition never holds together with those before it".to_owned()
            },
        )
        .label("no status fits")
        .step(&list.step.id.text);
        if let Some(before) = index.checked_sub(1).and_then(|at| list.criteria.get(at)) {
            found = found.also(before.node(), "must hold as well");
        } else if own.is_empty() {
            found = found
                .note("a step without `successCriteria` succeeds with any status from 200 to 299");
        } else if let Some(first) = own.first() {
            found = found.also(first.node(), "decides what a success is");
        }
        diagnostics.push(found);
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::step;

    fn criteria(conditions: &[&str]) -> Vec<String> {
        let list: Vec<String> = conditions
            .iter()
            .map(|condition| format!("{{condition: \"{condition}\"}}"))
            .collect();
        step(&format!("successCriteria: [{}]", list.join(", ")))
    }

    #[test]
    fn what_depends_on_the_response_is_fine() {
        assert_eq!(criteria(&["$statusCode == 200"]), Vec::<String>::new());
        assert_eq!(
            criteria(&[
                "$statusCode >= 200",
                "$statusCode < 300 || $response.body#/ok"
            ]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_does_not_is_told() {
        let always = ["constant-condition 0: this condition always holds"];
        let never = ["constant-condition 0: this condition never holds"];
        assert_eq!(criteria(&["true"]), always);
        assert_eq!(
            criteria(&["$statusCode != 200 || $statusCode != 404"]),
            always
        );
        assert_eq!(
            criteria(&["$statusCode == 200 && $statusCode == 201"]),
            never
        );
        assert_eq!(criteria(&["'a' == 'b'"]), never);
        assert_eq!(criteria(&["$url == $url"]), always);
        assert_eq!(
            criteria(&["$response.body#/name != $response.body#/name"]),
            never
        );
        assert_eq!(
            criteria(&["$statusCode == 200", "$statusCode == 404"]),
            ["constant-condition 1: this condition never holds together with those before it"]
        );
    }

    #[test]
    fn actions_are_judged_by_what_leads_to_them() {
        let action = |list: &str, status: u16| {
            step(&format!(
                "{list}: [{{name: a, type: end, criteria: [{{condition: $statusCode == {status}}}]}}]"
            ))
        };
        assert_eq!(action("onSuccess", 200), Vec::<String>::new());
        assert_eq!(
            action("onSuccess", 404),
            ["constant-condition 0: this never holds after a success"]
        );
        assert_eq!(action("onFailure", 404), Vec::<String>::new());
        assert_eq!(
            action("onFailure", 200),
            ["constant-condition 0: this never holds after a failure"]
        );
    }
}
