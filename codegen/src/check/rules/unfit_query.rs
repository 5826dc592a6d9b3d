//! `unfit-query`: a query, or a pointer, over a body that by its declared media types has nothing for it to find: XPath over JSON,
//! JSONPath and JSON Pointer over text.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        At,
        criteria::List,
        operation,
        reads::{self, Reading},
        statuses::answering,
    },
    expression::{Expression, Message},
    load::{Node, Place},
    model::arazzo::{CriterionKind, Engine, is_selector},
    resolve::operation::{MediaType, Operation, Response, is_range, is_xml},
    types::{Conjunction, Kinds},
};

use super::super::subject::Subject;

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for list in subject.criteria().iter().map(|lists| &lists.own) {
        let (step, resolved) = (list.step, list.resolved);
        let Some(operation) = operation(resolved) else {
            continue;
        };
        let responses = before_outputs(subject, operation, list);
        for (_, node) in &step.outputs {
            if let Some(found) = in_selector(subject, node, &responses) {
                diagnostics.push(found.step(&step.id.text));
            }
        }
        for reading in reads::in_outputs(step, &resolved.texts) {
            if let Some(found) = pointer(&reading, &responses) {
                diagnostics.push(found.step(&step.id.text));
            }
        }
    }
    for list in subject.lists() {
        // What comes after a failure may be anybody's body.
        if matches!(list.at, At::FailureAction) {
            continue;
        }
        let Some(operation) = operation(list.resolved) else {
            continue;
        };
        let responses = answering(operation, &list.possible);
        for found in in_criteria(subject, list, &responses) {
            diagnostics.push(found.step(&list.step.id.text));
        }
    }
}

/// The responses that outputs may read: after a failure also those that describe one.
fn before_outputs<'o>(
    subject: &Subject,
    operation: &'o Operation,
    list: &List,
) -> Vec<&'o Response> {
    let success = subject.view.success(list.index);
    match success.filter(|_| list.resolved.on_failure.is_empty() && list.is_whole()) {
        Some(success) => answering(operation, &success.possible),
        None => operation.responses.iter().collect(),
    }
}

fn in_criteria(subject: &Subject, list: &List, responses: &[&Response]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for parsed in &list.criteria {
        let criterion = parsed.criterion;
        if let (CriterionKind::Engine(kind), Some(context)) = (&criterion.kind, &criterion.context)
            && is_understood(subject, &criterion.condition.node)
            && let Some(why) = misfit(subject, kind.engine, &context.node, responses)
        {
            found.push(report(&criterion.condition.node, &why, "never holds"));
        }
        let readings = reads::in_criterion(parsed, &list.resolved.texts).into_iter();
        // Whether something is there may be just the question.
        let values = readings.filter(|reading| !reading.presence);
        found.extend(values.filter_map(|reading| pointer(&reading, responses)));
    }
    found
}

fn in_selector(subject: &Subject, node: &Node, responses: &[&Response]) -> Option<Diagnostic> {
    if !is_selector(node, subject.version()) {
        return None;
    }
    let kind = node.get("type")?;
    let name = kind.get("type").unwrap_or(kind);
    let engine = match name.as_str()? {
        "jsonpath" => Engine::JsonPath,
        "jsonpointer" => Engine::JsonPointer,
        "xpath" => Engine::XPath,
        _ => return None,
    };
    let selector = node.get("selector")?;
    if !is_understood(subject, &selector) {
        return None;
    }
    let why = misfit(subject, engine, &node.get("context")?, responses)?;
    Some(report(&selector, &why, "never there"))
}

/// Whether a query is one at all: of another language it is told as that. Pointers are.
fn is_understood(subject: &Subject, query: &Node) -> bool {
    let query = subject.resolved.texts.query(query);
    query.is_none_or(|query| query.understood)
}

/// A query that has nothing to look into.
struct Misfit<'a> {
    engine: &'static str,
    media: &'a str,
    response: &'a Response,
    help: &'static str,
}

fn misfit<'a>(
    subject: &Subject,
    engine: Engine,
    context: &Node,
    responses: &[&'a Response],
) -> Option<Misfit<'a>> {
    let body = &subject.resolved.texts.expression(context)?.read;
    // A part of a JSON body may well be XML, as text.
    if !matches!(body, Ok(Expression::Response(Message::Body(None)))) {
        return None;
    }
    match engine {
        Engine::XPath => {
            let (response, media) = only(responses, MediaType::is_json)?;
            let text = responses.iter().flat_map(|response| &response.content);
            let mut text = text.filter_map(|media| media.schema.as_ref());
            let refs = subject.documents;
            let may_be_text = |schema| {
                let kinds = Conjunction::of(schema, refs).kinds();
                kinds.is_some_and(|kinds| kinds.meets(Kinds::STRING))
            };
            (!text.any(may_be_text)).then_some(Misfit {
                engine: "XPath",
                media,
                response,
                help: "use `type: jsonpath`",
            })
        }
        Engine::JsonPath | Engine::JsonPointer => {
            let (response, media) = only(responses, is_opaque)?;
            Some(Misfit {
                engine: match engine {
                    Engine::JsonPath => "JSONPath",
                    _ => "JSON Pointer",
                },
                media,
                response,
                help: other_way(media),
            })
        }
    }
}

