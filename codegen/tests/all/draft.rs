//! Drafted workflows: one as it is read by people, and those over every description that the tests have.

use std::{
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::{
    Generator,
    diagnostic::Severity,
    draft::{Draft, NotOne, draft, operations},
    load::{Documents, Memory, Node, Options},
    report::Report,
};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{files, root, workspace};

/// The files of a folder, in memory.
fn memory(folder: &Path) -> Memory {
    let mut memory = Memory::new();
    for path in files(folder) {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
        let described = name.ends_with(".yaml") || name.ends_with(".json");
        if described && let Ok(text) = fs::read_to_string(&path) {
            memory = memory.file(name, text);
        }
    }
    memory
}

/// A draft over the API in the file `api` with these operations.
fn drafted(files: &Memory, api: &str, wanted: &[String]) -> Result<Draft, Vec<NotOne>> {
    let documents = Documents::new(Box::new(files.clone()), Options::default());
    let root = Node::root(documents.open_path(Path::new(api)).unwrap());
    draft(&root, api, api, wanted, &documents)
}

/// What `check` says of a draft.
fn checked(files: &Memory, draft: &Draft) -> Report {
    let files = files.clone().file("drafted.arazzo.yaml", &draft.text);
    let generator = Generator::new()
        .files(files)
        .document("drafted.arazzo.yaml");
    generator.unused(true).check()
}

/// The errors that are the draft's own.
fn own_errors(report: &Report) -> Vec<String> {
    let own = report.lines().into_iter().filter(|line| {
        line.severity == Severity::Error && line.text.starts_with("drafted.arazzo.yaml")
    });
    own.map(|line| line.text).collect()
}

fn names(files: &Memory, api: &str) -> Vec<String> {
    let documents = Documents::new(Box::new(files.clone()), Options::default());
    let Ok(document) = documents.open_path(Path::new(api)) else {
        return Vec::new();
    };
    let listed = operations(&Node::root(document), &documents);
    listed.iter().map(|operation| operation.by_path()).collect()
}

/// `BLESS=1` rewrites the drafts; read what changed before committing it.
#[test]
fn drafts_are_as_reviewed() {
    let cases = root().join("tests/cases/draft");
    let mut wrong = Vec::new();
    for case in crate::support::folders(&cases) {
        let files = memory(&case);
        let asked = fs::read_to_string(case.join("operations.txt")).unwrap();
        let asked: Vec<String> = asked.lines().map(str::to_owned).collect();
        let draft = drafted(&files, "api.yaml", &asked).unwrap();
        let report = checked(&files, &draft).human(false);
        if !report.is_empty() {
            wrong.push(format!("{}\n{report}", draft.text));
        }
        let path = case.join("draft.arazzo.yaml");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &draft.text).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != draft.text {
            wrong.push(format!("{}:\n{}", path.display(), draft.text));
        }
    }
    assert!(
        wrong.is_empty(),
        "BLESS=1 rewrites these:\n{}",
        wrong.join("\n")
    );
}

