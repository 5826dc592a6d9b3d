//! The words of JSON Schema, and what other languages say for them.

/// Keywords whose values are data and no schemas.
pub(super) const DATA: [&str; 5] = ["default", "const", "enum", "example", "examples"];

/// Keywords of a schema, of all drafts, that say something of the object that inputs are, or of a value as such; an
/// input has another name.
pub(super) const KEYWORDS: [&str; 33] = [
    "properties",
    "$ref",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedProperties",
    "patternProperties",
    "propertyNames",
    "dependentSchemas",
    "items",
    "contains",
    "default",
    "$defs",
    "$dynamicRef",
    "$recursiveRef",
    "$vocabulary",
    "definitions",
    "dependencies",
    "dependentRequired",
    "prefixItems",
    "additionalItems",
    "unevaluatedItems",
    "contentSchema",
    "extends",
    "disallow",
    "const",
    "enum",
    "example",
    "examples",
];

/// Keywords beside which inputs may stand in the place of their schema.
pub(super) const BESIDE: [&str; 19] = [
    "type",
    "format",
    "title",
    "description",
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "contentEncoding",
    "contentMediaType",
    "minProperties",
    "maxProperties",
    "required",
    "additionalProperties",
    "externalDocs",
    "discriminator",
    "xml",
];

/// The types of JSON Schema that an input may have.
pub(super) const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// What only schemas say.
pub(super) const TELLING: [&str; 33] = [
    "description",
    "title",
    "enum",
    "default",
    "format",
    "$ref",
    "properties",
    "items",
    "const",
    "example",
    "examples",
    "pattern",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "additionalProperties",
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// The types of JSON Schema by the names that they have elsewhere.
pub(super) const TYPE_NAMES: [(&str, &str); 15] = [
    ("str", "string"),
    ("text", "string"),
    ("uuid", "string"),
    ("date", "string"),
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("long", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("bool", "boolean"),
    ("list", "array"),
    ("map", "object"),
    ("dict", "object"),
];

/// What other languages call `properties`.
pub(super) const PROPERTIES: [&str; 8] = [
    "property",
    "props",
    "fields",
    "params",
    "parameters",
    "inputs",
    "input",
    "variables",
];

/// The type that is called `name`, here or elsewhere.
pub(super) fn type_called(name: &str) -> Option<&'static str> {
    let own = TYPES.into_iter().find(|kind| *kind == name);
    own.or_else(|| {
        let mut others = TYPE_NAMES.iter();
        let (_, kind) = others.find(|(other, _)| *other == name)?;
        Some(kind)
    })
}
