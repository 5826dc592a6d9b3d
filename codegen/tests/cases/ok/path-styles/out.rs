// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Style, Termination, Transport,
        serde::Serialize, serde_json::json,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `list`.
        pub list: Vec<String>,
    }
    ::arazzo_runtime::record!(Inputs { list });

    impl Inputs {
        /// What every run needs.
        pub fn new(list: Vec<String>) -> Self {
            Self { list }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_styled(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct StyledSe<'a> {
        a: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        b: Option<&'a str>,
    }

    async fn run_styled<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("styled");
        let request = step
            .request(
                Method::GET,
                &super::API,
                "/simple/{s}/{se}/label/{l}/{le}/matrix/{m}/{me}/objects/{so}/{lo}/{leo}/{mo}/{meo}",
            )?
            .path(Parameter::new("s", "$inputs.list"), &inputs.list)
            .path(
                Parameter::new("se", "{\"a\":1,\"b\":\"$inputs.list#/0\"}")
                    .explode(true),
                &StyledSe {
                    a: 1,
                    b: inputs.list.first().map(String::as_str),
                },
            )
            .path(Parameter::new("l", "$inputs.list").style(Style::Label), &inputs.list)
            .path(
                Parameter::new("le", "$inputs.list").style(Style::Label).explode(true),
                &inputs.list,
            )
            .path(Parameter::new("m", "$inputs.list").style(Style::Matrix), &inputs.list)
            .path(
                Parameter::new("me", "$inputs.list").style(Style::Matrix).explode(true),
                &inputs.list,
            )
            .path(Parameter::new("so", "{\"a\":1}"), &json!({ "a": 1 }))
            .path(
                Parameter::new("lo", "{\"a\":1}").style(Style::Label),
                &json!({ "a": 1 }),
            )
            .path(
                Parameter::new("leo", "{\"a\":1}").style(Style::Label).explode(true),
                &json!({ "a": 1 }),
            )
            .path(
                Parameter::new("mo", "{\"a\":1}").style(Style::Matrix),
                &json!({ "a": 1 }),
            )
            .path(
                Parameter::new("meo", "{\"a\":1}").style(Style::Matrix).explode(true),
                &json!({ "a": 1 }),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
