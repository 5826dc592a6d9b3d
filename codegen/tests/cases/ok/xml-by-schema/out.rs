::arazzo_runtime::require_features!(xml);

// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, StatusPattern, StepError, Termination, Transport, json,
        serde::{Deserialize, Serialize},
        serde_json::Value, xml::{Content, Xml},
    };

    // … as in `path-with-a-query`: struct Inputs; impl Inputs
    // … as in `authorization-parameter`: struct Outputs

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `put`.
        pub put: Put,
    }
    ::arazzo_runtime::record!(Steps { put });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `put`, if it ran.
        pub put: Option<Put>,
    }
    ::arazzo_runtime::record!(write PartialSteps { put = optional });

    /// Outputs of step `put`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Put {
        /// `$response.body#/id`.
        pub id: i64,
        /// `$response.body#/part`.
        pub parts: Option<Vec<Node>>,
    }
    ::arazzo_runtime::record!(Put { id, parts = optional });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `Node`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        done.put = Some(run_put(call, inputs).await?);
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct PutRequestTagSetItem<'a> {
        #[serde(rename = "Key")]
        key: &'a str,
    }

    #[derive(Serialize)]
    struct PutRequest {
        #[serde(rename = "TagSet")]
        tag_set: Vec<Value>,
    }

    #[derive(Deserialize)]
    struct PutResponse {
        id: i64,
        part: Option<Vec<Node>>,
    }

    async fn run_put<T: Transport>(
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
        step.succeeded(&response)?;
        let body: PutResponse = step.decode(&response)?;
        Ok(Put {
            id: body.id,
            parts: body.part,
        })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { put });
}

// … as in `schema-scalars`: static API; static APIS
