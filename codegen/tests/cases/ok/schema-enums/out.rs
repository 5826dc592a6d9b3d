/// Client for the workflows of “Enums stay open, and their names apart”.
///
/// # APIs
///
/// - `api`: Shapes
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
        Call, Method, Number, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize, Serializer},
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
    #[derive(Debug, Clone, Default, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct GetBody {
        /// `collide`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub collide: Option<GetBodyCollide>,
        /// `other`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub other: Option<GetBodyOther>,
        /// `numbers`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub numbers: Option<i64>,
        /// `single`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub single: Option<String>,
        /// `constant`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub constant: Option<String>,
        /// `two`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub two: Option<i64>,
        /// `yes`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub yes: Option<bool>,
        /// `fractions`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub fractions: Option<Number>,
        /// `mixed`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mixed: Option<GetBodyMixed>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `GetBodyCollide`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum GetBodyCollide {
        /// `a-b`.
        AB,
        /// `a_b`.
        AB2,
        /// `A B`.
        AB3,
        /// ``.
        Empty,
        /// A text that the document does not list.
        Other(String),
    }

    impl GetBodyCollide {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::AB => "a-b",
                Self::AB2 => "a_b",
                Self::AB3 => "A B",
                Self::Empty => "",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for GetBodyCollide {
        fn from(text: &str) -> Self {
            match text {
                "a-b" => Self::AB,
                "a_b" => Self::AB2,
                "A B" => Self::AB3,
                "" => Self::Empty,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for GetBodyCollide {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    impl Serialize for GetBodyCollide {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    /// A value of the schema `GetBodyOther`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum GetBodyOther {
        /// `other`.
        Other,
        /// `1st`.
        _1st,
        /// A text that the document does not list.
        Unrecognized(String),
    }

    impl GetBodyOther {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Other => "other",
                Self::_1st => "1st",
                Self::Unrecognized(text) => text,
            }
        }
    }

    impl From<&str> for GetBodyOther {
        fn from(text: &str) -> Self {
            match text {
                "other" => Self::Other,
                "1st" => Self::_1st,
                _ => Self::Unrecognized(text.to_owned()),
            }
        }
    }

    impl From<String> for GetBodyOther {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    impl Serialize for GetBodyOther {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    /// A value of the schema `GetBodyMixed`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum GetBodyMixed {
        /// The value is `bool`.
        Boolean(bool),
        /// The value is `i64`.
        Integer(i64),
        /// The value is `String`.
        String(String),
    }

    impl<'de> Deserialize<'de> for GetBodyMixed {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("GetBodyMixed", deserializer)?;
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
