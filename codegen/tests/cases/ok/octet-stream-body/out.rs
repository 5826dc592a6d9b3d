// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Binary, Call, Method, StepError, Termination, Transport, serde_json::Value,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `file`.
        pub file: Binary,
    }
    ::arazzo_runtime::record!(Inputs { file });

    impl Inputs {
        /// What every run needs.
        pub fn new(file: impl Into<Binary>) -> Self {
            Self { file: file.into() }
        }
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.observed.outputs.sent`, if there is one.
        pub sent: Option<Value>,
    }
    ::arazzo_runtime::record!(Outputs { sent = optional_json });

    // … as in `multipart-body-changed`: struct Steps; struct PartialSteps

    /// Outputs of step `observed`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Observed {
        /// `$request.body`.
        ///
        /// Any JSON value: what it reads is JSON.
        pub sent: Option<Value>,
    }
    ::arazzo_runtime::record!(Observed { sent = optional_json });

    // … as in `schema-scalars`: type Run; type Failure
    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        run_store(call, inputs).await?;
        let observed = done.observed.insert(run_observed(call, inputs).await?);
        Ok(Outputs {
            sent: observed.sent.clone(),
        })
    }

    async fn run_store<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("store");
        let request = step
            .request(Method::PUT, &super::API, "/blobs")?
            .accept("*/*")
            .bytes("application/octet-stream", inputs.file.0.clone());
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_observed<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Observed, StepError> {
        let mut step = call.step("observed");
        let to_send = step.value(&inputs.file)?;
        let request = step
            .request(Method::PUT, &super::API, "/blobs")?
            .accept("*/*")
            .bytes("application/octet-stream", inputs.file.0.clone())
            .keep_body(to_send);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Observed {
            sent: response.sent_body().cloned(),
        })
    }

    // … as in `multipart-body-changed`: ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
