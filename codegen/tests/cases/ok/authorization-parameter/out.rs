/// Client for the workflows of “The document passes the header itself”.
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

    /// Token for the security scheme `token`.
    pub fn token(self, token: impl Into<String>) -> Self {
        Self(
            self
                .0
                .credential("api", "token", ::arazzo_runtime::Credential::bearer(token)),
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

/// Runs the workflow `send`.
///
/// # Credentials
///
/// - [`token`](ClientBuilder::token)
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
        Call, Method, Parameter, Secret, StepError, Termination, Transport,
        serde::{Deserialize, Serialize},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `token`.
        pub token: Secret,
    }

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
        match run(call, &inputs).await {
            Ok(outputs) => Ok(call.finished(inputs, outputs, (), Termination::Completed)),
            Err(error) => Err(call.failed(error, (), ())),
        }
    }

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        mine(call, inputs).await?;
        Ok(Outputs {})
    }

    /// Step `mine`.
    async fn mine<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("mine");
        let request = step
            .request(Method::GET, &super::API, "/mine")?
            .header(
                Parameter::new("Authorization", "Bearer {$inputs.token}"),
                &Secret::from(format!("Bearer {}", inputs.token.expose())),
            )
            .accept("*/*")
            .security(super::WITH_TOKEN);
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

static TOKEN: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::bearer(
    "api",
    "token",
);

static WITH_TOKEN: &[&[&::arazzo_runtime::Scheme]] = &[&[&TOKEN]];
