//! The matrix of faults: what servers and networks do wrong, over real sockets, and how a run ends that meets it.
//!
//! Each row of the tables says what goes wrong and what has to come of it; one runner judges all of them. `FAULT=word`
//! runs the rows with the word in their names.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use arazzo_runtime::{Client, Event, StepOutputs};

use crate::shown::{SECRET, Shown, form_in, watched};
use fault::{At, Ends, Fault, Left};
use host::Host;
use order::{APIS, Ended, order};

mod bodies;
mod connections;
mod fault;
mod heads;
pub(crate) mod host;
mod lengths;
mod numbers;
mod order;
mod packed;
mod page;
mod redirects;
mod routes;
mod times;
#[cfg(feature = "rustls-tls")]
mod tls;

/// Rows about one thing, and the file of this folder that they are in.
struct Table {
    title: &'static str,
    file: &'static str,
    rows: &'static [Fault],
}

static TABLES: [Table; 8] = [
    Table {
        title: "The way to the server",
        file: "routes.rs",
        rows: routes::ROWS,
    },
    Table {
        title: "Connections",
        file: "connections.rs",
        rows: connections::ROWS,
    },
    Table {
        title: "Time",
        file: "times.rs",
        rows: times::ROWS,
    },
    Table {
        title: "Status lines and headers",
        file: "heads.rs",
        rows: heads::ROWS,
    },
    Table {
        title: "Lengths and chunks",
        file: "lengths.rs",
        rows: lengths::ROWS,
    },
    Table {
        title: "Bodies",
        file: "bodies.rs",
        rows: bodies::ROWS,
    },
    Table {
        title: "Numbers and patterns",
        file: "numbers.rs",
        rows: numbers::ROWS,
    },
    Table {
        title: "Redirects",
        file: "redirects.rs",
        rows: redirects::ROWS,
    },
];

/// What a host answers that is as it should be.
fn good(peer: &mut host::Peer) -> std::io::Result<()> {
    peer.json(r#"{"receipt":"all is well"}"#)
}

#[test]
fn every_fault_ends_as_its_row_says() {
    let word = std::env::var("FAULT").unwrap_or_default();
    let rows = TABLES.iter().flat_map(|table| table.rows);
    let wanted: Vec<_> = rows
        .filter(|fault| fault.what.contains(&word) && fault.is_possible())
        .collect();
    let (waiting, wrong) = (Mutex::new(wanted.iter()), Mutex::new(String::new()));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().next();
                    let Some(fault) = next else { return };
                    for problem in judge(fault) {
                        let mut wrong = wrong.lock().unwrap();
                        writeln!(wrong, "{}: {problem}", fault.what).unwrap();
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Runs into a fault, and says what is not as it has to be.
fn judge(fault: &Fault) -> Vec<String> {
    let shown = Shown::new();
    let elsewhere = Host::start(good, "");
    let fine = Host::start(good, "");
    let bad = match fault.at {
        At::Server(serve) => Host::start(serve, &elsewhere.address),
        At::Closed => Host::closed(),
        At::Deaf => Host::deaf(),
    };
    let observer = shown.clone();
    let builder = Client::builder(&APIS)
        .base_url("good", format!("http://{}", fine.address))
        .base_url("bad", format!("http://{}/v1", bad.address))
        .credential("bad", "token", SECRET)
        .credential("bad", "key", SECRET)
        .credential("bad", "session", SECRET)
        .credential("bad", "pass", SECRET)
        .header("X-Own", SECRET)
        // None of these is for a row that does not say so.
        .timeout(Duration::from_secs(600))
        .observer(move |event: &Event<'_>| observer.event(event));
    let client = (fault.client)(builder, &bad).build().expect("a client");
    shown.debug(&client);
    let ended = watched(&shown, || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        // Far beyond any row: a run that does not end is to fail this test instead of keeping it waiting.
        let guard = Duration::from_secs(120);
        runtime.block_on(async { tokio::time::timeout(guard, order(&client, fault)).await })
    });
    let Ok(ended) = ended else {
        return vec!["the run does not end".to_owned()];
    };
    shown.debug(&ended);
    let mut wrong = Vec::new();
    judge_end(fault, &ended, &shown, &mut wrong);
    if let Some(line) = shown.leak() {
        wrong.push(format!("the secret is shown: {line}"));
    }
    let received = bad.received();
    if !received.is_empty() && form_in(&received).is_none() {
        wrong.push("no secret was sent, so that none could be shown".to_owned());
    }
    if let Some(form) = form_in(&elsewhere.received()) {
        wrong.push(format!("the secret went elsewhere, as `{form}`"));
    }
    wrong
}

fn judge_end(fault: &Fault, ended: &Ended, shown: &Shown, wrong: &mut Vec<String>) {
    let mut expect = |what: &str, is: &dyn std::fmt::Debug, wanted: &dyn std::fmt::Debug| {
        let (is, wanted) = (format!("{is:?}"), format!("{wanted:?}"));
        if is != wanted {
            wrong.push(format!("{what} is {is}, not {wanted}"));
        }
    };
    let failure = match (ended, fault.ends) {
        (Ok(run), Ends::Completes(output)) => {
            expect("the first step's output", &run.steps.find, &"all is well");
            expect("the output", &run.steps.pay.receipt, &output);
            let handled = run.handled.first().map(|handled| handled.attempts + 1);
            expect("attempts", &handled.unwrap_or(1), &fault.attempts);
            return;
        }
        (Ok(_), wanted) => return expect("the end", &"success", &wanted),
        (Err(failure), Ends::Completes(_)) => {
            return expect("the end", &failure.to_string(), &"success");
        }
        (Err(failure), Ends::Fails(kind, words)) => {
            expect("the kind", &failure.kind(), &kind);
            if !failure.message().contains(words) {
                expect("the message", &failure.message(), &words);
            }
            failure
        }
    };
    shown.failure(&failure.error);
    shown.error(failure);
    expect("the workflow", &failure.workflow(), &"order");
    expect("the step", &failure.step(), &Some("pay"));
    expect("attempts", &failure.attempts(), &fault.attempts);
    expect(
        "may have been processed",
        &failure.may_have_been_processed(),
        &fault.processed,
    );
    let found = failure.steps.find.as_deref();
    expect("the first step's output", &found, &Some("all is well"));
    let left = failure.steps.pay.as_ref().and_then(StepOutputs::failed);
    let left = left.map(|attempt| attempt.receipt.as_deref());
    let wanted = match fault.left {
        Left::Nothing => None,
        Left::Empty => Some(None),
        Left::Receipt(receipt) => Some(Some(receipt)),
    };
    expect("what is left behind", &left, &wanted);
}
