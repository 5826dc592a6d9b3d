//! What the responses of a step declare: the type at a pointer into their JSON, or whether the body is text or bytes.

use crate::{
    elaborate::content::{
        Content, Instead, content_of, instead, is_list_of_lines, json_schemas, pointed_at, ranges,
        without_parts,
    },
    elaborate::place::Place,
    load::Node,
    plan::Origin,
    resolve::{
        operation::{Response, StatusPattern},
        workflow::ResolvedTarget,
    },
    types::{self, Conjunction, Shape, Type, Untyped},
};

use super::{
    projection::{Way, way},
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

/// What the responses declare of a pointer.
pub(super) struct Declared {
    pub(super) ty: Type,
    pub(super) missing: bool,
    /// How the schemas lead there; `None` where they do not say, or not the same.
    pub(super) way: Option<Vec<Way>>,
    /// Whether the body may be text, which the type includes if it is that of the whole body.
    pub(super) mixed: bool,
}

/// A declared response that a successful step can have got.
struct Answer {
    response: Response,
    /// Whether there is no body, whatever is declared (RFC 9110, sections 9.3.2, 15.3.5, 15.3.6 and 15.4.5).
    bodiless: bool,
}

/// What every response so far says of a pointer.
#[derive(Default)]
struct Joined {
    places: Vec<Conjunction>,
    missing: bool,
    /// Whether some answers have no JSON to point into.
    absent: bool,
    instead: Instead,
    ways: Vec<Option<Vec<Way>>>,
}

impl Joined {
    fn add(&mut self, found: types::Found, tokens: &[String]) {
        let straight = found.certain && (tokens.is_empty() || !found.root_nullable);
        let ways = straight.then(|| found.steps.iter().map(way).collect());
        self.ways.push(ways);
        self.missing |= !found.guaranteed;
        self.places.extend(found.places);
    }
}

impl WorkflowBuilder<'_, '_> {
    /// The declared responses that a successful step can have got.
    fn answers(&self, scope: &Scope) -> Option<Vec<Answer>> {
        let ResolvedTarget::Operation { operation, .. } = self.target(scope)? else {
            return None;
        };
        let success = self.success(scope.step?)?;
        let head = operation.method.eq_ignore_ascii_case("head");
        let found = success.responses(&operation).into_iter();
        let found = found.map(|response| Answer {
            bodiless: head || matches!(response.status, StatusPattern::Exact(204 | 205 | 304)),
            response: response.clone(),
        });
        Some(found.collect())
    }

    /// The whole body where no response is JSON: text or bytes (decision D-37), if all responses agree.
    pub(super) fn content(&self, scope: &Scope) -> Option<(Origin, Shape)> {
        if scope.at != At::Outputs {
            return None;
        }
        let answers = self.answers(scope)?;
        let mut media = answers.iter().filter(|answer| !answer.is_empty());
        let first = content_of(&media.next()?.response)?;
        media
            .all(|answer| content_of(&answer.response) == Some(first))
            .then_some(match first {
                Content::Text => (Origin::Text, Shape::String),
                Content::Bytes => (Origin::Bytes, Shape::Bytes),
            })
    }

    /// Whether the body may be JSON lines of which the schema says that they are a list, so that it is one as a whole, too.
    pub(super) fn is_list_of_lines(&self, scope: &Scope) -> bool {
        let answers = self.answers(scope).unwrap_or_default();
        answers
            .iter()
            .any(|answer| is_list_of_lines(&answer.response))
    }

    /// What the responses that can be a success say about a pointer.
    pub(super) fn declared_at(
        &mut self,
        tokens: &[String],
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Declared> {
        let answers = self.answers(scope)?;
        if answers.is_empty() {
            let reason = "the operation declares no response that the criteria leave possible";
            self.untyped(at.node, reason);
            return None;
        }
        let mut joined = Joined::default();
        for answer in &answers {
            joined.absent |= answer.bodiless;
            if answer.is_empty() {
                continue;
            }
            self.declared_by(&answer.response, tokens, &mut joined)?;
        }
        if joined.places.is_empty()
            && let Some(answer) = answers.first()
        {
            let reason = "the response has no schema for JSON";
            self.untyped(&answer.response.node, reason);
        }
        self.joined(joined, tokens, scope)
    }

    /// Adds what one response says; `None` if it does not say what comes.
    fn declared_by(
        &mut self,
        response: &Response,
        tokens: &[String],
        joined: &mut Joined,
    ) -> Option<()> {
        let pointed = match tokens.is_empty() {
            true => None,
            false => pointed_at(response, self.builder.references()),
        };
        if let (None, Some(content)) = (&pointed, content_of(response)) {
            joined.absent = true;
            joined.instead = joined.instead.max(match content {
                Content::Text => Instead::Text,
                Content::Bytes => Instead::Anything,
            });
            return Some(());
        }
        let is_pointed = pointed.is_some();
        let Some(schemas) = pointed.or_else(|| json_schemas(response)) else {
            self.untyped(&response.node, "the response has no schema for JSON");
            return None;
        };
        let refs = self.builder.references();
        let instead = match is_pointed {
            true => without_parts(response, refs),
            false => instead(response, &schemas, refs),
        };
        joined.absent |= instead != Instead::Nothing;
        joined.instead = joined.instead.max(instead);
        for schema in &schemas {
            self.declared_in(schema, tokens, joined)?;
        }
        for schema in ranges(response) {
            // JSON whose media type is not declared by name comes under a range, if its schema knows the place.
            let walked = types::walk(&schema, tokens, self.builder.references());
            if let types::Walk::Found(found) = walked {
                joined.add(found, tokens);
            }
        }
        Some(())
    }

    fn joined(&mut self, mut joined: Joined, tokens: &[String], scope: &Scope) -> Option<Declared> {
        if joined.places.is_empty() {
            return None;
        }
        let mixed = joined.instead != Instead::Nothing;
        if mixed && tokens.is_empty() {
            if joined.instead == Instead::Anything {
                return None;
            }
            joined.places.push(Conjunction::any_text());
        }
        let last = tokens
            .iter()
            .rev()
            .find(|token| token.parse::<usize>().is_err());
        let last = last.map_or("Body", String::as_str);
        let hint = format!("{} {last}", self.step_type(scope));
        let mut ty = self.lowering.lower_kept(&joined.places, &hint);
        let untyped = self.lowering.take_untyped();
        self.untyped.extend(untyped);
        if ty.shape == Shape::Value {
            ty.nullable = false;
        }
        let mut ways = joined.ways.into_iter();
        let first = ways.next().flatten();
        let way = first.filter(|way| ways.all(|other| other.as_ref() == Some(way)));
        Some(Declared {
            ty,
            missing: joined.missing || joined.absent,
            way: if joined.absent {
                way.and_then(optional)
            } else {
                way
            },
            mixed,
        })
    }

    /// Adds what one schema says; `None` if it does not know the place.
    fn declared_in(&mut self, schema: &Node, tokens: &[String], joined: &mut Joined) -> Option<()> {
        match types::walk(schema, tokens, self.builder.references()) {
            types::Walk::Found(found) => {
                joined.add(found, tokens);
                Some(())
            }
            types::Walk::Undeclared { at: index, .. } => {
                let before = tokens.get(..index).unwrap_or_default();
                let place = match types::walk(schema, before, self.builder.references()) {
                    types::Walk::Found(found) => found.schema().cloned(),
                    _ => None,
                };
                self.silent(place.as_ref().unwrap_or(schema), tokens.get(index));
                None
            }
            types::Walk::Unknown {
                at: index,
                schema: place,
            } => {
                self.silent(place.as_ref().unwrap_or(schema), tokens.get(index));
                None
            }
        }
    }

    /// Notes that the schema says nothing of a member or element, or of the value itself.
    fn silent(&mut self, schema: &Node, token: Option<&String>) {
        match token {
            Some(token) => {
                self.untyped(schema, &format!("the schema says nothing of `{token}`"));
            }
            None => self.untyped(schema, "the schema gives no type"),
        }
    }

    fn untyped(&mut self, node: &Node, reason: &str) {
        let entry = Untyped {
            node: node.clone(),
            reason: reason.to_owned(),
        };
        if !self.untyped.contains(&entry) {
            self.untyped.push(entry);
        }
    }
}

impl Answer {
    /// Whether there is no body and none is described.
    fn is_empty(&self) -> bool {
        self.bodiless && self.response.content.is_empty()
    }
}

/// The way into a body that may be missing: it reads like an empty object.
fn optional(mut way: Vec<Way>) -> Option<Vec<Way>> {
    if let Way::Member { required, .. } = way.first_mut()? {
        *required = false;
    }
    Some(way)
}
