// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, Number, StepError, Termination, Transport,
        serde::{Deserialize, Serialize, Serializer},
        serde_json::Value,
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs; struct Steps; struct PartialSteps; struct Get; type Run; type Failure

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct GetBody {
        /// `type`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub r#type: Option<String>,
        /// `self`.
        #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
        pub self_: Option<String>,
        /// `3d`.
        #[serde(rename = "3d", skip_serializing_if = "Option::is_none")]
        pub _3d: Option<bool>,
        /// `@id`.
        #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// `fooBar`.
        #[serde(rename = "fooBar", skip_serializing_if = "Option::is_none")]
        pub foo_bar: Option<String>,
        /// `foo_bar`.
        #[serde(rename = "foo_bar", skip_serializing_if = "Option::is_none")]
        pub foo_bar_2: Option<String>,
        /// `additional`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub additional: Option<String>,
        /// `anything`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub anything: Option<Value>,
        /// `no_type`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub no_type: Option<Value>,
        /// `no_value`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub no_value: Option<Value>,
        /// `no_items`.
        ///
        /// Holds any JSON values: the parts of the schema contradict each other.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub no_items: Option<Vec<Value>>,
        /// One of `1`, `2.5`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub numbers: Option<Number>,
        /// One of `123456789012345678901234567890`, `1`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub huge: Option<Number>,
        /// At most 99999999999999999999999.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub minimum: Option<Number>,
        /// `not_number`.
        ///
        /// Any JSON value: the parts of the schema contradict each other.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub not_number: Option<Value>,
        /// `no_properties`.
        ///
        /// Holds any JSON values: the members of the object are not described.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub no_properties: Option<BTreeMap<String, Value>>,
        /// `strange_type`.
        ///
        /// Any JSON value: the schema gives no type.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub strange_type: Option<Value>,
        /// `contradiction`.
        ///
        /// Any JSON value: the parts of the schema contradict each other.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub contradiction: Option<Value>,
        /// `circle`.
        ///
        /// Any JSON value: the reference leads in a circle.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub circle: Option<Value>,
        /// */ fn main() {} /* \`\`\` \[x\](javascript:y) \<b\>
        #[serde(rename = "*/ fn main() {} /*", skip_serializing_if = "Option::is_none")]
        pub fn_main: Option<String>,
        /// ``.
        #[serde(rename = "", skip_serializing_if = "Option::is_none")]
        pub empty: Option<GetBody2>,
        /// one
        /// two
        /// code
        /// \`\`\`
        /// let x;
        #[serde(rename = "\0\n", skip_serializing_if = "Option::is_none")]
        pub u0000_u000a: Option<i64>,
        /// `日本`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub 日本: Option<String>,
        /// `r#type`.
        #[serde(rename = "r#type", skip_serializing_if = "Option::is_none")]
        pub r_type: Option<String>,
        /// `null`.
        ///
        /// Any JSON value: only `null` fits.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub null: Option<Value>,
    }

    /// A value of the schema `GetBody2`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum GetBody2 {
        /// ``.
        Empty,
        /// ` `.
        U0000,
        /// `*/`.
        StarSlash,
        /// `日本`.
        日本,
        /// A text that the document does not list.
        Other(String),
    }

    impl GetBody2 {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Empty => "",
                Self::U0000 => "\0",
                Self::StarSlash => "*/",
                Self::日本 => "日本",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for GetBody2 {
        fn from(text: &str) -> Self {
            match text {
                "" => Self::Empty,
                "\0" => Self::U0000,
                "*/" => Self::StarSlash,
                "日本" => Self::日本,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for GetBody2 {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    // … as in `input-defaults`: impl Serialize for GetBody2 { fn serialize }
    // … as in `schema-scalars`: fn start; fn run; fn run_get; ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
