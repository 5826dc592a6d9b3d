//! `undeclared-status`: a criterion waits for a status that the operation does not declare.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    expression::{Comparison, Condition},
    resolve::operation::{Operation, StatusPattern},
};

use super::super::{
    criteria::{At, comparisons, lists},
    statuses::{declared, is_status, whole},
    subject::{Subject, operation},
};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for list in lists(subject) {
        let Some(operation) = operation(list.resolved) else {
            continue;
        };
        if operation.responses.is_empty() || operation.unread_responses {
            continue;
        }
        let failure = matches!(list.at, At::FailureAction);
        for parsed in &list.criteria {
            // What never holds anyway has been told.
            let place = parsed.node().place();
            if diagnostics.iter().any(|told| told.primary.place == place) {
                continue;
            }
            for comparison in parsed.condition.iter().flat_map(comparisons) {
                let Some((status, span)) = expected(comparison) else {
                    continue;
                };
                if declared(operation, status).is_some() || failure && anybody_answers(status) {
                    continue;
                }
                let mut found = Diagnostic::warning(
                    "undeclared-status",
                    parsed.place(&span),
                    format!("the operation declares no response with status {status}"),
                )
                .label("probably never answered")
                .help(format!("declared: {}", listed(operation)))
                .step(&list.step.id.text);
                if let Some(responses) = operation.node.get("responses") {
                    found = found.also(responses.key(), "the operation's responses");
                }
                diagnostics.push(found);
            }
        }
    }
}

/// The status that `$statusCode == N` waits for.
fn expected(comparison: &Condition) -> Option<(u16, std::ops::Range<usize>)> {
    let Condition::Compare(left, Comparison::Equal, right) = comparison else {
        return None;
    };
    let literal = match (is_status(left), is_status(right)) {
        (true, false) => right,
        (false, true) => left,
        _ => return None,
    };
    let status = u16::try_from(whole(literal)?).ok()?;
    (100..600)
        .contains(&status)
        .then(|| (status, literal.span.clone()))
}

/// Failures that come from servers, proxies and gateways in general, whatever an API description says.
fn anybody_answers(status: u16) -> bool {
    matches!(status, 400 | 401 | 403 | 404 | 408 | 409 | 429) || status >= 500
}

fn listed(operation: &Operation) -> String {
    let statuses = operation
        .responses
        .iter()
        .map(|response| match response.status {
            StatusPattern::Exact(status) => format!("`{status}`"),
            StatusPattern::Range(digit) => format!("`{digit}XX`"),
            StatusPattern::Default => "`default`".to_owned(),
        });
    statuses.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::step;

    #[test]
    fn declared_statuses_and_ranges_are_fine() {
        for status in ["200", "404", "'418'"] {
            let found = step(&format!(
                "successCriteria: [{{condition: \"$statusCode == {status}\"}}]"
            ));
            assert_eq!(found, Vec::<String>::new(), "{status}");
        }
    }

    #[test]
    fn others_are_told_once() {
        assert_eq!(
            step("successCriteria: [{condition: $statusCode == 201}]"),
            ["undeclared-status 0: the operation declares no response with status 201"]
        );
    }

    #[test]
    fn anybody_may_answer_with_an_error() {
        let retry =
            "onFailure: [{name: a, type: retry, criteria: [{condition: $statusCode == 503}]}]";
        assert_eq!(step(retry), Vec::<String>::new());
    }
}
