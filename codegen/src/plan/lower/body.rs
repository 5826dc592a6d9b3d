//! The body a step sends: media type, encoding, payload, replacements (Arazzo 1.1, sections 4.6.14 and 4.6.15).

use serde_json::Value as Json;

use crate::{
    check::as_bytes,
    model::{arazzo, faults},
    plan::{Body, BodyKind, Replacement, Value},
    resolve::operation::{MediaType, Operation},
    types::{Conjunction, Kind, Kinds, Shape},
};

use super::{
    encoding,
    family::{Family, family, is_list, media_type},
    part_text::Parts,
    payload::Sent,
    scope::Scope,
    workflow_builder::WorkflowBuilder,
    xml::described,
};

impl WorkflowBuilder<'_, '_> {
    /// The body of a step, if it sends one.
    pub(super) fn body(
        &mut self,
        step: &arazzo::Step,
        operation: &Operation,
        scope: &Scope,
    ) -> Option<Body> {
        let body = step.request_body.as_ref()?;
        let payload = self.payload(body, scope);
        let content_type = self.content_type(body, payload.as_ref(), operation, scope);
        let declared = media_type(operation, content_type.as_deref().unwrap_or_default());
        if payload.is_none() || content_type.is_none() {
            self.check_declared(body, operation, scope);
        }
        let Some(payload) = payload else {
            self.check_targets(body, self.base(declared), Kinds::ALL, scope);
            for replacement in &body.replacements {
                self.value(&replacement.value, "Replacement", scope);
            }
            return None;
        };
        let payload = match &body.payload {
            Some(_) => payload,
            None => Value::Literal(self.base(declared)),
        };
        let content_type = content_type?;
        let family = family(&content_type);
        let mut payload = self.quoted(body, payload, operation, (family, &content_type), scope)?;
        let parts = Parts::of(family, declared, self.builder.references);
        if let (Some(parts), Some(node)) = (&parts, &body.payload) {
            payload = self.quoted_parts(node, payload, parts, scope)?;
        }
        let kind = self.kind(body, &payload, family, operation, &content_type, scope)?;
        // That the payload has no form in a media type says enough of one that is not declared.
        self.check_declared(body, operation, scope);
        self.check_supported(body, &payload, operation, &content_type, scope);
        let sent = Sent {
            content_type: &content_type,
            kind: &kind,
            version: operation.version,
        };
        let described = match kind {
            BodyKind::Xml(_) => described(operation, &content_type),
            _ => declared.filter(|_| has_members(family)),
        };
        let documents = self.builder.references.documents();
        if as_bytes(self.version(), body, operation, documents).is_none() {
            self.check_payload(body, &sent, declared, scope);
        }
        let kinds = match family {
            Family::Json => self.kinds_of_body(body, &payload, declared),
            // Text of other families has parts of its own, or was reported.
            _ => Kinds::ALL,
        };
        self.check_targets(body, self.base(declared), kinds, scope);
        let replacements = body.replacements.iter();
        let mut replacements: Vec<Replacement> = replacements
            .filter_map(|written| self.replacement(written, family, &kind, parts.as_ref(), scope))
            .collect();
        let needed = self.require_members(&mut payload, &mut replacements, body, described);
        Some(Body {
            content_type,
            kind,
            text: body
                .payload
                .as_ref()
                .and_then(|node| node.as_str())
                .unwrap_or_default()
                .to_owned(),
            payload,
            required: operation
                .request_body
                .as_ref()
                .is_some_and(|declared| declared.required),
            replacements,
            needed,
            observed: false,
        })
    }

    fn payload(&mut self, body: &arazzo::RequestBody, scope: &Scope) -> Option<Value> {
        if let Some(payload) = &body.payload {
            let name = format!("{}Request", self.step_type(scope));
            return self.value(payload, &name, scope);
        }
        if body.replacements.is_empty() {
            return None;
        }
        // The reader said that they start from nothing; what that is depends on the media type.
        Some(Value::Literal(Json::Object(serde_json::Map::new())))
    }

