// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>

/// Runs the workflow `signIn`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn sign_in<T: Transport>(
    client: &Client<T>,
    inputs: sign_in::Inputs,
) -> Result<sign_in::Run, sign_in::Failure> {
    sign_in::start(&client.0.call("signIn").version("0000000000000000"), inputs).await
}

/// Types of [`sign_in`](fn@sign_in).
pub mod sign_in {
    use ::arazzo_runtime::{
        Call, Method, Parameter, Secret, StepError, Termination, Transport, json,
        serde::Serialize, serde_json::Value,
    };

    /// Inputs of [`sign_in`](fn@super::sign_in).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `password`.
        pub password: Secret,
    }
    ::arazzo_runtime::record!(Inputs { password });

    // … as in `read-only-and-write-only`: impl Inputs

    /// Outputs of [`sign_in`](fn@super::sign_in).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.send.outputs.all`, if there is one.
        pub all: Option<Secret<Value>>,
        /// `$steps.tell.outputs.word`.
        pub word: Secret,
    }
    ::arazzo_runtime::record!(Outputs { all = optional, word });

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `send`.
        pub send: Send,
        /// Outputs of step `tell`.
        pub tell: Tell,
    }
    ::arazzo_runtime::record!(Steps { send, tell });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `send`, if it ran.
        pub send: Option<PartialSend>,
        /// Outputs of step `tell`, if it ran.
        pub tell: Option<Tell>,
    }
    ::arazzo_runtime::record!(write PartialSteps { send = optional, tell = optional });

    /// Outputs of step `send`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Send {
        /// `$request.body#/inner/word`.
        pub sent: Option<Secret>,
        /// `$request.query.pin`.
        pub pin: Secret,
        /// `$request.body`.
        pub all: Option<Secret<Value>>,
        /// `$request.body#/inner`.
        pub inner: Secret<Value>,
    }
    ::arazzo_runtime::record!(Send { sent = optional, pin, all = optional, inner });

    /// Outputs of step `send` while it is not known that all are there.
    #[derive(Debug, Clone, PartialEq)]
    pub struct PartialSend {
        /// `$request.body#/inner/word`.
        pub sent: Option<Secret>,
        /// `$request.query.pin`.
        pub pin: Secret,
        /// `$request.body`.
        pub all: Option<Secret<Value>>,
        /// `$request.body#/inner`.
        pub inner: Option<Secret<Value>>,
    }
    ::arazzo_runtime::record!(
        write PartialSend { sent = optional, pin, all = optional, inner = optional }
    );

    /// Outputs of step `tell`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Tell {
        /// `$outputs.word`.
        pub word: Secret,
    }
    ::arazzo_runtime::record!(Tell { word });

    // … as in `schema-scalars`: type Run; type Failure
    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let send = done.send.insert(run_send(call, inputs).await?);
        run_again(call, send).await?;
        let tell = done.tell.insert(run_tell(call, inputs, send).await?);
        Ok(Outputs {
            all: send.all.clone(),
            word: tell.word.clone(),
        })
    }

    #[derive(Serialize)]
    struct SendRequestInner<'a> {
        word: &'a Secret,
    }

    #[derive(Serialize)]
    struct SendRequest<'a> {
        inner: SendRequestInner<'a>,
    }

    async fn run_send<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<PartialSend, StepError> {
        let mut step = call.step("send");
        let to_send = step
            .value(
                &SendRequest {
                    inner: SendRequestInner {
                        word: &inputs.password,
                    },
                },
            )?;
        let request = step
            .request(Method::POST, &super::API, "/send")?
            .query(
                Parameter::new("pin", "pin-{$inputs.password}"),
                &Secret::from(format!("pin-{}", inputs.password.expose())),
            )
            .accept("*/*")
            .json("application/json", &to_send)
            .keep_body(to_send);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(PartialSend {
            sent: step
                .typed(
                    response
                        .sent_body()
                        .and_then(|body| body.pointer("/inner/word"))
                        .cloned(),
                    "sent",
                )?,
            pin: Secret::from(format!("pin-{}", inputs.password.expose())),
            all: step.typed(response.sent_body().cloned(), "all")?,
            inner: step
                .typed(
                    response
                        .sent_body()
                        .and_then(|body| body.pointer("/inner"))
                        .cloned(),
                    "inner",
                )?,
        })
    }

    async fn run_again<T: Transport>(
        call: &Call<'_, T>,
        send: &PartialSend,
    ) -> Result<(), StepError> {
        let mut step = call.step("again");
        let request = step
            .request(Method::POST, &super::API, "/send")?
            .query(
                Parameter::new("pin", "$steps.send.outputs.all#/inner/word"),
                &send
                    .all
                    .as_ref()
                    .and_then(|value| json::at(value, "/inner/word"))
                    .map(Secret::from),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_tell<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        send: &PartialSend,
    ) -> Result<Tell, StepError> {
        let mut step = call.step("tell");
        step.enter()?;
        let run = super::notify::start(
                &step.call("notify"),
                super::notify::Inputs {
                    word: inputs.password.clone(),
                    note: step.given(send.inner.clone(), "note")?,
                },
            )
            .await
            .map_err(|inner| step.nested(inner))?;
        Ok(Tell {
            word: run.outputs.word.clone(),
        })
    }

    ::arazzo_runtime::completed!(PartialSend => Send { sent[?], pin[?], all[?], inner });

    ::arazzo_runtime::completed!(PartialSteps => Steps { send[: PartialSend], tell });
}

/// Runs the workflow `notify`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn notify<T: Transport>(
    client: &Client<T>,
    inputs: notify::Inputs,
) -> Result<notify::Run, notify::Failure> {
    notify::start(&client.0.call("notify").version("0000000000000000"), inputs).await
}

/// Types of [`notify`](fn@notify).
pub mod notify {
    use ::arazzo_runtime::{
        Call, Method, Parameter, Secret, StepError, Termination, Transport, json,
        serde_json::Value,
    };

    /// Inputs of [`notify`](fn@super::notify).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// Not declared as a secret.
        ///
        /// A secret: a workflow that calls this one hands one on.
        pub word: Secret,
        /// A secret: a workflow that calls this one hands one on.
        ///
        /// Holds any JSON values: the schema gives no type.
        pub note: Secret<Value>,
    }
    ::arazzo_runtime::record!(Inputs { word, note });

    impl Inputs {
        /// What every run needs.
        pub fn new(word: impl Into<Secret>, note: impl Into<Secret<Value>>) -> Self {
            Self {
                word: word.into(),
                note: note.into(),
            }
        }
    }

    /// Outputs of [`notify`](fn@super::notify).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$inputs.word`.
        pub word: Secret,
    }
    ::arazzo_runtime::record!(Outputs { word });

    // … as in `authorization-parameter`: type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_send(call, inputs).await?;
        Ok(Outputs {
            word: inputs.word.clone(),
        })
    }

    async fn run_send<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("send");
        let request = step
            .request(Method::POST, &super::API, "/send")?
            .query(
                Parameter::new("pin", "{$inputs.word}-{$inputs.note}"),
                &Secret::from(
                    format!("{}-{}", inputs.word.expose(), json::text(& inputs.note)),
                ),
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
