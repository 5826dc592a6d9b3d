use ::arazzo_runtime::{AnyTransport, Api, Server, Transport};

/// Client for the workflows of “Case”.
///
/// # APIs
///
/// - `api`: API
#[derive(Debug, Clone)]
pub struct Client<T = AnyTransport>(::arazzo_runtime::Client<T>);

/// Configures a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder<T = AnyTransport>(::arazzo_runtime::ClientBuilder<T>);

::arazzo_runtime::client!(Client, ClientBuilder, APIS);

impl<T: Transport> ClientBuilder<T> {
    /// Sends requests of `api` to `url` instead of `https://api.test`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
    }
}

/// Runs the workflow `read`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn read<T: Transport>(
    client: &Client<T>,
    inputs: read::Inputs,
) -> Result<read::Run, read::Failure> {
    read::start(&client.0.call("read").version("0000000000000000"), inputs).await
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
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Inputs {}
    ::arazzo_runtime::record!(Inputs {});

    /// Outputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {}
    ::arazzo_runtime::record!(Outputs {});

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `get`.
        pub get: Get,
    }
    ::arazzo_runtime::record!(Steps { get });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `get`, if it ran.
        pub get: Option<Get>,
    }
    ::arazzo_runtime::record!(write PartialSteps { get = optional });

    /// Outputs of step `get`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Get {
        /// `$response.body`.
        pub thing: GetBody,
    }
    ::arazzo_runtime::record!(Get { thing });

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct GetBody {
        /// `int`.
        pub int: i64,
        /// `int32`.
        pub int32: i32,
        /// Format `uint64`.
        pub big: Number,
        /// `number`.
        pub number: Number,
        /// `float`.
        pub float: Number,
        /// Format `decimal`.
        pub money: Number,
        /// Format `date-time`.
        pub at: String,
        /// Format `uuid`.
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
        /// Format `date`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub day: Option<String>,
        /// Format `unix-time`.
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

    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let mut done = PartialSteps::default();
        let result = run(call, &mut done).await;
        let result = result.map(|outputs| (outputs, Termination::Completed));
        call.over(inputs, result, done)
    }

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        done.get = Some(run_get(call).await?);
        Ok(Outputs {})
    }

    async fn run_get<T: Transport>(call: &Call<'_, T>) -> Result<Get, StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/thing")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: GetBody = step.decode_whole(&response)?;
        Ok(Get { thing: body })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { get });
}

static API: Api = Api::new(
    "api",
    "api.openapi.yaml",
    &[Server::new("https://api.test")],
);

static APIS: &[&Api] = &[&API];
