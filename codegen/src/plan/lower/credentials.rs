//! Text in header parameters whose values mean more there than text: credentials of the scheme `Basic`, and cookies.

use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, Diagnostic},
    plan::{TemplatePart, Value},
    resolve::{
        operation::{Operation, SecurityKind},
        workflow::ResolvedParameter,
    },
};

use super::{quoted::raw_template, scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// Warns of a header whose text is put together as nobody reads it, or as values can change it.
    pub(super) fn check_header_text(
        &mut self,
        parameter: &ResolvedParameter,
        value: &Value,
        operation: &Operation,
        scope: &Scope,
    ) {
        let name = parameter.name.text.trim().to_ascii_lowercase();
        match name.as_str() {
            "authorization" | "proxy-authorization" if is_unencoded(value) => {
                let message = "user and password are sent unencoded: `Basic` takes their base64";
                let found = Diagnostic::new(Code::UnencodedCredentials, &parameter.value, message)
                    .label("no server reads this");
                let basic = operation.security.iter().flatten();
                let mut basic = basic.filter(|used| used.scheme.kind == SecurityKind::Basic);
                let found = match basic.next() {
                    Some(used) => found
                        .help(format!(
                            "leave the parameter out, and give the client user and password for `{}`",
                            used.scheme.name
                        ))
                        .also(&used.scheme.node, "the scheme"),
                    None => found.help(
                        "declare the scheme in the API description, `{type: http, scheme: basic}`, and give the client user and password",
                    ),
                };
                self.report(found, scope);
            }
            "cookie" if embeds(value) => {
                let found = raw_template(&parameter.value, "Cookie")
                    .help("write a parameter with `in: cookie` for each cookie");
                self.report(found, scope);
            }
            _ => {}
        }
    }
}

/// Whether a text is `Basic user:password`; base64 has no colon.
fn is_unencoded(value: &Value) -> bool {
    let texts: Vec<&str> = match value {
        Value::Literal(Json::String(text)) => vec![text],
        Value::Template(parts) => parts.iter().filter_map(text_of).collect(),
        _ => return false,
    };
    let first = match value {
        Value::Template(parts) => parts.first().and_then(text_of),
        _ => texts.first().copied(),
    };
    let scheme = first.and_then(|text| text.trim_start().split_once(char::is_whitespace));
    scheme.is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
        && texts.iter().any(|text| text.contains(':'))
}

/// Whether text has values in it.
fn embeds(value: &Value) -> bool {
    matches!(value, Value::Template(parts) if parts.len() > 1)
}

fn text_of(part: &TemplatePart) -> Option<&str> {
    match part {
        TemplatePart::Text(text) => Some(text),
        _ => None,
    }
}
