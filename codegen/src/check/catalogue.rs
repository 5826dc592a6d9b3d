//! Every diagnostic there is: its code, how serious it is, and the text that `arazzo-codegen explain` prints.
//!
//! A new diagnostic is a line here, a file `codes/<code>.md`, and a case in `tests/cases/err`; tests say which is missing.

use crate::nearest::nearest;

/// What is known of a code, whichever stage raises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Kebab-case words, stable across releases.
    pub code: &'static str,
    /// How serious it is.
    pub level: Level,
    /// Markdown: a title, what is wrong and why it matters, an example and its correction.
    pub explanation: &'static str,
}

/// How serious the diagnostics of a code are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// No code can do what the document says.
    Error,
    /// Code can be emitted, but it is probably not what was meant or will probably fail.
    Warning,
    /// A deviation from the standard whose meaning is plain: a warning, and an error under `--strict`.
    Tolerated,
    /// An error or a warning, as the case may be.
    Either,
    /// As [`Either`](Self::Either), but code can always be emitted: the error can be allowed as a warning can.
    Allowable,
}

impl Entry {
    /// The first line of the explanation.
    pub fn title(&self) -> &'static str {
        let line = self.explanation.lines().next().unwrap_or_default();
        line.trim_start_matches("# ")
    }

    /// What is wrong and why it matters, in one line: the explanation's first paragraph.
    pub fn summary(&self) -> String {
        let prose = self.explanation.lines().skip(1);
        let prose = prose.skip_while(|line| line.trim().is_empty());
        let lines: Vec<_> = prose.take_while(|line| !line.trim().is_empty()).collect();
        lines.join(" ")
    }
}

/// The entry of `code`.
pub fn find(code: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.code == code)
}

/// Whether findings of `code` can be allowed even where they are errors.
pub fn may_be_allowed(code: &str) -> bool {
    find(code).is_some_and(|entry| entry.level == Level::Allowable)
}

/// The code that `code` is probably a typo for.
pub fn similar(code: &str) -> Option<&'static str> {
    nearest(code, ENTRIES.iter().map(|entry| entry.code))
}

/// The codes that `code` may be meant for: the one it is probably a typo for, or those that have all of its words.
pub fn near(code: &str) -> Vec<&'static str> {
    if let Some(similar) = similar(code) {
        return vec![similar];
    }
    let has_all = |entry: &&Entry| {
        let mut words = code.split('-');
        !code.is_empty() && words.all(|word| entry.code.split('-').any(|known| known == word))
    };
    ENTRIES
        .iter()
        .filter(has_all)
        .map(|entry| entry.code)
        .collect()
}

macro_rules! entries {
    ($($level:ident $code:literal,)*) => {
        &[$(Entry {
            code: $code,
            level: Level::$level,
            explanation: include_str!(concat!("codes/", $code, ".md")),
        }),*]
    };
}

