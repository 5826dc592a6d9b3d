//! The server of Restate, called as its clients do.

use std::path::Path;
use std::time::{Duration, Instant};

use sentry_stand_in::Restate;
use serde_json::{Value, json};

pub(crate) struct Engine(Restate);

impl Engine {
    pub(crate) fn start() -> Option<Self> {
        let restate = Restate::start(Path::new(env!("CARGO_TARGET_TMPDIR")))?;
        // It chooses the TLS provider that reqwest asks for.
        drop(arazzo_runtime::ReqwestTransport::new());
        Some(Self(restate))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Starts it again after it was killed.
    pub(crate) fn restart(&mut self) {
        self.0.restart().unwrap();
    }

    /// Tells it of the worker, once both listen.
    pub(crate) async fn register(&self, worker: u16) {
        let url = format!("{}/deployments", self.0.admin());
        let body = json!({"uri": format!("http://127.0.0.1:{worker}"), "force": true});
        let (status, text) = post(&url, None, &body).await;
        assert!((200..300).contains(&status), "{status} {text}");
    }

    /// Asks until there is an answer.
    pub(crate) async fn answer(&self, handler: &str, key: &str, inputs: &Value) -> (u16, String) {
        let begun = Instant::now();
        loop {
            match self.call(handler, key, inputs).await {
                Some(answer) if answer.0 != 503 && answer.0 != 404 => return answer,
                other => {
                    assert!(begun.elapsed() < Duration::from_secs(120), "{other:?}");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    /// Calls a handler (`service/handler`): status and body, or nothing if the engine is gone before there is an answer.
    pub(crate) async fn call(
        &self,
        handler: &str,
        key: &str,
        inputs: &Value,
    ) -> Option<(u16, String)> {
        let url = format!("{}/{handler}", self.0.ingress());
        once(&url, Some(key), inputs).await
    }
}

/// Posts until it is answered, for a minute.
async fn post(url: &str, key: Option<&str>, body: &Value) -> (u16, String) {
    let begun = Instant::now();
    loop {
        match once(url, key, body).await {
            Some((status, text)) if status < 500 => return (status, text),
            other => {
                assert!(
                    begun.elapsed() < Duration::from_secs(60),
                    "{url}: {other:?}"
                );
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

async fn once(url: &str, key: Option<&str>, body: &Value) -> Option<(u16, String)> {
    let mut request = reqwest::Client::new().post(url).json(body);
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    Some((status, response.text().await.ok()?))
}
