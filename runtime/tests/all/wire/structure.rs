//! Whatever a value is, what is sent with it has the structure that it has with any other value, down to the bytes of a
//! connection; or nothing is sent.

use arazzo_runtime::xml::{Content, Xml};
use arazzo_runtime::{
    Client, Credential, Kind, Method, Parameter, Request, Scheme, StepError, Style,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{API, APIS, KEY, SESSION, TOKEN, p};
use crate::faults::host::Host;

static LOGIN: Scheme = Scheme::basic("api", "login");
static PASS: Scheme = Scheme::api_key_header("api", "pass", "X-Pass");

/// What is left of a request when the values are taken out of it.
#[derive(Debug, PartialEq)]
struct Structure {
    method: String,
    version: String,
    segments: usize,
    query: Vec<String>,
    headers: Vec<String>,
    cookies: Vec<String>,
    body: Vec<String>,
}

impl Structure {
    /// Reads one request, by the book, and nothing besides it.
    fn of(raw: &str) -> Self {
        let (head, body) = raw.split_once("\r\n\r\n").expect("a head");
        assert!(
            !head.replace("\r\n", "").contains(['\r', '\n', '\0']),
            "{head:?}"
        );
        let mut lines = head.split("\r\n");
        let line: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
        let [method, target, version] = line[..] else {
            panic!("no request line: {line:?}");
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        assert!(!target.contains('#'), "{target}");
        assert!(!path.split('/').any(|it| it == "." || it == ".."), "{path}");
        let headers: Vec<(&str, &str)> = lines
            .map(|line| line.split_once(": ").expect("a header"))
            .collect();
        let header = |name: &str| {
            let mut named = headers.iter().filter(|(it, _)| *it == name);
            named.next().map(|(_, value)| *value)
        };
        let length = header("content-length").map_or(0, |it| it.parse().expect("a length"));
        assert_eq!(body.len(), length, "{raw}");
        let names = |text: &str, separator: &str| -> Vec<String> {
            let pairs = text.split(separator).filter(|pair| !pair.is_empty());
            let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
            pairs.map(name).collect()
        };
        let mut of_headers: Vec<String> = headers.iter().map(|(it, _)| (*it).to_owned()).collect();
        // An empty body has none.
        of_headers.retain(|name| name != "content-length");
        of_headers.sort_unstable();
        Self {
            method: method.to_owned(),
            version: version.to_owned(),
            segments: path.split('/').count(),
            query: names(query, "&"),
            headers: of_headers,
            cookies: names(header("cookie").unwrap_or_default(), "; "),
            body: parts(header("content-type").unwrap_or_default(), body, &names),
        }
    }
}

/// The parts of a body.
fn parts(media_type: &str, body: &str, names: &dyn Fn(&str, &str) -> Vec<String>) -> Vec<String> {
    match media_type.split(';').next().unwrap_or_default() {
        "application/x-www-form-urlencoded" => names(body, "&"),
        "application/json" => {
            let mut found = Vec::new();
            shape("", &serde_json::from_str(body).expect("JSON"), &mut found);
            found
        }
        "application/xml" => {
            let tags = body.split('<').skip(1);
            let tags = tags.map(|tag| tag.split_once('>').expect("the end of a tag"));
            tags.map(|(tag, text)| {
                assert!(!text.contains("]]>"), "{body}");
                // What stands in an attribute is no part of it.
                let quoted = tag.split('"').step_by(2);
                quoted.collect::<Vec<_>>().join("\"\"")
            })
            .collect()
        }
        "multipart/form-data" => {
            let (_, boundary) = media_type.split_once("boundary=").expect("a boundary");
            let mut parts: Vec<&str> = body.split(&format!("--{boundary}")).collect();
            assert_eq!((parts.remove(0), parts.pop()), ("", Some("--\r\n")));
            let head = |part: &str| {
                let (head, _) = part.split_once("\r\n\r\n").expect("the head of a part");
                let lines = head.split("\r\n");
                let lines = lines.map(|line| line.split("filename=\"").next().unwrap_or_default());
                lines.collect::<Vec<_>>().join("|")
            };
            parts.into_iter().map(head).collect()
        }
        _ => Vec::new(),
    }
}

/// The places of a JSON value, and what kind of value is there.
fn shape(place: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                shape(&format!("{place}/{name}"), value, found);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                shape(&format!("{place}/{at}"), value, found);
            }
        }
        Value::String(_) => found.push(format!("{place} is a text")),
        other => found.push(format!("{place} is {other}")),
    }
}

