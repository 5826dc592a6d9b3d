//! What a server does with the text of a parameter: RFC 6570 and the style table of OpenAPI, read backwards.

use super::values::Flat;

/// Which of the three shapes the server expects, as its document says.
pub(crate) fn decode(
    expected: &Flat,
    text: &str,
    split: impl Fn(&str) -> Vec<String>,
    exploded: bool,
    unescape: impl Fn(&str) -> String,
) -> Flat {
    match expected {
        Flat::Scalar(_) => Flat::Scalar(unescape(text)),
        Flat::List(_) => Flat::List(split(text).iter().map(|item| unescape(item)).collect()),
        Flat::Object(_) if exploded => Flat::Object(
            split(text)
                .iter()
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (unescape(name), unescape(value))
                })
                .collect(),
        ),
        Flat::Object(_) => {
            let pieces = split(text);
            assert_eq!(pieces.len() % 2, 0, "names and values in turn: {text}");
            Flat::Object(
                pieces
                    .chunks(2)
                    .map(|pair| (unescape(&pair[0]), unescape(&pair[1])))
                    .collect(),
            )
        }
    }
}

/// Splits at a separator; a separator of three characters is an escape, which may be in either case.
pub(crate) fn at(separator: &'static str) -> impl Fn(&str) -> Vec<String> {
    move |text| text.split(separator).map(str::to_owned).collect()
}

/// The pairs of a query, a form or cookies, undecoded.
pub(crate) fn pairs<'a>(text: &'a str, separator: &str) -> Vec<(&'a str, &'a str)> {
    if text.is_empty() {
        return Vec::new();
    }
    text.split(separator)
        .map(|pair| pair.split_once('=').expect("a name and a value"))
        .collect()
}

/// Undoes percent-encoding; whatever has no escape has to be a character of a URI.
pub(crate) fn percent(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        assert!(
            bytes[at].is_ascii_graphic() && !b"\"<>\\^`{}#".contains(&bytes[at]),
            "not in a URI: {text}"
        );
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).expect("two digits"));
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).expect("UTF-8")
}

/// Undoes the encoding of forms, where a plus is a space.
pub(crate) fn form(text: &str) -> String {
    percent(&text.replace('+', "%20"))
}
