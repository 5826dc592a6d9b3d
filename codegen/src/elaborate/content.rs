//! What a response can carry besides JSON, by the media types that it declares.

use crate::{
    load::Node,
    resolve::operation::{MediaType, Response, is_json, is_json_lines, is_xml},
    types::{Conjunction, Kinds, References},
};

/// A body that is handed on as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Text,
    Bytes,
}

/// What may come instead of the JSON that a response declares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Instead {
    /// Nothing else, or the same data in another notation: JSON comes first in `Accept`.
    #[default]
    Nothing,
    /// Text.
    Text,
    /// Bytes, or nobody can tell.
    Anything,
}

/// The schemas of all JSON that the response declares, none if one has no schema.
pub(crate) fn json_schemas(response: &Response) -> Option<Vec<Node>> {
    let all = response.content.iter();
    let schemas = all.filter(|media| media.is_json());
    let schemas: Vec<Node> = schemas
        .map(|media| media.schema.clone())
        .collect::<Option<_>>()?;
    (!schemas.is_empty()).then_some(schemas)
}

/// The schemas that describe what a JSON Pointer finds: those of JSON, and of XML that is not the same in another
/// notation. None if one has no schema.
pub(crate) fn pointed_at(response: &Response, refs: &dyn References) -> Option<Vec<Node>> {
    let all = response.content.iter();
    let all = all.filter(|media| media.is_json() || is_xml(&media.name));
    let mut schemas: Vec<Node> = Vec::new();
    for media in all {
        let schema = media.schema.clone()?;
        let own = Conjunction::of(&schema, refs);
        let known = |one: &Node| *one == schema || Conjunction::of(one, refs).says_the_same(&own);
        let same = is_xml(&media.name) && schemas.iter().any(known);
        if !same {
            schemas.push(schema);
        }
    }
    (!schemas.is_empty()).then_some(schemas)
}

/// The schemas of the ranges that JSON can come under.
pub(crate) fn ranges(response: &Response) -> impl Iterator<Item = Node> {
    let all = response.content.iter();
    let for_json = |media: &&MediaType| {
        let essence = media.name.split(';').next().unwrap_or_default().trim();
        essence == "*/*" || essence.eq_ignore_ascii_case("application/*")
    };
    all.filter(for_json)
        .filter_map(|media| media.schema.clone())
}

/// What may come instead of the JSON of a response that declares some.
pub(crate) fn instead(response: &Response, json: &[Node], refs: &dyn References) -> Instead {
    let others = response.content.iter();
    let others = others.filter(|media| !media.is_json() && !is_notation(media, json, refs));
    let instead = others.map(|media| match content_of_media(media) {
        Some(Content::Text) => Instead::Text,
        Some(Content::Bytes) | None => Instead::Anything,
    });
    instead.max().unwrap_or_default()
}

/// What may come where a JSON Pointer leads nowhere.
pub(crate) fn without_parts(response: &Response, refs: &dyn References) -> Instead {
    let mut json = response.clone();
    json.content.retain(|media| !is_xml(&media.name));
    instead(&json, &[], refs)
}

/// Whether the media type is another notation of the same object or array, such as XML.
fn is_notation(media: &MediaType, json: &[Node], refs: &dyn References) -> bool {
    let Some(schema) = &media.schema else {
        return false;
    };
    let own = Conjunction::of(schema, refs);
    let whole = own.alternatives(refs).all;
    let container = Kinds::ARRAY.or(Kinds::OBJECT);
    let readable = |one: &Conjunction| !one.kinds().is_some_and(|kinds| kinds.within(container));
    if whole.is_empty() || whole.iter().any(readable) {
        return false;
    }
    json.iter().any(|json| {
        json.value() == schema.value() || Conjunction::of(json, refs).says_the_same(&own)
    })
}

/// Whether JSON lines are read as a list whose schema is known.
pub(crate) fn is_list_of_lines(response: &Response) -> bool {
    let mut all = response.content.iter();
    all.any(|media| media.lines && media.schema.is_some())
}

/// What the response carries, if all its media types agree that it is no JSON.
pub(crate) fn content_of(response: &Response) -> Option<Content> {
    let mut all = response.content.iter().map(content_of_media);
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}

/// Text and bytes by the media type, and by `format: binary` where that says neither. A file of Swagger 2.0 is bytes
/// whatever its media type.
fn content_of_media(media: &MediaType) -> Option<Content> {
    let schema = media.schema.as_ref();
    let says = |keyword, word| schema.and_then(|schema| schema.str_at(keyword)) == Some(word);
    if says("type", "file") {
        return Some(Content::Bytes);
    }
    let name = media.name.split(';').next()?.trim().to_ascii_lowercase();
    // Lines are a list where their schema says of what; without one the whole is the text that came.
    if is_json(&name) || media.lines && media.schema.is_some() {
        return None;
    }
    let is_text = name.starts_with("text/") || is_xml(&name) || is_json_lines(&name);
    if is_text || TEXT.contains(&name.as_str()) {
        return Some(Content::Text);
    }
    let bytes = BYTES.iter().any(|start| name.starts_with(start));
    (bytes || says("format", "binary")).then_some(Content::Bytes)
}

/// Media types of text whose names do not say so.
const TEXT: &[&str] = &[
    "application/csv",
    "application/graphql",
    "application/javascript",
    "application/jwt",
    "application/toml",
    "application/x-www-form-urlencoded",
    "application/x-yaml",
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
