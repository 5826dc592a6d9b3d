//! Each way to fail names its step and reason, and hands over the typed outputs of the steps before it.

use std::thread;
use std::time::Duration;

use arazzo_runtime::{BodyError, Kind};
use arazzo_workflows::sentry::errors::{CreateProjectError, RetrieveProjectError};
use arazzo_workflows::sentry::provision_project_key::Declared;
use serde_json::{Value, json};

use super::*;

const CREATED: [&str; 2] = ["$statusCode == 201", "$statusCode == 200"];

/// Fails at `step` because of `reply`; nothing must have been sent after it.
async fn fails_at(step: &'static str, reply: Reply) -> Failure {
    let scene = Scene::sentry_but(step, reply);
    let failure = scene.run().await.unwrap_err();
    let position = STEPS.iter().position(|it| *it == step).unwrap();
    assert_eq!(scene.steps(), STEPS[..=position]);
    assert_eq!(failure.workflow(), "provision-project-key");
    assert_eq!(failure.step(), Some(step));
    assert_eq!(failure.attempts(), 1);
    failure
}

/// Fails at `step` with a status, and again without any response. Both must leave the same outputs behind.
async fn refused_and_hung_up(step: &'static str, criterion: &str, check: impl Fn(&Failure)) {
    let body = json!({ "detail": "not today" });
    let failure = fails_at(step, Reply::json(503, &body)).await;
    assert_eq!(
        (failure.kind(), failure.status()),
        (Kind::Criteria, Some(503))
    );
    assert_eq!(
        failure.message(),
        format!("criterion `{criterion}` is not met")
    );
    assert_eq!(failure.response().unwrap().value(), Some(body));
    check(&failure);

    let failure = fails_at(step, Reply::HangUp).await;
    assert_eq!((failure.kind(), failure.status()), (Kind::Transport, None));
    check(&failure);
}

#[tokio::test]
async fn at_create_project_nothing_has_completed() {
    refused_and_hung_up("createProject", CREATED[0], |failure| {
        let steps = &failure.steps;
        assert!(steps.create_project.is_none());
        assert!(steps.confirm_project.is_none());
        assert!(steps.create_key.is_none());
        assert!(steps.list_keys.is_none());
    })
    .await;
}

#[tokio::test]
async fn at_confirm_project_the_created_project_is_known() {
    refused_and_hung_up("confirmProject", CREATED[1], |failure| {
        let steps = &failure.steps;
        let project = steps.create_project.as_ref().unwrap();
        let (slug, id): (&String, &String) = (&project.project_slug, &project.project_id);
        assert_eq!((slug.as_str(), id.as_str()), ("demo-project", "1"));
        assert!(steps.confirm_project.is_none());
    })
    .await;
}

#[tokio::test]
async fn at_create_key_the_confirmed_project_is_known() {
    refused_and_hung_up("createKey", CREATED[0], |failure| {
        let confirmed = failure.steps.confirm_project.as_ref().unwrap();
        assert_eq!(confirmed.project_slug, "demo-project");
        assert!(failure.steps.create_key.is_none());
    })
    .await;
}

#[tokio::test]
async fn at_list_keys_the_new_key_is_known() {
    refused_and_hung_up("listKeys", CREATED[1], |failure| {
        let key = failure.steps.create_key.as_ref().unwrap();
        let dsn: &Option<String> = &key.dsn_public;
        assert_eq!(
            dsn.as_deref().unwrap(),
            format!("https://{}@stand-in.example/1", key.key_id)
        );
        assert!(failure.steps.list_keys.is_none());
    })
    .await;
}

#[tokio::test]
async fn what_a_server_refuses_with_is_typed_as_its_operation_declares_it() {
    let reply = Reply::json(409, json!({ "detail": "There is one.", "code": 7 }));
    let failure = fails_at("createProject", reply).await;
    let declared = failure.declared();
    assert!(
        matches!(&declared, Ok(Declared::CreateProject(CreateProjectError::Conflict(problem))) if problem.detail == "There is one."),
        "{declared:?}"
    );
    let body: Value = failure.response().unwrap().json().unwrap();
    assert_eq!(body["code"], 7);

    let reply = Reply::json(404, json!({ "detail": "gone" }));
    let failure = fails_at("confirmProject", reply).await;
    let declared = failure.declared();
    assert!(
        matches!(&declared, Ok(Declared::ConfirmProject(RetrieveProjectError::NotFound(problem))) if problem.detail == "gone"),
        "{declared:?}"
    );

    // What no document declares for the status.
    let failure = fails_at("createProject", Reply::json(418, json!({}))).await;
    assert!(matches!(failure.declared(), Err(BodyError::Undeclared)));
    let failure = fails_at("createProject", Reply::HangUp).await;
    assert!(matches!(failure.declared(), Err(BodyError::NoResponse)));
}

#[tokio::test]
async fn a_status_other_than_the_one_asked_for_is_a_failure_even_if_it_is_a_success() {
    let reply = Reply::json(200, json!({ "id": "1", "slug": "demo" }));
    let failure = fails_at("createProject", reply).await;
    assert_eq!(
        (failure.kind(), failure.status()),
        (Kind::Criteria, Some(200))
    );
    assert!(failure.steps.create_project.is_none());
}

