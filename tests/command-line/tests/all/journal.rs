//! Runs with a journal: killed wherever they are, they go on, and nothing that was answered is asked for again.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::Value;

use crate::support::{Done, finish, program, read_request};

/// When the program is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// The server has got a request, and done nothing.
    Before,
    /// The server has done what was asked for, and not answered.
    After,
    /// The server has answered, and the program waits before its next request.
    InDelay,
}

/// A shop that kills the program which sends it a certain request.
struct Shop {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Which request it is to be, from 1, and when.
    kill: Option<(usize, When)>,
    process: Option<u32>,
    file: PathBuf,
    /// What was asked for.
    seen: Vec<String>,
    /// How often something was done that changes the shop.
    done: BTreeMap<String, u32>,
    /// How often the answer went out.
    answered: BTreeMap<String, u32>,
}

impl Shop {
    fn open(kill: Option<(usize, When)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State {
            kill,
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let request = read_request(&stream);
                if let Some(answer) = shared.lock().expect("no panic").answer(&request.line) {
                    stream.write_all(answer.as_bytes()).ok();
                }
                let (killed, late) = {
                    let state = shared.lock().expect("no panic");
                    (state.due(When::InDelay), state.process)
                };
                if let (true, Some(process)) = (killed, late) {
                    let file = shared.lock().expect("no panic").file.clone();
                    while !fs::read_to_string(&file)
                        .unwrap_or_default()
                        .contains("charge#1.1 delay")
                    {
                        thread::sleep(Duration::from_millis(5));
                    }
                    end(process);
                    shared.lock().expect("no panic").kill = None;
                }
            }
        });
        Self { url, state }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }
}

impl State {
    fn due(&self, when: When) -> bool {
        self.kill == Some((self.seen.len(), when))
    }

