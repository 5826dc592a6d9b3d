//! The Success Action Object and the Failure Action Object.

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    load::Node,
    model::{
        arazzo::{Action, ActionKind, Criterion, Text, Unread},
        faults,
    },
    nearest::is_typo,
};

use super::{
    Reader,
    choice::Choice,
    criterion,
    fields::{Field, Object, Shape, empty_list, field, field_1_1},
    forms, number,
    parameter::Use,
    parameters::parameters,
};

/// Which of the two lists an action is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Success,
    Failure,
}

/// Arazzo 1.1, section "Success Action Object".
const SUCCESS_ACTION: Shape = Shape {
    what: "a success action",
    identity: &["name", "type"],
    fields: &[NAME, TYPE, WORKFLOW, STEP, PARAMETERS, CRITERIA],
};

/// Arazzo 1.1, section "Failure Action Object".
const FAILURE_ACTION: Shape = Shape {
    what: "a failure action",
    identity: &["name", "type"],
    fields: &[
        NAME,
        TYPE,
        WORKFLOW,
        STEP,
        field("retryAfter"),
        field("retryLimit"),
        PARAMETERS,
        CRITERIA,
    ],
};

/// What repeats a step that succeeded has all the fields of a retry (decision D-56).
const POLLING: Shape = Shape {
    what: SUCCESS_ACTION.what,
    ..FAILURE_ACTION
};

const NAME: Field = field("name");
const TYPE: Field = field("type");
const WORKFLOW: Field = field("workflowId");
const STEP: Field = field("stepId");
const PARAMETERS: Field = field_1_1("parameters");
const CRITERIA: Field = field("criteria");

const SUCCESS_KINDS: &[Choice<ActionKind>] = &[
    Choice::new("end", ActionKind::End),
    Choice::new("goto", ActionKind::Goto),
];

const FAILURE_KINDS: &[Choice<ActionKind>] = &[
    Choice::new("end", ActionKind::End),
    Choice::new("retry", ActionKind::Retry),
    Choice::new("goto", ActionKind::Goto),
];

impl After {
    /// The field of `components` that has actions of this kind.
    pub(super) fn component_field(self) -> &'static str {
        match self {
            Self::Success => "successActions",
            Self::Failure => "failureActions",
        }
    }
}

/// Reads an action written in place.
pub(super) fn action(reader: &mut Reader<'_>, node: &Node, after: After) -> Option<Action> {
    let shape = match after {
        After::Success if matches!(node.str_at("type"), Some("end" | "goto")) => &SUCCESS_ACTION,
        After::Success => &POLLING,
        After::Failure => &FAILURE_ACTION,
    };
    if let Some(found) = in_another_form(node, shape) {
        reader.report(found);
        return None;
    }
    let object = reader.object(node, shape)?;
    let name = reader.required_text(&object, "name");
    let kind = reader.required_text(&object, "type");
    let kind = kind.and_then(|text| action_kind(reader, &text, after));
    let mut workflow = reader.text(&object, "workflowId");
    let mut step = reader.text(&object, "stepId");
    let both = object.has("workflowId") && object.has("stepId");
    let unread_target = both
        || workflow.is_none() && !object.is_empty_at("workflowId")
        || step.is_none() && !object.is_empty_at("stepId");
    if both {
        // Which one is meant nobody knows.
        (workflow, step) = (None, None);
    }
    if let Some(kind) = kind {
        target(reader, &object, kind);
    }
    let retry_after = retry_number(reader, &object, "retryAfter", kind, false);
    let retry_limit = retry_number(reader, &object, "retryLimit", kind, true);
    let mut unread_parameters = Unread::default();
    let parameters = parameters(reader, &object, Use::ActionInputs, &mut unread_parameters);
    let reported = kind == Some(ActionKind::Goto) && !object.has("stepId");
    if let (Some(member), false) = (object.get("parameters"), object.has("workflowId"))
        && !reported
    {
        let message = "`parameters` of an action without a `workflowId`";
        reader.report(
            faults::missing_target(member.key(), message)
                .help("name the workflow whose inputs they are, or remove them"),
        );
    }
    let (criteria, unread_criteria) = criteria(reader, &object, after);
    Some(Action {
        node: node.clone(),
        name: name?,
        kind: kind?,
        workflow,
        step,
        retry_after,
        retry_limit,
        parameters,
        criteria,
        unread_parameters,
        unread_target,
        unread_criteria,
    })
}

/// An action in the form of another language, such as `{retry: {retryAfter: 1}}` or `{goto: find}`.
fn in_another_form(node: &Node, shape: &Shape) -> Option<Diagnostic> {
    let members = node.members();
    let known = |key: &str| {
        let mut fields = FAILURE_ACTION.fields.iter();
        key.starts_with("x-") || fields.any(|field| is_typo(key, field.name))
    };
    let (first, member) = members.iter().find(|(key, _)| !known(key))?;
    let typed = members.iter().any(|(key, _)| is_typo(key, "type"));
    let words = ["retry", "goto", "end"];
    if typed || members.len() > 1 && !words.contains(&first.as_str()) {
        return None;
    }
    let form = forms::action(node)?;
    let lacks: &[&str] = match node.get("name") {
        Some(_) => &["type"],
        None => &["name", "type"],
    };
    Some(
        faults::missing_fields(member.key(), shape.what, lacks)
            .label(format!("`{first}` is no field of an action"))
            .help(form),
    )
}

