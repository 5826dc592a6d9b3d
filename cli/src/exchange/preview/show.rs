//! A request as a person reads it, and as a shell takes it.

use std::fmt::Write as _;

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::header::CONTENT_TYPE;
use arazzo_runtime::http::{Method, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::mask::Mask;
use super::known::Placeholders;

/// A request whose secrets are hidden and whose placeholders are expressions in angle brackets.
pub(super) struct Shown {
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    body: Content,
}

/// In place of the boundary of a multipart body, which is another one each time.
const BOUNDARY: &str = "boundary";

fn boundary(request: &Request<Bytes>) -> Option<String> {
    let content_type = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let (_, boundary) = content_type.split_once("boundary=")?;
    Some(boundary.trim_matches('"').to_owned())
}

enum Content {
    None,
    Text(String),
    Bytes(Vec<u8>),
}

impl Shown {
    pub(super) fn new(request: &Request<Bytes>, mask: &Mask, placeholders: &Placeholders) -> Self {
        let boundary = boundary(request);
        let fixed = |text: String| match &boundary {
            Some(boundary) => text.replace(boundary, BOUNDARY),
            None => text,
        };
        let headers = request.headers().iter().map(|(name, value)| {
            let value = fixed(mask.header(name, value));
            (name.to_string(), placeholders.shown(&value))
        });
        let body = request.body();
        Self {
            method: request.method().clone(),
            url: placeholders.shown(&mask.url(&request.uri().to_string())),
            headers: headers.collect(),
            body: match String::from_utf8(mask.body(body)) {
                _ if body.is_empty() => Content::None,
                Ok(text) => Content::Text(placeholders.shown(&fixed(text))),
                Err(error) => Content::Bytes(error.into_bytes()),
            },
        }
    }

    /// As in a file of requests that editors can send (`.http`).
    pub(super) fn http(&self) -> String {
        let mut text = format!("{} {} HTTP/1.1\n", self.method, self.url);
        for (name, value) in &self.headers {
            writeln!(text, "{name}: {}", one_line(value)).ok();
        }
        match &self.body {
            Content::None => {}
            Content::Text(body) => {
                writeln!(text, "\n{}", body.trim_end_matches(['\r', '\n'])).ok();
            }
            Content::Bytes(bytes) => {
                writeln!(text, "\n({} bytes that are no text)", bytes.len()).ok();
            }
        }
        text
    }

    /// As a command for a POSIX shell; bytes that are no text take one that knows `<(..)`.
    pub(super) fn curl(&self) -> String {
        let mut words = vec!["curl".to_owned()];
        let has_body = !matches!(self.body, Content::None);
        match &self.method {
            // Waiting for a body that never comes, or sending a method that curl would choose anyway.
            method if *method == Method::HEAD => words.push("--head".to_owned()),
            method if *method == Method::GET && !has_body => {}
            method => words.push(format!("--request {}", quoted(method.as_str()))),
        }
        if self.url.contains(['[', ']', '{', '}']) {
            words.push("--globoff".to_owned());
        }
        words.push(quoted(&self.url));
        for (name, value) in &self.headers {
            let header = match value.is_empty() {
                // With a colon curl would leave the header out.
                true => format!("{name};"),
                false => format!("{name}: {}", one_line(value)),
            };
            words.push(format!("--header {}", quoted(&header)));
        }
        match &self.body {
            Content::None => {}
            Content::Text(body) => words.push(format!("--data-raw {}", quoted(body))),
            Content::Bytes(bytes) => words.push(format!(
                "--data-binary @<(printf %s {} | base64 --decode)",
                quoted(&STANDARD.encode(bytes))
            )),
        }
        let mut command = words.join(" \\\n  ");
        command.push('\n');
        command
    }
}

/// One word of a shell. Nothing is special between single quotes but the quote itself.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn shown(request: Request<Bytes>) -> Shown {
        Shown::new(&request, &Mask::new(), &Placeholders::default())
    }

    #[test]
    fn a_command_means_to_a_shell_what_the_request_is() {
        let hard = "it's $HOME `x` \\ \"q\" !\n<$a>; é*";
        let request = Request::builder()
            .method("PATCH")
            .uri("https://a.test/x?q=%27&a[b]=1")
            .header("x-hard", "it's $HOME")
            .header("x-empty", "")
            .body(Bytes::from(hard.to_owned()))
            .unwrap();
        let command = shown(request).curl();
        // A shell takes the words apart; `printf` shows each in brackets.
        let script = command.replacen("curl", "printf '[%s]'", 1);
        let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
        assert_eq!(
            String::from_utf8(output.stdout).unwrap(),
            format!(
                "[--request][PATCH][--globoff][https://a.test/x?q=%27&a[b]=1][--header][x-hard: it's $HOME]\
                 [--header][x-empty;][--data-raw][{hard}]"
            )
        );
    }

    #[test]
    fn a_get_is_short_and_bytes_are_base64() {
        let get = Request::builder()
            .uri("https://a.test/x")
            .body(Bytes::new())
            .unwrap();
        assert_eq!(shown(get).curl(), "curl \\\n  https://a.test/x\n");
        let put = Request::builder()
            .method("PUT")
            .uri("https://a.test/x")
            .body(Bytes::from_static(b"\xff\x00"))
            .unwrap();
        let put = shown(put);
        assert!(
            put.curl()
                .ends_with("--data-binary @<(printf %s /wA= | base64 --decode)\n")
        );
        assert_eq!(
            put.http(),
            "PUT https://a.test/x HTTP/1.1\n\n(2 bytes that are no text)\n"
        );
    }
}
