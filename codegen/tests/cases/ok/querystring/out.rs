// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Termination, Transport, quote,
    };

    // … as in `media-type-chosen`: struct Inputs; impl Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_search(call, inputs).await?;
        Ok(Outputs {})
    }

    async fn run_search<T: Transport>(
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
