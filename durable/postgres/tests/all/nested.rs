//! A workflow that calls another one, its worker killed inside of it and in its delay.

use std::time::Duration;

use arazzo_postgres::Failed;
use arazzo_postgres::dbos::sysdb::types::step_names::SLEEP;
use arazzo_postgres::dbos::{Client, Error};
use sentry_stand_in::When;

use crate::engine::Engine;
use crate::visit::{self, REQUESTS};
use crate::worker::{LONGEST, Process, queued};

/// Starts a run of this id and waits for its end, during which `meanwhile` happens.
async fn ended(
    client: &Client,
    id: &str,
    meanwhile: impl Future<Output = ()>,
) -> Result<String, Error<Failed>> {
    let started = client.enqueue_with("visit", "ann".to_owned(), queued(id));
    let run = started.await.unwrap();
    let both = async { tokio::join!(run.result(), meanwhile).0 };
    tokio::time::timeout(LONGEST, both).await.expect("an end")
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until the run waits: its delay is kept.
async fn in_delay(client: &Client, id: &str) {
    loop {
        let steps = client.list_workflow_steps(id).await.unwrap();
        if steps.iter().any(|step| step.step_name == SLEEP) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn calls_and_delays_survive_their_worker() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let (mut tried, mut survived, mut repeated, mut stopped) = (0, 0, 0, 0);
    let points = (1..=REQUESTS.len()).flat_map(|at| [(at, When::Before), (at, When::After)]);
    // The last one is in the delay.
    for point in points.map(Some).chain([None]) {
        tried += 1;
        let server = visit::server();
        let mut worker = Process::start(&engine, &server.url(), "one");
        let client = engine.client().await;
        if let Some((at, when)) = point {
            server.arm(at, when, worker.id());
        }
        let id = format!("run-{tried}");
        let result = ended(&client, &id, async {
            match point {
                Some(_) => until(|| !server.is_armed()).await,
                None => {
                    in_delay(&client, &id).await;
                    worker.end();
                }
            }
            worker = Process::start(&engine, &server.url(), "one");
        });
        let result = result.await;
        let mut expected: Vec<_> = REQUESTS.into_iter().collect();
        match (point, result) {
            (Some((at, _)), Err(Error::Application(failed))) if at > 2 => {
                assert!(failed.is_refused() && failed.may_have_been_processed);
                assert_eq!(failed.steps["guest"], "ann");
                expected.truncate(at);
                stopped += 1;
            }
            (point, Ok(outputs)) => {
                // The run has the id of the workflow.
                assert_eq!(outputs, format!("ann {id}"));
                if let Some((at, _)) = point {
                    expected.insert(at, REQUESTS[at - 1]);
                }
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(server.seen(), expected, "{point:?}");
        // It knocks twice unless it is stopped before.
        repeated += server.repeated() - u32::from(expected.len() > 4);
        survived += 1;
        client.close().await;
    }
    println!(
        "postgres, calls and delays: {tried} points tried, {survived} survived ({stopped} of them stopped before a \
         request in flight), {repeated} answered calls repeated"
    );
    assert_eq!((survived, repeated), (tried, 0));
}

#[tokio::test]
async fn another_version_is_refused() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let server = visit::server();
    let mut worker = Process::of_version(&engine, &server.url(), "one", "0ld");
    let client = engine.client().await;
    let result = ended(&client, "run", async {
        in_delay(&client, "run").await;
        worker.end();
        worker = Process::of_version(&engine, &server.url(), "one", "n3w");
    });
    let Err(Error::Application(failed)) = result.await else {
        panic!("it is not refused");
    };
    assert!(failed.is_refused() && !failed.may_have_been_processed);
    assert!(
        failed.message.contains("0ld") && failed.message.contains("n3w"),
        "{failed}"
    );
    assert_eq!(server.seen().len(), 3);
}
