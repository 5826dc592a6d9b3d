// … as in `schema-scalars`: struct Client; impl Client; impl<T> Client<T>; struct ClientBuilder

impl<T: ::arazzo_runtime::Transport> ClientBuilder<T> {
    /// Sends requests of `api` to `url` instead of `https://{region}.api.test/{version}`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
    }

    // … as in `schema-scalars`: fn configure; fn transport; fn build
}

// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    // … as in `media-type-chosen`: use 
    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure
    // … as in `condition-of-json`: fn start

    /// Runs the steps.
    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        x(call).await?;
        Ok(Outputs {})
    }

    /// Step `x`.
    async fn x<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("x");
        let request = step.request(Method::GET, &super::API, "/x")?.accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[
        ::arazzo_runtime::Server::new("https://{region}.api.test/{version}")
            .variables(
                &[
                    ::arazzo_runtime::ServerVariable::new("region", "eu")
                        .allowed(&["eu", "us"]),
                    ::arazzo_runtime::ServerVariable::new("version", "v1"),
                ],
            ),
    ],
);

// … as in `schema-scalars`: static APIS
