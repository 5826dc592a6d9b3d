use std::path::Path;

use crate::{
    diagnostic::{Code, Diagnostic},
    load::{Documents, Memory, Node, Options, Pointer},
    report::Report,
};

const YAML: &str = include_str!("tests/pets.arazzo.yaml");
const JSON: &str = include_str!("tests/pets.openapi.json");

/// The report on both documents that a checker might give.
fn report() -> Report {
    let long = format!(
        r#"{{"openapi": "3.1.0", "x": "{}", "y": "bad", "z": "{}"}}"#,
        "é".repeat(500),
        "z".repeat(500)
    );
    let memory = Memory::new()
        .file("specs/pets.arazzo.yaml", YAML)
        .file("specs/pets.openapi.json", JSON)
        .file("specs/long.json", long)
        .file("specs/broken.yaml", "a: 1\nb: [1, 2\nc: 3\n");
    let documents = Documents::new(Box::new(memory), Options::default());
    let flow = documents
        .open_path(Path::new("specs/pets.arazzo.yaml"))
        .unwrap();
    let root = Node::root(flow.clone());
    let flow_at = |pointer: &str| root.at(&Pointer::parse(pointer).unwrap()).unwrap();
    let api = Node::root(documents.open("pets.openapi.json", &flow).unwrap());
    let api_at = |pointer: &str| api.at(&Pointer::parse(pointer).unwrap()).unwrap();
    let long = Node::root(documents.open("long.json", &flow).unwrap());
    let broken = documents.open("broken.yaml", &flow).err().unwrap();
    let missing = documents
        .open_path(Path::new("specs/none.yaml"))
        .err()
        .unwrap();

    let mut found = Vec::new();
    found.push(missing.diagnostic().unwrap());
    found.push(
        Diagnostic::warning(
            Code::LiteralMismatch,
            &long.get("y").unwrap(),
            "a long line",
        )
        .label("here"),
    );
    let mut broken = broken.diagnostic_at(&flow_at("/sourceDescriptions/1/url"), "read for this");
    broken.severity = crate::diagnostic::Severity::Warning;
    found.push(broken);
    let condition = flow_at("/workflows/0/steps/0/successCriteria/0/condition");
    let at = condition.as_str().unwrap().find("$statuscode").unwrap();
    found.push(
        Diagnostic::new(
            Code::InvalidExpression,
            condition.within(at..at + 11),
            "`$statuscode` is no runtime expression",
        )
        .label("differs in case")
        .suggest("$statusCode")
        .step("list"),
    );
    found.push(
        Diagnostic::new(
            Code::UnknownOperation,
            &flow_at("/workflows/0/steps/0/operationId"),
            "no operation has the id `listPet`",
        )
        .label("not found in `pets`")
        .also(
            flow_at("/sourceDescriptions/0")
                .get("name")
                .unwrap()
                .place(),
            "the only source",
        )
        .also(
            api_at("/paths/~1pets/get/operationId").place(),
            "a similar id",
        )
        .note("operation ids are case-sensitive")
        .help("name an operation of the source")
        .suggest("listPets")
        .step("list"),
    );
    found.push(Diagnostic::new(
        Code::UnreachableStep,
        &flow_at("/workflows/0/steps/1"),
        "nothing uses this step",
    ));
    found.push(
        Diagnostic::new(
            Code::IgnoredField,
            api_at("/paths/~1pets").key(),
            "an odd path",
        )
        .fix("/animals"),
    );
    Report::new(found, documents)
}

/// Compares with the file beside this one; `BLESS=1` rewrites it.
fn check(name: &str, expected: &str, actual: &str) {
    if std::env::var_os("BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/report/tests")
            .join(name);
        std::fs::write(path, actual).unwrap();
    } else {
        assert!(
            expected == actual,
            "{name} differs; BLESS=1 rewrites it:\n{actual}"
        );
    }
}

#[test]
fn people_see_the_text() {
    check(
        "human.txt",
        include_str!("tests/human.txt"),
        &report().human(false),
    );
}

#[test]
fn programs_see_every_field() {
    check(
        "report.json",
        include_str!("tests/report.json"),
        &report().json(),
    );
}

