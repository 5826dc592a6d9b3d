/// Client for the workflows of “List payments”.
///
/// # APIs
///
/// - `pay`: Payments
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
    /// Sends requests of `pay` to `url` instead of `https://pay.test`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("pay", url))
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

/// Runs the workflow `list`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn list<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: list::Inputs,
) -> Result<list::Run, list::Failure> {
    list::start(&client.0.call("list"), inputs).await
}

/// Types of [`list`](fn@list).
pub mod list {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize},
        serde_json::Value,
    };

    /// Inputs of [`list`](fn@super::list).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`list`](fn@super::list).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", rename_all = "camelCase")]
    pub struct Outputs {
        /// `$steps.read.outputs.all`.
        pub all: Vec<ReadBodyItem>,
        /// `$steps.read.outputs.all#/0/iban`, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub first_iban: Option<Value>,
    }

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `read`.
        pub read: Read,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `read`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub read: Option<Read>,
    }

    /// Outputs of step `read`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Read {
        /// `$response.body`.
        pub all: Vec<ReadBodyItem>,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A value of the schema `ReadBodyItem`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum ReadBodyItem {
        /// The value is `Card`.
        Card(Card),
        /// The value is `Transfer`.
        Transfer(Transfer),
        /// Anything else, kept as it is.
        Other(Value),
    }

    impl<'de> Deserialize<'de> for ReadBodyItem {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let value = json::Tagged::read("kind", deserializer)?;
            match value.tag() {
                Some("card") => value.fits().map(Self::Card),
                Some("transfer") => value.fits().map(Self::Transfer),
                _ => value.fits().map(Self::Other),
            }
        }
    }

    /// A value of the schema `Card`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Card {
        /// `kind`.
        pub kind: String,
        /// `last4`.
        pub last4: String,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `Transfer`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Transfer {
        /// `kind`.
        pub kind: String,
        /// `iban`.
        pub iban: String,
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
        let read = &*done.read.insert(read(call).await?);
        Ok(Outputs {
            all: read.all.clone(),
            first_iban: read.all.first().and_then(|value| json::at(value, "/iban")),
        })
    }

    /// Step `read`.
    async fn read<T: Transport>(call: &Call<'_, T>) -> Result<Read, StepError> {
        let mut step = call.step("read");
        let request = step
            .request(Method::GET, &super::PAY, "/payments")?
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: Vec<ReadBodyItem> = step.decode_whole(&response)?;
        Ok(Read { all: body })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps { read: self.read? })
        }
    }
}

static PAY: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "pay",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://pay.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&PAY];
