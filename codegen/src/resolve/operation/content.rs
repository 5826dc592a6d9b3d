//! Bodies: media types, encodings, responses and their headers (OpenAPI 3.1, sections 4.8.13 to 4.8.17 and 4.8.21).

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::openapi::{
        Encoding, Header, MediaType, RequestBody, Response, StatusPattern, Style, is_json_lines,
    },
};

use super::{super::reference, Reader, entries, flag, parameters::is_for_queries};

/// What holds where a part of a message cannot be read.
const UNREAD_BODY: &str =
    "the body is sent as the media type that the step names, or as JSON, of any shape";
pub(super) const UNREAD_RESPONSE: &str = "the response is read without types";
const UNREAD_SCHEMA: &str = "what it describes is read and sent as JSON of any shape";
const UNREAD_HEADER: &str = "the header is read as text";

impl Reader<'_> {
    pub(super) fn request_body(&mut self, operation: &Node) -> Option<RequestBody> {
        let entry = operation.get("requestBody")?;
        let Some(node) = self.follow_or(&entry, UNREAD_BODY) else {
            return Some(RequestBody {
                required: false,
                content: Vec::new(),
                node: entry,
            });
        };
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
                self.unread_responses = true;
                continue;
            };
            let Some(node) = self.follow_or(&entry, UNREAD_RESPONSE) else {
                responses.push(unread_response(status, entry));
                continue;
            };
            let content = self.content(&node);
            responses.push(Response {
                status,
                headers: self.headers(&node),
                content: self.with_lines(content),
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
            let found = Diagnostic::new(Code::InvalidStatus, entry.key(), message)
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
            .map(|(name, entry)| {
                let node = self.follow_or(&entry, UNREAD_SCHEMA).unwrap_or(entry);
                MediaType {
                    name,
                    schema: node.get("schema"),
                    encoding: self.encodings(&node),
                    lines: false,
                    node,
                }
            })
            .collect()
    }

    /// What a response declares, with JSON lines as a list if it has no other JSON (decision D-119). Their schema counts
    /// if it describes the list: one that describes a line says nothing of what a pointer finds.
    pub(super) fn with_lines(&self, mut content: Vec<MediaType>) -> Vec<MediaType> {
        if content.iter().any(MediaType::is_json) {
            return content;
        }
        for media in &mut content {
            if is_json_lines(&media.name) {
                media.lines = true;
                media.schema = media.schema.take().filter(|schema| self.is_list(schema));
            }
        }
        content
    }

    fn is_list(&self, schema: &Node) -> bool {
        let Ok(schema) = reference::resolve(schema, self.documents) else {
            return false;
        };
        match schema.get("type") {
            Some(kinds) if kinds.as_str().is_none() => kinds
                .items()
                .iter()
                .any(|kind| kind.as_str() == Some("array")),
            Some(kind) => kind.as_str() == Some("array"),
            None => schema.get("items").is_some() || schema.get("prefixItems").is_some(),
        }
    }

    /// The media type and schema of a parameter or header that has `content` instead of `schema`.
    pub(super) fn first_content(&mut self, holder: &Node) -> Option<(String, Option<Node>)> {
        let (name, entry) = entries(holder, "content").into_iter().next()?;
        let node = self.follow_or(&entry, UNREAD_SCHEMA);
        Some((name, node.and_then(|node| node.get("schema"))))
    }

    fn encodings(&mut self, media_type: &Node) -> Vec<Encoding> {
        let encodings = entries(media_type, "encoding");
        encodings
            .into_iter()
            .map(|(name, node)| Encoding {
                name,
                content_type: node.str_at("contentType").map(str::to_owned),
                style: self.form_style(&node),
                explode: node.get("explode").and_then(|node| node.value().as_bool()),
                allow_reserved: flag(&node, "allowReserved"),
                headers: self.headers(&node),
                node,
            })
            .collect()
    }

    /// `style` of a member of a form, one of those for queries.
    fn form_style(&mut self, encoding: &Node) -> Option<Style> {
        let given = encoding.get("style")?;
        let style = given.as_str().and_then(Style::named);
        let style = style.filter(|style| is_for_queries(*style));
        if style.is_none() {
            self.unusable_style(&given, Style::Form);
        }
        style
    }

    fn headers(&mut self, holder: &Node) -> Vec<Header> {
        let headers = entries(holder, "headers");
        headers
            .into_iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
            .map(|(name, entry)| self.header(name, entry))
            .collect()
    }

    fn header(&mut self, name: String, entry: Node) -> Header {
        let node = self.follow_or(&entry, UNREAD_HEADER).unwrap_or(entry);
        let schema = node.get("schema");
        let content = match schema {
            Some(_) => None,
            None => self.first_content(&node),
        };
        Header {
            name,
            required: flag(&node, "required"),
            schema,
            content,
            node,
        }
    }
}

