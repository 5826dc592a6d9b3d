//! The generated function against a real HTTP server: what it sends, what it makes of answers, how it fails.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod failures;
mod many;
mod requests;
mod runs;

use std::sync::{Arc, Mutex};

use arazzo_workflows::sentry::provision_project_key::{Failure, Inputs, Run};
use arazzo_workflows::sentry::{Client, ClientBuilder, provision_project_key};
use sentry_stand_in::{Endpoint, Reply, Request, Sentry, Server};

const TOKEN: &str = "t0ken-of-acme";
const STEPS: [&str; 4] = ["createProject", "confirmProject", "createKey", "listKeys"];

/// A server and the requests it has seen.
struct Scene {
    server: Server,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Scene {
    /// A stand-in for Sentry that answers as it should.
    fn sentry() -> Self {
        let sentry = Sentry::new(TOKEN);
        Self::answering(move |_, request| sentry.answer(request))
    }

    /// The same, but for its answer to one step.
    fn sentry_but(step: &'static str, reply: Reply) -> Self {
        let sentry = Sentry::new(TOKEN);
        Self::answering(move |reached, request| {
            if reached == step {
                reply.clone()
            } else {
                sentry.answer(request)
            }
        })
    }

    /// A server that answers as `answer` says, by the step that the request belongs to.
    fn answering(answer: impl Fn(&str, &Request) -> Reply + Send + Sync + 'static) -> Self {
        let seen = Arc::<Mutex<Vec<Request>>>::default();
        let record = Arc::clone(&seen);
        let server = Server::start(move |request| {
            record.lock().unwrap().push(request.clone());
            answer(
                Endpoint::of(request).map_or("", |endpoint| endpoint.step()),
                request,
            )
        });
        Self {
            server: server.unwrap(),
            seen,
        }
    }

    /// A client for the server, without a credential.
    fn anonymous(&self) -> ClientBuilder {
        Client::builder().base_url(self.server.url())
    }

    fn client(&self) -> Client {
        self.anonymous().bearer_auth(TOKEN).build().unwrap()
    }

    async fn run(&self) -> Result<Run, Failure> {
        provision_project_key(&self.client(), inputs()).await
    }

    /// The requests so far.
    fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// The steps whose requests have come in, in order.
    fn steps(&self) -> Vec<&'static str> {
        let step = |request| {
            Endpoint::of(request)
                .expect("one of the four operations")
                .step()
        };
        self.seen().iter().map(step).collect()
    }
}

fn inputs() -> Inputs {
    Inputs {
        platform: Some("rust".into()),
        ..Inputs::new("acme", "core", "Demo Project", "ci")
    }
}
