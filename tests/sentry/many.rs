//! Thousands of runs at a time, in one process.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arazzo_batch::{Pace, Paced, Runs};
use arazzo_runtime::{Kind, ReqwestTransport};
use arazzo_workflows::sentry::{Client, provision_project_key};
use sentry_stand_in::{AsyncServer, Endpoint, Reply};
use serde_json::json;

use crate::inputs;

/// Answers all steps after some time.
fn reply(endpoint: Option<Endpoint>) -> Reply {
    let reply = match endpoint {
        Some(Endpoint::CreateProject) => Reply::json(201, json!({"id": "1", "slug": "demo"})),
        Some(Endpoint::RetrieveProject { .. }) => Reply::json(200, json!({"slug": "demo"})),
        Some(Endpoint::CreateKey { .. }) => Reply::json(201, json!({"id": "k"})),
        Some(Endpoint::ListKeys { .. }) => Reply::json(200, json!([{"id": "k"}])),
        None => Reply::json(404, json!({})),
    };
    reply.after(Duration::from_millis(20))
}

fn client(server: &AsyncServer, pace: Pace) -> Client {
    let transport = Paced::new(ReqwestTransport::new().unwrap(), pace);
    let builder = Client::builder().base_url(server.url()).bearer_auth("t");
    builder.transport(transport).build().unwrap()
}

/// Runs so many workflows, all of them at a time.
async fn all_at_once(count: usize, per_host: usize) {
    let server = AsyncServer::start(|request| reply(Endpoint::of(request))).unwrap();
    let client = client(&server, Pace::new().per_host(per_host));
    let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut runs = Runs::new(0..count, count, async |_| {
        let under_way = begun.fetch_add(1, Ordering::Relaxed) + 1;
        most.fetch_max(under_way, Ordering::Relaxed);
        let run = provision_project_key(&client, inputs()).await;
        begun.fetch_sub(1, Ordering::Relaxed);
        run.unwrap().outputs.key_id
    });
    let mut ended = vec![false; count];
    while let Some(run) = runs.next().await {
        assert_eq!(run.result, "k");
        let index = usize::try_from(run.index).unwrap();
        assert!(!std::mem::replace(&mut ended[index], true));
    }
    assert!(ended.iter().all(|it| *it));
    assert_eq!(most.load(Ordering::Relaxed), count);
    // A connection that breaks is replaced before it is given up.
    assert!(server.most_connections() <= per_host + per_host / 4);
}

#[tokio::test]
async fn a_thousand_runs_at_a_time_share_a_hundred_connections() {
    all_at_once(1000, 100).await;
}

/// `cargo test --release --test sentry ten_thousand -- --ignored`
#[tokio::test]
#[ignore = "takes a minute"]
async fn ten_thousand_runs_at_a_time_share_five_hundred_connections() {
    all_at_once(10_000, 500).await;
}

#[tokio::test]
async fn the_books_balance_where_one_request_in_a_hundred_goes_wrong() {
    // The first request of each run, so that nothing of it is left behind.
    let count = AtomicUsize::new(0);
    let server = AsyncServer::start(move |request| {
        let endpoint = Endpoint::of(request);
        if endpoint != Some(Endpoint::CreateProject) {
            return reply(endpoint);
        }
        match count.fetch_add(1, Ordering::Relaxed) % 300 {
            0 => Reply::json(500, json!({})),
            100 => Reply::HangUp,
            200 => Reply::json(429, json!({})).header("Retry-After", 0),
            _ => reply(endpoint),
        }
    });
    let client = client(&server.unwrap(), Pace::new().per_host(50));
    let mut runs = Runs::new(0..2100, 200, |_| provision_project_key(&client, inputs()));
    let mut results = BTreeMap::new();
    while let Some(ended) = runs.next().await {
        let result = match ended.result {
            Ok(run) => run.outputs.key_id,
            Err(failure) => format!("{:?} {:?}", failure.kind(), failure.status()),
        };
        *results.entry(result).or_insert(0) += 1;
    }
    let failed = |kind: Kind, status: Option<u16>| (format!("{kind:?} {status:?}"), 7);
    let wanted = BTreeMap::from([
        ("k".to_owned(), 2079),
        failed(Kind::Criteria, Some(429)),
        failed(Kind::Criteria, Some(500)),
        failed(Kind::Transport, None),
    ]);
    assert_eq!(results, wanted);
}
