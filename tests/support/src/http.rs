//! A server for loopback: a thread a connection, keep-alive, bodies by `Content-Length`.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

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
        }
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
        match answer(&request) {
            Reply::Respond {
                status,
                content_type,
                body,
            } => {
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {status} \r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
                );
                writer.write_all((head + &body).as_bytes())?;
            }
            Reply::HangUp => return Ok(()),
        }
    }
    Ok(())
}

/// The next request; none if the client hung up.
fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let method = words.next().unwrap_or_default();
    let target = words.next().unwrap_or_default();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request {
        method,
        target,
        headers,
        body: Vec::new(),
    };
    let length = request
        .header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    reader.take(length).read_to_end(&mut request.body)?;
    Ok(Some(request))
}
