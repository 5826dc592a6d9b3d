//! Bodies: media types, encodings, responses and their headers (OpenAPI 3.1, sections 4.8.13 to 4.8.17 and 4.8.21).

use crate::{
    diagnostic::Diagnostic,
    load::Node,
    model::openapi::{Encoding, Header, MediaType, RequestBody, Response, StatusPattern},
};

use super::{Reader, entries, flag, parameters::style_named};

impl Reader<'_> {
    pub(super) fn request_body(&mut self, operation: &Node) -> Option<RequestBody> {
        let node = self.follow(&operation.get("requestBody")?)?;
        node.as_object()?;
        Some(RequestBody {
            required: flag(&node, "required"),
            content: self.content(&node),
            node,
        })
    }

    pub(super) fn responses(&mut self, operation: &Node) -> Vec<Response> {
        let mut responses = Vec::new();
        for (key, entry) in entries(operation, "responses") {
            let Some(status) = self.status(&key, &entry) else {
                continue;
            };
            let Some(node) = self.follow(&entry) else {
                continue;
            };
            responses.push(Response {
                status,
                headers: self.headers(&node),
                content: self.content(&node),
                node,
            });
        }
        responses
    }

    /// The statuses that a key of the Responses Object is for.
    pub(super) fn status(&mut self, key: &str, entry: &Node) -> Option<StatusPattern> {
        let status = status(key);
        if status.is_none() {
            let message = format!("`{key}` is not a status");
            let found = Diagnostic::warning("invalid-status", entry.key(), message)
                .label("ignored")
                .help("write `200`, `2XX` or `default`");
            self.diagnostics.push(found);
        }
        status
    }

    fn content(&mut self, holder: &Node) -> Vec<MediaType> {
        let media_types = entries(holder, "content");
        media_types
            .into_iter()
            .filter_map(|(name, entry)| {
                let node = self.follow(&entry)?;
                Some(MediaType {
                    name,
                    schema: node.get("schema"),
                    encoding: self.encodings(&node),
                    node,
                })
            })
            .collect()
    }

    /// The media type and schema of a parameter or header that has `content` instead of `schema`.
    pub(super) fn first_content(&mut self, holder: &Node) -> Option<(String, Option<Node>)> {
        let (name, entry) = entries(holder, "content").into_iter().next()?;
        let node = self.follow(&entry)?;
        Some((name, node.get("schema")))
    }

    fn encodings(&mut self, media_type: &Node) -> Vec<Encoding> {
        let encodings = entries(media_type, "encoding");
        encodings
            .into_iter()
            .map(|(name, node)| Encoding {
                name,
                content_type: node.str_at("contentType").map(str::to_owned),
                style: node.str_at("style").and_then(style_named),
                explode: node.get("explode").and_then(|node| node.value().as_bool()),
                allow_reserved: flag(&node, "allowReserved"),
                headers: self.headers(&node),
                node,
            })
            .collect()
    }

    fn headers(&mut self, holder: &Node) -> Vec<Header> {
        let headers = entries(holder, "headers");
        headers
            .into_iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
            .filter_map(|(name, entry)| self.header(name, &entry))
            .collect()
    }

    fn header(&mut self, name: String, entry: &Node) -> Option<Header> {
        let node = self.follow(entry)?;
        let schema = node.get("schema");
        let content = match schema {
            Some(_) => None,
            None => self.first_content(&node),
        };
        Some(Header {
            name,
            required: flag(&node, "required"),
            schema,
            content,
            node,
        })
    }
}

fn status(key: &str) -> Option<StatusPattern> {
    if key == "default" {
        return Some(StatusPattern::Default);
    }
    let first = key.chars().next()?.to_digit(10)?;
    let digit = u8::try_from(first)
        .ok()
        .filter(|digit| (1..=5).contains(digit))?;
    if key.len() != 3 {
        return None;
    }
    match key.get(1..) {
        Some("XX" | "xx") => Some(StatusPattern::Range(digit)),
        _ => key.parse().ok().map(StatusPattern::Exact),
    }
}
