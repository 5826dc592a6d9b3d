// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize},
    };

    // … as in `numbers-in-yaml`: struct Inputs
    // … as in `authorization-parameter`: struct Outputs

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `accepted`.
        pub accepted: Accepted,
        /// Outputs of step `either`.
        pub either: Either,
        /// Outputs of step `other`.
        pub other: Other,
    }
    ::arazzo_runtime::record!(Steps { accepted, either, other });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `accepted`, if it ran.
        pub accepted: Option<Accepted>,
        /// Outputs of step `either`, if it ran.
        pub either: Option<Either>,
        /// Outputs of step `other`, if it ran.
        pub other: Option<Other>,
    }
    ::arazzo_runtime::record!(
        write PartialSteps { accepted = optional, either = optional, other = optional }
    );

    /// Outputs of step `accepted`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Accepted {
        /// `$response.body#/result`.
        pub number: i64,
    }
    ::arazzo_runtime::record!(Accepted { number });

    /// Outputs of step `either`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Either {
        /// `$response.body#/result`.
        pub either: Option<EitherResult>,
    }
    ::arazzo_runtime::record!(Either { either = optional });

    /// Outputs of step `other`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Other {
        /// `$response.body#/result`.
        pub flag: Option<bool>,
    }
    ::arazzo_runtime::record!(Other { flag = optional });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `EitherResult`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum EitherResult {
        /// The value is `bool`.
        Boolean(bool),
        /// The value is `i64`.
        Integer(i64),
        /// The value is `String`.
        String(String),
    }

    impl<'de> Deserialize<'de> for EitherResult {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("EitherResult", deserializer)?;
            if let Some(fitting) = variants.fits("Boolean") {
                return Ok(Self::Boolean(fitting));
            }
            if let Some(fitting) = variants.fits("Integer") {
                return Ok(Self::Integer(fitting));
            }
            if let Some(fitting) = variants.fits("String") {
                return Ok(Self::String(fitting));
            }
            Err(variants.refused())
        }
    }

    // … as in `schema-scalars`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        done.accepted = Some(run_accepted(call).await?);
        done.either = Some(run_either(call).await?);
        done.other = Some(run_other(call).await?);
        Ok(Outputs {})
    }

    #[derive(Deserialize)]
    struct AcceptedResponse {
        result: i64,
    }

    async fn run_accepted<T: Transport>(
        call: &Call<'_, T>,
    ) -> Result<Accepted, StepError> {
        let mut step = call.step("accepted");
        let request = step
            .request(Method::POST, &super::API, "/jobs")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.require("$statusCode == 202", response.status() == 202)?;
        let body: AcceptedResponse = step.decode(&response)?;
        Ok(Accepted { number: body.result })
    }

    async fn run_either<T: Transport>(call: &Call<'_, T>) -> Result<Either, StepError> {
        let mut step = call.step("either");
        let request = step
            .request(Method::POST, &super::API, "/jobs")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Either {
            either: step.read(&response, "/result", "either")?,
        })
    }

    #[derive(Deserialize)]
    struct OtherResponse {
        result: Option<bool>,
    }

    async fn run_other<T: Transport>(call: &Call<'_, T>) -> Result<Other, StepError> {
        let mut step = call.step("other");
        let request = step
            .request(Method::POST, &super::API, "/jobs")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.require("$statusCode == 203", response.status() == 203)?;
        let body: OtherResponse = step.decode(&response)?;
        Ok(Other { flag: body.result })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { accepted, either, other });
}

// … as in `schema-scalars`: static API; static APIS
