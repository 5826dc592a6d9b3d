// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Parameter, Secret, StepError, Style, Termination, Transport, json,
        serde::Serialize, serde_json::json,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `session`.
        pub session: Secret,
        /// The input `x`.
        pub x: Option<i64>,
    }
    ::arazzo_runtime::record!(Inputs { session, x = optional });

    impl Inputs {
        /// What every run needs; the rest is left out or has its default, until `..` sets it.
        pub fn new(session: impl Into<Secret>) -> Self {
            Self {
                session: session.into(),
                x: None,
            }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_here(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct HereXPoint {
        #[serde(skip_serializing_if = "Option::is_none")]
        x: Option<i64>,
    }

    async fn run_here<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("here");
        let request = step
            .request(Method::GET, &super::API, "/here")?
            .header(
                Parameter::new("X-Ids", "[1,\"$inputs.x\"]"),
                &json::array([Some(json!(1)), inputs.x.as_ref().and_then(json::value)]),
            )
            .header(
                Parameter::new("X-Point", "{\"x\":\"$inputs.x\"}").explode(true),
                &HereXPoint { x: inputs.x },
            )
            .cookie(
                Parameter::new("session", "$inputs.session").required(),
                &inputs.session,
            )
            .cookie(
                Parameter::new("raw", "$inputs.session").style(Style::Cookie),
                &inputs.session,
            )
            .cookie(
                Parameter::new("tags", "[\"a\",\"b\"]")
                    .style(Style::Cookie)
                    .explode(false),
                &json!(["a", "b"]),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
