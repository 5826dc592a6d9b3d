//! Requests and responses: recorded, replayed, and shown instead of being sent.

use std::{fs, path::PathBuf};

use crate::support::{Done, Shop, finish, program};

const SIGNED_IN: (u16, &str, &str) = (200, "application/json", r#"{"token": "t0ken"}"#);

/// Signs in as `user`.
fn sign_in(user: &str, more: &[&str]) -> Done {
    let mut command = program();
    command.args(["sign-in", "--user", user]).args(more);
    command.env("ARAZZO_INPUT_PASSWORD", "hunter2hunter2");
    finish(&mut command)
}

/// A recording of how ann signed in, and the server that she signed in at.
fn recorded(name: &str) -> (PathBuf, Shop) {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let server = Shop::answering(&[SIGNED_IN]);
    let trace = path.to_str().expect("a path of text");
    let done = sign_in("ann", &["--server", &server.url, "--trace", trace]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    (path, server)
}

#[test]
fn a_difference_from_the_recording_is_said_once_and_nothing_beside_it() {
    let (path, server) = recorded("differs.har");
    let path = path.to_str().expect("a path of text");
    let replay = ["--server", &server.url, "--replay", path];
    assert_eq!(sign_in("ann", &replay).status, 0);
    let differs = "differs in the body at `/user`: recorded ";
    let done = sign_in("bob", &replay);
    assert_eq!(done.status, 1);
    assert_eq!(done.stderr.matches(differs).count(), 1, "{}", done.stderr);
    assert!(!done.stderr.contains("look at"), "{}", done.stderr);
    assert!(!done.stderr.contains("error: "), "{}", done.stderr);
    let done = sign_in("bob", &[&replay[..], &["--json"]].concat());
    assert_eq!(done.status, 1);
    assert_eq!(done.stderr.matches(differs).count(), 1, "{}", done.stderr);
    assert_eq!(done.stdout.matches(differs).count(), 1, "{}", done.stdout);
}

#[test]
fn exchanges_that_a_successful_run_leaves_out_are_an_error() {
    let (path, server) = recorded("longer.har");
    let text = fs::read_to_string(&path).expect("the recording");
    let mut har: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let entries = har["log"]["entries"].as_array_mut().expect("a list");
    entries.push(entries[0].clone());
    fs::write(&path, har.to_string()).expect("a writable folder");
    let path = path.to_str().expect("a path of text");
    let done = sign_in("ann", &["--server", &server.url, "--replay", path]);
    assert_eq!(done.status, 1);
    let said = "error: the run is not as it was recorded: one recorded exchange was not asked for";
    assert!(done.stderr.contains(said), "{}", done.stderr);
}

#[test]
fn commands_of_curl_are_printed_instead_of_sending_anything() {
    let server = Shop::answering(&[SIGNED_IN]);
    let at = ["--server", &server.url];
    let done = sign_in("ann", &[&at[..], &["--curl"]].concat());
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert!(done.stdout.contains("curl "), "{}", done.stdout);
    let both = sign_in("ann", &[&at[..], &["--dry-run", "--curl"]].concat());
    assert_eq!(both.stdout, done.stdout);
    assert!(server.requests().is_empty());
}

#[test]
fn what_is_of_no_use_where_nothing_is_sent_is_refused() {
    for dry in ["--dry-run", "--curl"] {
        for with in [&["--json"][..], &["--picture", "run.svg"], &["--verbose"]] {
            let done = sign_in("ann", &[&[dry], with].concat());
            assert_eq!(done.status, 2, "{}", done.stdout);
            let said = format!("the argument '{dry}' cannot be used with '{}", with[0]);
            assert!(done.stderr.contains(&said), "{}", done.stderr);
        }
    }
}
