// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    // … as in `body-beside-its-parts`: use 
    // … as in `schema-scalars`: struct Inputs; struct Outputs; struct Steps; struct PartialSteps

    /// Outputs of step `get`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Get {
        /// With a sibling.
        pub thing: Node,
    }
    ::arazzo_runtime::record!(Get { thing });

    // … as in `schema-scalars`: type Run; type Failure

    /// With a sibling.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Node {
        /// `label`.
        pub label: String,
        /// `left`.
        #[serde(deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize")]
        pub left: Option<Box<Node>>,
        /// `others`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub others: Option<Vec<Node>>,
        /// `tag`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tag: Option<Tag>,
        /// `identity`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub identity: Option<Size>,
        /// `inside`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub inside: Option<String>,
        /// `dynamic`.
        ///
        /// Any JSON value: `$dynamicRef` is not followed.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub dynamic: Option<Value>,
        /// `file`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub file: Option<Parts>,
        /// `part`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub part: Option<Part>,
        /// `property`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub property: Option<String>,
        /// `path`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub path: Option<i64>,
        /// With a sibling.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub sibling: Option<NodeSibling>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `Tag`.
    #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
    pub struct Tag {
        /// `text`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `Size`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Size {
        /// `unit`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit: Option<String>,
    }

    /// A value of the schema `Parts`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Parts {
        /// `of`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub of: Option<Part>,
    }

    /// A value of the schema `Part`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Part {
        /// `n`.
        pub n: i64,
    }

    /// With a sibling.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct NodeSibling {
        /// `text`.
        pub text: String,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    // … as in `schema-scalars`: fn start; fn run

    async fn run_get<T: Transport>(call: &Call<'_, T>) -> Result<Get, StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/thing")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: Node = step.decode_whole(&response)?;
        Ok(Get { thing: body })
    }

    // … as in `schema-scalars`: ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
