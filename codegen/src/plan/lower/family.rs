//! Families of media types, and which of the declared ones a body has.

use serde_json::Value as Json;

use crate::{
    plan::Value,
    resolve::operation::{MediaType, Operation, is_json, is_xml},
};

/// Families of media types that are encoded alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Json,
    Form,
    Multipart,
    Xml,
    Text,
    Other,
}

/// Whether a payload is a list whatever a run makes of it.
pub(super) fn is_list(payload: &Value) -> bool {
    matches!(payload, Value::Array(_) | Value::Literal(Json::Array(_)))
}

/// The declared media type that `content_type` falls under: exact, then ranges.
pub(super) fn media_type<'a>(
    operation: &'a Operation,
    content_type: &str,
) -> Option<&'a MediaType> {
    let declared = operation.request_body.as_ref()?;
    declared.media_type_for(content_type)
}

pub(super) fn essence(media: &str) -> String {
    media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

pub(super) fn family(content_type: &str) -> Family {
    let essence = essence(content_type);
    match essence.as_str() {
        _ if is_json(&essence) => Family::Json,
        "application/x-www-form-urlencoded" => Family::Form,
        _ if is_xml(&essence) => Family::Xml,
        _ if essence.starts_with("multipart/") => Family::Multipart,
        _ if essence.starts_with("text/") => Family::Text,
        _ => Family::Other,
    }
}
