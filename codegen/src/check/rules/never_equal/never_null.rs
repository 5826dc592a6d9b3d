//! `never-equal` for `null`: a member that every declared success has, and never as `null`, is compared with it.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{At, criteria::List, criterion::comparisons, operation, statuses::answering},
    expression::{
        Comparison, Condition, Expression, Message, Operand, OperandKind, access_pointer,
    },
    load::{Node, Place},
    resolve::operation::{Operation, Response, is_json},
    types::{Walk, walk},
};

use super::super::super::subject::Subject;

/// Reports them, and says where they stand.
pub(in crate::check) fn check(subject: &Subject, diagnostics: &mut Diagnostics) -> Vec<Place> {
    let mut all = Vec::new();
    for list in subject.lists() {
        // What comes after a failure may be anybody's body.
        if matches!(list.at, At::FailureAction) {
            continue;
        }
        let Some(responses) = operation(list.resolved).and_then(|called| expected(called, list))
        else {
            continue;
        };
        for parsed in &list.criteria {
            for comparison in parsed.condition.iter().flat_map(comparisons) {
                let Some((operand, outcome)) = with_null(comparison) else {
                    continue;
                };
                let Some((name, schema)) = guaranteed(subject, operand, &responses) else {
                    continue;
                };
                let place = parsed.place(&operand.span);
                all.push(place.clone());
                diagnostics.push(
                    Diagnostic::new(
                        Code::NeverEqual,
                        place,
                        format!("this is never null, so the comparison {outcome}: `{name}` is required and may not be null"),
                    )
                    .label("always there")
                    .also(&schema, "the schema")
                    .step(&list.step.id.text),
                );
            }
        }
    }
    all
}

/// The declared responses that can have come, if nothing but a success can have.
fn expected<'o>(operation: &'o Operation, list: &List) -> Option<Vec<&'o Response>> {
    let statuses = &list.possible;
    let success = |status: &u16| (200..300).contains(status);
    if !list.is_whole() || !statuses.iter().all(success) {
        return None;
    }
    let found = answering(operation, statuses);
    (!found.is_empty()).then_some(found)
}

/// What is compared with `null`, and how that always ends for what is never `null`.
fn with_null(comparison: &Condition) -> Option<(&Operand, &'static str)> {
    let Condition::Compare(left, operator, right) = comparison else {
        return None;
    };
    let null = |operand: &Operand| matches!(operand.kind, OperandKind::Null);
    let operand = match (null(left), null(right)) {
        (true, false) => right,
        (false, true) => left,
        _ => return None,
    };
    match operator {
        Comparison::Equal => Some((operand, "never holds")),
        Comparison::NotEqual => Some((operand, "always holds")),
        _ => None,
    }
}

/// The name of the member and a schema that requires it, if each response does.
fn guaranteed(
    subject: &Subject,
    operand: &Operand,
    responses: &[&Response],
) -> Option<(String, Node)> {
    let OperandKind::Expression(Expression::Response(Message::Body(pointer))) = &operand.kind
    else {
        return None;
    };
    let pointer = pointer.iter().flat_map(|pointer| pointer.value.tokens());
    let access = access_pointer(operand.access.iter().map(|access| &access.value));
    let tokens: Vec<String> = pointer.chain(access.tokens()).collect();
    let name = tokens.last()?;
    let mut schema = None;
    for response in responses {
        let json = response.content.iter().all(|media| is_json(&media.name));
        for media in &response.content {
            let described = media.schema.as_ref().filter(|_| json)?;
            match walk(described, &tokens, subject.documents) {
                Walk::Found(found) if found.guaranteed && found.certain && !found.nullable => {
                    schema = found.places.first()?.seen().first().cloned();
                }
                _ => return None,
            }
        }
        if response.content.is_empty() {
            return None;
        }
    }
    Some((name.clone(), schema?))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::step;

    fn told(fields: &str) -> usize {
        let never_null = |found: &&String| found.contains("is never null");
        step(fields).iter().filter(never_null).count()
    }

    fn criteria(condition: &str) -> usize {
        told(&format!(
            "successCriteria: [{{condition: $statusCode == 200}}, {{condition: {condition}}}]"
        ))
    }

    #[test]
    fn what_may_be_missing_is_fine() {
        for text in ["#/age == null", "#/anything == null", "#/toys/0 != null"] {
            assert_eq!(criteria(&format!("$response.body{text}")), 0, "{text}");
        }
        // Whoever asks without a status may be asking whether there was an error.
        let alone = "successCriteria: [{condition: $response.body#/name != null}]";
        assert_eq!(told(alone), 0);
        let failed = "onFailure: [{name: a, type: end, criteria: [{condition: $response.body#/name == null}]}]";
        assert_eq!(told(failed), 0);
    }

    #[test]
    fn what_is_always_there_is_told() {
        assert_eq!(criteria("$response.body#/name == null"), 1);
        assert_eq!(criteria("null != $response.body.status"), 1);
        let succeeded = "onSuccess: [{name: a, type: end, criteria: [{condition: $response.body#/name == null}]}]";
        assert_eq!(told(succeeded), 1);
    }
}
