//! A chain of `reqwest-middleware` between a client and its server, which sees the operation that each request is for.
//!
//! `cargo run --example middleware` counts the requests of a workflow by operation, at a stand-in that it starts itself.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::{Operation, ReqwestTransport, ResponseLimit, Transport, TransportError, http};
use arazzo_workflows::sentry::{Client, provision_project_key, provision_project_key::Inputs};
use async_trait::async_trait;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use sentry_stand_in::{Sentry, Server};

const TOKEN: &str = "stand-in-token";

/// A client with middleware, as a transport.
struct Chain(ClientWithMiddleware);

impl Transport for Chain {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        None
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut extensions = request.extensions().clone();
        let limit = extensions.get().copied();
        let request = reqwest::Request::try_from(request)?;
        let sent = self
            .0
            .execute_with_extensions(request, &mut extensions)
            .await;
        let response = sent.map_err(|error| match error {
            reqwest_middleware::Error::Reqwest(error) => error.into(),
            reqwest_middleware::Error::Middleware(error) => TransportError::new(error.to_string()),
        })?;
        ReqwestTransport::read(response, limit.unwrap_or(ResponseLimit(usize::MAX))).await
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// How many requests each operation had.
#[derive(Clone, Default)]
struct Counts(Arc<Mutex<BTreeMap<String, u32>>>);

#[async_trait]
impl Middleware for Counts {
    async fn handle(
        &self,
        request: reqwest::Request,
        extensions: &mut http::Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        if let Some(operation) = extensions.get::<Operation>() {
            let name = format!("{} {}", operation.method, operation.path);
            let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *counts.entry(name).or_default() += 1;
        }
        next.run(request, extensions).await
    }
}

/// Counts the requests of one run.
async fn provision(url: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let counts = Counts::default();
    // Its own client follows no redirects, and knows the proxies of the environment.
    let http = ReqwestTransport::new()?.client().clone();
    let http = ClientBuilder::new(http).with(counts.clone()).build();
    let client = Client::builder()
        .base_url(url)
        .bearer_auth(TOKEN)
        .transport(Chain(http))
        .build()?;
    provision_project_key(&client, Inputs::new("acme", "core", "demo", "ci")).await?;
    let counts = counts.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(counts
        .iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sentry = Sentry::new(TOKEN);
    let server = Server::start(move |request| sentry.answer(request))?;
    for line in provision(&server.url()).await? {
        println!("{line}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_middleware_sees_operations_and_not_their_values() {
        let sentry = Sentry::new(TOKEN);
        let server = Server::start(move |request| sentry.answer(request)).unwrap();
        assert_eq!(
            provision(&server.url()).await.unwrap(),
            [
                "1 GET /projects/{organization_id_or_slug}/{project_id_or_slug}/",
                "1 GET /projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
                "1 POST /projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
                "1 POST /teams/{organization_id_or_slug}/{team_id_or_slug}/projects/",
            ]
        );
    }
}