/// Where a value is put.
type Place = (&'static str, fn(Request, &str) -> Request);

static XML: Xml = Xml::element(
    "o",
    Content::Object(&[
        Xml::attribute("a", Content::Text),
        Xml::element("b", Content::Text),
        Xml::element("c", Content::List(&Xml::element("i", Content::Text))),
    ]),
);

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

const PLACES: [Place; 16] = [
    ("a path", |it, value| it.path(p("x"), value)),
    ("a path of the style label", |it, value| {
        it.path(p("x").style(Style::Label), &[value, "b"])
    }),
    ("a path of the style matrix", |it, value| {
        it.path(
            p("x").style(Style::Matrix).explode(true),
            &json!({"k": value}),
        )
    }),
    ("a query", |it, value| {
        it.path(p("x"), "p").query(p("q"), value)
    }),
    ("a list in a query", |it, value| {
        it.path(p("x"), "p").query(
            p("q").style(Style::PipeDelimited).explode(false),
            &[value, "b"],
        )
    }),
    ("a deep object in a query", |it, value| {
        it.path(p("x"), "p")
            .query(p("q").style(Style::DeepObject), &json!({"k": value}))
    }),
    ("JSON in a query", |it, value| {
        it.path(p("x"), "p")
            .query(p("q").content(JSON), &json!({"k": value}))
    }),
    ("a header", |it, value| {
        it.path(p("x"), "p").header(p("X-H"), value)
    }),
    ("a list in a header", |it, value| {
        it.path(p("x"), "p").header(p("X-H"), &[value, "b"])
    }),
    ("a cookie", |it, value| {
        it.path(p("x"), "p").cookie(p("c"), value)
    }),
    ("JSON", |it, value| {
        it.path(p("x"), "p").json(JSON, &json!({"k": [value, 1]}))
    }),
    ("a form", |it, value| {
        it.path(p("x"), "p")
            .form(FORM, &json!({"k": value, "l": ["a", value]}), &[])
    }),
    ("a multipart body", |it, value| {
        it.path(p("x"), "p")
            .multipart("multipart/form-data", &json!({"k": value, "l": "m"}), &[])
    }),
    ("XML", |it, value| {
        let body = json!({"a": value, "b": value, "c": [value]});
        it.path(p("x"), "p").xml("application/xml", &body, &XML)
    }),
    ("text", |it, value| {
        it.path(p("x"), "p").text("text/plain", value)
    }),
    ("everywhere", |it, value| {
        it.path(p("x"), value)
            .query(p("q"), value)
            .cookie(p("c"), value)
            .json(JSON, &json!({"k": value}))
    }),
];

/// Values that have changed the structure of what somebody sent.
const HOSTILE: [&str; 41] = [
    "\r\nX-Evil: 1",
    "\n",
    "\r",
    "\0",
    "\u{7f}",
    "\u{b}",
    "a\r\n\r\nGET /evil HTTP/1.1\r\nHost: h\r\n\r\n",
    " HTTP/1.1\r\n",
    ".",
    "..",
    "../../etc/passwd",
    "..%2f",
    "%2e%2e",
    "%2e%2e/",
    "/",
    "//evil.test/",
    "\\",
    "?a=b",
    "#f",
    "&admin=1",
    "=",
    "a=b",
    "+",
    "%",
    "%00",
    "%0d%0aX-Evil:%201",
    ";",
    "; admin=1",
    ",",
    "|",
    "[k]",
    "\"",
    "\",\"admin\":\"1",
    "'}]",
    "</b><admin/>",
    "\"/><admin a=\"",
    "]]>",
    "&lt;&#0;&e;",
    "--\r\n",
    "\u{feff}\u{2028}\u{202e}",
    "@evil.test:80/",
];

struct Wire {
    host: Host,
    client: Client,
    runtime: tokio::runtime::Runtime,
}

impl Wire {
    fn new(credential: Option<(&str, Credential)>) -> Self {
        let host = Host::start(|peer| peer.answer(204, "", ""), "");
        let mut builder =
            Client::builder(&APIS).base_url("api", format!("http://{}", host.address));
        if let Some((scheme, credential)) = credential {
            builder = builder.credential("api", scheme, credential);
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        Self {
            host,
            client: builder.build().expect("a client"),
            runtime: runtime.expect("a runtime"),
        }
    }

    /// The structure of what is sent, if it is.
    fn sent(&self, with: impl FnOnce(Request) -> Request) -> Result<Structure, StepError> {
        let mut step = self.client.call("w").step("s");
        let request = step.request(Method::POST, &API, "/a/{x}/b");
        let sent = step.send(with(request.expect("a request")));
        let sent = self.runtime.block_on(sent);
        let raw = self.host.take();
        assert_eq!(sent.is_err(), raw.is_empty(), "{raw}");
        sent.map(|_| Structure::of(&raw))
    }

    /// Whether a value in all places leaves the structure as it is, or is refused.
    fn judge(&self, value: &str) {
        for (what, put) in PLACES {
            let plain = self.sent(|it| put(it, "plain")).expect("sent");
            match self.sent(|it| put(it, value)) {
                Ok(structure) => assert_eq!(structure, plain, "{what}: {value:?}"),
                Err(refused) => {
                    let kinds = [Kind::Encode, Kind::MissingValue];
                    assert!(
                        kinds.contains(&refused.kind()),
                        "{what}: {value:?}: {refused}"
                    );
                }
            }
        }
    }
}

#[test]
fn hostile_values_leave_the_structure_as_it_is() {
    let wire = Wire::new(None);
    for value in HOSTILE {
        wire.judge(value);
        wire.judge(&format!("a{value}b"));
    }
}

#[test]
fn hostile_credentials_leave_the_structure_as_it_is() {
    for scheme in [&TOKEN, &KEY, &SESSION, &LOGIN, &PASS] {
        let structure = |value: &str| {
            let credential = match scheme.name() {
                "login" => Credential::basic(value, value),
                _ => Credential::from(value),
            };
            let wire = Wire::new(Some((scheme.name(), credential)));
            wire.sent(|it| it.path(p("x"), "p").security(&[&[scheme]]))
        };
        let plain = structure("plain").expect("sent");
        for value in HOSTILE {
            match structure(value) {
                Ok(structure) => assert_eq!(structure, plain, "{scheme:?}: {value:?}"),
                Err(refused) => assert_eq!(refused.kind(), Kind::Config, "{scheme:?}: {value:?}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_value_changes_the_structure(
        values in proptest::collection::vec("(\\PC|[\r\n\t\0 %&=;,/?#\"'<>\\[\\]{}.|+-]){0,12}", 1..4),
    ) {
        let wire = Wire::new(None);
        for value in values {
            wire.judge(&value);
        }
    }
}

/// A header that a parameter must not be able to set, whatever its name is in the document.
#[test]
fn headers_of_the_connection_are_nobodys_parameters() {
    let wire = Wire::new(None);
    let plain = wire.sent(|it| it.path(p("x"), "p")).expect("sent");
    for name in ["Content-Length", "Transfer-Encoding", "Host", "Connection"] {
        let parameter = Parameter::new(name, "$inputs.x");
        let sent = wire.sent(|it| it.path(p("x"), "p").header(parameter, "chunked"));
        if let Ok(structure) = sent {
            assert_eq!(structure, plain, "{name}");
        }
    }
}
