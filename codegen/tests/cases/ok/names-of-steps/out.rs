/// Client for the workflows of “Steps named like what generated code is made of”.
///
/// # APIs
///
/// - `api`: Things
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
    /// Sends requests of `api` to `url` instead of `https://things.example`.
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

/// Runs the workflow `names`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn names<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: names::Inputs,
) -> Result<names::Run, names::Failure> {
    names::start(&client.0.call("names"), inputs).await
}

/// Types of [`names`](fn@names).
pub mod names {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, serde::{Deserialize, Serialize},
    };

    /// Inputs of [`names`](fn@super::names).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`names`](fn@super::names).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {}

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", rename_all = "camelCase")]
    pub struct Steps {
        /// Outputs of step `t`.
        pub t: T2,
        /// Outputs of step `self`.
        pub self_: Itself,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", rename_all = "camelCase")]
    pub struct PartialSteps {
        /// Outputs of step `t`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub t: Option<T2>,
        /// Outputs of step `self`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub self_: Option<Itself>,
    }

    /// Outputs of step `t`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct T2 {
        /// `$response.body#/id`.
        pub id: String,
    }

    /// Outputs of step `self`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Itself {
        /// `$response.body#/id`.
        pub id: String,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// Runs the workflow as a part of `call`.
    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let mut done = PartialSteps::default();
        match run(call, &mut done).await {
            Ok(outputs) => {
                let steps = call.completed(done.completed())?;
                Ok(call.finished(inputs, outputs, steps, Termination::Completed))
            }
            Err(error) => Err(call.failed(error, done, ())),
        }
    }

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        done.t = Some(t(call).await?);
        done.self_ = Some(self_(call).await?);
        Ok(Outputs {})
    }

    /// What is read from a response.
    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct T2Response {
        id: String,
    }

    /// Step `t`.
    async fn t<T: Transport>(call: &Call<'_, T>) -> Result<T2, StepError> {
        let mut step = call.step("t");
        let request = step
            .request(Method::GET, &super::API, "/thing")?
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: T2Response = step.decode(&response)?;
        Ok(T2 { id: body.id })
    }

    /// What is read from a response.
    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct ItselfResponse {
        id: String,
    }

    /// Step `self`.
    async fn self_<T: Transport>(call: &Call<'_, T>) -> Result<Itself, StepError> {
        let mut step = call.step("self");
        let request = step
            .request(Method::GET, &super::API, "/thing")?
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: ItselfResponse = step.decode(&response)?;
        Ok(Itself { id: body.id })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps {
                t: self.t?,
                self_: self.self_?,
            })
        }
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://things.example")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
