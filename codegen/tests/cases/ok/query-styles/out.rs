// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>
// … as in `content-parameter`: fn send

/// Types of [`send`](fn@send).
pub mod send {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Style, Termination, Transport,
        serde::{Deserialize, Serialize},
        serde_json::Value,
    };

    /// Inputs of [`send`](fn@super::send).
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Inputs {
        /// The input `list`.
        pub list: Option<Vec<String>>,
        /// The input `filter`.
        pub filter: Option<InputsFilter>,
        /// The input `path`.
        pub path: Option<String>,
    }
    ::arazzo_runtime::record!(
        Inputs { list = optional, filter = optional, path = optional }
    );

    // … as in `authorization-parameter`: struct Outputs; type Run; type Failure

    /// A value of the schema `InputsFilter`.
    #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
    pub struct InputsFilter {
        /// `status`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<String>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    // … as in `authorization-parameter`: fn start
    // … as in `content-parameter`: fn run

    #[derive(Serialize)]
    struct FindSpacedObject<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<&'a str>,
    }

    async fn run_find<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<(), StepError> {
        let mut step = call.step("find");
        let request = step
            .request(Method::GET, &super::API, "/find")?
            .query(Parameter::new("form", "$inputs.list"), &inputs.list)
            .query(Parameter::new("joined", "$inputs.list").explode(false), &inputs.list)
            .query(
                Parameter::new("spaces", "$inputs.list").style(Style::SpaceDelimited),
                &inputs.list,
            )
            .query(
                Parameter::new("pipes", "$inputs.list").style(Style::PipeDelimited),
                &inputs.list,
            )
            .query(
                Parameter::new("filter", "$inputs.filter")
                    .style(Style::DeepObject)
                    .explode(true),
                &inputs.filter,
            )
            .query(Parameter::new("path", "$inputs.path").allow_reserved(), &inputs.path)
            .query(Parameter::new("object", "$inputs.filter"), &inputs.filter)
            .query(
                Parameter::new("joinedObject", "$inputs.filter").explode(false),
                &inputs.filter,
            )
            .query(
                Parameter::new("spacedObject", "{\"status\":\"$inputs.path\"}")
                    .style(Style::SpaceDelimited),
                &FindSpacedObject {
                    status: inputs.path.as_deref(),
                },
            )
            .query(
                Parameter::new("pipedObject", "$inputs.filter")
                    .style(Style::PipeDelimited),
                &inputs.filter,
            )
            .query(
                Parameter::new("many", "$inputs.list")
                    .style(Style::PipeDelimited)
                    .explode(true),
                &inputs.list,
            )
            .accept("*/*");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(())
    }
}

// … as in `schema-scalars`: static API; static APIS
