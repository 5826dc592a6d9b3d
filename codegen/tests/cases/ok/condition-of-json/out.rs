/// Client for the workflows of “JSON beside a context is what the context equals”.
///
/// # APIs
///
/// - `api`: Lamps
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
    /// Sends requests of `api` to `url` instead of `https://lamps.example`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
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

/// Runs the workflow `light`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn light<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: light::Inputs,
) -> Result<light::Run, light::Failure> {
    light::start(&client.0.call("light"), inputs).await
}

/// Types of [`light`](fn@light).
pub mod light {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, condition, condition::Operand,
        serde::{Deserialize, Serialize},
    };

    /// Inputs of [`light`](fn@super::light).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`light`](fn@super::light).
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
        lamp(call).await?;
        Ok(Outputs {})
    }

    /// Step `lamp`.
    async fn lamp<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("lamp");
        let request = step
            .request(Method::GET, &super::API, "/lamp")?
            .accept("application/json");
        let response = step.send(request).await?;
        let [colours] = response.select(["/colours"]);
        let body = step.body_for_criteria(&response)?;
        if condition::not_equal(
            body.as_ref(),
            Operand::written(r#"{"name":"it's \"on\"","colours":[],"watts":5.0}"#),
        ) {
            return Err(
                step
                    .unmet(
                        "$response.body == {\"name\":\"it's \\\"on\\\"\",\"colours\":[],\"watts\":5.0}",
                    ),
            );
        }
        if condition::not_equal(colours.as_ref(), Operand::written("[]")) {
            return Err(step.unmet("$response.body#/colours == []"));
        }
        Ok(())
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://lamps.example")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
