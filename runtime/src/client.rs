//! The client that generated functions take: where servers are, who we are, and how patient we want to be.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use url::Url;

use crate::api::{Api, Server};
use crate::builder::ClientBuilder;
use crate::call::Call;
use crate::oauth::Tokens;
use crate::observer::{Event, Observer};
use crate::problem::Problem;
use crate::server::{self, Bases};
use crate::settings::Settings;
use crate::transport::{DefaultTransport, Transport};

/// Configuration and transport, shared by all runs. Cheap to clone; `Debug` shows no credential.
pub struct Client<T = DefaultTransport>(Arc<Shared<T>>);

pub(crate) struct Shared<T> {
    pub(crate) transport: T,
    pub(crate) settings: Settings,
    pub(crate) bases: Bases,
    pub(crate) options: Options,
    pub(crate) observer: Option<Box<dyn Observer>>,
    /// Tokens that the client fetched itself.
    pub(crate) tokens: Tokens,
}

#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) max_steps: u32,
    pub(crate) poll_interval: Duration,
    /// `None`: the default, which a step's own timeout replaces.
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retry_after: Option<Duration>,
    pub(crate) max_response_bytes: usize,
}

impl Client {
    /// Begins to configure a client for these APIs.
    pub fn builder(apis: &'static [&'static Api]) -> ClientBuilder {
        ClientBuilder::new(apis)
    }
}

impl<T: Transport> Client<T> {
    pub(crate) fn new(shared: Shared<T>) -> Self {
        Self(Arc::new(shared))
    }

    /// Begins a run of a workflow, with a step budget of its own.
    pub fn call(&self, workflow: &'static str) -> Call<'_, T> {
        Call::new(
            self,
            workflow,
            Arc::new(AtomicU32::new(self.0.options.max_steps)),
        )
    }

    /// The transport.
    pub fn transport(&self) -> &T {
        &self.0.transport
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The URL that paths of the API are appended to; `own` are the servers of the operation.
    pub(crate) fn base(
        &self,
        api: &Api,
        own: Option<&'static [Server]>,
    ) -> Result<Cow<'_, Url>, Problem> {
        let known = self
            .0
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
        &self.0.tokens
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn observe(&self, event: &Event<'_>) {
        if let Some(observer) = &self.0.observer {
            observer.event(event);
        }
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("settings", &self.0.settings)
            .field("options", &self.0.options)
            .finish_non_exhaustive()
    }
}
