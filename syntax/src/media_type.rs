//! Media types whose bodies are several JSON texts, one after another.

/// How such subtypes are called, without `x-`.
const LINES: [&str; 6] = [
    "jsonl",
    "jsonlines",
    "json-lines",
    "ndjson",
    "ldjson",
    "json-seq",
];

/// Whether a media type, with or without parameters, is that of JSON texts in lines, or in the records of RFC 7464.
#[must_use]
pub fn is_json_lines(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let Some(("application" | "text", subtype)) = essence.split_once('/') else {
        return false;
    };
    // `+json-seq` is a suffix like `+json` (RFC 8091); others are used likewise.
    let name = subtype
        .rsplit_once('+')
        .map_or(subtype, |(_, suffix)| suffix);
    LINES.contains(&name.strip_prefix("x-").unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_by_many_names() {
        for lines in [
            "application/jsonl",
            "application/x-ndjson",
            "Application/X-JSONLines; charset=utf-8",
            "application/json-seq",
            "application/geo+json-seq",
            "text/x-ndjson",
        ] {
            assert!(is_json_lines(lines), "{lines}");
        }
        for other in [
            "application/json",
            "application/stream+json",
            "text/event-stream",
            "application/json-patch+json",
            "image/jsonl",
            "jsonl",
            "*/*",
        ] {
            assert!(!is_json_lines(other), "{other}");
        }
    }
}
