::arazzo_runtime::require_features!(xml);

/// Client for the workflows of “XML by the schema”.
///
/// # APIs
///
/// - `api`: Tags
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
    /// Sends requests of `api` to `url` instead of `https://api.test`.
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

/// Runs the workflow `tag`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn tag<T: ::arazzo_runtime::Transport>(
    client: &Client<T>,
    inputs: tag::Inputs,
) -> Result<tag::Run, tag::Failure> {
    tag::start(&client.0.call("tag"), inputs).await
}

/// Types of [`tag`](fn@tag).
pub mod tag {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, StatusPattern, StepError, Termination, Transport, json,
        serde::{Deserialize, Serialize},
        serde_json::Value, xml::{Content, Xml},
    };

    /// Inputs of [`tag`](fn@super::tag).
    #[derive(Debug, Clone, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Inputs {
        /// The input `key`.
        pub key: String,
    }

    /// Outputs of [`tag`](fn@super::tag).
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Outputs {}

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Steps {
        /// Outputs of step `put`.
        pub put: Put,
    }

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, Default, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct PartialSteps {
        /// Outputs of step `put`, if it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub put: Option<Put>,
    }

    /// Outputs of step `put`.
    #[derive(Debug, Clone, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Put {
        /// `$response.body#/id`.
        pub id: i64,
        /// `$response.body#/part`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub parts: Option<Vec<Node>>,
    }

    /// A completed run.
    pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, Steps>;

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps>;

    /// A value of the schema `Node`.
    #[derive(Debug, Clone, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Node {
        /// `id`.
        pub id: i64,
        /// `part`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub part: Option<Vec<Node>>,
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
        done.put = Some(put(call, inputs).await?);
        Ok(Outputs {})
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct PutRequestTagSetItem<'a> {
        #[serde(rename = "Key")]
        key: &'a str,
    }

    /// What a request's body is made of.
    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct PutRequest {
        #[serde(rename = "TagSet")]
        tag_set: Vec<Value>,
    }

    /// What is read from a response.
    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct PutResponse {
        id: i64,
        part: Option<Vec<Node>>,
    }

    /// Step `put`.
    async fn put<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Put, StepError> {
        let mut step = call.step("put");
        static NODE: Content = Content::Map(
            &[
                Xml::attribute("id", Content::Number),
                Xml::inline(
                    "part",
                    Content::List(&Xml::element("part", Content::Like(&NODE))),
                ),
            ],
            &Xml::element("", Content::Any),
        );
        static ANSWERS: &[(StatusPattern, Xml)] = &[
            (
                StatusPattern::Exact(200),
                Xml::element(
                    "Node",
                    Content::Object(
                        &[
                            Xml::attribute("id", Content::Number),
                            Xml::inline(
                                "part",
                                Content::List(&Xml::element("part", Content::Like(&NODE))),
                            ),
                        ],
                    ),
                ),
            ),
        ];
        static BODY: Xml = Xml::element(
                "Tagging",
                Content::Object(
                    &[
                        Xml::element(
                            "TagSet",
                            Content::List(
                                &Xml::element(
                                    "Tag",
                                    Content::Object(&[Xml::element("Key", Content::Text)]),
                                ),
                            ),
                        ),
                    ],
                ),
            )
            .namespace("urn:tags");
        let request = step
            .request(Method::PUT, &super::API, "/tags")?
            .accept("application/xml")
            .xml_responses(ANSWERS)
            .xml(
                "application/xml",
                &PutRequest {
                    tag_set: json::array([
                        json::value(
                            &PutRequestTagSetItem {
                                key: &inputs.key,
                            },
                        ),
                    ]),
                },
                &BODY,
            );
        let response = step.send(request).await?;
        if !(200..300).contains(&response.status()) {
            return Err(step.unmet("status is 2xx"));
        }
        let body: PutResponse = step.decode(&response)?;
        Ok(Put {
            id: body.id,
            parts: body.part,
        })
    }

    impl PartialSteps {
        /// The outputs of a completed run; none if a step is missing that every such run executes.
        fn completed(self) -> Option<Steps> {
            Some(Steps { put: self.put? })
        }
    }
}

static API: ::arazzo_runtime::Api = ::arazzo_runtime::Api::new(
    "api",
    "api.openapi.yaml",
    &[::arazzo_runtime::Server::new("https://api.test")],
);

static APIS: &[&::arazzo_runtime::Api] = &[&API];
