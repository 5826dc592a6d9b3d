// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, serde::Deserialize,
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `t`.
        pub t: T2,
        /// Outputs of step `self`.
        pub self_: Itself,
    }
    ::arazzo_runtime::record!(Steps { t, self_ = "self" });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `t`, if it ran.
        pub t: Option<T2>,
        /// Outputs of step `self`, if it ran.
        pub self_: Option<Itself>,
    }
    ::arazzo_runtime::record!(
        write PartialSteps { t = optional, self_ = optional "self" }
    );

    /// Outputs of step `t`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct T2 {
        /// `$response.body#/id`.
        pub id: String,
    }
    ::arazzo_runtime::record!(T2 { id });

    /// Outputs of step `self`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Itself {
        /// `$response.body#/id`.
        pub id: String,
    }
    ::arazzo_runtime::record!(Itself { id });

    // … as in `schema-scalars`: type Run; type Failure; fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        done.t = Some(run_t(call).await?);
        done.self_ = Some(run_self(call).await?);
        Ok(Outputs {})
    }

    #[derive(Deserialize)]
    struct T2Response {
        id: String,
    }

    async fn run_t<T: Transport>(call: &Call<'_, T>) -> Result<T2, StepError> {
        let mut step = call.step("t");
        let request = step
            .request(Method::GET, &super::API, "/thing")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: T2Response = step.decode(&response)?;
        Ok(T2 { id: body.id })
    }

    #[derive(Deserialize)]
    struct ItselfResponse {
        id: String,
    }

    async fn run_self<T: Transport>(call: &Call<'_, T>) -> Result<Itself, StepError> {
        let mut step = call.step("self");
        let request = step
            .request(Method::GET, &super::API, "/thing")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: ItselfResponse = step.decode(&response)?;
        Ok(Itself { id: body.id })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { t, self_ });
}

// … as in `schema-scalars`: static API; static APIS
