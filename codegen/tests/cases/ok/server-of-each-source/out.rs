// … as in `schema-scalars`: use 

/// Client for the workflows of “Case”.
///
/// # APIs
///
/// - `pet-api`: Pets
/// - `shops`: Shops
#[derive(Debug, Clone)]
pub struct Client<T = AnyTransport>(::arazzo_runtime::Client<T>);

// … as in `schema-scalars`: struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    /// Sends requests of `pet-api` to `url` instead of `https://pets.test`.
    pub fn pet_api_base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("pet-api", url))
    }

    /// Sends requests of `shops` to `url` instead of `/v1`.
    pub fn shops_base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("shops", url))
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
        run_pets(call).await?;
        run_shops(call).await?;
        Ok(Outputs {})
    }

    async fn run_pets<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("pets");
        let request = step.request(Method::GET, &super::PET_API, "/pets")?.accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_shops<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("shops");
        let request = step.request(Method::GET, &super::SHOPS, "/shops")?.accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

static PET_API: Api = Api::new(
    "pet-api",
    "api.openapi.yaml",
    &[Server::new("https://pets.test")],
);

static SHOPS: Api = Api::new("shops", "shops.openapi.yaml", &[Server::new("/v1")]);

static APIS: &[&Api] = &[&PET_API, &SHOPS];
