//! What the journal costs: runs without one, with a file, and on PostgreSQL, over the same server.
//!
//! `cargo test -p arazzo-postgres --test all -- --ignored --nocapture cost`

use std::path::Path;
use std::time::{Duration, Instant};

use arazzo_journal::{FileJournal, Header};
use arazzo_postgres::{Registered, Worker};
use arazzo_runtime::{Journaled, RunId};
use arazzo_workflows::sentry::provision_project_key::{Inputs, Outputs};
use arazzo_workflows::sentry::{Client, provision_project_key};
use futures_util::future::join_all;
use sentry_stand_in::{Sentry as StandIn, Server};

use crate::engine::Engine;
use crate::kill::inputs;
use crate::worker::{Sentry, TOKEN, config};

/// How many runs there are in a round. The kinds take turns, so that what else the machine does is theirs alike.
const RUNS: usize = 16;
const ROUNDS: usize = 8;

/// Requests of a run.
const STEPS: usize = 4;

/// What keeps the runs.
enum Kind<'a> {
    None,
    File(&'a Path),
    Postgres(&'a Registered<Inputs, Outputs>),
}

impl Kind<'_> {
    async fn run(&self, client: &Client, project: &str) {
        let inputs = inputs(project);
        match self {
            Self::None => {
                provision_project_key(client, inputs).await.unwrap();
            }
            Self::File(folder) => {
                let header = Header::new(RunId::random(), "provision-project-key");
                let journal = FileJournal::open_or_create(&folder.join(project), header).unwrap();
                let durable = client.over(Journaled::new(client.transport(), journal));
                provision_project_key(&durable, inputs).await.unwrap();
            }
            Self::Postgres(workflow) => {
                let run = workflow.start(inputs).await.unwrap();
                run.result().await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn the_cost_of_a_journal() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let sentry = StandIn::new(TOKEN);
    let server = Server::start(move |request| sentry.answer(request)).unwrap();
    let client = Client::builder().base_url(server.url()).bearer_auth(TOKEN);
    let client = client.build().unwrap();
    let worker = Worker::new(config(&engine));
    let workflows = Sentry::register(&worker, client.clone()).unwrap();
    worker.launch().await.unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(std::process::id().to_string());
    std::fs::create_dir_all(&folder).unwrap();
    let kinds = [
        ("none", Kind::None),
        ("file", Kind::File(&folder)),
        ("postgres", Kind::Postgres(&workflows.provision_project_key)),
    ];
    for (name, kind) in &kinds {
        // What is set up once is nobody's cost.
        kind.run(&client, &format!("warm-{name}")).await;
    }
    println!("{ROUNDS} times {RUNS} runs of {STEPS} requests each\n");
    println!("| runs at a time | journal | ms a step | over none |\n|---|---|---|---|");
    for at_a_time in [1, RUNS] {
        let mut times = [Duration::ZERO; 3];
        for round in 0..ROUNDS {
            for ((name, kind), time) in kinds.iter().zip(&mut times) {
                let projects = (0..RUNS).map(|run| format!("{name}-{at_a_time}-{round}-{run}"));
                let projects: Vec<_> = projects.collect();
                let begun = Instant::now();
                for together in projects.chunks(at_a_time) {
                    join_all(together.iter().map(|project| kind.run(&client, project))).await;
                }
                *time += begun.elapsed();
            }
        }
        for ((name, _), time) in kinds.iter().zip(times) {
            let step = time.as_secs_f64() * 1000.0 / (ROUNDS * RUNS * STEPS) as f64;
            let ratio = time.as_secs_f64() / times[0].as_secs_f64();
            println!("| {at_a_time} | {name} | {step:.2} | {ratio:.1} |");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    worker.shutdown().await;
}
