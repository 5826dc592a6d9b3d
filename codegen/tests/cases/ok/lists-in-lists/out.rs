// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, json, serde::Serialize,
        serde_json::{Value, json},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Inputs {
        /// The input `word`.
        pub word: Option<String>,
    }
    ::arazzo_runtime::record!(Inputs { word = optional });

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_send(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct SendRequestRowsItemItem {
        cells: Vec<Value>,
    }

    #[derive(Serialize)]
    struct SendRequest {
        rows: Vec<Value>,
    }

    async fn run_send<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("send");
        let request = step
            .request(Method::PUT, &super::API, "/table")?
            .accept("*/*")
            .json(
                "application/json",
                &SendRequest {
                    rows: json::array([
                        Some(
                            Value::Array(
                                json::array([
                                    inputs.word.as_ref().and_then(json::value),
                                    Some(json!("first")),
                                ]),
                            ),
                        ),
                        Some(
                            Value::Array(
                                json::array([
                                    json::value(
                                        &SendRequestRowsItemItem {
                                            cells: json::array([
                                                inputs.word.as_ref().and_then(json::value),
                                            ]),
                                        },
                                    ),
                                ]),
                            ),
                        ),
                    ]),
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
