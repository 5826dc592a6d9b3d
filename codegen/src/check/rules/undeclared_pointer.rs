//! `undeclared-pointer`: a pointer into a response that leads where its schemas declare nothing.

use std::ops::Range;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    expression::{Expression, Message, access_pointer},
    load::{Node, Place, Pointer},
    nearest::meant,
    resolve::operation::{Operation, Response, StatusPattern},
    types::{Additional, Conjunction, Inside, Walk, walk},
};

use super::super::{
    criteria::{List, lists},
    known::{possible, successful},
    reads::{self, Reading},
    statuses::declared,
    subject::{Subject, operation},
};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for (index, step, resolved) in subject.steps() {
        let Some(operation) = operation(resolved) else {
            continue;
        };
        let list = List::of_step(index, step, resolved);
        let responses = if list.is_whole() {
            successes(operation, &successful(&list))
        } else {
            operation.responses.iter().collect()
        };
        // After a failure outputs may hold what an error is described by.
        let others = match resolved.on_failure.is_empty() {
            true => Vec::new(),
            false => operation.responses.iter().collect(),
        };
        for reading in reads::in_outputs(step) {
            if let Some(found) = judge(subject, &reading, &responses, &others) {
                diagnostics.push(found.step(&step.id.text));
            }
        }
    }
    for list in lists(subject) {
        let Some(operation) = operation(list.resolved) else {
            continue;
        };
        let responses = answered(operation, &possible(&list));
        for parsed in &list.criteria {
            for reading in reads::in_criterion(parsed.criterion) {
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

/// The declared responses for some of the statuses.
pub(super) fn answered<'o>(operation: &'o Operation, statuses: &[u16]) -> Vec<&'o Response> {
    let mut found: Vec<&Response> = Vec::new();
    for response in statuses
        .iter()
        .filter_map(|status| declared(operation, *status))
    {
        if !found.iter().any(|known| known.node == response.node) {
            found.push(response);
        }
    }
    found
}

/// Of the responses that make a success those for exact statuses, if there are any, else those for ranges.
pub(super) fn successes<'o>(operation: &'o Operation, statuses: &[u16]) -> Vec<&'o Response> {
    let all = answered(operation, statuses);
    let exact = |response: &&Response| matches!(response.status, StatusPattern::Exact(_));
    let range = |response: &&Response| matches!(response.status, StatusPattern::Range(_));
    let some = |wanted: &dyn Fn(&&Response) -> bool| -> Option<Vec<&'o Response>> {
        let found: Vec<&Response> = all.iter().copied().filter(|found| wanted(found)).collect();
        (!found.is_empty()).then_some(found)
    };
    some(&exact).or_else(|| some(&range)).unwrap_or(all)
}

pub(super) fn judge(
    subject: &Subject,
    reading: &Reading,
    responses: &[&Response],
    others: &[&Response],
) -> Option<Diagnostic> {
    let Expression::Response(Message::Body(pointer)) = &reading.expression else {
        return None;
    };
    let pointer_tokens = pointer.iter().flat_map(|pointer| pointer.value.tokens());
    let access = access_pointer(reading.access.iter().map(|access| &access.value));
    let tokens: Vec<String> = pointer_tokens.chain(access.tokens()).collect();
    if tokens.is_empty() {
        return None;
    }
    let refs = subject.documents;
    let mut missing: Option<Missing> = None;
    for response in responses {
        if response.content.is_empty() {
            continue;
        }
        let next = undeclared(json(response)?, &tokens, subject)?;
        missing = Some(match missing {
            Some(known) => known.or(next),
            None => next,
        });
    }
    let Some(missing) = missing else {
        return without_body(reading, responses);
    };
    let elsewhere = |response: &&Response| {
        json(response).is_some_and(|schema| matches!(walk(schema, &tokens, refs), Walk::Found(_)))
    };
    (!others.iter().any(elsewhere)).then(|| report(reading, &tokens, &missing))
}

