// … as in `schema-scalars`: use ; struct Client; struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder; impl<T: Transport> ClientBuilder<T>

/// Runs the workflow `move`.
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn r#move<T: Transport>(
    client: &Client<T>,
    inputs: r#move::Inputs,
) -> Result<r#move::Run, r#move::Failure> {
    r#move::start(&client.0.call("move").version("0000000000000000"), inputs).await
}

/// Types of `r#move`.
pub mod r#move {
    // … as in `schema-null`: use 

    /// Inputs of `r#move`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// The input `id`.
        pub id: i64,
    }
    ::arazzo_runtime::record!(Inputs { id });

    // … as in `typed-output-of-a-call`: impl Inputs

    /// Outputs of `r#move`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// A dog in the kennel.
        ///
        /// `$steps.read.outputs.dog`.
        pub dog: Dog,
        /// `$steps.read.outputs.dog#/name`.
        pub name: String,
        /// `$steps.read.outputs.dog#/mother/mother/name`, if there is one.
        pub grandmother: Option<String>,
        /// `$steps.read.outputs.dog#/colour`, if there is one.
        pub colour: Option<Value>,
        /// A dog in the kennel.
        ///
        /// `$steps.write.outputs.mother`, if there is one.
        pub mother: Option<Dog>,
    }
    ::arazzo_runtime::record!(
        Outputs { dog, name, grandmother = optional, colour = optional_json, mother =
        optional }
    );

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `read`.
        pub read: Read,
        /// Outputs of step `write`.
        pub write: Write,
    }
    ::arazzo_runtime::record!(Steps { read, write });

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `read`, if it ran.
        pub read: Option<Read>,
        /// Outputs of step `write`, if it ran.
        pub write: Option<Write>,
    }
    ::arazzo_runtime::record!(write PartialSteps { read = optional, write = optional });

    // … as in `typed-output-of-a-call`: struct Read

    /// Outputs of step `write`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Write {
        /// A dog in the kennel.
        pub mother: Option<Dog>,
        /// `$response.body#/owner/email`.
        pub owner_email: Option<String>,
    }
    ::arazzo_runtime::record!(
        Write { mother = optional, owner_email = optional "ownerEmail" }
    );

    // … as in `schema-scalars`: type Run; type Failure
    // … as in `typed-output-of-a-call`: struct Dog; enum DogMood; impl DogMood; impl From<&str> for DogMood; impl From<String> for DogMood; impl Serialize for DogMood; struct DogOwner
    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let read = done.read.insert(run_read(call, inputs).await?);
        let write = done.write.insert(run_write(call, inputs, read).await?);
        Ok(Outputs {
            dog: read.dog.clone(),
            name: read.dog.name.clone(),
            grandmother: read
                .dog
                .mother
                .as_ref()
                .and_then(|mother| mother.mother.as_ref())
                .map(|mother| &mother.name)
                .cloned(),
            colour: read.dog.additional_.get("colour").cloned(),
            mother: write.mother.clone(),
        })
    }

    // … as in `typed-output-of-a-call`: fn run_read

    #[derive(Deserialize)]
    struct WriteResponseOwner {
        email: String,
    }

    #[derive(Deserialize)]
    struct WriteResponse {
        mother: Option<Dog>,
        owner: Option<WriteResponseOwner>,
    }

    async fn run_write<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        read: &Read,
    ) -> Result<Write, StepError> {
        let mut step = call.step("write");
        let request = step
            .request(Method::PUT, &super::API, "/dogs/{id}")?
            .path(Parameter::new("id", "$inputs.id"), &inputs.id)
            .accept("application/json")
            .json("application/json", &read.dog);
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        let body: WriteResponse = step.decode(&response)?;
        Ok(Write {
            mother: body.mother,
            owner_email: body.owner.map(|owner| owner.email),
        })
    }

    ::arazzo_runtime::completed!(PartialSteps => Steps { read, write });
}

// … as in `schema-scalars`: static API; static APIS
