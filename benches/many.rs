//! What many runs of a workflow take: memory for each that is under way, and time and memory as their number grows.
//!
//! The server is another process. `cargo bench --bench many` takes a few minutes; memory is shown where the system says it
//! (`/proc/self/status`).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench may stop at the first surprise"
)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use arazzo_batch::{Pace, Paced, Runs};
use arazzo_runtime::ReqwestTransport;
use arazzo_workflows::sentry::provision_project_key::Inputs;
use arazzo_workflows::sentry::{Client, provision_project_key};
use cpu_time::ProcessTime;
use sentry_stand_in::{AsyncServer, Endpoint, Reply};
use serde_json::json;

fn main() {
    let has = |name: &str| std::env::args().any(|argument| argument == name);
    if has("--serve") {
        return serve();
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // Run as a test: see that it works.
    let (at_once, counts) = match has("--bench") {
        true => (10_000, vec![1_000, 10_000, 100_000]),
        false => (100, vec![100]),
    };
    runtime.block_on(async {
        under_way(at_once).await;
        growth(&counts).await;
    });
}

/// The other process: answers each request, and a line on standard input with how many connections there were at most.
fn serve() {
    let server = AsyncServer::start(|request| match Endpoint::of(request) {
        Some(Endpoint::CreateProject) => Reply::json(201, json!({"id": "1", "slug": "demo"})),
        Some(Endpoint::RetrieveProject { .. }) => Reply::json(200, json!({"slug": "demo"})),
        Some(Endpoint::CreateKey { .. }) => Reply::json(201, json!({"id": "k"})),
        Some(Endpoint::ListKeys { .. }) => Reply::json(200, json!([{"id": "k"}])),
        None => Reply::HangUp,
    })
    .unwrap();
    println!("{}", server.url());
    for _ in std::io::stdin().lines() {
        println!("{}", server.most_connections());
    }
}

/// A server in a process of its own.
struct Server {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    url: String,
}

impl Server {
    fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        stdout.read_line(&mut url).unwrap();
        let url = url.trim().to_owned();
        Self {
            child,
            stdin,
            stdout,
            url,
        }
    }

    fn client(&self, pace: Pace) -> Client {
        let transport = Paced::new(ReqwestTransport::new().unwrap(), pace);
        let builder = Client::builder().base_url(&self.url).bearer_auth("t0ken");
        builder.transport(transport).build().unwrap()
    }

    fn connections(mut self) -> String {
        writeln!(self.stdin, "connections").unwrap();
        let mut count = String::new();
        self.stdout.read_line(&mut count).unwrap();
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        count.trim().to_owned()
    }
}

fn inputs(number: usize) -> Inputs {
    Inputs {
        organization_id_or_slug: "acme".into(),
        team_id_or_slug: "core".into(),
        project_name: format!("demo {number}"),
        platform: Some("rust".into()),
        key_name: "ci".into(),
    }
}

/// A figure of this process in KiB, by its name in `/proc/self/status`.
fn memory(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// So many runs, all of them under way before the first has its answer.
async fn under_way(count: usize) {
    let server = Server::start();
    let client = server.client(Pace::new().per_host(500));
    // The first run pays for connections and cold caches.
    provision_project_key(&client, inputs(0)).await.unwrap();
    let size = size_of_val(&provision_project_key(&client, inputs(0)));
    let before = memory("VmRSS:");
    let mut runs = Runs::new(0..count, count, |number| {
        provision_project_key(&client, inputs(number))
    });
    let (started, cpu) = (Instant::now(), ProcessTime::now());
    assert!(runs.next().await.unwrap().result.is_ok());
    let all = memory("VmRSS:");
    let mut ended = 1;
    while let Some(run) = runs.next().await {
        assert!(run.result.is_ok());
        ended += 1;
    }
    assert_eq!(ended, count);
    println!("{count} runs at a time, each of four requests");
    println!("  size of the future   {size} bytes");
    if let (Some(before), Some(all)) = (before, all) {
        let each = all.saturating_sub(before) * 1024 / u64::try_from(count).unwrap();
        println!("  memory of a run      {each} bytes, with its share of connections and timers");
    }
    println!("  connections          {}", server.connections());
    let (took, cpu) = (started.elapsed(), cpu.elapsed());
    println!("  time                 {took:.1?}, of which {cpu:.1?} on a processor");
}

/// Numbers of runs one after another, 200 at a time.
async fn growth(counts: &[usize]) {
    println!("runs     a run    peak of memory");
    let mut first: Option<Duration> = None;
    for count in counts {
        let server = Server::start();
        let client = server.client(Pace::new().per_host(100));
        provision_project_key(&client, inputs(0)).await.unwrap();
        let cpu = ProcessTime::now();
        let mut runs = Runs::new(0..*count, 200, |number| {
            provision_project_key(&client, inputs(number))
        });
        while let Some(run) = runs.next().await {
            assert!(run.result.is_ok());
        }
        let each = cpu.elapsed() / u32::try_from(*count).unwrap();
        let of_first = each.as_secs_f64() / first.get_or_insert(each).as_secs_f64();
        let peak = memory("VmHWM:").map_or_else(String::new, |kib| format!("{kib} KiB"));
        println!("{count:<8} {each:.1?}  {peak}, {of_first:.2} of the first");
        server.connections();
    }
}
