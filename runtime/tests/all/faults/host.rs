//! A host that does something wrong, down to single bytes of its connections.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What a host does with a connection.
pub(crate) type Serve = fn(&mut Peer) -> io::Result<()>;

/// Listens on loopback until the process ends.
pub(crate) struct Host {
    /// Host and port.
    pub(crate) address: String,
    received: Arc<Mutex<Vec<u8>>>,
}

impl Host {
    /// Serves each connection on a thread of its own; `elsewhere` is the address of another host.
    pub(crate) fn start(
        serve: impl Fn(&mut Peer) -> io::Result<()> + Send + Sync + 'static,
        elsewhere: &str,
    ) -> Self {
        let serve = Arc::new(serve);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let received = Arc::<Mutex<Vec<u8>>>::default();
        let (noted, elsewhere) = (Arc::clone(&received), elsewhere.to_owned());
        thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                let mut peer = Peer {
                    stream,
                    number,
                    elsewhere: elsewhere.clone(),
                    received: Arc::clone(&noted),
                };
                // The client may hang up at any time; what it makes of all this is judged, not this side.
                let serve = Arc::clone(&serve);
                thread::spawn(move || serve(&mut peer));
            }
        });
        Self { address, received }
    }

    /// A port on which nobody listens.
    pub(crate) fn closed() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        Self {
            address: listener.local_addr().expect("an address").to_string(),
            received: Arc::default(),
        }
    }

    /// A port with a queue of connections that nobody takes one from.
    pub(crate) fn deaf() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        // It listens as long as the process lives.
        std::mem::forget(listener);
        Self {
            address,
            received: Arc::default(),
        }
    }

    /// All requests that it has read so far.
    pub(crate) fn received(&self) -> String {
        let received = self.received.lock().expect("no panic");
        String::from_utf8_lossy(&received).into_owned()
    }
}

impl Host {
    /// The requests since the last time.
    #[cfg(feature = "xml")]
    pub(crate) fn take(&self) -> String {
        let received = std::mem::take(&mut *self.received.lock().expect("no panic"));
        String::from_utf8(received).expect("text")
    }
}

/// The client's end of a connection, as a host sees it.
pub(crate) struct Peer {
    pub(crate) stream: TcpStream,
    /// How many connections came before.
    pub(crate) number: usize,
    /// Host and port of another.
    pub(crate) elsewhere: String,
    received: Arc<Mutex<Vec<u8>>>,
}

impl Peer {
    /// Reads a whole request.
    pub(crate) fn request(&mut self) -> io::Result<()> {
        let mut raw = Vec::new();
        let mut chunk = [0; 4096];
        while !is_whole(&raw) {
            let length = self.stream.read(&mut chunk)?;
            if length == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            raw.extend_from_slice(&chunk[..length]);
        }
        self.received.lock().expect("no panic").extend(raw);
        Ok(())
    }

    /// Waits for a whole request and leaves it where it is, so that closing the connection resets it.
    pub(crate) fn request_unread(&mut self) -> io::Result<()> {
        let mut seen = vec![0; 1 << 16];
        loop {
            let length = self.stream.peek(&mut seen)?;
            if length == 0 || is_whole(&seen[..length]) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Whether the request, which stays where it is, has this path.
    pub(crate) fn is_asked_for(&mut self, path: &str) -> io::Result<bool> {
        let mut seen = [0; 64];
        let length = self.stream.peek(&mut seen)?;
        let line = String::from_utf8_lossy(&seen[..length]);
        Ok(line.split(' ').nth(1).is_some_and(|it| it.ends_with(path)))
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// Reads a request and answers it with status, headers (each with its line break) and body, as it should be.
    pub(crate) fn answer(
        &mut self,
        status: u16,
        headers: &str,
        body: impl AsRef<[u8]>,
    ) -> io::Result<()> {
        let body = body.as_ref();
        let length = body.len();
        self.raw(format!(
            "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
        ))?;
        self.send(body)
    }

    /// Reads a request and answers it with 200 and JSON.
    pub(crate) fn json(&mut self, body: impl AsRef<[u8]>) -> io::Result<()> {
        self.answer(200, "content-type: application/json\r\n", body)
    }

    /// Reads a request and answers it with these bytes.
    pub(crate) fn raw(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.request()?;
        self.send(bytes)
    }

    /// Reads a request, answers it with these bytes, and then with others again and again.
    pub(crate) fn forever(
        &mut self,
        begin: impl AsRef<[u8]>,
        again: impl AsRef<[u8]>,
        pause: Duration,
    ) -> io::Result<()> {
        self.raw(begin)?;
        loop {
            self.send(again.as_ref())?;
            thread::sleep(pause);
        }
    }

    /// Says nothing any more, until the client hangs up.
    pub(crate) fn silence(&mut self) -> io::Result<()> {
        let mut chunk = [0; 4096];
        while self.stream.read(&mut chunk)? > 0 {}
        Ok(())
    }
}

/// Whether a request has its head and as much of a body as the head says.
fn is_whole(raw: &[u8]) -> bool {
    let Some(end) = raw.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&raw[..end]).to_ascii_lowercase();
    let mut lines = head.lines();
    let length = lines.find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.parse().expect("a length"));
    raw.len() - end - 4 >= length
}
