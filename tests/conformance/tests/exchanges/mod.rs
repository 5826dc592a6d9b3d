//! Every case again: recorded and replayed without a server, shown before it is sent, and searched for secrets.

mod har;
mod hunt;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Mutex,
};

use crate::support::{case::Case, script::Script};
use serde_json::Value;

/// Nothing listens there.
const NOWHERE: &str = "http://127.0.0.1:9";

fn cases() -> Vec<Case> {
    let cases = Case::all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"));
    let run = cases
        .into_iter()
        .filter(|case| case.expected_run().is_some());
    run.collect()
}

fn case(number: &str) -> Case {
    let mut cases = cases().into_iter();
    let case = cases.find(|case| case.id.starts_with(number));
    case.unwrap_or_else(|| panic!("there is no case {number}"))
}

/// Judges all cases that run.
fn all_hold(judge: impl Fn(&Case) -> Vec<String> + Sync) {
    Case::all_hold(&cases(), judge);
}

fn program(proxy: &str, arguments: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    for name in ["no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"] {
        command.env(name, proxy);
    }
    command.args(arguments).output().expect("a process")
}

/// The case's arguments and others.
fn with(case: &Case, more: &[&str]) -> Vec<String> {
    let mut arguments = case.arguments();
    arguments.extend(more.iter().map(|&it| it.to_owned()));
    arguments
}

/// The arguments that show what a case would send, which is no JSON.
fn previewing(case: &Case, more: &[&str]) -> Vec<String> {
    let mut arguments = with(case, more);
    arguments.retain(|argument| argument != "--json");
    arguments
}

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exchanges");
    fs::create_dir_all(&folder).expect("a folder");
    folder.join(name)
}

/// Runs a case against its server and records it.
fn recorded(case: &Case, more: &[&str], name: &str) -> (Output, String) {
    let path = file(name);
    fs::remove_file(&path).ok();
    let exchange = case.spec["exchange"].as_array().cloned();
    let script = Script::play(exchange.unwrap_or_default());
    let proxy = format!("http://127.0.0.1:{}", script.port);
    let mut arguments = with(case, more);
    arguments.extend(["--trace".to_owned(), path.display().to_string()]);
    let output = program(&proxy, &arguments);
    let faults = script.faults();
    assert!(faults.is_empty(), "{}: {faults:?}", case.id);
    (output, fs::read_to_string(path).expect("a trace"))
}

/// What a run printed, without the time that it really took: `seconds` of steps, and durations in messages
/// (`59.99998s`).
fn untimed(bytes: &[u8]) -> Value {
    untimed_value(serde_json::from_slice(bytes).unwrap_or_else(|_| text(bytes).into()))
}

fn untimed_value(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(name, _)| name != "seconds");
            members
                .map(|(name, value)| (name, untimed_value(value)))
                .collect()
        }
        Value::Array(items) => items.into_iter().map(untimed_value).collect(),
        Value::String(text) => {
            let words = text.split(' ').map(|word| {
                let number = word.trim_end_matches(';').strip_suffix('s');
                let seconds = number.and_then(|number| number.parse::<f64>().ok());
                seconds.map_or_else(|| word.to_owned(), |seconds| format!("{seconds:.0}s"))
            });
            words.collect::<Vec<_>>().join(" ").into()
        }
        other => other,
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_recorded_run_is_the_same_again_without_a_server() {
    all_hold(|case| {
        let name = format!("{}.har", case.id);
        let (before, trace) = recorded(case, &[], &name);
        let mut faults = har::faults(&trace);
        let path = file(&name).display().to_string();
        let again = program(NOWHERE, &with(case, &["--replay", &path]));
        let (then, now) = (untimed(&before.stdout), untimed(&again.stdout));
        if (before.status, &then) != (again.status, &now) {
            let told = text(&again.stderr);
            faults.push(format!("{then} is now {now} {told}"));
        }
        faults
    });
}

/// The replay of a case with a changed recording of its first exchange.
fn changed(number: &str, change: impl FnOnce(&mut Value)) -> (Option<i32>, String) {
    let case = case(number);
    let name = format!("changed-{number}.har");
    let (_, trace) = recorded(&case, &[], &name);
    let mut trace: Value = serde_json::from_str(&trace).expect("a trace");
    change(&mut trace["log"]["entries"][0]);
    fs::write(file(&name), trace.to_string()).expect("a file");
    let path = file(&name).display().to_string();
    let output = program(NOWHERE, &with(&case, &["--replay", &path]));
    (output.status.code(), text(&output.stderr))
}

#[test]
fn a_replay_with_other_inputs_fails_and_says_where() {
    let case = case("347-");
    recorded(&case, &[], "inputs.har");
    let path = file("inputs.har").display().to_string();
    let mut arguments = with(&case, &["--replay", &path]);
    let inputs = arguments
        .iter_mut()
        .find(|it| it.starts_with('{'))
        .expect("inputs");
    let mut changed: Value = serde_json::from_str(inputs).expect("inputs");
    let first = changed
        .as_object_mut()
        .and_then(|it| it.values_mut().next())
        .expect("an input");
    *first = Value::String("changed".to_owned());
    *inputs = changed.to_string();
    let output = program(NOWHERE, &arguments);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("error: the run is not as it was recorded: exchange 1 (step `"),
        "{told}"
    );
    assert!(told.contains("now `\"changed\"`"), "{told}");
}

