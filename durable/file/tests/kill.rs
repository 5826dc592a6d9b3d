//! Kills the process of Sentry's workflow before and after each of its requests: nothing that was answered is asked for
//! again, and every run ends.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use arazzo_journal::{FileJournal, Header, Record};
use arazzo_runtime::{Decision, Journaled, Kind, What};
use arazzo_workflows::sentry::{Client, provision_project_key};
use sentry_stand_in::{Killer, When};
use serde_json::{Value, json};

const TOKEN: &str = "t0ken-of-acme";

fn inputs() -> Value {
    json!({
        "organizationIdOrSlug": "acme", "teamIdOrSlug": "core", "projectName": "demo", "platform": "rust", "keyName": "ci",
    })
}

/// Runs the workflow in a process of its own, once a line comes on its standard input; its status says how it went.
fn worker(url: &str, journal: &Path, again: bool) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "the_worker"]);
    command.env("SERVER", url).env("JOURNAL", journal);
    if again {
        command.env("AGAIN", "1");
    }
    command.stdin(Stdio::piped());
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    child.unwrap()
}

/// Lets a worker begin, and waits for its end.
fn ended(mut worker: Child) -> Option<i32> {
    let mut input = worker.stdin.take().unwrap();
    input.write_all(b"\n").unwrap();
    worker.wait().unwrap().code()
}

/// The run was stopped before a request in flight.
const IN_FLIGHT: i32 = 7;

#[tokio::test]
#[ignore = "run by `a_run_of_sentry_survives_its_process`"]
async fn the_worker() {
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let path = PathBuf::from(std::env::var_os("JOURNAL").unwrap());
    let header = Header::new("run-1".into(), "provision-project-key").inputs(inputs());
    let journal = FileJournal::open_or_create(&path, header).unwrap();
    let inputs = serde_json::from_value(journal.header().inputs.clone()).unwrap();
    let url = std::env::var("SERVER").unwrap();
    let client = Client::builder().base_url(url).bearer_auth(TOKEN);
    let client = client.build().unwrap();
    let again = std::env::var_os("AGAIN").is_some();
    let journaled = Journaled::new(client.transport(), journal);
    let durable = client.over(journaled.in_flight(move |_| match again {
        true => Decision::SendAgain,
        false => Decision::Stop,
    }));
    match provision_project_key(&durable, inputs).await {
        Ok(run) => assert_eq!(run.outputs.key_id.len(), 32),
        Err(failure) => {
            assert_eq!(failure.kind(), Kind::Journal, "{failure}");
            assert!(failure.may_have_been_processed());
            std::process::exit(IN_FLIGHT);
        }
    }
}

#[test]
fn a_run_of_sentry_survives_its_process() {
    let killer = Killer::start(TOKEN).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(std::process::id().to_string());
    std::fs::create_dir_all(&folder).unwrap();
    let points = (1..=4).flat_map(|at| [(at, When::Before), (at, When::After)]);
    let (mut tried, mut survived, mut repeated) = (0, 0, 0);
    for (at, when) in points {
        let journal = folder.join(format!("{at}-{when:?}"));
        let first = worker(&killer.url(), &journal, false);
        killer.arm(at, when, first.id());
        tried += 1;
        assert_eq!(ended(first), None, "{at} {when:?}");
        let status = ended(worker(&killer.url(), &journal, false));
        // The first and the third are POSTs, and were not answered.
        let in_flight = at % 2 == 1;
        let expected = if in_flight { IN_FLIGHT } else { 0 };
        assert_eq!(status, Some(expected), "{at} {when:?}");
        if in_flight {
            assert_eq!(killer.seen().len(), at);
            let (_, records) = FileJournal::read(&journal).unwrap();
            let last = records.last().unwrap();
            assert!(
                matches!(last, Record::Kept { entry, .. } if matches!(entry.what, What::Sending(_)))
            );
            let status = ended(worker(&killer.url(), &journal, true));
            assert_eq!(status, Some(0), "{at} {when:?}");
        }
        assert_eq!(killer.seen().len(), 5, "{:?}", killer.seen());
        survived += 1;
        repeated += killer.repeated();
    }
    println!("file: {tried} points tried, {survived} survived, {repeated} answered calls repeated");
    assert_eq!((tried, survived, repeated), (8, 8, 0));
}
