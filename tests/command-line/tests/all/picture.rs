//! The picture of a run: what is marked, and what is refused.

use std::{fs, path::PathBuf};

use crate::support::{Shop, shop};

#[cfg(unix)]
use {
    crate::support::program,
    std::{
        io::{BufRead, BufReader},
        net::TcpListener,
        process::{Command, Stdio},
    },
};

const JSON: &str = "application/json";
const SIGNED_IN: (u16, &str, &str) = (200, JSON, r#"{"token": "t0ken"}"#);
const PLACED: (u16, &str, &str) = (201, JSON, r#"{"id": "o7", "state": "pending"}"#);
const PENDING: (u16, &str, &str) = (200, JSON, r#"{"id": "o7", "state": "pending"}"#);
const BROKEN: (u16, &str, &str) = (400, "text/plain", "no");

fn file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path
}

fn drawn(name: &str) -> (i32, String) {
    let answers = [SIGNED_IN, PLACED, PENDING, PENDING, BROKEN];
    let server = Shop::answering(&answers);
    let path = file(name);
    let picture = path.to_str().expect("a path of text");
    let done = shop(&[
        "place-order",
        "--server",
        &server.url,
        "--credential",
        "BearerAuth=s3cret-s3cret",
        "--poll-interval",
        "0.01",
        "--prerequisite-inputs",
        r#"signIn={"user":"ann","password":"hunter2hunter2"}"#,
        "--article",
        "tea",
        "--count",
        "2",
        "--picture",
        picture,
    ]);
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}: {}", done.stderr));
    (done.status, text)
}

#[test]
fn what_happened_is_marked_in_the_picture() {
    let (status, picture) = drawn("run.svg");
    assert_eq!(status, 1);
    for mark in [
        "<g class=\"step succeeded\" data-step=\"create\"",
        "<g class=\"edge taken\" data-edge=\"create/next\"",
        "<g class=\"edge taken\" data-edge=\"wait/success/notReady\"",
        "<g class=\"step failed\" data-step=\"wait\"",
        "<g class=\"step\" data-step=\"settle\"",
        ">✗ 3× ",
        "<desc>In this run: Step create succeeded after 1 attempt in ",
    ] {
        assert!(picture.contains(mark), "{mark}\n{picture}");
    }
    assert!(!picture.contains("data-edge=\"settle/next\" taken"));
}

#[test]
fn a_page_has_the_picture_and_a_table_without_secrets() {
    let (_, page) = drawn("run.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("default-src 'none'"));
    assert!(page.contains("<g class=\"step failed\" data-step=\"wait\""));
    assert!(page.contains("<td>create</td><td>POST http://127.0.0.1:"));
    for secret in ["s3cret", "hunter2", "t0ken"] {
        assert!(!page.contains(secret), "{secret}");
    }
}

#[test]
fn a_picture_that_cannot_be_is_refused_before_anything_runs() {
    for (path, said) in [
        ("run.png", "wants a file that ends with .svg or .html"),
        ("/no/such/folder/run.svg", "there is no such folder"),
    ] {
        let done = shop(&["sign-in", "--user", "a", "--picture", path]);
        assert_eq!(done.status, 2, "{}", done.stderr);
        assert!(done.stderr.contains(said), "{}", done.stderr);
    }
}

#[cfg(unix)]
#[test]
fn what_happened_until_ctrl_c_is_in_the_picture() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let server = format!("http://{}", silent.local_addr().expect("an address"));
    let path = file("interrupted.html");
    let mut command = program();
    command.args(["sign-in", "--user", "ann", "--server", &server, "--picture"]);
    command.arg(&path).env("ARAZZO_INPUT_PASSWORD", "hunter2");
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let running = command.spawn().expect("a process");
    // The request has come, and is not answered.
    let (stream, _) = silent.accept().expect("a connection");
    let mut line = String::new();
    let mut reader = BufReader::new(&stream);
    reader.read_line(&mut line).expect("a request line");
    let id = running.id().to_string();
    let killed = Command::new("kill").args(["-INT", &id]).status();
    assert!(killed.expect("a process").success());
    let output = running.wait_with_output().expect("an end");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.ends_with("error: interrupted\n"), "{said}");
    let page = fs::read_to_string(path).expect("the picture");
    let told = "In this run: Step login was not finished after 1 attempt in ";
    assert!(page.contains(told), "{page}");
    assert!(page.contains("<td>not finished</td>"), "{page}");
}
