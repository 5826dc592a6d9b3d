//! The first workflow to carry through: four operations in a row.

use super::build::*;
use crate::{model::arazzo::Location, plan::*};

fn inputs() -> Vec<InputField> {
    let mut inputs = vec![
        input(
            "organizationIdOrSlug",
            "organization_id_or_slug",
            string(),
            false,
        ),
        input("teamIdOrSlug", "team_id_or_slug", string(), false),
        input("projectName", "project_name", string(), false),
        input("platform", "platform", string(), true),
        input("keyName", "key_name", string(), false),
    ];
    let texts = [
        "The ID or slug of the organization.",
        "The ID or slug of the team the project will belong to.",
        "The human-readable name of the new project.",
        "The platform identifier for the project (e.g. python, javascript).",
        "The name for the client key (DSN) to create.",
    ];
    for (input, text) in inputs.iter_mut().zip(texts) {
        input.documentation = Some(text.into());
    }
    inputs
}

/// Members of a response, read one below the other.
fn object(name: &str, fields: Vec<ProjectionField>, leaves: Vec<Leaf>) -> Reading {
    Reading {
        how: How::Struct(Projection {
            name: name.into(),
            shape: ProjectionShape::Object(fields),
        }),
        leaves,
        xml: None,
    }
}

fn text_leaf(pointer: &str, path: Vec<Access>, missing: bool) -> Leaf {
    Leaf {
        pointer: pointer.into(),
        ty: string(),
        missing,
        path,
    }
}

fn text_output(name: &str, ident: &str, missing: bool, leaf: usize, pointer: &str) -> StepOutput {
    let text = format!("$response.body#{pointer}");
    let value = Value::Read(read(Origin::Body { leaf }, string(), missing, &text));
    output(name, ident, string(), missing, value, &text)
}

fn create_project(inputs: &[InputField]) -> Step {
    let mut call = call(
        "POST",
        "/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/",
    );
    call.parameters = vec![
        parameter(
            Location::Path,
            "organization_id_or_slug",
            Value::Read(from_input(inputs, 0)),
        ),
        parameter(
            Location::Path,
            "team_id_or_slug",
            Value::Read(from_input(inputs, 1)),
        ),
    ];
    call.body = Some(json_body(Value::Object(Object {
        name: "CreateProjectRequest".into(),
        members: vec![
            member("name", "name", Value::Read(from_input(inputs, 2))),
            member("platform", "platform", Value::Read(from_input(inputs, 3))),
        ],
    })));
    call.security = vec![vec![0]];
    call.reading = object(
        "CreateProjectResponse",
        vec![
            projected("slug", "slug", ProjectionType::Leaf(string()), true),
            projected("id", "id", ProjectionType::Leaf(string()), true),
        ],
        vec![
            text_leaf("/slug", vec![field_access("slug", true)], true),
            text_leaf("/id", vec![field_access("id", true)], true),
        ],
    );
    let mut step = step(
        "createProject",
        "create_project",
        "CreateProject",
        operation(call),
    );
    step.documentation =
        Some("Create a new project bound to the supplied team using the project name and optional platform.".into());
    step.criteria = vec![status(201)];
    step.outputs = vec![
        text_output("projectSlug", "project_slug", true, 0, "/slug"),
        text_output("projectId", "project_id", true, 1, "/id"),
    ];
    step.outputs[0].promoted = true;
    step
}

fn confirm_project(inputs: &[InputField]) -> Step {
    let mut call = call(
        "GET",
        "/projects/{organization_id_or_slug}/{project_id_or_slug}/",
    );
    let slug = from_step(
        0,
        0,
        string(),
        true,
        "$steps.createProject.outputs.projectSlug",
    );
    call.parameters = vec![
        parameter(
            Location::Path,
            "organization_id_or_slug",
            Value::Read(from_input(inputs, 0)),
        ),
        parameter(Location::Path, "project_id_or_slug", Value::Read(slug)),
    ];
    call.security = vec![vec![0]];
    call.reading = object(
        "ConfirmProjectResponse",
        vec![projected(
            "slug",
            "slug",
            ProjectionType::Leaf(string()),
            true,
        )],
        vec![text_leaf("/slug", vec![field_access("slug", true)], true)],
    );
    let mut step = step(
        "confirmProject",
        "confirm_project",
        "ConfirmProject",
        operation(call),
    );
    step.criteria = vec![status(200)];
    step.outputs = vec![text_output("projectSlug", "project_slug", true, 0, "/slug")];
    step.outputs[0].promoted = true;
    step
}

fn key_path(inputs: &[InputField], method: &str) -> OperationCall {
    let mut call = call(
        method,
        "/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
    );
    let slug = from_step(
        1,
        0,
        string(),
        true,
        "$steps.confirmProject.outputs.projectSlug",
    );
    call.parameters = vec![
        parameter(
            Location::Path,
            "organization_id_or_slug",
            Value::Read(from_input(inputs, 0)),
        ),
        parameter(Location::Path, "project_id_or_slug", Value::Read(slug)),
    ];
    call.security = vec![vec![0]];
    call
}

