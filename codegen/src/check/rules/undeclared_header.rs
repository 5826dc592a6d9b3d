//! `undeclared-header`: a response header that the operation does not declare, though it declares others.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        operation,
        reads::{self, Reading},
    },
    expression::{Expression, Message, Spanned},
    nearest::meant,
    resolve::operation::Response,
};

use super::super::subject::Subject;

/// Headers that servers send whatever the description says (RFC 9110 and common practice).
const COMMON: [&str; 22] = [
    "age",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-range",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "server",
    "set-cookie",
    "vary",
    "via",
    "www-authenticate",
    "x-request-id",
];

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for lists in subject.criteria() {
        let (step, resolved) = (lists.own.step, lists.own.resolved);
        let Some(operation) = operation(resolved) else {
            continue;
        };
        let declared: Vec<&str> = operation
            .responses
            .iter()
            .flat_map(|response| &response.headers)
            .map(|header| header.name.as_str())
            .collect();
        if declared.is_empty() || operation.responses.iter().any(Response::is_unread) {
            continue;
        }
        for reading in reads::after_response(lists) {
            let Expression::Response(Message::Header(name)) = &reading.expression else {
                continue;
            };
            let known = declared
                .iter()
                .any(|known| known.eq_ignore_ascii_case(&name.value))
                || COMMON.contains(&name.value.to_ascii_lowercase().as_str());
            if !known {
                diagnostics.push(undeclared(&reading, name, &declared).step(&step.id.text));
            }
        }
    }
}

fn undeclared(reading: &Reading, name: &Spanned<String>, declared: &[&str]) -> Diagnostic {
    let exact = reading.piece(&name.span);
    let name = &name.value;
    let found = Diagnostic::new(
        Code::UndeclaredHeader,
        exact.clone().unwrap_or_else(|| reading.place()),
        format!("the operation declares no response header `{name}`"),
    )
    .label("probably never sent");
    let Some(meant) = meant(name, declared.iter().copied()) else {
        let mut names: Vec<String> = declared.iter().map(|name| format!("`{name}`")).collect();
        names.sort();
        names.dedup();
        names.truncate(8);
        return found.help(format!("declared: {}", names.join(", ")));
    };
    let found = found.help(format!("`{}` has a similar name", meant.name()));
    match exact {
        Some(_) => found.correct(meant, meant.name()),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::workflow;

    fn header(name: &str) -> Vec<String> {
        let fields = format!(
            "steps: [{{stepId: s, operationId: listPets, outputs: {{h: $response.header.{name}}}}}]"
        );
        workflow(&fields)
            .into_iter()
            .map(|(_, _, message)| message)
            .collect()
    }

    #[test]
    fn headers_are_compared_without_case() {
        assert_eq!(header("x-next"), Vec::<String>::new());
        assert_eq!(
            header("X-Nxt"),
            ["the operation declares no response header `X-Nxt`"]
        );
    }

    #[test]
    fn headers_that_anybody_sends_are_fine() {
        assert_eq!(header("ETag"), Vec::<String>::new());
    }
}
