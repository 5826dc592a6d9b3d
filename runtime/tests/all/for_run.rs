//! What holds for one run: its id, headers, limits, observers, and a cancellation that ends it.

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::{
    Api, Call, Cancellation, Client, Event, EventKind, Failure, Kind, Method, Response, Retry,
    RunId, RunOptions, Server, StepError, Transport, TransportError, http,
};

use crate::scripted::{always, json, queue, response};

static SERVERS: [Server; 1] = [Server::new("https://mock.test")];
static API: Api = Api::new("api", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];

/// What the client cancels a run with, and what is noted down of it.
#[derive(Clone, Default)]
struct Watched {
    cancellation: Cancellation,
    events: Arc<Mutex<Vec<String>>>,
}

impl Watched {
    fn options(&self) -> RunOptions {
        let events = Arc::clone(&self.events);
        let observer = move |event: &Event<'_>| {
            if let EventKind::StepFinished { outcome } = event.kind {
                let line = format!("{} {outcome:?}", event.step);
                events.lock().unwrap().push(line);
            }
        };
        let options = RunOptions::new().observer(observer);
        options.cancellation(self.cancellation.clone())
    }

    fn events(&self) -> Vec<String> {
        std::mem::take(&mut *self.events.lock().unwrap())
    }
}

/// Answers with this status or never, and delays never end. What is begun is cancelled a little later.
struct Endless(Option<u16>, Cancellation);

impl Endless {
    async fn cancelled(&self) {
        tokio::task::yield_now().await;
        self.1.cancel();
        pending().await
    }
}

impl Transport for Endless {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        None
    }

    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let Some(status) = self.0 else {
            self.cancelled().await;
            return Err(TransportError::new("nobody waits for it"));
        };
        Ok(response(status))
    }

    async fn sleep(&self, _: Duration) {
        self.cancelled().await;
    }

    async fn deadline(&self, _: Duration) {
        pending().await
    }
}

/// A step whose failures are retried, as generated code does.
async fn retrying<T: Transport>(call: &Call<'_, T>, method: Method) -> Result<Response, StepError> {
    let mut retry = Retry::new("again", 3, Duration::from_secs(60));
    let mut step = call.step("s");
    loop {
        let request = step.request(method.clone(), &API, "/x")?;
        let mut failure = match step.send(request).await {
            Ok(response) if response.status() < 300 => return Ok(response),
            Ok(_) => step.require("$statusCode < 300", false).unwrap_err(),
            Err(failure) if failure.is_final() => return Err(failure),
            Err(failure) => failure,
        };
        if !step.may_retry(&mut retry, &mut failure) {
            return Err(failure);
        }
        step.wait(&retry, &failure).await?;
    }
}

/// A step that calls a workflow, whose step retries.
async fn calling<T: Transport>(call: &Call<'_, T>, method: Method) -> Result<Response, StepError> {
    let mut step = call.step("nest");
    step.enter()?;
    let result = retrying(&step.call("inner"), method).await;
    result.map_err(|error| step.nested(Failure::<_, _>::new(error, (), ())))
}

#[tokio::test]
async fn a_cancelled_run_ends_where_it_is_in_all_steps_around() {
    for (status, method, where_it_was, effect) in [
        (None, Method::POST, "before there was a response", true),
        (None, Method::GET, "before there was a response", false),
        (Some(503), Method::POST, "during a delay of", true),
        (Some(429), Method::POST, "during a delay of", false),
    ] {
        let watched = Watched::default();
        let transport = Endless(status, watched.cancellation.clone());
        let client = Client::builder(&APIS).transport(transport).build().unwrap();
        let client = client.for_run(watched.options());
        let call = client.call("w");
        let error = calling(&call, method).await.unwrap_err();
        assert_eq!((error.kind(), error.is_final()), (Kind::Cancelled, true));
        let cause = error.cause().unwrap();
        assert_eq!((cause.kind(), cause.attempts()), (Kind::Cancelled, 1));
        assert!(cause.message().contains(where_it_was), "{cause}");
        assert_eq!(error.may_have_been_processed(), effect, "{cause}");
        assert_eq!(watched.events(), ["s Cancelled", "nest Cancelled"]);
        let next = call.step("t").request(Method::GET, &API, "/x").unwrap_err();
        assert_eq!((next.kind(), next.attempts()), (Kind::Cancelled, 0));
    }
}

#[tokio::test]
async fn a_cancellation_ends_its_own_runs_and_any_of_several_does() {
    let transport = always(|_| json(200, "{}"));
    let client = Client::builder(&APIS)
        .transport(transport.clone())
        .build()
        .unwrap();
    let (outer, inner) = (Watched::default(), Watched::default());
    let request = client.for_run(outer.options());
    let one = request.for_run(inner.options());
    inner.cancellation.cancel();
    for (client, cancelled) in [(&client, false), (&request, false), (&one, true)] {
        let result = retrying(&client.call("w"), Method::POST).await;
        let kind = result.err().map(|error| error.kind());
        assert_eq!(kind, cancelled.then_some(Kind::Cancelled));
    }
    assert_eq!(outer.events(), ["s Succeeded", "s Cancelled"]);
    outer.cancellation.cancel();
    let error = retrying(&request.call("w"), Method::POST).await;
    assert!(!error.unwrap_err().may_have_been_processed());
    assert_eq!(transport.sent().len(), 2);
}

