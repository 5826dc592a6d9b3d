//! What the schemas say of the value that an expression reads.

use crate::{
    expression::Expression,
    load::Node,
    resolve::operation::{MediaType, Operation, is_range, is_xml},
    types::{Conjunction, Kinds, Walk, walk},
};

use super::{
    super::{read::Origin, standing::At, statuses, view::View},
    Known, Point,
    source::Source,
};

/// Every status that a response can have.
fn any() -> Vec<u16> {
    (100..600).collect()
}

/// What is known of the value at `way` below an expression that is read for a request of the step at `step`, or at another
/// place of it where a request is made.
pub(crate) fn before_request(
    view: &View,
    (step, at): (usize, At),
    expression: &Expression,
    way: Vec<String>,
) -> Option<Known> {
    let point = Point {
        step: Some(step),
        at,
        possible: &any(),
    };
    let mut source = Source::of(view, point, expression, way)?;
    source.output = true;
    of(&source)
}

/// What is known of an expression that a criterion reads.
pub(crate) fn value_of(view: &View, point: Point<'_>, expression: &Expression) -> Option<Known> {
    value(view, point, expression, Vec::new())
}

/// Whether the schemas describe the value at `way` below an expression in a condition of the step at `step`: those of a success,
/// or of any answer.
pub(crate) fn described_at(
    view: &View,
    (step, at): (usize, At),
    expression: &Expression,
    way: Vec<String>,
) -> bool {
    [200..300, 100..600].into_iter().any(|statuses| {
        let possible: Vec<u16> = statuses.collect();
        let point = Point {
            step: Some(step),
            at,
            possible: &possible,
        };
        value(view, point, expression, way.clone()).is_some()
    })
}

/// What is known of the value at `way` below an expression.
pub(super) fn value(
    view: &View,
    point: Point<'_>,
    expression: &Expression,
    way: Vec<String>,
) -> Option<Known> {
    of(&Source::of(view, point, expression, way)?)
}

fn of(source: &Source) -> Option<Known> {
    let (view, whole) = (&source.view, source.way.is_empty());
    match &source.origin {
        Origin::StatusCode if whole => Some(Known::of(Kinds::INTEGER)),
        Origin::Method if whole && !source.output => {
            let operation = source.operation()?;
            Some(Known {
                texts: Some(vec![operation.method.to_string()]),
                schema: Some(operation.node.clone()),
                ..Known::of(Kinds::STRING)
            })
        }
        Origin::Url | Origin::Method | Origin::Constant(_) if whole => {
            Some(Known::of(Kinds::STRING))
        }
        Origin::Header(name) if whole => {
            let operation = source.operation()?;
            match source.output {
                false => Some(header(operation, name, view)),
                true if has_type(operation, name) => None,
                true => Some(Known::of(Kinds::STRING)),
            }
        }
        Origin::Body => body(source),
        Origin::Input(_) => {
            let (schema, way) = source.input()?;
            described(&schema, &way, view)?
        }
        _ => None,
    }
}

/// Whether a header may be read as something else than text.
fn has_type(operation: &Operation, name: &str) -> bool {
    let headers = operation
        .responses
        .iter()
        .flat_map(|response| &response.headers);
    headers
        .filter(|header| header.name.eq_ignore_ascii_case(name))
        .any(|header| header.schema.is_some() || header.content.is_some())
}

/// The text of a header: a number where its schemas agree on that, one of those that they list.
fn header(operation: &Operation, name: &str, view: &View) -> Known {
    let headers = operation
        .responses
        .iter()
        .flat_map(|response| &response.headers)
        .filter(|header| header.name.eq_ignore_ascii_case(name));
    let mut known: Option<Known> = None;
    for header in headers {
        let described = header.schema.as_ref().and_then(|schema| {
            let all = Conjunction::of(schema, view.documents).alternatives(view.documents);
            match all.all.as_slice() {
                [only] => Known::by(only.clone()),
                _ => None,
            }
        });
        let scalar = Kinds::NUMBER.or(Kinds::STRING);
        let Some(next) = described.filter(|next| next.kinds.within(scalar)) else {
            return Known::of(Kinds::STRING);
        };
        known = Some(match known {
            Some(known) => known.or(next),
            None => next,
        });
    }
    known.unwrap_or_else(|| Known::of(Kinds::STRING))
}

