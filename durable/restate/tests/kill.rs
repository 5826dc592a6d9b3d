//! Kills workers and the engine: nothing that was answered is asked for again, and every run ends.
//!
//! The server of Restate comes from npm. Without it these tests say that they were left out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod delay;
mod engine;

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use arazzo_workflows::sentry;
use restate_sdk::prelude::Endpoint;
use sentry_stand_in::{Killer, When, free_port};
use serde_json::{Value, json};

use delay::Patient;
use engine::Engine;

arazzo_restate::service! {
    /// The workflows of Sentry.
    Sentry = "sentry" in arazzo_workflows::sentry { provision_project_key }
}

const TOKEN: &str = "t0ken-of-acme";

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Victim {
    Worker,
    Engine,
}

/// A worker in a process of its own.
struct Worker(Child);

impl Worker {
    fn start(port: u16, url: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "the_worker"]);
        command.env("PORT", port.to_string()).env("SERVER", url);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(child.unwrap())
    }
}

impl Worker {
    /// Kills it with a signal that it cannot answer.
    fn end(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

#[tokio::test]
#[ignore = "run by the others"]
async fn the_worker() {
    let url = std::env::var("SERVER").unwrap();
    let port: u16 = std::env::var("PORT").unwrap().parse().unwrap();
    let client = sentry::Client::builder()
        .base_url(&url)
        .bearer_auth(TOKEN)
        .build()
        .unwrap();
    let endpoint = Endpoint::builder()
        .bind(Sentry::new(client))
        .bind(Patient::new(&url))
        .build();
    let address = ([127, 0, 0, 1], port).into();
    let listener = arazzo_restate::listen(address).unwrap();
    arazzo_restate::serve(endpoint, listener, std::future::pending::<()>()).await;
}

fn inputs() -> Value {
    json!({
        "organizationIdOrSlug": "acme", "teamIdOrSlug": "core", "projectName": "demo", "platform": "rust", "keyName": "ci",
    })
}

#[tokio::test]
async fn runs_survive_their_worker_and_their_engine() {
    let Some(mut engine) = Engine::start() else {
        println!("left out: there is no server of Restate, and npm installs none");
        return;
    };
    let killer = Killer::start(TOKEN).unwrap();
    let port = free_port().unwrap();
    let mut worker = Worker::start(port, &killer.url());
    engine.register(port).await;
    let points = [Victim::Worker, Victim::Engine]
        .into_iter()
        .flat_map(|victim| {
            let numbers = 1..=4;
            numbers.flat_map(move |at| [(victim, at, When::Before), (victim, at, When::After)])
        });
    let points: Vec<_> = points.collect();
    let (mut survived, mut repeated, mut stopped) = (0, 0, 0);
    for (number, (victim, at, when)) in points.iter().copied().enumerate() {
        let process = match victim {
            Victim::Worker => worker.0.id(),
            Victim::Engine => engine.id(),
        };
        killer.arm(at, when, process);
        let key = format!("run-{number}");
        let inputs = inputs();
        let called = engine.call("sentry/provision_project_key", &key, &inputs);
        let (result, ()) = tokio::join!(called, async {
            while killer.is_armed() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            if victim == Victim::Worker {
                worker = Worker::start(port, &killer.url());
            }
        });
        let result = match victim {
            Victim::Worker => result,
            Victim::Engine => {
                engine.restart();
                Some(
                    engine
                        .answer("sentry/provision_project_key", &key, &inputs)
                        .await,
                )
            }
        };
        let (status, body) = result.expect("an answer");
        // A POST may have been processed; a GET is sent again.
        let in_flight = at % 2 == 1;
        match status {
            200 => survived += 1,
            409 if in_flight => {
                assert!(body.contains("may have been processed"), "{body}");
                (survived, stopped) = (survived + 1, stopped + 1);
            }
            _ => panic!("{victim:?} {at} {when:?}: {status} {body}"),
        }
        repeated += killer.repeated();
    }
    println!(
        "restate: {} points tried, {survived} survived ({stopped} of them stopped before a request in flight), {repeated} \
         answered calls repeated",
        points.len()
    );
    assert_eq!((survived, repeated), (points.len(), 0));
}
