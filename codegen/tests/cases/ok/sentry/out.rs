// … as in `authorization-parameter`: use 

/// Client for the workflows of “Set up a Sentry project”.
///
/// From nothing to a DSN that an SDK can report to.
///
/// # APIs
///
/// - `projectsApi`: Sentry projects
#[derive(Debug, Clone)]
pub struct Client<T = AnyTransport>(::arazzo_runtime::Client<T>);

// … as in `schema-scalars`: struct ClientBuilder; ::arazzo_runtime::client!(Client, ClientBuilder

impl<T: Transport> ClientBuilder<T> {
    /// Sends requests of `projectsApi` to `url` instead of `https://sentry.io/api/0`.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url("projectsApi", url))
    }

    /// Token for the security scheme `BearerAuth`.
    ///
    /// An auth token of the organization, or of a user who may create projects.
    pub fn bearer_auth(self, token: impl Into<String>) -> Self {
        Self(self.0.credential("projectsApi", "BearerAuth", Credential::bearer(token)))
    }
}

/// Make a project for a team and mint the key its SDK needs.
///
/// Makes the project, looks it up again for the slug that Sentry settled on, mints a client key, and
/// lists the project's keys to see that it is there.
///
/// # Steps
///
/// 1. `createProject`, `POST /teams/{organization_id_or_slug}/{team_id_or_slug}/projects/`: Make the
///    project.
/// 2. `confirmProject`, `GET /projects/{organization_id_or_slug}/{project_id_or_slug}/`: See that the
///    project is there, and under which slug.
/// 3. `createKey`, `POST /projects/{organization_id_or_slug}/{project_id_or_slug}/keys/`: Mint the key.
/// 4. `listKeys`, `GET /projects/{organization_id_or_slug}/{project_id_or_slug}/keys/`: See that the
///    key is among the project's keys.
///
/// # Example
///
/// ```text
/// let inputs = provision_project_key::Inputs::new(
///     "ORGANIZATION_ID_OR_SLUG",
///     "TEAM_ID_OR_SLUG",
///     "PROJECT_NAME",
///     "KEY_NAME",
/// );
/// let run = provision_project_key(&client, inputs).await?;
/// ```
///
/// # Credentials
///
/// - [`bearer_auth`](ClientBuilder::bearer_auth)
///
/// # Errors
///
/// The step that failed, why, and the outputs of the steps before it.
pub async fn provision_project_key<T: Transport>(
    client: &Client<T>,
    inputs: provision_project_key::Inputs,
) -> Result<provision_project_key::Run, provision_project_key::Failure> {
    provision_project_key::start(
            &client.0.call("provision-project-key").version("0000000000000000"),
            inputs,
        )
        .await
}

/// Types of [`provision_project_key`](fn@provision_project_key).
pub mod provision_project_key {
    use ::arazzo_runtime::{
        Call, Method, Parameter, StepError, Termination, Transport, json::Nth,
        serde::{Deserialize, Serialize},
    };

