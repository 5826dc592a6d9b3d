//! `constant-condition`: criteria that hold whatever the response is, or never.

pub(in super::super) mod slashed_regex;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        At,
        criteria::List,
        criterion::Parsed,
        operation,
        statuses::{self, Status},
    },
    expression::{Condition, OperandKind},
    load::Place,
};

use super::super::{
    cases::{Test, conflict, decided, required},
    subject::Subject,
};

/// Reports them, and says where they stand.
pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) -> Vec<Place> {
    let mut all = Vec::new();
    let all_lists = subject.criteria().iter();
    for (own, list) in all_lists.flat_map(|lists| lists.all().map(|list| (&lists.own, list))) {
        let before = all.len();
        for parsed in &list.criteria {
            let Some(always) = alone(parsed) else {
                continue;
            };
            all.push(parsed.node().place());
            let (message, label) = if always {
                ("this condition always holds", "decides nothing")
            } else {
                ("this condition never holds", "no response fits")
            };
            diagnostics.push(
                Diagnostic::new(Code::ConstantCondition, parsed.node(), message)
                    .label(label)
                    .step(&list.step.id.text),
            );
        }
        if all.len() == before {
            let found = contradiction(own, list).or_else(|| conflicting_values(list));
            if let Some(found) = found {
                all.push(found.primary.place.clone());
                diagnostics.push(found);
            }
        }
    }
    all
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
    let by_status = all
        .next()
        .flatten()
        .filter(|first| all.all(|next| next == Some(*first)));
    by_status.or_else(|| decided(condition))
}

/// A criterion that asks a value to be what one before it rules out.
fn conflicting_values(list: &List) -> Option<Diagnostic> {
    let mut before: Vec<(&Parsed, Vec<Test>)> = Vec::new();
    for parsed in &list.criteria {
        let Some(condition) = &parsed.condition else {
            continue;
        };
        let tests = required(condition);
        if let Some((earlier, _)) = before.iter().find(|(_, known)| conflict(known, &tests)) {
            let found = Diagnostic::new(
                Code::ConstantCondition,
                parsed.node(),
                "this condition never holds together with those before it",
            )
            .label("no value fits")
            .also(earlier.node(), "must hold as well");
            return Some(found.step(&list.step.id.text));
        }
        before.push((parsed, tests));
    }
    None
}

/// Criteria that cannot hold together, or not where their action is looked at.
fn contradiction(own: &List, list: &List) -> Option<Diagnostic> {
    operation(list.resolved)?;
    let whole = own.is_whole();
    let own = &own.criteria;
    let (around, words): (Vec<Status>, _) = match list.at {
        // Criteria that could not all be read do not say what a success is, or a failure.
        At::SuccessAction | At::FailureAction if !whole => {
            (statuses::every().chain([None]).collect(), "a success")
        }
        At::SuccessAction => {
            let success = |status: &Status| statuses::succeeds(own, *status) != Some(false);
            (statuses::every().filter(success).collect(), "a success")
        }
        At::FailureAction => {
            let failure = |status: &Status| statuses::succeeds(own, *status) != Some(true);
            let all = statuses::every().chain([None]);
            (all.filter(failure).collect(), "a failure")
        }
        _ => (statuses::every().collect(), "a success"),
    };
    if around.is_empty() {
        return None;
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
        let mut found = Diagnostic::new(
            Code::ConstantCondition,
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
        return Some(found);
    }
    None
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
        for text in [
            "'b' > 'a'",
            "'a' <= 'A'",
            "'10' > '9'",
            "'10' < '9a'",
            "9007199254740993 > 9007199254740992",
            "'ΟΔΟΣ' == 'οδος'",
        ] {
            assert_eq!(criteria(&[text]), always, "{text}");
        }
        for text in ["'b' < 'A'", "'a' == 1", "true < 'a'", "null >= null"] {
            assert_eq!(criteria(&[text]), never, "{text}");
        }
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
    fn one_value_is_not_two_things() {
        let never = ["constant-condition 0: this condition never holds"];
        let always = ["constant-condition 0: this condition always holds"];
        let name = "$response.body#/name";
        let age = "$response.body#/age";
        let with = |text: &str| criteria(&[&text.replace("NAME", name).replace("AGE", age)]);
        assert_eq!(with("NAME == 'a' && NAME == 'b'"), never);
        assert_eq!(with("NAME != 'a' || NAME != 'b'"), always);
        assert_eq!(with("AGE > 5 && AGE < 3"), never);
        assert_eq!(with("!(AGE == 5 && AGE == 3)"), always);
        for fine in [
            "NAME == 'a' || NAME == 'b'",
            "NAME != 'a' && NAME != 'b'",
            "NAME == 'a' && NAME == 'A'",
            "AGE == 5 && AGE == '5.0'",
            "AGE > 3 && AGE < 5",
            "AGE >= 3 && AGE <= 3",
            "AGE < 3 || AGE >= 3",
        ] {
            assert_eq!(with(fine), Vec::<String>::new(), "{fine}");
        }
        assert_eq!(
            criteria(&["$response.body#/name == 'a'", "$response.body#/name == 'b'"]),
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
