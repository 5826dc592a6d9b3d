//! Positions in JSON. The text has passed a JSON parser, so this only follows its structure.

use std::ops::Range;

use super::{Builder, Style, scalar};

/// Collects the positions of the value in `text`.
pub(super) fn scan(text: &str, builder: &mut Builder) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                builder.begin(at, *byte == b'{');
                at += 1;
            }
            b'}' | b']' => {
                at += 1;
                builder.end(Some(at));
            }
            b'"' => {
                let range = at..string_end(bytes, at);
                at = range.end;
                string(text, range, builder);
            }
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => at += 1,
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                let word = |byte: &u8| !b" \t\r\n,:[]{}\"".contains(byte);
                let end = at + rest.iter().take_while(|byte| word(byte)).count();
                builder.scalar(at..end, Style::Other);
                at = end;
            }
        }
    }
}

/// The index after the closing quote of the string that begins at `at`.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 2,
            b'"' => return end + 1,
            _ => end += 1,
        }
    }
    bytes.len()
}

fn string(text: &str, range: Range<usize>, builder: &mut Builder) {
    if builder.expects_key() {
        let raw = text.get(range.clone()).unwrap_or_default();
        builder.key(&scalar::unquote(raw), range, Style::Double);
    } else {
        builder.scalar(range, Style::Double);
    }
}
