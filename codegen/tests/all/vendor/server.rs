//! A server on this machine that says what the test told it to.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// What is said about a path.
#[derive(Clone)]
pub(super) enum Answer {
    Text(String),
    Redirect(String),
    Status(&'static str),
    /// Less than its length says.
    Broken,
}

#[derive(Clone)]
pub(super) struct Server {
    pub(super) address: String,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            answers: Arc::default(),
            asked: Arc::default(),
        };
        let own = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                own.answer(&stream.unwrap());
            }
        });
        server
    }

    pub(super) fn says(&self, path: &str, answer: Answer) {
        let mut answers = self.answers.lock().unwrap();
        answers.insert(path.to_owned(), answer);
    }

    pub(super) fn has(&self, path: &str, text: impl Into<String>) {
        self.says(path, Answer::Text(text.into()));
    }

    /// The paths that were asked for since the last call.
    pub(super) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    fn answer(&self, mut stream: &TcpStream) {
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        let Some(mut first) = lines.next() else {
            return;
        };
        let _headers: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        // As a proxy it leads everybody to itself.
        if first.starts_with("CONNECT ") {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            first = lines.next().unwrap();
            let _headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        }
        let path = first.split(' ').nth(1).unwrap().to_owned();
        let answer = self.answers.lock().unwrap().get(&path).cloned();
        self.asked.lock().unwrap().push(path);
        let said = match answer {
            Some(Answer::Text(text)) => {
                let length = text.len();
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
                )
            }
            Some(Answer::Redirect(to)) => format!(
                "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            ),
            Some(Answer::Status(status)) => {
                format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            }
            Some(Answer::Broken) => {
                "HTTP/1.1 200 OK\r\nContent-Length: 999\r\nConnection: close\r\n\r\nopenapi"
                    .to_owned()
            }
            None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .to_owned(),
        };
        stream.write_all(said.as_bytes()).unwrap();
    }
}