fn action_kind(reader: &mut Reader<'_>, text: &Text, after: After) -> Option<ActionKind> {
    match after {
        After::Success if text.text == "retry" => {
            let found = Diagnostic::new(
                Code::SuccessRetry,
                &text.node,
                "`retry` is an action after failures",
            )
            .label("read as polling: the step is repeated while the criteria of the action hold")
            .help("the standard form is a success criterion that the answer is final, and a `retry` in `onFailure`");
            reader.report(found);
            Some(ActionKind::Retry)
        }
        After::Success => choice(reader, text, "success action", SUCCESS_KINDS),
        After::Failure => choice(reader, text, "failure action", FAILURE_KINDS),
    }
}

fn choice(
    reader: &mut Reader<'_>,
    text: &Text,
    what: &str,
    kinds: &[Choice<ActionKind>],
) -> Option<ActionKind> {
    let synonym = forms::SYNONYMS
        .iter()
        .find(|(other, _)| *other == text.text);
    let Some((_, meant)) = synonym else {
        return reader.choice(text, what, kinds);
    };
    let found = reader.not_a_choice(text, what, kinds);
    reader.report(
        found
            .help(format!("did you mean `{meant}`?"))
            .suggest(*meant),
    );
    None
}

/// `goto` has exactly one target, `retry` at most one, and `end` has no use for any.
fn target(reader: &mut Reader<'_>, object: &Object, kind: ActionKind) {
    match (object.get("stepId"), object.get("workflowId"), kind) {
        (Some(step), Some(workflow), _) => reader.report(
            faults::conflicting_targets(
                &object.title(),
                ("stepId", step),
                ("workflowId", workflow),
            )
            .help("an action has one target: remove one of the two"),
        ),
        (None, None, ActionKind::Goto) => reader.report(
            faults::missing_target(
                object.anchor(),
                format!("goto in {} goes nowhere", object.title()),
            )
            .help("add `stepId` or `workflowId`"),
        ),
        (Some(member), None, ActionKind::End) | (None, Some(member), ActionKind::End) => {
            ignored(reader, member, "end");
        }
        _ => {}
    }
}

/// A number that only `retry` has a use for (Arazzo 1.1, section "Failure Action Object").
fn retry_number(
    reader: &mut Reader<'_>,
    object: &Object,
    name: &str,
    action: Option<ActionKind>,
    integer: bool,
) -> Option<Node> {
    let node = reader.optional(object, name)?;
    let other = match action {
        Some(ActionKind::End) => Some("end"),
        Some(ActionKind::Goto) => Some("goto"),
        Some(ActionKind::Retry) | None => None,
    };
    if let Some(other) = other {
        ignored(reader, &node, other);
        return None;
    }
    let Value::Number(number) = node.value() else {
        reader.report(number::not_a_number(&node, name, "a number"));
        return None;
    };
    let problem = if number.to_string().starts_with('-') && number.as_f64() != Some(0.0) {
        "must not be negative"
    } else if integer && number.as_u64().is_none() {
        "must be a whole number"
    } else if number.as_f64().is_none_or(|seconds| !seconds.is_finite()) {
        "is too large"
    } else {
        return Some(node);
    };
    let message = format!("`{name}` {problem}");
    reader.report(faults::invalid_value(node.place(), message));
    None
}

fn ignored(reader: &mut Reader<'_>, member: &Node, action: &str) {
    let name = member.pointer().tokens().last().unwrap_or_default();
    let message = format!("`{name}` has no effect on an action of type `{action}`");
    reader.report(
        faults::ignored_field(member.key(), message)
            .help("remove it, or use the type of action that is meant"),
    );
}

