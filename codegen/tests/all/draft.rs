//! Drafted workflows: one as it is read by people, and those over every description that the tests have.

use std::{
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::{
    Generator,
    draft::{Draft, NotOne, draft, operations},
    load::{Documents, Memory, Node, Options},
};

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
fn checked(files: &Memory, draft: &Draft) -> arazzo_codegen::report::Report {
    let files = files.clone().file("drafted.arazzo.yaml", &draft.text);
    let generator = Generator::new()
        .files(files)
        .document("drafted.arazzo.yaml");
    generator.unused(true).check()
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

/// Every description of the golden and of the conformance cases, with its operations one by one and all together. Mistakes of
/// the description are its own; a draft adds none.
#[test]
fn no_draft_over_any_description_has_an_error() {
    let mut folders: Vec<PathBuf> = crate::support::folders(&root().join("tests/cases/ok"));
    folders.extend(crate::support::folders(&root().join("tests/cases/err")));
    folders.extend(crate::support::folders(
        &workspace().join("tests/conformance/cases"),
    ));
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
            let single = all.iter().map(|one| vec![one.clone()]);
            let together = (all.len() > 1).then(|| all.clone());
            for wanted in single.chain(together) {
                let draft = drafted(&memory, &name, &wanted).unwrap();
                let report = checked(&memory, &draft);
                drafts += 1;
                let own = report.lines().into_iter().filter(|line| {
                    line.severity == arazzo_codegen::diagnostic::Severity::Error
                        && line.text.starts_with("drafted.arazzo.yaml")
                });
                let own: Vec<String> = own.map(|line| line.text).collect();
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
    assert!(drafts > 1000, "{drafts}");
    assert!(
        wrong.is_empty(),
        "{} of {drafts}\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
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
