//! Thousands of lines, of which some go wrong: the books balance and memory does not grow.

use std::{
    fs,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use sentry_stand_in::Reply;
use serde_json::{Value, json};

use super::{Folder, Payments, batch, orders, receipt};

/// The largest size of a process so far, in KiB; none where there is no such file.
fn peak(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Pays for so many orders, of which one in a hundred goes wrong in one of three ways. Returns the peak of memory.
fn balanced(count: usize) -> u64 {
    let folder = Folder::new(&format!("balanced-{count}"));
    let payments = Payments::answering(|order, number| match number % 300 {
        0 => Reply::json(500, json!({})),
        100 => Reply::HangUp,
        200 => Reply::json(429, json!({})).header("Retry-After", 0),
        _ => receipt(order),
    });
    let inputs = folder.write("in.jsonl", &orders(count));
    let (url, output) = (payments.url(), folder.path("out.jsonl"));
    let mut command = batch(&[
        "pay", "--inputs", &inputs, "--output", &output, "--server", &url,
    ]);
    command
        .args(["--concurrency", "200", "--json"])
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("a process");
    let mut memory = 0;
    while child.try_wait().expect("a process").is_none() {
        memory = peak(&child).unwrap_or(0).max(memory);
        thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().expect("an end");
    let summary: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let (orders, paid) = payments.paid();
    assert_eq!((orders.len(), paid), (count, count));
    let results = folder.results("out.jsonl");
    assert_eq!(results.len(), count);
    let failed = |kind: &str, status: Value| {
        let is =
            |it: &&Value| it["failure"]["kind"] == kind && it["failure"]["statusCode"] == status;
        let found = results.values().filter(is).count();
        let reasons = summary["failures"].as_array().expect("a list");
        let mut counts = reasons
            .iter()
            .filter(|it| it["kind"] == kind && it["statusCode"] == status);
        assert_eq!(
            counts.next().map(|it| it["count"].clone()),
            Some(json!(found))
        );
        found
    };
    let third = count / 300;
    assert_eq!(failed("criteria", json!(500)), third);
    assert_eq!(failed("criteria", json!(429)), third);
    assert_eq!(failed("transport", json!(null)), third);
    assert_eq!(summary["succeeded"], json!(count - 3 * third));
    println!(
        "{count} lines: {memory} KiB at most, {} s, {} connections",
        summary["seconds"],
        payments.server.most_connections()
    );
    memory
}

#[test]
fn the_books_balance_where_one_request_in_a_hundred_goes_wrong() {
    balanced(2100);
}

/// `cargo test --release -p command-line --test all hundred_thousand -- --ignored --nocapture`
#[test]
#[ignore = "takes minutes"]
fn a_hundred_thousand_lines_take_the_memory_of_ten_thousand() {
    let [few, many] = [9_900, 99_900].map(balanced);
    assert!(few > 0 && many <= few + few / 4, "{few} KiB, {many} KiB");
}
