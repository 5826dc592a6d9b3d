// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Termination, Transport, serde_json::json,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `id`.
        pub id: String,
    }
    ::arazzo_runtime::record!(Inputs { id });

    impl Inputs {
        /// What every run needs.
        pub fn new(id: impl Into<String>) -> Self {
            Self { id: id.into() }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_get(call, inputs).await?;
        Ok(Outputs {})
    }

    async fn run_get<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/items/{id}")?
            .path(Parameter::new("id", "$inputs.id"), &inputs.id)
            .query(
                Parameter::new("lang", "[\"de\",\"en\"]").explode(false),
                &json!(["de", "en"]),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
