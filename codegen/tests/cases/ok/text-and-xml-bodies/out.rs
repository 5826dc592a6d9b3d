// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{Call, Method, StepError, Termination, Transport, quote};

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `who`.
        pub who: String,
    }
    ::arazzo_runtime::record!(Inputs { who });

    impl Inputs {
        /// What every run needs.
        pub fn new(who: impl Into<String>) -> Self {
            Self { who: who.into() }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_log(call, inputs).await?;
        run_order(call, inputs).await?;
        Ok(Outputs {})
    }

    async fn run_log<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("log");
        let request = step
            .request(Method::POST, &super::API, "/log")?
            .accept("*/*")
            .text("text/plain", inputs.who.to_string());
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_order<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("order");
        let request = step
            .request(Method::POST, &super::API, "/orders")?
            .accept("*/*")
            .text(
                "application/xml",
                format!("<order><who>{}</who></order>", quote::xml_text(& inputs.who)),
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
