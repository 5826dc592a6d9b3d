/// Client for the workflows of “Move a dog”.
///
/// # APIs
///
/// - `kennel`: Kennel
#[derive(Debug, Clone)]
pub struct Client<T = ::arazzo_runtime::DefaultTransport>(::arazzo_runtime::Client<T>);

impl Client {
    /// Starts to configure a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder(::arazzo_runtime::Client::builder(APIS))
    }
}

impl<T> Client<T> {
    /// The same client with limits of its own: for one call, and for the prerequisites that are run for it.
    pub fn with_limits(&self, limits: ::arazzo_runtime::Limits) -> Self {
        Self(self.0.with_limits(limits))
    }
}

/// Configures a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder<T = ::arazzo_runtime::DefaultTransport>(
    ::arazzo_runtime::ClientBuilder<T>,
);

impl<T: ::arazzo_runtime::Transport> ClientBuilder<T> {
    /// Sends requests of `kennel` to `url` instead of `https://kennel.test`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("kennel", url))
    }

    /// Everything else that a client has to offer: timeouts, limits, server variables, an observer.
    pub fn configure(
        self,
        change: impl FnOnce(
            ::arazzo_runtime::ClientBuilder<T>,
        ) -> ::arazzo_runtime::ClientBuilder<T>,
    ) -> Self {
        Self(change(self.0))
    }

    /// Sends requests through another transport: one that records, replays or answers by itself.
    pub fn transport<U: ::arazzo_runtime::Transport>(
        self,
        transport: U,
    ) -> ClientBuilder<U> {
        ClientBuilder(self.0.transport(transport))
    }

    /// Finishes the client.
    ///
    /// # Errors
    ///
    /// A setting cannot work, such as a base URL that is none.
    pub fn build(self) -> Result<Client<T>, ::arazzo_runtime::BuildError> {
        self.0.build().map(Client)
    }
}

/// Runs the workflow `move`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn r#move<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: r#move::Inputs,
) -> Result<r#move::Run, r#move::Failure> {
    r#move::start(&client.0.call("move"), inputs).await
}

/// Types of `r#move`.
pub mod r#move {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Termination, Transport,
        serde::{Deserialize, Serialize, Serializer},
        serde_json::Value,
    };

    /// Inputs of `r#move`.
    #[derive(Debug, Clone, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `id`.
        pub id: i64,
    }

    /// Outputs of `r#move`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {
        /// `$steps.read.outputs.dog`.
        pub dog: Dog,
        /// `$steps.read.outputs.dog#/name`.
        pub name: String,
        /// `$steps.read.outputs.dog#/mother/mother/name`, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub grandmother: Option<String>,
        /// `$steps.read.outputs.dog#/colour`, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub colour: Option<Value>,
        /// `$steps.write.outputs.mother`, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mother: Option<Dog>,
    }

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `read`.
        pub read: Read,
        /// Outputs of step `write`.
        pub write: Write,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `read`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub read: Option<Read>,
        /// Outputs of step `write`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub write: Option<Write>,
    }

    /// Outputs of step `read`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Read {
        /// A dog in the kennel.
        pub dog: Dog,
    }

    /// Outputs of step `write`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", rename_all = "camelCase")]
    pub struct Write {
        /// A dog in the kennel.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mother: Option<Dog>,
        /// `$response.body#/owner/email`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub owner_email: Option<String>,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A dog in the kennel.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Dog {
        /// `id`.
        pub id: i64,
        /// What it listens to.
        pub name: String,
        /// `mood`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mood: Option<DogMood>,
        /// `nickname`.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub nickname: Option<Option<String>>,
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

    impl Serialize for DogMood {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    /// A value of the schema `DogOwner`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct DogOwner {
        /// `email`.
        pub email: String,
    }

    /// Runs the workflow as a part of `call`.
    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let mut done = PartialSteps::default();
        match run(call, &inputs, &mut done).await {
            Ok(outputs) => {
                let steps = call.completed(done.completed())?;
                Ok(call.finished(inputs, outputs, steps, Termination::Completed))
            }
            Err(error) => Err(call.failed(error, done, ())),
        }
    }

    /// Runs the steps.
    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let read = &*done.read.insert(read(call, inputs).await?);
        let write = &*done.write.insert(write(call, inputs, read).await?);
        Ok(Outputs {
            dog: read.dog.clone(),
            name: read.dog.name.clone(),
            grandmother: read
                .dog
                .mother
                .as_ref()
                .and_then(|mother| mother.mother.as_ref())
                .map(|mother| &mother.name)
                .cloned(),
            colour: read.dog.additional_.get("colour").cloned(),
            mother: write.mother.clone(),
        })
    }

    /// Step `read`.
    async fn read<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Read, StepError> {
        let mut step = call.step("read");
        let request = step
            .request(Method::GET, &super::KENNEL, "/dogs/{id}")?
            .path(Parameter::new("id", "$inputs.id"), &inputs.id)
            .accept("application/json");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: Dog = step.decode_whole(&response)?;
        Ok(Read { dog: body })
    }

    /// What is read from a response.
    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct WriteResponseOwner {
        email: String,
    }

    /// What is read from a response.
    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct WriteResponse {
        mother: Option<Dog>,
        owner: Option<WriteResponseOwner>,
    }

    /// Step `write`.
    async fn write<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        read: &Read,
    ) -> Result<Write, StepError> {
        let mut step = call.step("write");
        let request = step
            .request(Method::PUT, &super::KENNEL, "/dogs/{id}")?
            .path(Parameter::new("id", "$inputs.id"), &inputs.id)
            .accept("application/json")
            .json("application/json", &read.dog);
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: WriteResponse = step.decode(&response)?;
        Ok(Write {
            mother: body.mother,
            owner_email: body.owner.map(|owner| owner.email),
        })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps {
                read: self.read?,
                write: self.write?,
            })
        }
    }
}

static KENNEL: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "kennel",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://kennel.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&KENNEL];
