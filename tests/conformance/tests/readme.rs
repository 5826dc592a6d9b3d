//! Runs the calls in a shell that the documentation of the crate shows, against nobody: each is one that the command line
//! understands.

#![cfg(unix)]

use std::{net::TcpListener, process::Command, sync::Mutex, thread};

const README: &str = include_str!(concat!(env!("OUT_DIR"), "/crate/README.md"));

/// A client certificate would have to be one.
const CERTIFICATE: &str = "a client certificate";

/// The calls of all workflows, and the environment variables that the documentation names.
fn calls() -> (Vec<String>, Vec<&'static str>) {
    let sections = README.split("\n### ").skip(1);
    let sections = sections.filter(|section| !section.contains(CERTIFICATE));
    let calls = sections.filter_map(|section| {
        let (_, call) = section.split_once("```sh\ncargo run -q -- ")?;
        let (call, _) = call.split_once("\n```")?;
        Some(call.to_owned())
    });
    let credentials = README
        .split('`')
        .filter(|word| word.starts_with("ARAZZO_CREDENTIAL_"));
    let secrets = README
        .split("\"$")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    (calls.collect(), credentials.chain(secrets).collect())
}

#[test]
fn the_documented_calls_are_understood() {
    let (calls, variables) = calls();
    assert!(calls.len() > 400, "{} calls were found", calls.len());
    // Nobody listens there any more.
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let server = format!("http://{}", free.expect("a port"));
    let limits = "--max-steps 1 --deadline 0.1";
    let (next, wrong) = (Mutex::new(calls.iter()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(call) = next.lock().expect("no panic").next() else {
                        break;
                    };
                    let program = env!("CARGO_BIN_EXE_conformance");
                    let line = format!("'{program}' {call} --server {server} {limits}");
                    let ran = Command::new("sh")
                        .args(["-c", &line])
                        .envs(variables.iter().map(|name| (name, "user:password")))
                        .output()
                        .expect("a shell");
                    // 1 is a run that failed, 2 is a call that makes no sense.
                    if !matches!(ran.status.code(), Some(0 | 1)) {
                        wrong.lock().expect("no panic").push((call, ran));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no panic");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
