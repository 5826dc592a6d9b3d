//! The tokens of a client, one for each scheme and set of scopes.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::gate::Gate;
use crate::problem::Problem;
use crate::scheme::Scheme;

/// Source, scheme, scopes.
type Key = (&'static str, &'static str, &'static [&'static str]);

/// All tokens of a client.
#[derive(Default)]
pub(crate) struct Tokens(Mutex<BTreeMap<Key, Arc<Slot>>>);

/// The place of one token.
#[derive(Default)]
pub(super) struct Slot {
    /// Held while fetching.
    pub(super) gate: Gate,
    state: Mutex<State>,
    /// The endpoint takes the client's secret in the body only.
    in_body: AtomicBool,
}

/// What the last fetch came to.
#[derive(Clone, Default)]
pub(super) struct State {
    /// Counts fetches.
    pub(super) round: u64,
    pub(super) latest: Option<Result<Held, Problem>>,
}

#[derive(Clone)]
pub(super) struct Held {
    pub(super) text: Arc<str>,
    /// When it was asked for.
    pub(super) since: Instant,
    /// How long it is used from then on; without end if the endpoint says nothing.
    pub(super) lifetime: Option<Duration>,
}

impl Tokens {
    pub(super) fn slot(&self, scheme: &'static Scheme) -> Arc<Slot> {
        let key = (scheme.source, scheme.name, scheme.scopes);
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(key).or_default())
    }
}

impl Slot {
    pub(super) fn state(&self) -> State {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }

    /// Notes the outcome of a fetch.
    pub(super) fn finish(&self, latest: Result<Held, Problem>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.round = state.round.wrapping_add(1);
        state.latest = Some(latest);
    }

    pub(super) fn in_body(&self) -> bool {
        self.in_body.load(Ordering::Relaxed)
    }

    pub(super) fn remember_in_body(&self, in_body: bool) {
        self.in_body.store(in_body, Ordering::Relaxed);
    }
}

impl State {
    pub(super) fn held(&self) -> Option<&Held> {
        self.latest.as_ref()?.as_ref().ok()
    }
}
