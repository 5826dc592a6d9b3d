// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, Number, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize},
        serde_json::Value,
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs; struct Steps; struct PartialSteps; struct Get; type Run; type Failure

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
    pub struct GetBody {
        /// At least 2 elements.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pair: Option<(String, i64)>,
        /// `prefix`.
        ///
        /// Holds any JSON values: the elements of the array are not described.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub prefix: Option<Vec<Value>>,
        /// `any`.
        ///
        /// Holds any JSON values: the elements of the array are not described.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub any: Option<Vec<Value>>,
        /// `closed`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub closed: Option<GetBodyClosed>,
        /// `open`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub open: Option<GetBodyOpen>,
        /// `typed`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub typed: Option<BTreeMap<String, i64>>,
        /// `both`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub both: Option<GetBodyBoth>,
        /// `patterns`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub patterns: Option<BTreeMap<String, bool>>,
        /// `two`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub two: Option<BTreeMap<String, GetBodyTwoValue>>,
        /// `beside`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub beside: Option<GetBodyBeside>,
        /// `unsure`.
        ///
        /// Holds any JSON values: members that fit none of `patternProperties` may be anything.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unsure: Option<BTreeMap<String, Value>>,
        /// `rest`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rest: Option<BTreeMap<String, GetBodyRestValue>>,
        /// `vague`.
        ///
        /// Holds any JSON values: nothing distinguishes the alternatives.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vague: Option<BTreeMap<String, Value>>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `GetBodyClosed`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct GetBodyClosed {
        /// `a`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub a: Option<i64>,
    }

    /// A value of the schema `GetBodyOpen`.
    #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
    pub struct GetBodyOpen {
        /// `a`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub a: Option<i64>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `GetBodyBoth`.
    #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
    pub struct GetBodyBoth {
        /// `a`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub a: Option<String>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, String>,
    }

    /// A value of the schema `GetBodyTwoValue`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum GetBodyTwoValue {
        /// The value is `bool`.
        Boolean(bool),
        /// The value is `i64`.
        Integer(i64),
    }

    impl<'de> Deserialize<'de> for GetBodyTwoValue {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("GetBodyTwoValue", deserializer)?;
            if let Some(fitting) = variants.fits("Boolean") {
                return Ok(Self::Boolean(fitting));
            }
            if let Some(fitting) = variants.fits("Integer") {
                return Ok(Self::Integer(fitting));
            }
            Err(variants.refused())
        }
    }

    /// A value of the schema `GetBodyBeside`.
    #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
    pub struct GetBodyBeside {
        /// `id`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Number>,
    }

    /// A value of the schema `GetBodyRestValue`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum GetBodyRestValue {
        /// The value is `i64`.
        Integer(i64),
        /// The value is `String`.
        String(String),
    }

    impl<'de> Deserialize<'de> for GetBodyRestValue {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("GetBodyRestValue", deserializer)?;
            if let Some(fitting) = variants.fits("Integer") {
                return Ok(Self::Integer(fitting));
            }
            if let Some(fitting) = variants.fits("String") {
                return Ok(Self::String(fitting));
            }
            Err(variants.refused())
        }
    }

    // … as in `schema-scalars`: fn start; fn run; fn run_get; ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
