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
    send::start(&client.0.call("send").version("d878b84ce43c08e3"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Termination, Transport, quote,
        serde::{Deserialize, Serialize},
    };

    // … as in `media-type-chosen`: struct Inputs; impl Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        search(call, inputs).await?;
        Ok(Outputs {})
    }

    /// Step `search`.
    async fn search<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("search");
        let request = step
            .request(Method::GET, &super::API, "/search")?
            .querystring(
                Parameter::new("query", "text={$inputs.text}&page=1")
                    .required()
                    .content("application/x-www-form-urlencoded"),
                &format!("text={}&page=1", quote::form(& inputs.text)),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
