//! Restate.

use std::path::Path;

use sentry_stand_in::{Restate, free_port};

use super::*;

/// Restate, and where its workers listen.
struct Engine {
    restate: Restate,
    address: String,
}

impl Engine {
    fn start() -> Option<Self> {
        let restate = Restate::start(Path::new(env!("CARGO_TARGET_TMPDIR")));
        if restate.is_none() {
            println!("left out: there is no server of Restate, and npm installs none");
        }
        let port = free_port().expect("a free port");
        Some(Self {
            restate: restate?,
            address: format!("127.0.0.1:{port}"),
        })
    }

    /// Starts a worker, which says by a header who it is, and waits until it has registered.
    fn worker(&self, name: &str, shop: &Counting) -> Process {
        let (admin, header, url) = (self.restate.admin(), format!("x-worker={name}"), shop.url());
        let mut worker = Process::start(&[
            "worker",
            "--restate",
            &admin,
            "--listen",
            &self.address,
            "--server",
            &url,
            "--header",
            &header,
        ]);
        let stderr = worker.0.stderr.take().expect("a pipe");
        let mut lines = std::io::BufRead::lines(std::io::BufReader::new(stderr));
        let mut said = lines.by_ref().map_while(Result::ok);
        assert!(said.any(|line| line.contains("is a worker of Restate")));
        // Nobody is kept from writing more.
        thread::spawn(move || lines.count());
        worker
    }

    fn arguments<'a>(
        ingress: &'a str,
        workflow: &'a str,
        inputs: &'a str,
        output: &'a str,
    ) -> Vec<&'a str> {
        vec![
            "batch",
            workflow,
            "--inputs",
            inputs,
            "--output",
            output,
            "--restate",
            ingress,
            "--concurrency",
            "48",
        ]
    }

    /// Pays for the orders of a file.
    fn pay(&self, inputs: &str, folder: &Folder, more: &[&str]) -> Done {
        self.batch("pay", inputs, folder, more)
    }

    fn batch(&self, workflow: &str, inputs: &str, folder: &Folder, more: &[&str]) -> Done {
        let (ingress, output) = (self.restate.ingress(), folder.path("out.jsonl"));
        let arguments = Self::arguments(&ingress, workflow, inputs, &output);
        finish(program().args(arguments).args(more))
    }

    /// Begins to pay for the orders of a file.
    fn begin(&self, inputs: &str, folder: &Folder) -> Process {
        let (ingress, output) = (self.restate.ingress(), folder.path("out.jsonl"));
        Process::start(&Self::arguments(&ingress, "pay", inputs, &output))
    }
}

#[test]
fn what_a_worker_leaves_behind_that_dies_another_one_does() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let (folder, shop) = (Folder::new("workers"), Counting::paying());
    let (mut first, second) = (
        engine.worker("first", &shop),
        engine.worker("second", &shop),
    );
    let inputs = folder.write("in.jsonl", &orders(1000));
    let mut batch = engine.begin(&inputs, &folder);
    until("both work", || {
        shop.from("first") > 50 && shop.from("second") > 50
    });
    first.kill();
    let killed = shop.from("first");
    let status = batch.0.wait().expect("an end");
    let results = folder.results("out.jsonl");
    let doubtful = results
        .values()
        .filter(|it| it["outcome"] == "failure")
        .inspect(|it| assert_eq!(it["failure"]["kind"], "journal", "{it}"))
        .count();
    let (orders, paid) = shop.answered();
    println!(
        "two workers, one killed: {} results, {killed} requests of the first, {} of the second, {doubtful} stopped before a \
         request in flight, {} repeated",
        results.len(),
        shop.from("second"),
        paid - orders
    );
    // What was in flight may have been paid for: it is not paid for again, and says so.
    assert_eq!((results.len(), paid - orders), (1000, 0));
    assert!(
        doubtful <= 48 && orders >= 1000 - doubtful,
        "{doubtful} {orders}"
    );
    assert_eq!(status.code(), Some(i32::from(doubtful > 0)));
    // Whoever has looked can have them sent again, and nothing else is.
    let done = engine.pay(&inputs, &folder, &["--retry-failed"]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert!(
        shop.answered().1 <= 1000 + doubtful,
        "{:?}",
        shop.answered()
    );
    drop(second);
}

