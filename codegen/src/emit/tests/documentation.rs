//! What the documentation of a workflow shows, and that texts of documents stay texts in it.

use super::build::*;

/// The documentation of the function of a workflow, line by line.
fn documentation(text: &str) -> Vec<String> {
    let function = text
        .lines()
        .position(|line| line.starts_with("pub async fn"));
    let before = text.lines().take(function.unwrap());
    let lines = before.map(|line| line.strip_prefix("///").map(str::trim_start));
    let lines: Vec<Option<&str>> = lines.collect();
    let of_function = lines.rsplit(Option::is_none).next().unwrap();
    of_function
        .iter()
        .flatten()
        .map(|line| (*line).to_owned())
        .collect()
}

#[test]
fn steps_are_listed_with_what_they_call() {
    let mut workflow = workflow("w", "w");
    let mut first = step("first", "first", "First", operation(call("GET", "/a/{id}")));
    first.documentation = Some("Look it up.\nThen more.".to_owned());
    let second = step("second", "second", "Second", operation(call("POST", "/b")));
    workflow.steps = vec![first, second];
    let text = super::emitted(&plan("flow", vec![workflow]));
    let lines = documentation(&text);
    let listed: Vec<&String> = lines
        .iter()
        .filter(|line| line.starts_with(['1', '2']))
        .collect();
    assert_eq!(
        listed,
        [
            "1. `first`, `GET /a/{id}`: Look it up.",
            "2. `second`, `POST /b`"
        ]
    );
}

#[test]
fn no_text_of_a_document_ends_a_fence_or_begins_one() {
    let mut workflow = workflow("w", "w");
    let mut first = step("a`b", "a", "A", operation(call("GET", "/x`y")));
    first.documentation = Some("```rust\nlet x;\n```".to_owned());
    workflow.steps = vec![first];
    workflow.picture = Some("flowchart TD\n```\n```rust\nlet x;\u{202e}".to_owned());
    let text = super::emitted(&plan("flow", vec![workflow]));
    let lines = documentation(&text);
    let fences: Vec<&String> = lines
        .iter()
        .filter(|line| line.starts_with("```"))
        .collect();
    assert_eq!(fences, ["```mermaid", "```", "```text", "```"]);
    assert!(!text.contains('\u{202e}'), "{text}");
    assert!(
        lines
            .iter()
            .any(|line| line == "1. `a'b`, `GET /x'y`: \\`\\`\\`rust"),
        "{lines:#?}"
    );
}
