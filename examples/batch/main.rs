//! The same workflow for many inputs: a few at a time, no faster than the server likes, with a result for each.
//!
//! `cargo run --example batch` sets up twenty projects at a stand-in that it starts itself.

use std::error::Error;

use arazzo_batch::{Pace, Paced, Runs};
use arazzo_runtime::{ReqwestTransport, Transport};
use arazzo_workflows::sentry::provision_project_key::Inputs;
use arazzo_workflows::sentry::{Client, provision_project_key};
use sentry_stand_in::{Sentry, Server};

const TOKEN: &str = "stand-in-token";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sentry = Sentry::new(TOKEN);
    let server = Server::start(move |request| sentry.answer(request))?;
    let names = (1..=20).map(|number| format!("project-{number}"));
    let failed = provision(ReqwestTransport::new()?, &server.url(), names).await?;
    println!("{} failed", failed.len());
    Ok(())
}

/// Sets up a project for each name, eight at a time and four requests to a host at once; gives back what failed, and why.
async fn provision(
    transport: impl Transport + 'static,
    url: &str,
    names: impl IntoIterator<Item = String>,
) -> Result<Vec<(u64, String)>, Box<dyn Error>> {
    let client = Client::builder()
        .base_url(url)
        .bearer_auth(TOKEN)
        .transport(Paced::new(transport, Pace::new().per_host(4)))
        .build()?;
    let inputs = names
        .into_iter()
        .map(|name| Inputs::new("acme", "core", name, "ci"));
    let mut runs = Runs::new(inputs, 8, |inputs| provision_project_key(&client, inputs));
    let mut failed = Vec::new();
    while let Some(ended) = runs.next().await {
        match ended.result {
            Ok(run) => println!("{} {}", ended.index, run.outputs.key_id),
            Err(failure) => failed.push((ended.index, failure.to_string())),
        }
    }
    Ok(failed)
}

#[cfg(test)]
mod tests {
    use arazzo_runtime::testing::{Reply, Script};
    use provision_project_key::steps;
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn one_that_fails_keeps_no_other_from_its_end() {
        let script = Script::new();
        script.on(steps::CREATE_PROJECT).always(|request| {
            let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
            Ok(match body["name"].as_str() {
                Some("project-3") => Reply::json(409, json!({"detail": "taken"})),
                _ => Reply::json(201, json!({"slug": "demo", "id": "1"})),
            })
        });
        let with =
            |status, body: serde_json::Value| move |_: &_| Ok(Reply::json(status, body.clone()));
        script
            .on(steps::CONFIRM_PROJECT)
            .always(with(200, json!({"slug": "demo"})));
        script
            .on(steps::CREATE_KEY)
            .always(with(201, json!({"id": "k1"})));
        script
            .on(steps::LIST_KEYS)
            .always(with(200, json!([{"id": "k1"}])));
        let names = (0..10).map(|number| format!("project-{number}"));
        let failed = provision(script.clone(), "https://sentry.test", names)
            .await
            .unwrap();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].0, 3);
        assert!(failed[0].1.contains("createProject"), "{}", failed[0].1);
        assert_eq!(script.requests(steps::LIST_KEYS).len(), 9);
    }
}
