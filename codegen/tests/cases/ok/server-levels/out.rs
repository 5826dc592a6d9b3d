// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    /// Sends requests of `api` to `url` instead of `https://root.test`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
    }
}

// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{Call, Method, Server, StepError, Termination, Transport};

    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure
    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_root(call).await?;
        run_item(call).await?;
        run_own(call).await?;
        Ok(Outputs {})
    }

    async fn run_root<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("root");
        let request = step.request(Method::GET, &super::API, "/root")?.accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_item<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("item");
        static SERVERS: &[Server] = &[Server::new("https://item.test")];
        let request = step
            .request(Method::GET, &super::API, "/item")?
            .servers(SERVERS)
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_own<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("own");
        static SERVERS: &[Server] = &[Server::new("https://own.test")];
        let request = step
            .request(Method::PUT, &super::API, "/item")?
            .servers(SERVERS)
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

static API: Api = Api::new(
    "api",
    "api.openapi.yaml",
    &[Server::new("https://root.test")],
);

// … as in `schema-scalars`: static APIS
