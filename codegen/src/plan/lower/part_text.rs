//! Texts that become one part of a multipart body, one field of a form, or one parameter of some media type: their values
//! keep to their places in the language of the part (decision D-52).

use serde_json::Value as Json;

use crate::{
    expression,
    load::Node,
    model::{
        arazzo::{self, Location},
        openapi::Encoding,
    },
    plan::Value,
    resolve::operation::{MediaType, Parameter},
    types::{Conjunction, Kinds, References},
};

use super::{
    family::{Family, family},
    quoted::placed,
    scope::Scope,
    workflow_builder::WorkflowBuilder,
};

/// What the text of a part is written in.
struct Language {
    /// As the document writes it.
    media_type: String,
    /// Whether a media type says so, and not the type of the schema alone.
    declared: bool,
}

impl Language {
    fn declared(media_type: &str) -> Self {
        Self {
            media_type: media_type.trim().to_owned(),
            declared: true,
        }
    }

    fn family(&self) -> Family {
        family(&self.media_type)
    }
}

/// A body that is made of named parts.
pub(super) struct Parts<'a> {
    family: Family,
    declared: Option<&'a MediaType>,
    refs: &'a dyn References,
}

impl<'a> Parts<'a> {
    /// Those of a body of the family, if it has any.
    pub(super) fn of(
        family: Family,
        declared: Option<&'a MediaType>,
        refs: &'a dyn References,
    ) -> Option<Self> {
        matches!(family, Family::Form | Family::Multipart).then_some(Self {
            family,
            declared,
            refs,
        })
    }

    /// The language of the part called `name`; none of a plain text.
    fn language(&self, name: &str) -> Option<Language> {
        let media = self.declared?;
        let encoding = media.encoding.iter().find(|part| part.name == name);
        if self.family == Family::Form && encoding.is_some_and(is_styled) {
            return None;
        }
        let given = encoding.and_then(|part| concrete(part.content_type.as_deref()?));
        let language = match given {
            Some(media_type) => Language::declared(media_type),
            None => self.by_schema(name)?,
        };
        match (self.family, language.family()) {
            // Written as a JSON string of its own.
            (Family::Form, Family::Json) if given.is_some() => None,
            (_, Family::Text) if is_plain(&language.media_type) => None,
            _ => Some(language),
        }
    }

    /// What OpenAPI makes of a part without an encoding: objects, alone or in a list, are JSON.
    fn by_schema(&self, name: &str) -> Option<Language> {
        let schema = self.declared?.schema.as_ref()?;
        let schemas = Conjunction::of(schema, self.refs).property(name);
        let property = Conjunction::all(&schemas, self.refs);
        let items = Conjunction::all(&property.items(), self.refs);
        let says = |it: &Conjunction| it.text("contentMediaType").and_then(concrete_owned);
        if let Some(media_type) = says(&property).or_else(|| says(&items)) {
            return Some(Language::declared(&media_type));
        }
        let is_object = |it: &Conjunction| it.kinds().is_some_and(|kinds| kinds == Kinds::OBJECT);
        (is_object(&property) || is_object(&items)).then(|| Language {
            media_type: "application/json".to_owned(),
            declared: false,
        })
    }

    /// Any language of a part that has more to it than plain text.
    fn some_language(&self) -> Option<Language> {
        let media = self.declared?;
        let encoded = media.encoding.iter().map(|part| part.name.clone());
        let schema = media.schema.as_ref();
        let properties = schema.map(|schema| Conjunction::of(schema, self.refs).properties());
        let described = properties.into_iter().flatten().map(|(name, _)| name);
        let names: Vec<String> = encoded.chain(described).collect();
        names.iter().find_map(|name| self.language(name))
    }
}