#[test]
fn what_is_left_of_a_recording_is_told() {
    let (status, told) = changed("134-", |_| {});
    assert_eq!(
        (status, told.contains("not as it was recorded")),
        (Some(0), false),
        "{told}"
    );
    let case = case("134-");
    let (_, trace) = recorded(&case, &[], "longer.har");
    let mut trace: Value = serde_json::from_str(&trace).expect("a trace");
    let entries = trace["log"]["entries"].as_array_mut().expect("entries");
    entries.push(entries[0].clone());
    fs::write(file("longer.har"), trace.to_string()).expect("a file");
    let path = file("longer.har").display().to_string();
    let output = program(NOWHERE, &with(&case, &["--replay", &path]));
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("one recorded exchange was not asked for: exchange "),
        "{told}"
    );
}

#[test]
fn a_recording_that_was_changed_is_told_by_its_place() {
    let (status, told) = changed("134-", |entry| entry["request"]["method"] = "PUT".into());
    assert_eq!(status, Some(1), "{told}");
    assert!(
        told.contains("differs in the method: recorded `PUT`, now `"),
        "{told}"
    );
}

/// The first request that a preview shows: method and URL, and the body if it is text.
fn first_request(preview: &str) -> Option<(String, String)> {
    let (_, rest) = preview.split_once("### ")?;
    let block = rest
        .split("\n### ")
        .find(|block| block.contains(" HTTP/1.1\n"))?;
    let lines = block.lines().position(|line| line.ends_with(" HTTP/1.1"))?;
    let request = block.lines().nth(lines)?.trim_end_matches(" HTTP/1.1");
    let body = block.split_once("\n\n").map_or("", |(_, body)| body);
    Some((request.to_owned(), body.trim_end().to_owned()))
}

#[test]
fn the_first_request_of_a_preview_is_what_is_sent_first() {
    let compared = Mutex::new(0);
    all_hold(|case| {
        let (_, trace) = recorded(case, &[], &format!("preview-{}.har", case.id));
        let trace: Value = serde_json::from_str(&trace).expect("a trace");
        let mut sent = trace["log"]["entries"].as_array().into_iter().flatten();
        let sent = sent.find(|entry| entry.get("_token").is_none());
        let preview = program(NOWHERE, &previewing(case, &["--dry-run"]));
        let shown = text(&preview.stdout);
        let Some(sent) = sent else { return Vec::new() };
        let Some((request, body)) = first_request(&shown) else {
            return vec![format!("no request in {shown} {}", text(&preview.stderr))];
        };
        let is_known = !shown.contains("<$") && !shown.contains("# the payload before");
        if !is_known {
            return Vec::new();
        }
        *compared.lock().expect("no panic") += 1;
        let part = |name: &str| {
            sent["request"][name]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let wanted = format!("{} {}", part("method"), part("url"));
        let mut faults = Vec::new();
        if request != wanted {
            faults.push(format!("shows {request}, sent was {wanted}"));
        }
        let data = &sent["request"]["postData"];
        let content = data["text"].as_str().unwrap_or_default().trim_end();
        let is_fixed = data.get("_encoding").is_none()
            && !data["mimeType"]
                .as_str()
                .unwrap_or_default()
                .starts_with("multipart");
        let json = |text: &str| serde_json::from_str::<Value>(text).ok();
        let is_same = body == content || json(&body).is_some_and(|it| json(content) == Some(it));
        if is_fixed && !is_same {
            faults.push(format!("shows {body}, sent was {content}"));
        }
        faults
    });
    let compared = *compared.lock().expect("no panic");
    assert!(compared > 150, "{compared} requests were compared");
}

#[test]
fn what_only_a_run_can_tell_is_an_expression() {
    let preview = |number: &str, more: &[&str]| {
        let output = program(NOWHERE, &previewing(&case(number), more));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let shown = preview("924-", &["--dry-run"]);
    assert!(shown.contains("<$"), "{shown}");
    let shown = preview("924-", &["--dry-run", "--curl"]);
    assert!(
        shown.contains("curl \\\n") && shown.contains("<$"),
        "{shown}"
    );
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_leaves_its_trace() {
    use std::{io::Read, net::TcpListener, process::Stdio};

    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let proxy = format!("http://{}", listener.local_addr().expect("an address"));
    let path = file("interrupted.har");
    let arguments = with(&case("134-"), &["--trace", &path.display().to_string()]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.env_remove("no_proxy").env_remove("NO_PROXY");
    command.env("http_proxy", &proxy).env("HTTP_PROXY", &proxy);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = command.args(arguments).spawn().expect("a process");
    // The request has come, and nobody answers.
    let (mut connection, _) = listener.accept().expect("a connection");
    connection.read_exact(&mut [0; 4]).expect("a request");
    let interrupt = ["-INT".to_owned(), program.id().to_string()];
    let sent = Command::new("kill").args(interrupt).status();
    assert!(sent.expect("a process").success());
    let output = program.wait_with_output().expect("an end");
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.ends_with("error: interrupted\n"), "{told}");
    let trace = fs::read_to_string(path).expect("a trace");
    let trace: Value = serde_json::from_str(&trace).expect("JSON");
    let entry = &trace["log"]["entries"][0];
    assert_eq!(
        (&entry["_step"], &entry["_failure"]),
        (&"a".into(), &"given-up".into())
    );
}
