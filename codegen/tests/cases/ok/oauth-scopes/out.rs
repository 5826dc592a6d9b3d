// … as in `schema-scalars`: struct Client; impl Client; impl<T> Client<T>; struct ClientBuilder

impl<T: ::arazzo_runtime::Transport> ClientBuilder<T> {
    // … as in `schema-scalars`: fn base_url

    /// Access token, or [client credentials](::arazzo_runtime::Credential::client_credentials) to fetch one
    /// with, for the security scheme `oauth`.
    pub fn oauth(self, credential: impl Into<::arazzo_runtime::Credential>) -> Self {
        Self(self.0.credential("api", "oauth", credential))
    }

    /// Access token, or [client credentials](::arazzo_runtime::Credential::client_credentials) to fetch one
    /// with, for the security scheme `login`.
    pub fn login(self, credential: impl Into<::arazzo_runtime::Credential>) -> Self {
        Self(self.0.credential("api", "login", credential))
    }

    // … as in `schema-scalars`: fn configure; fn transport; fn build
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
pub async fn send<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: send::Inputs,
) -> Result<send::Run, send::Failure> {
    send::start(&client.0.call("send"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    // … as in `media-type-chosen`: use 
    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure
    // … as in `condition-of-json`: fn start

    /// Runs the steps.
    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        read(call).await?;
        write(call).await?;
        who(call).await?;
        Ok(Outputs {})
    }

    /// Step `read`.
    async fn read<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("read");
        let request = step
            .request(Method::GET, &super::API, "/read")?
            .accept("*/*")
            .security(super::WITH_OAUTH);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    /// Step `write`.
    async fn write<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("write");
        let request = step
            .request(Method::PUT, &super::API, "/write")?
            .accept("*/*")
            .security(super::WITH_OAUTH);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    /// Step `who`.
    async fn who<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
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

static OAUTH: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::oauth2("api", "oauth")
    .token_url("https://api.test/token")
    .scopes(&["read", "write"]);

static LOGIN: ::arazzo_runtime::Scheme = ::arazzo_runtime::Scheme::open_id_connect(
        "api",
        "login",
    )
    .scopes(&["openid"]);

static WITH_LOGIN: &[&[&::arazzo_runtime::Scheme]] = &[&[&LOGIN]];
static WITH_OAUTH: &[&[&::arazzo_runtime::Scheme]] = &[&[&OAUTH]];