    /// Inputs of [`provision_project_key`](fn@super::provision_project_key).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Inputs {
        /// Which organization, by id or slug.
        pub organization_id_or_slug: String,
        /// Which of its teams the project belongs to, by id or slug.
        pub team_id_or_slug: String,
        /// What people call the project.
        pub project_name: String,
        /// The platform that its code runs on, such as `rust` or `python`.
        pub platform: Option<String>,
        /// What people call the key.
        pub key_name: String,
    }
    ::arazzo_runtime::record!(
        Inputs { organization_id_or_slug = "organizationIdOrSlug", team_id_or_slug =
        "teamIdOrSlug", project_name = "projectName", platform = optional, key_name =
        "keyName" }
    );

    impl Inputs {
        /// What every run needs; the rest is left out or has its default, until `..` sets it.
        pub fn new(
            organization_id_or_slug: impl Into<String>,
            team_id_or_slug: impl Into<String>,
            project_name: impl Into<String>,
            key_name: impl Into<String>,
        ) -> Self {
            Self {
                organization_id_or_slug: organization_id_or_slug.into(),
                team_id_or_slug: team_id_or_slug.into(),
                project_name: project_name.into(),
                platform: None,
                key_name: key_name.into(),
            }
        }
    }

    /// Outputs of [`provision_project_key`](fn@super::provision_project_key).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Outputs {
        /// Names the project in URLs; people can change it.
        ///
        /// `$steps.confirmProject.outputs.projectSlug`.
        pub project_slug: String,
        /// Identifies the key.
        ///
        /// `$steps.createKey.outputs.keyId`.
        pub key_id: String,
        /// The address that an SDK sends its events to.
        ///
        /// `$steps.createKey.outputs.dsnPublic`, if there is one.
        pub dsn_public: Option<String>,
    }
    ::arazzo_runtime::record!(
        Outputs { project_slug = "projectSlug", key_id = "keyId", dsn_public = optional
        "dsnPublic" }
    );

    /// Outputs of the steps of a completed run.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Steps {
        /// Outputs of step `createProject`.
        pub create_project: CreateProject,
        /// Outputs of step `confirmProject`.
        pub confirm_project: ConfirmProject,
        /// Outputs of step `createKey`.
        pub create_key: CreateKey,
        /// Outputs of step `listKeys`.
        pub list_keys: ListKeys,
    }
    ::arazzo_runtime::record!(
        Steps { create_project = "createProject", confirm_project = "confirmProject",
        create_key = "createKey", list_keys = "listKeys" }
    );

    /// Outputs of the steps that a failed run completed.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartialSteps {
        /// Outputs of step `createProject`, if it ran.
        pub create_project: Option<CreateProject>,
        /// Outputs of step `confirmProject`, if it ran.
        pub confirm_project: Option<ConfirmProject>,
        /// Outputs of step `createKey`, if it ran.
        pub create_key: Option<CreateKey>,
        /// Outputs of step `listKeys`, if it ran.
        pub list_keys: Option<ListKeys>,
    }
    ::arazzo_runtime::record!(
        write PartialSteps { create_project = optional "createProject", confirm_project =
        optional "confirmProject", create_key = optional "createKey", list_keys =
        optional "listKeys" }
    );

    /// Outputs of step `createProject`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct CreateProject {
        /// Names the project in URLs; people can change it.
        pub project_slug: String,
        /// Identifies the project for good.
        pub project_id: String,
    }
    ::arazzo_runtime::record!(
        CreateProject { project_slug = "projectSlug", project_id = "projectId" }
    );

    /// Outputs of step `confirmProject`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ConfirmProject {
        /// Names the project in URLs; people can change it.
        pub project_slug: String,
    }
    ::arazzo_runtime::record!(ConfirmProject { project_slug = "projectSlug" });

    /// Outputs of step `createKey`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct CreateKey {
        /// Identifies the key.
        pub key_id: String,
        /// The address that an SDK sends its events to.
        pub dsn_public: Option<String>,
    }
    ::arazzo_runtime::record!(
        CreateKey { key_id = "keyId", dsn_public = optional "dsnPublic" }
    );

    /// Outputs of step `listKeys`.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ListKeys {
        /// Identifies the key.
        pub first_key_id: Option<String>,
    }
    ::arazzo_runtime::record!(ListKeys { first_key_id = optional "firstKeyId" });

    // … as in `schema-scalars`: type Run

    /// Why a run failed, and what it had achieved.
    pub type Failure = ::arazzo_runtime::Failure<PartialSteps, (), Declared>;

    ::arazzo_runtime::steps! {
        "provision-project-key";
        CREATE_PROJECT = "createProject": 201 "application/json", 400 "application/json", 401 "application/json", 403 "application/json", 404 "application/json", 409 "application/json";
        CONFIRM_PROJECT = "confirmProject": 200 "application/json", 401 "application/json", 403 "application/json", 404 "application/json";
        CREATE_KEY = "createKey": 201 "application/json", 400 "application/json", 401 "application/json", 403 "application/json";
        LIST_KEYS = "listKeys": 200 "application/json", 401 "application/json", 403 "application/json";
    }

    /// What [`declared`](::arazzo_runtime::Failure::declared) returns: the error response that a step
    /// failed with, as its operation declares it.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum Declared {
        /// Step `createProject`.
        CreateProject(super::errors::CreateProjectError),
        /// Step `confirmProject`.
        ConfirmProject(super::errors::RetrieveProjectError),
        /// Step `createKey`.
        CreateKey(super::errors::CreateProjectClientKeyError),
        /// Step `listKeys`.
        ListKeys(super::errors::ListProjectClientKeysError),
    }

    ::arazzo_runtime::declared!(
        Declared { CreateProject = "createProject", ConfirmProject = "confirmProject",
        CreateKey = "createKey", ListKeys = "listKeys" }
    );

    // … as in `multipart-body-changed`: fn start

    async fn run<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        done: &mut PartialSteps,
    ) -> Result<Outputs, StepError> {
        let create_project = done
            .create_project
            .insert(run_create_project(call, inputs).await?);
        let confirm_project = done
            .confirm_project
            .insert(run_confirm_project(call, inputs, create_project).await?);
        let create_key = done
            .create_key
            .insert(run_create_key(call, inputs, confirm_project).await?);
        done.list_keys = Some(run_list_keys(call, inputs, confirm_project).await?);
        Ok(Outputs {
            project_slug: confirm_project.project_slug.clone(),
            key_id: create_key.key_id.clone(),
            dsn_public: create_key.dsn_public.clone(),
        })
    }

    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct CreateProjectRequest<'a> {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        platform: Option<&'a str>,
    }

    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct CreateProjectResponse {
        slug: String,
        id: String,
    }

    /// Make the project.
    async fn run_create_project<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
    ) -> Result<CreateProject, StepError> {
        let mut step = call.step("createProject");
        let request = step
            .request(
                Method::POST,
                &super::PROJECTS_API,
                "/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/",
            )?
            .path(
                Parameter::new(
                    "organization_id_or_slug",
                    "$inputs.organizationIdOrSlug",
                ),
                &inputs.organization_id_or_slug,
            )
            .path(
                Parameter::new("team_id_or_slug", "$inputs.teamIdOrSlug"),
                &inputs.team_id_or_slug,
            )
            .accept("application/json")
            .security(super::WITH_BEARER_AUTH)
            .json(
                "application/json",
                &CreateProjectRequest {
                    name: &inputs.project_name,
                    platform: inputs.platform.as_deref(),
                },
            );
        let response = step.send(request).await?;
        step.require("$statusCode == 201", response.status() == 201)?;
        let body: CreateProjectResponse = step.decode(&response)?;
        Ok(CreateProject {
            project_slug: body.slug,
            project_id: body.id,
        })
    }

    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct ConfirmProjectResponse {
        slug: String,
    }

    /// See that the project is there, and under which slug.
    async fn run_confirm_project<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        create_project: &CreateProject,
    ) -> Result<ConfirmProject, StepError> {
        let mut step = call.step("confirmProject");
        let request = step
            .request(
                Method::GET,
                &super::PROJECTS_API,
                "/projects/{organization_id_or_slug}/{project_id_or_slug}/",
            )?
            .path(
                Parameter::new(
                    "organization_id_or_slug",
                    "$inputs.organizationIdOrSlug",
                ),
                &inputs.organization_id_or_slug,
            )
            .path(
                Parameter::new(
                    "project_id_or_slug",
                    "$steps.createProject.outputs.projectSlug",
                ),
                &create_project.project_slug,
            )
            .accept("application/json")
            .security(super::WITH_BEARER_AUTH);
        let response = step.send(request).await?;
        step.require("$statusCode == 200", response.status() == 200)?;
        let body: ConfirmProjectResponse = step.decode(&response)?;
        Ok(ConfirmProject {
            project_slug: body.slug,
        })
    }

    #[derive(Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct CreateKeyRequest<'a> {
        name: &'a str,
    }

    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct CreateKeyResponseDsn {
        public: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct CreateKeyResponse {
        id: String,
        dsn: Option<CreateKeyResponseDsn>,
    }

    /// Mint the key.
    async fn run_create_key<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        confirm_project: &ConfirmProject,
    ) -> Result<CreateKey, StepError> {
        let mut step = call.step("createKey");
        let request = step
            .request(
                Method::POST,
                &super::PROJECTS_API,
                "/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
            )?
            .path(
                Parameter::new(
                    "organization_id_or_slug",
                    "$inputs.organizationIdOrSlug",
                ),
                &inputs.organization_id_or_slug,
            )
            .path(
                Parameter::new(
                    "project_id_or_slug",
                    "$steps.confirmProject.outputs.projectSlug",
                ),
                &confirm_project.project_slug,
            )
            .accept("application/json")
            .security(super::WITH_BEARER_AUTH)
            .json(
                "application/json",
                &CreateKeyRequest {
                    name: &inputs.key_name,
                },
            );
        let response = step.send(request).await?;
        step.require("$statusCode == 201", response.status() == 201)?;
        let body: CreateKeyResponse = step.decode(&response)?;
        Ok(CreateKey {
            key_id: body.id,
            dsn_public: body.dsn.and_then(|dsn| dsn.public),
        })
    }

    #[derive(Deserialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    struct ListKeysResponseElement {
        id: String,
    }

    /// See that the key is among the project's keys.
    async fn run_list_keys<T: Transport>(
        call: &Call<'_, T>,
        inputs: &Inputs,
        confirm_project: &ConfirmProject,
    ) -> Result<ListKeys, StepError> {
        let mut step = call.step("listKeys");
        let request = step
            .request(
                Method::GET,
                &super::PROJECTS_API,
                "/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
            )?
            .path(
                Parameter::new(
                    "organization_id_or_slug",
                    "$inputs.organizationIdOrSlug",
                ),
                &inputs.organization_id_or_slug,
            )
            .path(
                Parameter::new(
                    "project_id_or_slug",
                    "$steps.confirmProject.outputs.projectSlug",
                ),
                &confirm_project.project_slug,
            )
            .accept("application/json")
            .security(super::WITH_BEARER_AUTH);
        let response = step.send(request).await?;
        step.require("$statusCode == 200", response.status() == 200)?;
        let body: Nth<0, ListKeysResponseElement> = step.decode(&response)?;
        Ok(ListKeys {
            first_key_id: body.0.map(|element| element.id),
        })
    }

    ::arazzo_runtime::completed!(
        PartialSteps => Steps { create_project, confirm_project, create_key, list_keys }
    );
}

