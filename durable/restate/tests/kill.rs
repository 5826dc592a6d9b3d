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

mod engine;

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use arazzo_workflows::sentry;
use restate_sdk::prelude::{Endpoint, HttpServer};
use sentry_stand_in::{Endpoint as Called, Reply, Request, Sentry as StandIn, Server};
use serde_json::{Value, json};

use engine::Engine;

arazzo_restate::service! {
    /// The workflows of Sentry.
    Sentry = "sentry" in arazzo_workflows::sentry { provision_project_key }
}

const TOKEN: &str = "t0ken-of-acme";

/// When something is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// The server has got a request, and done nothing.
    Before,
    /// The server has done what was asked for, and not answered.
    After,
}

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Victim {
    Worker,
    Engine,
}

/// A stand-in for Sentry that kills somebody at a request.
struct Scene {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The number of the request, from 1.
    kill: Option<(usize, When)>,
    victim: Option<u32>,
    seen: Vec<String>,
    answered: BTreeMap<String, u32>,
}

impl Scene {
    fn open() -> Self {
        let state = Arc::<Mutex<State>>::default();
        let sentry = StandIn::new(TOKEN);
        let shared = Arc::clone(&state);
        let server = Server::start(move |request| answer(&shared, &sentry, request));
        Self {
            url: server.unwrap().url(),
            state,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

fn answer(state: &Mutex<State>, sentry: &StandIn, request: &Request) -> Reply {
    let step = Called::of(request).map_or("", |called| called.step());
    let mut state = state.lock().unwrap();
    state.seen.push(step.to_owned());
    let due = state.kill.filter(|(at, _)| *at == state.seen.len());
    if due.is_some_and(|(_, when)| when == When::Before) {
        return state.end();
    }
    let reply = sentry.answer(request);
    if due.is_some() {
        return state.end();
    }
    *state.answered.entry(step.to_owned()).or_default() += 1;
    reply
}

impl State {
    fn end(&mut self) -> Reply {
        self.kill = None;
        let victim = self.victim.expect("a process").to_string();
        let killed = Command::new("kill").args(["-9", &victim]).status();
        assert!(killed.unwrap().success());
        Reply::HangUp
    }
}

/// A worker in a process of its own.
struct Worker(Child);

impl Worker {
    fn start(port: u16, url: &str, again: bool) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "the_worker"]);
        command.env("PORT", port.to_string()).env("SERVER", url);
        if again {
            command.env("AGAIN", "1");
        }
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(child.unwrap())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::test]
#[ignore = "run by `runs_survive_their_worker_and_their_engine`"]
async fn the_worker() {
    let port: u16 = std::env::var("PORT").unwrap().parse().unwrap();
    let client = sentry::Client::builder()
        .base_url(std::env::var("SERVER").unwrap())
        .bearer_auth(TOKEN)
        .build()
        .unwrap();
    let endpoint = Endpoint::builder().bind(Sentry::new(client)).build();
    let address = ([127, 0, 0, 1], port).into();
    HttpServer::new(endpoint).listen_and_serve(address).await;
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
    let scene = Scene::open();
    let port = engine::free_port();
    let mut worker = Worker::start(port, &scene.url, false);
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
        let step = ["createProject", "confirmProject", "createKey", "listKeys"][at - 1];
        *scene.state() = State {
            kill: Some((at, when)),
            victim: Some(match victim {
                Victim::Worker => worker.0.id(),
                Victim::Engine => engine.id(),
            }),
            ..State::default()
        };
        let key = format!("run-{number}");
        let (result, ()) = tokio::join!(
            engine.call("provision_project_key", &key, &inputs()),
            async {
                while scene.state().kill.is_some() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                match victim {
                    Victim::Worker => worker = Worker::start(port, &scene.url, false),
                    Victim::Engine => {}
                }
            }
        );
        let result = match victim {
            Victim::Worker => result,
            Victim::Engine => {
                engine.restart();
                engine.call("provision_project_key", &key, &inputs()).await
            }
        };
        let (status, body) = result.expect("an answer");
        let in_flight = matches!(step, "createProject" | "createKey");
        match status {
            200 => survived += 1,
            409 if in_flight => {
                assert!(body.contains("may have been processed"), "{body}");
                (survived, stopped) = (survived + 1, stopped + 1);
            }
            _ => panic!("{victim:?} {at} {when:?}: {status} {body}"),
        }
        let answered = &scene.state().answered;
        repeated += answered
            .values()
            .map(|times| times.saturating_sub(1))
            .sum::<u32>();
    }
    println!(
        "restate: {} points tried, {survived} survived ({stopped} of them stopped before a request in flight), {repeated} \
         answered calls repeated",
        points.len()
    );
    assert_eq!((survived, repeated), (points.len(), 0));
}
