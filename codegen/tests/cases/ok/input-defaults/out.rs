// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Binary, Call, Method, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize, Serializer},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `size`.
        ///
        /// Default: `"small"`.
        pub size: Option<InputsSize>,
        /// The input `count`.
        ///
        /// Default: `3`.
        pub count: Option<i64>,
        /// The input `name`.
        ///
        /// Default: `"nobody"`.
        pub name: Option<String>,
        /// The input `place`.
        ///
        /// Default: `{"city":"Bern"}`.
        pub place: Option<InputsPlace>,
        /// The input `labels`.
        ///
        /// Default: `{"a":"b"}`.
        pub labels: Option<BTreeMap<String, String>>,
        /// The input `key`.
        ///
        /// Default: `7`.
        pub key: Option<InputsKey>,
        /// The input `blob`.
        ///
        /// Default: `"AAEC"`.
        pub blob: Option<Binary>,
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure

    /// A value of the schema `InputsSize`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum InputsSize {
        /// `small`.
        Small,
        /// `large`.
        Large,
        /// A text that the document does not list.
        Other(String),
    }

    impl InputsSize {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Small => "small",
                Self::Large => "large",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for InputsSize {
        fn from(text: &str) -> Self {
            match text {
                "small" => Self::Small,
                "large" => Self::Large,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for InputsSize {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    impl Serialize for InputsSize {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    /// A value of the schema `InputsPlace`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct InputsPlace {
        /// `city`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub city: Option<String>,
    }

    /// A value of the schema `InputsKey`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum InputsKey {
        /// The value is `i64`.
        Integer(i64),
        /// The value is `String`.
        String(String),
    }

    impl<'de> Deserialize<'de> for InputsKey {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("InputsKey", deserializer)?;
            if let Some(fitting) = variants.fits("Integer") {
                return Ok(Self::Integer(fitting));
            }
            if let Some(fitting) = variants.fits("String") {
                return Ok(Self::String(fitting));
            }
            Err(variants.refused())
        }
    }

    // … as in `authorization-parameter`: fn start

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        x(call, inputs).await?;
        Ok(Outputs {})
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct XRequest<'a> {
        size: InputsSize,
        count: i64,
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        city: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        labels: Option<&'a BTreeMap<String, String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a InputsKey>,
        #[serde(skip_serializing_if = "Option::is_none")]
        blob: Option<&'a Binary>,
    }

    /// Step `x`.
    async fn x<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("x");
        let place = inputs
            .place
            .clone()
            .unwrap_or_else(|| InputsPlace {
                city: Some("Bern".to_owned()),
            });
        let labels = inputs
            .labels
            .clone()
            .or_else(|| json::fitting(
                ::arazzo_runtime::serde_json::json!({ "a": "b" }),
            ));
        let key = inputs
            .key
            .clone()
            .or_else(|| json::fitting(::arazzo_runtime::serde_json::json!(7)));
        let blob = inputs
            .blob
            .clone()
            .or_else(|| json::fitting(::arazzo_runtime::serde_json::json!("AAEC")));
        let request = step
            .request(Method::POST, &super::API, "/x")?
            .accept("*/*")
            .json(
                "application/json",
                &XRequest {
                    size: inputs.size.clone().unwrap_or(InputsSize::Small),
                    count: inputs.count.unwrap_or(3),
                    name: inputs.name.as_deref().unwrap_or("nobody"),
                    city: place.city.as_deref(),
                    labels: labels.as_ref(),
                    key: key.as_ref(),
                    blob: blob.as_ref(),
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

/// Runs the workflow `outer`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn outer<T: Transport>(
    client: &Client<T>,
    inputs: outer::Inputs,
) -> Result<outer::Run, outer::Failure> {
    outer::start(&client.0.call("outer"), inputs).await
}

/// Types of [`outer`](fn@outer).
pub mod outer {
    use ::arazzo_runtime::{
        Method, StepError, Termination, Transport, json, serde::{Deserialize, Serialize},
    };

    /// Inputs of [`outer`](fn@super::outer).
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {}

    /// Outputs of [`outer`](fn@super::outer).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {
        /// `$steps.call.outputs.key`.
        pub key: super::send::InputsKey,
    }

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `call`.
        pub call: Call,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `call`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub call: Option<Call>,
    }

    /// Outputs of step `call`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Call {
        /// `$workflows.send.inputs.key`.
        pub key: super::send::InputsKey,
    }

    // … as in `schema-scalars`: type Run; type Failure

    /// Runs the workflow as a part of `call`.
    pub(super) async fn start<T: Transport>(
        call: &::arazzo_runtime::Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let mut done = PartialSteps::default();
        let mut called = Called::default();
        let result = run(call, &mut done, &mut called).await;
        let result = result.map(|outputs| (outputs, Termination::Completed));
        call.over(inputs, result, done)
    }

    /// The latest runs of called workflows.
    #[derive(Default)]
    struct Called {
        send: Option<super::send::Run>,
    }

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &::arazzo_runtime::Call<'_, T>,
        done: &mut PartialSteps,
        called: &mut Called,
    ) -> Result<Outputs, StepError> {
        let call_step = &*done.call.insert(call_step(call, called).await?);
        later(call, called).await?;
        Ok(Outputs {
            key: call_step.key.clone(),
        })
    }

    /// Step `call`.
    async fn call_step<T: Transport>(
        call: &::arazzo_runtime::Call<'_, T>,
        called: &mut Called,
    ) -> Result<Call, StepError> {
        let mut step = call.step("call");
        step.enter()?;
        let run = super::send::start(
                &step.call("send"),
                super::send::Inputs {
                    size: None,
                    count: None,
                    name: None,
                    place: None,
                    labels: None,
                    key: None,
                    blob: None,
                },
            )
            .await
            .map_err(|inner| step.nested(inner))?;
        let key = run
            .inputs
            .key
            .clone()
            .or_else(|| json::fitting(::arazzo_runtime::serde_json::json!(7)));
        called.send = Some(run.clone());
        Ok(Call {
            key: step.output(key.clone(), "key")?,
        })
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct LaterRequest<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        size: Option<&'a super::send::InputsSize>,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a super::send::InputsKey>,
        #[serde(skip_serializing_if = "Option::is_none")]
        count: Option<i64>,
    }

    /// Step `later`.
    async fn later<T: Transport>(
        call: &::arazzo_runtime::Call<'_, T>,
        called: &Called,
    ) -> Result<(), StepError> {
        let mut step = call.step("later");
        let size = called
            .send
            .as_ref()
            .and_then(|run| {
                run
                    .inputs
                    .size
                    .clone()
                    .or_else(|| json::fitting(
                        ::arazzo_runtime::serde_json::json!("small"),
                    ))
            });
        let key = called
            .send
            .as_ref()
            .and_then(|run| {
                run
                    .inputs
                    .key
                    .clone()
                    .or_else(|| json::fitting(::arazzo_runtime::serde_json::json!(7)))
            });
        let count = called.send.as_ref().map(|run| run.inputs.count.unwrap_or(3));
        let request = step
            .request(Method::POST, &super::API, "/x")?
            .accept("*/*")
            .json(
                "application/json",
                &LaterRequest {
                    size: size.as_ref(),
                    key: key.as_ref(),
                    count,
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { call });
}

// … as in `schema-scalars`: static API; static APIS
