// … as in `authorization-parameter`: use 
// … as in `schema-scalars`: struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    // … as in `schema-scalars`: fn base_url

    /// Access token, or [client credentials](::arazzo_runtime::Credential::client_credentials) to fetch one
    /// with, for the security scheme `oauth`.
    pub fn oauth(self, credential: impl Into<Credential>) -> Self {
        Self(self.0.credential("api", "oauth", credential))
    }

    /// Access token, or [client credentials](::arazzo_runtime::Credential::client_credentials) to fetch one
    /// with, for the security scheme `login`.
    pub fn login(self, credential: impl Into<Credential>) -> Self {
        Self(self.0.credential("api", "login", credential))
    }
}

/// Runs the workflow `send`.
///
/// # Credentials
///
/// - [`oauth`](ClientBuilder::oauth)
/// - [`login`](ClientBuilder::login)
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
    use ::arazzo_runtime::{Call, Method, StepError, Termination, Transport};

    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure
    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_read(call).await?;
        run_write(call).await?;
        run_who(call).await?;
        Ok(Outputs {})
    }

    async fn run_read<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("read");
        let request = step
            .request(Method::GET, &super::API, "/read")?
            .accept("*/*")
            .security(super::WITH_OAUTH);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_write<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("write");
        let request = step
            .request(Method::PUT, &super::API, "/write")?
            .accept("*/*")
            .security(super::WITH_OAUTH);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_who<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("who");
        let request = step
            .request(Method::GET, &super::API, "/who")?
            .accept("*/*")
            .security(super::WITH_LOGIN);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS

static OAUTH: Scheme = Scheme::oauth2("api", "oauth")
    .token_url("https://api.test/token")
    .scopes(&["read", "write"]);

static LOGIN: Scheme = Scheme::open_id_connect("api", "login").scopes(&["openid"]);

static WITH_LOGIN: &[&[&Scheme]] = &[&[&LOGIN]];
static WITH_OAUTH: &[&[&Scheme]] = &[&[&OAUTH]];
