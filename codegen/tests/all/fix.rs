//! `check --fix` from outside: what it writes, and what it leaves alone.

use std::{fs, path::PathBuf};

use crate::{command_line::run, support::scratch};

/// A folder of its own for each test.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    scratch(&format!("fix/{name}"), files)
}

pub(crate) const SLOPPY: &str = "# ours
arazzo: 1.0.1
info: {title: t, version: 1.0}   # a number
sourceDescriptions:
  - {name: pets, url: pets.openapi.yaml}
workflows:
  - workflowId: w
    inputs: {type: object, required: [token], properties: {token: {type: string}}}
    steps:
      - stepId: s
        operationPath: pets#/paths/~1pets/get  # short
        parameters:
          - {name: Authorization, in: header, value: Bearer $inputs.token}
        outputs:
          next: \"$response.body.next\"
";

const MENDED: &str = "# ours
arazzo: 1.0.1
info: {title: t, version: '1.0'}   # a number
sourceDescriptions:
  - {name: pets, url: pets.openapi.yaml}
workflows:
  - workflowId: w
    inputs: {type: object, required: [token], properties: {token: {type: string}}}
    steps:
      - stepId: s
        operationPath: '{$sourceDescriptions.pets.url}#/paths/~1pets/get'  # short
        parameters:
          - {name: Authorization, in: header, value: 'Bearer {$inputs.token}'}
        outputs:
          next: \"$response.body#/next\"
";

pub(crate) const PETS: &str = "openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: 'https://pets.example'}]
paths: {/pets: {get: {responses: {'200': {description: d}}, parameters: [{name: Authorization, in: header}]}}}
";

#[test]
fn fix_keeps_a_mark_and_line_ends_and_changes_nothing_twice() {
    let carried = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let files = [
        ("flow.yaml", &*carried(SLOPPY)),
        ("pets.openapi.yaml", PETS),
        ("Cargo.toml", ""),
    ];
    let folder = folder("fix-mark", &files);
    let mend = || run(&folder, &["check", "flow.yaml", "--fix"]);
    let (status, _, stderr) = mend();
    let text = fs::read_to_string(folder.join("flow.yaml")).unwrap();
    assert_eq!(
        (status, text.as_str()),
        (Some(0), &*carried(MENDED)),
        "{stderr}"
    );
    let (_, _, again) = mend();
    assert!(!again.contains("fixed"), "{again}");
}

#[test]
fn fix_does_not_write_what_is_read_only() {
    let files = [
        ("flow.yaml", SLOPPY),
        ("pets.openapi.yaml", PETS),
        ("Cargo.toml", ""),
    ];
    let folder = folder("fix-read-only", &files);
    let path = folder.join("flow.yaml");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let (status, _, stderr) = run(&folder, &["check", "flow.yaml", "--fix"]);
    assert_eq!(status, Some(1));
    let told = "error: cannot write flow.yaml: the file is read-only\n";
    assert!(stderr.starts_with(told), "{stderr}");
    assert_eq!(stderr.matches("cannot write").count(), 1, "{stderr}");
    assert!(
        stderr.contains("--> flow.yaml:15:17"),
        "what stays is reported: {stderr}"
    );
    assert!(stderr.ends_with(" in flow.yaml\n"), "{stderr}");
    let arguments = ["check", "flow.yaml", "--fix", "--format", "json"];
    let (status, stdout, stderr) = run(&folder, &arguments);
    assert_eq!((status, stderr.as_str()), (Some(1), told));
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let found = report["diagnostics"].as_array().unwrap();
    assert!(!found.is_empty(), "{stdout}");
    assert_eq!(fs::read_to_string(&path).unwrap(), SLOPPY);
}

#[test]
fn fix_writes_the_others_where_one_is_read_only() {
    let files = [
        ("a.yaml", SLOPPY),
        ("b.yaml", SLOPPY),
        ("pets.openapi.yaml", PETS),
        ("Cargo.toml", ""),
    ];
    let folder = folder("fix-others", &files);
    let path = folder.join("a.yaml");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let (status, _, stderr) = run(&folder, &["check", "a.yaml", "b.yaml", "--fix"]);
    assert_eq!(status, Some(1), "{stderr}");
    assert_eq!(fs::read_to_string(&path).unwrap(), SLOPPY);
    let other = fs::read_to_string(folder.join("b.yaml")).unwrap();
    assert_eq!(other, MENDED, "{stderr}");
}

