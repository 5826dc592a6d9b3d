//! What a build script says, as cargo gets it: the script runs in a process of its own, since it ends the one that it runs in.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot run its script has failed"
)]

use std::{
    env, fs,
    path::Path,
    process::{Command, Output},
};

use arazzo_codegen::{
    Generator,
    load::{Lock, Vendored},
};

/// Names the document to the script.
const DOCUMENT: &str = "DOCUMENT_OF_THE_SCRIPT";

/// The script itself, in the process that `run` starts; nothing anywhere else.
#[test]
fn script() {
    if let Some(document) = env::var_os(DOCUMENT) {
        Generator::new().document(document).run_build_script();
    }
}

/// Status, stdout and stderr of a script about a workflow whose step is `step`.
fn run(name: &str, step: &str) -> (Option<i32>, String, String) {
    let flow = format!("{FLOW}{step}");
    script_over(name, &[("api.yaml", API), ("flow.yaml", &flow)])
}

/// The same of a script in a folder with these files.
fn script_over(name: &str, files: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("build-script")
        .join(name);
    for (path, text) in files.iter().chain(&[("Cargo.toml", "")]) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env::current_exe().unwrap())
        .args(["--exact", "script", "--nocapture"])
        .current_dir(&folder)
        .env("OUT_DIR", &folder)
        .env(DOCUMENT, "flow.yaml")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

const API: &str = "openapi: 3.1.0
info: {title: a, version: '1'}
servers: [{url: 'http://h'}]
paths: {/pets: {get: {operationId: listPets, responses: {'200': {description: d, content: {application/json: {schema: {type: object, required: [next], properties: {next: {type: string}}}}}}}}}}
";

const FLOW: &str = "arazzo: 1.0.1
info: {title: t, version: '1'}
sourceDescriptions: [{name: api, url: api.yaml, type: openapi}]
workflows:
- workflowId: w
  steps:
  - stepId: s
";

/// The lines that cargo reads as an instruction.
fn instructions<'t>(stdout: &'t str, name: &str) -> Vec<&'t str> {
    let lines = stdout.lines();
    lines
        .filter_map(|line| line.strip_prefix("cargo::")?.strip_prefix(name))
        .collect()
}

#[test]
fn a_warning_is_one_line_with_its_help() {
    let step = "    operationId: listPets\n    outputs: {next: $response.body.next}\n";
    let (status, stdout, stderr) = run("warning", step);
    assert_eq!(status, Some(0), "{stderr}");
    assert_eq!(
        instructions(&stdout, "warning="),
        [
            "flow.yaml:9:21: [nonstandard-expression] a value in a body is read with a JSON Pointer (help: the standard form is `$response.body#/next` (`check --fix` does it))"
        ]
    );
    assert!(!stderr.contains("nonstandard-expression"), "{stderr}");
    let read = instructions(&stdout, "rerun-if-changed=");
    assert_eq!(read, ["flow.yaml", "api.yaml"]);
    assert_eq!(
        instructions(&stdout, "rustc-env=ARAZZO_MODULES="),
        ["`flow`"]
    );
}

#[test]
fn an_error_is_one_line_to_click_on_and_the_report() {
    let (status, stdout, stderr) = run("error", "    operationId: listPetz\n");
    assert_eq!(status, Some(1), "{stderr}");
    let line = "flow.yaml:8:18: error[unknown-operation]: there is no operation `listPetz`";
    let clicked = stderr.lines().filter(|found| *found == line);
    assert_eq!(clicked.count(), 1, "{stderr}");
    let told = stderr.matches("there is no operation `listPetz`").count();
    assert_eq!(told, 2, "the line, and the report with the text:\n{stderr}");
    assert!(stderr.contains("--> flow.yaml:8:18"), "{stderr}");
    // What a failing script tells cargo is printed twice.
    for name in ["error=", "warning="] {
        assert_eq!(instructions(&stdout, name), Vec::<&str>::new());
    }
    assert_eq!(
        instructions(&stdout, "rerun-if-changed=").len(),
        2,
        "{stdout}"
    );
}

/// Copies of what is on the network are used without a word, and the script runs again when they or their lock change.
#[test]
fn a_source_on_the_network_is_read_from_its_copy() {
    let url = "https://api.example/v1/api.yaml";
    let flow = format!("{FLOW}    operationId: listPets\n").replace("api.yaml", url);
    let lock = Lock {
        files: vec![Vendored {
            url: url.to_owned(),
            path: "api.example/v1/api.yaml".to_owned(),
            size: u64::try_from(API.len()).unwrap(),
            ..Vendored::default()
        }],
    };
    let lock = lock.text();
    let copy = "vendor/api.example/v1/api.yaml";
    let files = [
        ("flow.yaml", flow.as_str()),
        ("vendor/arazzo.lock", &lock),
        (copy, API),
    ];
    let (status, stdout, stderr) = script_over("vendored", &files);
    assert_eq!(status, Some(0), "{stderr}");
    assert_eq!(instructions(&stdout, "warning="), Vec::<&str>::new());
    let read = instructions(&stdout, "rerun-if-changed=");
    assert_eq!(read, ["flow.yaml", "vendor/arazzo.lock", copy]);

    let files = [("flow.yaml", flow.as_str()), (copy, "openapi: 3.1.0\n")];
    let (status, stdout, stderr) = script_over("vendored", &files);
    assert_eq!(status, Some(1), "{stdout}");
    assert!(stderr.contains("error[vendored-document]"), "{stderr}");
    assert!(
        stderr.contains("`arazzo-codegen vendor flow.yaml --update`"),
        "{stderr}"
    );
}