    /// What replacements without a payload start from (decision D-44): an empty list where the body can only be one.
    fn base(&self, declared: Option<&MediaType>) -> Json {
        let schema = declared.and_then(|media| media.schema.as_ref());
        let kinds =
            schema.and_then(|schema| Conjunction::of(schema, self.builder.references()).kinds());
        match kinds.is_some_and(|kinds| kinds.within(Kinds::ARRAY)) {
            true => Json::Array(Vec::new()),
            false => Json::Object(serde_json::Map::new()),
        }
    }

    /// What a body may be that targets lead into: what is declared of one that is not written, and what an expression gives.
    fn kinds_of_body(
        &self,
        body: &arazzo::RequestBody,
        payload: &Value,
        declared: Option<&MediaType>,
    ) -> Kinds {
        if body.payload.is_none() {
            let schema = declared.and_then(|media| media.schema.as_ref());
            let schema = schema.map(|schema| Conjunction::of(schema, self.builder.references()));
            return schema.and_then(|it| it.kinds()).unwrap_or(Kinds::ALL);
        }
        let Value::Read(read) = payload else {
            return Kinds::ALL;
        };
        match &read.ty.shape {
            Shape::Bool => Kinds::BOOLEAN,
            Shape::Int32 | Shape::Int64 => Kinds::INTEGER,
            Shape::Number => Kinds::NUMBER,
            Shape::String | Shape::Secret => Kinds::STRING,
            Shape::Own(own) => own.kinds,
            Shape::Named(id) => match self.lowering.types().get(*id).kind {
                Kind::Enum { .. } => Kinds::STRING,
                _ => Kinds::ALL,
            },
            _ => Kinds::ALL,
        }
    }

    fn kind(
        &mut self,
        body: &arazzo::RequestBody,
        payload: &Value,
        family: Family,
        operation: &Operation,
        content_type: &str,
        scope: &Scope,
    ) -> Option<BodyKind> {
        let declared = media_type(operation, content_type);
        let text = matches!(
            payload,
            Value::Template(_) | Value::Literal(Json::String(_))
        );
        let structured = matches!(
            payload,
            Value::Object(_) | Value::Array(_) | Value::Literal(Json::Object(_) | Json::Array(_))
        );
        Some(match family {
            Family::Json if text => BodyKind::JsonText,
            Family::Json => BodyKind::Json,
            Family::Form | Family::Multipart if is_list(payload) => {
                let place = body.payload.as_ref().unwrap_or(&body.node);
                let message =
                    format!("`{content_type}` is made of named members, and a list has none");
                self.report(
                    faults::wrong_type(place.place(), message)
                        .help("write the payload as an object"),
                    scope,
                );
                return None;
            }
            Family::Form | Family::Multipart if text => BodyKind::Text,
            Family::Form => {
                let place = body.payload.as_ref().unwrap_or(&body.node);
                self.check_form_nesting(place, payload, declared, scope);
                BodyKind::Form(encoding::form(declared))
            }
            Family::Multipart => {
                self.check_parts(payload, declared, scope);
                BodyKind::Multipart(encoding::multipart(declared, self.builder.references()))
            }
            Family::Xml if structured || self.holds_object(payload) => BodyKind::Xml(Box::new(
                self.xml_body(body, payload, operation, content_type, scope)?,
            )),
            Family::Text if structured => BodyKind::Json,
            Family::Xml | Family::Text => BodyKind::Text,
            Family::Other if structured => BodyKind::Json,
            Family::Other => match payload {
                Value::Read(read) if read.ty.shape == Shape::Bytes => BodyKind::Bytes,
                _ => BodyKind::Text,
            },
        })
    }

    /// Whether a payload that only a run knows may be an object or a list.
    fn holds_object(&self, payload: &Value) -> bool {
        match self.type_of(payload).0.shape {
            Shape::List(_) | Shape::Map(_) | Shape::Tuple(_) => true,
            Shape::SecretValue => true,
            Shape::Own(own) => !own.is_scalar(),
            Shape::Value => !matches!(payload, Value::Literal(_)),
            Shape::Named(id) => !matches!(self.lowering.types().get(id).kind, Kind::Enum { .. }),
            _ => false,
        }
    }
}

/// Whether bodies of the media types are sent by their members.
fn has_members(family: Family) -> bool {
    matches!(family, Family::Json | Family::Form | Family::Multipart)
}
