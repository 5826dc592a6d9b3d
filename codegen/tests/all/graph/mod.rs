//! What the `graph` verb draws.

mod browser;
mod files;
mod hostile;
mod layout;

use arazzo_codegen::{
    Generator, GraphFormat, GraphOptions,
    load::{Caller, Memory},
};

use crate::support::{files, root};

const API: &str = "openapi: 3.1.0
info: {title: Jobs, version: '1'}
servers: [{url: 'https://jobs.test'}]
paths:
  /jobs: {post: {operationId: begin, responses: {'200': {description: begun}}}}
  /jobs/last: {get: {operationId: look, responses: {'200': {description: there}}}}
";

const FLOW: &str = "arazzo: 1.0.1
info: {title: A job, version: '1'}
sourceDescriptions: [{name: jobs, url: api.yaml, type: openapi}]
workflows:
  - workflowId: job
    steps:
      - stepId: start
        operationId: begin
        onFailure: [{name: again, type: retry, retryLimit: 3}, {name: give up, type: end}]
      - stepId: watch
        operationId: look
        onSuccess: [{name: wait, type: goto, stepId: watch, criteria: [{condition: \"$response.body#/state == 'busy'\"}]}]
";

fn drawn(format: GraphFormat) -> String {
    let files = Memory::new()
        .file("/p/flow.yaml", FLOW)
        .file("/p/api.yaml", API);
    let (drawing, report) = Generator::new()
        .files(files)
        .document("/p/flow.yaml")
        .graph(&GraphOptions {
            workflow: Some("job".to_owned()),
            format,
            data: false,
        });
    assert!(!report.has_errors(), "{}", report.human(false));
    drawing
}

#[test]
fn mermaid_shows_steps_jumps_and_endings() {
    assert_eq!(
        drawn(GraphFormat::Mermaid),
        "flowchart TD
  w0start([\"Start\"])
  w0s0[\"1 start<br/>POST /jobs\"]
  w0s1[\"2 watch<br/>GET /jobs/last\"]
  w0failed((\"Failed\"))
  w0completed([\"Completed\"])
  w0start --> w0s0
  w0s0 --> w0s1
  w0s0 -.->|\"again<br/>retries up to 3 times\"| w0s0
  w0s0 -.->|\"give up\"| w0failed
  w0s1 -->|\"wait<br/>goes to 2 watch, at the poll interval<br/>when $response.body#35;/state == 'busy'\"| w0s1
  w0s1 --> w0completed
"
    );
}

#[test]
fn dot_marks_what_follows_a_failure() {
    let drawing = drawn(GraphFormat::Dot);
    for line in [
        "w0s0 -> w0failed [style=dashed, label=\"give up\"];",
        "w0s0 -> w0s0 [style=dashed, label=\"again\\nretries up to 3 times\"];",
        "w0s1 -> w0completed [label=\"\"];",
    ] {
        assert!(drawing.contains(line), "{line}\n{drawing}");
    }
}

#[test]
fn svg_is_one_picture_with_every_step() {
    let drawing = drawn(GraphFormat::Svg);
    assert!(drawing.starts_with("<svg ") && drawing.ends_with("</svg>\n"));
    for text in [
        "start",
        "POST /jobs",
        "watch",
        "Failed",
        "Completed",
        "again",
        "retries up to 3 times",
        "ends the workflow as failed",
    ] {
        assert!(drawing.contains(&format!(">{text}</text>")), "{text}");
    }
    for mark in [
        "<g class=\"workflow\" data-workflow=\"job\"",
        "<g class=\"step\" data-step=\"start\">",
        "<text class=\"badge\" data-badge=\"watch\" ",
        "<g class=\"edge\" data-edge=\"start/retry/again\"",
        "<g class=\"edge\" data-edge=\"start/failure/give up\"",
        "<g class=\"edge\" data-edge=\"watch/next\"",
        "prefers-color-scheme:dark",
    ] {
        assert!(drawing.contains(mark), "{mark}\n{drawing}");
    }
    let described = drawing.split("<desc>").nth(1).unwrap();
    assert!(
        described.starts_with(
            "Workflow job has 2 steps. Step 1 start: POST /jobs. After success: goes to 2 watch."
        ),
        "{described}"
    );
}

#[test]
fn a_workflow_that_does_not_exist_is_an_error_with_the_near_name() {
    for (id, said) in [
        ("jbo", "did you mean `job`?"),
        ("checkout", "the workflows are `job`"),
    ] {
        let files = Memory::new()
            .file("/p/flow.yaml", FLOW)
            .file("/p/api.yaml", API);
        let (drawing, report) = Generator::new()
            .files(files)
            .document("/p/flow.yaml")
            .graph(&GraphOptions {
                workflow: Some(id.to_owned()),
                ..GraphOptions::default()
            });
        let text = report.human(false);
        assert!(report.has_errors() && drawing.is_empty());
        assert!(text.contains(&format!("no workflow `{id}`")), "{text}");
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_file_for_a_source_that_no_document_has_is_an_error_in_the_words_of_the_caller() {
    let report = |source: &str, caller| {
        let files = Memory::new()
            .file("/p/flow.yaml", FLOW)
            .file("/p/api.yaml", API);
        let generator = Generator::new().files(files).document("/p/flow.yaml");
        let generator = generator.source(source, "/p/api.yaml").caller(caller);
        generator.check().human(false)
    };
    for source in ["jobs", "api.yaml"] {
        assert!(!report(source, Caller::Library).contains("unknown-source"));
    }
    for (source, caller, said) in [
        ("jbos", Caller::Library, "`.source(\"jbos\", \"..\")`"),
        ("jbos", Caller::CommandLine, "`--source jbos=..`"),
        (
            "payments",
            Caller::Library,
            "`.source(\"payments\", \"..\")`",
        ),
    ] {
        let text = report(source, caller);
        assert!(
            text.contains("error[unknown-source]") && text.contains(said),
            "{text}"
        );
        let near = text.contains("did you mean `jobs`?");
        assert_eq!(near, source == "jbos", "{text}");
    }
}

/// `BLESS=1 cargo test` rewrites the pictures beside the documents below `tests/cases/pictures`.
#[test]
fn pictures_are_as_they_were_looked_at() {
    let folder = root().join("tests/cases/pictures");
    let documents = files(&folder);
    let documents = documents
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(".arazzo.yaml"));
    let formats = [
        (GraphFormat::Svg, true, "data.svg"),
        (GraphFormat::Svg, false, "svg"),
        (GraphFormat::Mermaid, true, "mmd"),
        (GraphFormat::Dot, true, "dot"),
    ];
    let mut seen = 0;
    for document in documents {
        for (format, data, extension) in formats {
            let (drawing, report) = Generator::new().document(document).graph(&GraphOptions {
                workflow: None,
                format,
                data,
            });
            assert!(!report.has_errors(), "{}", report.human(false));
            let name = document.to_str().unwrap().replace("arazzo.yaml", extension);
            if std::env::var_os("BLESS").is_some() {
                std::fs::write(&name, &drawing).unwrap();
            }
            let expected = std::fs::read_to_string(&name).unwrap_or_default();
            assert!(
                drawing == expected,
                "{name} is stale: look at what BLESS=1 makes of it"
            );
            seen += 1;
        }
    }
    assert_eq!(seen, 12);
}
