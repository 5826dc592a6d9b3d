//! `unpaced-loop`: a failing step is tried again at once, as often as the step budget allows, with the same requests.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::arazzo::ActionKind,
    resolve::workflow::ResolvedAction,
};

use super::super::subject::Subject;

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for (index, step, resolved) in subject.steps() {
        for action in &resolved.on_failure {
            let Some(target) = action
                .step
                .filter(|_| action.model.kind == ActionKind::Goto)
            else {
                continue;
            };
            if target > index || !subject.flow.is_reachable(index) {
                continue;
            }
            let after = subject.graph.after(target);
            if target != index && !after.contains(&index) {
                continue;
            }
            let mut around: BTreeSet<usize> = after
                .into_iter()
                .filter(|at| (target..=index).contains(at))
                .collect();
            around.insert(target);
            if changes(subject, &around) {
                continue;
            }
            diagnostics.push(report(action).step(&step.id.text));
        }
    }
}

/// Whether a request of the loop can differ from round to round: it reads an output that the loop sets.
fn changes(subject: &Subject, around: &BTreeSet<usize>) -> bool {
    let names: Vec<String> = around
        .iter()
        .filter_map(|at| subject.step(*at))
        .map(|step| format!("$steps.{}.outputs", step.id.text))
        .collect();
    subject
        .steps()
        .filter(|(index, ..)| around.contains(index))
        .any(|(_, step, resolved)| {
            let parameters = resolved.parameters.iter().map(|parameter| &parameter.value);
            let body = step.request_body.iter().map(|body| &body.node);
            let mut texts = parameters.chain(body).map(|node| node.value().to_string());
            texts.any(|text| names.iter().any(|name| text.contains(name.as_str())))
        })
}

fn report(action: &ResolvedAction) -> Diagnostic {
    Diagnostic::new(
        Code::UnpacedLoop,
        &action.model.name.node,
        format!(
            "action `{}` tries again without delay or limit",
            action.model.name.text
        ),
    )
    .label("the same requests again at once")
    .help("use `type: retry` with `retryAfter` and `retryLimit`")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, step};

    #[test]
    fn going_back_after_a_failure_knows_no_delay() {
        assert_eq!(
            step("onFailure: [{name: again, type: goto, stepId: s}]"),
            ["unpaced-loop 0: action `again` tries again without delay or limit"]
        );
        assert_eq!(
            step("onFailure: [{name: again, type: retry, retryAfter: 1}]"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn requests_that_change_are_no_polling() {
        let found = codes(
            "steps:\n- stepId: a\n  operationId: listPets\n  outputs: {n: $response.body#/next}\n- stepId: b\n  operationId: listPets\n  parameters: [{name: page, in: query, value: $steps.a.outputs.n}]\n  onFailure: [{name: again, type: goto, stepId: a}]",
        );
        assert_eq!(found, Vec::<&str>::new());
    }
}
