//! Replacements in a payload: what their targets are, and whether they lead anywhere (Arazzo 1.1, section 4.6.15).

use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::Language,
    load::Pointer,
    model::{
        arazzo::{self, Engine, Replacement as Written, RequestBody},
        texts::{Embedded, Query, Texts},
    },
    plan::{BodyKind, Replacement, ReplacementTarget, Text},
    types::Kinds,
};

use super::{family::Family, part_text::Parts, scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// One replacement, checked as far as its target is known.
    pub(super) fn replacement(
        &mut self,
        written: &Written,
        family: Family,
        kind: &BodyKind,
        parts: Option<&Parts<'_>>,
        scope: &Scope,
    ) -> Option<Replacement> {
        let engine = match (&written.selector, family) {
            (Some(selector), _) => selector.engine,
            (None, Family::Xml) if !matches!(kind, BodyKind::Xml(_)) => Engine::XPath,
            (None, _) => Engine::JsonPointer,
        };
        if let Some((whole, help)) = unfit(engine, family, kind) {
            let message = format!("a target cannot lead into {whole}");
            let found = Diagnostic::new(Code::ReplacementInText, &written.target.node, message);
            self.report(found.help(help), scope);
            return None;
        }
        let target = self.replacement_target(written, engine, scope)?;
        let name = format!("{}Replacement", self.step_type(scope));
        let mut value = self.value(&written.value, &name, scope)?;
        if let Some(parts) = parts {
            value = self.quoted_replacement(written, value, parts, scope)?;
        }
        Some(Replacement {
            target,
            value,
            fills: None,
            text: written.target.text.clone(),
        })
    }

    fn replacement_target(
        &mut self,
        written: &Written,
        engine: Engine,
        scope: &Scope,
    ) -> Option<ReplacementTarget> {
        let node = &written.target.node;
        Some(match engine {
            Engine::JsonPointer => {
                let pointer = self.texts().pointer(node)?;
                let text = match self.pointer_text(pointer, node, scope)? {
                    Text::Constant(_) => {
                        Text::Constant(self.constant_pointer(pointer, node, scope)?)
                    }
                    dynamic => dynamic,
                };
                ReplacementTarget::Pointer(text)
            }
            Engine::JsonPath => {
                let query = self.texts().query(node)?;
                self.braced(query, node, scope)?;
                let text = self.jsonpath_text(query, node, scope)?;
                self.check_engine_text(query, node, Language::JsonPath, scope)?;
                ReplacementTarget::JsonPath(text)
            }
            Engine::XPath => {
                let query = self.texts().query(node)?;
                let text = self.checked_engine_text(query, node, Language::XPath, scope)?;
                ReplacementTarget::XPath(text)
            }
        })
    }

    /// Reports targets in something that the payload as written does not have (decision D-43); `base` stands for a payload
    /// that is not there, and `kinds` are those of one that only a run knows.
    pub(super) fn check_targets(
        &mut self,
        body: &RequestBody,
        base: Json,
        kinds: Kinds,
        scope: &Scope,
    ) {
        if !kinds.meets(Kinds::ARRAY.or(Kinds::OBJECT)) {
            self.report_scalar(body, kinds, scope);
            return;
        }
        let text = match &body.payload {
            Some(payload) if payload.value().is_string() => match self.json_text(payload) {
                Some(text) => Some(text),
                // A value that only a run knows.
                None => return,
            },
            _ => None,
        };
        if body.unread {
            return;
        }
        let (version, texts) = (self.version(), self.texts());
        let is_open = |value: &Json| match &text {
            Some(text) => text.is_dynamic(value),
            None => is_open(value, version, texts),
        };
        let payload = match (&text, &body.payload) {
            (Some(text), _) => &text.document,
            (None, Some(payload)) => payload.value(),
            (None, None) => &base,
        };
        let mut made: Vec<Pointer> = Vec::new();
        let mut found = Vec::new();
        for written in &body.replacements {
            let Some(pointer) = texts.constant_target(written) else {
                if made.is_empty()
                    && let Some(nothing) = selects_nothing(
                        texts.query(&written.target.node),
                        written,
                        payload,
                        &is_open,
                    )
                {
                    found.push(nothing);
                    continue;
                }
                // What another target may have changed cannot be told.
                break;
            };
            if let Some(why) = unreachable(payload, pointer, &made, &is_open) {
                let target = &written.target;
                let message = format!("`{}` leads to a place that is not there", target.text);
                let nowhere = Diagnostic::error(Code::UnreachableTarget, &target.node, message);
                found.push(nowhere.label(why.label).help(why.help));
            }
            made.push(pointer.clone());
        }
        for found in found {
            self.report(found, scope);
        }
    }

    /// Reports the first target in a body that has no inside.
    fn report_scalar(&mut self, body: &RequestBody, kinds: Kinds, scope: &Scope) {
        let first = body.replacements.first();
        let Some(first) = first.filter(|first| !first.target.text.is_empty() && !body.unread)
        else {
            return;
        };
        let target = &first.target;
        let message = format!("`{}` leads to a place that is not there", target.text);
        let found = Diagnostic::error(Code::UnreachableTarget, &target.node, message)
            .label(format!("the body is {}", kinds.words(false)))
            .help("write the whole body as `payload`: only objects and lists have parts");
        self.report(found, scope);
    }
}

