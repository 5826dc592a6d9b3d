/// Client for the workflows of “A body, and an element of a list, that may be null”.
///
/// # APIs
///
/// - `api`: Tables
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
    /// Sends requests of `api` to `url` instead of `https://tables.example`.
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

/// Runs the workflow `null`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn null<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: null::Inputs,
) -> Result<null::Run, null::Failure> {
    null::start(&client.0.call("null"), inputs).await
}

/// Types of [`null`](fn@null).
pub mod null {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, json::Nth,
        serde::{Deserialize, Serialize},
    };

    /// Inputs of [`null`](fn@super::null).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`null`](fn@super::null).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {
        /// `$steps.count.outputs.count`.
        pub count: Option<i64>,
        /// `$steps.rows.outputs.first`, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub row: Option<Option<Vec<String>>>,
    }

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `count`.
        pub count: Count,
        /// Outputs of step `rows`.
        pub rows: Rows,
        /// Outputs of step `cell`.
        pub cell: Cell,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `count`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub count: Option<Count>,
        /// Outputs of step `rows`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rows: Option<Rows>,
        /// Outputs of step `cell`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cell: Option<Cell>,
    }

    /// Outputs of step `count`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Count {
        /// `$response.body`.
        pub count: Option<i64>,
    }

    /// Outputs of step `rows`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Rows {
        /// `$response.body#/0`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub first: Option<Option<Vec<String>>>,
        /// `$response.body#/0`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub again: Option<Option<Vec<String>>>,
    }

    /// Outputs of step `cell`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Cell {
        /// `$response.body#/0/1`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cell: Option<String>,
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
        let count = &*done.count.insert(count(call).await?);
        let rows = &*done.rows.insert(rows(call).await?);
        done.cell = Some(cell(call).await?);
        Ok(Outputs {
            count: count.count,
            row: rows.first.clone(),
        })
    }

    /// Step `count`.
    async fn count<T: Transport>(call: &Call<'_, T>) -> Result<Count, StepError> {
        let mut step = call.step("count");
        let request = step
            .request(Method::GET, &super::API, "/count")?
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: Option<i64> = step.decode_whole(&response)?;
        Ok(Count { count: body })
    }

    /// Step `rows`.
    async fn rows<T: Transport>(call: &Call<'_, T>) -> Result<Rows, StepError> {
        let mut step = call.step("rows");
        let request = step
            .request(Method::GET, &super::API, "/rows")?
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: Nth<0, Option<Vec<String>>> = step.decode(&response)?;
        Ok(Rows {
            first: body.0.clone(),
            again: body.0,
        })
    }

    /// Step `cell`.
    async fn cell<T: Transport>(call: &Call<'_, T>) -> Result<Cell, StepError> {
        let mut step = call.step("cell");
        let request = step
            .request(Method::GET, &super::API, "/rows")?
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(Cell {
            cell: step.read(&response, "/0/1", "cell")?,
        })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps {
                count: self.count?,
                rows: self.rows?,
                cell: self.cell?,
            })
        }
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://tables.example")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
