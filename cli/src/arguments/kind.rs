//! What sort of value an input is, by its schema, and how text on the command line is read as one.

use std::fs;

use serde_json::{Number, Value};

use crate::refused::Refused;
use crate::registry::{Field, Workflow};

/// What sort of value an input is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text; the values that are known, if the schema lists some. Others are sent as they are.
    Text(Vec<String>),
    /// A text that must not be shown.
    Secret,
    /// `true` or `false`; a flag without a value is `true`.
    Boolean,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// An object: JSON, or the file of it after `@`.
    Object,
    /// A list: JSON, or the file of it after `@`.
    List,
    /// As JSON; what is no JSON is a text.
    Any,
}

impl Kind {
    /// The kind of an input.
    pub(crate) fn of(workflow: &Workflow, field: &Field) -> Self {
        let schema = field.schema();
        let reference = schema.get("$ref").and_then(Value::as_str);
        let name = reference.and_then(|it| it.strip_prefix("#/$defs/"));
        let target = name.and_then(|name| workflow.types.iter().find(|(known, _)| *known == name));
        let target = target.and_then(|(_, schema)| serde_json::from_str(schema).ok());
        Self::of_schema(&target.unwrap_or(schema))
    }

    fn of_schema(schema: &Value) -> Self {
        let known = known(schema);
        if !known.is_empty() {
            return Self::Text(known);
        }
        let is_password = schema.get("format").is_some_and(|it| it == "password");
        match first_type(schema) {
            Some("string") if is_password => Self::Secret,
            Some("string") => Self::Text(Vec::new()),
            Some("boolean") => Self::Boolean,
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("object") => Self::Object,
            Some("array") => Self::List,
            _ => Self::Any,
        }
    }

    /// What stands for a value in help.
    pub(crate) fn placeholder(&self) -> &'static str {
        match self {
            Self::Text(_) => "TEXT",
            Self::Secret => "SECRET",
            Self::Boolean => "BOOLEAN",
            Self::Integer => "INTEGER",
            Self::Number => "NUMBER",
            Self::Object | Self::List => "JSON|@FILE",
            Self::Any => "JSON",
        }
    }

    /// What it is called in prose.
    pub(crate) fn word(&self) -> String {
        let word = match self {
            Self::Text(known) if !known.is_empty() => return known.join("|"),
            Self::Text(_) => "text",
            Self::Secret => "secret",
            Self::Boolean => "true|false",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Object => "object",
            Self::List => "list",
            Self::Any => "any JSON",
        };
        word.to_owned()
    }

    /// A value from the text of an argument; `what` is the option that it belongs to.
    ///
    /// # Errors
    /// It is no such value. Only what is no secret by its kind is quoted.
    pub(crate) fn read(&self, what: &str, text: &str) -> Result<Value, Refused> {
        let wants = |wanted: &str| Err(Refused(format!("`{what}` wants {wanted}, not `{text}`")));
        match self {
            Self::Text(_) | Self::Secret => Ok(Value::String(text.to_owned())),
            Self::Boolean => match text {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                "null" => Ok(Value::Null),
                _ => wants("`true` or `false`"),
            },
            Self::Integer => match number(text) {
                Some(value) if is_whole(text) || value.is_null() => Ok(value),
                _ => wants("a whole number"),
            },
            Self::Number => number(text).map_or_else(|| wants("a number"), Ok),
            Self::Object => structured(what, text, Value::is_object, "an object"),
            Self::List => structured(what, text, Value::is_array, "a list"),
            Self::Any => {
                Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())))
            }
        }
    }

    /// The same for text from somewhere else, which names no files of this machine.
    ///
    /// # Errors
    /// It is no such value.
    pub(crate) fn read_data(&self, what: &str, text: &str) -> Result<Value, Refused> {
        let wanted = match self {
            Self::Object => "an object",
            Self::List => "a list",
            _ => return self.read(what, text),
        };
        match text.starts_with('@') {
            true => Err(Refused(format!("`{what}` wants {wanted} as JSON"))),
            false => self.read(what, text),
        }
    }
}

/// The values that a schema lists for a text that may be another one, too.
fn known(schema: &Value) -> Vec<String> {
    let alternatives = schema.get("anyOf").and_then(Value::as_array);
    let listed = alternatives
        .into_iter()
        .flatten()
        .filter_map(|it| it.get("enum"));
    let values = listed.filter_map(Value::as_array).flatten();
    values
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The type that a value has if it is not null.
fn first_type(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::Array(types) => {
            let mut types = types.iter().filter_map(Value::as_str);
            types.find(|name| *name != "null")
        }
        name => name.as_str(),
    }
}

