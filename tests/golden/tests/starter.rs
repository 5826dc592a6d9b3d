//! The crate that `init` writes, tried as a newcomer would: its server in one shell, its program in another.
#![allow(clippy::expect_used, reason = "tests")]

use std::{
    io::{BufRead, BufReader},
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
