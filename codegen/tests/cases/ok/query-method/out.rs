// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, serde_json::json,
    };

    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure
    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_search(call).await?;
        run_copy(call).await?;
        Ok(Outputs {})
    }

    async fn run_search<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("search");
        let request = step
            .request(
                Method::from_bytes(b"QUERY")
                    .map_err(|error| step.encode_error("method", error))?,
                &super::API,
                "/search",
            )?
            .accept("*/*")
            .json("application/json", &json!({ "text": "dogs" }));
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_copy<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("copy");
        let request = step
            .request(
                Method::from_bytes(b"COPY")
                    .map_err(|error| step.encode_error("method", error))?,
                &super::API,
                "/search",
            )?
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
