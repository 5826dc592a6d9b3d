// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::{
        Call, Method, Number, StepError, Termination, Transport, json,
        serde::{Deserialize, Deserializer, Serialize, Serializer},
        serde_json::Value,
    };

    // … as in `schema-scalars`: struct Inputs; struct Outputs; struct Steps; struct PartialSteps; struct Get; type Run; type Failure

    /// A value of the schema `GetBody`.
    #[derive(Debug, Clone, PartialEq)]
    pub enum GetBody {
        /// The value is `Circle`.
        Circle(Circle),
        /// The value is `Square`.
        Square(Square),
        /// The value is `Dot`.
        Dot(Dot),
        /// Anything else, kept as it is.
        Other(Value),
    }

    impl<'de> Deserialize<'de> for GetBody {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let value = json::Tagged::read("kind", deserializer)?;
            match value.tag() {
                Some("round" | "ball") => value.fits().map(Self::Circle),
                Some("Edgy") => value.fits().map(Self::Square),
                Some("Dot") => value.fits().map(Self::Dot),
                _ => value.fits().map(Self::Other),
            }
        }
    }

    impl Serialize for GetBody {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Circle(value) => value.serialize(serializer),
                Self::Square(value) => json::tagged(value, "kind", "Edgy", serializer),
                Self::Dot(value) => json::tagged(value, "kind", "Dot", serializer),
                Self::Other(value) => value.serialize(serializer),
            }
        }
    }

    /// A value of the schema `Circle`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Circle {
        /// `kind`.
        pub kind: String,
        /// `radius`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub radius: Option<Number>,
    }

    /// A value of the schema `Square`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Square {
        /// `kind`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub kind: Option<String>,
        /// `side`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub side: Option<Number>,
    }

    /// A value of the schema `Dot`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Dot {
        /// `x`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub x: Option<i64>,
        /// `pet`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pet: Option<Pet>,
    }

    /// A value of the schema `Pet`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum Pet {
        /// The value is `Cat`.
        Cat(Cat),
        /// The value is `Dog`.
        Dog(Box<Dog>),
        /// Anything else, kept as it is.
        Other(Value),
    }

    impl<'de> Deserialize<'de> for Pet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let value = json::Tagged::read("petType", deserializer)?;
            match value.tag() {
                Some("cat") => value.fits().map(Self::Cat),
                Some("Dog") => value.fits().map(Self::Dog),
                _ => value.fits().map(Self::Other),
            }
        }
    }

    /// A value of the schema `Cat`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", rename_all = "camelCase")]
    pub struct Cat {
        /// `petType`.
        pub pet_type: String,
        /// `name`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// `claws`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub claws: Option<i64>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `Dog`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", rename_all = "camelCase")]
    pub struct Dog {
        /// `petType`.
        pub pet_type: String,
        /// `name`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// `friend`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub friend: Option<Box<Pet>>,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    // … as in `schema-scalars`: fn start; fn run; fn run_get; ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
