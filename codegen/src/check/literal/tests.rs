use serde_json::json;

use super::*;
use crate::types::testing::{Local, at, document};

const TEXT: Wire = Wire::Text { lists: true };

fn judge(literal: Value, schema: Value, wire: Wire) -> Vec<Diagnostic> {
    let root = document(json!({"schema": schema, "literal": literal}));
    let literal = Literal {
        node: &at(&root, "/literal"),
        inner: None,
        place: "`x`",
        schemas: &[at(&root, "/schema")],
        wire,
        body: false,
    };
    let found = literal.mismatches(arazzo::Version::V1_1, &Texts::default(), &Local);
    found.iter().map(|found| literal.report(found)).collect()
}

#[test]
fn text_counts_where_text_is_sent() {
    let integer = json!({"type": "integer"});
    assert_eq!(judge(json!("10"), integer.clone(), TEXT), []);
    assert!(!judge(json!("10"), integer.clone(), Wire::Json).is_empty());
    assert!(!judge(json!("ten"), integer, TEXT).is_empty());
    assert_eq!(judge(json!(10), json!({"type": "string"}), TEXT), []);
    let list = json!({"type": "array", "items": {"type": "string"}});
    assert_eq!(judge(json!("a"), list.clone(), TEXT), []);
    assert!(!judge(json!("a"), list, Wire::Json).is_empty());
}

#[test]
fn the_listed_value_that_was_meant_is_proposed() {
    let found = judge(
        json!("avialable"),
        json!({"enum": ["available", "sold"]}),
        TEXT,
    );
    let suggestion = found
        .first()
        .and_then(|found| found.suggestion.clone())
        .unwrap();
    assert_eq!(suggestion.replacement, "available");
    assert!(suggestion.certain);
}
