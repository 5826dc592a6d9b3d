//! A text as somebody reads it who undoes one of its encodings, with the place that every byte came from.

use std::ops::Range;

/// Decoded bytes.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    /// For each byte where in the original text it begins; the same for all bytes of one escape. `None`: where it is.
    starts: Option<Vec<usize>>,
    /// Where the original text of the last byte ends.
    end: usize,
}

impl View {
    /// A text as it is.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.to_vec(),
            starts: None,
            end: bytes.len(),
        }
    }

    fn start(&self, index: usize) -> usize {
        match &self.starts {
            None => index.min(self.end),
            Some(starts) => starts.get(index).copied().unwrap_or(self.end),
        }
    }

    /// The part of the original text that some of the bytes came from, whole escapes of it.
    pub(super) fn origin(&self, found: Range<usize>) -> Range<usize> {
        let last = self.start(found.end.saturating_sub(1));
        let rest = (found.end..self.bytes.len()).map(|index| self.start(index));
        let end = rest
            .into_iter()
            .find(|start| *start > last)
            .unwrap_or(self.end);
        self.start(found.start)..end
    }

    /// The view that undoes escapes: `escape` says for the rest of the text how many bytes of it are one escape, and
    /// what that means. `None` where there is no escape in it.
    fn undo(&self, escape: impl Fn(&[u8]) -> Option<(usize, Vec<u8>)>) -> Option<Self> {
        let (mut bytes, mut starts, mut changed) = (Vec::new(), Vec::new(), false);
        let mut at = 0;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let start = self.start(at);
            match escape(rest) {
                Some((length, meant)) => {
                    starts.extend(meant.iter().map(|_| start));
                    bytes.extend(meant);
                    changed = true;
                    at += length.max(1);
                }
                None => {
                    starts.push(start);
                    bytes.extend(rest.first());
                    at += 1;
                }
            }
        }
        changed.then_some(Self {
            bytes,
            starts: Some(starts),
            end: self.end,
        })
    }

    /// Without percent-encoding; `+` is a space in a `form`.
    pub(super) fn percent(&self, form: bool) -> Option<Self> {
        let has = |byte| memchr::memchr(byte, &self.bytes).is_some();
        let is_encoded = has(b'%') || form && has(b'+');
        if !is_encoded {
            return None;
        }
        self.undo(|rest| match rest {
            [b'+', ..] if form => Some((1, vec![b' '])),
            [b'%', high, low, ..] => Some((3, vec![hex(*high)? << 4 | hex(*low)?])),
            _ => None,
        })
    }

    /// Without the escapes of JSON strings.
    pub(super) fn json(&self) -> Option<Self> {
        memchr::memchr(b'\\', &self.bytes)?;
        self.undo(json_escape)
    }

    /// Without the entities of XML.
    pub(super) fn xml(&self) -> Option<Self> {
        memchr::memchr(b'&', &self.bytes)?;
        self.undo(xml_entity)
    }

    /// What each stretch of base64 would be (either alphabet, over several lines or not), at each of the four places
    /// where its groups may begin. Stretches for fewer than `least` bytes are left out.
    pub(super) fn base64(&self, least: usize) -> impl Iterator<Item = Self> + '_ {
        self.stretches(least * 4 / 3)
            .into_iter()
            .flat_map(move |stretch| (0..4).map(move |offset| self.decoded(&stretch, offset)))
    }

    /// The indices of the digits of each stretch.
    fn stretches(&self, least: usize) -> Vec<Vec<usize>> {
        let mut found = vec![Vec::new()];
        for (index, byte) in self.bytes.iter().enumerate() {
            match byte {
                b'\r' | b'\n' => {}
                byte if digit(*byte).is_some() => found.last_mut().into_iter().for_each(|it| {
                    it.push(index);
                }),
                _ if found.last().is_some_and(|it| !it.is_empty()) => found.push(Vec::new()),
                _ => {}
            }
        }
        found.retain(|stretch| stretch.len() >= least);
        found
    }

    fn decoded(&self, stretch: &[usize], offset: usize) -> Self {
        let (mut bytes, mut starts) = (Vec::new(), Vec::new());
        let digits = stretch.get(offset..).unwrap_or_default();
        for group in digits.chunks(4) {
            let values = group
                .iter()
                .filter_map(|index| self.bytes.get(*index).copied().and_then(digit));
            let bits = values.fold(0_u32, |bits, value| bits << 6 | u32::from(value));
            let bits = bits << (6 * (4 - group.len()));
            let start = group.first().map_or(0, |index| self.start(*index));
            let [_, decoded @ ..] = bits.to_be_bytes();
            for byte in decoded.into_iter().take(group.len() * 6 / 8) {
                bytes.push(byte);
                starts.push(start);
            }
        }
        let last = stretch.last().copied().unwrap_or_default();
        Self {
            bytes,
            starts: Some(starts),
            end: self.origin(last..last + 1).end,
        }
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|it| u8::try_from(it).ok())
}

