// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>; fn read

/// Types of [`read`](fn@read).
pub mod read {
    // … as in `schema-recursion`: use 
    // … as in `schema-scalars`: struct Inputs

    /// Outputs of [`read`](fn@super::read).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// `$steps.get.outputs.all`.
        pub all: Vec<GetBodyItem>,
        /// `$steps.get.outputs.all#/0/iban`, if there is one.
        pub first_iban: Option<Value>,
    }
    ::arazzo_runtime::record!(Outputs { all, first_iban = optional_json "firstIban" });

    // … as in `schema-scalars`: struct Steps; struct PartialSteps

    /// Outputs of step `get`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Get {
        /// `$response.body`.
        pub all: Vec<GetBodyItem>,
    }
    ::arazzo_runtime::record!(Get { all });

    // … as in `schema-scalars`: type Run; type Failure

    /// A value of the schema `GetBodyItem`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde", untagged)]
    pub enum GetBodyItem {
        /// The value is `Card`.
        Card(Card),
        /// The value is `Transfer`.
        Transfer(Transfer),
        /// Anything else, kept as it is.
        Other(Value),
    }

    impl<'de> Deserialize<'de> for GetBodyItem {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let value = json::Tagged::read("kind", deserializer)?;
            match value.tag() {
                Some("card") => value.fits().map(Self::Card),
                Some("transfer") => value.fits().map(Self::Transfer),
                _ => value.fits().map(Self::Other),
            }
        }
    }

    /// A value of the schema `Card`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Card {
        /// `kind`.
        pub kind: String,
        /// `last4`.
        pub last4: String,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    /// A value of the schema `Transfer`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub struct Transfer {
        /// `kind`.
        pub kind: String,
        /// `iban`.
        pub iban: String,
        /// Members that the schema does not name.
        #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
        pub additional: BTreeMap<String, Value>,
    }

    // … as in `schema-scalars`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let get = done.get.insert(run_get(call).await?);
        Ok(Outputs {
            all: get.all.clone(),
            first_iban: get.all.first().and_then(|value| json::at(value, "/iban")),
        })
    }

    async fn run_get<T: Transport>(call: &Call<'_, T>) -> Result<Get, StepError> {
        let mut step = call.step("get");
        let request = step
            .request(Method::GET, &super::API, "/payments")?
            .accept("application/json");
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: Vec<GetBodyItem> = step.decode_whole(&response)?;
        Ok(Get { all: body })
    }

    // … as in `schema-scalars`: ::arazzo_runtime::completed!(PartialSteps 
}

// … as in `schema-scalars`: static API; static APIS
