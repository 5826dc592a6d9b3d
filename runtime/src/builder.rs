//! How a client is configured; mistakes are found before the first request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;

use crate::api::Api;
use crate::client::{Client, Shared};
use crate::credential::Credential;
use crate::headers::{self, Given};
use crate::hook::{Erased, Hook};
use crate::identity::Identity;
use crate::limits::{Deadline, RunDeadline};
use crate::oauth::Tokens;
use crate::observer::Observer;
use crate::run_options::RunSettings;
use crate::server;
use crate::settings::{EVERY_SOURCE, Settings, Source, names};
#[cfg(feature = "reqwest")]
use crate::transport::ReqwestTransport;
use crate::transport::{AnyTransport, Transport};

/// Configures a [`Client`].
///
/// Sources are named as in the Arazzo document. A source of a foreign document has a dotted name (`lib.api`), and a
/// setting for `api` holds for it too unless it has its own.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<T = AnyTransport> {
    apis: &'static [&'static Api],
    transport: Choice<T>,
    settings: Settings,
    run: RunSettings,
    hooks: Vec<Box<dyn Erased>>,
    identity: Option<Identity>,
    /// Two client certificates were given, of which a connection can show one.
    ambiguous: bool,
    /// URLs of origins that redirects may take bodies to.
    trusted: Vec<String>,
    /// Default headers.
    headers: Given,
}

enum Choice<T> {
    Given(T),
    Default(fn(Option<Identity>) -> Result<T, BuildError>),
}

/// Why a client cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError(String);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}

impl Client {
    /// Begins to configure a client for these APIs.
    pub fn builder(apis: &'static [&'static Api]) -> ClientBuilder {
        ClientBuilder::new(apis)
    }
}

