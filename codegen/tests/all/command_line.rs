//! The contract of the command line, from outside: exit status, and what goes to which stream.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::{
    fix::{PETS, SLOPPY},
    support::{root, scratch},
};

/// A folder of its own for each test.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    scratch(&format!("command-line/{name}"), files)
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_arazzo-codegen"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

const BROKEN: &str = "arazzo: 1.0.1\ninfo: {title: t\n";

#[test]
fn a_broken_document_is_refused_with_its_place() {
    let folder = folder("broken", &[("flows/a.arazzo.yaml", BROKEN)]);
    let (status, stdout, stderr) = run(&folder, &["flows/a.arazzo.yaml"]);
    assert_eq!((status, stdout.as_str()), (Some(1), ""));
    assert!(
        stderr.contains("error[syntax-error]: `flows/a.arazzo.yaml` cannot be parsed"),
        "{stderr}"
    );
    assert!(stderr.contains("--> flows/a.arazzo.yaml:3:1"), "{stderr}");
    assert!(
        stderr.ends_with("1 error in flows/a.arazzo.yaml\n"),
        "{stderr}"
    );
}

#[test]
fn reports_for_programs_go_to_stdout() {
    let folder = folder("json", &[("a.arazzo.yaml", BROKEN)]);
    let (status, stdout, stderr) = run(&folder, &["check", "--format", "json", "a.arazzo.yaml"]);
    assert_eq!((status, stderr.as_str()), (Some(1), ""));
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let found = &report["diagnostics"][0];
    assert_eq!(found["code"], "syntax-error");
    assert_eq!(found["document"], "a.arazzo.yaml");
    assert_eq!(found["line"], 3);
    let (_, stdout, _) = run(&folder, &["check", "--format=sarif", "a.arazzo.yaml"]);
    let log: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
}

#[test]
fn a_missing_document_is_refused_by_name() {
    let folder = folder("missing", &[("x", "")]);
    let (status, _, stderr) = run(&folder, &["check", "none.yaml"]);
    assert_eq!(status, Some(1));
    assert!(
        stderr.contains("cannot read `none.yaml`: no such file"),
        "{stderr}"
    );
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    let folder = folder("usage", &[("x", "")]);
    for arguments in [
        &[][..],
        &["--nope"],
        &["check"],
        &["explain", "no-such-code"],
    ] {
        let (status, stdout, stderr) = run(&folder, arguments);
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(stderr.starts_with("error: "), "{stderr}");
    }
}

#[test]
fn help_is_on_stdout() {
    let folder = folder("help", &[("x", "")]);
    for arguments in [
        &["--help"][..],
        &["check", "-h"],
        &["help", "crate"],
        &["explain", "--help"],
    ] {
        let (status, stdout, _) = run(&folder, arguments);
        assert_eq!(status, Some(0));
        assert!(
            stdout.contains("Usage:") && stdout.contains("Example"),
            "{stdout}"
        );
    }
}

/// A document given twice has each of its mistakes once.
#[test]
fn nothing_is_told_twice_of_a_document_given_twice() {
    let files = [
        ("flow.yaml", SLOPPY),
        ("pets.openapi.yaml", PETS),
        ("Cargo.toml", ""),
    ];
    let folder = folder("twice", &files);
    for format in ["human", "json", "sarif"] {
        let check = |documents: &[&str]| {
            let flags = ["check", "--explain-types", "--format", format];
            run(&folder, &[&flags, documents].concat())
        };
        let once = check(&["flow.yaml"]);
        assert!(once.1.len() + once.2.len() > 500, "{once:?}");
        assert_eq!(check(&["flow.yaml", "./flow.yaml"]), once);
    }
}

/// An API with one operation, and a workflow that calls it.
pub(crate) const API: &str = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\nservers: [{url: 'http://h'}]\npaths: {/a: {get: {operationId: a, responses: {'200': {description: d}}}}}\n";
pub(crate) const FLOW: &str = "arazzo: 1.0.1\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: api.yaml, type: openapi}]\nworkflows: [{workflowId: w, steps: [{stepId: s, operationId: a}]}]\n";

