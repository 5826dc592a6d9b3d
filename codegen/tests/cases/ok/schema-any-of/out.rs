// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::arazzo_runtime::{
        Call, Method, Number, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize},
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs; struct Steps; struct PartialSteps; struct Get; type Run; type Failure

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum GetBody {
        /// The value is `String`.
        String(String),
        /// The value is `GetBodyObject`.
        Object(GetBodyObject),
    }

    impl<'de> Deserialize<'de> for GetBody {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("GetBody", deserializer)?;
            if let Some(fitting) = variants.fits("String") {
                return Ok(Self::String(fitting));
            }
            if let Some(fitting) = variants.fits("Object") {
                return Ok(Self::Object(fitting));
            }
            Err(variants.refused())
        }
    }

    /// A value of the schema `GetBodyObject`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum GetBodyObject {
        /// The value is `Box2`.
        Box(Box2),
        /// The value is `Circle`.
        Circle(Circle),
    }

    impl<'de> Deserialize<'de> for GetBodyObject {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = json::Variants::read("GetBodyObject", deserializer)?;
            if let Some(fitting) = variants.fits("Box") {
                return Ok(Self::Box(fitting));
            }
            if let Some(fitting) = variants.fits("Circle") {
                return Ok(Self::Circle(fitting));
            }
            Err(variants.refused())
        }
    }

    /// A value of the schema `Box2`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Box2 {
        /// At most 8 characters.
        pub id: String,
        /// `name`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// `width`.
        pub width: Number,
    }

    /// A value of the schema `Circle`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Circle {
        /// `radius`.
        pub radius: Number,
    }

    // … as in `schema-scalars`: fn start; fn run; fn run_get; ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
