//! Prints exchanges for people, as they happen.

use std::fmt;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::header::HeaderMap;
use arazzo_runtime::http::{Request, Response};
use arazzo_runtime::{Position, TokenRequest};

use super::mask::{MARK, Mask};
use super::watch::{Exchange, Outcome, Watcher};

/// How many bytes of a body are printed by default.
const LIMIT: usize = 4096;

/// Prints requests and responses, without secrets: `>` in front of what is sent, `<` in front of what comes back, `!` in
/// front of why nothing did. Of bodies the first 4096 bytes are shown, of those that are no text their length.
///
/// ```
/// use arazzo_cli::exchange::{Mask, Verbose};
///
/// let verbose = Verbose::new(Mask::new(), std::io::stderr()).limit(1 << 16);
/// ```
pub struct Verbose<W> {
    mask: Mask,
    out: Mutex<W>,
    limit: usize,
}

impl<W: Write> Verbose<W> {
    /// Prints to `out`. What cannot be written there is lost.
    pub fn new(mask: Mask, out: W) -> Self {
        Self {
            mask,
            out: Mutex::new(out),
            limit: LIMIT,
        }
    }

    /// How many bytes of a body are printed.
    #[must_use]
    pub fn limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    fn print(&self, text: &str) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody is helped if a run ends because its reader has gone.
        out.write_all(text.as_bytes()).ok();
        out.flush().ok();
    }

    fn request(&self, request: &Request<Bytes>) -> String {
        let mut text = String::new();
        let extensions = request.extensions();
        let token = extensions.get::<TokenRequest>().is_some();
        if let Some(position) = extensions.get::<Position>() {
            let what = if token { ", an access token" } else { "" };
            let Position {
                workflow,
                step,
                attempt,
                ..
            } = position;
            writeln!(
                text,
                "* step `{step}` of `{workflow}`, attempt {attempt}{what}"
            )
            .ok();
        }
        let url = self.mask.url(&request.uri().to_string());
        writeln!(text, "> {} {}", request.method(), printable(&url)).ok();
        self.message(&mut text, '>', request.headers(), request.body(), token);
        text
    }

    fn response(&self, response: &Response<Bytes>, took: &str, token: bool) -> String {
        let status = response.status();
        let reason = status.canonical_reason().unwrap_or_default();
        let mut text = format!("< {} {reason} ({took})\n", status.as_u16());
        self.message(&mut text, '<', response.headers(), response.body(), token);
        text
    }

    fn message(
        &self,
        text: &mut String,
        sign: char,
        headers: &HeaderMap,
        body: &Bytes,
        token: bool,
    ) {
        for (name, value) in headers {
            let value = self.mask.header(name, value);
            writeln!(text, "{sign} {name}: {}", printable(&value)).ok();
        }
        if body.is_empty() {
            return;
        }
        let shown = match token {
            true => MARK.to_owned(),
            false => self.body(body),
        };
        writeln!(text, "{sign}").ok();
        for line in shown.lines() {
            writeln!(text, "{sign} {}", printable(line)).ok();
        }
    }

    fn body(&self, body: &Bytes) -> String {
        let Ok(text) = std::str::from_utf8(body) else {
            return format!("({} bytes that are no text)", body.len());
        };
        // Masked before it is cut, lest a part of a secret is left at the end.
        let masked = self.mask.text(text);
        let mut end = self.limit.min(masked.len());
        while !masked.is_char_boundary(end) {
            end -= 1;
        }
        let (shown, rest) = masked.split_at_checked(end).unwrap_or((&masked, ""));
        match rest.len() {
            0 => shown.to_owned(),
            more => format!("{shown}\n({more} bytes more)"),
        }
    }
}

impl<W: Write + Send + 'static> Watcher for Verbose<W> {
    fn sent(&self, request: &Request<Bytes>) {
        self.mask.learn_request(request);
        self.print(&self.request(request));
    }

    fn finished(&self, exchange: &Exchange<'_>) {
        let token = exchange
            .request
            .extensions()
            .get::<TokenRequest>()
            .is_some();
        let took = format!("{} ms", exchange.took.as_millis());
        self.print(&match exchange.outcome {
            Outcome::Response(response) => {
                self.mask.learn_response(exchange.request, response);
                self.response(response, &took, token)
            }
            Outcome::Failed(error) => {
                let why = self.mask.text(&error.to_string());
                format!("! no response: {} ({took})\n", printable(&why))
            }
            Outcome::GivenUp => format!("! no response in time ({took})\n"),
        });
    }
}

impl<W> fmt::Debug for Verbose<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verbose")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// A line that cannot move a terminal's cursor or change its colours.
fn printable(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' => text.push(c),
            c if c.is_control() => text.extend(c.escape_default()),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use arazzo_runtime::TransportError;

    use super::*;

    #[derive(Clone, Default)]
    struct Out(Arc<Mutex<Vec<u8>>>);

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn printed(limit: usize, body: &'static [u8], outcome: Outcome<'_>) -> String {
        let mask = Mask::new();
        mask.hide("hunter2");
        let out = Out::default();
        let verbose = Verbose::new(mask, out.clone()).limit(limit);
        let request = Request::builder()
            .method("POST")
            .uri("https://api.test/a?p=hunter2")
            .header("authorization", "Bearer t")
            .header("x", "a")
            .body(Bytes::from_static(body))
            .unwrap();
        verbose.sent(&request);
        verbose.finished(&Exchange {
            request: &request,
            outcome,
            started: SystemTime::UNIX_EPOCH,
            took: Duration::from_millis(7),
        });
        let out = out.0.lock().unwrap();
        String::from_utf8(out.clone()).unwrap()
    }

    #[test]
    fn both_sides_are_printed_without_secrets() {
        let response = Response::builder()
            .status(422)
            .header("content-type", "text/plain")
            .body(Bytes::from_static(b"no \x1b[31mhunter2\nhere"))
            .unwrap();
        assert_eq!(
            printed(4096, b"{\"p\": \"hunter2\"}", Outcome::Response(&response)),
            "> POST https://api.test/a?p=%5Bredacted%5D\n\
             > authorization: Bearer [redacted]\n\
             > x: a\n\
             >\n\
             > {\"p\": \"[redacted]\"}\n\
             < 422 Unprocessable Entity (7 ms)\n\
             < content-type: text/plain\n\
             <\n\
             < no \\u{1b}[31m[redacted]\n\
             < here\n"
        );
    }

    #[test]
    fn a_body_is_cut_after_its_secrets_are_hidden() {
        let error = TransportError::new("refused with hunter2");
        let text = printed(9, b"abc hunter2 def", Outcome::Failed(&error));
        assert!(text.contains("> abc [reda\n> (9 bytes more)\n"), "{text}");
        assert!(
            text.ends_with("! no response: refused with [redacted] (7 ms)\n"),
            "{text}"
        );
        let text = printed(9, b"\xff\xfe", Outcome::GivenUp);
        assert!(text.contains("> (2 bytes that are no text)\n"), "{text}");
        assert!(text.ends_with("! no response in time (7 ms)\n"), "{text}");
    }
}