#[test]
fn a_run_has_the_id_that_it_is_given_or_one_of_its_own() {
    let client = Client::builder(&APIS).transport(queue([])).build().unwrap();
    let (one, other) = (client.call("w"), client.call("w"));
    assert_ne!(one.run_id(), other.run_id());
    assert_eq!(one.step("s").call("inner").run_id(), one.run_id());
    assert_eq!(one.label(), None);
    let named = client.for_run(RunOptions::new().id("job-7").label("nightly"));
    let call = named.call("w");
    assert_eq!(
        (call.run_id(), call.label()),
        (&RunId::from("job-7"), Some("nightly"))
    );
    let id: RunId = serde_json::from_str(&serde_json::to_string(call.run_id()).unwrap()).unwrap();
    assert_eq!(id.to_string(), "job-7");
    // What is not said again stays.
    let more = named.for_run(RunOptions::new().label("by hand"));
    assert_eq!(more.call("w").run_id().as_str(), "job-7");
    assert_eq!(more.call("w").label(), Some("by hand"));
}

#[tokio::test]
async fn headers_of_a_run_replace_those_of_its_client() {
    let transport = always(|_| json(200, "{}"));
    let client = Client::builder(&APIS)
        .transport(transport.clone())
        .header("X-Source", "client")
        .header("X-Team", "core")
        .build()
        .unwrap();
    let run = client.for_run(RunOptions::new().header("x-source", "run"));
    let run = run.for_run(RunOptions::new().header("Traceparent", "00-1-2-01"));
    for client in [&run, &client] {
        let call = client.call("w");
        let inner = call.step("s").call("inner");
        retrying(&inner, Method::GET).await.unwrap();
    }
    let sent = transport.sent();
    let headers = |index: usize| {
        ["x-source", "x-team", "traceparent"].map(|name| {
            sent[index]
                .headers()
                .get(name)
                .map(|it| it.to_str().unwrap())
        })
    };
    assert_eq!(headers(0), [Some("run"), Some("core"), Some("00-1-2-01")]);
    assert_eq!(headers(1), [Some("client"), Some("core"), None]);
    assert!(sent[0].headers()["traceparent"].is_sensitive());
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_fails_the_run_before_its_first_request() {
    let transport = queue([]);
    let client = Client::builder(&APIS)
        .transport(transport.clone())
        .build()
        .unwrap();
    for (name, value, why) in [
        ("X-Trace", "a\nb", "the header `X-Trace` has characters"),
        ("Content-Type", "text/plain", "is the request's own"),
        ("no name", "x", "has no valid name"),
    ] {
        let run = client.for_run(RunOptions::new().header(name, value));
        let error = retrying(&run.call("w"), Method::GET).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (Kind::Config, 0));
        assert!(error.message().contains(why), "{error}");
        assert!(!error.message().contains(value) || value == "x", "{error}");
    }
    assert!(transport.sent().is_empty());
}

#[tokio::test]
async fn a_run_has_limits_of_its_own() {
    let transport = always(|_| json(503, "{\"long\": true}"));
    let client = Client::builder(&APIS)
        .transport(transport.clone())
        .max_steps(2)
        .build()
        .unwrap();
    let failure = async |options: RunOptions| {
        let client = client.for_run(options);
        retrying(&client.call("w"), Method::GET).await.unwrap_err()
    };
    let error = failure(RunOptions::new()).await;
    assert_eq!((error.kind(), error.attempts()), (Kind::StepLimit, 2));
    let error = failure(RunOptions::new().max_steps(3)).await;
    assert_eq!((error.kind(), error.attempts()), (Kind::StepLimit, 3));
    let error = failure(RunOptions::new().max_steps(9).max_response_bytes(4)).await;
    assert_eq!((error.kind(), error.attempts()), (Kind::Transport, 4));
}

#[tokio::test]
async fn events_tell_runs_at_the_same_time_apart_and_lead_to_their_steps() {
    let lines = Arc::<Mutex<Vec<String>>>::default();
    let log = Arc::clone(&lines);
    let observer = move |event: &Event<'_>| {
        if let EventKind::RequestSent { .. } = event.kind {
            let (run, label) = (&event.run, event.label.unwrap_or("-"));
            log.lock()
                .unwrap()
                .push(format!("{run} {label} {}", event.position));
        }
    };
    let client = Client::builder(&APIS).transport(always(|_| json(200, "{}")));
    let client = client.observer(observer).build().unwrap();
    let one = client.for_run(RunOptions::new().id("one").label("import"));
    let two = client.for_run(RunOptions::new().id("two"));
    let run = async |client: &Client| {
        let call = client.call("outer");
        calling(&call, Method::GET).await.unwrap();
    };
    tokio::join!(run(&one), run(&two));
    let mut lines = lines.lock().unwrap().clone();
    lines.sort();
    assert_eq!(
        lines,
        [
            "one import outer/nest#1.1/inner/s#1.1",
            "two - outer/nest#1.1/inner/s#1.1",
        ]
    );
}
