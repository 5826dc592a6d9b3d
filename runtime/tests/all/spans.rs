//! Spans and events of `tracing`: how they nest, and the names and values that queries go by.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arazzo_runtime::{
    Api, Client, Credential, Failure, Kind, Method, Parameter, Retry, Run, RunOptions, Scheme,
    Secret, Server, StepError, Termination, TransportError,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::scripted::{always, json, queue};

static API: Api = Api::new("api", "", &[Server::new("https://mock.test:8443/v1")]);
static APIS: [&Api; 1] = [&API];
static KEY: Scheme = Scheme::api_key_query("api", "key", "api_key");

/// Keeps all spans and events.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Entry>>>);

/// A span, or an event.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    level: Level,
    /// The place of the span around it.
    parent: Option<usize>,
    fields: BTreeMap<String, String>,
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Seen {
    fn push(&self, entry: Entry) -> u64 {
        let mut entries = self.0.lock().unwrap();
        entries.push(entry);
        entries.len() as u64
    }

    fn all(&self) -> Vec<Entry> {
        self.0.lock().unwrap().clone()
    }

    /// The only entry of this name.
    fn only(&self, name: &str) -> Entry {
        let mut all = self.all();
        all.retain(|entry| entry.name == name);
        assert_eq!(all.len(), 1, "{name}: {all:#?}");
        all.remove(0)
    }
}

impl Entry {
    fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// The values of these fields.
    fn values<const N: usize>(&self, fields: [&str; N]) -> [&str; N] {
        fields.map(|field| self.get(field))
    }
}

