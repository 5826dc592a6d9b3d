//! What a Media Type or Encoding Object asks for that is not done: said, rather than left out in silence.

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::{
        arazzo::RequestBody,
        openapi::{Encoding, Style},
    },
    plan::Value,
    resolve::operation::{OpenApiVersion, Operation, is_json_lines},
};

use super::{
    family::{essence, is_list, media_type},
    scope::Scope,
    workflow_builder::WorkflowBuilder,
};

/// Fields of OpenAPI 3.2 that describe parts by their position.
const BY_POSITION: [&str; 2] = ["prefixEncoding", "itemEncoding"];

impl WorkflowBuilder<'_, '_> {
    /// Reports what the body as described would need and does not get.
    pub(super) fn check_supported(
        &mut self,
        body: &RequestBody,
        payload: &Value,
        operation: &Operation,
        content_type: &str,
        scope: &Scope,
    ) {
        let essence = essence(content_type);
        if is_list(payload) && is_json_lines(content_type) {
            let place = body.payload.as_ref().unwrap_or(&body.node);
            let message = format!("a list is sent as one JSON document, not as `{content_type}`");
            let found = Diagnostic::new(Code::UnsupportedEncoding, place, message)
                .help("write the payload as text, a JSON document a line");
            self.report(found, scope);
        }
        let declared = media_type(operation, content_type);
        let Some(media) = declared.filter(|_| essence.starts_with("multipart/")) else {
            return;
        };
        for field in BY_POSITION {
            if let Some(node) = media.node.get(field) {
                let message =
                    format!("`{field}` is not applied: parts are identified by their names");
                self.report(unapplied(&node, &message), scope);
            }
        }
        for encoding in &media.encoding {
            if let Some(found) = unapplied_in(encoding, operation.version) {
                self.report(found, scope);
            }
        }
    }
}

/// What an Encoding Object says about a part of a multipart body in vain.
fn unapplied_in(encoding: &Encoding, version: OpenApiVersion) -> Option<Diagnostic> {
    let name = &encoding.name;
    for field in ["encoding", "prefixEncoding", "itemEncoding"] {
        if let Some(node) = encoding.node.get(field) {
            let message = format!("`{field}` inside of part `{name}` is not applied");
            return Some(unapplied(&node, &message));
        }
    }
    // OpenAPI 3.0 has styles in forms only.
    if version < OpenApiVersion::V3_1 {
        return None;
    }
    let styled = encoding.style.is_some_and(|style| style != Style::Form);
    let field = match (styled, encoding.explode) {
        (true, _) => "style",
        (false, Some(false)) => "explode",
        _ => return None,
    };
    let node = encoding.node.get(field)?;
    let message = format!("`{field}` of part `{name}` is not applied: a list repeats the part");
    Some(unapplied(&node, &message))
}

fn unapplied(node: &Node, message: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedEncoding, node.key(), message).label("without effect")
}