/// Error responses that the operations declare, with their bodies.
pub mod errors {
    use ::std::collections::BTreeMap;
    use ::arazzo_runtime::serde::{Deserialize, Serialize};

    /// An error response of `createProject`.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum CreateProjectError {
        /// `400`: The request makes no sense.
        BadRequest(BTreeMap<String, Vec<String>>),
        /// `401`: The token is missing or wrong.
        Unauthorized(Problem),
        /// `403`: The token does not allow this.
        Forbidden(Problem),
        /// `404`: There is no such team.
        NotFound(Problem),
        /// `409`: The slug is taken.
        Conflict(Problem),
    }

    ::arazzo_runtime::error_responses!(
        CreateProjectError { BadRequest(_) : 400, Unauthorized(_) : 401, Forbidden(_) :
        403, NotFound(_) : 404, Conflict(_) : 409 }
    );

    /// An error response of `retrieveProject`.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum RetrieveProjectError {
        /// `401`: The token is missing or wrong.
        Unauthorized(Problem),
        /// `403`: The token does not allow this.
        Forbidden(Problem),
        /// `404`: There is no such project.
        NotFound(Problem),
    }

    ::arazzo_runtime::error_responses!(
        RetrieveProjectError { Unauthorized(_) : 401, Forbidden(_) : 403, NotFound(_) :
        404 }
    );

    /// An error response of `createProjectClientKey`.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum CreateProjectClientKeyError {
        /// `400`: The request makes no sense.
        BadRequest(BTreeMap<String, Vec<String>>),
        /// `401`: The token is missing or wrong.
        Unauthorized(Problem),
        /// `403`: The token does not allow this.
        Forbidden(Problem),
    }

    ::arazzo_runtime::error_responses!(
        CreateProjectClientKeyError { BadRequest(_) : 400, Unauthorized(_) : 401,
        Forbidden(_) : 403 }
    );

    /// An error response of `listProjectClientKeys`.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub enum ListProjectClientKeysError {
        /// `401`: The token is missing or wrong.
        Unauthorized(Problem),
        /// `403`: The token does not allow this.
        Forbidden(Problem),
    }

    ::arazzo_runtime::error_responses!(
        ListProjectClientKeysError { Unauthorized(_) : 401, Forbidden(_) : 403 }
    );

    /// A value of the schema `Problem`.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(crate = "::arazzo_runtime::serde")]
    pub struct Problem {
        /// What is wrong, for people.
        pub detail: String,
    }
}

static PROJECTS_API: Api = Api::new(
    "projectsApi",
    "./projects.openapi.yaml",
    &[Server::new("https://sentry.io/api/0")],
);

static APIS: &[&Api] = &[&PROJECTS_API];

static BEARER_AUTH: Scheme = Scheme::bearer("projectsApi", "BearerAuth");

static WITH_BEARER_AUTH: &[&[&Scheme]] = &[&[&BEARER_AUTH]];
