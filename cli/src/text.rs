//! What others said, fit to be shown on a terminal.

/// Text of somebody else without what could make a terminal do something: control characters but line breaks and tabs,
/// and marks that turn the direction of reading.
pub(crate) fn harmless(text: &str) -> String {
    let is_kept = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || is_deceptive(c));
    text.chars()
        .map(|c| if is_kept(c) { c } else { '\u{fffd}' })
        .collect()
}

pub(crate) fn is_deceptive(c: char) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        let text = harmless("a\u{1b}[2Jb\r\n\u{202e}c");
        assert_eq!(text, "a\u{fffd}[2Jb\u{fffd}\n\u{fffd}c");
        assert_eq!(short("a\nbcd", 3), "a b…");
    }
}
