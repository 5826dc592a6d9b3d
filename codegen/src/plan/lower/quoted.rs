//! Payloads that are written as text: how their values are quoted for the language of the text (decision D-52).

use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::{self, JsonText, Quoting, SyntaxError, Template, TemplatePart as Syntax},
    load::Node,
    model::{
        arazzo::{Location, RequestBody},
        texts::Form,
    },
    plan::{TemplatePart, Value},
    resolve::{
        operation::{Operation, Parameter, is_json},
        workflow::ResolvedParameter,
    },
};

use super::{
    family::Family, media_type::undeclared, scope::Scope, workflow_builder::WorkflowBuilder,
};

/// The pieces of a text.
pub(super) struct Pieces {
    pub(super) parts: Vec<Syntax>,
    /// Whether they stand in the document so, not in a form that is tolerated.
    exact: bool,
}

impl WorkflowBuilder<'_, '_> {
    /// A payload whose embedded values keep to their places; anything but text is returned as it is.
    pub(super) fn quoted(
        &mut self,
        body: &RequestBody,
        payload: Value,
        operation: &Operation,
        (family, content_type): (Family, &str),
        scope: &Scope,
    ) -> Option<Value> {
        let Some(node) = body.payload.as_ref().filter(|_| is_text(&payload)) else {
            return Some(payload);
        };
        let pieces = self.pieces(node)?;
        let mut members = Vec::new();
        let places = match family {
            // The media type was reported, and need not be JSON.
            Family::Json if body.unread && body.content_type.is_none() => {
                expression::json_text(&pieces.parts).ok()?.places
            }
            Family::Json => {
                let text = self.json_document(node, &pieces, scope)?;
                members = text.members;
                text.places
            }
            Family::Xml => expression::xml_places(&pieces.parts),
            Family::Form => vec![Quoting::Form; pieces.parts.len()],
            Family::Multipart | Family::Text | Family::Other => {
                // A media type that was reported may not be the one that is meant.
                if undeclared(body, operation).is_none() {
                    self.warn_raw(node, content_type, &pieces, scope);
                }
                return Some(payload);
            }
        };
        Some(placed(payload, &places, &members))
    }

    /// A query that is written whole, whose embedded values keep to their places.
    pub(super) fn quoted_query(
        &mut self,
        parameter: &ResolvedParameter,
        declared: Option<&Parameter>,
        value: Value,
        scope: &Scope,
    ) -> Option<Value> {
        let node = &parameter.value;
        if !is_text(&value) {
            return Some(value);
        }
        let pieces = self.pieces(node)?;
        let places = match declared.is_some_and(is_json_query) {
            true => self.json_document(node, &pieces, scope)?.places,
            false => vec![Quoting::Form; pieces.parts.len()],
        };
        Some(placed(value, &places, &[]))
    }

    /// The JSON document that `pieces` are; reports where they are none.
    pub(super) fn json_document(
        &mut self,
        node: &Node,
        pieces: &Pieces,
        scope: &Scope,
    ) -> Option<JsonText> {
        match expression::json_text(&pieces.parts) {
            Ok(text) => Some(text),
            Err(error) => {
                self.report_no_json(node, error, pieces, scope);
                None
            }
        }
    }

    /// The JSON document that a text is, as far as it is known.
    pub(super) fn json_text(&self, payload: &Node) -> Option<JsonText> {
        expression::json_text(&self.pieces(payload)?.parts).ok()
    }

