//! A stand-in for Sentry that kills a process at one of its requests.

use std::collections::BTreeMap;
use std::io;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{Endpoint, Reply, Request, Sentry, Server};

/// When the process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The server has got the request, and done nothing.
    Before,
    /// The server has done what was asked for, and not answered.
    After,
    /// The server has done what was asked for, and answers: the process is another one than that which asked.
    Beside,
}

/// Answers as Sentry does, or as it is told to, until the request that kills. Counts requests and answers by step.
#[derive(Debug)]
pub struct Killer {
    server: Server,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    kill: Option<Kill>,
    seen: Vec<String>,
    answered: BTreeMap<String, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Kill {
    /// The number of the request, from 1.
    at: usize,
    when: When,
    process: u32,
}

impl Killer {
    /// Listens on loopback and knows this token.
    ///
    /// # Errors
    /// If no port is to be had.
    pub fn start(token: &str) -> io::Result<Self> {
        let sentry = Sentry::new(token);
        let step = |request: &Request| Endpoint::of(request).map_or("", |it| it.step()).to_owned();
        Self::over(step, move |request| sentry.answer(request))
    }

    /// Listens on loopback and answers with `answer`. Requests are of one step if `step` gives them one name.
    ///
    /// # Errors
    /// If no port is to be had.
    pub fn over(
        step: impl Fn(&Request) -> String + Send + Sync + 'static,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        let server = Server::start(move |request| {
            let mut state = locked(&shared);
            state.answer(step(request), || answer(request))
        })?;
        Ok(Self { server, state })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Forgets what was, and kills this process at the request of this number, from 1.
    pub fn arm(&self, at: usize, when: When, process: u32) {
        *locked(&self.state) = State {
            kill: Some(Kill { at, when, process }),
            ..State::default()
        };
    }

    /// Whether the request that kills is still to come.
    pub fn is_armed(&self) -> bool {
        locked(&self.state).kill.is_some()
    }

    /// The steps whose requests came, in order.
    pub fn seen(&self) -> Vec<String> {
        locked(&self.state).seen.clone()
    }

    /// How many answers went out for steps that had been answered before.
    pub fn repeated(&self) -> u32 {
        let state = locked(&self.state);
        state.answered.values().map(|it| it.saturating_sub(1)).sum()
    }
}

impl State {
    fn answer(&mut self, step: String, answer: impl FnOnce() -> Reply) -> Reply {
        self.seen.push(step.clone());
        let due = self.kill.filter(|kill| kill.at == self.seen.len());
        if let Some(kill) = due.filter(|kill| kill.when == When::Before) {
            return self.end(kill);
        }
        let reply = answer();
        if let Some(kill) = due {
            let hung_up = self.end(kill);
            if kill.when != When::Beside {
                return hung_up;
            }
        }
        *self.answered.entry(step).or_default() += 1;
        reply
    }

    fn end(&mut self, kill: Kill) -> Reply {
        self.kill = None;
        let process = kill.process.to_string();
        Command::new("kill").args(["-9", &process]).status().ok();
        Reply::HangUp
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
