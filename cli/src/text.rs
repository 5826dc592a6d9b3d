//! Text for a terminal: columns, and what others said, fit to be shown.

use console::measure_text_width;
use serde_json::Value;

/// Rows with their columns one below the other, each line indented by `indent` spaces.
pub(crate) fn columns(indent: usize, rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| measure_text_width(cell)).max()
    };
    let widths: Vec<usize> = (0..count).map(|it| width(it).unwrap_or_default()).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = " ".repeat(indent);
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            let missing = width.saturating_sub(measure_text_width(cell));
            line.push_str(&" ".repeat(missing.saturating_add(2)));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Text of somebody else without what could make a terminal do something: control characters but line breaks and tabs,
/// and marks that turn the direction of reading.
pub(crate) fn harmless(text: &str) -> String {
    let is_kept = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || is_deceptive(c));
    text.chars()
        .map(|c| if is_kept(c) { c } else { '\u{fffd}' })
        .collect()
}

fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The same in one line of at most `limit` characters.
pub(crate) fn short(text: &str, limit: usize) -> String {
    let line = harmless(text).replace(['\n', '\t'], " ");
    if line.chars().count() <= limit {
        return line;
    }
    let kept: String = line.chars().take(limit).collect();
    format!("{kept}…")
}

/// A value in one line: a text without its quotes, where that is no riddle.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        // JSON escapes what a terminal would take for an order, but not all of it.
        other => harmless(&other.to_string()),
    }
}

fn is_plain(text: &str) -> bool {
    let is_odd = |c: char| c.is_control() || is_deceptive(c);
    !text.is_empty() && text.trim() == text && !text.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let row = |cells: &[&str]| cells.iter().map(|it| (*it).to_owned()).collect();
        let rows = [row(&["a", "é", "x"]), row(&["long", "", ""]), row(&["b"])];
        assert_eq!(columns(1, &rows), " a     é  x\n long\n b\n");
    }

    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        assert_eq!(
            harmless("a\u{1b}[2Jb\r\n\u{202e}c"),
            "a\u{fffd}[2Jb\u{fffd}\n\u{fffd}c"
        );
        assert_eq!(short("a\nbcd", 3), "a b…");
        assert_eq!(value(&json!("acme")), "acme");
        assert_eq!(value(&json!("a\u{1b}b")), "\"a\\u001bb\"");
        assert_eq!(value(&json!("")), "\"\"");
        assert_eq!(value(&json!({"a": [1, null]})), "{\"a\":[1,null]}");
    }
}
