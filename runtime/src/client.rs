//! The client that generated functions take: where servers are, who we are, and how patient we want to be.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use url::{Origin, Url};

use crate::api::{Api, Server};
use crate::hook::Erased;
use crate::limits::Limits;
use crate::oauth::Tokens;
use crate::observer::Event;
use crate::problem::Problem;
use crate::run_options::{RunOptions, RunSettings};
use crate::server::{self, Bases};
use crate::settings::Settings;
use crate::transport::{AnyTransport, Outgoing, Transport, TransportError};

/// Configuration and transport, shared by all runs. Cheap to clone; `Debug` shows no credential.
pub struct Client<T = AnyTransport> {
    transport: Arc<T>,
    shared: Arc<Shared>,
    run: Arc<RunSettings>,
}

/// What clients share whatever their transport.
pub(crate) struct Shared {
    pub(crate) hooks: Vec<Box<dyn Erased>>,
    pub(crate) settings: Settings,
    pub(crate) bases: Bases,
    /// Origins that redirects may take bodies to.
    pub(crate) trusted: Vec<Origin>,
    /// Tokens that the client fetched itself.
    pub(crate) tokens: Tokens,
}

impl<T: Transport> Client<T> {
    pub(crate) fn new(transport: T, shared: Shared, run: RunSettings) -> Self {
        Self {
            transport: Arc::new(transport),
            shared: Arc::new(shared),
            run: Arc::new(run),
        }
    }

    /// The transport.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// Sends a request, past the hooks.
    pub(crate) async fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let limit = outgoing.limit;
        // Boxed, as what few clients have must not make every request's future larger.
        let answer = match self.shared.hooks.is_empty() {
            true => self.transport().dispatch(outgoing).await,
            false => Box::pin(self.dispatch_hooked(outgoing)).await,
        };
        if let Ok(response) = &answer {
            if response.body().len() > limit {
                return Err(TransportError::too_large(limit));
            }
            let most = self.limits().max_response_header_bytes;
            if size(response.headers()) > most {
                return Err(TransportError::new(format!(
                    "the response headers are larger than {most} bytes"
                )));
            }
        }
        answer
    }

    async fn dispatch_hooked(
        &self,
        mut outgoing: Outgoing<'_>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let hooks = self.shared.hooks.as_slice();
        for hook in hooks {
            let refused = hook.request(&mut outgoing).await;
            refused.map_err(TransportError::unsent)?;
        }
        let answer = self.transport().dispatch(outgoing.clone()).await;
        for hook in hooks {
            hook.answer(&outgoing, answer.as_ref()).await;
        }
        answer
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

    pub(crate) fn trusted(&self) -> &[Origin] {
        &self.shared.trusted
    }

    /// What holds for its runs.
    pub(crate) fn run(&self) -> &RunSettings {
        &self.run
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.run.limits
    }

    pub(crate) fn observe(&self, event: &Event<'_>) {
        for observer in &self.run.observers {
            observer.event(event);
        }
    }
}

/// How much names and values take.
fn size(headers: &HeaderMap) -> usize {
    let sizes = headers.iter();
    let sizes = sizes.map(|(name, value)| name.as_str().len().saturating_add(value.len()));
    sizes.fold(0, usize::saturating_add)
}

impl<T> Client<T> {
    /// This client for one run, and for the prerequisites that are run for it: connections, credentials and tokens are
    /// shared, and what `options` does not say stays as it is.
    #[must_use = "the options hold for the client that is returned"]
    pub fn for_run(&self, options: RunOptions) -> Self {
        Self {
            transport: Arc::clone(&self.transport),
            shared: Arc::clone(&self.shared),
            run: Arc::new(self.run.with(options)),
        }
    }

    /// This client over another transport, such as one with the [journal](crate::Journaled) of a run; settings,
    /// credentials and tokens are shared.
    pub fn over<U: Transport>(&self, transport: U) -> Client<U> {
        Client {
            transport: Arc::new(transport),
            shared: Arc::clone(&self.shared),
            run: Arc::clone(&self.run),
        }
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            transport: Arc::clone(&self.transport),
            shared: Arc::clone(&self.shared),
            run: Arc::clone(&self.run),
        }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("settings", &self.shared.settings)
            .field("limits", &self.run.limits)
            .finish_non_exhaustive()
    }
}