impl ClientBuilder {
    pub(crate) fn new(apis: &'static [&'static Api]) -> Self {
        Self {
            apis,
            transport: Choice::Default(default_transport),
            settings: Settings::default(),
            run: RunSettings::default(),
            hooks: Vec::new(),
            identity: None,
            ambiguous: false,
            trusted: Vec::new(),
            headers: Given::new(),
        }
    }

    /// The client certificate that the default transport shows to every server that asks for one, as a `mutualTLS`
    /// security scheme does. Another transport has certificates of its own
    /// ([`ReqwestTransport::configured`](crate::ReqwestTransport::configured)).
    pub fn identity(mut self, identity: Identity) -> Self {
        self.ambiguous |= self.identity.as_ref().is_some_and(|it| *it != identity);
        self.identity = Some(identity);
        self
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(identity: Option<Identity>) -> Result<AnyTransport, BuildError> {
    let transport = match identity {
        Some(identity) => ReqwestTransport::with_identity(&identity),
        None => ReqwestTransport::new(),
    };
    match transport {
        Ok(transport) => Ok(AnyTransport::new(transport)),
        Err(error) => Err(BuildError(error.to_string())),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Option<Identity>) -> Result<AnyTransport, BuildError> {
    Err(BuildError(
        "no transport: enable the feature `reqwest` or call `transport`".to_owned(),
    ))
}

impl<T: Transport> ClientBuilder<T> {
    /// Sends requests through `transport` instead of the default one.
    pub fn transport(self, transport: impl Transport + 'static) -> ClientBuilder {
        self.typed_transport(AnyTransport::new(transport))
    }

    /// The same with a transport whose type the client keeps. It may borrow, and costs no allocation; but every function
    /// that takes such a client has to name its type.
    pub fn typed_transport<U: Transport>(self, transport: U) -> ClientBuilder<U> {
        ClientBuilder {
            apis: self.apis,
            transport: Choice::Given(transport),
            settings: self.settings,
            run: self.run,
            hooks: self.hooks,
            identity: self.identity,
            ambiguous: self.ambiguous,
            trusted: self.trusted,
            headers: self.headers,
        }
    }

    /// Replaces the whole server URL of a source, whatever its document says.
    pub fn base_url(self, source: &str, url: impl Into<String>) -> Self {
        self.set(source, |settings| settings.base_url = Some(url.into()))
    }

    /// Replaces the server URL of every source that has no base URL of its own.
    pub fn default_base_url(self, url: impl Into<String>) -> Self {
        self.base_url(EVERY_SOURCE, url)
    }

    /// Where the document of a source is taken to come from; relative server URLs are resolved against it.
    pub fn document_url(self, source: &str, url: impl Into<String>) -> Self {
        self.set(source, |settings| settings.document_url = Some(url.into()))
    }

    /// The value of a server variable. One that the document does not allow fails the step with kind `config`.
    pub fn server_variable(
        self,
        source: &str,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        self.set(source, |settings| {
            settings.server_variables.insert(name.into(), value.into());
        })
    }

    /// Which entry of `servers` is used, from 0.
    pub fn server_index(self, source: &str, index: usize) -> Self {
        self.set(source, |settings| settings.server_index = Some(index))
    }

    /// The credential for a security scheme of a source.
    pub fn credential(self, source: &str, scheme: &str, credential: impl Into<Credential>) -> Self {
        self.set(source, |settings| {
            settings
                .credentials
                .insert(scheme.to_owned(), credential.into());
        })
    }

    /// The credential for a security scheme of this name in any source that has no credential of its own for it.
    pub fn default_credential(self, scheme: &str, credential: impl Into<Credential>) -> Self {
        self.credential(EVERY_SOURCE, scheme, credential)
    }

    /// How many step executions one call may cost, called workflows and retries included. Default 1000.
    pub fn max_steps(mut self, steps: u32) -> Self {
        self.run.limits.max_steps = steps;
        self
    }

    /// How long a polling loop waits between rounds. Default 1 second.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.run.limits.poll_interval = interval;
        self
    }

    /// How long one attempt may take, redirects included; a longer timeout of a step does not lift it. Default 30
    /// seconds, which the timeout of a step replaces.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.run.limits.timeout = Some(timeout);
        self
    }

    /// The longest delay that a `Retry-After` header can ask for. Default one hour. A server that asks for more ends the
    /// retries: the failure stands, unless another action handles it, and a polling loop fails with kind `criteria`.
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.run.limits.max_retry_after = delay;
        self
    }

    /// How long a run may go on, called workflows included. No limit by default. What is under way then is given up, and
    /// the run fails with kind `timeout`, whatever its failure actions say. A delay for which there is no time is not
    /// begun. For single runs, and to share the time with prerequisites, see
    /// [`RunOptions::deadline`](crate::RunOptions::deadline).
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.run.limits.deadline = Some(RunDeadline::Each(deadline));
        self
    }

    /// The moment at which all runs of the client have to be over; several clients can share it. It takes the place of
    /// [`deadline`](Self::deadline), which counts for each run anew.
    pub fn until(mut self, deadline: Deadline) -> Self {
        self.run.limits.deadline = Some(RunDeadline::All(deadline));
        self
    }

    /// The largest response body that is read, in bytes after unpacking. Default 64 MiB. A larger one fails the step with
    /// kind `transport`.
    ///
    /// A body that is read as JSON of any type takes many times its size in memory, most of all one of short items: where
    /// servers are not trusted, the limit belongs near what they are asked for. Typed outputs and JSON Pointers keep what
    /// they look for and nothing else.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.run.limits.max_response_bytes = bytes;
        self
    }

    /// The most that the headers of a response may take, names and values together. Default 64 KiB. More fails the step
    /// with kind `transport`.
    ///
    /// The default transport has limits of its own, which this one cannot raise: about 400 KiB for a head of HTTP/1, and
    /// 100 headers ([`ReqwestTransport::configured`](crate::ReqwestTransport::configured) can set their number).
    pub fn max_response_header_bytes(mut self, bytes: usize) -> Self {
        self.run.limits.max_response_header_bytes = bytes;
        self
    }

    /// Lets redirects (307, 308) take the body of a request to the origin of `url`, which may be called several times.
    ///
    /// Without it a body, or a request that changes something, stays within the origin it was meant for: such a redirect
    /// is the response. Credentials never go along, and https never becomes http.
    pub fn trust_redirects_to(mut self, url: impl Into<String>) -> Self {
        self.trusted.push(url.into());
        self
    }

    /// A header for every request of every step; a later one of the same name replaces it. One that the document sets
    /// wins, and so does a credential.
    ///
    /// Its value counts as a credential: it is shown nowhere, and no redirect takes it to another origin.
    ///
    /// ```
    /// # static APIS: &[&arazzo_runtime::Api] = &[];
    /// # fn configure() -> Result<(), arazzo_runtime::BuildError> {
    /// let client = arazzo_runtime::Client::builder(APIS)
    ///     .header("X-Request-Source", "nightly-import")
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The `User-Agent` of every request whose document sets none, in place of that of the transport: the default
    /// transport says `arazzo-runtime/` and its version. Redirects take it along.
    pub fn user_agent(self, product: impl Into<String>) -> Self {
        self.header(USER_AGENT.as_str(), product)
    }

    /// Does something to every request before it is sent, or sees every answer; several hooks are called in the order in
    /// which they were given.
    ///
    /// ```
    /// # use std::sync::atomic::{AtomicU64, Ordering};
    /// # use arazzo_runtime::Outgoing;
    /// # static APIS: &[&arazzo_runtime::Api] = &[];
    /// # fn configure() -> Result<(), arazzo_runtime::BuildError> {
    /// let count = AtomicU64::new(0);
    /// let client = arazzo_runtime::Client::builder(APIS)
    ///     .hook(move |request: &mut Outgoing<'_>| {
    ///         let number = count.fetch_add(1, Ordering::Relaxed);
    ///         request.headers_mut().insert("x-request-number", number.into());
    ///         Ok(())
    ///     })
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Box::new(hook));
        self
    }

    /// Watches all runs of the client; several observers are called in the order in which they were given.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.run.observers.push(Arc::new(observer));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// If a setting names an unknown source, a URL is no absolute http or https URL or carries user information, a header
    /// cannot be sent or is not for a caller to set, or the default transport cannot be set up, for example because a
    /// client certificate is malformed.
    pub fn build(self) -> Result<Client<T>, BuildError> {
        for (name, source) in self.settings.iter() {
            self.check(name, source)?;
        }
        if self.ambiguous {
            return Err(BuildError(
                "two client certificates are given, and a client shows one".to_owned(),
            ));
        }
        let (mut settings, mut run) = (self.settings, self.run);
        let origin = |url: &String| server::parse(url).map(|url| url.origin());
        let trusted = self.trusted.iter().map(origin).collect::<Result<_, _>>();
        let trusted = trusted.map_err(BuildError)?;
        headers::add(&mut run.headers, self.headers).map_err(BuildError)?;
        let transport = match (self.transport, self.identity) {
            (Choice::Given(_), Some(_)) => {
                return Err(BuildError(
                    "the client certificate is for the default transport, and another one is used"
                        .to_owned(),
                ));
            }
            (Choice::Given(transport), None) => transport,
            (Choice::Default(make), identity) => make(identity)?,
        };
        settings.certificate = transport.shows_certificate();
        let bases = server::bases(&settings, self.apis);
        let shared = Shared {
            hooks: self.hooks,
            bases,
            settings,
            trusted,
            tokens: Tokens::default(),
        };
        Ok(Client::new(transport, shared, run))
    }

    fn set(mut self, source: &str, change: impl FnOnce(&mut Source)) -> Self {
        change(self.settings.entry(source));
        self
    }

    fn check(&self, name: &str, source: &Source) -> Result<(), BuildError> {
        let known = name == EVERY_SOURCE
            || self
                .apis
                .iter()
                .any(|api| names(api.name).any(|known| known == name));
        if !known {
            let sources = self
                .apis
                .iter()
                .map(|api| api.name)
                .collect::<Vec<_>>()
                .join("`, `");
            return Err(BuildError(format!(
                "there is no source `{name}`; the sources are `{sources}`"
            )));
        }
        let own = [&source.base_url, &source.document_url];
        let tokens = source.credentials.values().map(Credential::token_endpoint);
        for url in own
            .into_iter()
            .filter_map(Option::as_deref)
            .chain(tokens.flatten())
        {
            server::parse(url).map_err(BuildError)?;
        }
        Ok(())
    }
}

impl<T> fmt::Debug for ClientBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("settings", &self.settings)
            .field("limits", &self.run.limits)
            .finish_non_exhaustive()
    }
}
