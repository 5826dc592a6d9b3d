//! What goes over the wire, compared whole.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn every_request_is_what_the_documents_say() {
    let scene = Scene::sentry();
    scene.run().await.unwrap();
    let seen: Vec<String> = scene.seen().iter().map(ToString::to_string).collect();
    let expected = [
        r#"POST /teams/acme/core/projects/
accept: application/json
authorization: Bearer t0ken-of-acme
content-length: 41
content-type: application/json
host: HOST
user-agent: arazzo-runtime

{"name":"Demo Project","platform":"rust"}
"#,
        "GET /projects/acme/demo-project/
accept: application/json
authorization: Bearer t0ken-of-acme
host: HOST
user-agent: arazzo-runtime
",
        r#"POST /projects/acme/demo-project/keys/
accept: application/json
authorization: Bearer t0ken-of-acme
content-length: 13
content-type: application/json
host: HOST
user-agent: arazzo-runtime

{"name":"ci"}
"#,
        "GET /projects/acme/demo-project/keys/
accept: application/json
authorization: Bearer t0ken-of-acme
host: HOST
user-agent: arazzo-runtime
",
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn an_absent_platform_is_left_out_of_the_body() {
    let scene = Scene::sentry();
    let inputs = Inputs {
        platform: None,
        ..inputs()
    };
    provision_project_key(&scene.client(), inputs)
        .await
        .unwrap();
    assert_eq!(scene.seen()[0].body, br#"{"name":"Demo Project"}"#);
}

#[tokio::test]
async fn text_arrives_in_bodies_as_it_was_given() {
    let scene = Scene::sentry();
    let (name, key) = ("demo \"}, \\ \u{0} ☃\n", "$inputs.projectName {$url}");
    let inputs = Inputs {
        project_name: name.into(),
        key_name: key.into(),
        ..inputs()
    };
    provision_project_key(&scene.client(), inputs)
        .await
        .unwrap();
    let body: Value = serde_json::from_slice(&scene.seen()[0].body).unwrap();
    assert_eq!(body, json!({ "name": name, "platform": "rust" }));
    let body: Value = serde_json::from_slice(&scene.seen()[2].body).unwrap();
    assert_eq!(body, json!({ "name": key }));
}

#[tokio::test]
async fn a_hostile_value_stays_one_segment_of_the_path() {
    let slug = "s/l%2Fu g?k=v#f;ü";
    let scene = Scene::answering(move |step, _| match step {
        "createProject" => Reply::json(201, json!({ "id": "1", "slug": slug })),
        "confirmProject" => Reply::json(200, json!({ "slug": slug })),
        "createKey" => Reply::json(201, json!({ "id": "k" })),
        _ => Reply::json(200, json!([{ "id": "k" }])),
    });
    let inputs = Inputs {
        organization_id_or_slug: "a/../b".into(),
        team_id_or_slug: "%2e%2e?x=1&y#z @:+é\\".into(),
        ..inputs()
    };
    provision_project_key(&scene.client(), inputs)
        .await
        .unwrap();
    let targets: Vec<String> = scene
        .seen()
        .into_iter()
        .map(|request| request.target)
        .collect();
    let project = "/projects/a%2F..%2Fb/s%2Fl%252Fu%20g%3Fk%3Dv%23f%3B%C3%BC";
    assert_eq!(
        targets,
        [
            "/teams/a%2F..%2Fb/%252e%252e%3Fx%3D1%26y%23z%20%40%3A%2B%C3%A9%5C/projects/",
            &format!("{project}/"),
            &format!("{project}/keys/"),
            &format!("{project}/keys/"),
        ]
    );
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_a_slash_at_its_end() {
    let scene = Scene::sentry();
    let client = Client::builder()
        .base_url(scene.server.url() + "/api/0/")
        .build()
        .unwrap();
    provision_project_key(&client, inputs()).await.unwrap_err();
    assert_eq!(scene.seen()[0].target, "/api/0/teams/acme/core/projects/");
}
