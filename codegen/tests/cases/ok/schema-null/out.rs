// … as in `schema-scalars`: use 

/// Client for the workflows of “Case”.
///
/// # APIs
///
/// - `api`: Shapes
/// - `older`: Null in 3.0
#[derive(Debug, Clone)]
pub struct Client<T = AnyTransport>(::arazzo_runtime::Client<T>);

// … as in `schema-scalars`: struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    /// Sends requests of `api` to `url` instead of `https://api.test`.
    pub fn api_base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("api", url))
    }

    /// Sends requests of `older` to `url` instead of `https://api.test`.
    pub fn older_base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("older", url))
    }
}

// … as in `schema-scalars`: fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, Nullable, Parameter, StepError, Termination, Transport,
        serde::{Deserialize, Serialize, Serializer},
        serde_json::Value,
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `get`.
        pub get: Get,
        /// Outputs of step `older`.
        pub older: Older,
    }
    ::arazzo_runtime::record!(Steps { get, older });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `get`, if it ran.
        pub get: Option<PartialGet>,
        /// Outputs of step `older`, if it ran.
        pub older: Option<Older>,
    }
    ::arazzo_runtime::record!(write PartialSteps { get = optional, older = optional });

    /// Outputs of step `get`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Get {
        /// `$response.body`.
        pub thing: GetBody,
        /// `$response.body#/e`.
        pub letter: Option<GetBodyE>,
    }
    ::arazzo_runtime::record!(Get { thing, letter });

    /// Outputs of step `get` while it is not known that all are there.
    #[derive(Debug, Clone, PartialEq)]
    pub struct PartialGet {
        /// `$response.body`.
        pub thing: GetBody,
        /// `$response.body#/e`.
        pub letter: Nullable<GetBodyE>,
    }
    ::arazzo_runtime::record!(write PartialGet { thing, letter = optional });

    /// Outputs of step `older`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Older {
        /// `$response.body`.
        pub thing: OlderBody,
    }
    ::arazzo_runtime::record!(Older { thing });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct GetBody {
        /// `a`.
        #[serde(deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize")]
        pub a: Option<String>,
        /// `b`.
        #[serde(deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize")]
        pub b: Option<i64>,
        /// `c`.
        #[serde(default, skip_serializing_if = "::arazzo_runtime::Nullable::is_missing")]
        pub c: Nullable<bool>,
        /// `d`.
        ///
        /// Any JSON value: only `null` fits.
        #[serde(
            default,
            deserialize_with = "::arazzo_runtime::json::some",
            skip_serializing_if = "Option::is_none"
        )]
        pub d: Option<Value>,
        /// `e`.
        #[serde(default, skip_serializing_if = "::arazzo_runtime::Nullable::is_missing")]
        pub e: Nullable<GetBodyE>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `GetBodyE`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum GetBodyE {
        /// `x`.
        X,
        /// `y`.
        Y,
        /// A text that the document does not list.
        Other(String),
    }

    impl GetBodyE {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::X => "x",
                Self::Y => "y",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for GetBodyE {
        fn from(text: &str) -> Self {
            match text {
                "x" => Self::X,
                "y" => Self::Y,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for GetBodyE {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    // … as in `input-defaults`: impl Serialize for GetBodyE { fn serialize }

    /// A value of the schema `OlderBody`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct OlderBody {
        /// `required`.
        #[serde(deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize")]
        pub required: Option<String>,
        /// `optional`.
        #[serde(default, skip_serializing_if = "::arazzo_runtime::Nullable::is_missing")]
        pub optional: Nullable<i64>,
        /// `composed`.
        #[serde(deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize")]
        pub composed: Option<Part>,
        /// `ignored`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ignored: Option<Part>,
        /// `listed`.
        #[serde(default, skip_serializing_if = "::arazzo_runtime::Nullable::is_missing")]
        pub listed: Nullable<OlderBodyListed>,
        /// `items`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub items: Option<Vec<Option<String>>>,
    }

    /// A value of the schema `Part`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Part {
        /// `id`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
    }

    /// A value of the schema `OlderBodyListed`.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde", from = "String")]
    pub enum OlderBodyListed {
        /// `a`.
        A,
        /// `b`.
        B,
        /// A text that the document does not list.
        Other(String),
    }

    impl OlderBodyListed {
        /// The text that stands for the value in JSON.
        pub fn as_str(&self) -> &str {
            match self {
                Self::A => "a",
                Self::B => "b",
                Self::Other(text) => text,
            }
        }
    }

    impl From<&str> for OlderBodyListed {
        fn from(text: &str) -> Self {
            match text {
                "a" => Self::A,
                "b" => Self::B,
                _ => Self::Other(text.to_owned()),
            }
        }
    }

    impl From<String> for OlderBodyListed {
        fn from(text: String) -> Self {
            Self::from(text.as_str())
        }
    }

    // … as in `input-defaults`: impl Serialize for OlderBodyListed { fn serialize }
    // … as in `schema-scalars`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let get = done.get.insert(run_get(call).await?);
        done.older = Some(run_older(call, get).await?);
        Ok(Outputs {})
    }

    async fn run_get<T: Transport>(call: &Call<'_, T>) -> Result<PartialGet, StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/thing")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(PartialGet {
            thing: step.output(step.read(&response, "", "thing")?, "thing")?,
            letter: Nullable::from_nested(step.read(&response, "/e", "letter")?),
        })
    }

    async fn run_older<T: Transport>(
        call: &Call<'_, T>,
        get: &PartialGet,
    ) -> Result<Older, StepError> {
        let mut step = call.step("older");
        let request = step
            .request(Method::GET, &super::OLDER, "/older")?
            .query(
                Parameter::new("letter", "$steps.get.outputs.letter").required(),
                &get.letter,
            )
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: OlderBody = step.decode_whole(&response)?;
        Ok(Older { thing: body })
    }

    ::arazzo_runtime::completed!(PartialGet => Get { thing[?], letter[null] });

    ::arazzo_runtime::completed!(PartialSteps => Steps { get[: PartialGet], older });
}

// … as in `schema-scalars`: static API

static OLDER: Api = Api::new(
    "older",
    "older.openapi.yaml",
    &[Server::new("https://api.test")],
);

static APIS: &[&Api] = &[&API, &OLDER];
