//! Every request is signed right before it is sent: each attempt, with whatever its headers and body are by then.
//!
//! `cargo run --example signing` shows what a server gets, a stand-in that this starts itself.

use std::error::Error;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use arazzo_runtime::http::{HeaderValue, Uri};
use arazzo_runtime::{Hook, Outgoing, TransportError};
use arazzo_workflows::sentry::{Client, provision_project_key, provision_project_key::Inputs};
use sentry_stand_in::{Request, Sentry, Server};

const TOKEN: &str = "stand-in-token";
const KEY: &str = "k3y";

/// What makes signatures. A real one asks a key service, or computes an HMAC.
struct Signer {
    key: &'static str,
}

impl Signer {
    async fn sign(&self, method: &str, target: &str, body: &[u8]) -> String {
        tokio::task::yield_now().await;
        signature(self.key, method, target, body)
    }
}

fn signature(key: &str, method: &str, target: &str, body: &[u8]) -> String {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    format!("{:016x}", hasher.hash_one((key, method, target, body)))
}

impl Hook for Signer {
    async fn request(&self, request: &mut Outgoing<'_>) -> Result<(), TransportError> {
        let target = request.url().parse::<Uri>();
        let target = target.map_err(|error| TransportError::new("no URL").with_source(error))?;
        let target = target
            .path_and_query()
            .map_or("/", |target| target.as_str());
        let method = request.method().as_str();
        let signature = self.sign(method, target, request.body()).await;
        let mut signature = HeaderValue::try_from(signature)
            .map_err(|error| TransportError::new("no signature").with_source(error))?;
        signature.set_sensitive(true);
        request.headers_mut().insert("x-signature", signature);
        Ok(())
    }
}

/// Whether the server would take the request.
fn is_signed(request: &Request) -> bool {
    let expected = signature(KEY, &request.method, &request.target, &request.body);
    request.header("x-signature") == Some(&expected)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sentry = Sentry::new(TOKEN);
    let server = Server::start(move |request| {
        let signed = is_signed(request);
        println!("{} {} signed: {signed}", request.method, request.target);
        sentry.answer(request)
    })?;
    provision(&server.url()).await
}

async fn provision(url: &str) -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .base_url(url)
        .bearer_auth(TOKEN)
        .configure(|builder| builder.hook(Signer { key: KEY }))
        .build()?;
    let inputs = Inputs::new("acme", "core", "demo", "ci");
    provision_project_key(&client, inputs).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[tokio::test]
    async fn the_server_takes_all_signatures() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (sentry, record) = (Sentry::new(TOKEN), Arc::clone(&seen));
        let server = Server::start(move |request| {
            record.lock().unwrap().push(is_signed(request));
            sentry.answer(request)
        });
        provision(&server.unwrap().url()).await.unwrap();
        assert_eq!(*seen.lock().unwrap(), [true; 4]);
    }
}
