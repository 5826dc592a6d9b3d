//! Many runs by workers on PostgreSQL: whoever executes them, nothing is done twice.

use std::{
    io::{BufRead, BufReader},
    process::Child,
    thread,
    time::Instant,
};

use sentry_stand_in::Postgres;

use super::*;

/// How many orders there are to pay for.
const ORDERS: usize = 200;

/// A process that ends with this.
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> Self {
        Self(command.stderr(Stdio::piped()).spawn().expect("a process"))
    }

    /// A worker that takes runs of a database, once it says so.
    fn worker(database: &str, payments: &Payments) -> Self {
        let url = payments.url();
        let arguments = [
            "worker",
            "--postgres",
            database,
            "--server",
            &url,
            "--at-a-time",
            "4",
        ];
        let mut worker = Self::start(program().args(arguments));
        let stderr = worker.0.stderr.take().expect("a pipe");
        let mut lines = BufReader::new(stderr).lines();
        let mut said = lines.by_ref().map_while(Result::ok);
        assert!(said.any(|line| line.starts_with("a worker of PostgreSQL for ")));
        // Nobody is kept from writing more.
        thread::spawn(move || lines.count());
        worker
    }

    /// Ends it by a signal that it cannot answer.
    fn kill(&mut self) {
        self.0.kill().expect("a process");
        self.0.wait().expect("an end");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Waits for something that happens sooner or later.
fn until(what: &str, happened: impl Fn() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < Duration::from_secs(120), "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Pays for the orders of a file by workers.
fn by_workers(database: &str, inputs: &str, folder: &Folder, more: &[&str]) -> Command {
    let output = folder.path("out.jsonl");
    let common = [
        "pay",
        "--inputs",
        inputs,
        "--output",
        &output,
        "--postgres",
        database,
        "--concurrency",
        "50",
    ];
    batch(&[&common, more].concat())
}

fn results(folder: &Folder) -> usize {
    folder.read("out.jsonl").lines().count()
}

#[test]
fn workers_on_postgres_share_a_batch_that_survives_them() {
    let Some(server) = Postgres::start().expect("a server") else {
        println!("left out: PostgreSQL is not installed");
        return;
    };
    let database = server.url("shop");
    let folder = Folder::new("postgres");
    let payments = Payments::answering(|order, _| match order {
        "o7" => Reply::json(402, json!({"title": "no money"})),
        _ => receipt(order).after(Duration::from_millis(20)),
    });
    let inputs = folder.write("in.jsonl", &orders(ORDERS));

    let done = finish(&mut by_workers(&database, &inputs, &folder, &[]));
    let told = "start a worker by `worker --postgres URL`";
    assert!(
        done.status == 2 && done.stderr.contains(told),
        "{}",
        done.stderr
    );

    let mut first = Process::worker(&database, &payments);
    let second = Process::worker(&database, &payments);
    let mut begun = Process::start(&mut by_workers(&database, &inputs, &folder, &[]));
    until("some are paid for", || results(&folder) > 20);
    begun.kill();
    first.kill();
    let done = finish(&mut by_workers(&database, &inputs, &folder, &[]));
    // One has no money. What was in flight may have been paid for: it is not paid for again, and says so.
    assert_eq!(done.status, 1, "{}", done.stderr);
    let results = folder.results("out.jsonl");
    let failures = results.values().filter(|it| it["outcome"] == "failure");
    let kinds: Vec<_> = failures.map(|it| it["failure"]["kind"].clone()).collect();
    let doubtful = kinds.iter().filter(|kind| *kind == "journal").count();
    let (paid, count) = payments.paid();
    println!(
        "postgres: {} results, {doubtful} stopped before a request in flight, {} repeated",
        results.len(),
        count - paid.len()
    );
    assert_eq!((results.len(), kinds.len()), (ORDERS, doubtful + 1));
    assert!(doubtful <= 4 && paid.len() >= ORDERS - doubtful);
    assert_eq!(count, paid.len());
    drop(second);
}
