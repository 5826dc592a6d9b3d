//! An HTTP server small enough to trust: one connection a request, requests recorded as they came.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Headers that say nothing about the request.
const EVERYWHERE: [&str; 2] = ["user-agent: arazzo-runtime/", "accept-encoding: "];

/// What to answer with.
pub(crate) enum Answer {
    /// These bytes; `connection: close` is added to the head.
    Send(Vec<u8>),
    /// Nothing: the connection is closed.
    Drop,
    /// These bytes, late.
    Late(Duration, Vec<u8>),
}

pub(crate) struct Server {
    pub(crate) url: String,
    requests: Receiver<String>,
}

impl Server {
    /// Answers one request after the other, then no more.
    pub(crate) fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (sender, requests) = channel();
        thread::spawn(move || {
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept() else {
                    return;
                };
                sender.send(read(&mut stream)).ok();
                match answer {
                    Answer::Send(bytes) => stream.write_all(&bytes).unwrap_or_default(),
                    Answer::Drop => {}
                    Answer::Late(delay, bytes) => {
                        thread::sleep(delay);
                        stream.write_all(&bytes).unwrap_or_default();
                    }
                }
            }
        });
        Self { url, requests }
    }

    /// The next request as it came.
    pub(crate) fn raw(&self) -> String {
        self.requests
            .recv_timeout(Duration::from_secs(5))
            .expect("a request")
    }

    /// The next request: its line, its headers in alphabetical order without those that only the connection needs, an
    /// empty line, its body. The server's own address reads `HOST`.
    pub(crate) fn request(&self) -> String {
        let raw = self.raw();
        let (head, body) = raw.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap_or_default();
        let mut headers: Vec<_> = lines
            .filter(|line| !EVERYWHERE.iter().any(|start| line.starts_with(start)))
            .collect();
        headers.sort_unstable();
        let address = self.url.trim_start_matches("http://");
        format!("{line}\n{}\n\n{body}", headers.join("\n")).replace(address, "HOST")
    }

    /// Whether nothing else arrived.
    pub(crate) fn is_idle(&self) -> bool {
        self.requests.try_recv().is_err()
    }
}

/// A response with a body of this media type; none without.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    Answer::Send(bytes(status, headers, body.as_bytes()))
}

pub(crate) fn bytes(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

fn read(stream: &mut TcpStream) -> String {
    let mut raw = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&raw).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .split("\r\n")
                .find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().expect("a length")) {
                return text;
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return text,
            Ok(length) => raw.extend_from_slice(&chunk[..length]),
        }
    }
}
