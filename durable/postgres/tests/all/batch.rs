//! Two workers that share a batch, one of which is killed.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{Arc, Mutex};

use arazzo_postgres::Failed;
use arazzo_postgres::dbos::Error;
use arazzo_workflows::sentry::provision_project_key::Outputs;
use sentry_stand_in::{Reply, Request, Sentry, Server};

use crate::engine::Engine;
use crate::kill::{WORKFLOW, inputs};
use crate::worker::{LONGEST, Process, TOKEN, queued};

/// How many runs there are, and after how many requests of one worker it is killed.
const RUNS: usize = 40;
const KILLED_AT: usize = 30;

#[derive(Default)]
struct Counts {
    /// The worker that is killed.
    victim: Option<u32>,
    by_worker: BTreeMap<String, usize>,
    answered: BTreeMap<String, u32>,
}

impl Counts {
    fn answer(&mut self, sentry: &Sentry, request: &Request) -> Reply {
        let worker = request.header("user-agent").unwrap_or_default().to_owned();
        let count = self.by_worker.entry(worker.clone()).or_default();
        *count += 1;
        if worker == "one" && *count >= KILLED_AT {
            let victim = self.victim.unwrap().to_string();
            Command::new("kill").args(["-9", &victim]).status().unwrap();
            return Reply::HangUp;
        }
        let body = String::from_utf8_lossy(&request.body);
        let request_of_run = format!("{} {} {body}", request.method, request.target);
        *self.answered.entry(request_of_run).or_default() += 1;
        sentry.answer(request)
    }
}

#[tokio::test]
async fn two_workers_share_a_batch_and_one_is_killed() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let counts = Arc::<Mutex<Counts>>::default();
    let (shared, sentry) = (Arc::clone(&counts), Sentry::new(TOKEN));
    let server = Server::start(move |request| shared.lock().unwrap().answer(&sentry, request));
    let url = server.unwrap().url();
    let one = Process::start(&engine, &url, "one");
    counts.lock().unwrap().victim = Some(one.id());
    let client = engine.client().await;
    let _other = Process::start(&engine, &url, "other");
    let mut runs = Vec::new();
    for number in 0..RUNS {
        let id = format!("run-{number}");
        let inputs = inputs(&format!("project-{number}"));
        let started = client.enqueue_with::<_, Outputs, Failed>(WORKFLOW, inputs, queued(&id));
        runs.push(started.await.unwrap());
    }
    let (mut succeeded, mut stopped) = (0, 0);
    for run in runs {
        let result = tokio::time::timeout(LONGEST, run.result()).await;
        match result.expect("an end") {
            Ok(_) => succeeded += 1,
            Err(Error::Application(failed)) if failed.may_have_been_processed => stopped += 1,
            Err(error) => panic!("{error:?}"),
        }
    }
    let counts = counts.lock().unwrap();
    let repeated: u32 = counts.answered.values().map(|it| it - 1).sum();
    println!(
        "postgres, a batch: {RUNS} runs, {succeeded} succeeded, {stopped} stopped before a request in flight, \
         {repeated} answered calls repeated; requests by worker: {:?}",
        counts.by_worker
    );
    assert_eq!((succeeded + stopped, repeated), (RUNS, 0));
    assert!(stopped <= 1 && counts.by_worker["other"] > counts.by_worker["one"]);
}
