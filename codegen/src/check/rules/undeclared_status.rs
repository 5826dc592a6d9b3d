//! `undeclared-status`: a criterion waits for a status that the operation does not declare.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        At,
        criteria::List,
        criterion::comparisons,
        statuses::{awaited, declared},
    },
    load::Place,
    resolve::{
        operation::{Operation, StatusPattern},
        workflow::{ResolvedTarget, World},
    },
};

use super::super::{last_request::last_operations, subject::Subject};

/// Leaves out conditions at the places of `settled`, whose outcome was reported.
pub(in super::super) fn check(subject: &Subject, settled: &[Place], diagnostics: &mut Diagnostics) {
    for list in subject.lists() {
        let mut conditions = list.criteria.iter().flat_map(|parsed| &parsed.condition);
        if !conditions.any(|condition| {
            comparisons(condition)
                .into_iter()
                .any(|one| awaited(one).is_some())
        }) {
            continue;
        }
        let Some(asked) = asked(subject.world, list) else {
            continue;
        };
        let unknown =
            |operation: &&Operation| operation.responses.is_empty() || operation.unread_responses;
        if asked.operations.iter().any(unknown) {
            continue;
        }
        let failure = matches!(list.at, At::FailureAction);
        for parsed in &list.criteria {
            if settled.contains(&parsed.node().place()) {
                continue;
            }
            for comparison in parsed.condition.iter().flat_map(comparisons) {
                let Some((status, span)) = awaited(comparison) else {
                    continue;
                };
                if failure && anybody_answers(status) || asked.declares(status) {
                    continue;
                }
                let found = asked.report(status, parsed.place(&span));
                diagnostics.push(found.step(&list.step.id.text));
            }
        }
    }
}

/// Who can have given the status that a criterion looks at.
struct Asked<'a> {
    operations: Vec<&'a Operation>,
    /// The id of the workflow that the step calls, if it calls one.
    workflow: Option<&'a str>,
}

fn asked<'a>(world: &'a World, list: &List<'a>) -> Option<Asked<'a>> {
    match list.resolved.target.as_ref()? {
        ResolvedTarget::Operation { operation, .. } => Some(Asked {
            operations: vec![operation],
            workflow: None,
        }),
        ResolvedTarget::Workflow(target) => {
            let succeeded = !matches!(list.at, At::FailureAction);
            Some(Asked {
                operations: last_operations(world, *target, succeeded)?,
                workflow: Some(&world.model(*target)?.id.text),
            })
        }
    }
}

impl Asked<'_> {
    fn declares(&self, status: u16) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|operation| declared(operation, status).is_some())
    }

    fn report(&self, status: u16, place: Place) -> Diagnostic {
        let message = match self.workflow {
            None => format!("the operation declares no response with status {status}"),
            Some(id) => format!(
                "no operation that workflow `{id}` can end with declares a response with status {status}"
            ),
        };
        let found = Diagnostic::new(Code::UndeclaredStatus, place, message)
            .label("probably never answered")
            .help(format!("declared: {}", listed(&self.operations)));
        let nodes = self.operations.iter().map(|operation| &operation.node);
        let mut responses = nodes.filter_map(|node| node.get("responses"));
        match responses.next() {
            Some(responses) => found.also(responses.key(), "the operation's responses"),
            None => found,
        }
    }
}

/// Failures that come from servers, proxies and gateways in general, whatever an API description says.
fn anybody_answers(status: u16) -> bool {
    matches!(status, 400 | 401 | 403 | 404 | 408 | 409 | 429) || status >= 500
}

fn listed(operations: &[&Operation]) -> String {
    let mut words: Vec<String> = Vec::new();
    for response in operations.iter().flat_map(|found| &found.responses) {
        let word = match response.status {
            StatusPattern::Exact(status) => format!("`{status}`"),
            StatusPattern::Range(digit) => format!("`{digit}XX`"),
            StatusPattern::Default => "`default`".to_owned(),
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, step};

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

    /// What is said of a step that calls a workflow with these steps.
    fn called(criterion: &str, steps: &str) -> Vec<String> {
        let found = document(&format!(
            "workflows:
- workflowId: w
  steps:
  - {{stepId: call, workflowId: inner, {criterion}}}
- workflowId: inner
  steps:
  - {{stepId: list, operationId: listPets}}
{steps}"
        ));
        let ours = found
            .into_iter()
            .filter(|(code, ..)| *code == "undeclared-status");
        ours.map(|(_, _, message)| message).collect()
    }

    #[test]
    fn a_called_workflow_answers_with_what_its_last_operations_declare() {
        let show = "  - {stepId: note, operationId: readNote}\n  - {stepId: add, operationId: addPet, requestBody: {payload: {}}}";
        let on = |status: u16| {
            called(
                &format!("successCriteria: [{{condition: $statusCode == {status}}}]"),
                show,
            )
        };
        assert_eq!(on(201), Vec::<String>::new());
        assert_eq!(
            on(200),
            ["no operation that workflow `inner` can end with declares a response with status 200"]
        );
        let unknown = "  - {stepId: note, operationId: nobody}";
        let found = called(
            "successCriteria: [{condition: $statusCode == 299}]",
            unknown,
        );
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn a_workflow_can_end_early_and_fail_anywhere() {
        let criterion = "successCriteria: [{condition: $statusCode == 200}]";
        let note = "  - {stepId: note, operationId: readNote";
        let done = "onSuccess: [{name: done, type: end, criteria: [{condition: $response.header.X == 1}]}]";
        let add = "  - {stepId: add, operationId: addPet, requestBody: {payload: {}}}";
        let early = called(criterion, &format!("{note}, {done}}}\n{add}"));
        assert_eq!(early, Vec::<String>::new());
        assert_eq!(called(criterion, &format!("{note}}}\n{add}")).len(), 1);
        let failed =
            "onFailure: [{name: f, type: end, criteria: [{condition: $statusCode == 200}]}]";
        assert_eq!(called(failed, add), Vec::<String>::new());
        let failed =
            "onFailure: [{name: f, type: end, criteria: [{condition: $statusCode == 299}]}]";
        assert_eq!(called(failed, add).len(), 1);
    }
}
