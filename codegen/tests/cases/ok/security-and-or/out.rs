use ::arazzo_runtime::{
    AnyTransport, Api, Credential, Identity, Scheme, Server, Transport,
};

// … as in `schema-scalars`: struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    // … as in `schema-scalars`: fn base_url

    /// Key for the security scheme `inHeader`.
    pub fn in_header(self, key: impl Into<String>) -> Self {
        Self(self.0.credential("api", "inHeader", Credential::api_key(key)))
    }

    /// Key for the security scheme `inQuery`.
    pub fn in_query(self, key: impl Into<String>) -> Self {
        Self(self.0.credential("api", "inQuery", Credential::api_key(key)))
    }

    /// Key for the security scheme `inCookie`.
    pub fn in_cookie(self, key: impl Into<String>) -> Self {
        Self(self.0.credential("api", "inCookie", Credential::api_key(key)))
    }

    // … as in `authorization-parameter`: fn token

    /// User and password for the security scheme `user`.
    pub fn user(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(self.0.credential("api", "user", Credential::basic(user, password)))
    }

    /// What follows the scheme's name in the `Authorization` header, for the security scheme `other`.
    pub fn other(self, credential: impl Into<String>) -> Self {
        Self(self.0.credential("api", "other", Credential::api_key(credential)))
    }
}

impl ClientBuilder {
    /// Client certificate for the security scheme `certificate`.
    ///
    /// It belongs to the default transport; another one has to show its own.
    pub fn certificate(self, identity: Identity) -> Self {
        Self(self.0.identity(identity))
    }
}

/// Runs the workflow `send`.
///
/// # Credentials
///
/// - [`in_header`](ClientBuilder::in_header)
/// - [`in_query`](ClientBuilder::in_query)
/// - [`in_cookie`](ClientBuilder::in_cookie)
/// - [`token`](ClientBuilder::token)
/// - [`user`](ClientBuilder::user)
/// - [`certificate`](ClientBuilder::certificate)
/// - [`other`](ClientBuilder::other)
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
        run_both(call).await?;
        run_default(call).await?;
        run_optional(call).await?;
        run_open(call).await?;
        run_certificate(call).await?;
        Ok(Outputs {})
    }

    async fn run_both<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("both");
        let request = step
            .request(Method::GET, &super::API, "/both")?
            .accept("*/*")
            .security(super::WITH_IN_HEADER_AND_IN_QUERY_OR_IN_COOKIE);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_default<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("default");
        let request = step
            .request(Method::GET, &super::API, "/default")?
            .accept("*/*")
            .security(super::WITH_TOKEN);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_optional<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("optional");
        let request = step
            .request(Method::GET, &super::API, "/optional")?
            .accept("*/*")
            .security(super::WITH_USER_OR_NOTHING);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_open<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("open");
        let request = step.request(Method::GET, &super::API, "/open")?.accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_certificate<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("certificate");
        let request = step
            .request(Method::GET, &super::API, "/certificate")?
            .accept("*/*")
            .security(super::WITH_CERTIFICATE_AND_USER_OR_OTHER);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS

static IN_HEADER: Scheme = Scheme::api_key_header("api", "inHeader", "X-Key");

static IN_QUERY: Scheme = Scheme::api_key_query("api", "inQuery", "key");

static IN_COOKIE: Scheme = Scheme::api_key_cookie("api", "inCookie", "key");

// … as in `authorization-parameter`: static TOKEN

static USER: Scheme = Scheme::basic("api", "user");

static CERTIFICATE: Scheme = Scheme::mutual_tls("api", "certificate");

static OTHER: Scheme = Scheme::http("api", "other", "Token");

static WITH_CERTIFICATE_AND_USER_OR_OTHER: &[&[&Scheme]] = &[
    &[&CERTIFICATE, &USER],
    &[&OTHER],
];
static WITH_IN_HEADER_AND_IN_QUERY_OR_IN_COOKIE: &[&[&Scheme]] = &[
    &[&IN_HEADER, &IN_QUERY],
    &[&IN_COOKIE],
];
static WITH_TOKEN: &[&[&Scheme]] = &[&[&TOKEN]];
static WITH_USER_OR_NOTHING: &[&[&Scheme]] = &[&[&USER], &[]];
