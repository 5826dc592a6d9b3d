//! `object-as-bytes`: an object or a list as the payload of a request body that is bytes, such as a file.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::operation,
    load::Documents,
    model::{
        arazzo::{RequestBody, Version, is_selector},
        openapi::{MediaType, is_json, is_range},
    },
    resolve::operation::Operation,
    types::{Conjunction, Kinds},
};

use super::super::subject::Subject;

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for (_, step, resolved) in subject.steps() {
        let (Some(operation), Some(body)) = (operation(resolved), &step.request_body) else {
            continue;
        };
        if let Some(found) = judge(subject.version(), body, operation, subject.documents) {
            diagnostics.push(found.step(&step.id.text));
        }
    }
}

/// What is wrong with a payload that has no form as the bytes which `body` is: it fits nothing else either.
pub(crate) fn judge(
    version: Version,
    body: &RequestBody,
    operation: &Operation,
    documents: &Documents,
) -> Option<Diagnostic> {
    let payload = body.payload.as_ref()?;
    let structured = payload.value().is_object() || payload.value().is_array();
    if !structured || is_selector(payload, version) {
        return None;
    }
    let declared = operation.request_body.as_ref();
    let media = declared.and_then(|declared| match &body.content_type {
        Some(written) => declared.media_type_for(&written.text),
        None => declared.default_media_type(),
    });
    let name = match &body.content_type {
        Some(written) => written.text.as_str(),
        None => &media?.name,
    };
    if !is_bytes(name, media, documents) {
        return None;
    }
    let what = match payload.value().is_array() {
        true => "a list",
        false => "an object",
    };
    let found = Diagnostic::new(
        Code::ObjectAsBytes,
        body.node.key(),
        format!("{what} has no defined form as bytes (`{name}`)"),
    )
    .help("hand on the bytes themselves, such as an input: `payload: $inputs.file`");
    let schema = media.and_then(|media| media.schema.as_ref());
    Some(match schema {
        Some(schema) => found.also(schema, "the body's schema"),
        None => found,
    })
}

/// Whether a body surely is bytes: a file by its media type, or described as a string where that is no text and no JSON.
fn is_bytes(name: &str, media: Option<&MediaType>, documents: &Documents) -> bool {
    let essence = name.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let essence = essence.as_str();
    let structured = is_json(essence)
        || is_range(essence)
        || essence.ends_with("xml")
        || essence == "application/x-www-form-urlencoded"
        || ["text/", "multipart/"]
            .iter()
            .any(|kind| essence.starts_with(kind))
        || essence.contains(['{', '$']);
    if structured {
        return false;
    }
    match media.and_then(|media| media.schema.as_ref()) {
        Some(schema) => {
            let kinds = Conjunction::of(schema, documents).kinds();
            kinds.is_some_and(|kinds| kinds.within(Kinds::STRING) && kinds.meets(Kinds::STRING))
        }
        None => {
            const FILES: [&str; 3] = ["application/zip", "application/gzip", "application/pdf"];
            let media = ["image/", "audio/", "video/", "font/"];
            FILES.contains(&essence) || media.iter().any(|kind| essence.starts_with(kind))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_bytes;
    use crate::load::{Documents, Memory, Options};

    #[test]
    fn only_files_are_bytes_without_a_schema() {
        let documents = Documents::new(Box::new(Memory::new()), Options::default());
        for (name, bytes) in [
            ("application/zip", true),
            ("Image/PNG; q=1", true),
            ("application/octet-stream", false),
            ("application/vnd.acme.v1", false),
            ("application/json", false),
            ("image/svg+xml", false),
            ("image/*", false),
            ("text/csv", false),
        ] {
            assert_eq!(is_bytes(name, None, &documents), bytes, "{name}");
        }
    }
}
