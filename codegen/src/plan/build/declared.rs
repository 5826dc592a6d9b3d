//! What the responses of a step declare: the type at a pointer into their JSON, or whether the body is text or bytes.

use crate::{
    load::Node,
    plan::Origin,
    resolve::{
        operation::{MediaType, Response, StatusPattern, is_json},
        workflow::ResolvedTarget,
    },
    types::{self, Conjunction, Shape, Type, Untyped},
};

use super::{
    projection::{Way, way},
    read::Place,
    scope::{At, Scope},
    success::success_responses,
    workflow::WorkflowBuilder,
};

/// What the responses declare of a pointer.
pub(super) struct Declared {
    pub(super) ty: Type,
    pub(super) missing: bool,
    /// How the schemas lead there; `None` where they do not say, or not the same.
    pub(super) way: Option<Vec<Way>>,
}

/// A body that is handed on as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Text,
    Bytes,
}

/// What every response so far says of a pointer.
#[derive(Default)]
struct Joined {
    places: Vec<Conjunction>,
    missing: bool,
    ways: Vec<Option<Vec<Way>>>,
}

impl WorkflowBuilder<'_, '_> {
    /// The declared responses that a successful step can have got.
    fn answers(&self, scope: &Scope) -> Option<Vec<Response>> {
        let ResolvedTarget::Operation { operation, .. } = self.target(scope)? else {
            return None;
        };
        let step = self.step_model(scope.step?)?;
        let found = success_responses(step, &operation).into_iter().cloned();
        Some(found.collect())
    }

    /// The whole body where no response is JSON: text or bytes (decision D-37), if all responses agree.
    pub(super) fn content(&self, scope: &Scope) -> Option<(Origin, Shape)> {
        if scope.at != At::Outputs {
            return None;
        }
        let answers = self.answers(scope)?;
        let mut media = answers.iter().filter(|answer| !has_no_body(answer));
        let first = content_of(media.next()?)?;
        media
            .all(|answer| content_of(answer) == Some(first))
            .then_some(match first {
                Content::Text => (Origin::Text, Shape::String),
                Content::Bytes => (Origin::Bytes, Shape::Bytes),
            })
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
            if has_no_body(answer) {
                joined.missing = true;
                joined.ways.push(None);
                continue;
            }
            let Some(schema) = json_schema(answer) else {
                self.untyped(&answer.node, "the response has no schema for JSON");
                return None;
            };
            self.declared_in(&schema, tokens, &mut joined)?;
        }
        self.joined(joined, tokens, scope)
    }

    fn joined(&mut self, joined: Joined, tokens: &[String], scope: &Scope) -> Option<Declared> {
        if joined.places.is_empty() {
            return None;
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
            missing: joined.missing,
            way,
        })
    }

    /// Adds what one schema says; `None` if it does not know the place.
    fn declared_in(&mut self, schema: &Node, tokens: &[String], joined: &mut Joined) -> Option<()> {
        match types::walk(schema, tokens, self.builder.references()) {
            types::Walk::Found(found) => {
                let straight = found.certain && (tokens.is_empty() || !found.root_nullable);
                let ways = straight.then(|| found.steps.iter().map(way).collect());
                joined.ways.push(ways);
                joined.missing |= !found.guaranteed;
                joined.places.extend(found.places);
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

/// Whether the status itself says that there is no body (RFC 9110, sections 15.3.5 and 15.3.6).
fn has_no_body(response: &Response) -> bool {
    response.content.is_empty() && matches!(response.status, StatusPattern::Exact(204 | 205))
}

/// The schema of the response's JSON.
pub(super) fn json_schema(response: &Response) -> Option<Node> {
    response
        .content
        .iter()
        .find(|media| is_json(&media.name))
        .and_then(|media| media.schema.clone())
}

/// What the response carries, if all its media types agree that it is no JSON.
fn content_of(response: &Response) -> Option<Content> {
    let mut all = response.content.iter().map(content_of_media);
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}

/// Text and bytes by the media type, and by `format: binary` where that says neither.
fn content_of_media(media: &MediaType) -> Option<Content> {
    let name = media.name.split(';').next()?.trim().to_ascii_lowercase();
    if is_json(&name) {
        return None;
    }
    let text = name.starts_with("text/") || name.ends_with("+xml") || TEXT.contains(&name.as_str());
    if text {
        return Some(Content::Text);
    }
    let bytes = BYTES.iter().any(|start| name.starts_with(start));
    let binary = || {
        let schema = media.schema.as_ref();
        schema.and_then(|schema| schema.str_at("format")) == Some("binary")
    };
    (bytes || binary()).then_some(Content::Bytes)
}

/// Media types of text whose names do not say so.
const TEXT: &[&str] = &[
    "application/csv",
    "application/graphql",
    "application/javascript",
    "application/json-seq",
    "application/jsonl",
    "application/jwt",
    "application/ndjson",
    "application/toml",
    "application/x-ndjson",
    "application/x-www-form-urlencoded",
    "application/x-yaml",
    "application/xml",
    "application/yaml",
];

/// How media types of bytes begin.
const BYTES: &[&str] = &[
    "application/gzip",
    "application/msword",
    "application/octet-stream",
    "application/pdf",
    "application/vnd.ms-",
    "application/vnd.openxmlformats-",
    "application/x-gzip",
    "application/x-tar",
    "application/zip",
    "audio/",
    "font/",
    "image/",
    "video/",
];