#[test]
fn a_batch_that_is_started_again_finds_its_runs_again() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let (folder, shop) = (Folder::new("again"), Counting::paying());
    let worker = engine.worker("only", &shop);
    let inputs = folder.write("in.jsonl", &orders(300));
    let mut batch = engine.begin(&inputs, &folder);
    until("some have a result", || results(&folder) > 50);
    batch.kill();
    let done = engine.pay(&inputs, &folder, &[]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert_eq!((results(&folder), shop.answered()), (300, (300, 300)));
    // Another file of results is another batch.
    let other = Folder::new("other");
    let done = engine.pay(&inputs, &other, &[]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert_eq!((results(&other), shop.answered()), (300, (300, 600)));
    drop(worker);
}

#[test]
fn prerequisites_run_once_and_failures_once_more_if_that_is_asked_for() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let folder = Folder::new("prerequisites");
    let refused = Arc::new(Mutex::new(true));
    let refuses = Arc::clone(&refused);
    let shop = Counting::answering(move |path, body| match path {
        "/v1/login" => Reply::json(200, json!({"token": "t-o-k-e-n"})),
        "/v1/orders" => Reply::json(201, json!({"id": body["article"]})),
        "/v1/payments" if body["order"] == "tea" && *refuses.lock().expect("no panic") => {
            Reply::json(402, json!({"title": "no money"}))
        }
        "/v1/payments" => Reply::json(200, json!({"receipt": body["order"]})),
        _ => Reply::json(200, json!({"id": "x", "state": "ready"})),
    });
    let inputs = folder.write(
        "in.jsonl",
        "{\"article\":\"tea\",\"count\":1}\n{\"article\":\"cup\",\"count\":2}\n",
    );
    let sign_in = r#"signIn={"user":"u","password":"p-a-s-s"}"#;
    let more = ["--prerequisite-inputs", sign_in];

    let done = engine.batch("placeOrder", &inputs, &folder, &more);
    let told = "no worker has registered";
    assert!(
        done.status == 2 && done.stderr.contains(told),
        "{}",
        done.stderr
    );

    let worker = engine.worker("only", &shop);
    let done = engine.batch("placeOrder", &inputs, &folder, &more);
    assert_eq!(done.status, 1, "{}", done.stderr);
    let outcomes = |folder: &Folder| -> Vec<Value> {
        let results = folder.results("out.jsonl");
        results.values().map(|it| it["outcome"].clone()).collect()
    };
    assert_eq!(outcomes(&folder), ["failure", "success"]);
    let count = |what: &str| {
        let answered = shop.answered.lock().expect("no panic");
        let of = answered.iter().filter(|(it, _)| it.starts_with(what));
        of.map(|(_, count)| count).sum::<usize>()
    };
    assert_eq!((count("/v1/login"), count("/v1/payments")), (1, 2));

    // Without being asked for it, nothing is done again.
    let done = engine.batch("placeOrder", &inputs, &folder, &more);
    assert_eq!(
        (done.status, count("/v1/payments")),
        (1, 2),
        "{}",
        done.stderr
    );
    *refused.lock().expect("no panic") = false;
    let again = [&more[..], &["--retry-failed"]].concat();
    let done = engine.batch("placeOrder", &inputs, &folder, &again);
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert_eq!(outcomes(&folder), ["success", "success"]);
    // It goes on with the request that failed.
    assert_eq!((count("/v1/orders {"), count("/v1/payments")), (2, 3));
    assert!(!folder.read("out.jsonl").contains("t-o-k-e-n"));
    drop(worker);
}
