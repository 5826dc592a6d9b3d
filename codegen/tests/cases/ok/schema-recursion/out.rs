// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize},
        serde_json::Value,
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs; struct Steps; struct PartialSteps; struct Get; type Run; type Failure

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct GetBody {
        /// `tree`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tree: Option<Tree>,
        /// `json`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub json: Option<Json>,
        /// `list`.
        ///
        /// Holds any JSON values: the schema holds itself without a struct between.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub list: Option<Vec<Value>>,
        /// `map`.
        ///
        /// Holds any JSON values: the schema holds itself without a struct between.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub map: Option<BTreeMap<String, Value>>,
        /// `child`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub child: Option<Child>,
        /// `chain`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub chain: Option<Value>,
    }

    /// A value of the schema `Tree`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Tree {
        /// `left`.
        #[serde(deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize")]
        pub left: Option<Box<Tree>>,
        /// `children`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub children: Option<Vec<Tree>>,
        /// `named`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub named: Option<BTreeMap<String, Tree>>,
        /// `next`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub next: Option<Box<Tree>>,
    }

    /// A value of the schema `Json`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum Json {
        /// The value is `String`.
        String(String),
        /// The value is `Vec<Json>`.
        List(Vec<Json>),
        /// The value is `BTreeMap<String,Json>`.
        Object(BTreeMap<String, Json>),
    }

    impl<'de> Deserialize<'de> for Json {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("Json", deserializer)?;
            if let Some(fitting) = variants.fits("String") {
                return Ok(Self::String(fitting));
            }
            if let Some(fitting) = variants.fits("List") {
                return Ok(Self::List(fitting));
            }
            if let Some(fitting) = variants.fits("Object") {
                return Ok(Self::Object(fitting));
            }
            Err(variants.refused())
        }
    }

    /// A value of the schema `Child`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Child {
        /// The same again.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub parent: Option<Box<Child>>,
    }

    // … as in `schema-scalars`: fn start; fn run; fn run_get; ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
