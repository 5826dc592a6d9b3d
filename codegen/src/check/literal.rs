//! `literal-mismatch`: a value written in the document against the schema of the place it goes to.

use serde_json::Value;

use crate::{
    diagnostic::Diagnostic,
    load::Node,
    nearest::meant,
    types::{Conjunction, References, mismatch},
};

/// What is wrong with `literal`, which stands at `node` and goes to `place`. Where it is sent as `text`, only its text has
/// to fit: `'5'` is a number there, and one value is a list of one.
pub(crate) fn literal_mismatch(
    node: &Node,
    literal: &Value,
    place: &str,
    schema: &Node,
    text: bool,
    refs: &dyn References,
) -> Option<Diagnostic> {
    let why = mismatch(literal, schema, refs)?;
    let fits = |other: &Value| mismatch(other, schema, refs).is_none();
    if text && readings(literal).iter().any(fits) {
        return None;
    }
    let found = Diagnostic::warning(
        "literal-mismatch",
        node,
        format!("the value does not fit the schema of {place}: {why}"),
    )
    .also(schema, "the schema");
    let Some(given) = literal.as_str() else {
        return Some(found);
    };
    let alternatives = Conjunction::of(schema, refs).alternatives(refs);
    let listed: Vec<String> = alternatives
        .all
        .iter()
        .filter_map(Conjunction::strings)
        .flatten()
        .collect();
    Some(match meant(given, listed.iter().map(String::as_str)) {
        Some(meant) => {
            let found = found.help(format!("did you mean `{}`?", meant.name()));
            meant.correct(found, meant.name())
        }
        None => found,
    })
}

/// The values that the same text stands for.
fn readings(literal: &Value) -> Vec<Value> {
    let scalar = match literal {
        Value::String(text) => serde_json::from_str::<Value>(text.trim()).ok(),
        Value::Number(_) | Value::Bool(_) => Some(Value::String(literal.to_string())),
        _ => return Vec::new(),
    };
    let mut all = vec![literal.clone()];
    all.extend(scalar.filter(|value| !value.is_array() && !value.is_object()));
    let lists: Vec<Value> = all
        .iter()
        .map(|value| Value::Array(vec![value.clone()]))
        .collect();
    all.extend(lists);
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::testing::{Local, at, document};

    fn judge(literal: Value, schema: Value, text: bool) -> Option<Diagnostic> {
        let root = document(json!({"schema": schema, "literal": literal.clone()}));
        let schema = at(&root, "/schema");
        literal_mismatch(&at(&root, "/literal"), &literal, "x", &schema, text, &Local)
    }

    #[test]
    fn text_counts_where_text_is_sent() {
        let integer = json!({"type": "integer"});
        assert_eq!(judge(json!("10"), integer.clone(), true), None);
        assert!(judge(json!("10"), integer.clone(), false).is_some());
        assert!(judge(json!("ten"), integer, true).is_some());
        assert_eq!(judge(json!(10), json!({"type": "string"}), true), None);
        let list = json!({"type": "array", "items": {"type": "string"}});
        assert_eq!(judge(json!("a"), list.clone(), true), None);
        assert!(judge(json!("a"), list, false).is_some());
    }

    #[test]
    fn the_listed_value_that_was_meant_is_proposed() {
        let found = judge(
            json!("avialable"),
            json!({"enum": ["available", "sold"]}),
            true,
        );
        let suggestion = found.and_then(|found| found.suggestion).unwrap();
        assert_eq!(suggestion.replacement, "available");
        assert!(suggestion.certain);
    }
}
