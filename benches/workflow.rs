//! What a generated workflow costs over the same four calls written by hand with reqwest and serde, with the transport that
//! clients have by default, whose type is forgotten, and with one whose type is kept.
//!
//! All run in this process, in batches that take turns, against a server in another one. What is compared is the CPU time
//! of this process: hand-written is 1. `--quick` takes 10 seconds instead of a minute, and
//! `--alone` leaves out the runs that are under way at the same time, for a look with a profiler.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench may stop at the first surprise"
)]

mod measure;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use arazzo_runtime::{ReqwestTransport, Transport};
use arazzo_workflows::sentry::{Client, provision_project_key};
use measure::{Way, budget, compare, cpu, has};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sentry_stand_in::{Endpoint, Reply, Server};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

/// Runs of the workflow in a batch.
const BATCH: usize = 64;
const TOKEN: &str = "t0ken";
const PROJECT: &str = r#"{"id":"4507","slug":"demo","name":"demo","platform":"rust","dateCreated":"2025-06-01T09:00:00Z","status":"active","features":["releases","minidump"],"color":"3fbf7f","isBookmarked":false}"#;
const KEY: &str = r#"{"id":"60120449b6b1d5e45f75561e6dabd80b","name":"ci","public":"60120449b6b1d5e45f75561e6dabd80b","secret":"189485c3b8ccf582bf5e12c530ef8858","projectId":4507,"isActive":true,"dsn":{"secret":"https://a:b@o1.example/4507","public":"https://a@o1.example/4507","csp":"https://o1.example/api/4507/csp-report/"},"rateLimit":null,"dateCreated":"2025-06-01T09:00:00Z"}"#;

fn main() {
    if has("--serve") {
        return serve();
    }
    let (mut server, url) = spawn();
    measure(&url);
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

fn measure(url: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let builder = || Client::builder().base_url(url).bearer_auth(TOKEN);
    let erased = builder().build().unwrap();
    let typed = builder().typed_transport(ReqwestTransport::new().unwrap());
    let typed = typed.build().unwrap();
    // After the others: those have chosen the TLS provider that reqwest asks for.
    let by_hand = Arc::new(ByHand::new(url));
    let numbers: &[usize] = if has("--alone") { &[1] } else { &[1, 64] };
    for &at_once in numbers {
        let ways = vec![
            Way::new("by hand", || {
                batch(&runtime, at_once, || {
                    let by_hand = Arc::clone(&by_hand);
                    async move {
                        let platform = Some("rust");
                        by_hand
                            .provision("acme", "core", "demo", platform, "ci")
                            .await
                    }
                })
            }),
            Way::new("generated", || {
                batch(&runtime, at_once, || run_generated(erased.clone()))
            }),
            Way::new("generated, typed transport", || {
                batch(&runtime, at_once, || run_generated(typed.clone()))
            }),
        ];
        let title = format!("CPU time of a workflow of four calls, {at_once} at a time");
        compare(&title, budget(Duration::from_secs(30)), ways);
    }
}

/// The CPU time of a batch, per run of the workflow, in microseconds.
fn batch<F: Future<Output = String> + Send + 'static>(
    runtime: &Runtime,
    at_once: usize,
    run: impl Fn() -> F,
) -> f64 {
    let all = async {
        for _ in 0..BATCH / at_once {
            if at_once == 1 {
                assert_eq!(run().await.len(), 32);
                continue;
            }
            let mut runs: JoinSet<String> = (0..at_once).map(|_| run()).collect();
            while let Some(key) = runs.join_next().await {
                assert_eq!(key.unwrap().len(), 32);
            }
        }
    };
    cpu(|| runtime.block_on(all)) / BATCH as f64
}

async fn run_generated<T: Transport>(client: Client<T>) -> String {
    let inputs = provision_project_key::Inputs {
        platform: Some("rust".into()),
        ..provision_project_key::Inputs::new("acme", "core", "demo", "ci")
    };
    provision_project_key(&client, inputs)
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
