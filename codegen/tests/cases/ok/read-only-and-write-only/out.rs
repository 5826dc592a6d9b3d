// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, Secret, StepError, Termination, Transport,
        serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `password`.
        pub password: Secret,
    }
    ::arazzo_runtime::record!(Inputs { password });

    impl Inputs {
        /// What every run needs.
        pub fn new(password: impl Into<Secret>) -> Self {
            Self { password: password.into() }
        }
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.open.outputs.account`.
        pub account: Account,
    }
    ::arazzo_runtime::record!(Outputs { account });

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `open`.
        pub open: Open,
    }
    ::arazzo_runtime::record!(Steps { open });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `open`, if it ran.
        pub open: Option<Open>,
    }
    ::arazzo_runtime::record!(write PartialSteps { open = optional });

    /// Outputs of step `open`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Open {
        /// `$response.body`.
        pub account: Account,
    }
    ::arazzo_runtime::record!(Open { account });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `Account`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Account {
        /// `id`.
        pub id: String,
        /// `name`.
        pub name: String,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let open = done.open.insert(run_open(call, inputs).await?);
        Ok(Outputs {
            account: open.account.clone(),
        })
    }

    #[derive(Serialize)]
    struct OpenRequest<'a> {
        name: &'static str,
        password: &'a Secret,
    }

    async fn run_open<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Open, StepError> {
        let mut step = call.step("open");
        let request = step
            .request(Method::POST, &super::API, "/accounts")?
            .accept("application/json")
            .json(
                "application/json",
                &OpenRequest {
                    name: "Ann",
                    password: &inputs.password,
                },
            );
        let response = step.send(request).await?;
        step.require("$statusCode == 201", response.status() == 201)?;
        let body: Account = step.decode_whole(&response)?;
        Ok(Open { account: body })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { open });
}

// … as in `schema-scalars`: static API; static APIS
