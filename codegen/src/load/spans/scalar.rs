//! Bytes of a decoded string to bytes of its source: escapes, doubled quotes, folded lines and indentation in between.

use std::ops::Range;

use super::Style;

/// Where the bytes `wanted` of the string `decoded` stand in `raw`, which is how the string is written. `None` where the
/// two cannot be brought together.
pub(in crate::load) fn locate(
    raw: &str,
    style: Style,
    decoded: &str,
    wanted: &Range<usize>,
) -> Option<Range<usize>> {
    let mut walk = Walk::new(raw, style);
    let mut start = None;
    let mut end = walk.at;
    let mut rest = decoded.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        if at >= wanted.end && start.is_some() {
            break;
        }
        let more_blank = rest.peek().is_some_and(|(_, next)| is_blank(*next));
        let piece = walk.step(character, more_blank)?;
        if start.is_none() && at + character.len_utf8() > wanted.start {
            start = Some(piece.start);
            end = piece.start;
        }
        if at < wanted.end {
            end = piece.end;
        }
    }
    // A place at the very end of the string is the place after its last character.
    let start = start.unwrap_or(walk.at);
    Some(start..end.max(start))
}

/// The string that `raw`, in double quotes, stands for.
pub(super) fn unquote(raw: &str) -> String {
    let inner = raw.strip_prefix('"').unwrap_or(raw);
    let mut rest = inner.strip_suffix('"').unwrap_or(inner);
    let mut decoded = String::with_capacity(rest.len());
    while let Some(first) = rest.chars().next() {
        let (character, length) = match escape(rest) {
            Some(escape) => escape,
            None => (Some(first), first.len_utf8()),
        };
        decoded.extend(character);
        rest = rest.get(length..).unwrap_or_default();
    }
    decoded
}

/// A position in the raw text that advances one decoded character at a time.
struct Walk<'r> {
    raw: &'r str,
    style: Style,
    at: usize,
}

impl<'r> Walk<'r> {
    fn new(raw: &'r str, style: Style) -> Self {
        let quoted = matches!(style, Style::Single | Style::Double);
        let at = usize::from(quoted).min(raw.len());
        Self { raw, style, at }
    }

    fn rest(&self) -> &'r str {
        self.raw.get(self.at..).unwrap_or_default()
    }

    /// Advances over what stands for `wanted`.
    fn step(&mut self, wanted: char, more_blank: bool) -> Option<Range<usize>> {
        if self.style == Style::Double {
            while let Some((None, length)) = escape(self.rest()) {
                self.at += length;
            }
            if let Some((Some(character), length)) = escape(self.rest()) {
                return (character == wanted).then(|| self.advance(length));
            }
        }
        if is_blank(wanted) {
            // Line breaks and indentation: the last blank of a run stands for all that is left of the run.
            let blanks = blank_run(self.rest());
            let length = if more_blank { blanks.min(1) } else { blanks };
            let blank = blanks > 0 || self.rest().is_empty();
            return blank.then(|| self.advance(length));
        }
        if self.style == Style::Single && wanted == '\'' && self.rest().starts_with("''") {
            return Some(self.advance(2));
        }
        let next = self.rest().chars().next()?;
        (next == wanted).then(|| self.advance(next.len_utf8()))
    }

    fn advance(&mut self, length: usize) -> Range<usize> {
        let start = self.at;
        self.at += length;
        start..self.at
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// Length of the blanks that `text` begins with.
fn blank_run(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_blank).len()
}

/// The escape sequence that `rest` begins with: what it stands for, if anything, and its length.
fn escape(rest: &str) -> Option<(Option<char>, usize)> {
    let escaped = rest.strip_prefix('\\')?;
    let letter = escaped.chars().next()?;
    let character = match letter {
        '\r' | '\n' => return Some((None, 1 + blank_run(escaped))),
        'x' => return code_point(escaped, 2),
        'u' => return surrogates(escaped).or_else(|| code_point(escaped, 4)),
        'U' => return code_point(escaped, 8),
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '0' => '\0',
        'a' => '\u{7}',
        'v' => '\u{b}',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        other => other,
    };
    Some((Some(character), 1 + letter.len_utf8()))
}

/// Hex digits after one letter.
fn hex(escaped: &str, digits: usize) -> Option<u32> {
    u32::from_str_radix(escaped.get(1..=digits)?, 16).ok()
}

fn code_point(escaped: &str, digits: usize) -> Option<(Option<char>, usize)> {
    let character = char::from_u32(hex(escaped, digits)?)?;
    Some((Some(character), 2 + digits))
}

/// Two `\u` escapes that are one character (RFC 8259, section 7).
fn surrogates(escaped: &str) -> Option<(Option<char>, usize)> {
    let high = hex(escaped, 4).filter(|high| (0xD800..0xDC00).contains(high))?;
    let low = hex(escaped.get(5..)?.strip_prefix('\\')?, 4)?;
    let low = Some(low).filter(|low| (0xDC00..0xE000).contains(low))?;
    let character = char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))?;
    Some((Some(character), 12))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source of the part of `decoded` that reads `part`.
    fn source<'r>(raw: &'r str, style: Style, decoded: &str, part: &str) -> Option<&'r str> {
        let start = decoded.find(part).unwrap();
        let range = locate(raw, style, decoded, &(start..start + part.len()))?;
        raw.get(range)
    }

    #[test]
    fn quotes_and_escapes_are_skipped() {
        let raw = r#""a\u00e9 \ud83d\ude00 \"$x\"""#;
        let decoded = "aé 😀 \"$x\"";
        assert_eq!(unquote(raw), decoded);
        assert_eq!(source(raw, Style::Double, decoded, "é"), Some("\\u00e9"));
        assert_eq!(
            source(raw, Style::Double, decoded, "😀"),
            Some("\\ud83d\\ude00")
        );
        assert_eq!(source(raw, Style::Double, decoded, "\"$x"), Some("\\\"$x"));
        assert_eq!(
            source("'it''s $x'", Style::Single, "it's $x", "$x"),
            Some("$x")
        );
        assert_eq!(
            source("'it''s'", Style::Single, "it's", "t's"),
            Some("t''s")
        );
    }

    #[test]
    fn folded_lines_are_followed() {
        let raw = "one\n    two\n\n    three";
        let decoded = "one two\nthree";
        assert_eq!(source(raw, Style::Plain, decoded, "two"), Some("two"));
        assert_eq!(source(raw, Style::Plain, decoded, "three"), Some("three"));
        let raw = "\"one \\\n   two\n   three\"";
        let decoded = "one two three";
        assert_eq!(source(raw, Style::Double, decoded, "two"), Some("two"));
        assert_eq!(source(raw, Style::Double, decoded, "three"), Some("three"));
    }

    #[test]
    fn blocks_lose_their_indentation() {
        let raw = "{\n      \"a\": $x,\n\n        $y\n    }";
        let decoded = "{\n  \"a\": $x,\n\n    $y\n}";
        assert_eq!(source(raw, Style::Block, decoded, "$x"), Some("$x"));
        assert_eq!(source(raw, Style::Block, decoded, "$y"), Some("$y"));
    }

    #[test]
    fn the_end_of_a_string_is_a_place() {
        assert_eq!(locate("\"ab\"", Style::Double, "ab", &(2..2)), Some(3..3));
        assert_eq!(locate("ab", Style::Plain, "ab", &(0..9)), Some(0..2));
    }

    #[test]
    fn what_does_not_match_is_not_guessed() {
        assert_eq!(locate("abc", Style::Plain, "xyz", &(0..1)), None);
    }
}
