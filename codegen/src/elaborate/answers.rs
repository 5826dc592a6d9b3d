//! What the responses of a step declare: the schemas at a pointer into their JSON, or whether the body is text or bytes.

use crate::{
    expression::engine::query::Path,
    load::Node,
    resolve::operation::{Operation, Response, StatusPattern},
    types::{Conjunction, Found, Kinds, References, Step, Untyped, Walk, walk},
};

use super::{
    content::{
        Content, Instead, content_of, instead, is_list_of_lines, json_schemas, pointed_at, ranges,
        without_parts,
    },
    view::{View, operation},
};

/// The declared responses that a step can have got when it has succeeded.
pub(crate) struct Answers<'a> {
    operation: &'a Operation,
    all: Vec<Answer<'a>>,
    refs: &'a dyn References,
}

/// What they say of a pointer.
pub(crate) struct Declared {
    /// The value fits one of these.
    pub(crate) places: Vec<Conjunction>,
    pub(crate) missing: bool,
    /// How the schemas lead there; `None` where they do not say, or not the same.
    pub(crate) way: Option<Vec<Step>>,
    /// Whether the body may be text, which is one of the places if it is those of the whole body.
    pub(crate) mixed: bool,
}

struct Answer<'a> {
    response: &'a Response,
    /// Whether there is no body, whatever is declared (RFC 9110, sections 9.3.2, 15.3.5, 15.3.6 and 15.4.5).
    bodiless: bool,
}

impl Answer<'_> {
    /// Whether there is no body and none is described.
    fn is_empty(&self) -> bool {
        self.bodiless && self.response.content.is_empty()
    }
}

impl<'a> View<'a> {
    /// The responses that the step at `step`, in execution order, can have got when it has succeeded.
    pub(crate) fn answers(&self, step: usize, refs: &'a dyn References) -> Option<Answers<'a>> {
        let operation = operation(self.resolved.steps.get(step)?)?;
        let head = operation.method.eq_ignore_ascii_case("head");
        let found = self.success(step)?.responses(operation).into_iter();
        let all = found.map(|response| Answer {
            bodiless: head || matches!(response.status, StatusPattern::Exact(204 | 205 | 304)),
            response,
        });
        Some(Answers {
            operation,
            all: all.collect(),
            refs,
        })
    }
}

impl Answers<'_> {
    /// What the whole body is where no response is JSON (decision D-37), if all of them agree.
    pub(crate) fn content(&self) -> Option<Content> {
        let mut media = self.all.iter().filter(|answer| !answer.is_empty());
        let first = content_of(media.next()?.response)?;
        media
            .all(|answer| content_of(answer.response) == Some(first))
            .then_some(first)
    }

    /// Whether the body may be JSON lines of which the schema says that they are a list, so that it is one as a whole, too.
    pub(crate) fn is_list_of_lines(&self) -> bool {
        let mut all = self.all.iter();
        all.any(|answer| is_list_of_lines(answer.response))
    }

    /// The schema of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&Node> {
        let headers = self.all.iter().flat_map(|answer| &answer.response.headers);
        headers
            .filter(|header| header.name.eq_ignore_ascii_case(name))
            .find_map(|header| header.schema.as_ref())
    }

    /// What the first schema says in words of the value at a pointer.
    pub(crate) fn explanation(&self, tokens: &[String]) -> Option<String> {
        let mut all = self.all.iter();
        let schema = all.find_map(|answer| answer.response.structured()?.schema.as_ref())?;
        match walk(schema, tokens, self.refs) {
            Walk::Found(found) => found.explanation(),
            _ => None,
        }
    }

    /// The tokens of the pointer that finds in the body what a JSONPath of one node does.
    pub(crate) fn pointer_of(&self, path: &Path) -> Option<Vec<String>> {
        let tokens = path.tokens()?;
        let mut indexes = path.indexes();
        // A pointer would take an index for the name of a member, too.
        indexes
            .all(|at| tokens.get(..at).is_some_and(|way| self.is_list(way)))
            .then_some(tokens)
    }

    /// Whether every body that the operation declares has a list there.
    fn is_list(&self, way: &[String]) -> bool {
        let is_list = |place: &Conjunction| place.kinds().is_some_and(|it| it.within(Kinds::ARRAY));
        let responses = self.operation.responses.iter();
        let mut media = responses.flat_map(|response| response.every_structured());
        media.all(|media| {
            let schema = media.schema.as_ref();
            match schema.map(|schema| walk(schema, way, self.refs)) {
                Some(Walk::Found(found)) => found.places.iter().all(is_list),
                // A body without it has nothing to find there either.
                Some(Walk::Undeclared { .. }) => true,
                Some(Walk::Unknown { .. }) | None => false,
            }
        })
    }

    /// What is declared at a pointer; else the reason, if it is in a schema.
    pub(crate) fn declared(
        &self,
        tokens: &[String],
        node: &Node,
    ) -> Result<Declared, Option<Untyped>> {
        let Some(first) = self.all.first() else {
            let reason = "the operation declares no response that the criteria leave possible";
            return Err(Some(untyped(node, reason)));
        };
        let mut joined = Joined::default();
        for answer in &self.all {
            joined.absent |= answer.bodiless;
            if !answer.is_empty() {
                joined.by(answer.response, tokens, self.refs)?;
            }
        }
        if joined.places.is_empty() {
            return Err(Some(no_schema(first.response)));
        }
        joined.declared(tokens).ok_or(None)
    }
}

