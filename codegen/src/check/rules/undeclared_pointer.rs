//! `undeclared-pointer`: a pointer into a response that leads where its schemas declare nothing.

mod narrowed;
mod report;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    elaborate::{
        criteria::List,
        operation,
        reads::{self, Reading},
        statuses::answering,
    },
    expression::{Expression, Message, access_pointer},
    load::Node,
    resolve::{
        operation::{Operation, Response, StatusPattern},
        workflow::ResolvedStep,
    },
    types::{Additional, Conjunction, Inside, Walk, walk},
};

use super::super::subject::Subject;

pub(crate) use report::no_member;
use report::{report, warning};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for list in subject.criteria().iter().map(|lists| &lists.own) {
        let Some(operation) = operation(list.resolved) else {
            continue;
        };
        for found in in_outputs(subject, operation, list) {
            diagnostics.push(found.step(&list.step.id.text));
        }
    }
    for list in subject.lists() {
        let Some(operation) = operation(list.resolved) else {
            continue;
        };
        let responses = answering(operation, &list.possible);
        for parsed in &list.criteria {
            for reading in reads::in_criterion(parsed, &list.resolved.texts) {
                // Whether something undeclared is there may be just the question.
                if reading.presence {
                    continue;
                }
                if let Some(found) = judge(subject, &reading, &responses, &[]) {
                    diagnostics.push(found.step(&list.step.id.text));
                }
            }
        }
    }
}

fn in_outputs(subject: &Subject, operation: &Operation, list: &List) -> Vec<Diagnostic> {
    let responses = successes(subject, operation, list);
    let others = after_failure(operation, list.resolved);
    let readings: Vec<Reading> = reads::in_outputs(list.step, &list.resolved.texts)
        .into_iter()
        .filter(|reading| !way(reading).is_empty())
        .collect();
    let found: Vec<Diagnostic> = readings
        .iter()
        .filter_map(|reading| judge(subject, reading, &responses, &others))
        .collect();
    if found.len() == readings.len()
        && let Some(once) = narrowed::report(subject, operation, list, &responses, &readings)
    {
        return vec![once];
    }
    found
}

/// The responses that a success can have; all where it is not known what a success is.
pub(super) fn successes<'o>(
    subject: &Subject,
    operation: &'o Operation,
    list: &List,
) -> Vec<&'o Response> {
    let success = subject.view.success(list.index);
    let Some(success) = success.filter(|_| list.is_whole()) else {
        return operation.responses.iter().collect();
    };
    let found = success.responses(operation);
    match found.is_empty() {
        true => answering(operation, &success.possible),
        false => found,
    }
}

/// After a failure outputs may hold what an error is described by.
pub(super) fn after_failure<'o>(
    operation: &'o Operation,
    step: &ResolvedStep,
) -> Vec<&'o Response> {
    match step.on_failure.is_empty() {
        true => Vec::new(),
        false => operation.responses.iter().collect(),
    }
}

/// The tokens of a pointer into the body; none where the whole body is read, or something else.
fn way(reading: &Reading) -> Vec<String> {
    let Expression::Response(Message::Body(pointer)) = &reading.expression else {
        return Vec::new();
    };
    let pointer = pointer.iter().flat_map(|pointer| pointer.value.tokens());
    let access = access_pointer(reading.access.iter().map(|access| &access.value));
    pointer.chain(access.tokens()).collect()
}

pub(super) fn judge(
    subject: &Subject,
    reading: &Reading,
    responses: &[&Response],
    others: &[&Response],
) -> Option<Diagnostic> {
    let tokens = way(reading);
    if tokens.is_empty() {
        return None;
    }
    let mut missing: Option<Missing> = None;
    for response in responses {
        if response.content.is_empty() {
            continue;
        }
        let schemas = json(response);
        if schemas.is_empty() {
            return None;
        }
        for schema in schemas {
            let next = undeclared(schema?, &tokens, subject)?;
            missing = Some(match missing {
                Some(known) => known.or(next),
                None => next,
            });
        }
    }
    let Some(missing) = missing else {
        return without_body(reading, responses);
    };
    let elsewhere = |response: &&Response| declares(response, &tokens, subject);
    (!others.iter().any(elsewhere)).then(|| report(subject, reading, &tokens, &missing))
}