fn create_key(inputs: &[InputField]) -> Step {
    let mut call = key_path(inputs, "POST");
    call.body = Some(json_body(Value::Object(Object {
        name: "CreateKeyRequest".into(),
        members: vec![member("name", "name", Value::Read(from_input(inputs, 4)))],
    })));
    let dsn = Projection {
        name: "CreateKeyResponseDsn".into(),
        shape: ProjectionShape::Object(vec![projected(
            "public",
            "public",
            ProjectionType::Leaf(string()),
            true,
        )]),
    };
    call.reading = object(
        "CreateKeyResponse",
        vec![
            projected("id", "id", ProjectionType::Leaf(string()), false),
            projected("dsn", "dsn", ProjectionType::Nested(dsn), true),
        ],
        vec![
            text_leaf("/id", vec![field_access("id", false)], false),
            text_leaf(
                "/dsn/public",
                vec![field_access("dsn", true), field_access("public", true)],
                true,
            ),
        ],
    );
    let mut step = step("createKey", "create_key", "CreateKey", operation(call));
    step.criteria = vec![status(201)];
    step.outputs = vec![
        text_output("keyId", "key_id", false, 0, "/id"),
        text_output("dsnPublic", "dsn_public", true, 1, "/dsn/public"),
    ];
    step
}

fn list_keys(inputs: &[InputField]) -> Step {
    let mut call = key_path(inputs, "GET");
    let item = Projection {
        name: "ListKeysResponseItem".into(),
        shape: ProjectionShape::Object(vec![projected(
            "id",
            "id",
            ProjectionType::Leaf(string()),
            true,
        )]),
    };
    call.reading = Reading {
        how: How::Struct(Projection {
            name: "ListKeysResponse".into(),
            shape: ProjectionShape::Element {
                index: 0,
                of: Box::new(ProjectionType::Nested(item)),
            },
        }),
        xml: None,
        leaves: vec![text_leaf(
            "/0/id",
            vec![
                Access::Element {
                    index: 0,
                    nullable: false,
                },
                field_access("id", true),
            ],
            true,
        )],
    };
    let mut step = step("listKeys", "list_keys", "ListKeys", operation(call));
    step.criteria = vec![status(200)];
    step.outputs = vec![text_output("firstKeyId", "first_key_id", true, 0, "/0/id")];
    step
}

pub(super) fn provision() -> Plan {
    let inputs = inputs();
    let mut workflow = workflow("provision-project-key", "provision_project_key");
    workflow.documentation = Some(
        "Create a project under a team and provision a client key for it.\n\nCreates a new project for a team, \
         confirms it via retrieval, creates a named client key (DSN), and lists the project keys to verify the key \
         exists."
            .into(),
    );
    workflow.steps = vec![
        create_project(&inputs),
        confirm_project(&inputs),
        create_key(&inputs),
        list_keys(&inputs),
    ];
    workflow.inputs = inputs;
    workflow.credentials = vec![0];
    workflow.outputs = vec![
        workflow_output(
            "projectSlug",
            "project_slug",
            string(),
            false,
            from_step(
                1,
                0,
                string(),
                true,
                "$steps.confirmProject.outputs.projectSlug",
            ),
        ),
        workflow_output(
            "keyId",
            "key_id",
            string(),
            false,
            from_step(2, 0, string(), false, "$steps.createKey.outputs.keyId"),
        ),
        workflow_output(
            "dsnPublic",
            "dsn_public",
            string(),
            true,
            from_step(2, 1, string(), true, "$steps.createKey.outputs.dsnPublic"),
        ),
    ];
    workflow.outputs[0].proven = true;
    let mut plan = plan("provision_project_key", vec![workflow]);
    plan.title = "Provision a Project and Client Key".into();
    plan.documentation = Some(
        "Create a new project under a team, confirm it, and mint a client key for the SDK.".into(),
    );
    plan.apis[0] = Api {
        constant: "PROJECTS_API".into(),
        source: "projectsApi".into(),
        title: Some("Projects API".into()),
        license: None,
        document_url: "projects.openapi.yaml".into(),
        servers: vec![Server {
            url: "https://sentry.io/api/0".into(),
            variables: vec![],
        }],
        method: "base_url".into(),
    };
    plan.schemes = vec![Scheme {
        constant: "BEARER_AUTH".into(),
        api: 0,
        name: "BearerAuth".into(),
        kind: SchemeKind::Bearer,
        method: "bearer_auth".into(),
        documentation: Some("A token of the organization.".into()),
    }];
    plan
}

#[test]
fn reads_like_a_hand_written_client() {
    let text = super::squeezed(&super::emitted(&provision()));
    for expected in [
        "pub fn bearer_auth(self, token: impl Into<String>) -> Self {",
        "project_name = \"projectName\", platform = optional, key_name = \"keyName\"",
        "let create_project = done .create_project .insert(run_create_project(call, inputs).await?);",
        "step.require(\"$statusCode == 201\", response.status() == 201)?;",
        "dsn_public: body.dsn.and_then(|dsn| dsn.public),",
        "let body: Nth<0, ListKeysResponseItem> = step.decode(&response)?;",
    ] {
        assert!(text.contains(expected), "{expected}\n\n{text}");
    }
}
