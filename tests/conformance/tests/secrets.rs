//! One secret in every place of a run (case 945), and a search for it in everything that the run shows.

use std::{
    fmt::{Debug, Write as _},
    sync::{Arc, Mutex},
};

use arazzo_runtime::testing::{Reply, Script, Target};
use arazzo_runtime::{Event, EventKind};
use conformance::c945::{Client, ClientBuilder, w};
use serde_json::json;
use tracing::{
    Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// What is recognised of the secret in all its encodings: characters that none of them changes.
const CORE: &str = "hunter2hunter2";
/// The same in base64, at each of the places that it can have there.
const BASE64: [&str; 3] = [
    "aHVudGVyMmh1bnRlcj",
    "h1bnRlcjJodW50ZXIy",
    "odW50ZXIyaHVudGVyM",
];

/// Everything that was shown.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<String>>);

impl Shown {
    fn add(&self, text: impl Debug) {
        let mut shown = self.0.lock().expect("no panic");
        writeln!(shown, "{text:?}").expect("a string takes everything");
    }

    fn check(&self) {
        let shown = self.0.lock().expect("no panic");
        for form in BASE64.iter().chain([&CORE]) {
            let line = shown.lines().find(|line| line.contains(form));
            assert_eq!(line, None, "shows `{form}`");
        }
        assert!(shown.contains("[redacted]"), "{shown}");
    }

    fn event(&self, event: &Event<'_>) {
        self.add(event);
        match event.kind {
            EventKind::RequestSent { url, .. } => self.add(url),
            EventKind::ResponseReceived { response } => self.add(response.url()),
            _ => {}
        }
    }
}

impl Visit for Shown {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(format!("{field}={value:?}"));
    }
}

impl Subscriber for Shown {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn inputs() -> w::Inputs {
    let secret = format!("(/&\"{CORE}<=");
    let inputs = json!({"password": secret, "user": {"name": "n", "password": secret}});
    serde_json::from_value(inputs).expect("sound inputs")
}

/// Runs the workflow and hands everything that it shows, and all that it returns, to the search.
async fn run(transport: Script, shown: &Shown) -> Result<w::Run, w::Failure> {
    let observer = shown.clone();
    let builder: ClientBuilder = Client::builder();
    let client = builder
        .transport(transport)
        .configure(|builder| builder.observer(move |event: &Event<'_>| observer.event(event)))
        .build()
        .expect("a client");
    shown.add(&client);
    let inputs = inputs();
    shown.add(&inputs);
    w(&client, inputs).await
}

/// The run's requests do hold the secret, lest the search finds nothing because there is nothing.
fn answers(end: u16) -> Script {
    let mut number = 0;
    let script = Script::new();
    script.on(Target::any()).always(move |request| {
        number += 1;
        let body = String::from_utf8_lossy(request.body());
        let sent = format!("{} {body} {:?}", request.uri(), request.headers());
        assert!(sent.contains(CORE), "{sent}");
        let status = if number < 8 { 200 } else { end };
        let body = json!({"m": [format!("(/&\"{CORE}<=")]});
        Ok(Reply::json(
            status,
            if status == 200 { body } else { json!({}) },
        ))
    });
    script
}

#[test]
fn a_failed_run_shows_no_secret() {
    let shown = Shown::default();
    let failure = traced(&shown, run(answers(500), &shown)).expect_err("the server ends it");
    assert!(
        failure.outputs.all.is_some() && failure.handled.len() == 1,
        "{failure:?}"
    );
    shown.add(&failure);
    shown.add(failure.to_string());
    shown.add(format!("{failure:#?} {:?}", failure.handled[0].to_string()));
    shown.check();
}

#[test]
fn a_completed_run_shows_no_secret() {
    let shown = Shown::default();
    let run = traced(&shown, run(answers(200), &shown)).expect("all is well");
    assert_eq!(
        run.outputs
            .all
            .as_ref()
            .map(|all| all.expose()["password"].clone()),
        Some(json!(format!("(/&\"{CORE}<=")))
    );
    shown.add(&run);
    shown.add(format!("{run:#?}"));
    shown.check();
}

fn traced<F: Future>(shown: &Shown, run: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    tracing::subscriber::with_default(shown.clone(), || runtime.block_on(run))
}
