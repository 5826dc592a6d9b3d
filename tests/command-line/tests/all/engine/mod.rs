//! Many runs on an engine: whoever executes them, nothing is done twice.
//!
//! The server of Restate comes from npm, that of PostgreSQL from the system. Without them these tests say that they were
//! left out.
#![cfg_attr(
    not(all(feature = "postgres", feature = "restate")),
    allow(dead_code, unused_imports, reason = "no engine uses all of it")
)]

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "restate")]
mod restate;

use std::{
    collections::BTreeMap,
    process::{Child, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use sentry_stand_in::{AsyncServer, Reply, Request};
use serde_json::{Value, json};

use crate::{
    batch::{Folder, orders, receipt},
    support::{Done, finish, program},
};

/// A shop that counts what it is asked for.
struct Counting {
    server: AsyncServer,
    /// How often something was answered, by what it was.
    answered: Arc<Mutex<BTreeMap<String, usize>>>,
    /// How many requests came from each worker.
    workers: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Counting {
    /// Answers by path and body.
    fn answering(answer: impl Fn(&str, &Value) -> Reply + Send + Sync + 'static) -> Self {
        let answered = Arc::<Mutex<BTreeMap<String, usize>>>::default();
        let workers = Arc::<Mutex<BTreeMap<String, usize>>>::default();
        let (noted, from) = (Arc::clone(&answered), Arc::clone(&workers));
        let count = |of: &Mutex<BTreeMap<_, _>>, key| {
            *of.lock().expect("no panic").entry(key).or_default() += 1;
        };
        let server = AsyncServer::start(move |request: &Request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let worker = request.header("x-worker").unwrap_or_default();
            count(&from, worker.to_owned());
            count(&noted, format!("{} {body}", request.target));
            answer(&request.target, &body)
        });
        Self {
            server: server.expect("a free port"),
            answered,
            workers,
        }
    }

    /// Pays for every order, which takes a while.
    fn paying() -> Self {
        Self::answering(|_, body| {
            let order = body["order"].as_str().unwrap_or_default();
            receipt(order).after(Duration::from_millis(20))
        })
    }

    fn url(&self) -> String {
        format!("{}/v1", self.server.url())
    }

    /// How many things were asked for, and how often all of them together.
    fn answered(&self) -> (usize, usize) {
        let answered = self.answered.lock().expect("no panic");
        (answered.len(), answered.values().sum())
    }

    /// How many requests a worker sent.
    fn from(&self, worker: &str) -> usize {
        let workers = self.workers.lock().expect("no panic");
        workers.get(worker).copied().unwrap_or_default()
    }
}

/// A process that ends with this.
struct Process(Child);

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let mut command = program();
        command.args(arguments).stderr(Stdio::piped());
        Self(command.spawn().expect("a process"))
    }

    /// Ends it by a signal that it cannot answer.
    fn kill(&mut self) {
        self.0.kill().expect("a process");
        self.0.wait().expect("an end");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Waits for something that happens sooner or later.
fn until(what: &str, happened: impl Fn() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < Duration::from_secs(120), "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn results(folder: &Folder) -> usize {
    folder.read("out.jsonl").lines().count()
}
