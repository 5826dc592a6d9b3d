// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    // … as in `schema-scalars`: struct Inputs

    /// Outputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.get.outputs.whole`.
        pub whole: GetBody,
        /// `$steps.get.outputs.name`.
        pub name: String,
    }
    ::arazzo_runtime::record!(Outputs { whole, name });

    // … as in `schema-scalars`: struct Steps; struct PartialSteps

    /// Outputs of step `get`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Get {
        /// `$response.body`.
        pub whole: GetBody,
        /// `$response.body#/name`.
        pub name: String,
    }
    ::arazzo_runtime::record!(Get { whole, name });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct GetBody {
        /// `name`.
        pub name: String,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    // … as in `schema-scalars`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let get = done.get.insert(run_get(call).await?);
        Ok(Outputs {
            whole: get.whole.clone(),
            name: get.name.clone(),
        })
    }

    async fn run_get<T: Transport>(call: &Call<'_, T>) -> Result<Get, StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/dog")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(Get {
            whole: step.output(step.read(&response, "", "whole")?, "whole")?,
            name: step.output(step.read(&response, "/name", "name")?, "name")?,
        })
    }

    // … as in `schema-scalars`: ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
