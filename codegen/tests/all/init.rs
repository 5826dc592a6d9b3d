//! `init` from outside: what it writes, lists and refuses. That the crate builds and runs is shown in `tests/golden`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use arazzo_codegen::Generator;

use crate::support::{files, scratch};

fn init(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_arazzo-codegen"))
        .current_dir(folder)
        .arg("init")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

fn below(folder: &Path) -> Vec<String> {
    let paths = files(folder).into_iter();
    let paths = paths.map(|path| path.strip_prefix(folder).unwrap().to_path_buf());
    paths
        .map(|path| path.to_str().unwrap().to_owned())
        .collect()
}

const API: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example'}]
paths:
  /pets:
    get: {operationId: listPets, summary: All pets, tags: [animals], responses: {'200': {description: d}}}
    post:
      operationId: createPet
      summary: A new pet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '../common/pet types.yaml#/Pet'}}}}
      responses: {'201': {description: d, content: {application/json: {schema: {$ref: '../common/pet types.yaml#/Pet'}}}}}
  /pets/{petId}:
    delete:
      deprecated: true
      parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
      responses: {'204': {description: d}}
";

const TYPES: &str = "Pet:
  type: object
  required: [id, name, born]
  properties: {id: {type: integer, readOnly: true}, name: {type: string}, born: {$ref: '#/Day'}}
Day: {type: object, required: [year], properties: {year: {type: integer}}}
";

/// A folder with a description in two files.
fn described(name: &str) -> PathBuf {
    let files = [
        ("api/v1/openapi.yaml", API),
        ("api/common/pet types.yaml", TYPES),
    ];
    scratch(&format!("init/{name}"), &files)
}

const OPENAPI: [&str; 2] = ["--openapi", "api/v1/openapi.yaml"];

#[test]
fn the_sample_is_sound_and_no_file_is_overwritten() {
    let folder = scratch(
        "init/sample",
        &[("there/notes.txt", "mine"), ("there/.gitignore", "own\n")],
    );
    let (status, stdout, stderr) = init(&folder, &["there"]);
    assert_eq!((status, stdout.as_str()), (Some(0), ""), "{stderr}");
    assert!(stderr.contains("wrote there/src/main.rs\n"), "{stderr}");
    let next = "Now: cd there && cargo run --example server\n\
                and in another shell: cd there && cargo run -- --help\n";
    assert!(stderr.ends_with(next), "{stderr}");
    let there = folder.join("there");
    let written = below(&there);
    for path in [
        "Cargo.toml",
        "build.rs",
        "src/lib.rs",
        "src/main.rs",
        "specs/tasks.arazzo.yaml",
    ] {
        assert!(written.iter().any(|known| known == path), "{written:?}");
    }
    assert_eq!(
        fs::read_to_string(there.join(".gitignore")).unwrap(),
        "own\n"
    );
    let report = Generator::new()
        .unused(true)
        .document(there.join("specs/tasks.arazzo.yaml"))
        .check();
    assert_eq!(report.human(false), "");
    let manifest = fs::read_to_string(there.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"there\""), "{manifest}");
    assert!(manifest.contains("default-features = false"), "{manifest}");
    for part in ["runtime", "codegen"] {
        let line = manifest
            .lines()
            .find(|line| line.contains(&format!("package = \"{part}\"")))
            .unwrap();
        let path = line
            .split("path = \"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(there.join(path).join("Cargo.toml").is_file(), "{line}");
        assert!(Path::new(path).is_relative(), "{line}");
    }

    fs::write(there.join("src/main.rs"), "mine").unwrap();
    fs::remove_file(there.join("build.rs")).unwrap();
    let (status, _, stderr) = init(&folder, &["there"]);
    assert_eq!(status, Some(1));
    assert!(stderr.contains("`there/src/main.rs`, "), "{stderr}");
    assert!(
        stderr.contains("would be overwritten; nothing was written"),
        "{stderr}"
    );
    assert_eq!(
        fs::read_to_string(there.join("src/main.rs")).unwrap(),
        "mine"
    );
    assert!(!there.join("build.rs").exists());
}

#[test]
fn operations_are_listed_and_filtered() {
    let folder = described("list");
    let (status, stdout, _) = init(&folder, &["x", OPENAPI[0], OPENAPI[1]]);
    assert_eq!(status, Some(0));
    assert_eq!(
        stdout,
        "listPets   GET /pets             All pets
createPet  POST /pets            A new pet
-          DELETE /pets/{petId}  (deprecated)
"
    );
    for (filter, expected) in [
        ("NEW", "createPet"),
        ("animals", "listPets"),
        ("petid", "DELETE"),
    ] {
        let (_, stdout, _) = init(&folder, &["x", OPENAPI[0], OPENAPI[1], "--filter", filter]);
        assert!(
            stdout.lines().count() == 1 && stdout.contains(expected),
            "{stdout}"
        );
    }
    let (status, _, stderr) = init(&folder, &["x", OPENAPI[0], OPENAPI[1], "--filter", "cat"]);
    assert_eq!(status, Some(1));
    assert_eq!(stderr, "error: none of the 3 operations mentions `cat`\n");
    assert!(!folder.join("x").exists());
}

