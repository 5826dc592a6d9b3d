// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, serde::Serialize,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `text`.
        pub text: String,
    }
    ::arazzo_runtime::record!(Inputs { text });

    impl Inputs {
        /// What every run needs.
        pub fn new(text: impl Into<String>) -> Self {
            Self { text: text.into() }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_chosen(call, inputs).await?;
        run_given(call, inputs).await?;
        run_structured(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct ChosenRequest<'a> {
        text: &'a str,
    }

    async fn run_chosen<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("chosen");
        let request = step
            .request(Method::POST, &super::API, "/notes")?
            .accept("*/*")
            .json(
                "application/vnd.notes+json",
                &ChosenRequest {
                    text: &inputs.text,
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_given<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("given");
        let request = step
            .request(Method::POST, &super::API, "/notes")?
            .accept("*/*")
            .text("text/plain", inputs.text.as_str());
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    #[derive(Serialize)]
    struct StructuredRequest<'a> {
        text: &'a str,
    }

    async fn run_structured<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("structured");
        let request = step
            .request(Method::POST, &super::API, "/any")?
            .accept("*/*")
            .json(
                "application/json",
                &StructuredRequest {
                    text: &inputs.text,
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
