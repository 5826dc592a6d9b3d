//! The program on a terminal: a pseudo one, by Python, if that is there.

use std::process::{Command, Stdio};

use crate::support::Shop;

/// Runs the program on a terminal for a minute at most, types `typed` while it asks, and prints what the terminal shows.
const DRIVER: &str = r#"
import os, pty, select, signal, sys, termios, time
typed = sys.argv[1].encode() + b"\n"
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
def hides():
    return not termios.tcgetattr(terminal)[3] & termios.ECHO
shown, end = b"", time.monotonic() + 60
while True:
    if time.monotonic() > end:
        os.kill(pid, signal.SIGKILL)
        sys.exit("the program did not end: " + repr(shown))
    ready, _, _ = select.select([terminal], [], [], 0.5)
    try:
        # What is typed before the program waits for it can be dropped, so it is typed as long as it is asked for.
        if not ready:
            if b"password of signIn: " in shown and hides():
                os.write(terminal, typed)
            continue
        part = os.read(terminal, 1024)
    except (OSError, termios.error):
        break
    if not part:
        break
    shown += part
sys.stdout.buffer.write(shown)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"#;

/// What a terminal shows; none without Python.
fn on_a_terminal(variables: &[(&str, &str)], arguments: &[&str]) -> Option<String> {
    let is_there = Command::new("python3")
        .arg("-V")
        .stdout(Stdio::null())
        .status();
    if !is_there.is_ok_and(|status| status.success()) {
        return None;
    }
    let output = Command::new("python3")
        .args(["-c", DRIVER, "typed-by-hand", env!("CARGO_BIN_EXE_shop")])
        .args(arguments)
        .env_remove("NO_COLOR")
        .env("TERM", "xterm-256color")
        .envs(variables.iter().copied())
        .output()
        .expect("a process");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{shown}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(shown)
}

const SIGNED_IN: (u16, &str, &str) = (200, "application/json", r#"{"token": "t0ken"}"#);

#[test]
fn a_secret_is_asked_for_and_not_echoed() {
    let server = Shop::answering(&[SIGNED_IN]);
    let sign_in = ["sign-in", "--user", "ann", "--server", &server.url];
    let Some(shown) = on_a_terminal(&[], &sign_in) else {
        return;
    };
    assert!(shown.contains("password of signIn: "), "{shown}");
    assert!(!shown.contains("typed-by-hand"), "{shown}");
    assert!(server.requests()[0].body.contains("typed-by-hand"));
    // The spinner, drawn and taken away, and a mark in colour.
    assert!(shown.contains("login POST /v1/login"), "{shown}");
    assert!(shown.contains("\u{1b}[32m✓"), "{shown}");
}

#[test]
fn colours_can_be_turned_off() {
    let server = Shop::answering(&[SIGNED_IN]);
    let sign_in = ["sign-in", "--user", "ann", "--server", &server.url];
    let Some(shown) = on_a_terminal(&[("NO_COLOR", "1")], &sign_in) else {
        return;
    };
    assert!(
        shown.contains('✓') && !shown.contains("\u{1b}[32m"),
        "{shown}"
    );
}

#[test]
fn a_terminal_that_can_do_nothing_gets_lines() {
    let server = Shop::answering(&[SIGNED_IN]);
    let sign_in = ["sign-in", "--user", "ann", "--server", &server.url];
    let Some(shown) = on_a_terminal(&[("TERM", "dumb")], &sign_in) else {
        return;
    };
    assert!(shown.contains('✓') && !shown.contains('\u{1b}'), "{shown}");
}
