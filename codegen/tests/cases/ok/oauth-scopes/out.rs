/// Client for the workflows of “One token with all scopes that the steps need”.
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

    /// Access token, or [client credentials](::arazzo_runtime::Credential::client_credentials) to fetch one
    /// with, for the security scheme `oauth`.
    pub fn oauth(self, credential: impl Into<::arazzo_runtime::Credential>) -> Self {
        Self(self.0.credential("api", "oauth", credential))
    }

    /// Access token, or [client credentials](::arazzo_runtime::Credential::client_credentials) to fetch one
    /// with, for the security scheme `login`.
    pub fn login(self, credential: impl Into<::arazzo_runtime::Credential>) -> Self {
        Self(self.0.credential("api", "login", credential))
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

/// Runs the workflow `send`.
///
/// # Credentials
///
/// - [`oauth`](ClientBuilder::oauth)
/// - [`login`](ClientBuilder::login)
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
        read(call).await?;
        write(call).await?;
        who(call).await?;
        Ok(Outputs {})
    }

    /// Step `read`.
    async fn read<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("read");
        let request = step
            .request(Method::GET, &super::API, "/read")?
            .accept("*/*")
            .security(super::WITH_OAUTH);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }

    /// Step `write`.
    async fn write<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("write");
        let request = step
            .request(Method::PUT, &super::API, "/write")?
            .accept("*/*")
            .security(super::WITH_OAUTH);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }

    /// Step `who`.
    async fn who<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("who");
        let request = step
            .request(Method::GET, &super::API, "/who")?
            .accept("*/*")
            .security(super::WITH_LOGIN);
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

static OAUTH: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::oauth2("api", "oauth")
    .token_url("https://api.test/token")
    .scopes(&["read", "write"]);

static LOGIN: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::open_id_connect(
        "api",
        "login",
    )
    .scopes(&["openid"]);

static WITH_LOGIN: &[&[&::arazzo_runtime::Scheme]] = &[&[&LOGIN]];
static WITH_OAUTH: &[&[&::arazzo_runtime::Scheme]] = &[&[&OAUTH]];