/// All codes, in alphabetical order.
pub const ENTRIES: &[Entry] = entries! {
    Error "ambiguous-operation",
    Error "asyncapi-field",
    Error "asyncapi-step",
    Warning "body-with-method",
    Error "bytes-or-text",
    Error "component-as-value",
    Warning "computed-credential",
    Error "conflicting-fields",
    Error "conflicting-parameters",
    Warning "constant-condition",
    Warning "content-type-parameter",
    Warning "counted-node",
    Error "dependency-cycle",
    Warning "dependency-skipped",
    Tolerated "dotted-walk",
    Error "duplicate-action",
    Warning "duplicate-declaration",
    Error "duplicate-dependency",
    Either "duplicate-key",
    Error "duplicate-parameter",
    Error "duplicate-source",
    Error "duplicate-step",
    Error "duplicate-workflow",
    Warning "dynamic-reference",
    Error "emission",
    Either "empty-list",
    Warning "endless-loop",
    Error "endless-recursion",
    Warning "exposed-secret",
    Either "field-needs-1-1",
    Warning "identifier-collision",
    Warning "ignored-field",
    Warning "ignored-sibling",
    Tolerated "incomplete-version",
    Error "inputs-not-an-object",
    Error "invalid-condition",
    Warning "invalid-default",
    Error "invalid-expression",
    Error "invalid-json-payload",
    Error "invalid-jsonpath",
    Either "invalid-name",
    Either "invalid-openapi",
    Error "invalid-operation-path",
    Error "invalid-pointer",
    Error "invalid-reference",
    Error "invalid-regex",
    Warning "invalid-schema",
    Warning "invalid-status",
    Error "invalid-value",
    Error "invalid-xpath",
    Tolerated "jsonpath-test",
    Either "limit-exceeded",
    Warning "literal-mismatch",
    Error "literal-output",
    Warning "media-type-chosen",
    Error "media-type-range",
    Tolerated "merge-key",
    Either "misplaced-parameter",
    Warning "missing-body",
    Warning "missing-body-property",
    Error "missing-field",
    Error "missing-input",
    Error "missing-path-parameter",
    Either "missing-payload",
    Warning "missing-required-parameter",
    Error "missing-target",
    Allowable "misspelt-expression",
    Warning "needed-input",
    Either "nested-exchange",
    Warning "never-equal",
    Error "no-outputs-here",
    Error "no-self",
    Error "non-string-key",
    Tolerated "nonstandard-condition",
    Tolerated "nonstandard-expression",
    Tolerated "nonstandard-operation-id",
    Tolerated "nonstandard-operation-path",
    Either "nonstandard-step-reference",
    Tolerated "nonstandard-style",
    Tolerated "nonstandard-workflow-reference",
    Error "not-a-value",
    Error "not-arazzo",
    Error "object-as-bytes",
    Error "output-before-step",
    Error "outside-root",
    Warning "pointless-guard",
    Warning "raw-template",
    Warning "read-only-member",
    Warning "redundant-helper",
    Error "reference-chain",
    Warning "relative-server",
    Error "remote-document",
    Error "replacement-in-text",
    Error "response-before-request",
    Error "response-outside-step",
    Either "root-filter",
    Error "self-reference",
    Either "server-variable",
    Warning "shadowed-action",
    Error "source-type-mismatch",
    Tolerated "success-retry",
    Tolerated "surrounding-space",
    Either "syntax-error",
    Warning "truthy-operand",
    Warning "type-mismatch",
    Tolerated "unbraced-expression",
    Warning "undeclared-body",
    Warning "undeclared-header",
    Error "undeclared-input",
    Warning "undeclared-media-type",
    Either "undeclared-parameter",
    Error "undeclared-path-parameter",
    Either "undeclared-pointer",
    Warning "undeclared-property",
    Warning "undeclared-status",
    Warning "unencoded-credentials",
    Warning "unfit-query",
    Warning "unknown-body-property",
    Warning "unknown-code",
    Error "unknown-component",
    Either "unknown-field",
    Either "unknown-keyword",
    Error "unknown-operation",
    Error "unknown-output",
    Tolerated "unknown-security-scheme",
    Error "unknown-source",
    Error "unknown-step",
    Error "unknown-workflow",
    Warning "unpaced-loop",
    Tolerated "unqualified-operation",
    Warning "unreachable-step",
    Either "unreachable-target",
    Error "unreadable-document",
    Either "unreadable-source",
    Either "unresolved-reference",
    Either "unserialisable-parameter",
    Warning "unsupported-encoding",
    Warning "unsupported-extension",
    Either "unsupported-version",
    Warning "unusable-style",
    Warning "unused-component",
    Warning "unused-input",
    Warning "unused-output",
    Warning "unusual-id",
    Either "vendored-document",
    Error "workflow-never-runs",
    Error "wrong-component-kind",
    Error "wrong-source-kind",
    Either "wrong-type",
    Error "xml-object-payload",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_in_order_and_explained_by_example() {
        assert!(ENTRIES.is_sorted_by(|left, right| left.code < right.code));
        for entry in ENTRIES {
            let text = entry.explanation;
            assert!(text.starts_with("# "), "{}: no title", entry.code);
            assert_eq!(
                text.matches("```").count(),
                4,
                "{}: two examples",
                entry.code
            );
            assert!(
                !entry.title().ends_with('.'),
                "{}: a title has no full stop",
                entry.code
            );
        }
    }

    #[test]
    fn a_typo_is_understood() {
        assert_eq!(similar("unkown-operation"), Some("unknown-operation"));
        assert_eq!(similar("weather"), None);
        assert_eq!(
            find("unknown-operation").map(Entry::title),
            Some("There is no such operation")
        );
    }
}