/// One file by two names is one file.
#[cfg(unix)]
#[test]
fn fix_mends_a_file_once_whatever_leads_there() {
    let files = [
        ("a.yaml", SLOPPY),
        ("pets.openapi.yaml", PETS),
        ("Cargo.toml", ""),
    ];
    let folder = folder("fix-link", &files);
    std::os::unix::fs::symlink("a.yaml", folder.join("l.yaml")).unwrap();
    let (status, _, stderr) = run(&folder, &["check", "l.yaml", "a.yaml", "--fix"]);
    assert_eq!(status, Some(0), "{stderr}");
    assert!(!stderr.contains("error"), "{stderr}");
    let text = fs::read_to_string(folder.join("a.yaml")).unwrap();
    assert_eq!(text, MENDED, "{stderr}");
    assert!(folder.join("l.yaml").is_symlink());
}

#[test]
fn fix_mends_what_is_certain_and_nothing_else() {
    let folder = folder(
        "fix",
        &[
            ("flow.yaml", SLOPPY),
            ("pets.openapi.yaml", PETS),
            ("Cargo.toml", ""),
        ],
    );
    let (status, _, stderr) = run(&folder, &["check", "flow.yaml", "--fix", "--strict"]);
    let text = fs::read_to_string(folder.join("flow.yaml")).unwrap();
    assert_eq!(text, MENDED, "{stderr}");
    assert!(
        stderr.contains("fixed flow.yaml:15:17: [nonstandard-expression] \"$response.body.next\" -> \"$response.body#/next\""),
        "{stderr}"
    );
    assert_eq!(status, Some(0), "{stderr}");
    assert_eq!(
        fs::read_to_string(folder.join("pets.openapi.yaml")).unwrap(),
        PETS
    );
}

#[test]
fn files_of_others_beside_what_is_written_stay() {
    let files = [
        ("flow.yaml", SLOPPY),
        ("flow.yaml.tmp", "notes"),
        ("out.rs.tmp", "more notes"),
        ("pets.openapi.yaml", PETS),
        ("Cargo.toml", ""),
    ];
    let folder = folder("fix-beside", &files);
    let (_, _, stderr) = run(&folder, &["check", "flow.yaml", "--fix"]);
    let (status, ..) = run(&folder, &["flow.yaml", "-o", "out.rs"]);
    assert_eq!(status, Some(0), "{stderr}");
    let text = |name| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(text("flow.yaml"), MENDED, "{stderr}");
    assert_eq!(text("flow.yaml.tmp"), "notes");
    assert_eq!(text("out.rs.tmp"), "more notes");
    let left = fs::read_dir(&folder).unwrap().count();
    assert_eq!(left, files.len() + 1);
}

/// What may be meant as it is written is for a person to look at: codes never-equal, literal-mismatch, unknown-body-property.
#[test]
fn fix_does_not_turn_words_into_their_opposites() {
    let flow = "arazzo: 1.0.1
info: {title: t, version: '1'}
sourceDescriptions: [{name: orders, url: orders.openapi.yaml}]
workflows:
  - workflowId: w
    steps:
      - stepId: s
        operationId: order
        parameters: [{name: kind, in: query, value: active}]
        requestBody: {payload: {valid: true, page1: 1}}
        successCriteria: [{condition: $response.body#/state == 'paid'}]
";
    let api = "openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: 'https://orders.example'}]
paths:
  /orders:
    post:
      operationId: order
      parameters: [{name: kind, in: query, schema: {enum: [inactive, new]}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, additionalProperties: false, properties: {invalid: {type: boolean}, page2: {type: integer}}}
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {type: object, required: [state], properties: {state: {type: string, enum: [unpaid, open]}}}
";
    let files = [
        ("flow.yaml", flow),
        ("orders.openapi.yaml", api),
        ("Cargo.toml", ""),
    ];
    let folder = folder("fix-opposites", &files);
    let (_, _, stderr) = run(&folder, &["check", "flow.yaml", "--fix"]);
    for code in ["never-equal", "literal-mismatch", "unknown-body-property"] {
        assert!(stderr.contains(code), "{stderr}");
    }
    for likely in ["unpaid", "inactive", "invalid", "page2"] {
        assert!(stderr.contains(&format!("`{likely}`")), "{stderr}");
    }
    assert!(!stderr.contains("fixed"), "{stderr}");
    assert_eq!(fs::read_to_string(folder.join("flow.yaml")).unwrap(), flow);
}
