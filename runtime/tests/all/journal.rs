//! Runs with a journal: what is played back, what is kept, what is refused.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use arazzo_runtime::testing::{Reply, Script, SentRequest};
use arazzo_runtime::{
    Api, Call, Cancellation, Client, Credential, Decision, Entry, Journal, JournalError, Journaled,
    Kept, Kind, Live, Method, Position, Retry, RunId, RunOptions, Scheme, Seal, Server, StepError,
    Transport, TransportError, What,
};
use serde_json::json;

use crate::scripted::{always, json as reply};

static SERVERS: [Server; 1] = [Server::new("https://mock.test")];
static API: Api = Api::new("api", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];
static OAUTH: Scheme = Scheme::oauth2("api", "oauth").token_url("https://id.test/token");

const SECOND: Duration = Duration::from_secs(1);

/// A journal in memory. `stop_after` entries it never answers again, as if the process had died.
#[derive(Clone, Default)]
pub(crate) struct Memory {
    entries: Arc<Mutex<BTreeMap<String, Entry>>>,
    stop_after: Option<usize>,
}

impl Journal for Memory {
    fn run(&self) -> RunId {
        "run-1".into()
    }

    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
        Box::pin(async move {
            if let Some(kept) = self.entries.lock().unwrap().get(key) {
                return Ok(kept.clone());
            }
            let entry = live.await?;
            if self
                .stop_after
                .is_some_and(|most| self.keys().len() >= most)
            {
                pending::<()>().await;
            }
            // What is read again went through text.
            let text = serde_json::to_string(&entry).unwrap();
            let entry: Entry = serde_json::from_str(&text).unwrap();
            let mut entries = self.entries.lock().unwrap();
            entries.insert(key.to_owned(), entry.clone());
            Ok(entry)
        })
    }
}

impl Memory {
    fn keys(&self) -> Vec<String> {
        self.entries.lock().unwrap().keys().cloned().collect()
    }

    pub(crate) fn text(&self) -> String {
        format!("{:?}", self.entries.lock().unwrap())
    }
}

