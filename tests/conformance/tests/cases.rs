//! Runs every case below `cases/`: what must be refused is, what must warn does, and what runs sends just the requests of its
//! script and comes out as expected.

mod exchanges;
mod support;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use arazzo_codegen::Generator;
use serde_json::Value;
use support::{case::Case, script::Script, values::same};

#[test]
fn every_case_holds() {
    let cases = Case::all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"));
    Case::all_hold(&cases, judge);
}

fn judge(case: &Case) -> Vec<String> {
    let expected = case.expected();
    let refused = expected["outcome"] == "generation-error";
    let (has_errors, diagnostics) = check(case, refused);
    let mut faults = missing(expected, &diagnostics);
    if refused != has_errors {
        faults.push(if refused {
            "not refused".to_owned()
        } else {
            format!("refused: {}", Value::from(diagnostics))
        });
        return faults;
    }
    if let Some(expected) = case.expected_run() {
        faults.extend(run(case, expected));
    }
    faults
}

fn check(case: &Case, strict: bool) -> (bool, Vec<Value>) {
    let mut generator = Generator::new().strict(strict).document(case.document());
    for (url, path) in case.sources() {
        generator = match url {
            Some(url) => generator.source(url, path),
            None => generator.source_by_identity(path),
        };
    }
    let report = generator.check();
    let json: Value = serde_json::from_str(&report.json()).expect("a JSON report");
    (
        report.has_errors(),
        json["diagnostics"].as_array().cloned().unwrap_or_default(),
    )
}

/// Diagnostics that were expected and not given.
fn missing(expected: &Value, found: &[Value]) -> Vec<String> {
    let wanted = expected["diagnostics"].as_array().into_iter().flatten();
    wanted
        .filter(|wanted| !found.iter().any(|found| fits(wanted, found)))
        .map(|wanted| format!("no diagnostic as {wanted}"))
        .collect()
}

fn fits(wanted: &Value, found: &Value) -> bool {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = |value: &Value| {
        PathBuf::from(text(value))
            .file_name()
            .map(|name| name.to_owned())
    };
    let said = format!(
        "{} {} {} {}",
        found["code"], found["message"], found["help"], found["notes"]
    )
    .to_lowercase();
    let words = wanted["messageContains"].as_array().into_iter().flatten();
    found["severity"] == wanted["severity"]
        && name(&found["document"]) == name(&wanted["document"])
        && text(&found["pointer"]).starts_with(&text(&wanted["pointer"]))
        && found["line"].as_u64().is_some_and(|line| line > 0)
        && words
            .into_iter()
            .all(|word| said.contains(&text(word).to_lowercase()))
}

#[test]
fn what_people_see_of_a_run_holds_no_secret() {
    let cases = Case::all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"));
    let case = cases.iter().find(|case| case.id.starts_with("945-"));
    let case = case.expect("the case with secrets");
    let mut arguments = case.arguments();
    arguments.retain(|argument| argument != "--json");
    let (output, faults) = process(case, arguments);
    let seen = [output.stdout, output.stderr].concat();
    let seen = String::from_utf8_lossy(&seen);
    assert!(
        seen.contains("[redacted]") && seen.contains("failed:"),
        "{seen}"
    );
    assert!(!seen.contains("hunter2hunter2"), "{seen}");
    assert!(faults.is_empty(), "{faults:?}");
}

fn run(case: &Case, expected: &Value) -> Vec<String> {
    let (output, told) = process(case, case.arguments());
    let mut faults = outcome(expected, &output);
    faults.extend(told);
    faults
}

/// Runs the generated command line, and says what differed from the script.
fn process(case: &Case, arguments: Vec<String>) -> (Output, Vec<String>) {
    let script = Script::play(
        case.spec["exchange"]
            .as_array()
            .cloned()
            .unwrap_or_default(),
    );
    let proxy = format!("http://127.0.0.1:{}", script.port);
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    for name in [
        "no_proxy",
        "NO_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ] {
        command.env_remove(name);
    }
    let output = command
        .args(arguments)
        .env("http_proxy", &proxy)
        .env("HTTP_PROXY", &proxy)
        .output()
        .expect("a process");
    (output, script.faults())
}

fn outcome(expected: &Value, output: &Output) -> Vec<String> {
    let Ok(found) = serde_json::from_slice::<Value>(&output.stdout) else {
        return vec![format!(
            "no JSON: {}",
            String::from_utf8_lossy(&output.stderr)
        )];
    };
    if found["outcome"] != expected["outcome"] {
        return vec![format!(
            "outcome {}, failure {}",
            found["outcome"], found["failure"]
        )];
    }
    let mut faults = Vec::new();
    let succeeded = expected["outcome"] == "success";
    if output.status.code() != Some(i32::from(!succeeded)) {
        faults.push(format!("exit status {:?}", output.status.code()));
    }
    for key in ["termination", "endedBy", "outputs"] {
        if let Some(wanted) = expected.get(key)
            && !same(&found[key], wanted)
        {
            faults.push(format!("{key} {}, expected {wanted}", found[key]));
        }
    }
    if !succeeded {
        faults.extend(failure(&expected["failure"], &found["failure"], "failure"));
    }
    faults
}

fn failure(expected: &Value, found: &Value, path: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for key in ["workflow", "step", "kind", "statusCode", "attempts"] {
        if let Some(wanted) = expected.get(key)
            && !same(&found[key], wanted)
        {
            faults.push(format!("{path}.{key} {}, expected {wanted}", found[key]));
        }
    }
    if let Some(cause) = expected.get("cause") {
        faults.extend(failure(cause, &found["cause"], &format!("{path}.cause")));
    }
    faults
}
