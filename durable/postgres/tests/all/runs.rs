//! Runs that are started by the worker that executes them.

use std::time::Duration;

use arazzo_postgres::dbos::StartOptions;
use arazzo_postgres::{Failed, Worker};
use sqlx::{Connection, PgConnection};

use crate::engine::Engine;
use crate::visit::{self, DELAY, REQUESTS};
use crate::worker::{LONGEST, TAKEOVER, config, launch};

#[tokio::test]
async fn an_id_is_one_run() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let server = visit::server();
    let worker = Worker::new(config(&engine)).takeover(TAKEOVER);
    let client = visit::client(&server.url()).build().unwrap();
    let visit = visit::register(&worker, client, "1").unwrap();
    launch(&worker).await;
    let options = StartOptions {
        workflow_id: Some("visit-17"),
        ..StartOptions::default()
    };
    let first = visit.start_with("ann".to_owned(), options.clone());
    let first = first.await.unwrap();
    let again = visit.start_with("bob".to_owned(), options.clone());
    let again = again.await.unwrap();
    assert_eq!(first.result().await.unwrap(), "ann visit-17");
    assert_eq!(again.result().await.unwrap(), "ann visit-17");
    let later = visit.start_with("bob".to_owned(), options);
    assert_eq!(later.await.unwrap().result().await.unwrap(), "ann visit-17");
    assert_eq!(server.seen(), REQUESTS);
    worker.shutdown().await;
}

#[tokio::test]
async fn an_execution_that_ended_is_followed_by_another() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let server = visit::server();
    let worker = Worker::new(config(&engine)).takeover(TAKEOVER);
    // The delay is longer than an execution may be.
    let client = visit::client(&server.url()).deadline(DELAY / 2);
    let visit = visit::register(&worker, client.build().unwrap(), "1").unwrap();
    launch(&worker).await;
    let run = visit.start("ann".to_owned()).await.unwrap();
    let id = run.workflow_id().to_owned();
    // The first execution tells this handle how it ended, which is not the result of the run.
    run.result().await.unwrap_err();
    let run = worker.dbos().retrieve_workflow::<String, Failed>(&id);
    let result = tokio::time::timeout(LONGEST, run.unwrap().result());
    assert_eq!(result.await.unwrap().unwrap(), format!("ann {id}"));
    assert_eq!(server.seen(), REQUESTS);
    worker.shutdown().await;
}

#[tokio::test]
async fn who_lost_the_lock_sends_nothing() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let server = visit::server();
    let worker = Worker::new(config(&engine)).takeover(TAKEOVER);
    let client = visit::client(&server.url()).build().unwrap();
    let visit = visit::register(&worker, client, "1").unwrap();
    launch(&worker).await;
    let run = visit.start("ann".to_owned()).await.unwrap();
    let id = run.workflow_id().to_owned();
    while server.seen().len() < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Somebody else has the lock when the delay is over.
    let mut session = PgConnection::connect(&engine.url()).await.unwrap();
    let lock = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))";
    let name = worker.dbos().executor_id().unwrap();
    loop {
        let ended = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'";
        sqlx::query(ended).execute(&mut session).await.unwrap();
        let locked = sqlx::query_scalar(lock).bind(&name);
        if locked.fetch_one(&mut session).await.unwrap() {
            break;
        }
    }
    tokio::time::sleep(2 * DELAY).await;
    assert_eq!(server.seen().len(), 3);
    session.close().await.unwrap();
    // The execution is given up after such a time, and the run goes on in another one.
    run.result().await.unwrap_err();
    let run = worker.dbos().retrieve_workflow::<String, Failed>(&id);
    let result = tokio::time::timeout(LONGEST, run.unwrap().result());
    assert_eq!(result.await.unwrap().unwrap(), format!("ann {id}"));
    assert_eq!(server.seen(), REQUESTS);
    worker.shutdown().await;
}

#[tokio::test]
async fn who_shuts_down_waits_for_answers() {
    let Some(engine) = Engine::start() else {
        return;
    };
    let server = visit::server();
    let client = visit::client(&server.url()).build().unwrap();
    let first = Worker::new(config(&engine)).takeover(TAKEOVER);
    let visit = visit::register(&first, client.clone(), "1").unwrap();
    launch(&first).await;
    let run = visit.start("ann".to_owned()).await.unwrap();
    let id = run.workflow_id().to_owned();
    // Its answer takes a while.
    while server.seen().len() < 3 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    first.shutdown().await;
    assert_eq!(server.seen().len(), 3);
    let other = Worker::new(config(&engine)).takeover(Duration::from_secs(3600));
    visit::register(&other, client, "1").unwrap();
    launch(&other).await;
    let run = other.dbos().retrieve_workflow::<String, Failed>(&id);
    let result = tokio::time::timeout(LONGEST, run.unwrap().result());
    assert_eq!(result.await.unwrap().unwrap(), format!("ann {id}"));
    // The first knock was a POST, which is not sent again, and whose answer was kept.
    assert_eq!(server.seen(), REQUESTS);
    other.shutdown().await;
}
