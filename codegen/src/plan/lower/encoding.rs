//! How the members of a form or multipart body are written (OpenAPI 3.1, section 4.8.15 "Encoding Object").

use serde_json::Value as Json;

use crate::{
    load::Node,
    model::openapi::{Encoding as Declared, Header},
    plan::{Encoding, Style},
    resolve::operation::{MediaType, is_json},
    types::{Conjunction, References},
};

use super::disposition;

/// What parts of bytes are, unless the document says more.
const BINARY: &str = "application/octet-stream";

/// The members of a form that the document says something about.
pub(super) fn form(media: Option<&MediaType>) -> Vec<Encoding> {
    declared(media).iter().map(written).collect()
}

/// The parts that the document says something about, be it by their schema.
pub(super) fn multipart(media: Option<&MediaType>, references: &dyn References) -> Vec<Encoding> {
    let mut parts: Vec<Encoding> = declared(media)
        .iter()
        .map(|encoding| Encoding {
            headers: constants(&encoding.headers, references),
            // Only Swagger 2.0 joins the items of a list in a part.
            style: request_style(encoding),
            explode: encoding.explode.filter(|_| is_form_data(encoding)),
            // A file field of Swagger 2.0, which has no schema.
            binary: encoding.node.str_at("type") == Some("file"),
            filename: disposition::file_name(encoding, references),
            ..written(encoding)
        })
        .collect();
    if let Some(schema) = media.and_then(|media| media.schema.as_ref()) {
        described(schema, &mut parts, references);
    }
    for part in parts.iter_mut().filter(|part| part.binary) {
        part.filename.get_or_insert_with(|| part.name.clone());
    }
    parts
}

/// Adds what the schema says: which parts are bytes, and of which media type.
fn described(schema: &Node, parts: &mut Vec<Encoding>, references: &dyn References) {
    let object = Conjunction::of(schema, references);
    for (name, schemas) in object.properties() {
        let property = Conjunction::all(&schemas, references);
        let items = Conjunction::all(&property.items(), references);
        let Some(media_type) = bytes(&property).or_else(|| bytes(&items)) else {
            continue;
        };
        match parts.iter_mut().find(|part| part.name == name) {
            Some(part) => {
                part.binary = true;
                part.content_type.get_or_insert(media_type);
            }
            None => parts.push(Encoding {
                content_type: Some(media_type),
                binary: true,
                ..plain(name)
            }),
        }
    }
}

fn declared(media: Option<&MediaType>) -> &[Declared] {
    media.map_or(&[], |media| media.encoding.as_slice())
}

/// Whether this stands for a `formData` parameter of Swagger 2.0.
fn is_form_data(encoding: &Declared) -> bool {
    encoding.node.str_at("in") == Some("formData")
}

fn request_style(encoding: &Declared) -> Option<Style> {
    encoding.style.filter(|_| is_form_data(encoding))
}

fn written(encoding: &Declared) -> Encoding {
    Encoding {
        content_type: encoding.content_type.clone(),
        style: encoding.style,
        explode: encoding.explode,
        allow_reserved: encoding.allow_reserved,
        ..plain(encoding.name.clone())
    }
}

fn plain(name: String) -> Encoding {
    Encoding {
        name,
        content_type: None,
        style: None,
        explode: None,
        allow_reserved: false,
        headers: Vec::new(),
        binary: false,
        filename: None,
        base64: false,
    }
}

/// Notes that the part called `name` is base64 until it is sent.
pub(super) fn mark_base64(parts: &mut Vec<Encoding>, name: &str) {
    match parts.iter_mut().find(|part| part.name == name) {
        Some(part) => part.base64 = true,
        None => parts.push(Encoding {
            base64: true,
            ..plain(name.to_owned())
        }),
    }
}

/// The media type of a string that stands for bytes.
fn bytes(schema: &Conjunction) -> Option<String> {
    let content = schema.text("contentMediaType");
    let content = content.filter(|name| !name.starts_with("text/") && !is_json(name));
    let binary = matches!(schema.text("format"), Some("binary" | "byte"))
        || schema.text("contentEncoding") == Some("base64");
    (binary || content.is_some()).then(|| content.unwrap_or(BINARY).to_owned())
}

/// Headers with one possible value, or a default. Others cannot be given: a payload has no place for them. Of
/// `Content-Disposition` only the file name can be given.
fn constants(headers: &[Header], references: &dyn References) -> Vec<(String, String)> {
    let constant = |header: &Header| {
        if header.name.eq_ignore_ascii_case("content-disposition") {
            return None;
        }
        let schema = Conjunction::of(header.schema.as_ref()?, references);
        let listed = schema.enumeration().unwrap_or_default();
        let value = match listed.as_slice() {
            [only] => only.clone(),
            _ => schema.value("default")?.clone(),
        };
        match value {
            Json::String(text) => Some((header.name.clone(), text)),
            Json::Number(_) | Json::Bool(_) => Some((header.name.clone(), value.to_string())),
            _ => None,
        }
    };
    headers.iter().filter_map(constant).collect()
}
