//! Journals in files: what a torn file, a second process, a full disk and other inputs lead to.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use arazzo_journal::{FileJournal, Header, Outcome, Record};
use arazzo_runtime::testing::{Reply, Script, Target};
use arazzo_runtime::{
    Api, Client, Entry, Journal, Journaled, Kind, Method, Server, StepError, What,
};
use serde_json::json;

static SERVERS: [Server; 1] = [Server::new("https://mock.test")];
static API: Api = Api::new("api", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];

fn header() -> Header {
    let header = Header::new("run-1".into(), "w").inputs(json!({"item": "t\u{e9}a"}));
    header.before("first", json!({"a": [1.50, null]}))
}

/// A file of its own for a test, which is not there yet.
fn path(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(std::process::id().to_string());
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::remove_file(&path).ok();
    path
}

fn entry(at: u64) -> Entry {
    let text = json!({"at": at, "what": {"answered": {
        "request": "GET https://h.test/", "status": 200, "headers": [["a", {"text": "b"}]],
        "body": {"text": "line\nline \u{1F600}"},
    }}});
    serde_json::from_value(text).unwrap()
}

async fn keep(journal: &FileJournal, key: &str, at: u64) -> Entry {
    let kept = journal.keep(key, Box::pin(async { Ok(entry(at)) }));
    kept.await.unwrap()
}

