// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    // … as in `oauth-scopes`: use 
    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs; type Run

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<(), (), Declared>;

    /// What [`declared`](::arazzo_runtime::Failure::declared) returns: the error response that a step
    /// failed with, as its operation declares it.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum Declared {
        /// Step `draft`.
        Draft(super::errors::AddDraftError),
        /// A step of the workflow that step `publish` called.
        Publish(super::read::Declared),
    }

    ::arazzo_runtime::declared!(Declared { Draft = "draft", Publish = call "publish" });

    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_draft(call).await?;
        run_publish(call).await?;
        Ok(Outputs {})
    }

    async fn run_draft<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("draft");
        let request = step
            .request(Method::POST, &super::API, "/drafts")?
            .accept("application/json, application/problem+json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }

    async fn run_publish<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("publish");
        step.enter()?;
        super::read::start(&step.call("read"), super::read::Inputs {})
            .await
            .map_err(|inner| step.nested(inner))?;
        Ok(())
    }
}

// … as in `schema-scalars`: fn read

/// Types of [`read`](fn@read).
pub mod read {
    // … as in `oauth-scopes`: use 
    // … as in `schema-scalars`: struct Inputs; struct Outputs
    // … as in `authorization-parameter`: type Run
    // … as in `typed-error-responses`: type Failure

    /// What [`declared`](::arazzo_runtime::Failure::declared) returns: the error response that a step
    /// failed with, as its operation declares it.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum Declared {
        /// Step `get`.
        Get(super::errors::GetDraftsError),
    }

    ::arazzo_runtime::declared!(Declared { Get = "get" });

    // … as in `condition-of-json`: fn start

    async fn run<T: Transport>(call: &Call<'_, T>) -> Result<Outputs, StepError> {
        run_get(call).await?;
        Ok(Outputs {})
    }

    async fn run_get<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/drafts")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

/// Error responses that the operations declare, with their bodies.
pub mod errors {
    use ::arazzo_runtime::serde::{Deserialize, Serialize};

    /// An error response of `GET /drafts`.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum GetDraftsError {
        /// `5XX`: Something broke.
        ServerError(String),
    }

    ::arazzo_runtime::error_responses!(GetDraftsError { ServerError(_) : 500 to 599 });

    /// An error response of `addDraft`.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum AddDraftError {
        /// `400`: A field is invalid.
        ///
        /// `fields` says which.
        BadRequest(Invalid),
        /// `409`: There is one of this name.
        Conflict,
        /// `429`: Too many drafts.
        TooManyRequests(Error),
        /// `4XX`: It is not there.
        ClientError(Error),
        /// Any other status of 4XX and 5XX: It is not there.
        Other(Error),
    }

    ::arazzo_runtime::error_responses!(
        AddDraftError { BadRequest(_) : 400, Conflict : 409, TooManyRequests(_) : 429,
        ClientError(_) : 400 to 499, Other(_) : 400 to 599 }
    );

    /// A value of the schema `Invalid`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Invalid {
        /// What is wrong.
        pub title: String,
        /// `status`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<i32>,
        /// `fields`.
        pub fields: Vec<String>,
    }

    /// A value of the schema `Error`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Error {
        /// What is wrong.
        pub title: String,
        /// `status`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<i32>,
    }
}

// … as in `schema-scalars`: static API; static APIS