/// A pointer into text, where the body is nothing else.
fn pointer(reading: &Reading, responses: &[&Response]) -> Option<Diagnostic> {
    let Expression::Response(Message::Body(pointer)) = &reading.expression else {
        return None;
    };
    let pointed = pointer
        .as_ref()
        .is_some_and(|pointer| !pointer.value.is_root());
    if !pointed && reading.access.is_empty() {
        return None;
    }
    let (response, media) = only(responses, is_opaque)?;
    let found = Diagnostic::new(
        Code::UnfitQuery,
        reading.place(),
        format!("a pointer finds nothing in `{media}`, and the response is nothing else"),
    );
    let found = found.label("never there").help(other_way(media));
    Some(found.also(response.node.key(), "the response"))
}

/// What cannot be found in XML, at its schema, although something reads it.
pub(crate) fn not_in_xml(schema: Place, why: &str) -> Diagnostic {
    let message = format!("this is not read from XML: {why}");
    Diagnostic::new(Code::UnfitQuery, schema.clone(), message)
        .label("never there")
        .help("XPath reads it: a criterion or a Selector Object of `type: xpath`")
        .once_for(schema)
}

fn other_way(media: &str) -> &'static str {
    let media = media.to_ascii_lowercase();
    if media.contains("event-stream") {
        "events are not read one by one: the body is one text, `$response.body`, once the stream has ended"
    } else {
        "text and bytes are read as a whole, with `$response.body`"
    }
}

fn report(node: &Node, why: &Misfit, label: &'static str) -> Diagnostic {
    let (engine, media) = (why.engine, why.media);
    let message = format!("{engine} finds nothing in `{media}`, and the response is nothing else");
    Diagnostic::new(Code::UnfitQuery, node, message)
        .label(label)
        .help(why.help)
        .also(why.response.node.key(), "the response")
}

/// The first media type and its response, if all that are declared are of this sort.
fn only<'a>(
    responses: &[&'a Response],
    sort: impl Fn(&MediaType) -> bool,
) -> Option<(&'a Response, &'a str)> {
    let with = |response: &&'a Response| {
        let response = *response;
        response.content.iter().map(move |media| (response, media))
    };
    let mut all = responses.iter().flat_map(with).peekable();
    let (response, media) = *all.peek()?;
    all.all(|(_, media)| sort(media))
        .then_some((response, media.name.as_str()))
}

/// Whether a body of the media type is one text, or bytes, that has no parts: all that is no JSON, and no XML, which is read
/// by the schema (decision D-55). Ranges may be anything.
fn is_opaque(media: &MediaType) -> bool {
    let name = &media.name;
    name.contains('/') && !media.is_json() && !is_xml(name) && !is_range(name)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, step};
    use crate::{
        load::{Document, Node},
        resolve::operation::MediaType,
    };

    fn told(found: Vec<(&str, String, String)>) -> Vec<String> {
        let ours = found
            .into_iter()
            .filter(|(code, ..)| *code == "unfit-query");
        ours.map(|(_, _, message)| message).collect()
    }

    fn note(fields: &str) -> Vec<String> {
        told(document(&format!(
            "workflows:\n- workflowId: w\n  steps:\n  - stepId: s\n    operationId: readNote\n    {fields}"
        )))
    }

    #[test]
    fn queries_that_fit_are_fine() {
        let jsonpath =
            "successCriteria: [{context: $response.body, type: jsonpath, condition: $.name}]";
        assert_eq!(step(jsonpath), Vec::<String>::new());
        let part = "successCriteria: [{context: $response.body#/name, type: xpath, condition: /a}]";
        assert_eq!(step(part), Vec::<String>::new());
        assert_eq!(note("outputs: {a: $response.body}"), Vec::<String>::new());
        // Whatever is answered instead may be JSON.
        let failed =
            "onFailure: [{name: a, type: end, criteria: [{condition: $response.body#/code == 1}]}]";
        assert_eq!(note(failed), Vec::<String>::new());
    }

    #[test]
    fn whatever_is_no_json_has_no_members() {
        let is_opaque = |name: &str, lines| {
            let document = Document::parse("a.json", "{}").unwrap();
            super::is_opaque(&MediaType {
                node: Node::root(document),
                name: name.to_owned(),
                schema: None,
                encoding: Vec::new(),
                lines,
            })
        };
        // Of a response with lines alone they are a list, beside JSON they are text.
        assert!(!is_opaque("application/jsonl", true));
        for text in [
            "text/event-stream",
            "application/jsonl",
            "application/octet-stream",
            "image/png",
            "multipart/mixed",
            "text/html",
            "application/x-yaml",
            "application/vnd.ms-excel",
            "Text/Plain; charset=utf-8",
        ] {
            assert!(is_opaque(text, false), "{text}");
        }
        for other in [
            "application/json",
            "text/json",
            "a/b+json",
            "*/*",
            "text/*",
            "application/*+json",
            "application/xml",
            "image/svg+xml",
        ] {
            assert!(!is_opaque(other, false), "{other}");
        }
    }

    #[test]
    fn others_are_told() {
        let xpath = "successCriteria: [{context: $response.body, type: xpath, condition: /a}]";
        assert_eq!(
            step(xpath),
            [
                "unfit-query 0: XPath finds nothing in `application/json`, and the response is nothing else"
            ]
        );
        let jsonpath =
            "successCriteria: [{context: $response.body, type: jsonpath, condition: $.a}]";
        assert_eq!(
            note(jsonpath),
            ["JSONPath finds nothing in `text/plain`, and the response is nothing else"]
        );
        assert_eq!(
            note("outputs: {a: $response.body#/a}"),
            ["a pointer finds nothing in `text/plain`, and the response is nothing else"]
        );
    }
}