#[test]
fn code_hosts_see_sarif() {
    check(
        "report.sarif",
        include_str!("tests/report.sarif"),
        &report().sarif(),
    );
}

#[test]
fn compilers_see_lines() {
    let report = report();
    let lines: Vec<_> = report.lines().into_iter().map(|line| line.text).collect();
    assert!(
        lines.contains(
            &"specs/pets.arazzo.yaml:12:22: [unknown-operation] no operation has the id `listPet`"
                .to_owned()
        ),
        "{lines:#?}"
    );
}

#[test]
fn colours_come_only_when_asked() {
    assert!(!report().human(false).contains('\u{1b}'));
    assert!(report().human(true).contains('\u{1b}'));
}

#[test]
fn nothing_found_is_nothing_to_say() {
    let documents = Documents::new(Box::new(Memory::new()), Options::default());
    let report = Report::new(Vec::new(), documents);
    assert_eq!(report.human(false), "");
    assert_eq!(report.json(), "{\n  \"diagnostics\": []\n}\n");
}

#[test]
fn what_aliases_repeat_is_told_once() {
    let text = "a: &a [{b: 1}]\nc: *a\nd: &d {b: 2}\ne: {<<: *d}\nf: {b: 2}\n";
    let memory = Memory::new().file("a.yaml", text);
    let documents = Documents::new(Box::new(memory), Options::default());
    let root = Node::root(documents.open_path(Path::new("a.yaml")).unwrap());
    let mut diagnostics = Vec::new();
    for (index, pointer) in ["/a/0/b", "/c/0/b", "/d/b", "/e/b", "/f/b"]
        .iter()
        .enumerate()
    {
        let node = root.at(&Pointer::parse(pointer).unwrap()).unwrap();
        let step = format!("s{}", index / 3);
        diagnostics.push(Diagnostic::warning(Code::TypeMismatch, &node, "same").step(step));
        diagnostics.push(Diagnostic::error(
            Code::WrongType,
            &node,
            format!("only {pointer}"),
        ));
    }
    let report = Report::new(diagnostics, documents);
    let same: Vec<_> = report
        .diagnostics
        .iter()
        .filter(|found| found.message == "same")
        .collect();
    let steps: Vec<_> = same.iter().map(|found| found.step.as_deref()).collect();
    assert_eq!(steps, [Some("s0"), None, Some("s1")]);
    assert!(
        report.summary().starts_with("5 errors, 3 warnings"),
        "{}",
        report.summary()
    );
    assert_eq!(report.human(false).matches("same").count(), 3);
    assert_eq!(report.json().matches("\"same\"").count(), 3);
    assert_eq!(report.sarif().matches("\"same\"").count(), 3);
    assert_eq!(report.lines().len(), 8);
}

/// What code scanning asks of every rule.
#[test]
fn rules_of_sarif_explain_themselves() {
    let mut diagnostics = Vec::new();
    let documents = Documents::new(
        Box::new(Memory::new().file("a.yaml", "a: 1")),
        Options::default(),
    );
    let root = Node::root(documents.open_path(Path::new("a.yaml")).unwrap());
    for code in Code::ALL {
        diagnostics.push(Diagnostic::warning(*code, &root, "found"));
    }
    let mut report = Report::new(diagnostics, documents);
    report.types = Some(Vec::new());
    let log: serde_json::Value = serde_json::from_str(&report.sarif()).unwrap();
    let rules = log
        .pointer("/runs/0/tool/driver/rules")
        .unwrap()
        .as_array()
        .unwrap();
    assert_eq!(rules.len(), Code::ALL.len() + 1);
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            let text = rule
                .get(field)
                .and_then(|field| field.get("text")?.as_str());
            assert!(
                text.is_some_and(|text| text.len() > 10 && !text.ends_with("```")),
                "{field}: {rule}"
            );
        }
        let full = rule
            .pointer("/fullDescription/text")
            .unwrap()
            .as_str()
            .unwrap();
        assert!(
            !full.starts_with('#')
                && !full.contains('\n')
                && full.trim_end_matches(')').ends_with('.'),
            "{full}"
        );
    }
}