    /// The answer, unless the program is killed.
    fn answer(&mut self, line: &str) -> Option<String> {
        let what = line.trim_end_matches(" HTTP/1.1").replace("/v1", "");
        self.seen.push(what.clone());
        if self.due(When::Before) {
            self.end();
            return None;
        }
        let times = self.done.entry(what.clone()).or_default();
        *times += 1;
        let (status, body) = match (what.as_str(), *times) {
            ("POST /login", _) => (200, r#"{"token": "t0ken"}"#),
            ("POST /orders", _) => (201, r#"{"id": "o7", "state": "pending"}"#),
            ("GET /orders/o7", 1) => (200, r#"{"id": "o7", "state": "pending"}"#),
            ("GET /orders/o7", _) => (200, r#"{"id": "o7", "state": "ready", "lines": []}"#),
            ("POST /payments", 1) => (503, "{}"),
            _ => (200, r#"{"receipt": "r1"}"#),
        };
        if self.due(When::After) {
            self.end();
            return None;
        }
        *self.answered.entry(what).or_default() += 1;
        let length = body.len();
        Some(format!(
            "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nretry-after: 1\r\nconnection: close\r\n\r\n{body}"
        ))
    }

    fn end(&mut self) {
        self.kill = None;
        end(self.process.expect("a process"));
    }
}

fn end(process: u32) {
    let killed = Command::new("kill")
        .args(["-9", &process.to_string()])
        .status();
    assert!(killed.expect("a process").success());
}

fn file(name: &str) -> PathBuf {
    let name = format!("arazzo-{name}-{}.journal", std::process::id());
    let path = std::env::temp_dir().join(name);
    fs::remove_file(&path).ok();
    path
}

fn order(shop: &Shop, file: &std::path::Path) -> Command {
    let mut command = program();
    command
        .args(["place-order", "--server", &shop.url, "--json"])
        .args([
            "--credential",
            "BearerAuth=s3cret-s3cret",
            "--poll-interval",
            "0.01",
        ])
        .args([
            "--prerequisite-inputs",
            r#"signIn={"user":"ann","password":"hunter2hunter2"}"#,
        ])
        .args(["--article", "tea", "--count", "2", "--price", "1.50"])
        .arg("--journal")
        .arg(file);
    command
}

fn resume(shop: &Shop, file: &std::path::Path, more: &[&str]) -> Done {
    let mut command = program();
    command
        .arg("resume")
        .arg(file)
        .args(["--server", &shop.url, "--json"]);
    command.args([
        "--credential",
        "BearerAuth=s3cret-s3cret",
        "--poll-interval",
        "0.01",
    ]);
    finish(command.args(more))
}

fn report(done: &Done) -> Value {
    serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}{}", done.stdout, done.stderr))
}

/// Runs until it is killed; whether it was.
fn run_until_killed(shop: &Shop, file: &std::path::Path) -> bool {
    let mut command = order(shop, file);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut state = shop.state();
    let mut child = command.spawn().expect("a process");
    state.process = Some(child.id());
    state.file = file.to_owned();
    drop(state);
    child.wait().expect("an end").code().is_none()
}

#[test]
fn a_run_that_is_killed_anywhere_goes_on_and_repeats_nothing() {
    let whole = {
        let (shop, file) = (Shop::open(None), file("whole"));
        let done = finish(&mut order(&shop, &file));
        assert_eq!(done.status, 0, "{}", done.stderr);
        let again = finish(&mut order(&shop, &file));
        assert_eq!(report(&again)["outputs"], report(&done)["outputs"]);
        fs::remove_file(&file).ok();
        let seen = shop.state().seen.clone();
        assert_eq!(seen.len(), 6, "{seen:?}");
        (seen, report(&done)["outputs"].clone())
    };
    let points = (1..=whole.0.len()).flat_map(|it| [(it, When::Before), (it, When::After)]);
    // The fifth is answered with 503, and tried again after a delay.
    let points: Vec<_> = points.chain([(5, When::InDelay)]).collect();
    let (mut survived, mut repeated) = (0, 0);
    for (at, when) in points.iter().copied() {
        let (shop, file) = (Shop::open(Some((at, when))), file("killed"));
        assert!(run_until_killed(&shop, &file), "{at} {when:?}");
        let answered = shop.state().answered.clone();
        let mut done = finish(&mut order(&shop, &file));
        let in_flight = when != When::InDelay && whole.0[at - 1].starts_with("POST");
        if in_flight {
            let report = report(&done);
            let mut failure = &report["failure"];
            while failure["cause"].is_object() {
                failure = &failure["cause"];
            }
            let kind = failure["kind"].as_str();
            assert_eq!((done.status, kind), (1, Some("journal")));
            let message = failure["message"].as_str().expect("a message");
            assert!(message.contains("may have been processed"), "{message}");
            assert_eq!(shop.state().seen.len(), at);
            let show = finish(program().arg("show").arg(&file));
            assert!(
                show.stdout.contains("may have been processed"),
                "{}",
                show.stdout
            );
            done = resume(&shop, &file, &["--again"]);
        }
        assert_eq!(
            done.status, 0,
            "{at} {when:?}: {}{}",
            done.stdout, done.stderr
        );
        assert_eq!(report(&done)["outputs"], whole.1);
        let state = shop.state();
        // Each request that was answered before the kill is not made again, unless the workflow makes it several times.
        for (what, before) in &answered {
            let times = whole.0.iter().filter(|it| *it == what).count();
            let after = usize::try_from(state.answered[what]).unwrap();
            let allowed = times.max(usize::try_from(*before).unwrap());
            repeated += after.saturating_sub(allowed);
        }
        survived += 1;
        fs::remove_file(&file).ok();
    }
    println!(
        "file: {} points tried, {survived} survived, {repeated} answered calls repeated",
        points.len()
    );
    assert_eq!((survived, repeated), (points.len(), 0));
}

#[test]
fn a_journal_is_shown_and_knows_neither_credentials_nor_other_runs() {
    let (shop, file) = (Shop::open(None), file("shown"));
    let done = finish(&mut order(&shop, &file));
    assert_eq!(done.status, 0, "{}", done.stderr);
    let text = fs::read_to_string(&file).expect("a journal");
    assert!(!text.contains("s3cret-s3cret"), "{text}");
    let show = finish(program().arg("show").arg(&file)).stdout;
    for part in [
        "workflow placeOrder, run ",
        "signIn/login#1.1",
        "placeOrder/settle#1.1/pay/charge#1.2",
        "503 to POST",
        "delay until",
        "It was completed.",
    ] {
        assert!(show.contains(part), "{part}: {show}");
    }
    assert!(
        !show.contains("hunter2") && !show.contains("s3cret"),
        "{show}"
    );
    let json = finish(program().arg("show").arg(&file).arg("--json")).stdout;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["state"], "success");
    // A run that ended is not run again.
    let again = resume(&shop, &file, &["--again"]);
    assert_eq!((again.status, shop.state().seen.len()), (0, 6));
    let other = finish(order(&shop, &file).args(["--article", "coffee"]));
    assert!(
        other
            .stderr
            .contains("workflow `placeOrder` had other inputs"),
        "{}",
        other.stderr
    );
    // Another server is another run.
    let elsewhere = Shop::open(None);
    let done = resume(&elsewhere, &file, &[]);
    assert!(
        done.stdout.contains("the journal is of another run"),
        "{}",
        done.stdout
    );
    fs::remove_file(&file).ok();
    let missing = resume(&shop, &file, &[]);
    assert!(missing.status == 2 && missing.stderr.contains("cannot open the journal"));
}
