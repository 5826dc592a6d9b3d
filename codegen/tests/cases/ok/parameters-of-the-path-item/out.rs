// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>

/// Runs the workflow `send`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn send<T: Transport>(
    client: &Client<T>,
    inputs: send::Inputs,
) -> Result<send::Run, send::Failure> {
    send::start(&client.0.call("send").version("b31dd4aba33e5f31"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    // … as in `content-parameter`: use 

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `id`.
        pub id: String,
    }

    impl Inputs {
        /// What every run needs.
        pub fn new(id: impl Into<String>) -> Self {
            Self { id: id.into() }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        get(call, inputs).await?;
        Ok(Outputs {})
    }

    /// Step `get`.
    async fn get<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/items/{id}")?
            .path(Parameter::new("id", "$inputs.id"), &inputs.id)
            .query(
                Parameter::new("lang", "[\"de\",\"en\"]").explode(false),
                &::arazzo_runtime::serde_json::json!(["de", "en"]),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