impl WorkflowBuilder<'_, '_> {
    /// A payload whose parts are texts of their own languages.
    pub(super) fn quoted_parts(
        &mut self,
        node: &Node,
        payload: Value,
        parts: &Parts<'_>,
        scope: &Scope,
    ) -> Option<Value> {
        let Value::Object(mut object) = payload else {
            return Some(payload);
        };
        let mut whole = true;
        for member in &mut object.members {
            let language = parts.language(&member.name);
            let (Some(language), Some(written)) = (language, node.get(&member.name)) else {
                continue;
            };
            let value = std::mem::replace(&mut member.value, Value::Literal(Json::Null));
            match self.quoted_part(&written, value, &language, scope) {
                Some(value) => member.value = value,
                None => whole = false,
            }
        }
        whole.then_some(Value::Object(object))
    }

    /// What a replacement puts into such a payload.
    pub(super) fn quoted_replacement(
        &mut self,
        written: &arazzo::Replacement,
        value: Value,
        parts: &Parts<'_>,
        scope: &Scope,
    ) -> Option<Value> {
        let node = &written.value;
        let texts = self.texts();
        let query = || texts.query(&written.target.node)?.path.as_ref()?.query();
        let way = texts.constant_target(written);
        let way = way.map(|way| way.tokens().collect::<Vec<_>>());
        let way = way.or_else(|| query()?.tokens());
        match way.as_deref() {
            Some([]) => self.quoted_parts(node, value, parts, scope),
            Some([name] | [name, _]) => match parts.language(name) {
                Some(language) => self.quoted_part(node, value, &language, scope),
                None => Some(value),
            },
            Some(_) => Some(value),
            // Only a run knows which part this is.
            None => {
                if let (Value::Template(_), Some(language)) = (&value, parts.some_language())
                    && let Some(pieces) = self.pieces(node)
                {
                    self.warn_raw(node, &language.media_type, &pieces, scope);
                }
                Some(value)
            }
        }
    }

    /// The value of a parameter whose content is of a media type.
    pub(super) fn quoted_parameter(
        &mut self,
        node: &Node,
        declared: Option<&Parameter>,
        value: Value,
        scope: &Scope,
    ) -> Option<Value> {
        let content = declared
            .filter(|declared| declared.location != Location::Querystring)
            .and_then(|declared| declared.content.as_ref());
        let language = content.map(|(media, _)| Language::declared(media));
        // A JSON text is written as a JSON string of its own.
        let language =
            language.filter(|it| it.family() != Family::Json && !is_plain(&it.media_type));
        match language {
            Some(language) => self.quoted_part(node, value, &language, scope),
            None => Some(value),
        }
    }

    /// A text, or each of a list, in the language of its part. Other values are no text, or have no place to keep to.
    fn quoted_part(
        &mut self,
        node: &Node,
        value: Value,
        language: &Language,
        scope: &Scope,
    ) -> Option<Value> {
        match value {
            Value::Array(items) => {
                let quoted: Vec<Option<Value>> = items
                    .into_iter()
                    .zip(node.items())
                    .map(|(item, node)| self.quoted_part(&node, item, language, scope))
                    .collect();
                Some(Value::Array(quoted.into_iter().collect::<Option<_>>()?))
            }
            Value::Template(_) => {
                let Some(pieces) = self.pieces(node) else {
                    return Some(value);
                };
                let mut members = Vec::new();
                let places = match language.family() {
                    Family::Json if language.declared => {
                        let text = self.json_document(node, &pieces, scope)?;
                        members = text.members;
                        text.places
                    }
                    Family::Json => match expression::json_text(&pieces.parts) {
                        Ok(text) => {
                            members = text.members;
                            text.places
                        }
                        // An object may be written in some notation of its own.
                        Err(_) => return Some(value),
                    },
                    Family::Xml => expression::xml_places(&pieces.parts),
                    Family::Form => {
                        vec![expression::Quoting::Form; pieces.parts.len()]
                    }
                    Family::Multipart | Family::Text | Family::Other => {
                        self.warn_raw(node, &language.media_type, &pieces, scope);
                        return Some(value);
                    }
                };
                Some(placed(value, &places, &members))
            }
            other => Some(other),
        }
    }
}

