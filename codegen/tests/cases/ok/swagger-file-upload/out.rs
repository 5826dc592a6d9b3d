/// Client for the workflows of “Swagger 2.0 as the OpenAPI 3.0 that it is”.
///
/// # APIs
///
/// - `api`: Old
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
    /// Sends requests of `api` to `url` instead of `https://api.test/v1`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
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

/// Runs the workflow `send`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn send<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: send::Inputs,
) -> Result<send::Run, send::Failure> {
    send::start(&client.0.call("send"), inputs).await
}

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Binary, Call, Encoding, Method, Parameter, StepError, Style, Termination,
        Transport, serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `file`.
        pub file: Binary,
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {}

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `upload`.
        pub upload: Upload,
        /// Outputs of step `again`.
        pub again: Again,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `upload`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub upload: Option<Upload>,
        /// Outputs of step `again`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub again: Option<Again>,
    }

    /// Outputs of step `upload`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Upload {
        /// `$response.body`.
        pub stored: Stored,
    }

    /// Outputs of step `again`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Again {
        /// `$response.body`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub file: Option<Binary>,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A value of the schema `Stored`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Stored {
        /// `id`.
        pub id: String,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
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
        let upload = &*done.upload.insert(upload(call, inputs).await?);
        done.again = Some(again(call, upload).await?);
        Ok(Outputs {})
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct UploadRequest<'a> {
        file: &'a Binary,
        note: &'static str,
        tags: Value,
        marks: Value,
    }

    /// Step `upload`.
    async fn upload<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Upload, StepError> {
        let mut step = call.step("upload");
        static PARTS: &[Encoding] = &[
            Encoding::new("file")
                .content_type("application/octet-stream")
                .style(Style::Form)
                .explode(false)
                .filename("file"),
            Encoding::new("note").style(Style::Form).explode(false),
            Encoding::new("tags").style(Style::Form).explode(false),
            Encoding::new("marks").style(Style::Form).explode(true),
        ];
        let request = step
            .request(Method::POST, &super::API, "/files")?
            .query(
                Parameter::new("ids", "[1,2]").style(Style::PipeDelimited),
                &::arazzo_runtime::serde_json::json!([1, 2]),
            )
            .accept("application/json")
            .multipart(
                "multipart/form-data",
                &UploadRequest {
                    file: &inputs.file,
                    note: "hello",
                    tags: ::arazzo_runtime::serde_json::json!(["a", "b"]),
                    marks: ::arazzo_runtime::serde_json::json!(["c", "d"]),
                },
                PARTS,
            );
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: Stored = step.decode_whole(&response)?;
        Ok(Upload { stored: body })
    }

    /// Step `again`.
    async fn again<T: Transport>(
        call: &Call<'_, T>,
        upload: &Upload,
    ) -> Result<Again, StepError> {
        let mut step = call.step("again");
        let request = step
            .request(Method::GET, &super::API, "/files/{id}")?
            .path(
                Parameter::new("id", "$steps.upload.outputs.stored#/id"),
                &upload.stored.id,
            )
            .accept("application/json, application/pdf");
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        Ok(Again { file: response.binary() })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps {
                upload: self.upload?,
                again: self.again?,
            })
        }
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://api.test/v1")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