#[test]
fn a_crate_gets_our_runtime_or_is_not_written() {
    let folder = folder("crate-runtime", &[("api.yaml", API), ("w.yaml", FLOW)]);
    let (status, _, stderr) = run(&folder, &["crate", "w.yaml", "--output", "out"]);
    assert_eq!(status, Some(0), "{stderr}");
    assert!(stderr.contains("wrote out/src/lib.rs\n"), "{stderr}");
    let manifest = fs::read_to_string(folder.join("out/Cargo.toml")).unwrap();
    let line = manifest
        .lines()
        .find(|line| line.starts_with("arazzo_runtime"))
        .unwrap();
    assert!(line.contains("path = \"../"), "{line}");
    assert!(!line.contains("version"), "{line}");
    let (status, _, stderr) = run(
        &folder,
        &["crate", "w.yaml", "-o", "new", "--runtime", "out"],
    );
    assert_eq!(status, Some(2), "{stderr}");
    assert!(
        stderr.contains("`out` is not the folder of the runtime"),
        "{stderr}"
    );
    assert!(!folder.join("new").exists());
    let url = "https://example.com/r#abc";
    let (status, _, stderr) = run(
        &folder,
        &["crate", "w.yaml", "-o", "git", "--runtime-git", url],
    );
    assert_eq!(status, Some(0), "{stderr}");
    let manifest = fs::read_to_string(folder.join("git/Cargo.toml")).unwrap();
    assert!(
        manifest.contains("git = \"https://example.com/r\", rev = \"abc\""),
        "{manifest}"
    );
}

#[test]
fn an_edited_file_of_a_crate_is_refused_by_name() {
    let folder = folder("crate-edited", &[("api.yaml", API), ("w.yaml", FLOW)]);
    let again = || run(&folder, &["crate", "w.yaml", "--output", "out"]);
    again();
    let main = folder.join("out/src/main.rs");
    let edited = fs::read_to_string(&main).unwrap() + "// mine\n";
    fs::write(&main, &edited).unwrap();
    let (status, _, stderr) = again();
    assert_eq!(status, Some(1), "{stderr}");
    assert!(
        stderr.contains("out/src/main.rs (edited since it was generated)"),
        "{stderr}"
    );
    assert_eq!(fs::read_to_string(&main).unwrap(), edited);
    let (status, _, stderr) = run(&folder, &["crate", "w.yaml", "-o", "out", "--force"]);
    assert_eq!(status, Some(0), "{stderr}");
    assert!(!fs::read_to_string(&main).unwrap().contains("// mine"));
}

/// What somebody gets who is new to the command line, and passes the wrong thing. `BLESS=1` rewrites the answers.
#[test]
fn wrong_arguments_are_answered_in_a_sentence() {
    let files = [
        ("empty.yaml", "  \n"),
        ("tab.yaml", "arazzo: 1.0.1\ninfo:\n\ttitle: t\n"),
        ("flows/one.arazzo.yaml", FLOW),
        ("flows/api.yaml", API),
        ("w.yaml", FLOW),
        ("api.yaml", API),
    ];
    let folder = folder("wrong-arguments", &files);
    let mut transcript = String::new();
    for line in [
        "chekc w.yaml",
        "explain missing-parameter",
        "explain syntax",
        "check w.yaml --allow undeclared-pointr",
        "check w.yaml --format yaml",
        "check https://example.com/a.yaml",
        "check none.yaml",
        "check empty.yaml",
        "check tab.yaml",
        "check flows",
        "check api.yaml",
        "check w.yaml --source apis=api.yaml",
        "graph w.yaml --workflow v",
        "crate w.yaml",
        "w.yaml --check",
        "w.yaml flows/one.arazzo.yaml -o none/out.rs",
        "w.yaml --fix",
        "w.yaml check api.yaml",
        "check p=w.yaml p=flows/one.arazzo.yaml",
        "w.yaml ./w.yaml -o none/out.rs",
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let (status, stdout, stderr) = run(&folder, &arguments);
        assert_eq!(stdout, "", "{line}");
        let status = status.unwrap();
        transcript.push_str(&format!("$ arazzo-codegen {line}\n{stderr}[{status}]\n\n"));
    }
    holds("wrong-arguments.txt", &transcript);
}

