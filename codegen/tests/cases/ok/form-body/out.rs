// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Encoding, Method, StepError, Style, Termination, Transport,
        serde::Serialize, serde_json::{Value, json},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `city`.
        pub city: String,
    }
    ::arazzo_runtime::record!(Inputs { city });

    impl Inputs {
        /// What every run needs.
        pub fn new(city: impl Into<String>) -> Self {
            Self { city: city.into() }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_token(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct TokenRequestWhere<'a> {
        city: &'a str,
    }

    #[derive(Serialize)]
    struct TokenRequest<'a> {
        scope: Value,
        r#where: TokenRequestWhere<'a>,
        meta: Value,
        url: &'a str,
    }

    async fn run_token<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("token");
        static PARTS: &[Encoding] = &[
            Encoding::new("scope").style(Style::SpaceDelimited).explode(false),
            Encoding::new("where").style(Style::DeepObject).explode(true),
            Encoding::new("meta").content_type("application/json"),
            Encoding::new("url").allow_reserved(),
        ];
        let request = step
            .request(Method::POST, &super::API, "/tokens")?
            .accept("*/*")
            .form(
                "application/x-www-form-urlencoded",
                &TokenRequest {
                    scope: json!(["read", "write"]),
                    r#where: TokenRequestWhere {
                        city: &inputs.city,
                    },
                    meta: json!({ "v": 1 }),
                    url: &inputs.city,
                },
                PARTS,
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
