/// Client for the workflows of “Pets”.
///
/// # APIs
///
/// - `pets`: Pets
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
    /// Sends requests of `pets` to `url` instead of `https://api.test`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("pets", url))
    }

    /// Token for the security scheme `token`.
    pub fn token(self, token: impl Into<String>) -> Self {
        Self(
            self
                .0
                .credential("pets", "token", ::arazzo_runtime::Credential::bearer(token)),
        )
    }

    /// Key for the security scheme `key`.
    pub fn key(self, key: impl Into<String>) -> Self {
        Self(
            self.0.credential("pets", "key", ::arazzo_runtime::Credential::api_key(key)),
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

/// Runs the workflow `pets`.
///
/// # Credentials
///
/// - [`token`](ClientBuilder::token)
/// - [`key`](ClientBuilder::key)
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn pets<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: pets::Inputs,
) -> Result<pets::Run, pets::Failure> {
    pets::start(&client.0.call("pets"), inputs).await
}

/// Types of [`pets`](fn@pets).
pub mod pets {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, serde::{Deserialize, Serialize},
    };

    /// Inputs of [`pets`](fn@super::pets).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`pets`](fn@super::pets).
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
        by_name(call).await?;
        by_uri(call).await?;
        elsewhere(call).await?;
        Ok(Outputs {})
    }

    /// Step `byName`.
    async fn by_name<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("byName");
        let request = step
            .request(Method::GET, &super::PETS, "/name")?
            .accept("*/*")
            .security(super::WITH_TOKEN);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }

    /// Step `byUri`.
    async fn by_uri<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("byUri");
        let request = step
            .request(Method::GET, &super::PETS, "/uri")?
            .accept("*/*")
            .security(super::WITH_TOKEN);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }

    /// Step `elsewhere`.
    async fn elsewhere<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("elsewhere");
        let request = step
            .request(Method::GET, &super::PETS, "/elsewhere")?
            .accept("*/*")
            .security(super::WITH_KEY);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }
}

static PETS: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "pets",
    "pets.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://api.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&PETS];

static TOKEN: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::bearer(
    "pets",
    "token",
);

static KEY: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::api_key_header(
    "pets",
    "key",
    "X-Key",
);

static WITH_KEY: &[&[&::arazzo_runtime::Scheme]] = &[&[&KEY]];
static WITH_TOKEN: &[&[&::arazzo_runtime::Scheme]] = &[&[&TOKEN]];
