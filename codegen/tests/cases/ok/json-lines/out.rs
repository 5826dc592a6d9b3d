::arazzo_runtime::require_features!(jsonpath);

// … as in `schema-scalars`: use 

/// Client for the workflows of “JSON lines”.
///
/// # APIs
///
/// - `api`: Events
#[derive(Debug, Clone)]
pub struct Client<T = AnyTransport>(::arazzo_runtime::Client<T>);

// … as in `schema-scalars`: struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, jsonpath::JsonPath,
        serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `all`.
        pub all: All,
        /// Outputs of step `some`.
        pub some: Some2,
    }
    ::arazzo_runtime::record!(Steps { all, some });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `all`, if it ran.
        pub all: Option<All>,
        /// Outputs of step `some`, if it ran.
        pub some: Option<Some2>,
    }
    ::arazzo_runtime::record!(write PartialSteps { all = optional, some = optional });

    /// Outputs of step `all`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct All {
        /// `$response.body`.
        pub events: Vec<AllBodyItem>,
    }
    ::arazzo_runtime::record!(All { events });

    /// Outputs of step `some`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Some2 {
        /// `$response.body#/0/id`.
        pub first: Option<i64>,
        /// `{"context":"$response.body","selector":"$[*].id","type":"jsonpath"}`.
        pub ids: Vec<i64>,
    }
    ::arazzo_runtime::record!(Some2 { first = optional, ids });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `AllBodyItem`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct AllBodyItem {
        /// `id`.
        pub id: i64,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    // … as in `schema-scalars`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        done.all = Some(run_all(call).await?);
        done.some = Some(run_some(call).await?);
        Ok(Outputs {})
    }

    async fn run_all<T: Transport>(call: &Call<'_, T>) -> Result<All, StepError> {
        let mut step = call.step("all");
        let request = step
            .request(Method::GET, &super::API, "/events")?
            .accept("application/x-ndjson")
            .json_lines();
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: Vec<AllBodyItem> = step.decode_whole(&response)?;
        Ok(All { events: body })
    }

    async fn run_some<T: Transport>(call: &Call<'_, T>) -> Result<Some2, StepError> {
        let mut step = call.step("some");
        let request = step
            .request(Method::GET, &super::API, "/events")?
            .accept("application/x-ndjson")
            .json_lines();
        let response = step.send(request).await?;
        let [found] = step.select(&response, [""])?;
        step.succeeded(&response)?;
        static PATH: JsonPath = JsonPath::new("$[*].id");
        Ok(Some2 {
            first: step.read(&response, "/0/id", "first")?,
            ids: step.output(step.typed(PATH.select(found.as_ref()), "ids")?, "ids")?,
        })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { all, some });
}

// … as in `schema-scalars`: static API; static APIS