/// A response of which nothing but its status can be read. What it was to describe may be of any media type.
pub(super) fn unread_response(status: StatusPattern, entry: Node) -> Response {
    let success = match status {
        StatusPattern::Exact(code) => (200..300).contains(&code) && !matches!(code, 204 | 205),
        StatusPattern::Range(digit) => digit == 2,
        StatusPattern::Default => false,
    };
    let anything = success.then(|| MediaType {
        node: entry.clone(),
        name: "*/*".to_owned(),
        schema: None,
        encoding: Vec::new(),
        lines: false,
    });
    Response {
        status,
        headers: Vec::new(),
        content: anything.into_iter().collect(),
        node: entry,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::openapi::Style,
        resolve::testing::{sound, text},
    };

    #[test]
    fn an_exact_status_beats_its_range_which_beats_default() {
        let operation = sound(&text(
            "
paths:
  /x:
    get:
      operationId: op
      responses:
        default: {content: {application/problem+json: {}}}
        2XX: {content: {text/plain: {}, application/json: {}}}
        201: {content: {APPLICATION/json: {}}}
        x-own: {}",
        ));
        let status = |code| operation.response_for(code).map(|response| response.status);
        assert_eq!(status(201), Some(StatusPattern::Exact(201)));
        assert_eq!(status(202), Some(StatusPattern::Range(2)));
        assert_eq!(status(404), Some(StatusPattern::Default));
        assert_eq!(
            operation.accept(),
            ["application/problem+json", "application/json", "text/plain"]
        );
        let plain = sound(&text(
            "paths: {/x: {get: {operationId: op, responses: {200: {}}}}}",
        ));
        assert!(plain.response_for(500).is_none());
        assert_eq!(plain.accept(), ["*/*"]);
    }

    #[test]
    fn a_range_of_subtypes_is_not_asked_for() {
        let accept = |content: &str| {
            let operation = sound(&text(&format!(
                "paths: {{/x: {{get: {{operationId: op, responses: {{200: {{content: {content}}}}}}}}}}}"
            )));
            operation.accept().join(", ")
        };
        assert_eq!(
            accept("{text/json: {}, 'application/*+json': {}, application/json: {}}"),
            "text/json, application/json, */*;q=0.5"
        );
        assert_eq!(
            accept("{'application/*+json': {}, text/csv: {}}"),
            "application/json, text/csv, */*;q=0.5"
        );
        assert_eq!(accept("{'application/*+xml': {}}"), "*/*;q=0.5");
        assert_eq!(accept("{'application/*': {}}"), "application/*");
    }

    #[test]
    fn the_body_is_json_where_that_is_among_several() {
        let body = |content: &str| {
            let operation = sound(&text(&format!(
                "paths: {{/x: {{post: {{operationId: op, requestBody: {{content: {content}}}}}}}}}"
            )));
            let body = operation.request_body.unwrap();
            body.default_media_type().map(|media| media.name.clone())
        };
        assert_eq!(body("{text/csv: {}}").as_deref(), Some("text/csv"));
        assert_eq!(
            body("{'*/*': {}, text/csv: {}, application/hal+json: {}}").as_deref(),
            Some("application/hal+json")
        );
        assert_eq!(
            body("{application/merge-patch+json: {}, application/json: {}}").as_deref(),
            Some("application/json")
        );
        assert_eq!(
            body("{'*/*': {}, text/csv: {}}").as_deref(),
            Some("text/csv")
        );
        assert_eq!(body("{}"), None);
    }

    #[test]
    fn a_response_body_is_described_by_the_most_specific_media_type() {
        let operation = sound(&text(
        "
paths:
  /x:
    get:
      operationId: op
      responses: {200: {content: {'*/*': {}, 'text/*': {}, text/csv: {}, 'text/csv; header=present': {}}}}",
    ));
        let response = &operation.responses[0];
        let name = |content_type| {
            response
                .media_type_for(content_type)
                .map(|media| media.name.as_str())
        };
        assert_eq!(
            name("text/csv;header=present"),
            Some("text/csv; header=present")
        );
        assert_eq!(name("Text/CSV; charset=utf-8"), Some("text/csv"));
        assert_eq!(name("text/html"), Some("text/*"));
        assert_eq!(name("image/png"), Some("*/*"));
        assert_eq!(
            response.json().map(|media| media.name.as_str()),
            Some("*/*")
        );
    }

    #[test]
    fn lines_are_a_list_where_nothing_else_is_json() {
        let lines = |content: &str| {
            let operation = sound(&text(&format!(
                "paths: {{/x: {{get: {{operationId: op, responses: {{200: {{content: {content}}}}}}}}}}}
components: {{schemas: {{All: {{type: array}}, One: {{type: object}}}}}}"
            )));
            let media = operation.responses[0].content[0].clone();
            (media.lines, media.schema.is_some())
        };
        let all = "{$ref: '#/components/schemas/All'}";
        let one = "{$ref: '#/components/schemas/One'}";
        let of = |schema: &str| lines(&format!("{{application/jsonl: {{schema: {schema}}}}}"));
        assert_eq!(of(all), (true, true));
        assert_eq!(of("{type: [array, 'null']}"), (true, true));
        assert_eq!(of("{items: {type: string}}"), (true, true));
        // What describes a line says nothing of the list.
        assert_eq!(of(one), (true, false));
        assert_eq!(
            lines("{application/x-ndjson: {itemSchema: {type: string}}}"),
            (true, false)
        );
        let beside = format!("{{application/jsonl: {{schema: {all}}}, text/json: {{}}}}");
        assert_eq!(lines(&beside), (false, true));
        assert_eq!(
            lines("{text/event-stream: {schema: {type: array}}}"),
            (false, true)
        );
    }

    #[test]
    fn encodings_keep_what_was_said_and_no_defaults() {
        let operation = sound(&text(
            "
paths:
  /x:
    post:
      operationId: op
      requestBody:
        content:
          multipart/form-data:
            encoding:
              photo: {contentType: image/png, headers: {X-Size: {schema: {type: integer}}}}
              tags: {style: spaceDelimited, explode: false, allowReserved: true}",
        ));
        let encoding = &operation.request_body.unwrap().content[0].encoding;
        assert_eq!(encoding[0].content_type.as_deref(), Some("image/png"));
        assert_eq!(encoding[0].headers[0].name, "X-Size");
        assert_eq!((encoding[0].style, encoding[0].explode), (None, None));
        assert_eq!(
            (encoding[1].style, encoding[1].explode),
            (Some(Style::SpaceDelimited), Some(false))
        );
        assert!(encoding[1].allow_reserved);
    }
}
