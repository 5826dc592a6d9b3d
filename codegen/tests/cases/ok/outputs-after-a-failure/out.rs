// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::time::Duration;
    use ::arazzo_runtime::{
        Call, Method, Retry, Step, StepError, Termination, Transport,
        serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `word`.
        pub word: String,
    }

    impl Inputs {
        /// What every run needs.
        pub fn new(word: impl Into<String>) -> Self {
            Self { word: word.into() }
        }
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {
        /// `$steps.send.outputs.sent`, if there is one.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub sent: Option<Value>,
    }

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `send`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub send: Option<Send>,
        /// Outputs of step `note`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub note: Option<Note>,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `send`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub send: Option<Send>,
        /// Outputs of step `note`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub note: Option<Note>,
    }

    /// Outputs of step `send`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Send {
        /// `$request.body`.
        ///
        /// Any JSON value: what it reads is JSON.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub sent: Option<Value>,
    }

    /// Outputs of step `note`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Note {
        /// `$inputs.word`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub word: Option<String>,
    }

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

    enum At {
        Send,
        Note,
        Last,
        End(Termination),
    }

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Termination, StepError> {
        let mut at = At::Send;
        loop {
            at = match at {
                At::Send => send(call, inputs, done).await?,
                At::Note => note(call, inputs, done).await?,
                At::Last => last(call, done).await?,
                At::End(termination) => return Ok(termination),
            };
        }
    }

    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct SendRequest<'a> {
        word: &'a str,
    }

    async fn send<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<At, StepError> {
        let mut step = call.step("send");
        let mut again = Retry::new("again", 1, Duration::ZERO);

        loop {
            let mut failure = match send_attempt(&mut step, inputs).await {
                Ok(outputs) => {
                    done.send = Some(outputs);
                    return Ok(At::Note);
                }
                Err(failure) if failure.is_final() => return Err(failure),
                Err(failure) => failure,
            };
            if failure.response().is_some() {
                let to_send = step.value(&SendRequest { word: &inputs.word })?;
                done.send = Some(Send {
                    sent: Some(to_send.clone()),
                });
            }

            if step.may_retry(&mut again, &mut failure) {
                step.wait(&again, &failure).await?;
                continue;
            }
            step.handled("note", &failure);
            return Ok(At::Note);
        }
    }

    async fn send_attempt<T: Transport>(
        step: &mut Step<'_, T>,
        inputs: &Inputs,
    ) -> Result<Send, StepError> {
        let to_send = step.value(&SendRequest { word: &inputs.word })?;
        let request = step
            .request(Method::POST, &super::API, "/words")?
            .accept("*/*")
            .json("application/json", &to_send);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Send {
            sent: Some(to_send.clone()),
        })
    }

    async fn note<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<At, StepError> {
        let mut step = call.step("note");
        let mut again = Retry::new("again", 1, Duration::ZERO);

        loop {
            let mut failure = match note_attempt(&mut step, inputs).await {
                Ok(outputs) => {
                    done.note = Some(outputs);
                    return Ok(At::Last);
                }
                Err(failure) if failure.is_final() => return Err(failure),
                Err(failure) => failure,
            };
            if failure.response().is_some() {
                done.note = Some(Note {
                    word: Some(inputs.word.clone()),
                });
            }

            if step.may_retry(&mut again, &mut failure) {
                step.wait(&again, &failure).await?;
                continue;
            }
            step.handled("last", &failure);
            return Ok(At::Last);
        }
    }

    async fn note_attempt<T: Transport>(
        step: &mut Step<'_, T>,
        inputs: &Inputs,
    ) -> Result<Note, StepError> {
        let request = step
            .request(Method::POST, &super::API, "/words")?
            .accept("*/*")
            .json(
                "application/json",
                &::arazzo_runtime::serde_json::json!({ "word": "failed" }),
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Note {
            word: Some(inputs.word.clone()),
        })
    }

    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct LastRequest<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        word: Option<&'a str>,
    }

    async fn last<T: Transport>(
        call: &Call<'_, T>,
        done: &PartialSteps,
    ) -> Result<At, StepError> {
        let mut step = call.step("last");
        let request = step
            .request(Method::POST, &super::API, "/words")?
            .accept("*/*")
            .json(
                "application/json",
                &LastRequest {
                    word: done
                        .note
                        .as_ref()
                        .and_then(|note| note.word.as_ref())
                        .map(String::as_str),
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(At::End(Termination::Completed))
    }

    fn outputs(done: &PartialSteps) -> Outputs {
        Outputs {
            sent: done.send.as_ref().and_then(|send| send.sent.as_ref()).cloned(),
        }
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { send ?, note ? });
}

// … as in `schema-scalars`: static API; static APIS
