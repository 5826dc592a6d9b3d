/// Client for the workflows of “A status criterion says which response it is”.
///
/// # APIs
///
/// - `api`: Answers
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
        Call, Method, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {}

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `accepted`.
        pub accepted: Accepted,
        /// Outputs of step `either`.
        pub either: Either,
        /// Outputs of step `other`.
        pub other: Other,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `accepted`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub accepted: Option<Accepted>,
        /// Outputs of step `either`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub either: Option<Either>,
        /// Outputs of step `other`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub other: Option<Other>,
    }

    /// Outputs of step `accepted`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Accepted {
        /// `$response.body#/result`.
        pub number: i64,
    }

    /// Outputs of step `either`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Either {
        /// `$response.body#/result`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub either: Option<EitherResult>,
    }

    /// Outputs of step `other`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Other {
        /// `$response.body#/result`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub flag: Option<bool>,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A value of the schema `EitherResult`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum EitherResult {
        /// The value is `bool`.
        Boolean(bool),
        /// The value is `i64`.
        Integer(i64),
        /// The value is `String`.
        String(String),
    }

    impl<'de> Deserialize<'de> for EitherResult {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("EitherResult", deserializer)?;
            if let Some(fitting) = variants.fits("Boolean") {
                return Ok(Self::Boolean(fitting));
            }
            if let Some(fitting) = variants.fits("Integer") {
                return Ok(Self::Integer(fitting));
            }
            if let Some(fitting) = variants.fits("String") {
                return Ok(Self::String(fitting));
            }
            Err(variants.refused())
        }
    }

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
        done.accepted = Some(accepted(call).await?);
        done.either = Some(either(call).await?);
        done.other = Some(other(call).await?);
        Ok(Outputs {})
    }

    /// What is read from a response.
    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct AcceptedResponse {
        result: i64,
    }

    /// Step `accepted`.
    async fn accepted<T: Transport>(call: &Call<'_, T>) -> Result<Accepted, StepError> {
        let mut step = call.step("accepted");
        let request = step
            .request(Method::POST, &super::API, "/jobs")?
            .accept("application/json");
        let response = step.send(request).await?;
        if response.status() != 202 {
            return Err(step.unmet("$statusCode == 202"));
        }
        let body: AcceptedResponse = step.decode(&response)?;
        Ok(Accepted { number: body.result })
    }

    /// Step `either`.
    async fn either<T: Transport>(call: &Call<'_, T>) -> Result<Either, StepError> {
        let mut step = call.step("either");
        let request = step
            .request(Method::POST, &super::API, "/jobs")?
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(Either {
            either: step.read(&response, "/result", "either")?,
        })
    }

    /// What is read from a response.
    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct OtherResponse {
        result: Option<bool>,
    }

    /// Step `other`.
    async fn other<T: Transport>(call: &Call<'_, T>) -> Result<Other, StepError> {
        let mut step = call.step("other");
        let request = step
            .request(Method::POST, &super::API, "/jobs")?
            .accept("application/json");
        let response = step.send(request).await?;
        if response.status() != 203 {
            return Err(step.unmet("$statusCode == 203"));
        }
        let body: OtherResponse = step.decode(&response)?;
        Ok(Other { flag: body.result })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps {
                accepted: self.accepted?,
                either: self.either?,
                other: self.other?,
            })
        }
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://api.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
