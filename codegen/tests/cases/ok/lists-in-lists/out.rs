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
    send::start(&client.0.call("send").version("2c8505be6c5df3cc"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    // … as in `json-body-with-charset`: use 

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `word`.
        pub word: Option<String>,
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        send(call, inputs).await?;
        Ok(Outputs {})
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct SendRequestRowsItemItem {
        cells: Vec<Value>,
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct SendRequest {
        rows: Vec<Value>,
    }

    /// Step `send`.
    async fn send<T: Transport>(
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
                                    Some(::arazzo_runtime::serde_json::json!("first")),
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
