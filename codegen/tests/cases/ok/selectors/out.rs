// … as in `json-lines`: ::arazzo_runtime::require_features!(jsonpath)
// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>

/// Runs the workflow `read`.
///
/// # Steps
///
/// 1. `list`, `GET /jobs`
///
/// ```mermaid
/// flowchart TD
///   w0start(["Start"])
///   w0s0["1 list<br/>GET /jobs"]
///   w0completed(["Completed"])
///   w0w3[["workflow other"]]
///   w0start --> w0s0
///   w0s0 --> w0completed
///   w0s0 -.->|"other"| w0w3
/// ```
///
/// # Example
///
/// ```text
/// let inputs = read::Inputs::default();
/// let run = read(&client, inputs).await?;
/// ```
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn read<T: Transport>(
    client: &Client<T>,
    inputs: read::Inputs,
) -> Result<read::Run, read::Failure> {
    read::start(&client.0.call("read").version("0000000000000000"), inputs).await
}

/// Types of [`read`](fn@read).
pub mod read {
    use ::arazzo_runtime::{
        Call, Method, Step, StepError, StepOutputs, Termination, Transport, json,
        jsonpath::JsonPath, serde_json::Value,
    };

    // … as in `schema-scalars`: struct Inputs

    /// Outputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.list.outputs.ready`, if there is one.
        pub ready: Option<Vec<String>>,
        /// `$steps.list.outputs.first`, if there is one.
        pub first: Option<Value>,
    }
    ::arazzo_runtime::record!(Outputs { ready = optional, first = optional_json });

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `list`, or what a failed attempt of it left behind, if it ran.
        pub list: Option<StepOutputs<List, ListAttempt>>,
    }
    ::arazzo_runtime::record!(Steps { list = optional });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `list`, or what a failed attempt of it left behind, if it ran.
        pub list: Option<StepOutputs<List, ListAttempt>>,
    }
    ::arazzo_runtime::record!(write PartialSteps { list = optional });

    /// Outputs of step `list`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct List {
        /// `{"context":"$response.body","selector":"$[?@.ready == true].name","type":"jsonpath"}`.
        pub ready: Vec<String>,
        /// `{"context":"$response.body","selector":"/0/name","type":"jsonpointer"}`.
        ///
        /// Any JSON value: no schema says what a selector finds.
        pub first: Option<Value>,
    }
    ::arazzo_runtime::record!(List { ready, first = optional_json });

    /// What a failed attempt of step `list` left behind.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ListAttempt {
        /// `{"context":"$response.body","selector":"$[?@.ready == true].name","type":"jsonpath"}`.
        pub ready: Option<Vec<String>>,
        /// `{"context":"$response.body","selector":"/0/name","type":"jsonpointer"}`.
        ///
        /// Any JSON value: no schema says what a selector finds.
        pub first: Option<Value>,
    }
    ::arazzo_runtime::record!(ListAttempt { ready = optional, first = optional_json });

    // … as in `schema-scalars`: type Run; type Failure

    ::arazzo_runtime::steps! {
        "read";
        LIST = "list": 200 "application/json";
    }

    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let mut done = PartialSteps::default();
        let result = run(call, &mut done).await;
        let result = result.map(|termination| (outputs(&done), termination));
        call.over(inputs, result, done)
    }

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Termination, StepError> {
        if let AfterList::End(termination) = run_list(call, &mut done.list).await? {
            return Ok(termination);
        }
        Ok(Termination::Completed)
    }

    /// Where control goes after step `list`.
    enum AfterList {
        Done,
        End(Termination),
    }

    async fn run_list<T: Transport>(
        call: &Call<'_, T>,
        kept: &mut Option<StepOutputs<List, ListAttempt>>,
    ) -> Result<AfterList, StepError> {
        let mut step = call.step("list");
        match attempt_list(&mut step).await {
            Ok(outputs) => {
                *kept = Some(StepOutputs::Completed(outputs));
                Ok(AfterList::Done)
            }
            Err(failure) if failure.is_final() => Err(failure),
            Err(failure) => {
                if let Some(response) = failure.response() {
                    let [name] = response.select(["/0/name"]);
                    let body = response.value();
                    static PATH: JsonPath = JsonPath::new("$[?@.ready == true].name");
                    *kept = Some(
                        StepOutputs::Failed(ListAttempt {
                            ready: PATH.select(body.as_ref()).and_then(json::fitting),
                            first: name.clone(),
                        }),
                    );
                }

                step.handled("other", &failure);
                super::other::start(&step.call("other"), super::other::Inputs {})
                    .await
                    .map_err(|inner| step.nested(inner))?;
                Ok(AfterList::End(Termination::Completed))
            }
        }
    }

    async fn attempt_list<T: Transport>(
        step: &mut Step<'_, T>,
    ) -> Result<List, StepError> {
        let request = step
            .request(Method::GET, &super::API, "/jobs")?
            .accept("application/json");
        let response = step.send(request).await?;
        let [name] = response.select(["/0/name"]);
        let body = step.body(&response)?;
        step.succeeded(&response)?;
        static PATH: JsonPath = JsonPath::new("$[?@.ready == true].name");
        Ok(List {
            ready: step
                .output(step.typed(PATH.select(body.as_ref()), "ready")?, "ready")?,
            first: name,
        })
    }

    fn outputs(done: &PartialSteps) -> Outputs {
        Outputs {
            ready: done
                .list
                .as_ref()
                .and_then(|list| {
                    list.find(|list| Some(&list.ready), |list| list.ready.as_ref())
                })
                .cloned(),
            first: done
                .list
                .as_ref()
                .and_then(|list| {
                    list.find(|list| list.first.as_ref(), |list| list.first.as_ref())
                })
                .cloned(),
        }
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { list[?] });
}

/// Runs the workflow `other`.
///
/// # Steps
///
/// 1. `list`, `GET /jobs`
///
/// # Example
///
/// ```text
/// let inputs = other::Inputs::default();
/// let run = other(&client, inputs).await?;
/// ```
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn other<T: Transport>(
    client: &Client<T>,
    inputs: other::Inputs,
) -> Result<other::Run, other::Failure> {
    other::start(&client.0.call("other").version("0000000000000000"), inputs).await
}

/// Types of [`other`](fn@other).
pub mod other {
    // … as in `oauth-scopes`: use 

    /// Inputs of [`other`](fn@super::other).
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Inputs {}
    ::arazzo_runtime::record!(Inputs {});

    /// Outputs of [`other`](fn@super::other).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {}
    ::arazzo_runtime::record!(Outputs {});

    // … as in `authorization-parameter`: type Run; type Failure

    ::arazzo_runtime::steps! {
        "other";
        LIST = "list": 200 "application/json";
    }

    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_list(call).await?;
        Ok(Outputs {})
    }

    async fn run_list<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("list");
        let request = step
            .request(Method::GET, &super::API, "/jobs")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
