// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, Nullable, StepError, Termination, Transport, json,
        serde::Serialize, serde_json::{Value, json},
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Inputs {
        /// The input `title`.
        pub title: Nullable<String>,
        /// The input `tag`.
        pub tag: Option<String>,
    }
    ::arazzo_runtime::record!(Inputs { title = optional, tag = optional });

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_note(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct NoteRequest<'a> {
        #[serde(skip_serializing_if = "::arazzo_runtime::Nullable::is_missing")]
        title: &'a Nullable<String>,
        tags: Vec<Value>,
        fixed: Value,
    }

    async fn run_note<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("note");
        let request = step
            .request(Method::PATCH, &super::API, "/notes")?
            .accept("*/*")
            .json(
                "application/merge-patch+json; charset=utf-8",
                &NoteRequest {
                    title: &inputs.title,
                    tags: json::array([
                        Some(json!("a")),
                        inputs.tag.as_ref().and_then(json::value),
                    ]),
                    fixed: json!(null),
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
