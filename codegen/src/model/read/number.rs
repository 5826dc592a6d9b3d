//! Values that have to be numbers and are none.

use crate::{diagnostic::Diagnostic, expression::expression_in_literal, load::Node};

use super::fields::kind;

/// The report of the value of field `name` at `node`, which is not `what` it has to be: a number.
pub(super) fn not_a_number(node: &Node, name: &str, what: &str) -> Diagnostic {
    let text = node.as_str().unwrap_or_default();
    let wrong = |message: String| Diagnostic::error("wrong-type", node, message);
    if let Some(message) = expression_in_literal(text, &format!("`{name}`")) {
        let such = if name == "timeout" { 5000 } else { 5 };
        return wrong(message).help(format!("write {what}, such as `{name}: {such}`"));
    }
    let unsigned = text.trim_start_matches(['-', '+']).to_ascii_lowercase();
    // YAML has them, JSON does not, and so they were read as text.
    if matches!(unsigned.as_str(), ".inf" | ".nan") {
        return wrong(format!("`{name}` must be a finite number, not `{text}`"));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_infinite() && text.contains(|c: char| c.is_ascii_digit()) => {
            wrong(format!("`{name}` is too large"))
        }
        Ok(number) if number.is_finite() => {
            wrong(format!("`{name}` must be {what}, not {}", kind(node)))
                .help(format!("write it without quotes: `{name}: {text}`"))
        }
        _ => wrong(format!("`{name}` must be {what}, not {}", kind(node))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, with_fields};

    #[test]
    fn what_is_wrong_with_a_number_is_said() {
        for (text, told) in [
            (".inf", "must be a finite number, not `.inf`"),
            ("-.INF", "must be a finite number, not `-.INF`"),
            (".nan", "must be a finite number, not `.nan`"),
            ("1e400", "is too large"),
            ("5", "must be a number, not a string"),
            ("soon", "must be a number, not a string"),
        ] {
            let action = json!({ "name": "r", "type": "retry", "retryAfter": text });
            assert_eq!(
                findings(with_fields(json!({ "onFailure": [action] }))),
                [format!(
                    "error wrong-type /workflows/0/steps/0/onFailure/0/retryAfter: `retryAfter` {told}"
                )]
            );
        }
    }
}