/// Every description of the golden and of the conformance cases, with its operations together, and of the golden ones each for
/// itself as well. Mistakes of the description are its own; a draft adds none.
#[test]
fn no_draft_over_any_description_has_an_error() {
    let mut folders: Vec<PathBuf> = crate::support::folders(&root().join("tests/cases/ok"));
    folders.extend(crate::support::folders(&root().join("tests/cases/err")));
    let conformance = workspace().join("tests/conformance/cases");
    folders.extend(crate::support::folders(&conformance));
    let (mut drafts, mut wrong) = (0, Vec::new());
    for folder in folders {
        let memory = memory(&folder);
        for path in files(&folder) {
            let name = path
                .strip_prefix(&folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if !(name.ends_with(".yaml") || name.ends_with(".json")) {
                continue;
            }
            let all = names(&memory, &name);
            // The descriptions of conformance cases have little beyond what each of their operations has.
            let apart = all.len() == 1 || !folder.starts_with(&conformance);
            let single = all.iter().filter(|_| apart).map(|one| vec![one.clone()]);
            let together = (all.len() > 1).then(|| all.clone());
            for wanted in single.chain(together) {
                let draft = drafted(&memory, &name, &wanted).unwrap();
                let report = checked(&memory, &draft);
                drafts += 1;
                let own = own_errors(&report);
                if !own.is_empty() {
                    let shown = folder.strip_prefix(workspace()).unwrap().display();
                    wrong.push(format!(
                        "{shown}/{name} {wanted:?}\n{}\n{}",
                        own.join("\n"),
                        draft.text
                    ));
                }
            }
        }
    }
    assert!(drafts > 700, "{drafts}");
    assert!(
        wrong.is_empty(),
        "{} of {drafts}\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

/// Names and texts that mean something in YAML, in expressions, in pointers or in Rust.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zA-Z]{1,8}",
        prop::sample::select(vec![
            "$inputs.x",
            "{$inputs.x}",
            "$statusCode",
            "a: b",
            "a #b",
            "- a",
            "yes",
            "null",
            "~",
            "1e3",
            "0x1f",
            "'",
            "\"",
            "\\",
            "\n",
            "\r\n---\n",
            "\u{2028}",
            "\u{feff}",
            "%",
            "{",
            "}",
            "{{",
            "*/",
            "#/a~1b",
            "~0",
            "type",
            "Self",
            "crate",
            "steps",
            "id",
            "r#fn",
            "ä ö",
            "../..",
            "$sourceDescriptions.api.url",
            "!tag",
            "&anchor",
            "*alias",
            "? key",
            "@at",
            "`tick`",
            "|",
            ">",
            "...",
            ".",
            "_",
            "__proto__",
            "x-y",
            "",
        ])
        .prop_map(str::to_owned),
    ]
}

/// An API in which every name and text is `hostile`.
fn hostile_api() -> impl Strategy<Value = Value> {
    prop::collection::vec(hostile(), 16).prop_map(|texts| {
        let [id, other, part, variable, query, header, member, inner, word, told, title, scheme, value, created, list, item] =
            texts.as_slice()
        else {
            panic!("sixteen texts")
        };
        // What a path template cannot hold, or no parameter can be called, is no name of a variable.
        let plain = |text: &str| {
            let kept = text.replace(['{', '}', '?', '#', '$'], "").trim().to_owned();
            if kept.is_empty() { "n".to_owned() } else { kept }
        };
        let (part, variable) = (plain(part), plain(variable));
        let path = format!("/{part}/{{{variable}}}");
        let thing = json!({
            "type": "object", "description": told, "required": [member, created],
            "properties": {
                member: {"type": "string", "enum": [word, value], "description": told},
                created: {"type": "integer"},
                inner: {"type": "object", "properties": {item: {"const": value}}},
                list: {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}},
            }
        });
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/T"}}});
        let given = |name: &str, place: &str| {
            json!({"name": name, "in": place, "required": true, "description": told, "schema": {"type": "string", "enum": [word]}})
        };
        let answer = json!({"201": {"description": told, "content": content}});
        json!({
            "openapi": "3.1.0",
            "info": {"title": title, "version": "1"},
            "servers": [{"url": "https://api.example"}],
            "paths": {
                format!("/{part}"): {"post": {
                    "operationId": id, "summary": told, "parameters": [given(query, "query")],
                    "requestBody": {"required": true, "content": content}, "responses": answer
                }},
                path: {"get": {
                    "operationId": other, "description": told, "responses": answer,
                    "parameters": [given(&variable, "path"), given(header, "query")]
                }},
            },
            "components": {
                "schemas": {"T": thing},
                "securitySchemes": {"k": {"type": "http", "scheme": "bearer", "description": scheme}}
            },
            "security": [{"k": []}],
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn hostile_names_and_texts_make_sound_drafts(api in hostile_api()) {
        let files = Memory::new().file("api.json", api.to_string());
        let all = names(&files, "api.json");
        let draft = drafted(&files, "api.json", &all);
        // A path of the hostile kind may not be found again by its name on one line.
        prop_assume!(draft.is_ok());
        let draft = draft.unwrap();
        let report = checked(&files, &draft);
        let own = own_errors(&report);
        prop_assert!(own.is_empty(), "{:#?}\n{}\n{:#}", own, draft.text, api);
    }
}

#[test]
fn all_names_that_mean_nothing_are_told_at_once() {
    let memory = Memory::new().file(
        "api.yaml",
        "openapi: 3.1.0
info: {title: a, version: '1'}
paths:
  /pets: {get: {operationId: listPets}, post: {operationId: twice}}
  /toys: {get: {operationId: twice}, delete: {}}
",
    );
    let wanted = [
        "listPest",
        "get /pets",
        "DELETE /toy",
        "twice",
        "DELETE  /toys",
        "weather",
    ];
    let wrong = drafted(&memory, "api.yaml", &wanted.map(str::to_owned)).unwrap_err();
    let told: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "there is no operation `listPest`; did you mean `listPets`?",
            "there is no operation `DELETE /toy`; did you mean `DELETE /toys`?",
            "several operations are called `twice`: name one of `POST /pets`, `GET /toys`",
            "there is no operation `weather`",
        ]
    );
}
