//! Character sets of texts: UTF-8, UTF-16 and ISO-8859-1. The rest would need tables that few APIs are worth.

use std::borrow::Cow;

const KNOWN: &str = "UTF-8, UTF-16 and ISO-8859-1";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Charset {
    Utf8,
    Utf16 { little: bool },
    Latin1,
}

impl Charset {
    fn named(label: &str) -> Option<Self> {
        Some(match label.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => Self::Utf8,
            // Without a byte order mark it is big-endian (RFC 2781, section 4.3).
            "utf-16" | "utf-16be" => Self::Utf16 { little: false },
            "utf-16le" => Self::Utf16 { little: true },
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" => Self::Latin1,
            _ => return None,
        })
    }

    /// What a byte order mark tells, and the bytes after it.
    fn marked(body: &[u8]) -> Option<(Self, &[u8])> {
        let utf16 = |little| Self::Utf16 { little };
        let marks: [(&[u8], Self); 3] = [
            (b"\xEF\xBB\xBF", Self::Utf8),
            (b"\xFE\xFF", utf16(false)),
            (b"\xFF\xFE", utf16(true)),
        ];
        let mut marks = marks.into_iter();
        marks.find_map(|(mark, charset)| Some((charset, body.strip_prefix(mark)?)))
    }
}

/// The text that bytes are. What is not of its character set becomes replacement characters; one that is not known is
/// taken for UTF-8.
pub(crate) fn text(body: &[u8], media_type: Option<&str>) -> String {
    let (charset, body) = find(body, media_type).unwrap_or((Charset::Utf8, body));
    match charset {
        Charset::Utf8 => String::from_utf8_lossy(body).into_owned(),
        Charset::Latin1 => latin(body),
        Charset::Utf16 { little } => {
            let letters = char::decode_utf16(units(body, little));
            let letters = letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
            letters.collect()
        }
    }
}

/// The same where it has to be exact.
///
/// # Errors
/// Why it is not.
pub(crate) fn exact<'b>(body: &'b [u8], media_type: Option<&str>) -> Result<Cow<'b, str>, String> {
    let (charset, body) = find(body, media_type)
        .map_err(|label| format!("it is encoded as `{label}`, and only {KNOWN} are read"))?;
    match charset {
        Charset::Utf8 => std::str::from_utf8(body)
            .map(Cow::Borrowed)
            .map_err(|_| "it is not UTF-8".to_owned()),
        Charset::Latin1 => Ok(latin(body).into()),
        Charset::Utf16 { little } => {
            let letters = char::decode_utf16(units(body, little));
            let text = letters.collect::<Result<String, _>>().ok();
            let whole = text.filter(|_| body.len() % 2 == 0);
            whole.map(Cow::Owned).ok_or("it is not UTF-16".to_owned())
        }
    }
}

/// A text as bytes of the character set that its media type, or an XML declaration in it, names.
///
/// # Errors
/// Why it cannot be written so.
pub(crate) fn bytes(text: String, media_type: &str) -> Result<Vec<u8>, String> {
    let label = parameter(media_type).or_else(|| declared(text.as_bytes()));
    let Some(label) = label else {
        return Ok(text.into_bytes());
    };
    match Charset::named(&label) {
        Some(Charset::Utf8) => Ok(text.into_bytes()),
        Some(Charset::Latin1) => {
            let letters = text.chars().map(|letter| u8::try_from(u32::from(letter)));
            let bytes = letters.collect::<Result<_, _>>();
            bytes.map_err(|_| format!("has characters that `{label}` has not"))
        }
        Some(Charset::Utf16 { little }) => {
            let mark = label.eq_ignore_ascii_case("utf-16").then_some(0xFEFF_u16);
            let units = mark.into_iter().chain(text.encode_utf16());
            let bytes = units.flat_map(|unit| match little {
                true => unit.to_le_bytes(),
                false => unit.to_be_bytes(),
            });
            Ok(bytes.collect())
        }
        // All but a few others begin with ASCII.
        None if text.is_ascii() => Ok(text.into_bytes()),
        None => Err(format!(
            "has characters beyond ASCII, and of character sets only {KNOWN} are written, not `{label}`"
        )),
    }
}