#[tokio::test]
async fn an_output_of_another_type_than_declared_is_a_failure() {
    let reply = Reply::json(201, json!({ "id": "1", "slug": 7 }));
    let failure = fails_at("createProject", reply).await;
    assert_eq!(
        (failure.kind(), failure.status()),
        (Kind::OutputType, Some(201))
    );
    assert!(failure.message().contains("expected a string"), "{failure}");

    let reply = Reply::json(201, json!({ "id": "k", "dsn": { "public": false } }));
    let failure = fails_at("createKey", reply).await;
    assert_eq!(failure.kind(), Kind::OutputType);
    assert!(failure.steps.confirm_project.is_some() && failure.steps.create_key.is_none());
}

#[tokio::test]
async fn a_promised_output_that_is_missing_is_a_failure() {
    for body in [json!({ "dsn": {} }), json!({ "id": null }), Value::Null] {
        let failure = fails_at("createKey", Reply::json(201, body)).await;
        assert_eq!(
            (failure.kind(), failure.status()),
            (Kind::OutputType, Some(201))
        );
        assert!(failure.steps.confirm_project.is_some());
    }
}

#[tokio::test]
async fn values_that_would_climb_out_of_the_path_are_refused_before_sending() {
    for climb in ["..", "."] {
        let scene = Scene::sentry();
        let inputs = Inputs {
            organization_id_or_slug: climb.into(),
            ..inputs()
        };
        let failure = provision_project_key(&scene.client(), inputs)
            .await
            .unwrap_err();
        assert_eq!((failure.kind(), failure.attempts()), (Kind::Encode, 0));
        let refused = "would make a path segment `.` or `..`";
        assert_eq!(
            failure.message(),
            format!(
                "path parameter `organization_id_or_slug` (`$inputs.organizationIdOrSlug`) {refused}"
            )
        );
        assert!(scene.seen().is_empty());

        // The same from a server, by way of an output.
        let reply = Reply::json(201, json!({ "id": "1", "slug": climb }));
        let scene = Scene::sentry_but("createProject", reply);
        let failure = scene.run().await.unwrap_err();
        assert_eq!(
            (failure.kind(), failure.step()),
            (Kind::Encode, Some("confirmProject"))
        );
        assert_eq!(
            failure.message(),
            format!(
                "path parameter `project_id_or_slug` (`$steps.createProject.outputs.projectSlug`) {refused}"
            )
        );
        assert_eq!(scene.steps(), ["createProject"]);
    }
}

#[tokio::test]
async fn a_credential_that_was_never_configured_is_named_when_the_server_wants_one() {
    let scene = Scene::sentry();
    let client = scene.anonymous().build().unwrap();
    let failure = provision_project_key(&client, inputs()).await.unwrap_err();
    assert_eq!(
        (failure.kind(), failure.status()),
        (Kind::Criteria, Some(401))
    );
    assert!(
        failure
            .message()
            .contains("no credential is configured for `BearerAuth`"),
        "{failure}"
    );
    assert_eq!(scene.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_token_is_in_no_text_about_client_or_failure() {
    let scene = Scene::sentry();
    let token = "wr0ng-t0ken";
    let builder = scene.anonymous().bearer_auth(token);
    assert!(!format!("{builder:?}").contains(token));
    let client = builder.build().unwrap();
    let failure = provision_project_key(&client, inputs()).await.unwrap_err();
    assert_eq!(failure.status(), Some(401));
    assert!(
        !failure.message().contains("BearerAuth"),
        "a credential is configured: {failure}"
    );
    for text in [
        format!("{client:?}"),
        format!("{failure}"),
        format!("{failure:?}"),
    ] {
        assert!(!text.contains(token), "{text}");
    }
}

#[tokio::test]
async fn a_server_that_takes_too_long_is_given_up_on() {
    let scene = Scene::answering(|_, _| {
        thread::sleep(Duration::from_secs(5));
        Reply::HangUp
    });
    let client = scene
        .anonymous()
        .configure(|runtime| runtime.timeout(Duration::from_millis(50)))
        .build()
        .unwrap();
    let failure = provision_project_key(&client, inputs()).await.unwrap_err();
    assert_eq!((failure.kind(), failure.attempts()), (Kind::Timeout, 1));
}

#[tokio::test]
async fn the_step_budget_ends_a_run_and_keeps_what_it_achieved() {
    let scene = Scene::sentry();
    let client = scene
        .anonymous()
        .bearer_auth(TOKEN)
        .configure(|runtime| runtime.max_steps(2))
        .build()
        .unwrap();
    let failure = provision_project_key(&client, inputs()).await.unwrap_err();
    assert_eq!(
        (failure.kind(), failure.step()),
        (Kind::StepLimit, Some("createKey"))
    );
    assert_eq!(
        failure.steps.confirm_project.as_ref().unwrap().project_slug,
        "demo-project"
    );
    assert_eq!(scene.steps(), STEPS[..2]);
}
