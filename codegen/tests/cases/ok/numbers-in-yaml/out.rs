// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Termination, Transport, json,
        serde_json::json,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Inputs {}
    ::arazzo_runtime::record!(Inputs {});

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure
    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_send(call).await?;
        Ok(Outputs {})
    }

    async fn run_send<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("send");
        let request = step
            .request(Method::POST, &super::API, "/send")?
            .query(Parameter::new("price", "1.1"), &json!(json::number("1.10")))
            .accept("*/*")
            .json(
                "application/json",
                &json!(
                    { "price": json::number("2.50"), "list": [json::number("1e+3"),
                    json::number("0.0")], "mask": "0b11" }
                ),
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