/// What is said of a JSONPath that surely finds nothing in the payload.
fn selects_nothing(
    query: Option<&Query>,
    written: &Written,
    payload: &Json,
    is_open: &dyn Fn(&Json) -> bool,
) -> Option<Diagnostic> {
    let target = &written.target;
    let query = query.filter(|query| matches!(query.given.embedded, Embedded::Nothing))?;
    let path = query.path.as_ref()?.query()?;
    if path.may_select(payload, is_open) {
        return None;
    }
    let message = format!("`{}` selects nothing in the payload", target.text);
    let found = Diagnostic::warning(Code::UnreachableTarget, &target.node, message)
        .label("changes nothing: a JSONPath adds no members");
    Some(match path.tokens() {
        Some(tokens) => {
            let pointer = Pointer::from_tokens(&tokens);
            found.help(format!(
                "what is not there yet is added by a JSON Pointer: `{pointer}`"
            ))
        }
        None => found,
    })
}

/// Why a target leads nowhere, and what to do.
struct Unreachable {
    label: String,
    help: &'static str,
}

/// Why the payload surely has no room for a target, after those that were made.
fn unreachable(
    payload: &Json,
    target: &Pointer,
    made: &[Pointer],
    is_open: &dyn Fn(&Json) -> bool,
) -> Option<Unreachable> {
    let mut way: Vec<String> = target.tokens().collect();
    let last = way.pop()?;
    let parent = Pointer::from_tokens(&way);
    let holds =
        |above: &str| parent.as_str() == above || parent.as_str().starts_with(&format!("{above}/"));
    let appended = |made: &Pointer| made.as_str().strip_suffix("/-").is_some_and(holds);
    let mut unknown = made.iter();
    if unknown.any(|made| holds(made.as_str()) || !way.is_empty() && appended(made)) {
        return None;
    }
    let nothing = || {
        Some(Unreachable {
            label: format!("the payload has no object or array at `{parent}`"),
            help: "replacements make no objects on the way: write an empty one into the payload",
        })
    };
    let mut at = payload;
    for token in &way {
        if is_open(at) {
            return None;
        }
        let next = match at {
            Json::Object(members) => members.get(token),
            Json::Array(items) => token.parse().ok().and_then(|at: usize| items.get(at)),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => return nothing(),
        }
    }
    match at {
        _ if is_open(at) => None,
        Json::Object(_) => None,
        Json::Array(items) => {
            let siblings = made
                .iter()
                .filter(|made| made.parent().as_ref() == Some(&parent));
            let room = items.len() + siblings.count();
            let fits = last == "-" || last.parse().is_ok_and(|index: usize| index <= room);
            (!fits).then(|| Unreachable {
                label: format!("the list here has {room} elements"),
                help: "`-` in place of a number appends to a list",
            })
        }
        _ => nothing(),
    }
}

/// Whether only a run knows what a value becomes.
fn is_open(value: &Json, version: arazzo::Version, texts: &Texts) -> bool {
    match value {
        Json::String(text) => texts.is_dynamic(text),
        Json::Object(_) => arazzo::selects(value, version),
        _ => false,
    }
}

