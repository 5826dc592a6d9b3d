// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, json,
        serde::{Deserialize, Serialize},
    };

    // … as in `schema-scalars`: struct Inputs

    /// Outputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Outputs {
        /// `$steps.get.outputs.total`, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<i64>,
        /// `$steps.get.outputs.text`, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
    }

    // … as in `schema-scalars`: struct Steps; struct PartialSteps

    /// Outputs of step `get`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Get {
        /// `$response.header.X-Total`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<i64>,
        /// `$response.header.X-Final`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub r#final: Option<bool>,
        /// `$response.header.ETag`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub etag: Option<String>,
        /// `$response.body`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
    }

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