/// A pointer where no response has a body at all (RFC 9110, sections 15.3.5 and 15.3.6).
fn without_body(reading: &Reading, responses: &[&Response]) -> Option<Diagnostic> {
    let bare = |response: &&Response| {
        matches!(response.status, StatusPattern::Exact(204 | 205)) && response.content.is_empty()
    };
    let first = responses.first().filter(|_| responses.iter().all(bare))?;
    Some(
        warning(
            reading.place(),
            "the response that makes this step a success has no body",
        )
        .label("never there")
        .also(first.node.key(), "the response"),
    )
}

/// Whether the response declares something at the end of the way.
fn declares(response: &Response, way: &[String], subject: &Subject) -> bool {
    let found = |schema| matches!(walk(schema, way, subject.documents), Walk::Found(_));
    json(response).into_iter().flatten().any(found)
}

/// The schemas of all JSON, or XML, that the response may be, where each has one.
fn json(response: &Response) -> Vec<Option<&Node>> {
    let all = response.every_structured().into_iter();
    all.map(|media| media.schema.as_ref()).collect()
}

/// A token that is declared nowhere.
pub(super) struct Missing {
    /// Which token.
    pub(super) at: usize,
    /// What is declared there instead.
    pub(super) declared: Vec<String>,
    /// What it was looked for in.
    pub(super) inside: Inside,
    /// Whether the schema rules it out, rather than not mentioning it.
    pub(super) closed: bool,
    pub(super) schema: Node,
}

impl Missing {
    /// The one that leads further.
    fn or(self, other: Self) -> Self {
        if other.at > self.at { other } else { self }
    }
}

/// What `schema` lacks of the way; `None` where it has it, or is silent.
pub(super) fn undeclared(schema: &Node, tokens: &[String], subject: &Subject) -> Option<Missing> {
    match walk(schema, tokens, subject.documents) {
        Walk::Undeclared {
            at,
            inside,
            declared,
            closed,
        } => Some(Missing {
            at,
            declared,
            inside,
            closed,
            schema: schema.clone(),
        }),
        Walk::Found(_) | Walk::Unknown { .. } => typo(schema, tokens, subject),
    }
}

/// A name that an object allows like any other, but that looks like a typo for one it declares.
fn typo(schema: &Node, tokens: &[String], subject: &Subject) -> Option<Missing> {
    let refs = subject.documents;
    for (at, token) in tokens.iter().enumerate() {
        let Walk::Found(found) = walk(schema, tokens.get(..at)?, refs) else {
            return None;
        };
        let [place] = found.places.as_slice() else {
            return None;
        };
        let alternatives = place.alternatives(refs);
        let [object] = alternatives.all.as_slice() else {
            return None;
        };
        let names = object.property_names();
        let open = !matches!(object.additional(), Additional::Silent);
        if !open || names.is_empty() || names.contains(token) || !object.patterns().is_empty() {
            continue;
        }
        if object.may_have(token, refs) {
            continue;
        }
        if resembles_one(object, token, &names) {
            return Some(Missing {
                at,
                declared: names,
                inside: Inside::Object,
                closed: false,
                schema: schema.clone(),
            });
        }
    }
    None
}