impl Subscriber for Seen {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "arazzo_runtime"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = BTreeMap::new();
        span.record(&mut Fields(&mut fields));
        Id::from_u64(self.push(Entry {
            name: span.metadata().name().to_owned(),
            level: *span.metadata().level(),
            parent: span.parent().map(|id| id.into_u64() as usize - 1),
            fields,
        }))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut entries = self.0.lock().unwrap();
        let entry = &mut entries[span.into_u64() as usize - 1];
        values.record(&mut Fields(&mut entry.fields));
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        self.push(Entry {
            name: fields.remove("message").unwrap_or_default(),
            level: *event.metadata().level(),
            parent: event.parent().map(|id| id.into_u64() as usize - 1),
            fields,
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

type Ended = Result<Run<(), (), ()>, Failure<()>>;

fn over(result: Result<(), StepError>) -> Result<((), Termination), StepError> {
    result.map(|()| ((), Termination::Completed))
}

/// A step that retries once, then fails.
async fn pay(call: &arazzo_runtime::Call<'_>) -> Result<(), StepError> {
    let mut step = call.step("pay");
    let mut retry = Retry::new("again", 1, Duration::from_millis(1500));
    loop {
        let request = step.request(Method::POST, &API, "/pay/{id}")?;
        let request = request
            .path(Parameter::new("id", "$inputs.id"), &Secret::from("s3cret"))
            .header(
                Parameter::new("X-Key", "$inputs.key"),
                &Secret::from("s3cret"),
            )
            .security(&[&[&KEY]]);
        let response = step.send(request).await?;
        let Err(mut failure) = step.succeeded(&response) else {
            return Ok(());
        };
        if !step.may_retry(&mut retry, &mut failure) {
            return Err(failure);
        }
        step.wait(&retry, &failure).await?;
    }
}

/// A workflow whose only step calls a workflow, whose step is `pay`.
async fn outer(client: &Client) -> Ended {
    let call = client.call("outer");
    let mut step = call.step("nest");
    step.enter().unwrap();
    let inner = step.call("inner");
    let ended: Ended = inner.over((), over(pay(&inner).await), ());
    let result = ended.map(|_| ()).map_err(|failure| step.nested(failure));
    drop(step);
    call.over((), over(result), ())
}

fn run(client: &Client) -> (Seen, Ended) {
    let seen = Seen::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let ended = tracing::subscriber::with_default(seen.clone(), || runtime.block_on(outer(client)));
    (seen, ended)
}

fn client(script: arazzo_runtime::testing::Script) -> Client {
    let client = Client::builder(&APIS).transport(script);
    let client = client.credential("api", "key", Credential::api_key("s3cret"));
    let options = RunOptions::new().id("job-7").label("nightly");
    client.build().unwrap().for_run(options)
}

#[test]
fn spans_nest_as_the_run_does() {
    let (seen, ended) = run(&client(queue([
        json(503, "{}"),
        json(409, r#"{"a":"s3cret"}"#),
    ])));
    assert_eq!(ended.unwrap_err().kind(), Kind::Nested);
    let all = seen.all();
    let path = |entry: &Entry| {
        let mut names = vec![entry.name.clone()];
        let mut parent = entry.parent;
        while let Some(index) = parent {
            names.push(all[index].name.clone());
            parent = all[index].parent;
        }
        names.reverse();
        names.join("/")
    };
    let paths: Vec<String> = all.iter().map(path).collect();
    assert_eq!(
        paths,
        [
            "workflow",
            "workflow/step",
            "workflow/step/workflow",
            "workflow/step/workflow/step",
            "workflow/step/workflow/step/request sent",
            "workflow/step/workflow/step/attempt",
            "workflow/step/workflow/step/response received",
            "workflow/step/workflow/step/criterion not met",
            "workflow/step/workflow/step/action taken",
            "workflow/step/workflow/step/waiting",
            "workflow/step/workflow/step/request sent",
            "workflow/step/workflow/step/attempt",
            "workflow/step/workflow/step/response received",
            "workflow/step/workflow/step/criterion not met",
            "workflow/step/workflow/workflow failed: workflow `inner`, step `pay`: criterion `status is 2xx` is not met (status 409) after 2 attempts",
            "workflow/workflow failed: workflow `outer`, step `nest`: workflow `inner` failed",
        ]
    );
}

#[test]
fn fields_have_the_names_and_values_that_are_documented() {
    let (seen, _) = run(&client(queue([json(503, "{}"), json(409, "{}")])));
    let all = seen.all();
    let named = |name: &str| -> Vec<&Entry> {
        let named = all.iter().filter(|entry| entry.name == name);
        named.collect()
    };
    let workflows = named("workflow");
    let fields = [
        "arazzo.workflow.id",
        "arazzo.run.id",
        "arazzo.run.label",
        "arazzo.workflow.outcome",
    ];
    assert_eq!(
        workflows[0].values(fields),
        ["outer", "job-7", "nightly", "failed"]
    );
    assert_eq!(
        workflows[1].values(fields),
        ["inner", "job-7", "nightly", "failed"]
    );
    assert_eq!(
        workflows[1].values(["error.type", "otel.status_code"]),
        ["criteria", "ERROR"]
    );
    let steps = named("step");
    let fields = [
        "arazzo.step.id",
        "arazzo.step.entry",
        "arazzo.step.attempts",
        "arazzo.step.outcome",
        "error.type",
    ];
    assert_eq!(
        steps[0].values(fields),
        ["nest", "1", "1", "failed", "nested"]
    );
    assert_eq!(
        steps[1].values(fields),
        ["pay", "1", "2", "failed", "criteria"]
    );
    let attempts = named("attempt");
    let fields = [
        "arazzo.attempt",
        "http.request.resend_count",
        "http.response.status_code",
        "error.type",
        "otel.status_code",
    ];
    assert_eq!(attempts[0].values(fields), ["1", "", "503", "503", "ERROR"]);
    assert_eq!(
        attempts[1].values(fields),
        ["2", "1", "409", "409", "ERROR"]
    );
    let fields = [
        "otel.kind",
        "otel.name",
        "http.request.method",
        "url.full",
        "url.template",
        "server.address",
        "server.port",
    ];
    assert_eq!(
        attempts[0].values(fields),
        [
            "client",
            "POST /pay/{id}",
            "POST",
            "https://mock.test:8443/v1/pay/[redacted]",
            "/pay/{id}",
            "mock.test",
            "8443"
        ]
    );
    let action = seen.only("action taken");
    assert_eq!(
        action.values(["arazzo.action", "arazzo.delay"]),
        ["again", "1.5"]
    );
    assert_eq!(
        seen.only("waiting")
            .values(["arazzo.delay", "arazzo.retries_left"]),
        ["1.5", "0"]
    );
    assert_eq!(
        named("criterion not met")[0].get("arazzo.criterion"),
        "status is 2xx"
    );
    let failures = all
        .iter()
        .filter(|entry| entry.name.starts_with("workflow failed"));
    let fields = [
        "arazzo.workflow.id",
        "arazzo.step.id",
        "arazzo.step.attempts",
        "http.response.status_code",
        "error.type",
    ];
    let failures: Vec<_> = failures
        .map(|entry| (entry.level, entry.values(fields)))
        .collect();
    assert_eq!(
        failures,
        [
            (Level::WARN, ["inner", "pay", "2", "409", "criteria"]),
            (Level::ERROR, ["outer", "nest", "1", "409", "nested"]),
        ]
    );
}

#[test]
fn a_completed_run_says_so_and_an_attempt_without_a_response_why() {
    let (seen, ended) = run(&client(always(|_| json(204, ""))));
    assert!(ended.is_ok());
    for entry in seen.all() {
        assert_eq!(entry.get("error.type"), "", "{entry:?}");
        match entry.name.as_str() {
            "workflow" => assert_eq!(entry.get("arazzo.workflow.outcome"), "completed"),
            "step" => assert_eq!(entry.get("arazzo.step.outcome"), "succeeded"),
            _ => {}
        }
    }
    let (seen, _) = run(&client(always(|_| Err(TransportError::new("gone")))));
    let fields = [
        "http.response.status_code",
        "error.type",
        "otel.status_code",
    ];
    assert_eq!(
        seen.only("attempt").values(fields),
        ["", "transport", "ERROR"]
    );
}

#[test]
fn no_secret_is_in_any_of_it_and_every_name_is_documented() {
    let documented = include_str!("../../src/lib.rs");
    let (seen, _) = run(&client(always(|_| json(503, r#"{"a":"s3cret"}"#))));
    let anonymous = Client::builder(&APIS).transport(always(|_| json(401, "{}")));
    let (unconfigured, _) = run(&anonymous.build().unwrap());
    let warned = unconfigured.all();
    let warned = warned
        .iter()
        .find(|entry| entry.name == "no credential is configured");
    assert_eq!(warned.unwrap().get("arazzo.security.schemes"), "key");
    for entry in seen.all().into_iter().chain(unconfigured.all()) {
        assert!(!format!("{entry:?}").contains("s3cret"), "{entry:?}");
        for field in entry.fields.keys() {
            let documented = documented.contains(&format!("`{field}`"));
            assert!(documented, "`{field}` of {entry:?}");
        }
    }
}
