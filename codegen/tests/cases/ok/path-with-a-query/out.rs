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
    send::start(&client.0.call("send").version("b089f0de175a0204"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    // … as in `content-parameter`: use 

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `key`.
        pub key: String,
    }

    impl Inputs {
        /// What every run needs.
        pub fn new(key: impl Into<String>) -> Self {
            Self { key: key.into() }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        direct(call).await?;
        file(call, inputs).await?;
        Ok(Outputs {})
    }

    /// Step `direct`.
    async fn direct<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("direct");
        let request = step
            .request(Method::GET, &super::API, "/messages?kind=direct")?
            .query(Parameter::new("page", "2"), &2)
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    /// Step `file`.
    async fn file<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("file");
        let request = step
            .request(Method::GET, &super::API, "/files/{Key+}")?
            .path(Parameter::new("Key", "$inputs.key"), &inputs.key)
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
