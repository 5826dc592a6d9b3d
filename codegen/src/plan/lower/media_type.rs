//! The media type that a step's body is sent with, where the step says it, and where the operation does.

use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::{arazzo, openapi::is_range, texts::Form},
    plan::{TemplatePart, Value},
    resolve::operation::{MediaType, Operation, RequestBody},
    types::{Conjunction, Shape},
};

use super::{
    family::{essence, media_type},
    scope::Scope,
    workflow_builder::WorkflowBuilder,
};

const JSON: &str = "application/json";
const TEXT: &str = "text/plain";
const BYTES: &str = "application/octet-stream";

impl WorkflowBuilder<'_, '_> {
    /// The media type to send; `None` if only a range is known and nothing in it is the obvious choice.
    pub(super) fn content_type(
        &mut self,
        body: &arazzo::RequestBody,
        payload: Option<&Value>,
        operation: &Operation,
        scope: &Scope,
    ) -> Option<String> {
        if let Some(written) = &body.content_type {
            let written_type = written.text.trim();
            return match is_range(written_type) {
                true => self.concrete(written_type, &written.node, payload, operation, scope),
                false => Some(written_type.to_owned()),
            };
        }
        let declared = operation.request_body.as_ref();
        if declared.is_some_and(RequestBody::is_unread) {
            return Some(JSON.to_owned());
        }
        let Some(chosen) = declared.and_then(|declared| declared.default_media_type()) else {
            let payload = body.payload.as_ref();
            let written = payload.and_then(|payload| self.texts().value(payload));
            let text = written.is_some_and(|it| !matches!(it.form, Form::Expression(_)));
            return Some(if text { TEXT } else { JSON }.to_owned());
        };
        let several = declared.is_some_and(|declared| declared.content.len() > 1);
        let name = chosen.name.clone();
        if is_range(&name) {
            let place = body.payload.as_ref().unwrap_or(&body.node);
            return self.concrete(name.trim(), place, payload, operation, scope);
        }
        if several {
            let message = format!("several media types are declared, `{name}` is sent");
            let found = Diagnostic::new(Code::MediaTypeChosen, body.node.key(), message);
            self.report(found.help("say which with `contentType`"), scope);
        }
        Some(name)
    }

    /// Warns of a media type that the operation does not declare.
    pub(super) fn check_declared(
        &mut self,
        body: &arazzo::RequestBody,
        operation: &Operation,
        scope: &Scope,
    ) {
        let Some(written) = undeclared(body, operation) else {
            return;
        };
        let declared: Vec<&str> = declared_types(operation).collect();
        let mut found = Diagnostic::new(
            Code::UndeclaredMediaType,
            &written.node,
            format!("the operation does not declare `{}`", written.text),
        )
        .help(format!("declared: {}", declared.join(", ")));
        if let Some(body) = &operation.request_body {
            found = found.also(&body.node, "the operation's body");
        }
        if let Some(meant) = crate::nearest::meant(&written.text, declared) {
            found = found.suggest(meant.name());
        }
        self.report(found, scope);
    }

    /// What to send for a range, which is no media type itself: JSON for structures, text for strings, and what the schema
    /// says about bytes.
    fn concrete(
        &mut self,
        range: &str,
        place: &Node,
        payload: Option<&Value>,
        operation: &Operation,
        scope: &Scope,
    ) -> Option<String> {
        let declared = media_type(operation, range);
        let schema = declared.and_then(|media| media.schema.as_ref());
        if let Some(content) = schema.and_then(|schema| self.content_of(schema, range)) {
            return Some(content);
        }
        let shape = payload.map(|payload| self.type_of(payload).0.shape);
        let text = matches!(shape, Some(Shape::String | Shape::Secret))
            && !payload.is_some_and(is_json_document);
        let chosen = match essence(range).as_str() {
            "*/*" | "application/*" if matches!(shape, Some(Shape::Bytes)) => BYTES,
            "*/*" if text => TEXT,
            "*/*" => JSON,
            "application/*" if text => {
                self.report_chosen(place, range, TEXT, scope);
                TEXT
            }
            "application/*" => JSON,
            // Not a range by the rules of HTTP, but some servers declare it beside JSON.
            "application/*+json" => {
                self.report_chosen(place, range, JSON, scope);
                JSON
            }
            "text/*" => TEXT,
            "multipart/*" => {
                self.report_chosen(place, range, "multipart/form-data", scope);
                "multipart/form-data"
            }
            _ => {
                let message =
                    format!("`{range}` is a range, and a body is sent with one media type");
                let mut found = Diagnostic::new(Code::MediaTypeRange, place, message)
                    .help("say which one it is with `contentType`");
                if let Some(media) = declared {
                    found = found.also(media.node.key(), "declared here");
                }
                self.report(found, scope);
                return None;
            }
        };
        Some(chosen.to_owned())
    }

