//! The same document generates the same code: today and tomorrow, as YAML and as JSON.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;

use arazzo_codegen::Generator;
use arazzo_codegen::load::Memory;

const FILES: [&str; 2] = [
    "specs/sentry/provision-project-key.arazzo.yaml",
    "specs/sentry/projects.openapi.yaml",
];

fn generate(generator: Generator) -> String {
    let (source, report) = generator.document(FILES[0]).generate();
    assert!(!report.has_errors(), "{}", report.human(false));
    assert!(
        source.contains("pub async fn provision_project_key"),
        "{source}"
    );
    source
}

/// Our documents in memory, each text changed by `change`.
fn documents(change: impl Fn(&str) -> String) -> Generator {
    let memory = FILES.iter().fold(Memory::new(), |memory, path| {
        memory.file(path, change(&fs::read_to_string(path).unwrap()))
    });
    Generator::new().files(memory)
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    let first = generate(Generator::new());
    assert_eq!(first, generate(Generator::new()));
    // A module that is included may stand in a private one, of which not everything is used (ARCHITECTURE, invariants).
    let included = include_str!(concat!(env!("OUT_DIR"), "/provision_project_key.rs"));
    let lines = included.lines();
    let without = lines.filter(|line| line.trim() != "#[allow(dead_code, unreachable_pub)]");
    assert_eq!(Vec::from_iter(first.lines()), Vec::from_iter(without));
}

#[test]
fn where_the_documents_lie_does_not_show() {
    assert_eq!(
        generate(Generator::new()),
        generate(documents(str::to_owned))
    );
}

#[test]
fn yaml_and_json_generate_the_same_code() {
    let json = |yaml: &str| {
        let document: serde_yaml::Value = serde_yaml::from_str(yaml).unwrap();
        serde_json::to_string_pretty(&document).unwrap()
    };
    assert_eq!(
        generate(documents(str::to_owned)),
        generate(documents(json))
    );
}