/// The character set and the bytes after a mark, or the name of a set that is not known.
fn find<'b>(body: &'b [u8], media_type: Option<&str>) -> Result<(Charset, &'b [u8]), String> {
    if let Some(marked) = Charset::marked(body) {
        return Ok(marked);
    }
    let label = media_type.and_then(parameter).or_else(|| declared(body));
    let charset = label.map_or(Ok(Charset::Utf8), |label| {
        Charset::named(&label).ok_or(label)
    });
    charset.map(|charset| (charset, body))
}

/// The `charset` of a media type.
fn parameter(media_type: &str) -> Option<String> {
    let mut parameters = media_type.split(';').skip(1);
    parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The encoding that the declaration of an XML document names (XML 1.0, section 4.3.3).
fn declared(body: &[u8]) -> Option<String> {
    const LONGEST: usize = 200;
    let head = body.get(..body.len().min(LONGEST))?;
    let head = String::from_utf8_lossy(head.strip_prefix(b"<?xml")?);
    let (declaration, _) = head.split_once("?>")?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| "'\"".contains(*quote))?;
    let (label, _) = rest.strip_prefix(quote)?.split_once(quote)?;
    Some(label.to_owned())
}

fn latin(body: &[u8]) -> String {
    body.iter().copied().map(char::from).collect()
}

fn units(body: &[u8], little: bool) -> impl Iterator<Item = u16> {
    body.chunks_exact(2).filter_map(move |pair| {
        let pair = pair.try_into().ok()?;
        Some(match little {
            true => u16::from_le_bytes(pair),
            false => u16::from_be_bytes(pair),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_comes_before_the_media_type_and_that_before_the_declaration() {
        for (body, media_type) in [
            (
                &b"\xEF\xBB\xBF\xC3\xA9"[..],
                Some("text/xml; charset=utf-16"),
            ),
            (b"\xFF\xFE\xE9\0", None),
            (b"\xE9\0", Some("text/xml; charset=\"UTF-16LE\"")),
            (b"\0\xE9", Some("text/xml;charset=utf-16")),
            (b"\xC3\xA9", None),
            (b"\xC3\xA9", Some("text/xml")),
            (b"\xE9", Some("text/plain; Charset=ISO-8859-1")),
        ] {
            assert_eq!(text(body, media_type), "\u{e9}", "{media_type:?}");
            assert_eq!(exact(body, media_type).as_deref(), Ok("\u{e9}"));
        }
        let declared = b"<?xml version='1.0' encoding='latin1'?><a>\xE9</a>";
        assert!(text(declared, Some("text/xml")).ends_with("<a>\u{e9}</a>"));
        let other = Some("text/xml; charset=utf-8");
        assert!(exact(declared, other).is_err() && exact(declared, None).is_ok());
    }

    #[test]
    fn what_cannot_be_read_exactly_is_told() {
        let foreign = exact(b"<a/>", Some("text/xml; charset=koi8-r"));
        let why = foreign.unwrap_err();
        assert!(why.contains("`koi8-r`") && why.contains("UTF-16"), "{why}");
        assert!(exact(b"\xFF", None).is_err());
        assert!(exact(b"\xFE\xFF\0a\0", None).is_err());
        assert_eq!(
            text(b"a\xFF", Some("text/xml; charset=koi8-r")),
            "a\u{fffd}"
        );
    }

    #[test]
    fn texts_are_written_as_their_media_type_says() {
        let written = |text: &str, media_type| bytes(text.to_owned(), media_type);
        assert_eq!(written("\u{e9}", "text/xml"), Ok(b"\xC3\xA9".to_vec()));
        let latin = "text/xml; charset=ISO-8859-1";
        assert_eq!(written("\u{e9}", latin), Ok(vec![0xE9]));
        assert!(written("\u{20ac}", latin).is_err());
        let wide = written("\u{e9}", "text/xml; charset=UTF-16");
        assert_eq!(wide, Ok(vec![0xFE, 0xFF, 0, 0xE9]));
        assert_eq!(written("a", "text/plain; charset=koi8-r"), Ok(vec![b'a']));
        assert!(written("\u{e9}", "text/plain; charset=koi8-r").is_err());
        let declared = written(
            "<?xml version=\"1.0\" encoding=\"latin1\"?><a>\u{e9}</a>",
            "text/xml",
        );
        assert!(declared.is_ok_and(|bytes| bytes.contains(&0xE9)));
    }
}
