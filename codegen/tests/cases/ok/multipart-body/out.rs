// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Binary, Call, Encoding, Method, StepError, Termination, Transport,
        serde::Serialize,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `photo`.
        pub photo: Binary,
        /// The input `thumbnail`.
        pub thumbnail: Option<Binary>,
        /// The input `title`.
        pub title: String,
    }
    ::arazzo_runtime::record!(Inputs { photo, thumbnail = optional, title });

    impl Inputs {
        /// What every run needs; the rest is left out or has its default, until `..` sets it.
        pub fn new(photo: impl Into<Binary>, title: impl Into<String>) -> Self {
            Self {
                photo: photo.into(),
                thumbnail: None,
                title: title.into(),
            }
        }
    }

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<Outputs, StepError> {
        run_upload(call, inputs).await?;
        Ok(Outputs {})
    }

    #[derive(Serialize)]
    struct UploadRequest<'a> {
        photo: &'a Binary,
        #[serde(skip_serializing_if = "Option::is_none")]
        thumbnail: Option<&'a Binary>,
        pages: Vec<&'a Binary>,
        title: &'a str,
    }

    async fn run_upload<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("upload");
        static PARTS: &[Encoding] = &[
            Encoding::new("photo")
                .content_type("image/jpeg")
                .headers(&[("X-Quality", "90")])
                .filename("photo"),
            Encoding::new("thumbnail").content_type("image/png").filename("thumbnail"),
            Encoding::new("pages")
                .content_type("application/octet-stream")
                .filename("pages"),
        ];
        let request = step
            .request(Method::POST, &super::API, "/photos")?
            .accept("*/*")
            .multipart(
                "multipart/form-data",
                &UploadRequest {
                    photo: &inputs.photo,
                    thumbnail: inputs.thumbnail.as_ref(),
                    pages: [Some(&inputs.photo)].into_iter().flatten().collect(),
                    title: &inputs.title,
                },
                PARTS,
            );
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
