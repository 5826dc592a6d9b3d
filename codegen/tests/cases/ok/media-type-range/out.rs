// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Binary, Call, Method, StepError, Termination, Transport, quote, serde::Serialize,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `text`.
        pub text: String,
        /// The input `file`.
        pub file: Binary,
    }
    ::arazzo_runtime::record!(Inputs { text, file });

    impl Inputs {
        /// What every run needs.
        pub fn new(text: impl Into<String>, file: impl Into<Binary>) -> Self {
            Self {
                text: text.into(),
                file: file.into(),
            }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_literal(call).await?;
        run_document(call, inputs).await?;
        run_object(call, inputs).await?;
        run_text(call, inputs).await?;
        run_bytes(call, inputs).await?;
        run_line(call, inputs).await?;
        run_photo(call, inputs).await?;
        Ok(Outputs {})
    }

    async fn run_literal<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("literal");
        let request = step
            .request(Method::PUT, &super::API, "/any")?
            .accept("*/*")
            .text("text/plain", "Hello");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_document<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("document");
        let request = step
            .request(Method::PUT, &super::API, "/any")?
            .accept("*/*")
            .json_text(
                "application/json",
                format!("{{\"text\": \"{}\"}}", quote::json_string(& inputs.text)),
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    #[derive(Serialize)]
    struct ObjectRequest<'a> {
        text: &'a str,
    }

    async fn run_object<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("object");
        let request = step
            .request(Method::PUT, &super::API, "/any")?
            .accept("*/*")
            .json(
                "application/json",
                &ObjectRequest {
                    text: &inputs.text,
                },
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_text<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("text");
        let request = step
            .request(Method::PUT, &super::API, "/any")?
            .accept("*/*")
            .text("text/plain", inputs.text.as_str());
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_bytes<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("bytes");
        let request = step
            .request(Method::PUT, &super::API, "/any")?
            .accept("*/*")
            .bytes("application/octet-stream", inputs.file.0.clone());
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_line<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("line");
        let request = step
            .request(Method::PUT, &super::API, "/text")?
            .accept("*/*")
            .text("text/plain", inputs.text.to_string());
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_photo<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("photo");
        let request = step
            .request(Method::PUT, &super::API, "/photo")?
            .accept("*/*")
            .bytes("image/png", inputs.file.0.clone());
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
