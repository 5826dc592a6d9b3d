//! What the `graph` verb draws.

use arazzo_codegen::{
    Generator, GraphFormat,
    load::{Caller, Memory},
};

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
        .graph(Some("job"), format);
    assert!(!report.has_errors(), "{}", report.human(false));
    drawing
}

#[test]
fn mermaid_shows_steps_jumps_and_endings() {
    assert_eq!(
        drawn(GraphFormat::Mermaid),
        "flowchart TD
  w0s0[\"start<br/>POST /jobs\"]
  w0s1[\"watch<br/>GET /jobs/last\"]
  w0s2([\"failed\"])
  w0s3([\"completed\"])
  w0s0 --> w0s1
  w0s0 -.->|\"again (retry 3×)\"| w0s0
  w0s0 -.->|\"give up\"| w0s2
  w0s1 -->|\"wait: $response.body#35;/state == 'busy'\"| w0s1
  w0s1 --> w0s3
"
    );
}

#[test]
fn dot_marks_what_follows_a_failure() {
    let drawing = drawn(GraphFormat::Dot);
    assert!(drawing.contains("w0s0 -> w0s2 [label=\"give up\", style=dashed];"));
    assert!(drawing.contains("w0s1 -> w0s3 [label=\"\"];"));
}

#[test]
fn svg_is_one_picture_with_every_step() {
    let drawing = drawn(GraphFormat::Svg);
    assert!(drawing.starts_with("<svg ") && drawing.ends_with("</svg>\n"));
    for text in ["start", "POST /jobs", "watch", "failed", "completed"] {
        assert!(drawing.contains(&format!(">{text}</text>")), "{text}");
    }
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
            .graph(Some(id), GraphFormat::Mermaid);
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
