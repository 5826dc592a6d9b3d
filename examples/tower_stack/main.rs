//! Layers of `tower` between a client and its servers: so many requests a second to each host, however many runs there
//! are.
//!
//! `cargo run --example tower_stack` runs two workflows at once against a stand-in that it starts itself.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::{ReqwestTransport, ServiceTransport, TransportError, http};
use arazzo_workflows::sentry::{Client, provision_project_key, provision_project_key::Inputs};
use sentry_stand_in::{Sentry, Server};
use tower::util::{BoxCloneSyncService, Oneshot};
use tower::{BoxError, Service, ServiceBuilder, ServiceExt};

const TOKEN: &str = "stand-in-token";

type Request = http::Request<Bytes>;
type Stack = BoxCloneSyncService<Request, http::Response<Bytes>, BoxError>;

/// A stack of layers for each host, made when the first request goes there.
#[derive(Clone)]
struct PerHost {
    make: Arc<dyn Fn() -> Stack + Send + Sync>,
    stacks: Arc<Mutex<HashMap<String, Stack>>>,
}

impl PerHost {
    fn new(make: impl Fn() -> Stack + Send + Sync + 'static) -> Self {
        Self {
            make: Arc::new(make),
            stacks: Arc::default(),
        }
    }
}

impl Service<Request> for PerHost {
    type Response = http::Response<Bytes>;
    type Error = BoxError;
    type Future = Oneshot<Stack, Request>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let host = request.uri().authority();
        let host = host.map(ToString::to_string).unwrap_or_default();
        let mut stacks = self.stacks.lock().unwrap_or_else(PoisonError::into_inner);
        let stack = stacks.entry(host).or_insert_with(|| (self.make)());
        stack.clone().oneshot(request)
    }
}

/// At most `count` requests to a host in `period`.
fn limited(count: u64, period: Duration) -> Result<PerHost, TransportError> {
    let http = ReqwestTransport::new()?;
    Ok(PerHost::new(move || {
        let stack = ServiceBuilder::new()
            .buffer(64)
            .rate_limit(count, period)
            .service(http.clone());
        BoxCloneSyncService::new(stack)
    }))
}

/// Two runs at once.
async fn provision(url: &str, service: PerHost) -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .base_url(url)
        .bearer_auth(TOKEN)
        .transport(ServiceTransport::new(service))
        .build()?;
    let run = |project| provision_project_key(&client, Inputs::new("acme", "core", project, "ci"));
    let (one, other) = tokio::join!(run("one"), run("other"));
    one?;
    other?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sentry = Sentry::new(TOKEN);
    let began = Instant::now();
    let server = Server::start(move |request| {
        println!("{:>4} ms {}", began.elapsed().as_millis(), request.target);
        sentry.answer(request)
    })?;
    provision(&server.url(), limited(2, Duration::from_millis(500))?).await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Counts what arrives.
    fn counting(count: &Arc<AtomicUsize>) -> Server {
        let (sentry, count) = (Sentry::new(TOKEN), Arc::clone(count));
        let server = Server::start(move |request| {
            count.fetch_add(1, Ordering::Relaxed);
            sentry.answer(request)
        });
        server.unwrap()
    }

    #[tokio::test]
    async fn each_host_gets_so_many_requests_and_no_more() {
        // The period is longer than any test, so that what a host gets is what the limit lets through.
        let service = limited(3, Duration::from_secs(3600)).unwrap();
        for _ in 0..2 {
            let count = Arc::default();
            let server = counting(&count);
            tokio::select! {
                ended = provision(&server.url(), service.clone()) => panic!("nothing is held back: {ended:?}"),
                () = settled(&count, 3) => {}
            }
            assert_eq!(count.load(Ordering::Relaxed), 3);
        }
        assert_eq!(service.stacks.lock().unwrap().len(), 2);
    }

    /// Waits for so many requests, and a while longer for one too many.
    async fn settled(count: &AtomicUsize, expected: usize) {
        while count.load(Ordering::Relaxed) < expected {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    #[tokio::test]
    async fn what_is_held_back_is_sent_in_the_next_period() {
        let count = Arc::default();
        let server = counting(&count);
        let began = Instant::now();
        let period = Duration::from_millis(50);
        provision(&server.url(), limited(2, period).unwrap())
            .await
            .unwrap();
        assert_eq!(count.load(Ordering::Relaxed), 8);
        assert!(began.elapsed() >= 3 * period);
    }
}
