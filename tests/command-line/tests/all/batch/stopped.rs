//! Batches that are interrupted, killed, or met by a second process.

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use sentry_stand_in::Reply;
use serde_json::json;

use super::{Folder, Payments, batch, orders, pay, receipt};

/// Begins to pay for many orders, and waits until some have a result.
fn under_way(payments: &Payments, inputs: &str, folder: &Folder) -> Child {
    under_way_with(payments, inputs, folder, &[])
}

fn under_way_with(payments: &Payments, inputs: &str, folder: &Folder, more: &[&str]) -> Child {
    let (url, output) = (payments.url(), folder.path("out.jsonl"));
    let mut command = batch(&[
        "pay", "--inputs", inputs, "--output", &output, "--server", &url,
    ]);
    command.args(["--concurrency", "8"]).args(more);
    let child = command.stderr(Stdio::piped()).spawn().expect("a process");
    while folder.read("out.jsonl").lines().count() < 50 {
        thread::sleep(Duration::from_millis(5));
    }
    child
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status();
    assert!(sent.expect("a shell").success());
}

#[test]
fn an_interrupt_lets_what_is_under_way_come_to_its_end() {
    let folder = Folder::new("interrupt");
    let payments = Payments::answering(|order, _| receipt(order).after(Duration::from_millis(20)));
    let inputs = folder.write("in.jsonl", &orders(600));
    let child = under_way(&payments, &inputs, &folder);
    signal(&child, "-INT");
    let output = child.wait_with_output().expect("an end");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("8 runs come to their end"), "{stderr}");
    // Whatever was paid for has a result, so that nothing is paid for twice.
    let (_, paid) = payments.paid();
    let results = folder.results("out.jsonl");
    assert!(
        results.len() == paid && paid < 600,
        "{} {paid}",
        results.len()
    );
    let done = pay(
        &payments,
        &inputs,
        &folder.path("out.jsonl"),
        &["--concurrency", "50"],
    );
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert_eq!(
        (folder.results("out.jsonl").len(), payments.paid().1),
        (600, 600)
    );
}

#[test]
fn a_second_process_is_refused_the_file_of_results() {
    let folder = Folder::new("lock");
    let payments = Payments::answering(|order, _| receipt(order).after(Duration::from_millis(20)));
    let inputs = folder.write("in.jsonl", &orders(2000));
    let mut child = under_way(&payments, &inputs, &folder);
    let done = pay(&payments, &inputs, &folder.path("out.jsonl"), &[]);
    let told = "another process writes results to";
    assert!(
        done.status == 2 && done.stderr.contains(told),
        "{}",
        done.stderr
    );
    child.kill().expect("a process");
    child.wait().expect("an end");
}

#[test]
fn a_batch_with_journals_that_was_killed_repeats_nothing_that_was_answered() {
    let folder = Folder::new("journal");
    let slow = |order: &str, _| match order {
        // One that has failed goes on when it is asked for.
        "o3" => Reply::json(402, json!({})),
        _ => receipt(order).after(Duration::from_millis(20)),
    };
    let payments = Payments::answering(slow);
    let inputs = folder.write("in.jsonl", &orders(300));
    let journals = folder.path("journals");
    let mut child = under_way_with(&payments, &inputs, &folder, &["--journal", &journals]);
    signal(&child, "-KILL");
    child.wait().expect("an end");
    let more = ["--concurrency", "50", "--journal", &journals];
    let done = pay(&payments, &inputs, &folder.path("out.jsonl"), &more);
    assert_eq!(done.status, 1, "{}", done.stderr);
    let results = folder.results("out.jsonl");
    let in_flight = results
        .values()
        .filter(|it| it["failure"]["kind"] == "journal")
        .count();
    // What was in flight may have been paid for, and nobody else is paid for twice.
    assert!(in_flight <= 8, "{in_flight}");
    let (orders, paid) = payments.paid();
    assert!(
        orders.len() == paid && paid <= 300,
        "{} {paid}",
        orders.len()
    );
    // Of what is done nothing is left but in the results.
    let left = fs::read_dir(&journals).expect("a folder").count();
    assert_eq!(left, in_flight + 1);
    let again = [&more[..], &["--retry-failed"]].concat();
    let done = pay(&payments, &inputs, &folder.path("out.jsonl"), &again);
    assert_eq!(done.status, 1, "{}", done.stderr);
    let failed: Vec<u64> = folder
        .results("out.jsonl")
        .into_iter()
        .filter(|(_, it)| it["outcome"] == "failure")
        .map(|(index, _)| index)
        .collect();
    assert_eq!(failed, [3]);
}

#[test]
fn a_batch_that_was_killed_goes_on_with_what_has_no_result() {
    let folder = Folder::new("kill");
    let payments = Payments::answering(|order, _| receipt(order).after(Duration::from_millis(20)));
    let inputs = folder.write("in.jsonl", &orders(300));
    let mut child = under_way(&payments, &inputs, &folder);
    signal(&child, "-KILL");
    child.wait().expect("an end");
    let before = folder.results("out.jsonl").len();
    let done = pay(
        &payments,
        &inputs,
        &folder.path("out.jsonl"),
        &["--concurrency", "50"],
    );
    assert_eq!(done.status, 0, "{}", done.stderr);
    let told = format!("{before} lines had a result before");
    assert!(done.stderr.contains(&told), "{}", done.stderr);
    let (orders, paid) = payments.paid();
    assert_eq!(
        (folder.results("out.jsonl").len(), orders.len()),
        (300, 300)
    );
    // Those that were under way when it was killed are the only ones that can be there twice.
    assert!(paid <= 308, "{paid}");
}
