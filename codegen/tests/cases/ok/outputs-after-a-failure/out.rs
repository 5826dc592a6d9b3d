// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::time::Duration;
    use ::arazzo_runtime::{
        Call, Method, Parameter, Retry, Step, StepError, StepOutputs, Termination,
        Transport, json, serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `word`.
        pub word: String,
    }
    ::arazzo_runtime::record!(Inputs { word });

    impl Inputs {
        /// What every run needs.
        pub fn new(word: impl Into<String>) -> Self {
            Self { word: word.into() }
        }
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.keep.outputs.id`, if there is one.
        pub id: Option<String>,
    }
    ::arazzo_runtime::record!(Outputs { id = optional });

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `keep`, or what a failed attempt of it left behind, if it ran.
        pub keep: Option<StepOutputs<Keep, KeepAttempt>>,
    }
    ::arazzo_runtime::record!(Steps { keep = optional });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `keep`, or what a failed attempt of it left behind, if it ran.
        pub keep: Option<StepOutputs<Keep, KeepAttempt>>,
    }
    ::arazzo_runtime::record!(write PartialSteps { keep = optional });

    /// Outputs of step `keep`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Keep {
        /// `$response.body#/id`.
        pub id: String,
        /// `$request.body`.
        ///
        /// Any JSON value: what it reads is JSON.
        pub sent: Option<Value>,
    }
    ::arazzo_runtime::record!(Keep { id, sent = optional_json });

    /// What a failed attempt of step `keep` left behind.
    #[derive(Debug, Clone, PartialEq)]
    pub struct KeepAttempt {
        /// `$response.body#/id`.
        pub id: Option<String>,
        /// `$request.body`.
        ///
        /// Any JSON value: what it reads is JSON.
        pub sent: Option<Value>,
    }
    ::arazzo_runtime::record!(KeepAttempt { id = optional, sent = optional_json });

    // … as in `schema-scalars`: type Run; type Failure

    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let mut done = PartialSteps::default();
        let result = run(call, &inputs, &mut done).await;
        let result = result.map(|termination| (outputs(&done), termination));
        call.over(inputs, result, done)
    }

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Termination, StepError> {
        'to_drop: {
            if let AfterKeep::Drop = run_keep(call, inputs, &mut done.keep).await? {
                break 'to_drop;
            }
            if let AfterUse::End(termination) = run_use(
                    call,
                    done.keep.as_ref().and_then(StepOutputs::completed),
                )
                .await?
            {
                return Ok(termination);
            }
        }
        run_drop(call, done.keep.as_ref()).await?;
        Ok(Termination::Completed)
    }

    #[derive(Serialize)]
    struct KeepRequest<'a> {
        word: &'a str,
    }

    #[derive(Deserialize)]
    struct KeepResponse {
        id: String,
    }

    /// Where control goes after step `keep`.
    enum AfterKeep {
        Use,
        Drop,
    }

    async fn run_keep<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        kept: &mut Option<StepOutputs<Keep, KeepAttempt>>,
    ) -> Result<AfterKeep, StepError> {
        let mut step = call.step("keep");
        let mut again = Retry::new("again", 1, Duration::ZERO);

        loop {
            let mut failure = match attempt_keep(&mut step, inputs).await {
                Ok(outputs) => {
                    *kept = Some(StepOutputs::Completed(outputs));
                    return Ok(AfterKeep::Use);
                }
                Err(failure) if failure.is_final() => return Err(failure),
                Err(failure) => failure,
            };
            if let Some(response) = failure.response() {
                let [id] = response.select(["/id"]);
                *kept = Some(
                    StepOutputs::Failed(KeepAttempt {
                        id: id.clone().and_then(json::fitting),
                        sent: response.sent_body().cloned(),
                    }),
                );
            }

            if step.may_retry(&mut again, &mut failure) {
                step.wait(&again, &failure).await?;
                continue;
            }
            step.handled("give up", &failure);
            return Ok(AfterKeep::Drop);
        }
    }

    async fn attempt_keep<T: Transport>(
        step: &mut Step<'_, T>,
        inputs: &Inputs,
    ) -> Result<Keep, StepError> {
        let to_send = step.value(&KeepRequest { word: &inputs.word })?;
        let request = step
            .request(Method::POST, &super::API, "/words")?
            .accept("application/json")
            .json("application/json", &to_send)
            .keep_body(to_send);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: KeepResponse = step.decode(&response)?;
        Ok(Keep {
            id: body.id,
            sent: response.sent_body().cloned(),
        })
    }

    /// Where control goes after step `use`.
    enum AfterUse {
        Drop,
        End(Termination),
    }

    async fn run_use<T: Transport>(
        call: &Call<'_, T>,
        keep: Option<&Keep>,
    ) -> Result<AfterUse, StepError> {
        let mut step = call.step("use");
        match attempt_use(&mut step, keep).await {
            Ok(()) => {
                step.action("used");
                Ok(AfterUse::End(Termination::ended("use", "used")))
            }
            Err(failure) if failure.is_final() => Err(failure),
            Err(failure) => {
                step.handled("give up", &failure);
                Ok(AfterUse::Drop)
            }
        }
    }

    async fn attempt_use<T: Transport>(
        step: &mut Step<'_, T>,
        keep: Option<&Keep>,
    ) -> Result<(), StepError> {
        let request = step
            .request(Method::PUT, &super::API, "/words/{id}")?
            .path(
                Parameter::new("id", "$steps.keep.outputs.id"),
                &keep.map(|keep| &keep.id),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_drop<T: Transport>(
        call: &Call<'_, T>,
        keep: Option<&StepOutputs<Keep, KeepAttempt>>,
    ) -> Result<(), StepError> {
        let mut step = call.step("drop");
        let request = step
            .request(Method::DELETE, &super::API, "/words/{id}")?
            .path(
                Parameter::new("id", "$steps.keep.outputs.id"),
                &keep
                    .and_then(|keep| {
                        keep.find(|keep| Some(&keep.id), |keep| keep.id.as_ref())
                    }),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    fn outputs(done: &PartialSteps) -> Outputs {
        Outputs {
            id: done
                .keep
                .as_ref()
                .and_then(|keep| {
                    keep.find(|keep| Some(&keep.id), |keep| keep.id.as_ref())
                })
                .cloned(),
        }
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { keep[?] });
}

// … as in `schema-scalars`: static API; static APIS