/// What a target of the engine cannot lead into, and what to write instead.
fn unfit(engine: Engine, family: Family, kind: &BodyKind) -> Option<(&'static str, &'static str)> {
    const OBJECT: &str = "write the payload as an object";
    match (kind, engine, family) {
        (BodyKind::Bytes, ..) => Some(("bytes", OBJECT)),
        (BodyKind::Text, Engine::XPath, Family::Xml | Family::Text | Family::Other) => None,
        (_, Engine::XPath, _) => Some((
            "a value that is no XML text by an XPath",
            "write a JSON Pointer: `/name`",
        )),
        (BodyKind::Text, ..) => Some(("text", OBJECT)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::told;

    const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /berths:
    post:
      operationId: list
      requestBody: {content: {application/json: {schema: {type: array, items: {type: string}}}}}
      responses: {'200': {description: ok}}
  /names:
    post:
      operationId: text
      requestBody: {content: {application/json: {schema: {type: string}}}}
      responses: {'200': {description: ok}}
  /all:
    post:
      operationId: any
      requestBody: {content: {application/json: {}, application/xml: {}}}
      responses: {'200': {description: ok}}
";

    fn body(operation: &str, body: &str) -> Vec<String> {
        let told = told(
            API,
            &format!(
                "workflows:
- workflowId: w
  inputs: {{type: object, required: [t, o], properties: {{t: {{type: string}}, o: {{type: object}}}}}}
  steps:
  - {{stepId: s, operationId: {operation}, requestBody: {{{body}}}}}
  outputs: {{t: $inputs.t, o: $inputs.o}}
"
            ),
        );
        let all = told.into_iter();
        all.filter(|told| !told.starts_with("missing-payload"))
            .collect()
    }

    #[test]
    fn a_body_without_parts_has_no_place_for_a_target() {
        let nowhere = ["unreachable-target: `/a` leads to a place that is not there"];
        let target = "replacements: [{target: /a, value: x}]";
        assert_eq!(body("text", target), nowhere);
        assert_eq!(
            body(
                "any",
                &format!("contentType: application/json, payload: $inputs.t, {target}")
            ),
            nowhere
        );
        let object = format!("contentType: application/json, payload: $inputs.o, {target}");
        assert_eq!(body("any", &object), Vec::<String>::new());
        // Text that is XML has parts, and a whole body can be put in place of any.
        assert_eq!(
            body(
                "any",
                "contentType: application/xml, payload: $inputs.t, replacements: [{target: /a, value: x}]"
            ),
            Vec::<String>::new()
        );
        assert_eq!(
            body("text", "replacements: [{target: '', value: x}]"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_jsonpath_that_selects_nothing_of_a_known_payload_is_told() {
        let jsonpath = |payload: &str, path: &str| {
            body(
                "any",
                &format!(
                    "contentType: application/json, {payload}replacements: [{{target: \"{path}\", targetSelectorType: jsonpath, value: 2}}]"
                ),
            )
        };
        let told = |path: &str| {
            [format!(
                "unreachable-target: `{path}` selects nothing in the payload"
            )]
        };
        assert_eq!(jsonpath("payload: {a: 1}, ", "$.nope"), told("$.nope"));
        assert_eq!(
            jsonpath("payload: {a: [{b: 1}]}, ", "$.a[*].c"),
            told("$.a[*].c")
        );
        assert_eq!(
            body(
                "list",
                "replacements: [{target: '$[0]', targetSelectorType: jsonpath, value: x}]"
            ),
            told("$[0]")
        );
        for (payload, path) in [
            ("payload: {a: [{b: 1}]}, ", "$.a[-1].b"),
            ("payload: {a: [{b: 1}]}, ", "$..b"),
            ("payload: {a: [{b: 1}]}, ", "$.a[?@.b == 7]"),
            ("payload: {a: $inputs.o}, ", "$.a.b"),
            ("payload: $inputs.o, ", "$.a.b"),
        ] {
            assert_eq!(jsonpath(payload, path), Vec::<String>::new(), "{path}");
        }
    }
}
