//! The Request Body Object and the Payload Replacement Object.

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::expression_in_literal,
    load::Node,
    model::{
        arazzo::{Replacement, RequestBody, Text},
        faults,
    },
    nearest::is_typo,
};

use super::{
    Reader,
    expression_type::{SELECTORS, expression_type},
    fields::{Object, Shape, content, field, field_1_1},
    forms, selector,
};

/// Arazzo 1.1, section "Request Body Object".
const REQUEST_BODY: Shape = Shape {
    what: "`requestBody`",
    identity: &[],
    fields: &[
        field("contentType"),
        field("payload"),
        field("replacements"),
    ],
};

/// Arazzo 1.1, section "Payload Replacement Object".
const REPLACEMENT: Shape = Shape {
    what: "a replacement",
    identity: &["target"],
    fields: &[
        field("target"),
        field_1_1("targetSelectorType"),
        field("value"),
    ],
};

pub(super) fn request_body(reader: &mut Reader<'_>, node: &Node) -> Option<RequestBody> {
    if let Some(found) = bare_payload(node) {
        reader.report(found);
        return None;
    }
    let object = reader.object(node, &REQUEST_BODY)?;
    let content_type = content_type(reader, &object);
    // An explicit null is a payload.
    let payload = object.get("payload").cloned();
    let list = reader.list(&object, "replacements");
    let mut replacements = Vec::new();
    for item in list.iter().flat_map(|(_, items)| items) {
        replacements.extend(replacement(reader, item));
    }
    if let (None, Some((list, items))) = (&payload, &list)
        && !items.is_empty()
    {
        let message = "`replacements` without a `payload` to apply them to";
        reader.report(
            Diagnostic::warning(Code::MissingPayload, list.key(), message)
                .note("they are applied to an empty object, or to an empty list where the API takes a list")
                .help("add `payload: {}` or `payload: []` if that is meant"),
        );
    }
    Some(RequestBody {
        node: node.clone(),
        unread: content_type.is_none() && object.has("contentType")
            || list.is_none() && object.has("replacements")
            || list.is_some_and(|(_, items)| items.len() > replacements.len()),
        content_type,
        payload,
        replacements,
    })
}

/// A body that stands where the object with its `payload` should: `requestBody: {name: Rex}`.
fn bare_payload(node: &Node) -> Option<Diagnostic> {
    let known = |key: &str| {
        let mut fields = REQUEST_BODY.fields.iter();
        key.starts_with("x-") || fields.any(|field| is_typo(key, field.name))
    };
    let members = node.members();
    let (first, member) = members.first()?;
    if node.as_object().is_none() || members.iter().any(|(key, _)| known(key)) {
        return None;
    }
    let more = if members.len() > 1 { ", …" } else { "" };
    if let Some((media, content)) = by_media_type(&members) {
        let content = forms::short(&content);
        return Some(
            Diagnostic::error(
                Code::MissingPayload,
                member.key(),
                "`requestBody` has no `payload`",
            )
            .label("not a field of `requestBody`")
            .help(format!(
                "write the media type and the body: `requestBody: {{contentType: {media}, payload: {content}}}`"
            )),
        );
    }
    Some(
        Diagnostic::error(
            Code::MissingPayload,
            member.key(),
            "`requestBody` has no `payload`",
        )
        .label("not a field of `requestBody`")
        .help(format!(
            "put the body into `payload`: `requestBody: {{payload: {{{first}: …{more}}}}}`"
        )),
    )
}

/// The body of each media type, as OpenAPI writes it: `content: {application/json: …}`, or that without `content`.
fn by_media_type(members: &[(String, Node)]) -> Option<(String, Node)> {
    let [(key, value)] = members else {
        return None;
    };
    let inside = match key.as_str() {
        "content" => value.members(),
        _ => members.to_vec(),
    };
    let (media, value) = inside.first()?;
    let types = [
        "application/",
        "text/",
        "multipart/",
        "image/",
        "audio/",
        "video/",
    ];
    let is_media = types.iter().any(|kind| media.starts_with(kind));
    is_media.then(|| (media.clone(), value.clone()))
}

/// The media type, which decides how the payload is encoded and so is never computed.
fn content_type(reader: &mut Reader<'_>, object: &Object) -> Option<Text> {
    let found = reader.text(object, "contentType")?;
    let Some(message) = expression_in_literal(&found.text, "`contentType`") else {
        return Some(found);
    };
    reader.report(
        faults::invalid_value(content(&found.node), message)
            .help("write the media type itself, such as `contentType: application/json`"),
    );
    None
}

fn replacement(reader: &mut Reader<'_>, node: &Node) -> Option<Replacement> {
    let object = reader.object(node, &REPLACEMENT)?;
    let target = reader.required_text(&object, "target");
    let selector = reader.optional(&object, "targetSelectorType");
    let selector =
        selector.and_then(|node| expression_type(reader, &node, "selector type", SELECTORS));
    // An explicit null is a value.
    let value = object.get("value");
    match value {
        None => reader.missing(&object, "value"),
        Some(value) => selector::check_value(reader, value),
    }
    Some(Replacement {
        node: node.clone(),
        target: target?,
        selector,
        value: value?.clone(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, in_1_1, sound, with_fields};

    fn with(body: Value) -> Value {
        with_fields(json!({ "requestBody": body }))
    }

    const AT: &str = "/workflows/0/steps/0/requestBody";

    #[test]
    fn an_explicit_null_is_a_payload() {
        let read = sound(with(json!({ "payload": null })));
        let body = read.workflows[0].steps[0].request_body.as_ref().unwrap();
        assert!(body.payload.as_ref().unwrap().value().is_null());
        let read = sound(with(json!({ "contentType": "text/plain" })));
        let body = read.workflows[0].steps[0].request_body.as_ref().unwrap();
        assert!(body.payload.is_none());
        assert_eq!(body.content_type.as_ref().unwrap().text, "text/plain");
    }

    #[test]
    fn replacements_need_target_and_value() {
        let replacements = json!([{ "target": "/a" }, { "value": null }]);
        assert_eq!(
            findings(with(json!({ "payload": {}, "replacements": replacements }))),
            [
                format!(
                    "error missing-field {AT}/replacements/0/target: a replacement has no `value`"
                ),
                format!("error missing-field {AT}/replacements/1: a replacement has no `target`"),
            ]
        );
    }

    #[test]
    fn replacements_without_a_payload_are_unusual() {
        let body = json!({ "replacements": [{ "target": "/a", "value": 1 }] });
        assert_eq!(
            findings(with(body)),
            [format!(
                "warning missing-payload {AT}/replacements key: `replacements` without a `payload` to apply them to"
            )]
        );
    }

    #[test]
    fn a_selector_type_needs_1_1() {
        let replacements =
            json!([{ "target": "$.a", "value": 1, "targetSelectorType": "jsonpath" }]);
        let document = with(json!({ "payload": {}, "replacements": replacements }));
        sound(in_1_1(document.clone()));
        let found = findings(document);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with(&format!(
            "error field-needs-1-1 {AT}/replacements/0/targetSelectorType key"
        )));
    }
}
