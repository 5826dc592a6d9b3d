/// Client for the workflows of “Credentials together, one of them, or none”.
///
/// # APIs
///
/// - `api`: Guarded
#[derive(Debug, Clone)]
pub struct Client<T = ::arazzo_runtime::DefaultTransport>(::arazzo_runtime::Client<T>);

impl Client {
    /// Starts to configure a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder(::arazzo_runtime::Client::builder(APIS))
    }
}

impl<T> Client<T> {
    /// The same client with limits of its own: for one call, and for the prerequisites that are run for it.
    pub fn with_limits(&self, limits: ::arazzo_runtime::Limits) -> Self {
        Self(self.0.with_limits(limits))
    }
}

/// Configures a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder<T = ::arazzo_runtime::DefaultTransport>(
    ::arazzo_runtime::ClientBuilder<T>,
);

impl<T: ::arazzo_runtime::Transport> ClientBuilder<T> {
    /// Sends requests of `api` to `url` instead of `https://api.test`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
    }

    /// Key for the security scheme `inHeader`.
    pub fn in_header(self, key: impl Into<String>) -> Self {
        Self(
            self
                .0
                .credential(
                    "api",
                    "inHeader",
                    ::arazzo_runtime::Credential::api_key(key),
                ),
        )
    }

    /// Key for the security scheme `inQuery`.
    pub fn in_query(self, key: impl Into<String>) -> Self {
        Self(
            self
                .0
                .credential("api", "inQuery", ::arazzo_runtime::Credential::api_key(key)),
        )
    }

    /// Key for the security scheme `inCookie`.
    pub fn in_cookie(self, key: impl Into<String>) -> Self {
        Self(
            self
                .0
                .credential(
                    "api",
                    "inCookie",
                    ::arazzo_runtime::Credential::api_key(key),
                ),
        )
    }

    /// Token for the security scheme `token`.
    pub fn token(self, token: impl Into<String>) -> Self {
        Self(
            self
                .0
                .credential("api", "token", ::arazzo_runtime::Credential::bearer(token)),
        )
    }

    /// User and password for the security scheme `user`.
    pub fn user(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(
            self
                .0
                .credential(
                    "api",
                    "user",
                    ::arazzo_runtime::Credential::basic(user, password),
                ),
        )
    }

    /// What follows the scheme's name in the `Authorization` header, for the security scheme `other`.
    pub fn other(self, credential: impl Into<String>) -> Self {
        Self(
            self
                .0
                .credential(
                    "api",
                    "other",
                    ::arazzo_runtime::Credential::api_key(credential),
                ),
        )
    }

    /// Everything else that a client has to offer: timeouts, limits, server variables, an observer.
    pub fn configure(
        self,
        change: impl FnOnce(
            ::arazzo_runtime::ClientBuilder<T>,
        ) -> ::arazzo_runtime::ClientBuilder<T>,
    ) -> Self {
        Self(change(self.0))
    }

    /// Sends requests through another transport: one that records, replays or answers by itself.
    pub fn transport<U: ::arazzo_runtime::Transport>(
        self,
        transport: U,
    ) -> ClientBuilder<U> {
        ClientBuilder(self.0.transport(transport))
    }

    /// Finishes the client.
    ///
    /// # Errors
    ///
    /// A setting cannot work, such as a base URL that is none.
    pub fn build(self) -> Result<Client<T>, ::arazzo_runtime::BuildError> {
        self.0.build().map(Client)
    }
}

impl ClientBuilder {
    /// Client certificate for the security scheme `certificate`.
    ///
    /// It belongs to the default transport; another one has to show its own.
    pub fn certificate(self, identity: ::arazzo_runtime::Identity) -> Self {
        Self(self.0.identity(identity))
    }
}

/// Runs the workflow `send`.
///
/// # Credentials
///
/// - [`in_header`](ClientBuilder::in_header)
/// - [`in_query`](ClientBuilder::in_query)
/// - [`in_cookie`](ClientBuilder::in_cookie)
/// - [`token`](ClientBuilder::token)
/// - [`user`](ClientBuilder::user)
/// - [`certificate`](ClientBuilder::certificate)
/// - [`other`](ClientBuilder::other)
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn send<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: send::Inputs,
) -> Result<send::Run, send::Failure> {
    send::start(&client.0.call("send"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, serde::{Deserialize, Serialize},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {}

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, ()>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<()>;

    /// Runs the workflow as a part of `call`.
    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        match run(call).await {
            Ok(outputs) => Ok(call.finished(inputs, outputs, (), Termination::Completed)),
            Err(error) => Err(call.failed(error, (), ())),
        }
    }

    /// Runs the steps.
    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        both(call).await?;
        default(call).await?;
        optional(call).await?;
        open(call).await?;
        certificate(call).await?;
        Ok(Outputs {})
    }

    /// Step `both`.
    async fn both<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("both");
        let request = step
            .request(Method::GET, &super::API, "/both")?
            .accept("*/*")
            .security(super::WITH_IN_HEADER_AND_IN_QUERY_OR_IN_COOKIE);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }

    /// Step `default`.
    async fn default<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("default");
        let request = step
            .request(Method::GET, &super::API, "/default")?
            .accept("*/*")
            .security(super::WITH_TOKEN);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }

    /// Step `optional`.
    async fn optional<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("optional");
        let request = step
            .request(Method::GET, &super::API, "/optional")?
            .accept("*/*")
            .security(super::WITH_USER_OR_NOTHING);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }

    /// Step `open`.
    async fn open<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("open");
        let request = step.request(Method::GET, &super::API, "/open")?.accept("*/*");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }

    /// Step `certificate`.
    async fn certificate<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("certificate");
        let request = step
            .request(Method::GET, &super::API, "/certificate")?
            .accept("*/*")
            .security(super::WITH_CERTIFICATE_AND_USER_OR_OTHER);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://api.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];

static IN_HEADER: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::api_key_header(
    "api",
    "inHeader",
    "X-Key",
);

static IN_QUERY: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::api_key_query(
    "api",
    "inQuery",
    "key",
);

static IN_COOKIE: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::api_key_cookie(
    "api",
    "inCookie",
    "key",
);

static TOKEN: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::bearer(
    "api",
    "token",
);

static USER: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::basic("api", "user");

static CERTIFICATE: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::mutual_tls(
    "api",
    "certificate",
);

static OTHER: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::http(
    "api",
    "other",
    "Token",
);

static WITH_CERTIFICATE_AND_USER_OR_OTHER: &[&[&::arazzo_runtime::Scheme]] = &[
    &[&CERTIFICATE, &USER],
    &[&OTHER],
];
static WITH_IN_HEADER_AND_IN_QUERY_OR_IN_COOKIE: &[&[&::arazzo_runtime::Scheme]] = &[
    &[&IN_HEADER, &IN_QUERY],
    &[&IN_COOKIE],
];
static WITH_TOKEN: &[&[&::arazzo_runtime::Scheme]] = &[&[&TOKEN]];
static WITH_USER_OR_NOTHING: &[&[&::arazzo_runtime::Scheme]] = &[&[&USER], &[]];