    /// The pieces of a text, but for one that is an expression.
    pub(super) fn pieces(&self, node: &Node) -> Option<Pieces> {
        let inexact = |parts: &[Syntax]| Pieces {
            parts: parts.to_vec(),
            exact: false,
        };
        let form = &self.texts().value(node)?.form;
        if let Form::Plain(doubt) | Form::Template(_, doubt) = form
            && let Some((_, parts)) = self.unbraced(doubt)
        {
            return Some(inexact(parts));
        }
        Some(match form {
            Form::Plain(_) => Pieces {
                parts: vec![Syntax::Text(node.as_str()?.to_owned())],
                exact: true,
            },
            Form::Template(parts, _) => Pieces {
                parts: parts.clone(),
                exact: true,
            },
            Form::Invalid(_, standard) => match &standard.as_ref()?.template {
                Template::Literal(text) => inexact(&[Syntax::Text(text.clone())]),
                Template::Parts(parts) => inexact(parts),
                Template::Whole(_) => return None,
            },
            Form::Expression(_) | Form::Every(..) => return None,
        })
    }

    fn report_no_json(&mut self, node: &Node, error: SyntaxError, pieces: &Pieces, scope: &Scope) {
        // What was to be an expression is the mistake, and no document was ever meant.
        let misspelt = self.misspelt_in(node);
        if let Some(meant) = misspelt.filter(|_| pieces.exact) {
            let message = format!("{}, and no JSON document", meant.message);
            let found = Diagnostic::new(Code::InvalidJsonPayload, meant.primary.place, message);
            self.report(
                Diagnostic {
                    help: meant.help,
                    suggestion: meant.suggestion,
                    ..found
                },
                scope,
            );
            return;
        }
        let place = match pieces.exact && !error.span.is_empty() {
            true => node.within(error.span),
            false => node.place(),
        };
        let found = Diagnostic::new(Code::InvalidJsonPayload, place, error.message);
        let found = found.help(match pieces.parts.as_slice() {
            [Syntax::Text(_)] => "text sent with a JSON media type is the document itself: a JSON string needs its quotes",
            _ => "an expression stands inside of a JSON string, or alone where JSON takes a value",
        });
        self.report(found, scope);
    }

    /// Warns of values in a text whose language has no quoting here.
    pub(super) fn warn_raw(
        &mut self,
        node: &Node,
        content_type: &str,
        pieces: &Pieces,
        scope: &Scope,
    ) {
        let embeds = |part: &Syntax| matches!(part, Syntax::Expression(_));
        if pieces.parts.len() < 2 || !pieces.parts.iter().any(embeds) {
            return;
        }
        let found = raw_template(node, content_type).help(
            match essence_of(content_type) {
                "application/graphql" => "send `application/json` with `query` and `variables`: values in `variables` stay values",
                essence if essence.starts_with("multipart/") => "write the payload as an object",
                _ => "hand on only values that mean nothing in this language",
            },
        );
        self.report(found, scope);
    }
}

/// The report of values that stand at `node` in a text of a language, without the quoting of which there is none here.
pub(super) fn raw_template(node: &Node, language: &str) -> Diagnostic {
    let message =
        format!("values go into `{language}` as they are, and can change what is around them");
    Diagnostic::new(Code::RawTemplate, node, message)
}

/// Whether a value is text, whatever is embedded in it.
fn is_text(value: &Value) -> bool {
    matches!(value, Value::Template(_) | Value::Literal(Json::String(_)))
}

/// Whether the whole query is a JSON document (OpenAPI 3.2, `in: querystring`).
pub(super) fn is_json_query(declared: &Parameter) -> bool {
    let content = declared.content.as_ref();
    declared.location == Location::Querystring && content.is_some_and(|(media, _)| is_json(media))
}

fn essence_of(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

/// The payload with its values quoted as their places ask for, each with the member that it is in.
pub(super) fn placed(payload: Value, places: &[Quoting], members: &[Option<String>]) -> Value {
    let Value::Template(parts) = payload else {
        return payload;
    };
    let members = members.iter().cloned().chain(std::iter::repeat(None));
    let mut places = places.iter().zip(members);
    let placed = parts.into_iter().map(|part| match part {
        TemplatePart::Value(read) => match places.next() {
            Some((quoting, member)) => TemplatePart::Quoted(read, *quoting, member),
            None => TemplatePart::Value(read),
        },
        other => other,
    });
    Value::Template(placed.collect())
}