/// Counts the requests to each method and path; `/moved` is elsewhere, `/busy` is so once.
#[derive(Clone, Default)]
struct Server_ {
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server_ {
    fn transport(&self) -> Script {
        let seen = Arc::clone(&self.seen);
        always(move |request| {
            let what = format!("{} {}", request.method(), request.uri().path());
            let mut seen = seen.lock().unwrap();
            let before = seen.iter().filter(|it| **it == what).count();
            seen.push(what);
            match request.uri().path() {
                "/moved" => Ok(answer(303, ("location", "/new"))),
                "/busy" if before == 0 => Ok(answer(503, ("retry-after", "7"))),
                "/gone" if before == 0 => Err(TransportError::new("reset by peer")),
                path => reply(200, json!({"path": path}).to_string()),
            }
        })
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn answer(status: u16, (name, value): (&str, &str)) -> Reply {
    Reply::new(status).header(name, value)
}

fn client(transport: &Script) -> Client {
    let builder = Client::builder(&APIS).transport(transport.clone());
    let builder =
        builder.default_credential("oauth", Credential::client_credentials("id", "secret"));
    builder.build().unwrap()
}

/// One entry of a step that retries twice.
async fn step<T: Transport>(
    call: &Call<'_, T>,
    id: &'static str,
    method: Method,
    path: &'static str,
) -> Result<String, StepError> {
    let mut step = call.step(id);
    let mut retry = Retry::new("again", 2, 5 * SECOND);
    loop {
        let request = step.request(method.clone(), &API, path)?;
        let request = request.json("application/json", "sent");
        let mut failure = match step.send(request).await {
            Ok(response) if response.status() == 200 => {
                return Ok(response.text().unwrap_or_default());
            }
            Ok(response) => step.succeeded(&response).unwrap_err(),
            Err(failure) if failure.is_final() => return Err(failure),
            Err(failure) => failure,
        };
        if !step.may_retry(&mut retry, &mut failure) {
            return Err(failure);
        }
        step.wait(&retry, &failure).await?;
    }
}

/// Everything that a journal has to keep: redirects, retries with delays, a failure without response, a nested workflow.
async fn workflow<T: Transport>(client: &Client<T>) -> Result<Vec<String>, StepError> {
    let call = client.call("w").version("v1");
    let mut said = vec![
        step(&call, "make", Method::POST, "/made").await?,
        step(&call, "move", Method::POST, "/moved").await?,
        step(&call, "wait", Method::POST, "/busy").await?,
    ];
    let mut nest = call.step("nest");
    nest.enter()?;
    said.push(step(&nest.call("inner"), "lose", Method::GET, "/gone").await?);
    said.push(step(&nest.call("inner"), "make", Method::POST, "/inner").await?);
    said.push(step(&call, "make", Method::POST, "/again").await?);
    Ok(said)
}

async fn run(
    server: &Server_,
    journal: &Memory,
) -> (Result<Vec<String>, StepError>, Vec<Duration>) {
    let transport = server.transport();
    let client = client(&transport);
    let durable = client.over(Journaled::new(client.transport(), journal.clone()));
    (workflow(&durable).await, transport.delays())
}

const REQUESTS: [&str; 9] = [
    "POST /made",
    "POST /moved",
    "GET /new",
    "POST /busy",
    "POST /busy",
    "GET /gone",
    "GET /gone",
    "POST /inner",
    "POST /again",
];

#[tokio::test]
async fn nothing_that_was_answered_is_asked_for_again() {
    let (server, journal) = (Server_::default(), Memory::default());
    let (first, sleeps) = run(&server, &journal).await;
    let first = first.unwrap();
    assert_eq!(server.seen(), REQUESTS);
    let close = |one: Duration, other: Duration| one.abs_diff(other) < SECOND;
    assert!(
        close(sleeps[0], 7 * SECOND) && close(sleeps[1], 5 * SECOND),
        "{sleeps:?}"
    );
    let (second, _) = run(&server, &journal).await;
    assert_eq!(second.unwrap(), first);
    assert_eq!(server.seen(), REQUESTS);
    assert_eq!(
        journal.keys(),
        [
            "w",
            "w/make#1.1",
            "w/make#1.1 sending",
            "w/make#2.1",
            "w/make#2.1 sending",
            "w/move#1.1",
            "w/move#1.1 sending",
            "w/move#1.1.1",
            "w/nest#1.1.1/inner/make#1.1",
            "w/nest#1.1.1/inner/make#1.1 sending",
            "w/nest#1.1/inner/lose#1.1",
            "w/nest#1.1/inner/lose#1.1 delay",
            "w/nest#1.1/inner/lose#1.2",
            "w/wait#1.1",
            "w/wait#1.1 delay",
            "w/wait#1.1 sending",
            "w/wait#1.2",
            "w/wait#1.2 sending",
        ]
    );
    // What was sent is not in it.
    assert!(!journal.text().contains("sent\""), "{}", journal.text());
}

#[tokio::test]
async fn a_run_that_stops_anywhere_goes_on_there() {
    let mut stopped = 0;
    for most in 0..18 {
        let (server, mut journal) = (Server_::default(), Memory::default());
        journal.stop_after = Some(most);
        // As a process that is killed: what runs is dropped where it is.
        let killed = tokio::time::timeout(Duration::from_millis(20), run(&server, &journal)).await;
        assert!(killed.is_err(), "{most}");
        journal.stop_after = None;
        let transport = server.transport();
        let client = client(&transport);
        let journaled = Journaled::new(client.transport(), journal.clone());
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        let durable = client.over(journaled.in_flight(move |it| {
            assert!(it.request.starts_with("POST https://mock.test/"), "{it:?}");
            count.fetch_add(1, Ordering::Relaxed);
            Decision::SendAgain
        }));
        let said = workflow(&durable).await.unwrap();
        assert_eq!(said.len(), 6);
        // Only what was under way is sent again, once.
        let again = server.seen().len() - REQUESTS.len();
        let asked = usize::try_from(asked.load(Ordering::Relaxed)).unwrap();
        assert!(again <= 1 && asked <= 1, "{most}: {:?}", server.seen());
        stopped += asked;
    }
    assert_eq!(stopped, 6);
}

#[tokio::test]
async fn a_request_that_may_have_been_processed_stops_the_run() {
    let lost = |_: &SentRequest| Err(TransportError::new("never"));
    for (method, key, sent) in [
        (Method::POST, None, 0),
        (Method::PATCH, None, 0),
        (Method::POST, Some("k-1"), 1),
        (Method::PUT, None, 1),
        (Method::GET, None, 1),
    ] {
        let journal = Memory {
            stop_after: Some(2),
            ..Memory::default()
        };
        let once = async |transport: &Script, journal: &Memory| {
            let client = client(transport);
            let durable = client.over(Journaled::new(client.transport(), journal.clone()));
            let call = durable.call("w").version("v1");
            let mut step = call.step("s");
            let mut request = step.request(method.clone(), &API, "/x").unwrap();
            if let Some(key) = key {
                let parameter = arazzo_runtime::Parameter::new("Idempotency-Key", "'k-1'");
                request = request.header(parameter, key);
            }
            step.send(request).await
        };
        let first = always(|_| reply(200, "{}"));
        let mut journal = Memory {
            stop_after: Some(journal.stop_after.unwrap() - sent),
            ..journal
        };
        let killed = tokio::time::timeout(Duration::from_millis(20), once(&first, &journal)).await;
        assert!(killed.is_err(), "{method}");
        assert_eq!(first.sent().len(), 1);
        journal.stop_after = None;
        let second = always(lost);
        let error = once(&second, &journal).await.unwrap_err();
        assert_eq!(second.sent().len(), sent, "{method}");
        if sent == 0 {
            assert_eq!(error.kind(), Kind::Journal);
            assert!(error.is_final() && error.may_have_been_processed());
            let message = error.message();
            let named = format!("`{method} https://mock.test/x` was about to be sent");
            assert!(message.starts_with(&named), "{message}");
        }
    }
}

#[tokio::test]
async fn a_journal_of_another_version_or_another_run_is_refused() {
    let (server, journal) = (Server_::default(), Memory::default());
    run(&server, &journal).await.0.unwrap();
    let transport = server.transport();
    let client = client(&transport);
    let durable = client.over(Journaled::new(client.transport(), journal.clone()));
    let call = durable.call("w").version("v2");
    assert_eq!(call.run_id().as_str(), "run-1");
    let error = step(&call, "make", Method::POST, "/made")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Journal);
    assert_eq!(
        error.message(),
        "the journal is of another version of workflow `w`: it was begun with fingerprint v1, and this one has v2"
    );
    let call = durable.call("w").version("v1");
    let error = step(&call, "make", Method::POST, "/else")
        .await
        .unwrap_err();
    assert_eq!(
        error.message(),
        "the journal is of another run: at `w/make#1.1` it has `POST https://mock.test/made`, and this run has `POST \
         https://mock.test/else`"
    );
    assert!(!error.may_have_been_processed());
    assert_eq!(server.seen().len(), REQUESTS.len());
}

#[tokio::test]
async fn tokens_are_neither_kept_nor_fetched_for_what_is_played_back() {
    let transport = always(|request| match request.uri().path() {
        "/token" => reply(200, r#"{"access_token": "t0ken", "token_type": "bearer"}"#),
        _ => reply(200, "{}"),
    });
    let journal = Memory::default();
    for requests in [2, 2] {
        let client = client(&transport);
        let durable = client.over(Journaled::new(client.transport(), journal.clone()));
        let call = durable.call("w");
        let mut step = call.step("s");
        let request = step.request(Method::GET, &API, "/x").unwrap();
        step.send(request.security(&[&[&OAUTH]])).await.unwrap();
        assert_eq!(transport.sent().len(), requests);
    }
    let sent = &transport.sent()[1];
    assert_eq!(sent.headers()["authorization"], "Bearer t0ken");
    assert!(!journal.text().contains("t0ken"), "{}", journal.text());
}

#[tokio::test]
async fn what_ends_an_execution_is_not_kept() {
    let journal = Memory::default();
    let slow = always(|_| reply(200, "{}"));
    let client = client(&slow);
    let cancellation = Cancellation::new();
    cancellation.cancel();
    let once = client.over(Journaled::new(client.transport(), journal.clone()));
    let cancelled = once.for_run(RunOptions::new().cancellation(cancellation));
    for (client, kind) in [(&cancelled, Some(Kind::Cancelled)), (&once, None)] {
        let result = step(&client.call("w"), "s", Method::POST, "/x").await;
        assert_eq!(result.err().map(|it| it.kind()), kind);
    }
    assert_eq!(slow.sent().len(), 1);
}

#[tokio::test]
async fn delays_last_until_the_moment_that_the_journal_has() {
    let journal = Memory::default();
    let server = Server_::default();
    let transport = server.transport();
    let client = client(&transport);
    let durable = client.over(Journaled::new(client.transport(), journal.clone()));
    step(&durable.call("w"), "wait", Method::POST, "/busy")
        .await
        .unwrap();
    let set = |at: SystemTime| {
        let millis = at
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            .as_millis();
        let mut entries = journal.entries.lock().unwrap();
        let delay = entries.get_mut("w/wait#1.1 delay").unwrap();
        delay.what = What::DelayUntil(u64::try_from(millis).unwrap());
    };
    for (until, left) in [
        (SystemTime::now() + 3 * SECOND, Some(3)),
        // Whatever became of the clock, nobody waits for longer than the delay was.
        (SystemTime::now() + 60 * SECOND, Some(7)),
        (SystemTime::now() - 60 * SECOND, None),
    ] {
        set(until);
        let transport = server.transport();
        let durable = client.over(Journaled::new(transport.clone(), journal.clone()));
        step(&durable.call("w"), "wait", Method::POST, "/busy")
            .await
            .unwrap();
        let slept = transport
            .delays()
            .first()
            .map(|it| it.as_secs_f64().round() as u64);
        assert_eq!(slept, left);
    }
    assert_eq!(server.seen(), ["POST /busy", "POST /busy"]);
}

/// Turns bytes around.
struct Reversed;

impl Seal for Reversed {
    fn seal(&self, _: &Position, body: &[u8]) -> Result<Vec<u8>, String> {
        Ok(body.iter().rev().copied().collect())
    }

    fn open(&self, _: &Position, kept: &[u8]) -> Result<Vec<u8>, String> {
        Ok(kept.iter().rev().copied().collect())
    }
}

#[tokio::test]
async fn bodies_are_sealed_and_cut_by_hooks() {
    let transport = always(|_| Ok(answer(200, ("x-secret", "header")).body("body")));
    let journal = Memory::default();
    let client = client(&transport);
    for _ in 0..2 {
        let journaled = Journaled::new(client.transport(), journal.clone());
        let journaled = journaled.seal(Reversed).leave_out(|position, response| {
            assert_eq!(position.step, "s");
            response.headers_mut().remove("x-secret");
        });
        let durable = client.over(journaled);
        let call = durable.call("w");
        let mut step = call.step("s");
        let request = step.request(Method::GET, &API, "/x").unwrap();
        let response = step.send(request).await.unwrap();
        assert_eq!(
            (response.text().as_deref(), response.header("x-secret")),
            (Some("body"), None)
        );
    }
    assert_eq!(transport.sent().len(), 1);
    let text = journal.text();
    assert!(
        !text.contains("body\"") && !text.contains("x-secret"),
        "{text}"
    );
    let durable = client.over(Journaled::new(client.transport(), journal));
    let error = step(&durable.call("w"), "s", Method::GET, "/x")
        .await
        .unwrap_err();
    let message = "the journal has sealed bodies, and no seal was given to open them";
    assert_eq!((error.kind(), error.message()), (Kind::Journal, message));
}

/// Fails to keep what comes after some entries, as a full disk does.
struct Full(Memory, usize);

impl Journal for Full {
    fn run(&self) -> RunId {
        self.0.run()
    }

    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
        Box::pin(async move {
            if self.0.keys().len() >= self.1 {
                live.await?;
                return Err(JournalError::new("no space left on device"));
            }
            self.0.keep(key, live).await
        })
    }
}

#[tokio::test]
async fn a_journal_that_cannot_be_written_stops_the_run() {
    for (most, sent, processed) in [(0, 0, false), (1, 0, false), (2, 1, true)] {
        let server = Server_::default();
        let transport = server.transport();
        let client = client(&transport);
        let durable = client.over(Journaled::new(
            client.transport(),
            Full(Memory::default(), most),
        ));
        let error = workflow(&durable).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.message()),
            (Kind::Journal, "no space left on device")
        );
        assert_eq!(error.may_have_been_processed(), processed, "{most}");
        assert_eq!(server.seen().len(), sent);
    }
}
