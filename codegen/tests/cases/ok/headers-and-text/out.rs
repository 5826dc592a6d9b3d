// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::arazzo_runtime::{Call, Method, StepError, Termination, Transport, json};

    // … as in `schema-scalars`: struct Inputs

    /// Outputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.get.outputs.total`, if there is one.
        pub total: Option<i64>,
        /// `$steps.get.outputs.text`, if there is one.
        pub text: Option<String>,
    }
    ::arazzo_runtime::record!(Outputs { total = optional, text = optional });

    // … as in `schema-scalars`: struct Steps; struct PartialSteps

    /// Outputs of step `get`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Get {
        /// `$response.header.X-Total`.
        pub total: Option<i64>,
        /// `$response.header.X-Final`.
        pub r#final: Option<bool>,
        /// `$response.header.ETag`.
        pub etag: Option<String>,
        /// `$response.body`.
        pub text: Option<String>,
    }
    ::arazzo_runtime::record!(
        Get { total = optional, r#final = optional "final", etag = optional, text =
        optional }
    );

    // … as in `schema-scalars`: type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let get = done.get.insert(run_get(call).await?);
        Ok(Outputs {
            total: get.total,
            text: get.text.clone(),
        })
    }

    async fn run_get<T: Transport>(call: &Call<'_, T>) -> Result<Get, StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/report")?
            .accept("text/csv");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Get {
            total: step.typed(response.header("X-Total").map(json::scalar), "total")?,
            r#final: step.typed(response.header("X-Final").map(json::scalar), "final")?,
            etag: response.header("ETag").map(str::to_owned),
            text: response.text(),
        })
    }

    // … as in `schema-scalars`: ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
