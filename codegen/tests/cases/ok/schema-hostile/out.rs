/// Client for the workflows of “Names that no language likes, and schemas that say strange things”.
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
        Call, Method, Number, StepError, Termination, Transport,
        serde::{Deserialize, Serialize, Serializer},
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
        /// `type`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub r#type: Option<String>,
        /// `self`.
        #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
        pub self_: Option<String>,
        /// `3d`.
        #[serde(rename = "3d", skip_serializing_if = "Option::is_none")]
        pub _3d: Option<bool>,
        /// `@id`.
        #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// `fooBar`.
        #[serde(rename = "fooBar", skip_serializing_if = "Option::is_none")]
        pub foo_bar: Option<String>,
        /// `foo_bar`.
        #[serde(rename = "foo_bar", skip_serializing_if = "Option::is_none")]
        pub foo_bar_2: Option<String>,
        /// `additional`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub additional: Option<String>,
        /// `anything`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub anything: Option<Value>,
        /// `no_type`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub no_type: Option<Value>,
        /// `no_value`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub no_value: Option<Value>,
        /// `no_items`.
        ///
        /// Holds any JSON values: the parts of the schema contradict each other.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub no_items: Option<Vec<Value>>,
        /// `numbers`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub numbers: Option<Number>,
        /// `huge`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub huge: Option<Number>,
        /// `minimum`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub minimum: Option<Number>,
        /// `not_number`.
        ///
        /// Any JSON value: the parts of the schema contradict each other.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub not_number: Option<Value>,
        /// `no_properties`.
        ///
        /// Holds any JSON values: the members of the object are not described.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub no_properties: Option<BTreeMap<String, Value>>,
        /// `strange_type`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub strange_type: Option<Value>,
        /// `contradiction`.
        ///
        /// Any JSON value: the parts of the schema contradict each other.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub contradiction: Option<Value>,
        /// `circle`.
        ///
        /// Any JSON value: the reference leads in a circle.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub circle: Option<Value>,
        /// */ fn main() {} /* \`\`\` \[x\](javascript:y) \<b\>
        #[serde(rename = "*/ fn main() {} /*", skip_serializing_if = "Option::is_none")]
        pub fn_main: Option<String>,
        /// ``.
        #[serde(rename = "", skip_serializing_if = "Option::is_none")]
        pub empty: Option<GetBody2>,
        /// one
        /// two
        /// code
        /// \`\`\`
        /// let x;
        #[serde(rename = "\0\n", skip_serializing_if = "Option::is_none")]
        pub u0000_u000a: Option<i64>,
        /// `日本`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub 日本: Option<String>,
        /// `r#type`.
        #[serde(rename = "r#type", skip_serializing_if = "Option::is_none")]
        pub r_type: Option<String>,
        /// `null`.
        ///
        /// Any JSON value: only `null` fits.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub null: Option<Value>,
    }

    /// A value of the schema `GetBody2`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum GetBody2 {
        /// ``.
        Empty,
        /// ` `.
        U0000,
        /// `*/`.
        StarSlash,
        /// `日本`.
        日本,
        /// A text that the document does not list.
        Other(String),
    }

    impl GetBody2 {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Empty => "",
                Self::U0000 => "\0",
                Self::StarSlash => "*/",
                Self::日本 => "日本",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for GetBody2 {
        fn from(text: &str) -> Self {
            match text {
                "" => Self::Empty,
                "\0" => Self::U0000,
                "*/" => Self::StarSlash,
                "日本" => Self::日本,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for GetBody2 {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    impl Serialize for GetBody2 {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
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
