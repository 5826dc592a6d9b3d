//! What a completed run hands over, and how runs behave side by side.

use std::sync::mpsc;
use std::time::Duration;

use arazzo_runtime::{Event, EventKind, Outcome, Termination};
use serde_json::json;
use tokio::task::JoinSet;

use super::*;

#[tokio::test]
async fn a_completed_run_has_typed_outputs_of_workflow_and_steps() {
    let run = Scene::sentry().run().await.unwrap();
    assert_eq!(run.termination, Termination::Completed);
    assert_eq!(run.inputs.project_name, "Demo Project");

    let slug: &String = &run.outputs.project_slug;
    assert_eq!(slug, "demo-project");
    assert_eq!(run.steps.create_project.project_id, "1");
    assert_eq!(run.steps.confirm_project.project_slug, *slug);

    let (key, dsn): (&String, &Option<String>) = (&run.outputs.key_id, &run.outputs.dsn_public);
    assert_eq!(key.len(), 32);
    assert_eq!(
        dsn.as_deref().unwrap(),
        format!("https://{key}@stand-in.example/1")
    );
    assert_eq!(run.steps.create_key.key_id, *key);
    // The first key is the one that came with the project.
    let first: &Option<String> = &run.steps.list_keys.first_key_id;
    assert!(first.as_ref().is_some_and(|first| first != key));
}

#[tokio::test]
async fn outputs_that_nobody_promised_may_be_missing() {
    let scene = Scene::sentry_but("createKey", Reply::json(201, json!({ "id": "k" })));
    let run = scene.run().await.unwrap();
    assert_eq!(
        (run.outputs.key_id.as_str(), run.outputs.dsn_public),
        ("k", None)
    );

    let run = Scene::sentry_but("listKeys", Reply::json(200, "[]"))
        .run()
        .await
        .unwrap();
    assert_eq!(run.steps.list_keys.first_key_id, None);
}

#[tokio::test]
async fn what_the_workflow_does_not_read_may_be_anything() {
    let body = json!([{ "id": "k", "name": 7, "dsn": "none" }, "not even an object"]);
    let run = Scene::sentry_but("listKeys", Reply::json(200, body))
        .run()
        .await
        .unwrap();
    assert_eq!(run.steps.list_keys.first_key_id.as_deref(), Some("k"));
}

#[tokio::test]
async fn inputs_are_read_and_outputs_written_under_their_arazzo_names() {
    let inputs = json!({
        "organizationIdOrSlug": "acme",
        "teamIdOrSlug": "core",
        "projectName": "demo",
        "keyName": "ci",
    });
    let inputs: Inputs = serde_json::from_value(inputs).unwrap();
    assert_eq!(inputs.platform, None);

    let scene = Scene::sentry_but("createKey", Reply::json(201, json!({ "id": "k" })));
    let run = provision_project_key(&scene.client(), inputs)
        .await
        .unwrap();
    let outputs = serde_json::to_value(&run.outputs).unwrap();
    assert_eq!(outputs, json!({ "projectSlug": "demo", "keyId": "k" }));
    let steps = serde_json::to_value(&run.steps).unwrap();
    assert_eq!(
        steps["createProject"],
        json!({ "projectSlug": "demo", "projectId": "1" })
    );
}

#[tokio::test]
async fn calls_side_by_side_do_not_mix() {
    let scene = Scene::sentry();
    let client = scene.client();
    let mut calls = JoinSet::new();
    for number in 0..16 {
        let client = client.clone();
        calls.spawn(async move {
            let inputs = Inputs {
                project_name: format!("project {number}"),
                key_name: format!("key {number}"),
                ..inputs()
            };
            (
                number,
                provision_project_key(&client, inputs).await.unwrap(),
            )
        });
    }
    let mut keys = Vec::new();
    while let Some(call) = calls.join_next().await {
        let (number, run) = call.unwrap();
        assert_eq!(run.outputs.project_slug, format!("project-{number}"));
        let id = &run.steps.create_project.project_id;
        assert!(run.outputs.dsn_public.unwrap().ends_with(&format!("/{id}")));
        keys.push(run.outputs.key_id);
    }
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 16);
    assert_eq!(scene.seen().len(), 64);
}

#[tokio::test]
async fn dropping_a_call_stops_it() {
    let (arrived, arrival) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let sentry = Sentry::new(TOKEN);
    let scene = Scene::answering(move |step, request| {
        if step == "confirmProject" {
            arrived.send(()).ok();
            released.lock().unwrap().recv().ok();
        }
        sentry.answer(request)
    });
    let outcomes = Arc::<Mutex<Vec<Outcome>>>::default();
    let record = Arc::clone(&outcomes);
    let client = scene
        .anonymous()
        .bearer_auth(TOKEN)
        .configure(|runtime| {
            runtime.observer(move |event: &Event<'_>| {
                if let EventKind::StepFinished { outcome } = event.kind {
                    record.lock().unwrap().push(outcome);
                }
            })
        })
        .build()
        .unwrap();

    let mut call = Box::pin(provision_project_key(&client, inputs()));
    while arrival.try_recv().is_err() {
        let waited = tokio::time::timeout(Duration::from_millis(5), &mut call).await;
        assert!(waited.is_err(), "the second step has not been answered");
    }
    drop(call);
    assert_eq!(
        *outcomes.lock().unwrap(),
        [Outcome::Succeeded, Outcome::Cancelled]
    );

    // The answer comes, and nobody goes on from it; the client is as good as before.
    drop(release);
    let run = provision_project_key(&client, inputs()).await.unwrap();
    assert_eq!(run.outputs.project_slug, "demo-project-2");
    assert_eq!(scene.steps(), [&STEPS[..2], &STEPS[..]].concat());
}
