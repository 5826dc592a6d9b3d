// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    // … as in `schema-discriminator`: use 
    // … as in `schema-scalars`: struct Inputs; struct Outputs; struct Steps; struct PartialSteps; struct Get; type Run; type Failure

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
    pub struct GetBody {
        /// `collide`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub collide: Option<GetBodyCollide>,
        /// `other`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub other: Option<GetBodyOther>,
        /// One of `1`, `2`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub numbers: Option<i64>,
        /// `single`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub single: Option<String>,
        /// `constant`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub constant: Option<String>,
        /// Always `2`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub two: Option<i64>,
        /// Always `true`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub yes: Option<bool>,
        /// One of `1`, `2.5`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub fractions: Option<Number>,
        /// One of `1`, `"auto"`, `true`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mixed: Option<GetBodyMixed>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `GetBodyCollide`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum GetBodyCollide {
        /// `a-b`.
        AB,
        /// `a_b`.
        AB2,
        /// `A B`.
        AB3,
        /// ``.
        Empty,
        /// A text that the document does not list.
        Other(String),
    }

    impl GetBodyCollide {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::AB => "a-b",
                Self::AB2 => "a_b",
                Self::AB3 => "A B",
                Self::Empty => "",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for GetBodyCollide {
        fn from(text: &str) -> Self {
            match text {
                "a-b" => Self::AB,
                "a_b" => Self::AB2,
                "A B" => Self::AB3,
                "" => Self::Empty,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for GetBodyCollide {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    // … as in `input-defaults`: impl Serialize for GetBodyCollide { fn serialize }

    /// A value of the schema `GetBodyOther`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum GetBodyOther {
        /// `other`.
        Other,
        /// `1st`.
        _1st,
        /// A text that the document does not list.
        Unrecognized(String),
    }

    impl GetBodyOther {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Other => "other",
                Self::_1st => "1st",
                Self::Unrecognized(text) => text,
            }
        }
    }

    impl From<&str> for GetBodyOther {
        fn from(text: &str) -> Self {
            match text {
                "other" => Self::Other,
                "1st" => Self::_1st,
                _ => Self::Unrecognized(text.to_owned()),
            }
        }
    }

    impl From<String> for GetBodyOther {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    // … as in `input-defaults`: impl Serialize for GetBodyOther { fn serialize }

    /// A value of the schema `GetBodyMixed`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum GetBodyMixed {
        /// The value is `bool`.
        Boolean(bool),
        /// The value is `i64`.
        Integer(i64),
        /// The value is `String`.
        String(String),
    }

    impl<'de> Deserialize<'de> for GetBodyMixed {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("GetBodyMixed", deserializer)?;
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

    // … as in `schema-scalars`: fn start; fn run; fn run_get; ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