#[tokio::test]
async fn what_is_kept_is_there_for_the_next_process() {
    let path = path("kept");
    let journal = FileJournal::open_or_create(&path, header()).unwrap();
    keep(&journal, "a", 1).await;
    keep(&journal, "b", 2).await;
    // The second time nothing happens.
    assert_eq!(keep(&journal, "a", 3).await, entry(1));
    drop(journal);
    let journal = FileJournal::open(&path).unwrap();
    assert_eq!(*journal.header(), header());
    assert_eq!(keep(&journal, "b", 3).await, entry(2));
    assert_eq!(keep(&journal, "c", 4).await, entry(4));
    journal.end(Outcome::Failure).unwrap();
    journal.again().unwrap();
    assert_eq!(
        (journal.outcome(), keep(&journal, "c", 5).await),
        (None, entry(5))
    );
    journal.end(Outcome::Success).unwrap();
    // A run that succeeded makes nothing again.
    journal.again().unwrap();
    let (_, records) = FileJournal::read(&path).unwrap();
    assert_eq!(records.len(), 7);
    let last = records.last().unwrap();
    assert!(
        matches!(
            last,
            Record::Ended {
                outcome: Outcome::Success,
                ..
            }
        ),
        "{last:?}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_file_that_is_torn_at_any_byte_goes_on_with_its_whole_lines() {
    let path = path("torn");
    let journal = FileJournal::open_or_create(&path, header()).unwrap();
    keep(&journal, "a", 1).await;
    keep(&journal, "b", 2).await;
    drop(journal);
    let whole = std::fs::read(&path).unwrap();
    for length in 0..=whole.len() {
        for tail in [&b""[..], &[0; 9]] {
            let torn = [&whole[..length], tail].concat();
            std::fs::write(&path, &torn).unwrap();
            let lines = whole[..length]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            let journal = FileJournal::open_or_create(&path, header()).unwrap();
            let known = ["a", "b"].iter().take(lines.saturating_sub(1)).count();
            for (index, key) in ["a", "b"].into_iter().enumerate() {
                let fresh = u64::try_from(index).unwrap() + 10;
                let expected = if index < known { fresh - 9 } else { fresh };
                assert_eq!(keep(&journal, key, fresh).await.at, expected, "{length}");
            }
            drop(journal);
            let (_, records) = FileJournal::read(&path).unwrap();
            assert_eq!(records.len(), 2, "{length}");
        }
    }
}

#[tokio::test]
async fn what_is_no_journal_is_left_as_it_is() {
    let path = path("other");
    let journal = FileJournal::open_or_create(&path, header()).unwrap();
    keep(&journal, "a", 1).await;
    drop(journal);
    let text = std::fs::read_to_string(&path).unwrap();
    let middle = text.replacen("\"key\":\"a\"", "\"key\":\"a", 1)
        + &text.lines().last().unwrap().replace('a', "b")
        + "\n";
    for (text, line) in [
        ("notes", 1),
        ("notes\nmore\n", 1),
        ("{}\n", 1),
        (middle.as_str(), 2),
    ] {
        std::fs::write(&path, text).unwrap();
        let error = FileJournal::open_or_create(&path, header())
            .unwrap_err()
            .to_string();
        let told = format!(
            "`{}` is no journal, or damaged: see line {line}",
            path.display()
        );
        assert_eq!(error, told);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[tokio::test]
async fn a_journal_of_other_inputs_is_refused() {
    let path = path("inputs");
    drop(FileJournal::open_or_create(&path, header()).unwrap());
    for (header, told) in [
        (
            header().inputs(json!({"item": "coffee"})),
            "workflow `w` had other inputs",
        ),
        (
            header().before("first", json!(1)),
            "the workflows before it had other inputs",
        ),
        (
            Header::new("run-1".into(), "v"),
            "it is of workflow `w`, and this one is of `v`",
        ),
    ] {
        let error = FileJournal::open_or_create(&path, header)
            .unwrap_err()
            .to_string();
        assert!(
            error.ends_with(told) && !error.contains("coffee"),
            "{error}"
        );
    }
    // The order of members and the form of numbers say nothing.
    let same = Header::new("run-2".into(), "w").inputs(json!({"item": "t\u{e9}a"}));
    let same = same.before("first", json!({"a": [1.5, null]}));
    let journal = FileJournal::open_or_create(&path, same).unwrap();
    assert_eq!(journal.run().as_str(), "run-1");
    let missing = FileJournal::open(&path.with_extension("missing")).unwrap_err();
    assert!(
        missing.to_string().starts_with("cannot open the journal"),
        "{missing}"
    );
}

#[tokio::test]
async fn a_second_process_is_refused() {
    let path = path("two");
    let journal = FileJournal::open_or_create(&path, header()).unwrap();
    let program = std::env::current_exe().unwrap();
    let second = || {
        let output = Command::new(&program)
            .args(["--ignored", "--exact", "--nocapture", "the_second_process"])
            .env("JOURNAL", &path)
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let told = format!("told: another process has the journal `{}`", path.display());
    assert!(second().contains(&told));
    drop(journal);
    assert!(second().contains("told: nothing"));
}

#[test]
#[ignore = "run by `a_second_process_is_refused`"]
fn the_second_process() {
    let path = PathBuf::from(std::env::var_os("JOURNAL").unwrap());
    match FileJournal::open(&path) {
        Ok(_) => println!("told: nothing"),
        Err(error) => println!("told: {error}"),
    }
}

/// A small file system of its own, where that is allowed.
struct Tmpfs(PathBuf);

impl Tmpfs {
    fn mount(path: PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&path).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=16k", "tmpfs"])
            .arg(&path)
            .output();
        let mounted = mount.is_ok_and(|output| output.status.success());
        mounted.then_some(Self(path))
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        Command::new("umount").arg(&self.0).status().ok();
    }
}

async fn send(client: &Client<impl arazzo_runtime::Transport>) -> Result<usize, StepError> {
    let call = client.call("w");
    for sent in 0..100 {
        let mut step = call.step("s");
        let request = step.request(Method::POST, &API, "/x")?;
        step.send(request).await?;
        if sent == 99 {
            return Ok(sent);
        }
    }
    Ok(0)
}

#[tokio::test]
async fn on_a_full_disk_the_run_stops_and_goes_on_when_there_is_room() {
    let Some(disk) = Tmpfs::mount(path("disk")) else {
        println!("left out: nothing can be mounted here");
        return;
    };
    let file = disk.0.join("run.journal");
    let transport = Script::new();
    transport
        .on(Target::any())
        .always(|_| Ok(Reply::new(200).body("x".repeat(900))));
    let client = Client::builder(&APIS)
        .transport(transport.clone())
        .build()
        .unwrap();
    let journal = FileJournal::open_or_create(&file, header()).unwrap();
    let durable = client.over(Journaled::new(client.transport(), journal));
    let error = send(&durable).await.unwrap_err();
    let told = format!(
        "cannot write the journal `{}`: No space left on device",
        file.display()
    );
    assert!(error.message().starts_with(&told), "{error}");
    assert_eq!(error.kind(), Kind::Journal);
    let sent = transport.sent().len();
    assert!((1..90).contains(&sent), "{sent}");
    // Nothing is sent after it, whatever the workflow does.
    assert!(send(&durable).await.is_err());
    assert_eq!(transport.sent().len(), sent);
    drop(durable);
    let grown = Command::new("mount")
        .args(["-o", "remount,size=1m"])
        .arg(&disk.0)
        .status();
    assert!(grown.unwrap().success());
    let (_, records) = FileJournal::read(&file).unwrap();
    let answered = |it: &&Record| matches!(it, Record::Kept { entry, .. } if matches!(entry.what, What::Answered { .. }));
    let answered = records.iter().filter(answered).count();
    assert!(
        answered == sent || answered + 1 == sent,
        "{answered} of {sent}"
    );
    let journal = FileJournal::open(&file).unwrap();
    let journaled = Journaled::new(client.transport(), journal);
    let durable = client.over(journaled.in_flight(|_| arazzo_runtime::Decision::SendAgain));
    assert_eq!(send(&durable).await.unwrap(), 99);
    assert_eq!(transport.sent().len(), 100 + sent - answered);
}