/// A pointer where no response has a body at all (RFC 9110, sections 15.3.5 and 15.3.6).
fn without_body(reading: &Reading, responses: &[&Response]) -> Option<Diagnostic> {
    let bare = |response: &&Response| {
        matches!(response.status, StatusPattern::Exact(204 | 205)) && response.content.is_empty()
    };
    let first = responses.first().filter(|_| responses.iter().all(bare))?;
    Some(
        Diagnostic::warning(
            "undeclared-pointer",
            reading.place(),
            "the response that makes this step a success has no body",
        )
        .label("never there")
        .also(first.node.key(), "the response"),
    )
}

fn json(response: &Response) -> Option<&Node> {
    response.json()?.schema.as_ref()
}

/// A token that is declared nowhere.
pub(super) struct Missing {
    /// Which token.
    pub(super) at: usize,
    /// What is declared there instead.
    pub(super) declared: Vec<String>,
    /// Whether it was looked for in an object.
    pub(super) in_object: bool,
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
            in_object: inside == Inside::Object,
            closed,
            schema: schema.clone(),
        }),
        Walk::Found(_) | Walk::Unknown { .. } => slip(schema, tokens, subject),
    }
}

/// A name that an object allows like any other, but that looks like a slip for one it declares.
fn slip(schema: &Node, tokens: &[String], subject: &Subject) -> Option<Missing> {
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
        let names = object.properties().into_iter().map(|(name, _)| name);
        let names: Vec<String> = names.collect();
        let open = !matches!(object.additional(), Additional::Silent);
        if !open || names.is_empty() || names.contains(token) || !object.patterns().is_empty() {
            continue;
        }
        if resembles_one(object, token, &names) {
            return Some(Missing {
                at,
                declared: names,
                in_object: true,
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

fn report(reading: &Reading, tokens: &[String], missing: &Missing) -> Diagnostic {
    let token = tokens.get(missing.at).map_or("", String::as_str);
    let exact = token_span(reading, missing.at);
    let place: Option<Place> = exact.as_ref().and_then(|span| reading.piece(span));
    let mut found = Diagnostic::warning(
        "undeclared-pointer",
        place.clone().unwrap_or_else(|| reading.place()),
        format!("the response's schema declares no `{token}`"),
    )
    .label("probably never there")
    .also(&missing.schema, "the schema");
    let Some(meant) = meant(token, missing.declared.iter().map(String::as_str)) else {
        if missing.declared.is_empty() {
            return found;
        }
        let names: Vec<String> = missing
            .declared
            .iter()
            .take(8)
            .map(|name| format!("`{name}`"))
            .collect();
        return found.help(format!("declared there: {}", names.join(", ")));
    };
    let mut better: Vec<&str> = tokens.iter().map(String::as_str).collect();
    if let Some(slot) = better.get_mut(missing.at) {
        *slot = meant.name();
    }
    found = found.help(format!(
        "the nearest declared pointer is `#{}`",
        Pointer::from_tokens(better)
    ));
    // Names that need more than the pointer's own escapes are left to a person.
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '@');
    match place {
        Some(_) if meant.name().chars().all(plain) => meant.correct(found, meant.name()),
        _ => found,
    }
}

/// The bytes of a token of the pointer, or of an access after it.
fn token_span(reading: &Reading, at: usize) -> Option<Range<usize>> {
    let Expression::Response(Message::Body(pointer)) = &reading.expression else {
        return None;
    };
    let count = pointer
        .iter()
        .map(|pointer| pointer.value.tokens().count())
        .sum::<usize>();
    if at >= count {
        let access = reading.access.get(at - count)?;
        let text = reading.text(&access.span)?;
        let start = access.span.start + usize::from(text.starts_with('.'));
        return (!text.starts_with('[')).then_some(start..access.span.end);
    }
    let span = pointer.as_ref()?.span.clone();
    let text = reading.text(&span)?;
    let first = span.start + text.find('/')? + 1;
    let rest = reading.text(&(first..span.end))?;
    let mut start = first;
    for (index, raw) in rest.split('/').enumerate() {
        if index == at {
            return Some(start..start + raw.len());
        }
        start += raw.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::step;

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
}
