// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{Call, Method, Parameter, StepError, Termination, Transport};

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `key`.
        pub key: String,
    }
    ::arazzo_runtime::record!(Inputs { key });

    impl Inputs {
        /// What every run needs.
        pub fn new(key: impl Into<String>) -> Self {
            Self { key: key.into() }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_direct(call).await?;
        run_file(call, inputs).await?;
        Ok(Outputs {})
    }

    async fn run_direct<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("direct");
        let request = step
            .request(Method::GET, &super::API, "/messages?kind=direct")?
            .query(Parameter::new("page", "2"), &2)
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_file<T: Transport>(
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
