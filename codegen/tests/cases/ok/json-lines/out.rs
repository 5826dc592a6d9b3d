::arazzo_runtime::require_features!(jsonpath);

/// Client for the workflows of “JSON lines”.
///
/// # APIs
///
/// - `api`: Events
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
        Call, Method, StepError, Termination, Transport, jsonpath::JsonPath,
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
        /// Outputs of step `all`.
        pub all: All,
        /// Outputs of step `some`.
        pub some: Some2,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `all`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub all: Option<All>,
        /// Outputs of step `some`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub some: Option<Some2>,
    }

    /// Outputs of step `all`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct All {
        /// `$response.body`.
        pub events: Vec<AllBodyItem>,
    }

    /// Outputs of step `some`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Some2 {
        /// `$response.body#/0/id`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub first: Option<i64>,
        /// `{"context":"$response.body","selector":"$[*].id","type":"jsonpath"}`.
        pub ids: Vec<i64>,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A value of the schema `AllBodyItem`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct AllBodyItem {
        /// `id`.
        pub id: i64,
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
        done.all = Some(all(call).await?);
        done.some = Some(some(call).await?);
        Ok(Outputs {})
    }

    /// Step `all`.
    async fn all<T: Transport>(call: &Call<'_, T>) -> Result<All, StepError> {
        let mut step = call.step("all");
        let request = step
            .request(Method::GET, &super::API, "/events")?
            .accept("application/x-ndjson")
            .json_lines();
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: Vec<AllBodyItem> = step.decode_whole(&response)?;
        Ok(All { events: body })
    }

    /// Step `some`.
    async fn some<T: Transport>(call: &Call<'_, T>) -> Result<Some2, StepError> {
        let mut step = call.step("some");
        let request = step
            .request(Method::GET, &super::API, "/events")?
            .accept("application/x-ndjson")
            .json_lines();
        let response = step.send(request).await?;
        let [found] = step.select(&response, [""])?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        static PATH: JsonPath = JsonPath::new("$[*].id");
        Ok(Some2 {
            first: step.read(&response, "/0/id", "first")?,
            ids: step.output(step.typed(PATH.select(found.as_ref()), "ids")?, "ids")?,
        })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps {
                all: self.all?,
                some: self.some?,
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