    /// The media type that the schema of a body within `range` tells (`contentMediaType`; `format` for bytes).
    fn content_of(&self, schema: &Node, range: &str) -> Option<String> {
        let schema = Conjunction::of(schema, self.builder.references());
        let range = essence(range);
        let kind = range.strip_suffix('*')?;
        let within =
            |name: &&str| !is_range(name) && (kind == "*/" || essence(name).starts_with(kind));
        if let Some(content) = schema.text("contentMediaType").filter(within) {
            return Some(content.to_owned());
        }
        let bytes = schema.text("format") == Some("binary");
        (bytes && within(&BYTES)).then(|| BYTES.to_owned())
    }

    fn report_chosen(&mut self, place: &Node, range: &str, chosen: &str, scope: &Scope) {
        let message = format!("`{range}` is a range, `{chosen}` is sent");
        let found = Diagnostic::new(Code::MediaTypeChosen, place, message);
        self.report(
            found.help("say which media type it is with `contentType`"),
            scope,
        );
    }

    /// Tells which media type a part is sent with where its encoding allows several.
    pub(super) fn check_parts(
        &mut self,
        payload: &Value,
        declared: Option<&MediaType>,
        scope: &Scope,
    ) {
        let encodings = declared.map_or(&[][..], |media| media.encoding.as_slice());
        for encoding in encodings {
            let allowed = encoding.content_type.as_deref().unwrap_or_default();
            let one = !is_range(allowed) && !allowed.contains(',');
            if one || !may_have(payload, &encoding.name) {
                continue;
            }
            let mut concrete = allowed.split(',').map(str::trim);
            let chosen = match concrete.find(|name| !name.is_empty() && !is_range(name)) {
                Some(name) => format!("`{name}` is sent"),
                None => "what fits its value is sent".to_owned(),
            };
            let name = &encoding.name;
            let message = format!("part `{name}` may have several media types, {chosen}");
            let place = encoding.node.get("contentType");
            let place = place.unwrap_or_else(|| encoding.node.clone());
            let found = Diagnostic::new(Code::MediaTypeChosen, &place, message);
            self.report(found, scope);
        }
    }
}

/// The media type that a step names and its operation does not declare among others.
pub(super) fn undeclared<'b>(
    body: &'b arazzo::RequestBody,
    operation: &Operation,
) -> Option<&'b arazzo::Text> {
    let written = body.content_type.as_ref()?;
    let known = media_type(operation, &written.text).is_some();
    (!known && declared_types(operation).next().is_some()).then_some(written)
}

fn declared_types(operation: &Operation) -> impl Iterator<Item = &str> {
    let content = operation.request_body.iter().flat_map(|body| &body.content);
    content.map(|media| media.name.as_str())
}

/// Whether the payload has the member `name`, as far as is known.
fn may_have(payload: &Value, name: &str) -> bool {
    match payload {
        Value::Object(object) => object.members.iter().any(|member| member.name == name),
        Value::Literal(Json::Object(members)) => members.contains_key(name),
        _ => true,
    }
}

/// Whether a text is written as a JSON object or array: nobody writes such a text and means anything else.
fn is_json_document(payload: &Value) -> bool {
    let opens = |text: &str| text.trim_start().starts_with(['{', '[']);
    match payload {
        Value::Literal(Json::String(text)) => {
            opens(text) && serde_json::from_str::<Json>(text).is_ok()
        }
        Value::Template(parts) => {
            matches!(parts.first(), Some(TemplatePart::Text(text)) if opens(text))
        }
        _ => false,
    }
}