/// A number with all its digits, or null.
fn number(text: &str) -> Option<Value> {
    match text {
        "null" => Some(Value::Null),
        _ => text.parse::<Number>().ok().map(Value::Number),
    }
}

/// `5`, and also `5.0` and `5e2`, which are whole (JSON Schema 2020-12 core, section 4.2.3).
fn is_whole(text: &str) -> bool {
    let plain = text.strip_prefix('-').unwrap_or(text);
    let digits = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
    digits || text.parse::<f64>().is_ok_and(|it| it.fract() == 0.0)
}

/// JSON of a sort: as it is, or in a file (`@FILE`).
fn structured(
    what: &str,
    text: &str,
    fits: impl Fn(&Value) -> bool,
    wanted: &str,
) -> Result<Value, Refused> {
    let file = text.strip_prefix('@');
    let read = match file {
        Some(file) => fs::read_to_string(file)
            .map_err(|error| Refused(format!("`{what}`: `{file}` cannot be read: {error}")))?,
        None => text.to_owned(),
    };
    let place = file.map_or_else(String::new, |file| format!(" in `{file}`"));
    match serde_json::from_str(&read) {
        Ok(value) if fits(&value) || value.is_null() => Ok(value),
        Ok(_) => Err(Refused(format!(
            "`{what}` wants {wanted} as JSON{place}, and this is another value"
        ))),
        Err(error) => Err(Refused(format!(
            "`{what}` wants {wanted} as JSON, or the file of it after `@`; this is no JSON{place}: {error}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(schema: &Value) -> Kind {
        Kind::of_schema(schema)
    }

    #[test]
    fn kinds_by_schema() {
        for (schema, kind) in [
            (json!({"type": "string"}), Kind::Text(vec![])),
            (json!({"type": ["string", "null"]}), Kind::Text(vec![])),
            (
                json!({"type": "string", "format": "password"}),
                Kind::Secret,
            ),
            (
                json!({"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}),
                Kind::Text(vec!["a".to_owned(), "b".to_owned()]),
            ),
            (json!({"type": "integer"}), Kind::Integer),
            (json!({"type": ["null", "number"]}), Kind::Number),
            (json!({"type": "array"}), Kind::List),
            (json!({}), Kind::Any),
            (json!(true), Kind::Any),
        ] {
            assert_eq!(of(&schema), kind, "{schema}");
        }
    }

    #[test]
    fn values_are_read_as_their_kind() {
        let text = Kind::Text(vec![]);
        for (kind, given, value) in [
            (&text, "1", json!("1")),
            (&Kind::Any, "[1]", json!([1])),
            (&Kind::Any, "acme", json!("acme")),
            (&Kind::Boolean, "true", json!(true)),
            (&Kind::Integer, "-7", json!(-7)),
            (&Kind::Number, "2.5", json!(2.5)),
            (&Kind::List, "[]", json!([])),
            (&Kind::Object, "null", json!(null)),
        ] {
            assert_eq!(kind.read("--x", given), Ok(value));
        }
        let long = "123456789012345678901234567890";
        let kept = Kind::Integer.read("--x", "5e2").unwrap();
        assert!(kept.is_number());
        assert!(Kind::Number.read("--x", long).unwrap().is_number());
    }

    #[test]
    fn other_values_are_refused() {
        for (kind, given, told) in [
            (
                Kind::Boolean,
                "yes",
                "`--x` wants `true` or `false`, not `yes`",
            ),
            (
                Kind::Integer,
                "1.5",
                "`--x` wants a whole number, not `1.5`",
            ),
            (
                Kind::Integer,
                "0x1",
                "`--x` wants a whole number, not `0x1`",
            ),
            (Kind::Number, "NaN", "`--x` wants a number, not `NaN`"),
            (
                Kind::List,
                "{}",
                "`--x` wants a list as JSON, and this is another value",
            ),
        ] {
            assert_eq!(kind.read("--x", given), Err(Refused::new(told)));
        }
        let refused = Kind::Object.read("--x", "acme").unwrap_err().to_string();
        assert!(refused.contains("the file of it after `@`") && !refused.contains("acme"));
        let refused = Kind::Object
            .read("--x", "@/no/such")
            .unwrap_err()
            .to_string();
        assert!(refused.contains("`/no/such` cannot be read"), "{refused}");
    }
}
