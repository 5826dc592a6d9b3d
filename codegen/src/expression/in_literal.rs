//! Expressions in fields that are read when the code is generated, where no expression has a value yet.

use super::{Names, Template, TemplatePart};

/// What to say of `text` if it is or holds a runtime expression, where `what` can only be a literal.
///
/// `None` if it holds none, whatever else may be wrong with it.
pub fn expression_in_literal(text: &str, what: &str) -> Option<String> {
    let found = expression_in(text)?;
    Some(format!(
        "`{found}` is a runtime expression, but {what} can only be a literal"
    ))
}

/// The first expression of a text, with the braces around it.
fn expression_in(text: &str) -> Option<String> {
    let names = Names::default();
    let template = names.template(text).ok()?;
    if let Template::Whole(_) = template {
        return Some(text.to_owned());
    }
    if let Template::Parts(parts) = &template {
        return parts.iter().find_map(|part| match part {
            TemplatePart::Text(_) => None,
            TemplatePart::Expression(found) => {
                Some(format!("{{{}}}", text.get(found.span.clone())?))
            }
        });
    }
    let meant = names.tolerated(text)?;
    let first = meant.references.first()?;
    text.get(first.span.clone()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_found_whole_embedded_and_without_braces() {
        for (text, found) in [
            ("$inputs.op", "`$inputs.op` is"),
            ("$statusCode", "`$statusCode` is"),
            ("{$inputs.w}", "`{$inputs.w}` is"),
            ("a{$inputs.w}b", "`{$inputs.w}` is"),
            ("https://$inputs.host/v1", "`$inputs.host` is"),
        ] {
            let message = expression_in_literal(text, "it").unwrap();
            assert!(message.starts_with(found), "{text}: {message}");
        }
    }

    #[test]
    fn other_texts_hold_none() {
        for text in [
            "getPet",
            "a$b",
            "$inputs.",
            "{id}",
            "$inputs",
            "{$inputs.a",
            "",
        ] {
            assert_eq!(expression_in_literal(text, "it"), None, "{text}");
        }
    }
}