/// The criteria, and whether there are others.
fn criteria(reader: &mut Reader<'_>, object: &Object, after: After) -> (Vec<Criterion>, bool) {
    let Some((node, items)) = reader.list(object, "criteria") else {
        return (Vec::new(), object.has_no_list("criteria"));
    };
    if items.is_empty() {
        let mut found = empty_list(&node, "criteria")
            .help("remove it: without criteria the action always applies");
        if after == After::Failure {
            found.severity = Severity::Warning;
        }
        reader.report(found);
    }
    let read = criterion::criteria(reader, &items);
    let unread = read.len() < items.len();
    (read, unread)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, in_1_1, sound, with_fields};
    use crate::model::arazzo::{ActionKind, OrReference};

    fn after_success(action: Value) -> Value {
        with_fields(json!({ "onSuccess": [action] }))
    }

    fn after_failure(action: Value) -> Value {
        with_fields(json!({ "onFailure": [action] }))
    }

    const SUCCESS: &str = "/workflows/0/steps/0/onSuccess/0";
    const FAILURE: &str = "/workflows/0/steps/0/onFailure/0";

    #[test]
    fn a_plain_retry_needs_no_target() {
        let action =
            json!({ "name": "again", "type": "retry", "retryAfter": 0.5, "retryLimit": 3 });
        let read = sound(after_failure(action));
        let OrReference::Inline(action) = &read.workflows[0].steps[0].on_failure[0] else {
            panic!("a reference");
        };
        assert_eq!(action.kind, ActionKind::Retry);
        assert_eq!(action.retry_limit.as_ref().unwrap().value(), 3);
    }

    #[test]
    fn a_success_that_is_retried_is_polling() {
        assert_eq!(
            findings(after_success(json!({ "name": "r", "type": "retry" }))),
            [format!(
                "warning success-retry {SUCCESS}/type: `retry` is an action after failures"
            )]
        );
    }

    #[test]
    fn other_types_are_refused() {
        assert_eq!(
            findings(after_failure(json!({ "name": "r", "type": "function" }))),
            [format!(
                "error invalid-value {FAILURE}/type: `function` is not a failure action"
            )]
        );
    }

    #[test]
    fn goto_has_exactly_one_target() {
        assert_eq!(
            findings(after_success(json!({ "name": "g", "type": "goto" }))),
            [format!(
                "error missing-target {SUCCESS}/name: goto in success action `g` goes nowhere"
            )]
        );
        let both = json!({ "name": "g", "type": "goto", "stepId": "s", "workflowId": "w" });
        assert_eq!(
            findings(after_success(both)),
            [format!(
                "error conflicting-fields {SUCCESS}/workflowId key: success action `g` has both `stepId` and `workflowId`"
            )]
        );
    }

    #[test]
    fn retry_has_at_most_one_target() {
        let both = json!({ "name": "r", "type": "retry", "stepId": "s", "workflowId": "w" });
        assert_eq!(
            findings(after_failure(both)),
            [format!(
                "error conflicting-fields {FAILURE}/workflowId key: failure action `r` has both `stepId` and `workflowId`"
            )]
        );
    }

    #[test]
    fn fields_without_effect_are_ignored_with_a_warning() {
        let end = json!({ "name": "e", "type": "end", "stepId": "s", "retryLimit": 2 });
        assert_eq!(
            findings(after_failure(end)),
            [
                format!(
                    "warning ignored-field {FAILURE}/stepId key: `stepId` has no effect on an action of type `end`"
                ),
                format!(
                    "warning ignored-field {FAILURE}/retryLimit key: `retryLimit` has no effect on an action of type `end`"
                ),
            ]
        );
    }

    #[test]
    fn retry_numbers_are_checked() {
        for (value, problem) in [
            (
                json!(-1),
                "invalid-value {}: `retryLimit` must not be negative",
            ),
            (
                json!(1.5),
                "invalid-value {}: `retryLimit` must be a whole number",
            ),
            (
                json!("3"),
                "wrong-type {}: `retryLimit` must be a number, not a string",
            ),
        ] {
            let action = json!({ "name": "r", "type": "retry", "retryLimit": value });
            let problem = problem.replace("{}", &format!("{FAILURE}/retryLimit"));
            assert_eq!(
                findings(after_failure(action)),
                [format!("error {problem}")]
            );
        }
        let action = json!({ "name": "r", "type": "retry", "retryAfter": -0.5 });
        assert_eq!(
            findings(after_failure(action)),
            [format!(
                "error invalid-value {FAILURE}/retryAfter: `retryAfter` must not be negative"
            )]
        );
    }

    #[test]
    fn empty_criteria_are_an_error_for_success_and_a_warning_for_failure() {
        let action = json!({ "name": "e", "type": "end", "criteria": [] });
        assert_eq!(
            findings(after_success(action.clone())),
            [format!(
                "error empty-list {SUCCESS}/criteria: `criteria` is an empty list"
            )]
        );
        assert_eq!(
            findings(after_failure(action)),
            [format!(
                "warning empty-list {FAILURE}/criteria: `criteria` is an empty list"
            )]
        );
    }

    #[test]
    fn parameters_are_inputs_of_a_workflow() {
        let parameters = json!([{ "name": "p", "value": 1 }]);
        let action =
            json!({ "name": "g", "type": "goto", "workflowId": "w", "parameters": parameters });
        sound(in_1_1(after_success(action.clone())));
        let found = findings(after_success(action));
        assert!(found[0].starts_with(&format!("error field-needs-1-1 {SUCCESS}/parameters key")));
        let parameters = json!([{ "name": "p", "in": "query", "value": 1 }]);
        let action =
            json!({ "name": "g", "type": "goto", "stepId": "s", "parameters": parameters });
        assert_eq!(
            findings(in_1_1(after_success(action))),
            [
                format!(
                    "error conflicting-fields {SUCCESS}/parameters/0/in key: `in` must not be used on a parameter of an action"
                ),
                format!(
                    "error missing-target {SUCCESS}/parameters key: `parameters` of an action without a `workflowId`"
                ),
            ]
        );
    }
}
