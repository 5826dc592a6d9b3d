//! Rustdoc of workflows and documents.

/// Rustdoc from summary and description.
pub(super) fn documentation(summary: Option<&str>, description: Option<&str>) -> Option<String> {
    match (summary, description) {
        (Some(summary), Some(description)) => {
            Some(format!("{}\n\n{}", summary.trim(), description.trim()))
        }
        (Some(text), None) | (None, Some(text)) => Some(text.trim().to_owned()),
        (None, None) => None,
    }
}
