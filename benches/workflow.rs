//! What a generated workflow costs over the same four calls written by hand with reqwest and serde.
//!
//! Both run in this process, in batches that take turns, against a server in another one. What is compared is the CPU
//! time of this process, a pair of batches at a time: the ratio is hand-written = 1. `--quick` takes 5 seconds instead of 30.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench may stop at the first surprise"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use arazzo_workflows::sentry::{Client, provision_project_key};
use cpu_time::ProcessTime;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sentry_stand_in::{Endpoint, Reply, Server};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

/// Runs of the workflow in a batch.
const BATCH: u32 = 50;
const TOKEN: &str = "t0ken";
const PROJECT: &str = r#"{"id":"4507","slug":"demo","name":"demo","platform":"rust","dateCreated":"2025-06-01T09:00:00Z","status":"active","features":["releases","minidump"],"color":"3fbf7f","isBookmarked":false}"#;
const KEY: &str = r#"{"id":"60120449b6b1d5e45f75561e6dabd80b","name":"ci","public":"60120449b6b1d5e45f75561e6dabd80b","secret":"189485c3b8ccf582bf5e12c530ef8858","projectId":4507,"isActive":true,"dsn":{"secret":"https://a:b@o1.example/4507","public":"https://a@o1.example/4507","csp":"https://o1.example/api/4507/csp-report/"},"rateLimit":null,"dateCreated":"2025-06-01T09:00:00Z"}"#;

fn main() {
    let has = |name: &str| std::env::args().any(|argument| argument == name);
    if has("--serve") {
        return serve();
    }
    let budget = match (has("--bench"), has("--quick")) {
        (true, false) => Duration::from_secs(28),
        (true, true) => Duration::from_secs(4),
        // Run as a test: see that it works.
        (false, _) => Duration::ZERO,
    };
    let (mut server, url) = spawn();
    measure(&url, budget);
    server.kill().unwrap();
    server.wait().unwrap();
}

/// The other process: fixed answers, until whoever started it is gone.
fn serve() {
    let server = Server::start(|request| match Endpoint::of(request) {
        Some(Endpoint::CreateProject) => Reply::json(201, PROJECT),
        Some(Endpoint::RetrieveProject { .. }) => Reply::json(200, PROJECT),
        Some(Endpoint::CreateKey { .. }) => Reply::json(201, KEY),
        Some(Endpoint::ListKeys { .. }) => Reply::json(200, format!("[{KEY},{KEY}]")),
        None => Reply::HangUp,
    });
    println!("{}", server.unwrap().url());
    std::io::stdout().flush().unwrap();
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

fn spawn() -> (Child, String) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("--serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut url)
        .unwrap();
    (child, url.trim().to_owned())
}

fn measure(url: &str, budget: Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let generated = Client::builder()
        .base_url(url)
        .bearer_auth(TOKEN)
        .build()
        .unwrap();
    // After the other: that one has chosen the TLS provider that reqwest asks for.
    let by_hand = ByHand::new(url);
    let one = |generated_turn: bool| {
        if generated_turn {
            batch(&runtime, || run_generated(&generated))
        } else {
            batch(&runtime, || {
                by_hand.provision("acme", "core", "demo", Some("rust"), "ci")
            })
        }
    };
    // The first batches pay for connections and cold caches.
    one(true);
    one(false);
    let started = Instant::now();
    let mut pairs = Vec::new();
    while pairs.is_empty() || started.elapsed() < budget {
        // Whoever goes first changes from pair to pair.
        let first = pairs.len() % 2 == 0;
        let (one, other) = (one(first), one(!first));
        pairs.push(if first { (one, other) } else { (other, one) });
    }
    report(&pairs);
}

/// The CPU time of a batch, per run of the workflow, in microseconds.
fn batch<F: Future<Output = String>>(runtime: &Runtime, run: impl Fn() -> F) -> f64 {
    let before = ProcessTime::now();
    runtime.block_on(async {
        for _ in 0..BATCH {
            let key = run().await;
            assert_eq!(key.len(), 32);
        }
    });
    before.elapsed().as_secs_f64() * 1e6 / f64::from(BATCH)
}

fn report(pairs: &[(f64, f64)]) {
    let summary = |values: Vec<f64>| {
        let mut values = values;
        values.sort_by(f64::total_cmp);
        let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
        (at(1), at(2), at(3))
    };
    let line = |name: &str, (low, median, high): (f64, f64, f64), digits: usize, unit: &str| {
        println!(
            "{name:<12} {median:>8.digits$}{unit}   quartiles {low:.digits$} .. {high:.digits$}"
        );
    };
    println!(
        "CPU time of four calls, {} pairs of batches of {BATCH} runs:",
        pairs.len()
    );
    line(
        "generated",
        summary(pairs.iter().map(|pair| pair.0).collect()),
        1,
        " us",
    );
    line(
        "by hand",
        summary(pairs.iter().map(|pair| pair.1).collect()),
        1,
        " us",
    );
    line(
        "ratio",
        summary(pairs.iter().map(|pair| pair.0 / pair.1).collect()),
        3,
        "   ",
    );
}

async fn run_generated(client: &Client) -> String {
    let inputs = provision_project_key::Inputs {
        platform: Some("rust".into()),
        ..provision_project_key::Inputs::new("acme", "core", "demo", "ci")
    };
    provision_project_key(client, inputs)
        .await
        .unwrap()
        .outputs
        .key_id
}

/// What one would write without a generator, no less careful about statuses, types and paths.
struct ByHand {
    http: reqwest::Client,
    base: String,
}

#[derive(Serialize)]
struct NewProject<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<&'a str>,
}

