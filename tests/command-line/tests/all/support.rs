//! A shop on loopback, the program as a process, and golden files.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
};

/// A request that the shop got.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: String,
    pub(crate) body: String,
}

/// A server that answers requests in order, and notes them.
pub(crate) struct Shop {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Shop {
    /// Answers with status, media type and body, one after another.
    pub(crate) fn answering(answers: &[(u16, &str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let noted = Arc::clone(&requests);
        let texts = answers.iter().map(|(status, media_type, body)| {
            let length = body.len();
            format!("HTTP/1.1 {status} x\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
        });
        let texts: Vec<String> = texts.collect();
        thread::spawn(move || {
            for (stream, text) in listener.incoming().flatten().zip(texts) {
                noted
                    .lock()
                    .expect("no panic")
                    .push(exchange(stream, &text));
            }
        });
        Self { url, requests }
    }

    /// What was sent so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no panic").clone()
    }
}

fn exchange(mut stream: TcpStream, answer: &str) -> Request {
    let request = read_request(&stream);
    stream
        .write_all(answer.as_bytes())
        .expect("an open connection");
    request
}

/// The request that comes over a connection.
pub(crate) fn read_request(stream: &TcpStream) -> Request {
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request line");
    let mut headers = String::new();
    while !headers.ends_with("\r\n\r\n") {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        headers.push_str(&header.to_lowercase());
        if header == "\r\n" {
            break;
        }
    }
    let length = headers
        .lines()
        .find_map(|it| it.strip_prefix("content-length: "));
    let length = length.map_or(0, |it| it.parse().expect("a length"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    Request {
        line: line.trim().to_owned(),
        headers,
        body: String::from_utf8(body).expect("text"),
    }
}

/// The program in an environment of its own.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shop"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// What became of a run.
pub(crate) struct Done {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program to its end.
pub(crate) fn shop(arguments: &[&str]) -> Done {
    finish(program().args(arguments))
}

pub(crate) fn finish(command: &mut Command) -> Done {
    let output = command.output().expect("a process");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Done {
        status: output.status.code().expect("an exit status"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

impl Done {
    /// As somebody sees it who typed `line`, with `TIME` for times.
    pub(crate) fn transcript(&self, line: &str) -> String {
        let Done {
            status,
            stdout,
            stderr,
        } = self;
        let stderr = stderr.lines().map(without_times);
        let stderr: String = stderr
            .map(|line| format!("2> {line}\n").replace("2> \n", "2>\n"))
            .collect();
        format!("$ shop {line}\n{stderr}{stdout}[{status}]\n\n")
    }
}

/// `12 ms` and `1.2 s` are `TIME`.
fn without_times(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    let mut at = 1;
    while at < words.len() {
        let is_number = words[at - 1].parse::<f64>().is_ok();
        if is_number && matches!(words[at], "ms" | "s" | "ms," | "s,") {
            let unit = words.remove(at);
            words[at - 1] = if unit.ends_with(',') { "TIME," } else { "TIME" };
        }
        at += 1;
    }
    words.join(" ")
}

/// Compares with a golden file, or rewrites it.
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).expect("a writable folder");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == text, "BLESS=1 rewrites {name}:\n{text}");
}
