//! What JSON Schema 2020-12 knows, with what older drafts and OpenAPI add to it.

use crate::nearest::nearest;

/// The types there are (JSON Schema Validation, section 6.1.1).
pub(super) const TYPES: &[&str] = &[
    "string", "integer", "number", "boolean", "object", "array", "null",
];

/// What other languages call them.
const ALIASES: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("bytes", "string"),
    ("date", "string"),
    ("date-time", "string"),
    ("datetime", "string"),
    ("decimal", "number"),
    ("dict", "object"),
    ("double", "number"),
    ("float", "number"),
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("list", "array"),
    ("long", "integer"),
    ("map", "object"),
    ("none", "null"),
    ("str", "string"),
    ("text", "string"),
    ("uri", "string"),
    ("uuid", "string"),
];

/// The type that a word was probably meant for.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    let alias = ALIASES
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(word));
    alias
        .map(|(_, name)| *name)
        .or_else(|| nearest(word, TYPES.iter().copied()))
}

/// What stands under a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing that is looked at here.
    Anything,
    Schema,
    /// A schema, or in older drafts a list of them.
    SchemaOrList,
    Schemas,
    NamedSchemas,
    /// Names of properties.
    Names,
    /// Values of any kind.
    Values,
}

/// Every keyword that means something, or is known to mean nothing here.
pub(super) const KEYWORDS: &[(&str, Holds)] = &[
    ("$anchor", Holds::Anything),
    ("$comment", Holds::Anything),
    ("$defs", Holds::NamedSchemas),
    ("$dynamicAnchor", Holds::Anything),
    ("$dynamicRef", Holds::Anything),
    ("$id", Holds::Anything),
    ("$ref", Holds::Anything),
    ("$schema", Holds::Anything),
    ("$vocabulary", Holds::Anything),
    ("additionalItems", Holds::Schema),
    ("additionalProperties", Holds::Schema),
    ("allOf", Holds::Schemas),
    ("anyOf", Holds::Schemas),
    ("const", Holds::Anything),
    ("contains", Holds::Schema),
    ("contentEncoding", Holds::Anything),
    ("contentMediaType", Holds::Anything),
    ("contentSchema", Holds::Schema),
    ("default", Holds::Anything),
    ("definitions", Holds::NamedSchemas),
    ("dependencies", Holds::Anything),
    ("dependentRequired", Holds::Anything),
    ("dependentSchemas", Holds::NamedSchemas),
    ("deprecated", Holds::Anything),
    ("description", Holds::Anything),
    ("discriminator", Holds::Anything),
    ("else", Holds::Schema),
    ("enum", Holds::Values),
    ("example", Holds::Anything),
    ("examples", Holds::Anything),
    ("exclusiveMaximum", Holds::Anything),
    ("exclusiveMinimum", Holds::Anything),
    ("externalDocs", Holds::Anything),
    ("format", Holds::Anything),
    ("if", Holds::Schema),
    ("items", Holds::SchemaOrList),
    ("maxContains", Holds::Anything),
    ("maxItems", Holds::Anything),
    ("maxLength", Holds::Anything),
    ("maxProperties", Holds::Anything),
    ("maximum", Holds::Anything),
    ("minContains", Holds::Anything),
    ("minItems", Holds::Anything),
    ("minLength", Holds::Anything),
    ("minProperties", Holds::Anything),
    ("minimum", Holds::Anything),
    ("multipleOf", Holds::Anything),
    ("not", Holds::Schema),
    ("nullable", Holds::Anything),
    ("oneOf", Holds::Schemas),
    ("pattern", Holds::Anything),
    ("patternProperties", Holds::NamedSchemas),
    ("prefixItems", Holds::Schemas),
    ("properties", Holds::NamedSchemas),
    ("propertyNames", Holds::Schema),
    ("readOnly", Holds::Anything),
    ("required", Holds::Names),
    ("then", Holds::Schema),
    ("title", Holds::Anything),
    ("type", Holds::Anything),
    ("unevaluatedItems", Holds::Schema),
    ("unevaluatedProperties", Holds::Schema),
    ("uniqueItems", Holds::Anything),
    ("writeOnly", Holds::Anything),
    ("xml", Holds::Anything),
];
