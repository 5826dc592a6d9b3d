//! A workflow that calls another one, which waits before it asks again, as generated code would have them.

use std::time::Duration;

use arazzo_postgres::dbos::Error;
use arazzo_postgres::{Registered, Worker, outcome};
use arazzo_runtime::{Api, Call, Client, ClientBuilder, Failure, Journaled, Method, Retry, Run};
use arazzo_runtime::{StepError, Termination, Transport};
use sentry_stand_in::{Killer, Reply, Request};
use serde_json::json;

static PLACE: Api = Api::new("place", "", &[]);
static APIS: &[&Api] = &[&PLACE];

/// What it asks for in a run, in order. The second time that it knocks, it is after a delay.
pub(crate) const REQUESTS: [&str; 5] = [
    "GET /open",
    "PUT /ring",
    "POST /knock",
    "POST /knock",
    "POST /close",
];

/// How long it waits before it knocks again.
pub(crate) const DELAY: Duration = Duration::from_millis(1500);

pub(crate) fn client(url: &str) -> ClientBuilder {
    Client::builder(APIS).default_base_url(url)
}

/// A server that lets nobody in at the first knock of a run.
pub(crate) fn server() -> Killer {
    let name = |request: &Request| format!("{} {}", request.method, request.target);
    let knocked = std::sync::atomic::AtomicBool::new(false);
    let answer = move |request: &Request| match request.target.as_str() {
        "/knock" if !knocked.fetch_not(std::sync::atomic::Ordering::Relaxed) => {
            Reply::json(503, json!({})).after(Duration::from_millis(300))
        }
        _ => Reply::json(200, json!({})),
    };
    Killer::over(name, answer).unwrap()
}

pub(crate) fn register(
    worker: &Worker,
    client: Client,
    version: &'static str,
) -> Result<Registered<String, String>, Error> {
    worker.register("visit", move |guest: String, journal| {
        let client = client.clone();
        async move {
            let durable = client.over(Journaled::new(client.transport(), journal));
            let call = durable.call("visit").version(version);
            let run = match visit(&call).await {
                Ok(()) => Ok(Run {
                    outputs: format!("{guest} {}", call.run_id()),
                    inputs: guest,
                    steps: (),
                    termination: Termination::Completed,
                    handled: Vec::new(),
                }),
                Err(error) => Err(Failure::<_, _, ()>::new(error, json!({"guest": guest}), ())),
            };
            outcome(run)
        }
    })
}

async fn visit<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
    ask(call, "/open", Method::GET).await?;
    let mut step = call.step("enter");
    step.enter()?;
    enter(&step.call("enter")).await?;
    ask(call, "/close", Method::POST).await
}

async fn enter<T: Transport>(call: &Call<'_, T>) -> Result<(), StepError> {
    ask(call, "/ring", Method::PUT).await?;
    ask(call, "/knock", Method::POST).await
}

async fn ask<T: Transport>(
    call: &Call<'_, T>,
    path: &'static str,
    method: Method,
) -> Result<(), StepError> {
    let mut step = call.step(path);
    let mut retry = Retry::new("again", 1, DELAY);
    loop {
        let request = step.request(method.clone(), &PLACE, path)?;
        let response = step.send(request).await?;
        let mut failure = match step.succeeded(&response) {
            Ok(()) => return Ok(()),
            Err(failure) => failure,
        };
        if !step.may_retry(&mut retry, &mut failure) {
            return Err(failure);
        }
        step.wait(&retry, &failure).await?;
    }
}
