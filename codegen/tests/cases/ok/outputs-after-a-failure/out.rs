// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::time::Duration;
    use ::arazzo_runtime::{
        Call, Method, Retry, Step, StepError, StepOutputs, Termination, Transport,
        serde::{Deserialize, Serialize},
        serde_json::{Value, json},
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
        /// Outputs of step `note`, or what a failed attempt of it left behind, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub note: Option<StepOutputs<Note, NoteAttempt>>,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `send`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub send: Option<Send>,
        /// Outputs of step `note`, or what a failed attempt of it left behind, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub note: Option<StepOutputs<Note, NoteAttempt>>,
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
        pub word: String,
    }

    /// What a failed attempt of step `note` left behind.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct NoteAttempt {
        /// `$inputs.word`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub word: Option<String>,
    }

    // … as in `schema-scalars`: type Run; type Failure
    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        run_send(call, inputs, &mut done.send).await?;
        run_note(call, inputs, &mut done.note).await?;
        run_last(call, done.note.as_ref()).await?;
        Ok(Outputs {
            sent: done.send.as_ref().and_then(|send| send.sent.as_ref()).cloned(),
        })
    }

    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct SendRequest<'a> {
        word: &'a str,
    }

    async fn run_send<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        kept: &mut Option<Send>,
    ) -> Result<(), StepError> {
        let mut step = call.step("send");
        let mut again = Retry::new("again", 1, Duration::ZERO);

        loop {
            let mut failure = match attempt_send(&mut step, inputs).await {
                Ok(outputs) => {
                    *kept = Some(outputs);
                    return Ok(());
                }
                Err(failure) if failure.is_final() => return Err(failure),
                Err(failure) => failure,
            };
            if let Some(response) = failure.response() {
                *kept = Some(Send {
                    sent: response.sent_body().cloned(),
                });
            }

            if step.may_retry(&mut again, &mut failure) {
                step.wait(&again, &failure).await?;
                continue;
            }
            step.handled("note", &failure);
            return Ok(());
        }
    }

    async fn attempt_send<T: Transport>(
        step: &mut Step<'_, T>,
        inputs: &Inputs,
    ) -> Result<Send, StepError> {
        let to_send = step.value(&SendRequest { word: &inputs.word })?;
        let request = step
            .request(Method::POST, &super::API, "/words")?
            .accept("*/*")
            .json("application/json", &to_send)
            .keep_body(to_send);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Send {
            sent: response.sent_body().cloned(),
        })
    }

    async fn run_note<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        kept: &mut Option<StepOutputs<Note, NoteAttempt>>,
    ) -> Result<(), StepError> {
        let mut step = call.step("note");
        let mut again = Retry::new("again", 1, Duration::ZERO);

        loop {
            let mut failure = match attempt_note(&mut step, inputs).await {
                Ok(outputs) => {
                    *kept = Some(StepOutputs::Completed(outputs));
                    return Ok(());
                }
                Err(failure) if failure.is_final() => return Err(failure),
                Err(failure) => failure,
            };
            if failure.response().is_some() {
                *kept = Some(
                    StepOutputs::Failed(NoteAttempt {
                        word: Some(inputs.word.clone()),
                    }),
                );
            }

            if step.may_retry(&mut again, &mut failure) {
                step.wait(&again, &failure).await?;
                continue;
            }
            step.handled("last", &failure);
            return Ok(());
        }
    }

    async fn attempt_note<T: Transport>(
        step: &mut Step<'_, T>,
        inputs: &Inputs,
    ) -> Result<Note, StepError> {
        let request = step
            .request(Method::POST, &super::API, "/words")?
            .accept("*/*")
            .json("application/json", &json!({ "word": "failed" }));
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Note { word: inputs.word.clone() })
    }

    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct LastRequest<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        word: Option<&'a str>,
    }

    async fn run_last<T: Transport>(
        call: &Call<'_, T>,
        note: Option<&StepOutputs<Note, NoteAttempt>>,
    ) -> Result<(), StepError> {
        let mut step = call.step("last");
        let request = step
            .request(Method::POST, &super::API, "/words")?
            .accept("*/*")
            .json(
                "application/json",
                &LastRequest {
                    word: note
                        .and_then(|note| {
                            note.find(|note| Some(&note.word), |note| note.word.as_ref())
                        })
                        .map(String::as_str),
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { send ?, note ? });
}

// … as in `schema-scalars`: static API; static APIS