/// Where any name is allowed, only what can hardly be a name of its own is worth a word.
fn resembles_one(object: &Conjunction, token: &str, names: &[String]) -> bool {
    let resembles = crate::nearest::resembles_one(token, names.iter().map(String::as_str));
    resembles && !object.required().contains(token)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, step};

    /// Message, help and suggestion of what is said of a step that lists pets.
    fn list(fields: &str) -> Vec<String> {
        let text = |text: Option<String>| text.unwrap_or_default();
        findings(&format!(
            "workflows:\n- workflowId: w\n  steps:\n  - stepId: s\n    operationId: listPets\n    {fields}"
        ))
        .into_iter()
        .filter(|found| found.code == crate::diagnostic::Code::UndeclaredPointer)
        .map(|found| {
            let instead = found.suggestion.map(|suggestion| suggestion.replacement);
            format!("{}; {}; {}", found.message, text(found.help), text(instead))
        })
        .collect()
    }

    /// The messages about pointers of a step that asks for a berth.
    fn berth(fields: &str) -> Vec<String> {
        let fields = fields.replace('\n', "\n    ");
        let found = findings(&format!(
            "workflows:\n- workflowId: w\n  steps:\n  - stepId: s\n    operationId: showBerth\n    {fields}"
        ));
        let ours = found
            .into_iter()
            .filter(|found| found.code == crate::diagnostic::Code::UndeclaredPointer);
        ours.map(|found| found.message).collect()
    }

    #[test]
    fn what_is_declared_is_fine() {
        for text in ["#/name", "#/toys/0", "#/age"] {
            let outputs = format!("outputs: {{a: '$response.body{text}'}}");
            assert_eq!(step(&outputs), Vec::<String>::new(), "{text}");
        }
        let asked = "successCriteria: [{condition: $response.body#/error == null}]";
        assert_eq!(step(asked), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_is_told_in_outputs_and_criteria() {
        let told = ["undeclared-pointer 0: the response's schema declares no `nmae`"];
        assert_eq!(step("outputs: {a: $response.body#/nmae}"), told);
        let condition = "successCriteria: [{condition: $response.body#/nmae == 'Rex'}]";
        assert_eq!(step(condition), told);
        let accessed = "successCriteria: [{condition: $response.body.nmae == 'Rex'}]";
        assert_eq!(step(accessed), told);
    }

    #[test]
    fn an_index_that_was_forgotten_or_is_too_much_is_told() {
        let list = |pointer: &str| list(&format!("outputs: {{a: $response.body#{pointer}}}"));
        assert_eq!(
            list("/pets/name"),
            [
                "`pets` is an array: it has no `name`; its first element has one: `#/pets/0/name`; 0/name"
            ]
        );
        assert_eq!(
            list("/0/total"),
            [
                "the body is an object, not an array; the nearest declared pointer is `#/total`; total"
            ]
        );
        let counted = "`pets` is an array: it has no `length`; its elements are `#/pets/0`, `#/pets/1` and so on; a pointer counts nothing; ";
        assert_eq!(list("/pets/length"), [counted]);
        assert_eq!(
            list("/next/page"),
            ["`next` is a string: it has no `page`; the value is `#/next`; "]
        );
    }

    #[test]
    fn a_near_name_is_proposed_only_if_the_rest_of_the_way_fits() {
        let list = |pointer: &str| list(&format!("outputs: {{a: $response.body#{pointer}}}"));
        let declared = "declared there: `total`, `next`, `pets`";
        assert_eq!(
            list("/totl/0/name"),
            [format!(
                "the response's schema declares no `totl`; {declared}; "
            )]
        );
        assert_eq!(
            list("/petz/0/name"),
            [
                "the response's schema declares no `petz`; the nearest declared pointer is `#/pets/0/name`; pets"
            ]
        );
    }

    #[test]
    fn a_status_that_does_not_describe_what_is_read_is_told_once() {
        let step = |status: u16, outputs: &str| {
            let api = "successCriteria: [{condition: $statusCode == STATUS}]\noutputs: {OUTPUTS}";
            let fields = api.replace("STATUS", &status.to_string());
            berth(&fields.replace("OUTPUTS", outputs))
        };
        let outputs = "a: $response.body#/id, b: $response.body#/name, c: $response.header.X";
        assert_eq!(step(200, outputs), Vec::<String>::new());
        assert_eq!(
            step(404, outputs),
            ["none of the 2 values that outputs read from the body is declared for status 404"]
        );
        let some = "a: $response.body#/id, b: $response.body#/message";
        assert_eq!(step(404, some), ["the response's schema declares no `id`"]);
    }

    #[test]
    fn every_status_that_can_be_a_success_counts() {
        let read = |criteria: &str, output: &str| {
            berth(&format!(
                "{criteria}\noutputs: {{a: '$response.body#/{output}'}}"
            ))
        };
        let named = "successCriteria: [{condition: $statusCode == 200 || $statusCode == 202}]";
        for output in ["id", "job"] {
            assert_eq!(read(named, output), Vec::<String>::new());
            assert_eq!(read("description: d", output), Vec::<String>::new());
        }
        let exact = "successCriteria: [{condition: $statusCode == 200}]";
        assert_eq!(read(exact, "job").len(), 1);
        // `default` describes errors, unless a status is named that only it describes.
        assert_eq!(read("description: d", "oops").len(), 1);
        let other = "successCriteria: [{condition: $statusCode == 200 || $statusCode == 302}]";
        assert_eq!(read(other, "oops"), Vec::<String>::new());
    }

    #[test]
    fn what_holds_under_a_condition_may_be_there() {
        for output in ["kind", "depth", "height", "keel", "mast"] {
            let found = berth(&format!("outputs: {{a: '$response.body#/boat/{output}'}}"));
            assert_eq!(found, Vec::<String>::new(), "{output}");
        }
        let found = berth("outputs: {a: '$response.body#/boat/dephth'}");
        assert_eq!(found, ["the response's schema declares no `dephth`"]);
    }
}
