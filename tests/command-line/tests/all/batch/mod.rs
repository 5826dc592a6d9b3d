//! Many runs: a line in, a line out, and nothing twice.

mod many;
#[cfg(unix)]
mod stopped;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sentry_stand_in::{AsyncServer, Reply, Request};
use serde_json::{Value, json};

use crate::support::{Done, finish, golden, program};

/// A folder of a test's own.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("batch-{test}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a writable folder");
        Self(path)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("a writable folder");
        path
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("text").to_owned()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_default()
    }

    /// The results, by index; each is there once.
    pub(crate) fn results(&self, name: &str) -> BTreeMap<u64, Value> {
        let text = self.read(name);
        let lines = text.lines().map(|line| {
            let line: Value = serde_json::from_str(line).expect("JSON");
            (line["index"].as_u64().expect("an index"), line)
        });
        let mut results = BTreeMap::new();
        for (index, line) in lines {
            assert!(results.insert(index, line).is_none(), "{index} twice");
        }
        results
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Payments, and how often each order was paid for.
#[derive(Clone)]
struct Payments {
    server: AsyncServer,
    paid: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Payments {
    /// Answers as `answer` says, by order and how many requests came before.
    fn answering(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let paid = Arc::<Mutex<BTreeMap<String, usize>>>::default();
        let (noted, count) = (Arc::clone(&paid), AtomicUsize::new(0));
        let server = AsyncServer::start(move |request: &Request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let order = body["order"].as_str().unwrap_or_default().to_owned();
            let reply = answer(&order, count.fetch_add(1, Ordering::Relaxed));
            *noted.lock().expect("no panic").entry(order).or_default() += 1;
            reply
        });
        let server = server.expect("a free port");
        Self { server, paid }
    }

    /// Pays for every order.
    fn new() -> Self {
        Self::answering(|order, _| receipt(order))
    }

    fn url(&self) -> String {
        format!("{}/v1", self.server.url())
    }

    /// The orders that were paid for, and how often all of them together.
    fn paid(&self) -> (BTreeSet<String>, usize) {
        let paid = self.paid.lock().expect("no panic");
        (paid.keys().cloned().collect(), paid.values().sum())
    }
}

pub(crate) fn receipt(order: &str) -> Reply {
    Reply::json(200, json!({"receipt": format!("for {order}")}))
}

pub(crate) fn orders(count: usize) -> String {
    let line = |number| format!("{{\"order\":\"o{number}\"}}\n");
    (0..count).map(line).collect()
}

fn batch(arguments: &[&str]) -> Command {
    let mut command = program();
    command.arg("batch").args(arguments);
    command
}

/// Pays for the orders of a file.
fn pay(payments: &Payments, inputs: &str, output: &str, more: &[&str]) -> Done {
    let url = payments.url();
    let common = [
        "pay", "--inputs", inputs, "--output", output, "--server", &url,
    ];
    finish(&mut batch(&[&common, more].concat()))
}

#[test]
fn a_line_comes_out_for_each_that_goes_in() {
    let folder = Folder::new("lines");
    let payments = Payments::answering(|order, _| match order {
        "o2" => Reply::json(402, json!({"title": "no money"})),
        "o3" => Reply::HangUp,
        _ => receipt(order),
    });
    let text = "{\"order\":\"o0\"}\n\n{\"ordr\":\"o1\"}\nnonsense\n{\"order\":\"o2\"}\n{\"order\":7}\n{\"order\":\"o3\"}\n{}\n";
    let inputs = folder.write("in.jsonl", text);
    let done = pay(&payments, &inputs, &folder.path("out.jsonl"), &[]);
    let results = folder.results("out.jsonl");
    let mut shown = String::new();
    for (_, mut line) in results {
        let members = line.as_object_mut().expect("an object");
        for name in ["started", "seconds"] {
            assert!(members.remove(name).is_some(), "{name}");
        }
        if let Some(message) = members
            .get_mut("failure")
            .and_then(|it| it.get_mut("message"))
        {
            let text = message.as_str().expect("text");
            *message = text.split(": error sending").next().into();
        }
        shown.push_str(&format!("{line}\n"));
    }
    golden("batch.txt", &(done.transcript("batch pay …") + &shown));
    assert_eq!(payments.paid().1, 3);
}

#[test]
fn tables_are_typed_as_flags_are() {
    let folder = Folder::new("csv");
    let server = AsyncServer::start(|request: &Request| match request.target.as_str() {
        "/v1/login" => Reply::json(200, json!({"token": "t"})),
        "/v1/orders" => {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            // What was sent comes back as the id of the order.
            Reply::json(201, json!({"id": body.to_string(), "state": "ready"}))
        }
        "/v1/payments" => Reply::json(200, json!({"receipt": "r"})),
        _ => Reply::json(200, json!({"id": "x", "state": "ready"})),
    });
    let url = format!("{}/v1", server.expect("a free port").url());
    let table = "article,count,gift,labels\ntea,2,true,\"[\"\"a\"\"]\"\n\"a \"\"b\"\"\",\ncup,3,,\npot,many,,\nlid,1,,@/etc/passwd\n";
    let inputs = folder.write("in.csv", table);
    let mut command = batch(&["placeOrder", "--inputs", &inputs]);
    let output = folder.path("out.jsonl");
    command.args([
        "--output",
        &output,
        "--server",
        &url,
        "--input",
        "priority=high",
    ]);
    command.args([
        "--prerequisite-inputs",
        r#"signIn={"user":"u","password":"p-a-s-s"}"#,
    ]);
    let done = finish(&mut command);
    assert_eq!(done.status, 1, "{}", done.stderr);
    let results = folder.results("out.jsonl");
    assert_eq!(results.len(), 5, "{}", done.stderr);
    let sent = |index| -> Value {
        let order = results[&index]["outputs"]["order"]
            .as_str()
            .expect("an order");
        serde_json::from_str(order).expect("JSON")
    };
    let whole =
        json!({"article": "tea", "count": 2, "gift": true, "labels": ["a"], "priority": "high"});
    assert_eq!(sent(0), whole);
    assert_eq!(
        sent(2),
        json!({"article": "cup", "count": 3, "priority": "high"})
    );
    assert_eq!(results[&2]["attempts"], 3);
    let told = |index: u64| &results[&index]["failure"]["message"];
    assert_eq!(told(1), "line 3: there are 2 cells for 4 columns");
    assert_eq!(told(3), "line 5: `count` wants a whole number, not `many`");
    assert_eq!(told(4), "line 6: `labels` wants a list as JSON");
}

#[test]
fn what_has_a_result_is_not_run_again_until_it_is_asked_for() {
    let folder = Folder::new("again");
    let inputs = folder.write("in.jsonl", &orders(20));
    let output = folder.path("out.jsonl");
    let busy = Payments::answering(|order, _| match order {
        "o4" | "o7" => Reply::json(402, json!({})),
        _ => receipt(order),
    });
    assert_eq!(pay(&busy, &inputs, &output, &[]).status, 1);
    let again = pay(&busy, &inputs, &output, &[]);
    assert_eq!((again.status, busy.paid().1), (1, 20));
    assert!(
        again
            .stderr
            .contains("20 lines had a result before, of which 2 failed"),
        "{}",
        again.stderr
    );
    // The table has grown meanwhile, and what failed is paid for.
    let payments = Payments::new();
    folder.write("in.jsonl", &orders(22));
    let done = pay(&payments, &inputs, &output, &["--retry-failed"]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let wanted = BTreeSet::from(["o4", "o7", "o20", "o21"].map(str::to_owned));
    assert_eq!(payments.paid(), (wanted, 4));
    let results = folder.results("out.jsonl");
    assert_eq!(results.len(), 22);
    assert!(results.values().all(|it| it["outcome"] == "success"));
}

#[test]
fn results_of_something_else_are_refused() {
    let folder = Folder::new("else");
    let payments = Payments::new();
    let output = folder.path("out.jsonl");
    let inputs = folder.write("in.jsonl", &orders(3));
    assert_eq!(pay(&payments, &inputs, &output, &[]).status, 0);
    let before = folder.read("out.jsonl");
    let refused = |name: &str, text: &str, told: &str| {
        let inputs = folder.write(name, text);
        let done = pay(&payments, &inputs, &output, &[]);
        assert!(done.stderr.contains(told), "{}", done.stderr);
        assert_eq!(done.status, 2);
        assert_eq!(folder.read("out.jsonl"), before);
    };
    let other = "{\"order\":\"o0\"}\n{\"order\":\"another\"}\n{\"order\":\"o2\"}\n";
    refused("other.jsonl", other, "line 2 of");
    refused("short.jsonl", &orders(2), "has 2 lines, and");
    refused(
        "typo.csv",
        "ordr\nx\n",
        "called `ordr`; did you mean `order`?",
    );
    refused(
        "twice.csv",
        "order,order\nx,y\n",
        "there are two columns `order`",
    );
    let done = finish(&mut batch(&[
        "signIn",
        "--inputs",
        &inputs,
        "--output",
        &output,
        "--server",
        &payments.url(),
    ]));
    let told = "has results of workflow `pay`, and not of `signIn`";
    assert!(
        done.status == 2 && done.stderr.contains(told),
        "{}",
        done.stderr
    );
    let notes = folder.write("notes.txt", "milk\n");
    let done = pay(&payments, &inputs, &notes, &[]);
    assert!(
        done.stderr.contains("holds something else"),
        "{}",
        done.stderr
    );
    assert_eq!(folder.read("notes.txt"), "milk\n");
    assert_eq!(payments.paid().1, 3);
}

#[test]
fn a_line_that_was_cut_off_is_run_again() {
    let folder = Folder::new("torn");
    let payments = Payments::new();
    let output = folder.path("out.jsonl");
    let inputs = folder.write("in.jsonl", &orders(3));
    pay(&payments, &inputs, &output, &["--concurrency", "1"]);
    let whole = folder.read("out.jsonl");
    // Without its line break a line is whole.
    folder.write("out.jsonl", whole.trim_end());
    assert_eq!(pay(&payments, &inputs, &output, &[]).status, 0);
    assert_eq!(
        (folder.results("out.jsonl").len(), payments.paid().1),
        (3, 3)
    );
    folder.write("out.jsonl", &whole[..whole.len() - 20]);
    let done = pay(&payments, &inputs, &output, &[]);
    assert!(
        done.stderr.contains("was cut off in the middle"),
        "{}",
        done.stderr
    );
    assert_eq!(
        (folder.results("out.jsonl").len(), payments.paid().1),
        (3, 4)
    );
}

#[test]
fn secrets_of_a_line_are_not_in_its_result() {
    let folder = Folder::new("secrets");
    let server = AsyncServer::start(|request: &Request| {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        Reply::json(401, json!({"echo": body}))
    });
    let url = format!("{}/v1", server.expect("a free port").url());
    let line = json!({"user": "ann", "password": "hunter2hunter2"});
    let inputs = folder.write("in.jsonl", &line.to_string());
    let output = folder.path("out.jsonl");
    let done = finish(&mut batch(&[
        "sign-in", "--inputs", &inputs, "--output", &output, "--server", &url,
    ]));
    assert_eq!(done.status, 1, "{}", done.stderr);
    let text = folder.read("out.jsonl");
    assert!(!text.contains("hunter2"), "{text}");
    let input = &folder.results("out.jsonl")[&0]["input"];
    assert_eq!(*input, json!({"user": "ann", "password": "[redacted]"}));
}

#[test]
fn standard_input_and_output_will_do() {
    let payments = Payments::new();
    let mut command = batch(&[
        "pay",
        "--inputs",
        "-",
        "--output",
        "-",
        "--server",
        &payments.url(),
    ]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("a process");
    let mut stdin = child.stdin.take().expect("a pipe");
    let stdout = child.stdout.take().expect("a pipe");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(stdout));
    // A result comes before the next line is there.
    for order in ["a", "b"] {
        stdin
            .write_all(format!("{{\"order\":\"{order}\"}}\n").as_bytes())
            .expect("a reader");
        let line = lines.next().expect("a line").expect("text");
        assert!(line.contains(&format!("for {order}")), "{line}");
    }
    drop(stdin);
    assert!(lines.next().is_none() && child.wait().expect("an end").success());
}

#[test]
fn programs_get_the_summary_as_json() {
    let folder = Folder::new("json");
    let payments = Payments::answering(|order, _| match order {
        "o1" => Reply::json(402, json!({})),
        _ => receipt(order),
    });
    let inputs = folder.write("in.jsonl", &orders(3));
    let done = pay(&payments, &inputs, &folder.path("out.jsonl"), &["--json"]);
    assert_eq!((done.status, done.stderr.as_str()), (1, ""));
    let mut found: Value = serde_json::from_str(&done.stdout).expect("JSON");
    assert!(
        found
            .as_object_mut()
            .expect("an object")
            .remove("seconds")
            .is_some()
    );
    let reason = json!({"workflow": "pay", "step": "charge", "kind": "criteria", "statusCode": 402, "count": 1, "first": 1});
    let wanted = json!({
        "workflow": "pay", "succeeded": 2, "failed": 1, "before": {"count": 0, "failed": 0},
        "interrupted": false, "failures": [reason],
    });
    assert_eq!(found, wanted);
}

#[test]
fn requests_are_as_far_apart_as_is_wanted() {
    let folder = Folder::new("rate");
    let payments = Payments::new();
    let inputs = folder.write("in.jsonl", &orders(11));
    let begun = std::time::Instant::now();
    let done = pay(
        &payments,
        &inputs,
        &folder.path("out.jsonl"),
        &["--rate", "50/s"],
    );
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert!(begun.elapsed() >= Duration::from_millis(190));
}
