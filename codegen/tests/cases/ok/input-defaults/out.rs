/// Client for the workflows of “Inputs with a default may be left out”.
///
/// # APIs
///
/// - `api`: Inputs
#[derive(Debug, Clone)]
pub struct Client<T = ::arazzo_runtime::DefaultTransport>(::arazzo_runtime::Client<T>);

impl Client {
    /// Starts to configure a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder(::arazzo_runtime::Client::builder(APIS))
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
        Call, Method, StepError, Termination, Transport,
        serde::{Deserialize, Serialize, Serializer},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `size`.
        ///
        /// Default: `"small"`.
        pub size: Option<InputsSize>,
        /// The input `count`.
        ///
        /// Default: `3`.
        pub count: Option<i64>,
        /// The input `name`.
        ///
        /// Default: `"nobody"`.
        pub name: Option<String>,
        /// The input `place`.
        ///
        /// Default: `{"city":"Bern"}`.
        pub place: Option<InputsPlace>,
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {}

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, ()>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<()>;

    /// A value of the schema `InputsSize`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum InputsSize {
        /// `small`.
        Small,
        /// `large`.
        Large,
        /// A text that the document does not list.
        Other(String),
    }

    impl InputsSize {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Small => "small",
                Self::Large => "large",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for InputsSize {
        fn from(text: &str) -> Self {
            match text {
                "small" => Self::Small,
                "large" => Self::Large,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for InputsSize {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    impl Serialize for InputsSize {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    /// A value of the schema `InputsPlace`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct InputsPlace {
        /// `city`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub city: Option<String>,
    }

    /// Runs the workflow as a part of `call`.
    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        match run(call, &inputs).await {
            Ok(outputs) => {
                Ok(Run {
                    inputs,
                    outputs,
                    steps: (),
                    termination: Termination::Completed,
                })
            }
            Err(error) => {
                Err(Failure {
                    error,
                    steps: (),
                    outputs: (),
                })
            }
        }
    }

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        x(call, inputs).await?;
        Ok(Outputs {})
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct XRequest<'a> {
        size: InputsSize,
        count: i64,
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        city: Option<&'a str>,
    }

    /// Step `x`.
    async fn x<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("x");
        let place = inputs
            .place
            .clone()
            .unwrap_or_else(|| InputsPlace {
                city: Some("Bern".to_owned()),
            });
        let request = step
            .request(Method::POST, &super::API, "/x")?
            .accept("*/*")
            .json(
                "application/json",
                &XRequest {
                    size: inputs.size.clone().unwrap_or(InputsSize::Small),
                    count: inputs.count.unwrap_or(3),
                    name: inputs.name.as_deref().unwrap_or("nobody"),
                    city: place.city.as_deref(),
                },
            );
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(())
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://api.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
