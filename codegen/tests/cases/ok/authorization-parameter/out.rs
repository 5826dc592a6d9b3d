use ::arazzo_runtime::{AnyTransport, Api, Credential, Scheme, Server, Transport};

// … as in `schema-scalars`: struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    // … as in `schema-scalars`: fn base_url

    /// Token for the security scheme `token`.
    pub fn token(self, token: impl Into<String>) -> Self {
        Self(self.0.credential("api", "token", Credential::bearer(token)))
    }
}

/// Runs the workflow `send`.
///
/// # Credentials
///
/// - [`token`](ClientBuilder::token)
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn send<T: Transport>(
    client: &Client<T>,
    inputs: send::Inputs,
) -> Result<send::Run, send::Failure> {
    send::start(&client.0.call("send").version("0000000000000000"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Parameter, Secret, StepError, Termination, Transport,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `token`.
        pub token: Secret,
    }
    ::arazzo_runtime::record!(Inputs { token });

    impl Inputs {
        /// What every run needs.
        pub fn new(token: impl Into<Secret>) -> Self {
            Self { token: token.into() }
        }
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {}
    ::arazzo_runtime::record!(Outputs {});

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, ()>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<()>;

    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let result = run(call, &inputs).await;
        let result = result.map(|outputs| (outputs, Termination::Completed));
        call.over(inputs, result, ())
    }

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_mine(call, inputs).await?;
        Ok(Outputs {})
    }

    async fn run_mine<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("mine");
        let request = step
            .request(Method::GET, &super::API, "/mine")?
            .header(
                Parameter::new("Authorization", "Bearer {$inputs.token}"),
                &Secret::from(format!("Bearer {}", inputs.token.expose())),
            )
            .accept("*/*")
            .security(super::WITH_TOKEN);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS

static TOKEN: Scheme = Scheme::bearer("api", "token");

static WITH_TOKEN: &[&[&Scheme]] = &[&[&TOKEN]];
