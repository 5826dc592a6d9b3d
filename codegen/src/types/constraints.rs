//! What a schema asks of a value beyond its type, in words for documentation.

use serde_json::Value;

use super::Conjunction;

/// Formats that the type of a value says already.
const IN_TYPES: [&str; 7] = [
    "int32", "int64", "float", "double", "password", "byte", "binary",
];

/// How many values of an enum are listed.
const MAX_VALUES: usize = 12;

impl Conjunction {
    /// The description, else the title, and what is asked of the value.
    pub fn explanation(&self) -> Option<String> {
        let both = [self.documentation(), self.constraints()];
        let both: Vec<String> = both.into_iter().flatten().collect();
        (!both.is_empty()).then(|| both.join("\n\n"))
    }

    /// Format, bounds, lengths, pattern and values as sentences of Markdown; nothing where the schema asks for none.
    ///
    /// Strings that are the only ones allowed are variants of a type, which lists them.
    pub fn constraints(&self) -> Option<String> {
        let sentences = [
            self.format(),
            self.range(),
            self.count("minLength", "maxLength", "character"),
            self.count("minItems", "maxItems", "element"),
            self.word("multipleOf")
                .map(|number| format!("A multiple of {number}.")),
            self.word("pattern")
                .map(|pattern| format!("Matches {}.", code(&pattern))),
            self.values(),
        ];
        let all: Vec<String> = sentences.into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// A keyword's text or number, in the outermost schema that has it.
    fn word(&self, keyword: &str) -> Option<String> {
        let mut found = self
            .in_force()
            .filter_map(|schema| schema.value().get(keyword));
        found.find_map(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    fn format(&self) -> Option<String> {
        let format = self.word("format")?;
        let told = IN_TYPES.contains(&format.as_str());
        (!told).then(|| format!("Format {}.", code(&format)))
    }

    /// Bounds of numbers. OpenAPI 3.0 has flags that make them exclusive.
    fn range(&self) -> Option<String> {
        let bound = |inclusive: &str, exclusive: &str| match self.word(exclusive) {
            Some(number) => Some((number, true)),
            None => Some((self.word(inclusive)?, self.forces(exclusive))),
        };
        let minimum = bound("minimum", "exclusiveMinimum");
        let maximum = bound("maximum", "exclusiveMaximum");
        if let (Some((low, false)), Some((high, false))) = (&minimum, &maximum) {
            return Some(format!("From {low} to {high}."));
        }
        let low = minimum.map(|(number, exclusive)| match exclusive {
            true => format!("More than {number}."),
            false => format!("At least {number}."),
        });
        let high = maximum.map(|(number, exclusive)| match exclusive {
            true => format!("Less than {number}."),
            false => format!("At most {number}."),
        });
        let both: Vec<String> = low.into_iter().chain(high).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    fn count(&self, minimum: &str, maximum: &str, what: &str) -> Option<String> {
        let plural = |count: &str| match count {
            "1" => what.to_owned(),
            _ => format!("{what}s"),
        };
        let low = self.word(minimum).filter(|count| count != "0");
        match (low, self.word(maximum)) {
            (Some(low), Some(high)) if low == high => Some(format!("{low} {}.", plural(&low))),
            (Some(low), Some(high)) => Some(format!("{low} to {high} {}.", plural(&high))),
            (Some(low), None) => Some(format!("At least {low} {}.", plural(&low))),
            (None, Some(high)) => Some(format!("At most {high} {}.", plural(&high))),
            (None, None) => None,
        }
    }

    fn values(&self) -> Option<String> {
        if self.strings().is_some() {
            return None;
        }
        let values = self.enumeration()?;
        if values.is_empty() || values.len() > MAX_VALUES {
            return None;
        }
        let values: Vec<String> = values
            .iter()
            .map(|value| code(&value.to_string()))
            .collect();
        Some(match values.as_slice() {
            [only] => format!("Always {only}."),
            all => format!("One of {}.", all.join(", ")),
        })
    }
}

fn code(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("`{}`", text.replace('`', "'"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Conjunction;
    use crate::types::testing::{Local, document};

    fn words(schema: Value) -> Option<String> {
        Conjunction::of(&document(schema), &Local).constraints()
    }

    #[test]
    fn bounds_lengths_and_formats_are_sentences() {
        for (schema, wanted) in [
            (
                json!({"type": "integer", "format": "int32", "minimum": 1, "maximum": 100}),
                "From 1 to 100.",
            ),
            (
                json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
                "More than 0.",
            ),
            (
                json!({"type": "number", "exclusiveMaximum": 9.5, "multipleOf": 0.5}),
                "Less than 9.5. A multiple of 0.5.",
            ),
            (
                json!({"type": "string", "format": "date-time"}),
                "Format `date-time`.",
            ),
            (
                json!({"type": "string", "minLength": 1, "maxLength": 50}),
                "1 to 50 characters.",
            ),
            (
                json!({"type": "string", "minLength": 2, "maxLength": 2, "pattern": "^[a-z`]+$"}),
                "2 characters. Matches `^[a-z']+$`.",
            ),
            (
                json!({"type": "array", "minItems": 1}),
                "At least 1 element.",
            ),
            (
                json!({"type": "integer", "enum": [1, 2]}),
                "One of `1`, `2`.",
            ),
        ] {
            assert_eq!(words(schema.clone()).as_deref(), Some(wanted), "{schema}");
        }
    }

    #[test]
    fn what_the_type_says_is_not_said_again() {
        for schema in [
            json!({"type": "string", "format": "password"}),
            json!({"type": "string", "enum": ["a", "b"]}),
            json!({"type": "string", "minLength": 0}),
        ] {
            assert_eq!(words(schema.clone()), None, "{schema}");
        }
    }
}
