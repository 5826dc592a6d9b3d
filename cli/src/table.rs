//! Names and values below each other.

use console::measure_text_width;
use serde_json::Value;

use crate::text::{harmless, is_deceptive};

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
    fn values_are_plain_where_that_is_no_riddle() {
        assert_eq!(value(&json!("acme")), "acme");
        assert_eq!(value(&json!("a\u{1b}b")), "\"a\\u001bb\"");
        assert_eq!(value(&json!("")), "\"\"");
        assert_eq!(value(&json!({"a": [1, null]})), "{\"a\":[1,null]}");
    }
}
