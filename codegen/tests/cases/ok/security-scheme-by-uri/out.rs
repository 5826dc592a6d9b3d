// … as in `authorization-parameter`: use 
// … as in `schema-scalars`: struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    // … as in `schema-scalars`: fn base_url
    // … as in `authorization-parameter`: fn token

    /// Key for the security scheme `key`.
    pub fn key(self, key: impl Into<String>) -> Self {
        Self(self.0.credential("api", "key", Credential::api_key(key)))
    }
}

/// Runs the workflow `send`.
///
/// # Credentials
///
/// - [`token`](ClientBuilder::token)
/// - [`key`](ClientBuilder::key)
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
    // … as in `oauth-scopes`: use 
    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure
    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_by_name(call).await?;
        run_by_uri(call).await?;
        run_elsewhere(call).await?;
        Ok(Outputs {})
    }

    async fn run_by_name<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("byName");
        let request = step
            .request(Method::GET, &super::API, "/name")?
            .accept("*/*")
            .security(super::WITH_TOKEN);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_by_uri<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("byUri");
        let request = step
            .request(Method::GET, &super::API, "/uri")?
            .accept("*/*")
            .security(super::WITH_TOKEN);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_elsewhere<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("elsewhere");
        let request = step
            .request(Method::GET, &super::API, "/elsewhere")?
            .accept("*/*")
            .security(super::WITH_KEY);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
// … as in `authorization-parameter`: static TOKEN

static KEY: Scheme = Scheme::api_key_header("api", "key", "X-Key");

static WITH_KEY: &[&[&Scheme]] = &[&[&KEY]];
static WITH_TOKEN: &[&[&Scheme]] = &[&[&TOKEN]];
