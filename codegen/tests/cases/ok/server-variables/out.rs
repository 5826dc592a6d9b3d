use ::arazzo_runtime::{AnyTransport, Api, Server, ServerVariable, Transport};

// … as in `schema-scalars`: struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    /// Sends requests of `api` to `url` instead of `https://{region}.api.test/{version}`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
    }
}

// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    // … as in `oauth-scopes`: use 
    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure
    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_x(call).await?;
        Ok(Outputs {})
    }

    async fn run_x<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("x");
        let request = step.request(Method::GET, &super::API, "/x")?.accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

static API: Api = Api::new(
    "api",
    "api.openapi.yaml",
    &[
        Server::new("https://{region}.api.test/{version}")
            .variables(
                &[
                    ServerVariable::new("region", "eu").allowed(&["eu", "us"]),
                    ServerVariable::new("version", "v1"),
                ],
            ),
    ],
);

// … as in `schema-scalars`: static APIS