/// The first media type of a list that is no range, as the runtime takes it.
fn concrete(media_types: &str) -> Option<&str> {
    let mut all = media_types.split(',').map(str::trim);
    all.find(|media_type| !media_type.is_empty() && !media_type.contains('*'))
}

fn concrete_owned(media_types: &str) -> Option<String> {
    concrete(media_types).map(str::to_owned)
}

fn is_styled(part: &Encoding) -> bool {
    part.style.is_some() || part.explode.is_some() || part.allow_reserved
}

/// Whether nothing means anything in a text of the media type but itself.
fn is_plain(media_type: &str) -> bool {
    super::family::essence(media_type) == "text/plain"
}

#[cfg(test)]
mod tests {
    use crate::testing::{code, told};

    const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /berths:
    get:
      operationId: find
      parameters:
      - {name: filter, in: query, content: {application/xml: {schema: {type: string}}}}
      - {name: query, in: query, content: {application/graphql: {schema: {type: string}}}}
      responses: {'200': {description: ok}}
    post:
      operationId: send
      requestBody:
        content:
          multipart/form-data:
            schema:
              properties:
                query: {type: string}
                note: {type: string}
                plain: {type: string}
                seal: {type: string, contentMediaType: application/json}
                berth: {type: object}
                doc: {type: string}
            encoding:
              query: {contentType: application/graphql}
              plain: {contentType: text/plain; charset=utf-8}
              doc: {contentType: application/json}
      responses: {'200': {description: ok}}
";

    fn step(fields: &str) -> String {
        format!(
            "workflows:
- workflowId: w
  inputs: {{type: object, required: [t], properties: {{t: {{type: string}}}}}}
  steps:
  - {{stepId: s, {fields}}}
"
        )
    }

    fn payload(payload: &str) -> String {
        step(&format!(
            "operationId: send, requestBody: {{payload: {payload}}}"
        ))
    }

    #[test]
    fn a_part_of_a_language_without_quoting_is_told_and_plain_text_is_not() {
        let told = |text: &str| told(API, text);
        let graphql = "raw-template: values go into `application/graphql` as they are, and can change what is around them";
        assert_eq!(
            told(&payload("{query: '{a(x: \"{$inputs.t}\")}'}")),
            [graphql]
        );
        assert_eq!(
            told(&payload("{plain: 'a {$inputs.t}', note: 'b {$inputs.t}'}")),
            Vec::<String>::new()
        );
        assert_eq!(
            told(&step(
                "operationId: find, parameters: [{name: query, in: query, value: '{a(x: \"{$inputs.t}\")}'}]"
            )),
            [graphql]
        );
    }

    #[test]
    fn a_json_part_that_no_value_makes_json_is_refused() {
        assert_eq!(
            told(API, &payload("{doc: 'a {$inputs.t}'}")),
            ["invalid-json-payload: the text is not a JSON document: expected value"]
        );
    }

    #[test]
    fn each_part_is_quoted_in_its_own_language() {
        for (text, call) in [
            (
                payload("{doc: '{\"k\": \"{$inputs.t}\"}'}"),
                "quote::json_string",
            ),
            (
                payload("{doc: ['{\"k\": {$inputs.t}}']}"),
                "quote::json_value",
            ),
            (payload("{seal: '[\"{$inputs.t}\"]'}"), "quote::json_string"),
            (
                payload("{berth: '{\"k\":\"{$inputs.t}\"}'}"),
                "quote::json_string",
            ),
            (
                step(
                    "operationId: send, requestBody: {payload: {note: a}, replacements: [{target: /doc, value: '[\"{$inputs.t}\"]'}]}",
                ),
                "quote::json_string",
            ),
            (
                step(
                    "operationId: find, parameters: [{name: filter, in: query, value: '<k>{$inputs.t}</k>'}]",
                ),
                "quote::xml_text",
            ),
        ] {
            assert_eq!(told(API, &text), Vec::<String>::new(), "{text}");
            assert!(code(API, &text).contains(call), "{text}");
        }
    }
}
