//! Bodies that arrive and are not what they should be.

use std::fmt::Write as _;

use arazzo_runtime::Kind;

use super::fault::{Fault, Left};
use super::order::{judged, lines, pointed, text, unread, walked, whole};

/// JSON with this many lists inside one another beside what is looked for.
fn deep(levels: usize) -> String {
    let (open, close) = ("[".repeat(levels), "]".repeat(levels));
    format!("{{\"deep\":{open}{close},\"receipt\":\"r-1\"}}")
}

/// As much XML.
fn deep_xml(levels: usize) -> String {
    let (open, close) = ("<a>".repeat(levels), "</a>".repeat(levels));
    format!("<o><receipt>r-1</receipt>{open}{close}</o>")
}

/// XML with as many attributes.
fn attributes(count: usize) -> String {
    let mut text = "<o".to_owned();
    for number in 0..count {
        write!(text, " a{number}='1'").expect("a string takes everything");
    }
    text + "><receipt>r-1</receipt></o>"
}

/// Entities that stand for ten of the ones before.
fn laughs() -> String {
    let mut text = "<!DOCTYPE o [<!ENTITY l0 \"ha\">".to_owned();
    for (before, level) in (1..10).enumerate() {
        let ten = format!("&l{before};").repeat(10);
        write!(text, "<!ENTITY l{level} \"{ten}\">").expect("a string takes everything");
    }
    text + "]><o><receipt>&l9;</receipt></o>"
}

const XML: &str = "content-type: application/xml\r\n";
const PACKED: &str = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
const UNREADABLE: &str = "the response body could not be read";