/// A value of the body, by the schemas of the responses that can have come: where one has no body, there is no value to
/// be judged.
fn body(source: &Source) -> Option<Known> {
    let (view, way) = (&source.view, source.way.as_slice());
    let operation = source.operation()?;
    let mut found: Option<Known> = None;
    let mut add = |next: Known| {
        found = Some(match found.take() {
            Some(found) => found.or(next),
            None => next,
        });
    };
    for response in statuses::answering(operation, &source.possible) {
        if response.content.is_empty() {
            continue;
        }
        let json = response.every_structured();
        // XML as a whole is text.
        let text = || way.is_empty() && json.iter().any(|media| is_xml(&media.name));
        if json.is_empty() || text() {
            return None;
        }
        // A body that is not described can be anything.
        for media in &json {
            // JSON lines are a list to an engine and the text that came to others.
            if media.lines && way.is_empty() {
                add(Known::of(Kinds::ARRAY.or(Kinds::STRING)));
                continue;
            }
            if let Some(next) = described(media.schema.as_ref()?, way, view)? {
                add(next);
            }
        }
        // Text has no parts, but the whole body may be text just as well.
        let others = response.content.iter();
        let others = others.filter(|media| way.is_empty() && !media.is_json());
        for media in others {
            match instead(media, view)? {
                Instead::Notation => {}
                Instead::Text => add(Known::of(Kinds::STRING)),
            }
        }
    }
    found
}

/// Whether the schemas of the responses that can have come declare nothing where an expression points into the body.
pub(crate) fn is_undeclared(view: &View, point: Point<'_>, expression: &Expression) -> bool {
    let source = Source::of(view, point, expression, Vec::new());
    let Some(source) = source.filter(|it| it.origin == Origin::Body && !it.output) else {
        return false;
    };
    let Some(operation) = source.operation().filter(|_| !source.way.is_empty()) else {
        return false;
    };
    let responses = statuses::answering(operation, &source.possible).into_iter();
    let content = responses.flat_map(|response| &response.content);
    let schemas = content.filter_map(|media| media.schema.as_ref());
    let mut found = schemas
        .map(|schema| walk(schema, &source.way, view.documents))
        .peekable();
    found.peek().is_some() && found.all(|walk| matches!(walk, Walk::Undeclared { .. }))
}

/// What may come instead of the JSON that a response declares.
enum Instead {
    /// The same data in another notation.
    Notation,
    Text,
}

/// What a media type beside JSON stands for; `None` where it can be anything.
fn instead(media: &MediaType, view: &View) -> Option<Instead> {
    let described = media.schema.as_ref();
    let described = described.and_then(|schema| described_kinds(schema, view));
    if described.is_some_and(|kinds| kinds.within(Kinds::ARRAY.or(Kinds::OBJECT))) {
        return Some(Instead::Notation);
    }
    let name = media.name.trim().to_ascii_lowercase();
    (name.starts_with("text/") && !is_range(&name)).then_some(Instead::Text)
}

fn described_kinds(schema: &Node, view: &View) -> Option<Kinds> {
    described(schema, &[], view)?.map(|known| known.kinds)
}

/// What `schema` says of the value at `way`: `None` where it is silent, `Some(None)` where there is no such value.
fn described(schema: &Node, way: &[String], view: &View) -> Option<Option<Known>> {
    let refs = view.documents;
    let found = match walk(schema, way, refs) {
        Walk::Found(found) => found,
        Walk::Undeclared { .. } => return Some(None),
        Walk::Unknown { .. } => return None,
    };
    let mut known: Option<Known> = None;
    for place in &found.places {
        let alternatives = place.alternatives(refs);
        if alternatives.truncated || alternatives.all.is_empty() {
            return None;
        }
        for alternative in alternatives.all {
            let mut next = Known::by(alternative)?;
            next.nullable |= alternatives.nullable;
            known = Some(match known {
                Some(known) => known.or(next),
                None => next,
            });
        }
    }
    known.map(Some)
}
