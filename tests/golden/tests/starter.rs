//! The crate that `init` writes, tried as a newcomer would: its server in one shell, its program in another.
#![allow(clippy::expect_used, reason = "tests")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    process::{Child, Command, Output, Stdio},
};

use serde_json::{Value, json};

/// Ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(arguments: &[&str]) -> (bool, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_starter"))
        .args(arguments)
        .env_remove("http_proxy")
        .env_remove("HTTP_PROXY")
        .output()
        .expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.success(), text(stdout), text(stderr))
}

#[test]
fn the_workflow_runs_against_the_server_beside_it() {
    let server = Command::new(env!("CARGO_BIN_EXE_stand-in"))
        .arg("127.0.0.1:0")
        .stdout(Stdio::piped())
        .spawn();
    let mut server = Server(server.expect("it starts"));
    let stdout = server.0.stdout.take().expect("it is piped");
    // It is read to the end, so that the server can go on writing.
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let first = lines.next().expect("it says where it is");
    let url = first
        .strip_prefix("listening on ")
        .expect("it says where it is")
        .to_owned();
    std::thread::spawn(move || lines.count());
    let (success, stdout, stderr) = run(&["--server", &url, r#"{"title": "the dishes"}"#]);
    assert!(success, "{stderr}");
    let outputs: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(
        outputs,
        json!({"taskId": "task-1", "result": "\"the dishes\" is done"})
    );
}

/// An answer that no criterion takes stands beside the criterion, on one line and not all of it.
#[test]
fn a_failure_shows_the_beginning_of_the_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("it has one"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a request");
        // All of the request: what is left unread would reset the connection.
        let (mut request, mut part) = (Vec::new(), [0; 4096]);
        while !request.ends_with(b"}") {
            let length = stream.read(&mut part).expect("it is readable");
            assert!(length > 0, "the request has an end");
            request.extend(part.iter().take(length));
        }
        let answer = format!(
            "the\r\nlist is \u{1b}[1mfull{}THE-END",
            " and so on".repeat(100)
        );
        write!(
            stream,
            "HTTP/1.1 409 Conflict\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
            answer.len(),
        )
        .expect("it is read");
    });
    let (success, _, stderr) = run(&["--server", &url, r#"{"title": "the dishes"}"#]);
    server.join().expect("it answered");
    assert!(
        !success && stderr.contains("$statusCode == 201"),
        "{stderr}"
    );
    assert!(
        stderr.contains("\nthe server answered: the list is [1mfull and so on"),
        "{stderr}"
    );
    assert!(
        stderr.ends_with(" …\n") && !stderr.contains("THE-END"),
        "{stderr}"
    );
}

#[test]
fn the_program_says_how_it_is_called_and_what_is_wrong() {
    let (success, stdout, _) = run(&["--help"]);
    assert!(
        success && stdout.contains(r#"cargo run -- '{"title":"TITLE"}' [--server URL]"#),
        "{stdout}"
    );
    for (arguments, why) in [
        (&[][..], "error: the inputs: missing field `title`"),
        (&["--severs"], "error: there is no option `--severs`"),
        (&["--server"], "error: `--server` needs a URL"),
        (&["@none.json"], "error: cannot read `none.json`"),
    ] {
        let (success, _, stderr) = run(arguments);
        assert!(!success && stderr.contains(why), "{stderr}");
    }
}