#[test]
fn a_draft_takes_the_documents_along() {
    let folder = described("draft");
    let operations = "createPet,DELETE /pets/{petId}";
    let (status, _, stderr) = init(
        &folder,
        &["x", OPENAPI[0], OPENAPI[1], "--operations", operations],
    );
    assert_eq!(status, Some(0), "{stderr}");
    // There is no server beside a draft.
    assert!(
        stderr.ends_with("Now: cd x && cargo run -- --help\n"),
        "{stderr}"
    );
    let there = folder.join("x");
    fs::rename(folder.join("api"), folder.join("moved")).unwrap();
    let specs = below(&there.join("specs"));
    assert_eq!(
        specs,
        [
            "api.arazzo.yaml",
            "common/pet types.yaml",
            "v1/openapi.yaml"
        ]
    );
    let document = there.join("specs/api.arazzo.yaml");
    let report = Generator::new().unused(true).document(&document).check();
    assert_eq!(report.human(false), "");
    let text = fs::read_to_string(document).unwrap();
    assert!(text.contains("$steps.createPet.outputs.petId"), "{text}");
    // An object of the API is an input as well, described where the API describes it.
    let (source, _) = Generator::new()
        .document(there.join("specs/api.arazzo.yaml"))
        .generate();
    assert!(source.contains("pub born: "), "{source}");
    let program = fs::read_to_string(there.join("src/main.rs")).unwrap();
    assert!(
        program.contains(r#"{\"petName\":\"PET_NAME\",\"born\":"#),
        "{program}"
    );
}

/// Without the features the module stops the build.
#[test]
fn the_manifest_names_the_features_that_the_draft_needs() {
    let folder = described("features");
    let types = "{schema: {$ref: '../common/pet types.yaml#/Pet'}}";
    let json = format!("'201': {{description: d, content: {{application/json: {types}");
    let xml = API.replace(&json, &format!("{json}, application/xml: {types}"));
    fs::write(folder.join("api/v1/openapi.yaml"), xml).unwrap();
    let runtime = |name: &str, operations: &str| {
        let (status, _, stderr) = init(
            &folder,
            &[name, OPENAPI[0], OPENAPI[1], "--operations", operations],
        );
        assert_eq!(status, Some(0), "{stderr}");
        let manifest = fs::read_to_string(folder.join(name).join("Cargo.toml")).unwrap();
        let mut lines = manifest.lines().map(str::to_owned);
        lines
            .find(|line| line.starts_with("arazzo_runtime"))
            .unwrap()
    };
    let line = runtime("with", "createPet");
    assert!(line.ends_with(r#", features = ["xml"] }"#), "{line}");
    let line = runtime("without", "listPets");
    assert!(!line.contains("features"), "{line}");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let folder = described("wrong");
    let asked = "creatPet,DELETE /pet/{petId}";
    let (status, _, stderr) = init(
        &folder,
        &["x", OPENAPI[0], OPENAPI[1], "--operations", asked],
    );
    assert_eq!(status, Some(1));
    assert_eq!(
        stderr,
        "error: there is no operation `creatPet`; did you mean `createPet`?
error: there is no operation `DELETE /pet/{petId}`; did you mean `DELETE /pets/{petId}`?
"
    );
    let (status, _, stderr) = init(&folder, &["x", "--openapi", "api/common/pet types.yaml"]);
    assert_eq!(status, Some(1));
    assert!(stderr.contains("is no OpenAPI document"), "{stderr}");
    let (status, _, stderr) = init(&folder, &["x", "--operations", "createPet"]);
    assert_eq!(status, Some(2), "{stderr}");
    assert!(!folder.join("x").exists());
}

/// A mistake of the description itself: the crate is written, so that it can be mended there.
#[test]
fn a_draft_over_a_broken_description_is_written_and_reported() {
    let folder = described("broken");
    let broken = API.replace(
        "../common/pet types.yaml#/Pet",
        "https://pets.example/types.yaml#/Pet",
    );
    fs::write(folder.join("api/v1/openapi.yaml"), broken).unwrap();
    let (status, _, stderr) = init(
        &folder,
        &["x", OPENAPI[0], OPENAPI[1], "--operations", "createPet"],
    );
    let written = below(&folder.join("x"))
        .iter()
        .any(|path| path == "specs/api.arazzo.yaml");
    assert!(written, "{stderr}");
    assert!(
        stderr.contains("arazzo-codegen vendor specs/api.arazzo.yaml"),
        "{status:?} {stderr}"
    );
}
