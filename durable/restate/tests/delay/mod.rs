//! A workflow that waits before it asks again, its worker killed meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use arazzo_restate::InvocationJournal;
use arazzo_runtime::{Api, Client, Journaled, Method, Retry};
use restate_sdk::prelude::{Context, HandlerResult, Json};
use sentry_stand_in::{Reply, Server, free_port};
use serde_json::Value;

use crate::Worker;
use crate::engine::Engine;

static BUSY: Api = Api::new("busy", "", &[]);
static APIS: &[&Api] = &[&BUSY];

/// How long the workflow waits.
const DELAY: Duration = Duration::from_secs(3);

/// A workflow of one step, as generated code would have it.
pub(crate) struct Patient(Client);

impl Patient {
    pub(crate) fn new(url: &str) -> Self {
        let client = Client::builder(APIS).default_base_url(url);
        Self(client.build().unwrap())
    }
}

#[restate_sdk::service(name = "patient")]
impl Patient {
    #[handler]
    async fn ask(&self, context: Context<'_>, name: Json<String>) -> HandlerResult<String> {
        let journal = InvocationJournal::new(&context);
        let client = self.0.over(Journaled::new(self.0.transport(), journal));
        let call = client.call("wait");
        let mut step = call.step("ask");
        let mut retry = Retry::new("again", 1, DELAY);
        loop {
            let request = step.request(Method::POST, &BUSY, "/ask")?;
            let response = step.send(request).await?;
            let mut failure = match step.succeeded(&response) {
                Ok(()) => return Ok(format!("{} {}", name.into_inner(), call.run_id())),
                Err(failure) => failure,
            };
            if !step.may_retry(&mut retry, &mut failure) {
                return Err(failure.into());
            }
            step.wait(&retry, &failure).await?;
        }
    }
}

#[tokio::test]
async fn a_delay_passes_although_the_worker_dies_in_it() {
    let Some(engine) = Engine::start() else {
        println!("left out: there is no server of Restate, and npm installs none");
        return;
    };
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Server::start(move |_| match count.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::json(503, "{}"),
        _ => Reply::json(200, "{}"),
    });
    let url = server.unwrap().url();
    let port = free_port().unwrap();
    let mut worker = Worker::start(port, &url);
    engine.register(port).await;
    let name = Value::from("ann");
    let called = engine.call("patient/ask", "run", &name);
    let (result, ()) = tokio::join!(called, async {
        let begun = Instant::now();
        while asked.load(Ordering::Relaxed) == 0 {
            assert!(begun.elapsed() < 20 * DELAY, "nothing is asked");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // By then the answer is in the journal, and the delay is under way.
        tokio::time::sleep(DELAY / 2).await;
        worker.end();
        worker = Worker::start(port, &url);
    });
    let (status, run) = result.expect("an answer");
    // The run has the id of the invocation.
    assert!(status == 200 && run.contains("inv_"), "{status} {run}");
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}