pub(super) const ROWS: &[Fault] = &[
    Fault::new("no body", |peer| peer.json("")).fails(Kind::OutputType, "it is empty"),
    Fault::new("JSON that breaks off", |peer| {
        peer.json(r#"{"receipt":"hunter2hunter2"#)
    })
    .fails(Kind::OutputType, UNREADABLE),
    Fault::new("JSON that breaks off behind what is read", |peer| {
        peer.json(r#"{"receipt":"r-1","hunter2hunter2":"#)
    })
    .read(pointed)
    .fails(Kind::OutputType, UNREADABLE),
    Fault::new("JSON that breaks off, under a criterion", |peer| {
        peer.json(r#"{"receipt":"hunter2hunter2"#)
    })
    .read(judged)
    .fails(Kind::Criteria, UNREADABLE),
    Fault::new("JSON that breaks off and is not read", |peer| {
        peer.json(r#"{"receipt":"hunter2hunter2"#)
    })
    .read(unread)
    .completes("r-1"),
    Fault::new("two JSON values", |peer| {
        peer.json(r#"{"receipt":"r-1"}{"receipt":"r-2"}"#)
    })
    .fails(Kind::OutputType, UNREADABLE),
    Fault::new("a page that says that it is JSON", |peer| {
        peer.json("<html>hunter2hunter2</html>")
    })
    .fails(Kind::OutputType, UNREADABLE),
    Fault::new("a page that says that it is a page", |peer| {
        peer.answer(200, "content-type: text/html\r\n", "<html>hunter2hunter2")
    })
    .fails(Kind::OutputType, "it is `text/html`, not JSON"),
    Fault::new("JSON of another type", |peer| {
        peer.json(r#"{"receipt":["hunter2hunter2"]}"#)
    })
    .fails(
        Kind::OutputType,
        "invalid type: sequence, expected a string at `/receipt`",
    ),
    Fault::new("JSON without what is promised", |peer| {
        peer.json(r#"{"hunter2hunter2":1}"#)
    })
    .fails(Kind::OutputType, "missing field `receipt`"),
    Fault::new("an error that quotes what was sent", |peer| {
        let quoted = r#"{"receipt":"r-0","error":"(/&hunter2hunter2+= is wrong"}"#;
        peer.answer(400, "content-type: application/json\r\n", quoted)
    })
    .fails(Kind::Criteria, "criterion `status is 2xx` is not met")
    .left(Left::Receipt("r-0"))
    .unprocessed(),
    Fault::new("a member twice", |peer| {
        peer.json(r#"{"receipt":"r-0","receipt":"r-1"}"#)
    })
    .completes("r-1"),
    Fault::new("a member twice, read by a pointer", |peer| {
        peer.json(r#"{"receipt":{"a":1},"receipt":"r-1"}"#)
    })
    .read(pointed)
    .completes("r-1"),
    Fault::new("JSON that is no UTF-8", |peer| {
        peer.json(b"{\"receipt\":\"hunter2hunter2\xff\"}")
    })
    .fails(Kind::OutputType, "it is not UTF-8"),
    Fault::new("JSON that is UTF-16", |peer| {
        let units = r#"{"receipt":"r-1"}"#.encode_utf16();
        peer.json(units.flat_map(u16::to_le_bytes).collect::<Vec<_>>())
    })
    .fails(Kind::OutputType, UNREADABLE),
    Fault::new("JSON with half of a surrogate pair", |peer| {
        peer.json(r#"{"receipt":"\ud800"}"#)
    })
    .fails(Kind::OutputType, "unexpected end of hex escape"),
    Fault::new("text that is no UTF-8", |peer| {
        peer.answer(200, "content-type: text/plain\r\n", b"r-1\xff")
    })
    .read(text)
    .completes("r-1\u{fffd}"),
    Fault::new("JSON 200,000 deep", |peer| peer.json(deep(200_000)))
        .read(whole)
        .fails(Kind::OutputType, "recursion limit exceeded")
        .left(Left::Receipt("r-1")),
    Fault::new("JSON 200,000 deep that is not looked into", |peer| {
        peer.json(deep(200_000))
    })
    .completes("r-1"),
    Fault::new("JSON 200,000 deep, read by a pointer beside it", |peer| {
        peer.json(deep(200_000))
    })
    .read(pointed)
    .completes("r-1"),
    Fault::new("JSON 200,000 deep where a text should be", |peer| {
        let (open, close) = ("[".repeat(200_000), "]".repeat(200_000));
        peer.json(format!("{{\"receipt\":{open}{close}}}"))
    })
    .fails(
        Kind::OutputType,
        "invalid type: sequence, expected a string",
    ),
    Fault::new("a line of JSON lines that breaks off", |peer| {
        let type_of = "content-type: application/x-ndjson\r\n";
        peer.answer(
            200,
            type_of,
            "{\"receipt\":\"r-1\"}\n{\"receipt\":\"hunter2hunter2",
        )
    })
    .request(|request| request.json_lines())
    .read(lines)
    .fails(Kind::OutputType, "line 2 is not JSON"),
    Fault::new("a million empty lines of JSON lines", |peer| {
        let type_of = "content-type: application/x-ndjson\r\n";
        peer.answer(
            200,
            type_of,
            format!("{}{{\"receipt\":\"r-1\"}}", "\n".repeat(1_000_000)),
        )
    })
    .request(|request| request.json_lines())
    .read(lines)
    .completes("r-1"),
    Fault::new("XML 200,000 deep", |peer| {
        peer.answer(200, XML, deep_xml(200_000))
    })
    .feature("xml")
    .request(|request| request.xml_responses(&[]))
    .fails(Kind::OutputType, "its elements are nested deeper than 60"),
    Fault::new("XML 200,000 deep, under XPath", |peer| {
        peer.answer(200, XML, deep_xml(200_000))
    })
    .feature("xpath")
    .read(walked)
    .fails(Kind::Criteria, "criterion `//receipt` is not met"),
    Fault::new("XML with entities of entities", |peer| {
        peer.answer(200, XML, laughs())
    })
    .feature("xml")
    .request(|request| request.xml_responses(&[]))
    .fails(Kind::OutputType, "document type declaration"),
    Fault::new("XML with entities of entities, under XPath", |peer| {
        peer.answer(200, XML, laughs())
    })
    .feature("xpath")
    .read(walked)
    .fails(Kind::Criteria, "criterion `//receipt` is not met"),
    Fault::new("XML with 200,000 attributes", |peer| {
        peer.answer(200, XML, attributes(200_000))
    })
    .feature("xml")
    .request(|request| request.xml_responses(&[]))
    .completes("r-1"),
    Fault::new("XML with 200,000 attributes, under XPath", |peer| {
        peer.answer(200, XML, attributes(200_000))
    })
    .feature("xpath")
    .read(walked)
    .fails(Kind::Criteria, "criterion `//receipt` is not met"),
    Fault::new("XML that breaks off", |peer| {
        peer.answer(200, XML, "<o><receipt>hunter2hunter2</rec")
    })
    .feature("xml")
    .request(|request| request.xml_responses(&[]))
    .fails(Kind::OutputType, UNREADABLE),
    Fault::new("a packing that nobody unpacks", |peer| {
        let packed = "content-type: application/json\r\ncontent-encoding: zstd\r\n";
        peer.answer(200, packed, b"\x28\xb5\x2f\xfdhunter2hunter2")
    })
    .fails(Kind::OutputType, "it is not UTF-8"),
    Fault::new("16 MiB packed into 16 KiB", |peer| {
        peer.answer(200, PACKED, super::packed::zeros(16 << 20))
    })
    .feature("gzip")
    .client(|builder, _| builder.max_response_bytes(1 << 20))
    .fails(
        Kind::Transport,
        "the response body is larger than 1048576 bytes",
    ),
    Fault::new("a packed body that is none", |peer| {
        peer.answer(200, PACKED, "hunter2hunter2")
    })
    .feature("gzip")
    .breaks(),
    Fault::new("a packed body that breaks off", |peer| {
        let packed = super::packed::zeros(1 << 20);
        peer.answer(200, PACKED, &packed[..packed.len() / 2])
    })
    .feature("gzip")
    .breaks(),
];
