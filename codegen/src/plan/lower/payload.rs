//! The payload as written against the schema of the media type: members, required ones, `readOnly`, literal values.

use serde_json::Value as Json;

use crate::{
    check::Literal,
    load::Pointer,
    model::{arazzo::RequestBody, texts::Texts},
    plan::BodyKind,
    resolve::operation::{Encoding, MediaType, OpenApiVersion},
    types::{Fault, Mismatch, Wire},
};

use super::{
    family::{Family, family},
    scope::Scope,
    workflow_builder::WorkflowBuilder,
};

/// How a body is sent.
pub(super) struct Sent<'a> {
    pub(super) content_type: &'a str,
    pub(super) kind: &'a BodyKind,
    /// Of the document of the operation.
    pub(super) version: OpenApiVersion,
}

impl WorkflowBuilder<'_, '_> {
    /// Warns where the payload as written cannot be what the operation asks for.
    pub(super) fn check_payload(
        &mut self,
        body: &RequestBody,
        sent: &Sent,
        declared: Option<&MediaType>,
        scope: &Scope,
    ) {
        let (Some(payload), Some(media)) = (&body.payload, declared) else {
            return;
        };
        let inner = match sent.kind {
            BodyKind::JsonText => match self.json_text(payload) {
                Some(inner) if !inner.has_dynamic_names() => Some(inner),
                // Only a run knows the members.
                _ => return,
            },
            // Text is the encoded body, not the value that the schema describes.
            BodyKind::Text => return,
            _ => None,
        };
        let texts = self.texts();
        let replaced = |found: &Mismatch| self::replaced(found, body, texts);
        let literal = Literal {
            node: payload,
            inner: inner.as_ref(),
            place: "the body",
            schemas: media.schema.as_slice(),
            wire: match family(sent.content_type) {
                Family::Form | Family::Multipart | Family::Xml => Wire::Form,
                _ => Wire::Json,
            },
            body: true,
        };
        match literal.schemas {
            [] if sent.version == OpenApiVersion::V2_0 => {
                let found = self.fields(&literal, &media.encoding);
                self.report_written(&literal, found, replaced, scope);
            }
            _ => self.check_written(&literal, replaced, scope),
        }
    }

    /// What does not fit in a form of Swagger 2.0, whose fields have no schema around them.
    fn fields(&self, form: &Literal, fields: &[Encoding]) -> Vec<Mismatch> {
        let Some(object) = form.node.as_object() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let names = fields.iter().map(|field| field.name.clone());
        let declared: Vec<String> = names.collect();
        for (name, member) in form.node.members() {
            let at = Pointer::root().join(&name);
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                let typo = Mismatch::undeclared(&at, &name, &declared, object);
                found.extend(Some(typo).filter(|typo| typo.meant().is_some()));
                continue;
            };
            let literal = Literal {
                node: &member,
                schemas: std::slice::from_ref(&field.node),
                ..*form
            };
            let inside =
                literal.mismatches(self.version(), self.texts(), self.builder.references());
            found.extend(inside.into_iter().map(|found| found.below(&at)));
        }
        let required = fields.iter().filter(|field| {
            let required = field.node.get("required");
            required.is_some_and(|required| required.value() == &Json::Bool(true))
        });
        for field in required {
            let typo = |found: &Mismatch| found.meant().is_some_and(|it| it.name() == field.name);
            if !object.contains_key(&field.name) && !found.iter().any(typo) {
                found.push(Mismatch::missing(&field.name, &field.node));
            }
        }
        found
    }
}

/// Whether a replacement makes good what is wrong with the payload as written: it puts another value there or above, or
/// something below where too little is.
fn replaced(found: &Mismatch, body: &RequestBody, texts: &Texts) -> bool {
    // What could not be read, which is reported, may have done it.
    if body.unread {
        return true;
    }
    let mut replacements = body.replacements.iter();
    let at: Vec<String> = found.pointer.tokens().collect();
    let names: &[String] = match &found.fault {
        Fault::Missing { name } => std::slice::from_ref(name),
        Fault::MissingAny { names } => names,
        _ => &[],
    };
    replacements.any(|replacement| {
        let Some(target) = texts.constant_target(replacement) else {
            // What it leads to cannot be told.
            let text = &replacement.target.text;
            return text.contains('{') || names.iter().any(|name| text.contains(name));
        };
        let target: Vec<String> = target.tokens().collect();
        let added = target.strip_prefix(at.as_slice());
        match (added, &found.fault) {
            (Some([]), _) => true,
            (Some([name, ..]), Fault::Missing { .. } | Fault::MissingAny { .. }) => {
                names.contains(name)
            }
            (Some(_), Fault::Bound(_)) => true,
            _ => at.starts_with(&target),
        }
    })
}
