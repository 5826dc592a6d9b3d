//! A run that survives its process: every answer is in a file before the next request leaves.
//!
//! `cargo run --example durable` stops a run in the middle and goes on with it, at a stand-in that it starts itself. The
//! requests show that nothing is asked for twice.

use std::error::Error;
use std::path::Path;

use arazzo_journal::{FileJournal, Header, Outcome};
use arazzo_runtime::{Cancellation, Event, EventKind, Journaled, RunOptions};
use arazzo_workflows::sentry::provision_project_key::{Failure, Inputs};
use arazzo_workflows::sentry::{Client, provision_project_key};
use sentry_stand_in::{Sentry, Server};

const TOKEN: &str = "stand-in-token";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sentry = Sentry::new(TOKEN);
    let server = Server::start(move |request| {
        println!("{} {}", request.method, request.target);
        sentry.answer(request)
    })?;
    let client = Client::builder().base_url(server.url()).bearer_auth(TOKEN);
    let client = client.build()?;
    let path = std::env::temp_dir().join(format!("durable-{}.journal", std::process::id()));
    let interrupted = stopping_after(&client, "createProject");
    match provision(&interrupted, &path).await? {
        Err(failure) if failure.is_resumable() => println!("stopped: {failure}"),
        Err(failure) => return Err(failure.into()),
        Ok(_) => println!("it was not stopped"),
    }
    let key = provision(&client, &path).await??;
    println!("key {key}");
    std::fs::remove_file(&path)?;
    Ok(())
}

/// Sets up a project, or goes on with it if the file has a part of it.
async fn provision(
    client: &Client,
    path: &Path,
) -> Result<Result<String, Failure>, Box<dyn Error>> {
    let inputs = Inputs::new("acme", "core", "demo", "ci");
    let header = Header::new("demo".into(), "provision-project-key");
    let header = header.inputs(serde_json::to_value(&inputs)?);
    let journal = FileJournal::open_or_create(path, header)?;
    let durable = client.over(Journaled::new(client.transport(), journal.clone()));
    let result = provision_project_key(&durable, inputs).await;
    if result.is_ok() {
        journal.end(Outcome::Success)?;
    }
    Ok(result.map(|run| run.outputs.key_id))
}

/// The client for a run that ends when `step` was answered, as if the process had been told to stop then.
fn stopping_after(client: &Client, step: &'static str) -> Client {
    let cancellation = Cancellation::new();
    let stop = cancellation.clone();
    let observer = move |event: &Event<'_>| {
        if event.step == step && matches!(event.kind, EventKind::StepFinished { .. }) {
            stop.cancel();
        }
    };
    client.for_run(
        RunOptions::new()
            .cancellation(cancellation)
            .observer(observer),
    )
}

#[cfg(test)]
mod tests {
    use arazzo_runtime::testing::Script;
    use provision_project_key::steps;
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_run_goes_on_where_it_stopped() {
        // One answer a step: a request too many would find none.
        let script = Script::new();
        script
            .on(steps::CREATE_PROJECT)
            .reply(201, json!({"slug": "demo", "id": "1"}));
        script
            .on(steps::CONFIRM_PROJECT)
            .reply(200, json!({"slug": "demo"}));
        script.on(steps::CREATE_KEY).reply(201, json!({"id": "k1"}));
        script
            .on(steps::LIST_KEYS)
            .reply(200, json!([{"id": "k1"}]));
        let client = Client::builder()
            .transport(script.clone())
            .bearer_auth(TOKEN);
        let client = client.build().unwrap();
        let name = format!("durable-test-{}.journal", std::process::id());
        let path = std::env::temp_dir().join(name);

        let stopped = stopping_after(&client, "createProject");
        let failure = provision(&stopped, &path).await.unwrap().unwrap_err();
        assert!(failure.is_resumable(), "{failure}");
        assert_eq!(script.sent().len(), 1);

        assert_eq!(provision(&client, &path).await.unwrap().unwrap(), "k1");
        assert_eq!(script.requests(steps::CREATE_PROJECT).len(), 1);
        std::fs::remove_file(&path).unwrap();
    }
}
