//! A step that asks until the answer is final, and what can be seen of it: each round, each pause, the end.
//!
//! `cargo run --example polling` waits for an export at a stand-in that it starts itself. The test waits for nothing.

use std::error::Error;
use std::time::Duration;

use arazzo_runtime::{Event, EventKind, RunOptions};
use arazzo_workflows::reports::{Client, monthly_report, open_workspace};
use sentry_stand_in::{Reports, Server};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let reports = Reports::default();
    let server = Server::start(move |request| reports.answer(request))?;
    let client = Client::builder().base_url(server.url()).api_key("key");
    println!("{}", report(&client.build()?).await?);
    Ok(())
}

/// The link to the report of November, for which it waits two minutes at most.
async fn report(client: &Client) -> Result<String, Box<dyn Error>> {
    let inputs = open_workspace::Inputs::new("Acme");
    let opened = open_workspace(client, inputs).await?;
    let options = RunOptions::new()
        .deadline(Duration::from_secs(120))
        .observer(pauses);
    let inputs = monthly_report::Inputs::new("2026-11");
    let prerequisites = monthly_report::Prerequisites {
        open_workspace: &opened,
    };
    let run = monthly_report(&client.for_run(options), inputs, prerequisites).await?;
    Ok(run.outputs.url)
}

fn pauses(event: &Event<'_>) {
    if let EventKind::Waiting {
        delay,
        left: Some(left),
    } = event.kind
    {
        println!("{}: {delay:?}, {left} rounds left", event.step);
    }
}

#[cfg(test)]
mod tests {
    use arazzo_runtime::Kind;
    use arazzo_runtime::testing::Script;
    use arazzo_workflows::reports::share_file;
    use monthly_report::{Failure, steps};
    use serde_json::{Value, json};

    use super::*;

    fn state(state: &str) -> Value {
        json!({"id": "e1", "state": state, "fileId": "f1"})
    }

    /// A service that answers with these states, one after another.
    fn answering(states: &[&str]) -> (Script, Client) {
        let script = Script::new();
        script
            .on(open_workspace::steps::OPEN)
            .reply(201, json!({"id": "w1"}));
        script.on(steps::START).reply(202, state("queued"));
        for it in states {
            script.on(steps::READY).reply(200, state(it));
        }
        script
            .on(share_file::steps::LINK)
            .reply(201, json!({"url": "https://files.example/f1"}));
        let client = Client::builder().transport(script.clone()).api_key("key");
        (script, client.build().expect("a client"))
    }

    #[tokio::test]
    async fn it_asks_every_two_seconds_until_the_export_is_done() {
        let (script, client) = answering(&["queued", "running", "done"]);
        assert_eq!(report(&client).await.unwrap(), "https://files.example/f1");
        assert_eq!(script.requests(steps::READY).len(), 3);
        assert_eq!(script.delays(), [Duration::from_secs(2); 2]);
    }

    #[tokio::test]
    async fn an_export_that_failed_is_not_asked_for_again() {
        let (script, client) = answering(&["running", "failed"]);
        let error = report(&client).await.unwrap_err();
        let failure = error.downcast::<Failure>().unwrap();
        assert_eq!(
            (failure.kind(), failure.step()),
            (Kind::Criteria, Some("ready"))
        );
        assert_eq!(failure.steps.start.as_ref().unwrap().export_id, "e1");
        assert_eq!(script.delays().len(), 1);
    }

    #[tokio::test]
    async fn it_gives_up_after_thirty_rounds() {
        let (script, client) = answering(&["running"; 31]);
        assert!(report(&client).await.is_err());
        assert_eq!(script.delays().len(), 30);
    }
}
