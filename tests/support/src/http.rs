//! A server for loopback: a thread a connection, keep-alive, bodies by `Content-Length`.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// A request as it came over the wire.
///
/// `Display` writes it out whole, headers sorted and in lower case, with the two that no test can foresee masked: `host`
/// and the version in `user-agent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query, undecoded.
    pub target: String,
    /// Names and values in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request of which there is the first line.
    pub(crate) fn begun(line: &str) -> Self {
        let mut words = line.split_whitespace().map(str::to_owned);
        Self {
            method: words.next().unwrap_or_default(),
            target: words.next().unwrap_or_default(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Takes the line of a header; false if it is none.
    pub(crate) fn add(&mut self, line: &str) -> bool {
        let header = line.trim_end().split_once(':');
        let header = header.map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
        let is_header = header.is_some();
        self.headers.extend(header);
        is_header
    }

    /// How long its body is.
    pub(crate) fn length(&self) -> u64 {
        let length = self.header("content-length");
        length.and_then(|it| it.parse().ok()).unwrap_or(0)
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        let mut headers: Vec<(String, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let name = name.to_ascii_lowercase();
                let value = match name.as_str() {
                    "host" => "HOST",
                    "user-agent" => value.split('/').next().unwrap_or_default(),
                    _ => value,
                };
                (name, value)
            })
            .collect();
        headers.sort();
        for (name, value) in headers {
            writeln!(f, "{name}: {value}")?;
        }
        if self.body.is_empty() {
            return Ok(());
        }
        write!(f, "\n{}\n", String::from_utf8_lossy(&self.body))
    }
}

/// What to do about a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Respond.
    Respond {
        /// The status.
        status: u16,
        /// The media type.
        content_type: &'static str,
        /// The body.
        body: String,
        /// Further headers, each with its line break.
        headers: String,
        /// How long to wait before.
        after: Duration,
    },
    /// Close the connection without a word.
    HangUp,
}

impl Reply {
    /// Responds with JSON.
    pub fn json(status: u16, body: impl fmt::Display) -> Self {
        Self::Respond {
            status,
            content_type: "application/json",
            body: body.to_string(),
            headers: String::new(),
            after: Duration::ZERO,
        }
    }

    /// The same with a header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl fmt::Display) -> Self {
        if let Self::Respond { headers, .. } = &mut self {
            headers.push_str(&format!("{name}: {value}\r\n"));
        }
        self
    }

    /// The same after some time.
    #[must_use]
    pub fn after(mut self, time: Duration) -> Self {
        if let Self::Respond { after, .. } = &mut self {
            *after = time;
        }
        self
    }

    /// The response as it is sent, and when; none to hang up.
    pub(crate) fn written(&self) -> Option<(String, Duration)> {
        let Self::Respond {
            status,
            content_type,
            body,
            headers,
            after,
        } = self
        else {
            return None;
        };
        let length = body.len();
        let text = format!(
            "HTTP/1.1 {status} \r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        Some((text, *after))
    }
}

/// Listens on a free port of 127.0.0.1 until the process ends.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// Starts to answer requests with `answer`, which is called on a thread a connection and may block.
    ///
    /// # Errors
    /// If no port is to be had.
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let answer = Arc::clone(&answer);
                thread::spawn(move || serve(connection, &*answer));
            }
        });
        Ok(Self { address })
    }

    /// Where it listens, as a base URL without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// One connection, until either side is done with it.
fn serve(connection: TcpStream, answer: &dyn Fn(&Request) -> Reply) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut writer = connection.try_clone()?;
    let mut reader = BufReader::new(connection);
    while let Some(request) = read(&mut reader)? {
        let Some((text, after)) = answer(&request).written() else {
            return Ok(());
        };
        thread::sleep(after);
        writer.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// The next request; none if the client hung up.
fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut request = Request::begun(&line);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if !request.add(&line) {
            break;
        }
    }
    let length = request.length();
    reader.take(length).read_to_end(&mut request.body)?;
    Ok(Some(request))
}
