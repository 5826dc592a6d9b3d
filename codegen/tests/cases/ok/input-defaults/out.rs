// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>

/// Runs the workflow `send`.
///
/// # Steps
///
/// 1. `x`, `POST /x`
///
/// # Example
///
/// ```text
/// let inputs = send::Inputs::new("ID");
/// let run = send(&client, inputs).await?;
/// ```
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn send<T: Transport>(
    client: &Client<T>,
    inputs: send::Inputs,
) -> Result<send::Run, send::Failure> {
    send::start(&client.0.call("send").version("0000000000000000"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Binary, Call, Method, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize, Serializer},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `id`.
        pub id: String,
        /// The input `size`.
        ///
        /// Default: `"small"`.
        pub size: InputsSize,
        /// The input `count`.
        ///
        /// Default: `3`.
        pub count: i64,
        /// The input `name`.
        ///
        /// Default: `"nobody"`.
        pub name: String,
        /// The input `place`.
        ///
        /// Default: `{"city":"Bern"}`.
        pub place: InputsPlace,
        /// The input `labels`.
        ///
        /// Default: `{"a":"b"}`.
        pub labels: BTreeMap<String, String>,
        /// The input `key`.
        ///
        /// Default: `7`.
        pub key: InputsKey,
        /// The input `blob`.
        ///
        /// Default: `"AAEC"`.
        pub blob: Binary,
    }
    ::arazzo_runtime::record!(
        Inputs { id, size = default(Inputs::default_size), count =
        default(Inputs::default_count), name = default(Inputs::default_name), place =
        default(Inputs::default_place), labels = default(Inputs::default_labels), key =
        default(Inputs::default_key), blob = default(Inputs::default_blob) }
    );

    impl Inputs {
        /// What every run needs; the rest is left out or has its default, until `..` sets it.
        pub fn new(id: impl Into<String>) -> Self {
            Self {
                id: id.into(),
                size: Self::default_size(),
                count: Self::default_count(),
                name: Self::default_name(),
                place: Self::default_place(),
                labels: Self::default_labels(),
                key: Self::default_key(),
                blob: Self::default_blob(),
            }
        }

        pub(super) fn default_size() -> InputsSize {
            InputsSize::Small
        }

        pub(super) fn default_count() -> i64 {
            3
        }

        pub(super) fn default_name() -> String {
            "nobody".to_owned()
        }

        pub(super) fn default_place() -> InputsPlace {
            InputsPlace {
                city: Some("Bern".to_owned()),
            }
        }

        pub(super) fn default_labels() -> BTreeMap<String, String> {
            BTreeMap::from([("a".to_owned(), "b".to_owned())])
        }

        pub(super) fn default_key() -> InputsKey {
            InputsKey::Integer(7)
        }

        pub(super) fn default_blob() -> Binary {
            Binary(vec![0, 1, 2])
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure

    ::arazzo_runtime::steps! {
        "send";
        X = "x": 200;
    }

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
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct InputsPlace {
        /// `city`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub city: Option<String>,
    }

    /// A value of the schema `InputsKey`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
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

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_x(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct XRequest<'a> {
        id: &'a str,
        size: &'a InputsSize,
        count: i64,
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        city: Option<&'a str>,
        labels: &'a BTreeMap<String, String>,
        key: &'a InputsKey,
        blob: &'a Binary,
    }

    async fn run_x<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("x");
        let request = step
            .request(Method::POST, &super::API, "/x")?
            .accept("*/*")
            .json(
                "application/json",
                &XRequest {
                    id: &inputs.id,
                    size: &inputs.size,
                    count: inputs.count,
                    name: &inputs.name,
                    city: inputs.place.city.as_deref(),
                    labels: &inputs.labels,
                    key: &inputs.key,
                    blob: &inputs.blob,
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

/// Runs the workflow `outer`.
///
/// # Steps
///
/// 1. `call`, workflow [`send`](fn@send)
/// 2. `later`, `POST /x`
///
/// # Example
///
/// ```text
/// let inputs = outer::Inputs::default();
/// let run = outer(&client, inputs).await?;
/// ```
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn outer<T: Transport>(
    client: &Client<T>,
    inputs: outer::Inputs,
) -> Result<outer::Run, outer::Failure> {
    outer::start(&client.0.call("outer").version("0000000000000000"), inputs).await
}

/// Types of [`outer`](fn@outer).
pub mod outer {
    use ::arazzo_runtime::{Method, StepError, Termination, Transport, serde::Serialize};

    /// Inputs of [`outer`](fn@super::outer).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `size`.
        ///
        /// Default: `"small"`.
        pub size: String,
        /// The input `count`.
        pub count: Option<i64>,
    }
    ::arazzo_runtime::record!(
        Inputs { size = default(Inputs::default_size), count = optional }
    );

    impl Default for Inputs {
        fn default() -> Self {
            Self {
                size: Self::default_size(),
                count: None,
            }
        }
    }

    impl Inputs {
        pub(super) fn default_size() -> String {
            "small".to_owned()
        }
    }

    /// Outputs of [`outer`](fn@super::outer).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.call.outputs.key`.
        pub key: super::send::InputsKey,
    }
    ::arazzo_runtime::record!(Outputs { key });

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `call`.
        pub call: Call,
    }
    ::arazzo_runtime::record!(Steps { call });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `call`, if it ran.
        pub call: Option<Call>,
    }
    ::arazzo_runtime::record!(write PartialSteps { call = optional });

    /// Outputs of step `call`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Call {
        /// `$workflows.send.inputs.key`.
        pub key: super::send::InputsKey,
    }
    ::arazzo_runtime::record!(Call { key });

    // … as in `schema-scalars`: type Run; type Failure

    ::arazzo_runtime::steps! {
        "outer";
        LATER = "later": 200;
    }

    pub(super) async fn start<T: Transport>(
        call: &::arazzo_runtime::Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let mut done = PartialSteps::default();
        let mut called = Called::default();
        let result = run(call, &inputs, &mut done, &mut called).await;
        let result = result.map(|outputs| (outputs, Termination::Completed));
        call.over(inputs, result, done)
    }

    #[derive(Default)]
    struct Called {
        send: Option<super::send::Run>,
    }

    async fn run<T: Transport>(
        call: &::arazzo_runtime::Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
        called: &mut Called,
    ) -> Result<Outputs, StepError> {
        let call_step = done.call.insert(run_call(call, inputs, called).await?);
        run_later(call, called).await?;
        Ok(Outputs {
            key: call_step.key.clone(),
        })
    }

    async fn run_call<T: Transport>(
        call: &::arazzo_runtime::Call<'_, T>,
        inputs: &Inputs,
        called: &mut Called,
    ) -> Result<Call, StepError> {
        let mut step = call.step("call");
        step.enter()?;
        let run = super::send::start(
                &step.call("send"),
                super::send::Inputs {
                    id: "7".to_owned(),
                    size: super::send::Inputs::default_size(),
                    count: inputs
                        .count
                        .unwrap_or_else(super::send::Inputs::default_count),
                    name: inputs.size.clone(),
                    place: super::send::Inputs::default_place(),
                    labels: super::send::Inputs::default_labels(),
                    key: super::send::Inputs::default_key(),
                    blob: super::send::Inputs::default_blob(),
                },
            )
            .await
            .map_err(|inner| step.nested(inner))?;
        called.send = Some(run.clone());
        Ok(Call {
            key: run.inputs.key.clone(),
        })
    }

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

    async fn run_later<T: Transport>(
        call: &::arazzo_runtime::Call<'_, T>,
        called: &Called,
    ) -> Result<(), StepError> {
        let mut step = call.step("later");
        let request = step
            .request(Method::POST, &super::API, "/x")?
            .accept("*/*")
            .json(
                "application/json",
                &LaterRequest {
                    size: called.send.as_ref().map(|send| &send.inputs.size),
                    key: called.send.as_ref().map(|send| &send.inputs.key),
                    count: called.send.as_ref().map(|send| &send.inputs.count).copied(),
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { call });
}

// … as in `schema-scalars`: static API; static APIS
