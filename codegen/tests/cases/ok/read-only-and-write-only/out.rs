/// Client for the workflows of “Members of one direction only”.
///
/// # APIs
///
/// - `api`: Accounts
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
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, Secret, StepError, Termination, Transport,
        serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `password`.
        pub password: Secret,
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {
        /// `$steps.open.outputs.account`.
        pub account: Account,
    }

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `open`.
        pub open: Open,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `open`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub open: Option<Open>,
    }

    /// Outputs of step `open`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Open {
        /// `$response.body`.
        pub account: Account,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A value of the schema `Account`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Account {
        /// `id`.
        pub id: String,
        /// `name`.
        pub name: String,
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
        match run(call, &inputs, &mut done).await {
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
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let open = &*done.open.insert(open(call, inputs).await?);
        Ok(Outputs {
            account: open.account.clone(),
        })
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct OpenRequest<'a> {
        name: &'static str,
        password: &'a Secret,
    }

    /// Step `open`.
    async fn open<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Open, StepError> {
        let mut step = call.step("open");
        let request = step
            .request(Method::POST, &super::API, "/accounts")?
            .accept("application/json")
            .json(
                "application/json",
                &OpenRequest {
                    name: "Ann",
                    password: &inputs.password,
                },
            );
        let response = step.send(request).await?;
        if response.status() != 201 {
            return Err(step.unmet("$statusCode == 201"));
        }
        let body: Account = step.decode_whole(&response)?;
        Ok(Open { account: body })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps { open: self.open? })
        }
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://api.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