/// What a newcomer reads first. `BLESS=1` rewrites it.
#[test]
fn help_is_as_it_was_read() {
    let folder = folder("help-texts", &[("x", "")]);
    let mut transcript = String::new();
    for line in [
        "--help",
        "check --help",
        "crate --help",
        "graph --help",
        "init --help",
        "vendor --help",
        "completions --help",
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let (status, stdout, stderr) = run(&folder, &arguments);
        assert_eq!((status, stderr.as_str()), (Some(0), ""), "{line}");
        let widest = stdout.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(120), "{stdout}");
        transcript.push_str(&format!("$ arazzo-codegen {line}\n{stdout}\n"));
    }
    holds("help.txt", &transcript);
}

/// Compares with a file of `tests/cases`.
fn holds(name: &str, text: &str) {
    let golden = root().join("tests/cases").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&golden, text).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default();
    assert!(expected == text, "BLESS=1 rewrites it:\n{text}");
}

/// A module each, and a document that is given twice is said to be.
#[test]
fn documents_of_one_name_are_told_apart() {
    let files = [
        ("a/flow.yaml", FLOW),
        ("a/api.yaml", API),
        ("b/flow.yaml", FLOW),
        ("b/api.yaml", API),
        ("Cargo.toml", ""),
    ];
    let folder = folder("one-name", &files);
    let (status, stdout, stderr) = run(&folder, &["a/flow.yaml", "b/flow.yaml", "./a/flow.yaml"]);
    assert_eq!(status, Some(0));
    let modules: Vec<&str> = stdout
        .lines()
        .filter(|line| line.starts_with("pub mod flow"))
        .collect();
    assert_eq!(modules, ["pub mod flow {", "pub mod flow_2 {"]);
    let told = "warning: `a/flow.yaml` is `./a/flow.yaml` under another name, and compiled once\n";
    assert!(stderr.starts_with(told), "{stderr}");
    assert!(stderr.contains("has the name `flow` already"), "{stderr}");
    assert!(stderr.contains("`NAME=SPEC`"), "{stderr}");
}

#[test]
fn codes_are_listed() {
    let folder = folder("codes", &[("x", "")]);
    for arguments in [
        ["explain"].as_slice(),
        &["explain", "--help"],
        &["help", "explain"],
    ] {
        let (status, stdout, _) = run(&folder, arguments);
        assert_eq!(status, Some(0));
        assert!(stdout.contains("  unknown-operation  "), "{stdout}");
    }
}

#[test]
fn every_shell_gets_completions() {
    let folder = folder("completions", &[("x", "")]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (status, stdout, stderr) = run(&folder, &["completions", shell]);
        assert_eq!((status, stderr.as_str()), (Some(0), ""));
        for option in ["explain-types", "runtime-git", "workflow", "strict"] {
            assert!(stdout.contains(option), "{shell} lacks {option}: {stdout}");
        }
    }
    let (_, script, _) = run(&folder, &["completions", "bash"]);
    fs::write(folder.join("script.bash"), script).unwrap();
    let asks = "source ./script.bash
        complete_word() {
            COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            \"$(complete -p arazzo-codegen | grep -o -- '-F [^ ]*' | cut -c4-)\" \"$1\" \"${@: -1}\" \"${@: -2:1}\"
            echo \"${COMPREPLY[@]}\"
        }
        complete_word arazzo-codegen che
        complete_word arazzo-codegen check --expl
        complete_word arazzo-codegen graph --format s";
    let Ok(answer) = Command::new("bash")
        .args(["-c", asks])
        .current_dir(&folder)
        .output()
    else {
        return; // Not every machine has one.
    };
    let text = String::from_utf8_lossy(&answer.stdout);
    let words: Vec<&str> = text.lines().collect();
    assert_eq!(words, ["check", "--explain-types", "svg"], "{answer:?}");
}