/// The value of a digit of base64, of the alphabet for URLs too.
fn digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

fn json_escape(rest: &[u8]) -> Option<(usize, Vec<u8>)> {
    let [b'\\', kind, after @ ..] = rest else {
        return None;
    };
    let one = |byte| Some((2, vec![byte]));
    match kind {
        b'"' | b'\\' | b'/' => one(*kind),
        b'b' => one(8),
        b'f' => one(12),
        b'n' => one(b'\n'),
        b'r' => one(b'\r'),
        b't' => one(b'\t'),
        b'u' => {
            let first = unit(after)?;
            let second = match after.get(4..) {
                Some([b'\\', b'u', more @ ..]) => unit(more),
                _ => None,
            };
            let pair = char::decode_utf16([first].into_iter().chain(second)).next()?;
            let (length, meant) = match pair {
                Ok(meant) => (if meant.len_utf16() == 2 { 12 } else { 6 }, meant),
                Err(_) => return None,
            };
            Some((length, meant.to_string().into_bytes()))
        }
        _ => None,
    }
}

/// The four digits of a `\u` escape.
fn unit(digits: &[u8]) -> Option<u16> {
    let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

fn xml_entity(rest: &[u8]) -> Option<(usize, Vec<u8>)> {
    /// Longer ones do not exist, but for zeros in front.
    const LIMIT: usize = 12;
    if rest.first() != Some(&b'&') {
        return None;
    }
    let end = rest.iter().take(LIMIT).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(rest.get(1..end)?).ok()?;
    let meant = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?)?
        }
    };
    Some((end + 1, meant.to_string().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(view: Option<View>, found: &str) -> (String, Range<usize>) {
        let view = view.expect("something to undo");
        let at = memchr::memmem::find(&view.bytes, found.as_bytes()).expect("it is in there");
        let text = String::from_utf8_lossy(&view.bytes).into_owned();
        (text, view.origin(at..at + found.len()))
    }

    #[test]
    fn what_is_undone_knows_where_it_came_from() {
        let percent = View::of(b"a%2Fb%c3%bcc+d%zz");
        assert_eq!(
            read(percent.percent(false), "b\u{fc}c"),
            ("a/b\u{fc}c+d%zz".into(), 4..12)
        );
        assert_eq!(read(percent.percent(true), "c d").1, 11..14);
        let json = View::of(br#"x\u00fc\ud83d\ude00\n\q"#);
        assert_eq!(
            read(json.json(), "\u{1f600}\n"),
            ("x\u{fc}\u{1f600}\n\\q".into(), 7..21)
        );
        let xml = View::of(b"a&lt;&#x41;&#66;&nbsp;");
        assert_eq!(read(xml.xml(), "<AB"), ("a<AB&nbsp;".into(), 1..16));
        assert!(View::of(b"plain").percent(true).is_none());
    }

    #[test]
    fn encodings_of_encodings_are_undone_one_after_the_other() {
        // `a"b` in a string of JSON, and that in a query.
        let twice = View::of(b"?q=%22a%5C%22b%22&x");
        let json = twice.percent(false).and_then(|view| view.json());
        assert_eq!(read(json, "a\"b").1, 6..14);
    }

    #[test]
    fn base64_is_found_at_any_place_of_a_group() {
        for before in ["", "u", "us", "use", "user"] {
            use base64::Engine as _;
            let plain = format!("{before}hunter2!");
            let text = format!(
                "Basic {}",
                base64::engine::general_purpose::STANDARD.encode(&plain)
            );
            let view = View::of(text.as_bytes());
            let found = view.base64(4).any(|decoded| {
                memchr::memmem::find(&decoded.bytes, b"hunter2!").is_some_and(|at| {
                    let origin = decoded.origin(at..at + 8);
                    origin.start >= 6 && origin.end >= text.trim_end_matches('=').len()
                })
            });
            assert!(found, "{text}");
        }
    }
}
