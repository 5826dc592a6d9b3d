// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    // … as in `schema-null`: use 

    /// Inputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `id`.
        pub id: i64,
    }
    ::arazzo_runtime::record!(Inputs { id });

    impl Inputs {
        /// What every run needs.
        pub fn new(id: i64) -> Self {
            Self { id }
        }
    }

    /// Outputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// A dog in the kennel.
        ///
        /// `$steps.read.outputs.dog`.
        pub dog: Dog,
    }
    ::arazzo_runtime::record!(Outputs { dog });

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `read`.
        pub read: Read,
    }
    ::arazzo_runtime::record!(Steps { read });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `read`, if it ran.
        pub read: Option<Read>,
    }
    ::arazzo_runtime::record!(write PartialSteps { read = optional });

    /// Outputs of step `read`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Read {
        /// A dog in the kennel.
        pub dog: Dog,
    }
    ::arazzo_runtime::record!(Read { dog });

    // … as in `schema-scalars`: type Run; type Failure

    /// A dog in the kennel.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Dog {
        /// `id`.
        pub id: i64,
        /// What it listens to.
        pub name: String,
        /// `mood`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mood: Option<DogMood>,
        /// `nickname`.
        #[serde(default, skip_serializing_if = "::arazzo_runtime::Nullable::is_missing")]
        pub nickname: Nullable<String>,
        /// `additional`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub additional: Option<bool>,
        /// `owner`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub owner: Option<DogOwner>,
        /// A dog in the kennel.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mother: Option<Box<Dog>>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional_: BTreeMap<String, Value>,
    }

    /// A value of the schema `DogMood`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum DogMood {
        /// `calm`.
        Calm,
        /// `playful`.
        Playful,
        /// A text that the document does not list.
        Other(String),
    }

    impl DogMood {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Calm => "calm",
                Self::Playful => "playful",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for DogMood {
        fn from(text: &str) -> Self {
            match text {
                "calm" => Self::Calm,
                "playful" => Self::Playful,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for DogMood {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    // … as in `input-defaults`: impl Serialize for DogMood { fn serialize }

    /// A value of the schema `DogOwner`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct DogOwner {
        /// `email`.
        pub email: String,
    }

    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let read = done.read.insert(run_read(call, inputs).await?);
        Ok(Outputs { dog: read.dog.clone() })
    }

    async fn run_read<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Read, StepError> {
        let mut step = call.step("read");
        let request = step
            .request(Method::GET, &super::API, "/dogs/{id}")?
            .path(Parameter::new("id", "$inputs.id"), &inputs.id)
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: Dog = step.decode_whole(&response)?;
        Ok(Read { dog: body })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { read });
}

// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    // … as in `path-with-a-query`: use 

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `id`.
        pub id: i64,
    }
    ::arazzo_runtime::record!(Inputs { id });

    // … as in `typed-output-of-a-call`: impl Inputs

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.read.outputs.dog`.
        pub dog: super::read::Dog,
        /// `$steps.read.outputs.mother#/name`, if there is one.
        pub mother_name: Option<String>,
    }
    ::arazzo_runtime::record!(Outputs { dog, mother_name = optional "motherName" });

    // … as in `typed-output-of-a-call`: struct Steps; struct PartialSteps

    /// Outputs of step `read`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Read {
        /// `$outputs.dog`.
        pub dog: super::read::Dog,
        /// `$outputs.dog#/mother`.
        pub mother: Option<super::read::Dog>,
    }
    ::arazzo_runtime::record!(Read { dog, mother = optional });

    // … as in `schema-scalars`: type Run; type Failure
    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let read = done.read.insert(run_read(call, inputs).await?);
        run_write(call, inputs, read).await?;
        Ok(Outputs {
            dog: read.dog.clone(),
            mother_name: read.mother.as_ref().map(|mother| &mother.name).cloned(),
        })
    }

    async fn run_read<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Read, StepError> {
        let mut step = call.step("read");
        step.enter()?;
        let run = super::read::start(
                &step.call("read"),
                super::read::Inputs {
                    id: inputs.id,
                },
            )
            .await
            .map_err(|inner| step.nested(inner))?;
        Ok(Read {
            dog: run.outputs.dog.clone(),
            mother: run.outputs.dog.mother.as_deref().cloned(),
        })
    }

    async fn run_write<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        read: &Read,
    ) -> Result<(), StepError> {
        let mut step = call.step("write");
        let request = step
            .request(Method::PUT, &super::API, "/dogs/{id}")?
            .path(Parameter::new("id", "$inputs.id"), &inputs.id)
            .accept("application/json")
            .json("application/json", &read.dog);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    // … as in `typed-output-of-a-call`: ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
