//! The client that generated functions take: where servers are, who we are, and how patient we want to be.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use url::{Origin, Url};

use crate::api::{Api, Server};
use crate::builder::ClientBuilder;
use crate::call::Call;
use crate::limits::{Deadline, Limits};
use crate::oauth::Tokens;
use crate::observer::{Event, Observer};
use crate::problem::Problem;
use crate::run_id::RunId;
use crate::server::{self, Bases};
use crate::settings::Settings;
use crate::state::State;
use crate::transport::{AnyTransport, Transport};

/// Configuration and transport, shared by all runs. Cheap to clone; `Debug` shows no credential.
pub struct Client<T = AnyTransport> {
    shared: Arc<Shared<T>>,
    own: Own,
}

/// What a client has apart from those that it shares all else with.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Own {
    /// The deadline of all runs together.
    pub(crate) deadline: Option<Deadline>,
    pub(crate) max_retry_after: Option<Duration>,
}

pub(crate) struct Shared<T> {
    pub(crate) transport: T,
    pub(crate) settings: Settings,
    pub(crate) bases: Bases,
    pub(crate) options: Options,
    pub(crate) observers: Vec<Box<dyn Observer>>,
    /// Tokens that the client fetched itself.
    pub(crate) tokens: Tokens,
}

#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) max_steps: u32,
    pub(crate) poll_interval: Duration,
    /// `None`: the default, which a step's own timeout replaces.
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retry_after: Duration,
    /// Of each run.
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_response_bytes: usize,
    /// Origins that redirects may take bodies to.
    pub(crate) trusted: Vec<Origin>,
    /// Sent with every request that has none of the same name.
    pub(crate) headers: HeaderMap,
}

impl Client {
    /// Begins to configure a client for these APIs.
    pub fn builder(apis: &'static [&'static Api]) -> ClientBuilder {
        ClientBuilder::new(apis)
    }
}

impl<T: Transport> Client<T> {
    pub(crate) fn new(shared: Shared<T>, own: Own) -> Self {
        Self {
            shared: Arc::new(shared),
            own,
        }
    }

    /// Begins a run of a workflow, with a step budget of its own.
    pub fn call(&self, workflow: &'static str) -> Call<'_, T> {
        let options = self.options();
        let deadline = self.own.deadline;
        let deadline = deadline.or_else(|| options.deadline.map(Deadline::after));
        let state = State::new(RunId::random(), options.max_steps, deadline);
        Call::new(self, workflow, Arc::new(state))
    }

    /// The transport.
    pub fn transport(&self) -> &T {
        &self.shared.transport
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// The URL that paths of the API are appended to; `own` are the servers of the operation.
    pub(crate) fn base(
        &self,
        api: &Api,
        own: Option<&'static [Server]>,
    ) -> Result<Cow<'_, Url>, Problem> {
        let known = self
            .shared
            .bases
            .iter()
            .find(|(known, _)| std::ptr::eq(*known, api));
        match known {
            Some((_, base)) if own.is_none() => {
                base.as_ref().map(Cow::Borrowed).map_err(Clone::clone)
            }
            _ => server::base(self.settings(), api, own).map(Cow::Owned),
        }
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.shared.tokens
    }

    pub(crate) fn options(&self) -> &Options {
        &self.shared.options
    }

    pub(crate) fn max_retry_after(&self) -> Duration {
        let own = self.own.max_retry_after;
        own.unwrap_or(self.shared.options.max_retry_after)
    }

    pub(crate) fn observe(&self, event: &Event<'_>) {
        for observer in &self.shared.observers {
            observer.event(event);
        }
    }
}

impl<T> Client<T> {
    /// The same client with limits of its own: for one call, and for the prerequisites that are run for it. What
    /// `limits` does not have stays as it is. A deadline counts from now.
    pub fn with_limits(&self, limits: Limits) -> Self {
        let deadline = limits.deadline.map(Deadline::after);
        Self {
            shared: Arc::clone(&self.shared),
            own: Own {
                deadline: deadline.or(self.own.deadline),
                max_retry_after: limits.max_retry_after.or(self.own.max_retry_after),
            },
        }
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            own: self.own,
        }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("settings", &self.shared.settings)
            .field("options", &self.shared.options)
            .finish_non_exhaustive()
    }
}