/// What every response so far says of a pointer.
#[derive(Default)]
struct Joined {
    places: Vec<Conjunction>,
    missing: bool,
    /// Whether some answers have no JSON to point into.
    absent: bool,
    instead: Instead,
    ways: Vec<Option<Vec<Step>>>,
}

impl Joined {
    fn add(&mut self, found: Found, tokens: &[String]) {
        let straight = found.certain && (tokens.is_empty() || !found.root_nullable);
        self.ways.push(straight.then_some(found.steps));
        self.missing |= !found.guaranteed;
        self.places.extend(found.places);
    }

    /// Adds what one response says; the reason if it does not say what comes.
    fn by(
        &mut self,
        response: &Response,
        tokens: &[String],
        refs: &dyn References,
    ) -> Result<(), Untyped> {
        let pointed = match tokens.is_empty() {
            true => None,
            false => pointed_at(response, refs),
        };
        if let (None, Some(content)) = (&pointed, content_of(response)) {
            self.absent = true;
            self.instead = self.instead.max(match content {
                Content::Text => Instead::Text,
                Content::Bytes => Instead::Anything,
            });
            return Ok(());
        }
        let is_pointed = pointed.is_some();
        let schemas = pointed.or_else(|| json_schemas(response));
        let schemas = schemas.ok_or_else(|| no_schema(response))?;
        let instead = match is_pointed {
            true => without_parts(response, refs),
            false => instead(response, &schemas, refs),
        };
        self.absent |= instead != Instead::Nothing;
        self.instead = self.instead.max(instead);
        for schema in &schemas {
            self.add(found_in(schema, tokens, refs)?, tokens);
        }
        for schema in ranges(response) {
            // JSON whose media type is not declared by name comes under a range, if its schema knows the place.
            if let Walk::Found(found) = walk(&schema, tokens, refs) {
                self.add(found, tokens);
            }
        }
        Ok(())
    }

    fn declared(mut self, tokens: &[String]) -> Option<Declared> {
        let mixed = self.instead != Instead::Nothing;
        if mixed && tokens.is_empty() {
            if self.instead == Instead::Anything {
                return None;
            }
            self.places.push(Conjunction::any_text());
        }
        let mut ways = self.ways.into_iter();
        let first = ways.next().flatten();
        let way = first.filter(|way| ways.all(|other| other.as_ref() == Some(way)));
        Some(Declared {
            places: self.places,
            missing: self.missing || self.absent,
            way: if self.absent {
                way.and_then(optional)
            } else {
                way
            },
            mixed,
        })
    }
}

/// What one schema says; the reason if it does not know the place.
fn found_in(schema: &Node, tokens: &[String], refs: &dyn References) -> Result<Found, Untyped> {
    let (at, place) = match walk(schema, tokens, refs) {
        Walk::Found(found) => return Ok(found),
        Walk::Undeclared { at, .. } => {
            let before = tokens.get(..at).unwrap_or_default();
            let place = match walk(schema, before, refs) {
                Walk::Found(found) => found.schema().cloned(),
                _ => None,
            };
            (at, place)
        }
        Walk::Unknown { at, schema } => (at, schema),
    };
    let place = place.as_ref().unwrap_or(schema);
    Err(match tokens.get(at) {
        Some(token) => untyped(place, &format!("the schema says nothing of `{token}`")),
        None => untyped(place, "the schema gives no type"),
    })
}

fn no_schema(response: &Response) -> Untyped {
    untyped(&response.node, "the response has no schema for JSON")
}

fn untyped(node: &Node, reason: &str) -> Untyped {
    Untyped {
        node: node.clone(),
        reason: reason.to_owned(),
    }
}

/// The way into a body that may be missing: it reads like an empty object.
fn optional(mut way: Vec<Step>) -> Option<Vec<Step>> {
    if let Step::Member { required, .. } = way.first_mut()? {
        *required = false;
    }
    Some(way)
}
