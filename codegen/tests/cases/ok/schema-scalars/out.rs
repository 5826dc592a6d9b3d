/// Client for the workflows of “Case”.
///
/// # APIs
///
/// - `api`: API
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
    /// A setting is invalid, for example a malformed base URL.
    pub fn build(self) -> Result<Client<T>, ::arazzo_runtime::BuildError> {
        self.0.build().map(Client)
    }
}

/// Runs the workflow `read`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn read<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: read::Inputs,
) -> Result<read::Run, read::Failure> {
    read::start(&client.0.call("read"), inputs).await
}

/// Types of [`read`](fn@read).
pub mod read {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Binary, Call, Method, Number, Secret, StepError, Termination, Transport,
        serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    /// Inputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {}

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `get`.
        pub get: Get,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `get`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub get: Option<Get>,
    }

    /// Outputs of step `get`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Get {
        /// `$response.body`.
        pub thing: GetBody,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct GetBody {
        /// `int`.
        pub int: i64,
        /// `int32`.
        pub int32: i32,
        /// `big`.
        pub big: Number,
        /// `number`.
        pub number: Number,
        /// `float`.
        pub float: Number,
        /// `money`.
        pub money: Number,
        /// `at`.
        pub at: String,
        /// `id`.
        pub id: String,
        /// `bytes`.
        pub bytes: Binary,
        /// `secret`.
        pub secret: Secret,
        /// `flag`.
        pub flag: bool,
        /// `wide`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub wide: Option<i64>,
        /// `double`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub double: Option<Number>,
        /// `day`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub day: Option<String>,
        /// `moment`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub moment: Option<i64>,
        /// `binary`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub binary: Option<Binary>,
        /// `encoded`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub encoded: Option<Binary>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
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
        done.get = Some(get(call).await?);
        Ok(Outputs {})
    }

    /// Step `get`.
    async fn get<T: Transport>(call: &Call<'_, T>) -> Result<Get, StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/thing")?
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: GetBody = step.decode_whole(&response)?;
        Ok(Get { thing: body })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps { get: self.get? })
        }
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://api.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
