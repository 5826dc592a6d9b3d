//! Progress and records without the program, as an application uses them.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use arazzo_cli::{Record, progress::Progress};
use arazzo_runtime::Outcome;
use arazzo_runtime::testing::{Script, Target};
use command_line::shop::{Client, pay};
use serde_json::json;

/// A place for lines that the test can look at.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_application_attaches_progress_and_a_record_to_its_own_client() {
    let lines = Lines::default();
    let (progress, record) = (Progress::lines(lines.clone()), Record::new());
    let script = Script::new();
    script
        .on(Target::any())
        .reply(503, ())
        .reply(200, json!({"receipt": "r"}));
    let client = Client::builder()
        .transport(script)
        .configure(|builder| builder.observer(progress.section("paying")))
        .configure(|builder| builder.observer(record.clone()))
        .build()
        .expect("a client");
    let inputs = pay::Inputs::new("o");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(pay(&client, inputs)).expect("a receipt");
    let text = String::from_utf8(lines.0.lock().expect("no panic").clone()).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert_eq!(lines[0], "paying");
    let retry = "  ↻ charge            status 503, again in 50 ms, 1 more after that";
    assert_eq!(lines[1], retry);
    assert!(
        lines[2].starts_with("  ✓ charge            POST /v1/payments"),
        "{text}"
    );
    assert!(
        lines[2].ends_with("2 attempts") && !text.contains('\u{1b}'),
        "{text}"
    );
    let steps = record.steps();
    assert_eq!(steps.len(), 1);
    assert_eq!((steps[0].step, steps[0].attempts), ("charge", 2));
    assert_eq!(
        (steps[0].outcome, steps[0].status),
        (Some(Outcome::Succeeded), Some(200))
    );
}
