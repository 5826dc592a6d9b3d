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
    send::start(&client.0.call("send").version("0000000000000000"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Termination, Transport, serde::Serialize,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `name`.
        pub name: String,
    }
    ::arazzo_runtime::record!(Inputs { name });

    impl Inputs {
        /// What every run needs.
        pub fn new(name: impl Into<String>) -> Self {
            Self { name: name.into() }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_find(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct FindFilter<'a> {
        name: &'a str,
    }

    #[derive(Serialize)]
    struct FindFilter2<'a> {
        name: &'a str,
    }

    #[derive(Serialize)]
    struct FindXFilter<'a> {
        name: &'a str,
    }

    #[derive(Serialize)]
    struct FindFilter3<'a> {
        name: &'a str,
    }

    async fn run_find<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("find");
        let request = step
            .request(Method::GET, &super::API, "/things/{filter}")?
            .path(
                Parameter::new("filter", "{\"name\":\"$inputs.name\"}")
                    .content("application/json"),
                &FindFilter { name: &inputs.name },
            )
            .query(
                Parameter::new("filter", "{\"name\":\"$inputs.name\"}")
                    .content("application/json"),
                &FindFilter2 { name: &inputs.name },
            )
            .header(
                Parameter::new("X-Filter", "{\"name\":\"$inputs.name\"}")
                    .content("application/json"),
                &FindXFilter { name: &inputs.name },
            )
            .cookie(
                Parameter::new("filter", "{\"name\":\"$inputs.name\"}")
                    .content("application/json"),
                &FindFilter3 { name: &inputs.name },
            )
            .header(
                Parameter::new("X-Note", "$inputs.name").content("text/plain"),
                &inputs.name,
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
