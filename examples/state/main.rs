//! A program's state holds one client: over HTTP in production, over a script in a test.
//!
//! `cargo run --example state` goes over HTTP, to a stand-in for Sentry that it starts itself.

use std::error::Error;

use arazzo_workflows::sentry::{self, provision_project_key};
use provision_project_key::{Failure, Inputs};
use sentry_stand_in::{Sentry, Server};

const TOKEN: &str = "stand-in-token";

/// What all requests to this program share.
struct State {
    sentry: sentry::Client,
}

impl State {
    fn production(url: &str) -> Result<Self, Box<dyn Error>> {
        let sentry = sentry::Client::builder().base_url(url).bearer_auth(TOKEN);
        Ok(Self {
            sentry: sentry.build()?,
        })
    }
}

/// A function between `main` and the workflow, which names no transport.
async fn key_for(state: &State, project: &str) -> Result<String, Failure> {
    let inputs = Inputs::new("acme", "core", project, "ci");
    let run = provision_project_key(&state.sentry, inputs).await?;
    Ok(run.outputs.key_id)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sentry = Sentry::new(TOKEN);
    let server = Server::start(move |request| sentry.answer(request))?;
    let state = State::production(&server.url())?;
    println!("key {}", key_for(&state, "demo").await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use arazzo_runtime::testing::Script;
    use provision_project_key::steps;
    use serde_json::json;

    use super::*;

    impl State {
        fn scripted(script: &Script) -> Self {
            let sentry = sentry::Client::builder().transport(script.clone()).build();
            Self {
                sentry: sentry.expect("a client"),
            }
        }
    }

    #[tokio::test]
    async fn a_key_has_the_name_that_was_asked_for() {
        let script = Script::new();
        script
            .on(steps::CREATE_PROJECT)
            .reply(201, json!({"slug": "demo", "id": "1"}));
        script
            .on(steps::CONFIRM_PROJECT)
            .reply(200, json!({"slug": "demo-2"}));
        script.on(steps::CREATE_KEY).reply(201, json!({"id": "k1"}));
        script
            .on(steps::LIST_KEYS)
            .reply(200, json!([{"id": "k1"}]));
        assert_eq!(
            key_for(&State::scripted(&script), "demo").await.unwrap(),
            "k1"
        );
        let sent = script.request(steps::CREATE_KEY);
        sent.assert_path("/api/0/projects/acme/demo-2/keys/")
            .assert_json(json!({"name": "ci"}));
    }

    #[tokio::test]
    async fn the_same_function_runs_over_http() {
        let sentry = Sentry::new(TOKEN);
        let server = Server::start(move |request| sentry.answer(request)).unwrap();
        let state = State::production(&server.url()).unwrap();
        assert_eq!(key_for(&state, "demo").await.unwrap().len(), 32);
    }
}
