// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Binary, Call, Encoding, Method, StepError, Termination, Transport, json, replace,
        serde::{Deserialize, Serialize},
        serde_json::{Value, json},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `photo`.
        pub photo: Binary,
        /// The input `form`.
        pub form: InputsForm,
    }
    ::arazzo_runtime::record!(Inputs { photo, form });

    impl Inputs {
        /// What every run needs.
        pub fn new(photo: impl Into<Binary>, form: InputsForm) -> Self {
            Self { photo: photo.into(), form }
        }
    }

    /// Outputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.observed.outputs.title`, if there is one.
        pub title: Option<Value>,
    }
    ::arazzo_runtime::record!(Outputs { title = optional_json });

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `observed`.
        pub observed: Observed,
    }
    ::arazzo_runtime::record!(Steps { observed });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `observed`, if it ran.
        pub observed: Option<Observed>,
    }
    ::arazzo_runtime::record!(write PartialSteps { observed = optional });

    /// Outputs of step `observed`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Observed {
        /// `$request.body#/title`.
        ///
        /// Any JSON value: what it reads is JSON.
        pub title: Option<Value>,
    }
    ::arazzo_runtime::record!(Observed { title = optional_json });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `InputsForm`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct InputsForm {
        /// `photo`.
        pub photo: Binary,
        /// `title`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub title: Option<String>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    pub(super) async fn start<T: Transport>(
        call: &Call<'_, T>,
        inputs: Inputs,
    ) -> Result<Run, Failure> {
        let mut done = PartialSteps::default();
        let result = run(call, &inputs, &mut done).await;
        let result = result.map(|outputs| (outputs, Termination::Completed));
        call.over(inputs, result, done)
    }

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        run_replaced(call, inputs).await?;
        let observed = done.observed.insert(run_observed(call, inputs).await?);
        Ok(Outputs {
            title: observed.title.clone(),
        })
    }

    async fn run_replaced<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("replaced");
        let mut to_send = step.value(&json!({ "pages": [], "title": "none" }))?;
        replace::pointer(&mut to_send, "/photo", json::value(&inputs.photo))
            .map_err(|error| step.encode_error("request body", error))?;
        replace::pointer(&mut to_send, "/pages/-", json::value(&inputs.photo))
            .map_err(|error| step.encode_error("request body", error))?;
        replace::pointer(&mut to_send, "/title", Some(json!("One")))
            .map_err(|error| step.encode_error("request body", error))?;
        static PARTS: &[Encoding] = &[
            Encoding::new("photo").content_type("image/png").filename("photo").base64(),
            Encoding::new("pages")
                .content_type("application/octet-stream")
                .filename("pages")
                .base64(),
        ];
        let request = step
            .request(Method::POST, &super::API, "/photos")?
            .accept("*/*")
            .multipart("multipart/form-data", &to_send, PARTS);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_observed<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Observed, StepError> {
        let mut step = call.step("observed");
        let to_send = step.value(&inputs.form)?;
        static PARTS: &[Encoding] = &[
            Encoding::new("photo").content_type("image/png").filename("photo").base64(),
            Encoding::new("pages")
                .content_type("application/octet-stream")
                .filename("pages"),
        ];
        let request = step
            .request(Method::POST, &super::API, "/photos")?
            .accept("*/*")
            .multipart("multipart/form-data", &to_send, PARTS)
            .keep_body(to_send);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Observed {
            title: response.sent_body().and_then(|body| body.pointer("/title")).cloned(),
        })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { observed });
}

// … as in `schema-scalars`: static API; static APIS
