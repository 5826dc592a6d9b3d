//! PostgreSQL.

use sentry_stand_in::Postgres;

use super::*;

/// A database, and the server that has it.
struct Engine {
    database: String,
    _server: Postgres,
}

impl Engine {
    fn start() -> Option<Self> {
        let Some(server) = Postgres::start().expect("a server") else {
            println!("left out: PostgreSQL is not installed");
            return None;
        };
        Some(Self {
            database: server.url("shop"),
            _server: server,
        })
    }

    /// Starts a worker, and waits until it takes runs.
    fn worker(&self, shop: &Counting) -> Process {
        let url = shop.url();
        let mut worker = Process::start(&[
            "worker",
            "--postgres",
            &self.database,
            "--server",
            &url,
            "--at-a-time",
            "4",
        ]);
        let stderr = worker.0.stderr.take().expect("a pipe");
        let mut lines = std::io::BufRead::lines(std::io::BufReader::new(stderr));
        let mut said = lines.by_ref().map_while(Result::ok);
        assert!(said.any(|line| line.starts_with("a worker of PostgreSQL for ")));
        // Nobody is kept from writing more.
        thread::spawn(move || lines.count());
        worker
    }

    fn arguments<'a>(
        &'a self,
        workflow: &'a str,
        inputs: &'a str,
        output: &'a str,
    ) -> [&'a str; 10] {
        [
            "batch",
            workflow,
            "--inputs",
            inputs,
            "--output",
            output,
            "--postgres",
            &self.database,
            "--concurrency",
            "50",
        ]
    }

    fn batch(&self, workflow: &str, inputs: &str, folder: &Folder, more: &[&str]) -> Done {
        let output = folder.path("out.jsonl");
        finish(
            program()
                .args(self.arguments(workflow, inputs, &output))
                .args(more),
        )
    }
}

#[test]
fn workers_on_postgres_share_a_batch_that_survives_them() {
    const ORDERS: usize = 200;
    let Some(engine) = Engine::start() else {
        return;
    };
    let folder = Folder::new("postgres");
    let shop = Counting::answering(|_, body| match body["order"].as_str() {
        Some("o7") => Reply::json(402, json!({"title": "no money"})),
        order => receipt(order.unwrap_or_default()).after(Duration::from_millis(20)),
    });
    let inputs = folder.write("in.jsonl", &orders(ORDERS));

    let done = engine.batch("pay", &inputs, &folder, &[]);
    let told = "start a worker by `worker --postgres URL`";
    assert!(
        done.status == 2 && done.stderr.contains(told),
        "{}",
        done.stderr
    );

    let mut first = engine.worker(&shop);
    let second = engine.worker(&shop);
    let output = folder.path("out.jsonl");
    let mut begun = Process::start(&engine.arguments("pay", &inputs, &output));
    until("some are paid for", || results(&folder) > 20);
    begun.kill();
    first.kill();
    let done = engine.batch("pay", &inputs, &folder, &[]);
    // One has no money. What was in flight may have been paid for: it is not paid for again, and says so.
    assert_eq!(done.status, 1, "{}", done.stderr);
    let results = folder.results("out.jsonl");
    let failures = results.values().filter(|it| it["outcome"] == "failure");
    let kinds: Vec<_> = failures.map(|it| it["failure"]["kind"].clone()).collect();
    let doubtful = kinds.iter().filter(|kind| *kind == "journal").count();
    let (asked, count) = shop.answered();
    println!(
        "postgres: {} results, {doubtful} stopped before a request in flight, {} repeated",
        results.len(),
        count - asked
    );
    assert_eq!((results.len(), kinds.len()), (ORDERS, doubtful + 1));
    assert!(doubtful <= 4 && asked >= ORDERS - doubtful);
    assert_eq!(count, asked);
    drop(second);
}

#[test]
fn a_failure_on_postgres_goes_on_where_it_failed() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let folder = Folder::new("postgres-again");
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
    let worker = engine.worker(&shop);
    let done = engine.batch("placeOrder", &inputs, &folder, &more);
    assert_eq!(done.status, 1, "{}", done.stderr);
    let count = |what: &str| {
        let answered = shop.answered.lock().expect("no panic");
        let of = answered.iter().filter(|(it, _)| it.starts_with(what));
        of.map(|(_, count)| count).sum::<usize>()
    };
    let all = || {
        (
            count("/v1/login"),
            count("/v1/orders {"),
            count("/v1/payments"),
        )
    };
    assert_eq!(all(), (1, 2, 2));

    *refused.lock().expect("no panic") = false;
    let again = [&more[..], &["--retry-failed"]].concat();
    let done = engine.batch("placeOrder", &inputs, &folder, &again);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let results = folder.results("out.jsonl");
    assert!(results.values().all(|it| it["outcome"] == "success"));
    // It goes on with the request that failed.
    assert_eq!((count("/v1/orders {"), count("/v1/payments")), (2, 3));
    assert!(!folder.read("out.jsonl").contains("t-o-k-e-n"));
    drop(worker);
}
