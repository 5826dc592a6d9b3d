// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    /// Sends requests of `api` to `url` instead of `https://api.test/v1`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
    }
}

// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Binary, Call, Encoding, Method, Parameter, StepError, Style, Termination,
        Transport, serde::{Deserialize, Serialize},
        serde_json::{Value, json},
    };

    // … as in `octet-stream-body`: struct Inputs; impl Inputs
    // … as in `authorization-parameter`: struct Outputs

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `upload`.
        pub upload: Upload,
        /// Outputs of step `again`.
        pub again: Again,
    }
    ::arazzo_runtime::record!(Steps { upload, again });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `upload`, if it ran.
        pub upload: Option<Upload>,
        /// Outputs of step `again`, if it ran.
        pub again: Option<Again>,
    }
    ::arazzo_runtime::record!(
        write PartialSteps { upload = optional, again = optional }
    );

    /// Outputs of step `upload`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Upload {
        /// `$response.body`.
        pub stored: Stored,
    }
    ::arazzo_runtime::record!(Upload { stored });

    /// Outputs of step `again`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Again {
        /// `$response.body`.
        pub file: Option<Binary>,
    }
    ::arazzo_runtime::record!(Again { file = optional });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `Stored`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Stored {
        /// `id`.
        pub id: String,
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
        let upload = done.upload.insert(run_upload(call, inputs).await?);
        done.again = Some(run_again(call, upload).await?);
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct UploadRequest<'a> {
        file: &'a Binary,
        note: &'static str,
        tags: Value,
        marks: Value,
    }

    async fn run_upload<T: Transport>(
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
                &json!([1, 2]),
            )
            .accept("application/json")
            .multipart(
                "multipart/form-data",
                &UploadRequest {
                    file: &inputs.file,
                    note: "hello",
                    tags: json!(["a", "b"]),
                    marks: json!(["c", "d"]),
                },
                PARTS,
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: Stored = step.decode_whole(&response)?;
        Ok(Upload { stored: body })
    }

    async fn run_again<T: Transport>(
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
        step.succeeded(&response)?;
        Ok(Again { file: response.binary() })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { upload, again });
}

static API: Api = Api::new(
    "api",
    "api.openapi.yaml",
    &[Server::new("https://api.test/v1")],
);

// … as in `schema-scalars`: static APIS
