//! What a journal costs: a table of runs without one, with a file, on Restate, and on PostgreSQL, over the same server.
//!
//! `cargo test --release -p arazzo-postgres --test all -- --ignored --nocapture cost`

use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use arazzo_journal::{FileJournal, Header};
use arazzo_postgres::Worker;
use arazzo_restate::{Called, Server};
use arazzo_runtime::{Journaled, RunId};
use arazzo_workflows::sentry::{Client, provision_project_key};
use restate_sdk::prelude::Endpoint;
use sentry_stand_in::{AsyncServer, Endpoint as Step, Restate, Sentry, free_port};
use serde_json::{Value, json};

use crate::engine::Engine;
use crate::worker::{self, TOKEN, config};

arazzo_restate::service! {
    /// The workflows of Sentry.
    Workflows = "sentry" in arazzo_workflows::sentry { provision_project_key }
}

/// Runs of each kind in a round, and how many rounds there are: the kinds take turns, so that what else the machine does
/// is theirs alike.
const RUNS: usize = 32;
const ROUNDS: usize = 8;

/// Requests of a run.
const STEPS: u32 = 4;

/// How long all runs of a kind took.
type Times = BTreeMap<(usize, &'static str), Duration>;

/// Does something `RUNS` times, `at_a_time` of them together, and notes how long it took.
async fn measure<F: Future<Output = ()>>(
    times: &mut Times,
    (at_a_time, kind): (usize, &'static str),
    run: impl Fn() -> F,
) {
    let begun = Instant::now();
    let left = AtomicUsize::new(RUNS);
    let take = || {
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(1)
        })
    };
    let lanes = (0..at_a_time).map(|_| async {
        while take().is_ok() {
            run().await;
        }
    });
    futures_util::future::join_all(lanes).await;
    *times.entry((at_a_time, kind)).or_default() += begun.elapsed();
}

fn inputs() -> Value {
    json!({
        "organizationIdOrSlug": "acme", "teamIdOrSlug": "core", "projectName": "demo", "platform": "rust", "keyName": "ci",
    })
}

/// A server that remembers nothing, lest later runs are slower.
fn server() -> AsyncServer {
    let server = AsyncServer::start(|request| {
        let sentry = Sentry::new(TOKEN);
        let create = |path: &str| {
            let mut create = request.clone();
            create.method = "POST".to_owned();
            create.target = path.to_owned();
            create.body = json!({"name": "demo"}).to_string().into_bytes();
            sentry.answer(&create)
        };
        if Step::of(request).is_some_and(|it| it != Step::CreateProject) {
            create("/teams/acme/core/projects/");
        }
        sentry.answer(request)
    });
    server.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn the_cost_of_a_journal() {
    let Some(engine) = Restate::start(Path::new(env!("CARGO_TARGET_TMPDIR"))) else {
        println!("left out: there is no server of Restate, and npm installs none");
        return;
    };
    let Some(database) = Engine::start() else {
        return;
    };
    let server = server();
    let client = Client::builder().base_url(server.url()).bearer_auth(TOKEN);
    let client = client.build().unwrap();
    let port = free_port().unwrap();
    let endpoint = Endpoint::builder()
        .bind(Workflows::new(client.clone()))
        .build();
    let address = ([127, 0, 0, 1], port).into();
    let listener = arazzo_restate::listen(address).unwrap();
    tokio::spawn(arazzo_restate::serve(endpoint, listener, pending::<()>()));
    let admin = Server::new(&engine.admin(), None).unwrap();
    let own = format!("http://127.0.0.1:{port}");
    let begun = Instant::now();
    while let Err(why) = admin.register(&own).await {
        assert!(begun.elapsed() < Duration::from_secs(60), "{why:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let ingress = Server::new(&engine.ingress(), None).unwrap();

    let worker = Worker::new(config(&database));
    let workflows = worker::Sentry::register(&worker, client.clone()).unwrap();
    worker.launch().await.unwrap();

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cost-{port}"));
    std::fs::create_dir_all(&folder).unwrap();
    let number = AtomicUsize::new(0);
    let next = || number.fetch_add(1, Ordering::Relaxed);
    let typed = || serde_json::from_value(inputs()).unwrap();

    let none = || async {
        provision_project_key(&client, typed()).await.unwrap();
    };
    let file = || async {
        let path: PathBuf = folder.join(next().to_string());
        let header = Header::new(RunId::random(), "provision-project-key").inputs(inputs());
        let journal = FileJournal::open_or_create(&path, header).unwrap();
        let durable = client.over(Journaled::new(client.transport(), journal));
        provision_project_key(&durable, typed()).await.unwrap();
    };
    let restate = || async {
        let key = format!("cost-{}", next());
        let called = ingress.call("sentry", "provision_project_key", &key, inputs());
        let called = called.await.unwrap();
        assert!(matches!(called, Called::Returned(_)), "{called:?}");
    };

    let postgres = || async {
        let run = workflows.provision_project_key.start(typed()).await;
        run.unwrap().result().await.unwrap();
    };

    let mut times = Times::new();
    // What is set up once is nobody's cost.
    tokio::join!(none(), file(), restate(), postgres());
    for _ in 0..ROUNDS {
        for at_a_time in [1, 16] {
            measure(&mut times, (at_a_time, "none"), none).await;
            measure(&mut times, (at_a_time, "file"), file).await;
            measure(&mut times, (at_a_time, "restate"), restate).await;
            measure(&mut times, (at_a_time, "postgres"), postgres).await;
        }
    }
    worker.shutdown().await;
    std::fs::remove_dir_all(&folder).unwrap();
    println!("{ROUNDS} times {RUNS} runs of {STEPS} requests each\n");
    println!("| runs at a time | journal | ms a step | over none |\n|---|---|---|---|");
    for ((at_a_time, kind), time) in &times {
        let steps = f64::from(STEPS) * (RUNS * ROUNDS) as f64;
        let of = |time: &Duration| time.as_secs_f64() * 1000.0 / steps;
        let ratio = of(time) / of(&times[&(*at_a_time, "none")]);
        println!("| {at_a_time} | {kind} | {:.2} | {ratio:.1} |", of(time));
    }
}