#[derive(Serialize)]
struct NewKey<'a> {
    name: &'a str,
}

#[derive(Deserialize)]
struct Project {
    slug: String,
    #[allow(
        dead_code,
        reason = "checked by reading it, as the generated code does"
    )]
    id: Option<String>,
}

#[derive(Deserialize)]
struct Key {
    id: String,
    #[allow(
        dead_code,
        reason = "checked by reading it, as the generated code does"
    )]
    dsn: Option<Dsn>,
}

#[derive(Deserialize)]
struct Dsn {
    #[allow(
        dead_code,
        reason = "checked by reading it, as the generated code does"
    )]
    public: Option<String>,
}

impl ByHand {
    fn new(url: &str) -> Self {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(30))
            .build()
            .unwrap();
        Self {
            http,
            base: url.to_owned(),
        }
    }

    async fn provision(
        &self,
        organization: &str,
        team: &str,
        name: &str,
        platform: Option<&str>,
        key: &str,
    ) -> String {
        let (base, organization, team) = (&self.base, segment(organization), segment(team));
        let project = NewProject { name, platform };
        let created: Project = self
            .answer(
                self.http
                    .post(format!("{base}/teams/{organization}/{team}/projects/"))
                    .json(&project),
                201,
            )
            .await;
        let slug = segment(&created.slug);
        let confirmed: Project = self
            .answer(
                self.http
                    .get(format!("{base}/projects/{organization}/{slug}/")),
                200,
            )
            .await;
        let slug = segment(&confirmed.slug);
        let keys = format!("{base}/projects/{organization}/{slug}/keys/");
        let minted: Key = self
            .answer(self.http.post(&keys).json(&NewKey { name: key }), 201)
            .await;
        let listed: Vec<Key> = self.answer(self.http.get(&keys), 200).await;
        assert!(!listed.is_empty());
        minted.id
    }

    async fn answer<T: for<'de> Deserialize<'de>>(
        &self,
        request: reqwest::RequestBuilder,
        status: u16,
    ) -> T {
        let response = request
            .header("accept", "application/json")
            .bearer_auth(TOKEN)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), status);
        response.json().await.unwrap()
    }
}

fn segment(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
