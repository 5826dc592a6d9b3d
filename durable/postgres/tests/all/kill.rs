//! The workflow of Sentry, its worker and the database killed at each of its requests.

use std::time::Duration;

use arazzo_postgres::Failed;
use arazzo_postgres::dbos::{Client, Error};
use arazzo_workflows::sentry::provision_project_key::{Inputs, Outputs};
use sentry_stand_in::{Killer, When};
use serde_json::json;

use crate::engine::Engine;
use crate::worker::{LONGEST, Process, TOKEN, queued};

pub(crate) const WORKFLOW: &str = "sentry/provision_project_key";

pub(crate) fn inputs(project: &str) -> Inputs {
    let inputs = json!({
        "organizationIdOrSlug": "acme", "teamIdOrSlug": "core", "projectName": project, "platform": "rust", "keyName": "ci",
    });
    serde_json::from_value(inputs).unwrap()
}

/// Starts a run and waits for its end, during which `meanwhile` happens.
async fn ended(
    client: &Client,
    id: &str,
    meanwhile: impl Future<Output = ()>,
) -> Result<Outputs, Error<Failed>> {
    let started = client.enqueue_with(WORKFLOW, inputs("demo"), queued(id));
    let run = started.await.unwrap();
    let both = async { tokio::join!(run.result(), meanwhile).0 };
    tokio::time::timeout(LONGEST, both).await.expect("an end")
}

async fn disarmed(killer: &Killer) {
    while killer.is_armed() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn runs_survive_their_worker() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let killer = Killer::start(TOKEN).unwrap();
    let mut worker = Process::start(&engine, &killer.url(), "one");
    let client = engine.client().await;
    let (mut tried, mut survived, mut repeated, mut stopped) = (0, 0, 0, 0);
    for at in 1..=4 {
        for when in [When::Before, When::After] {
            tried += 1;
            killer.arm(at, when, worker.id());
            let id = format!("run-{tried}");
            let result = ended(&client, &id, async {
                disarmed(&killer).await;
                worker = Process::start(&engine, &killer.url(), "one");
            });
            // A POST may have been processed; a GET is sent again.
            match result.await {
                Ok(outputs) if at % 2 == 0 => assert_eq!(outputs.key_id.len(), 32),
                Err(Error::Application(failed)) if at % 2 == 1 => {
                    assert!(failed.is_refused() && failed.may_have_been_processed);
                    assert_eq!(killer.seen().len(), at);
                    stopped += 1;
                }
                other => panic!("{at} {when:?}: {other:?}"),
            }
            survived += 1;
            repeated += killer.repeated();
        }
    }
    println!(
        "postgres, worker: {tried} points tried, {survived} survived ({stopped} of them stopped before a request in \
         flight), {repeated} answered calls repeated"
    );
    assert_eq!((survived, repeated), (tried, 0));
}

#[tokio::test]
async fn runs_survive_the_database() {
    let Some(mut engine) = Engine::start() else {
        return;
    };
    let killer = Killer::start(TOKEN).unwrap();
    let _worker = Process::start(&engine, &killer.url(), "one");
    let client = engine.client().await;
    let (mut tried, mut survived, mut repeated) = (0, 0, 0);
    for at in 1..=4 {
        tried += 1;
        // The answer comes, and there is nobody to keep it.
        killer.arm(at, When::Beside, engine.id());
        let id = format!("run-{tried}");
        let result = ended(&client, &id, async {
            disarmed(&killer).await;
            engine.restart();
        });
        assert_eq!(result.await.unwrap().key_id.len(), 32);
        assert_eq!(killer.seen().len(), 4, "{:?}", killer.seen());
        survived += 1;
        repeated += killer.repeated();
    }
    println!(
        "postgres, database: {tried} points tried, {survived} survived, {repeated} answered calls repeated"
    );
    assert_eq!((survived, repeated), (tried, 0));
}
