//! `graph -o FILE`: the format by the name, and nothing of somebody else's overwritten.

use std::fs;

use crate::{command_line::run, support::scratch};

const ARAZZO: &str = "arazzo: 1.0.1
info: {title: t, version: '1'}
sourceDescriptions: [{name: api, url: api.yaml, type: openapi}]
workflows:
- workflowId: read
  steps: [{stepId: list, operationId: list}]
";
const API: &str = "openapi: 3.1.0
info: {title: api, version: '1'}
servers: [{url: 'https://api.test'}]
paths: {/jobs: {get: {operationId: list, responses: {'200': {description: ok}}}}}
";

#[test]
fn a_picture_has_the_format_that_its_name_says() {
    let folder = scratch(
        "graph/files",
        &[("a.arazzo.yaml", ARAZZO), ("api.yaml", API)],
    );
    for (name, begins) in [
        ("a.svg", "<svg"),
        ("a.html", "<!DOCTYPE"),
        ("a.gv", "digraph"),
        ("a.mmd", "flowchart"),
    ] {
        // A second time over its own picture.
        for _ in 0..2 {
            let (status, _, errors) = run(&folder, &["graph", "a.arazzo.yaml", "-o", name]);
            assert_eq!((status, errors.as_str()), (Some(0), ""), "{name}");
        }
        let text = fs::read_to_string(folder.join(name)).unwrap();
        assert!(text.trim_start().starts_with(begins), "{name}: {text}");
    }
    let (_, asked, _) = run(&folder, &["graph", "a.arazzo.yaml", "--format", "dot"]);
    assert!(asked.starts_with("digraph"), "{asked}");
}

#[test]
fn a_file_that_is_no_picture_stays() {
    let folder = scratch(
        "graph/notes",
        &[
            ("a.arazzo.yaml", ARAZZO),
            ("api.yaml", API),
            ("notes.txt", "mine\n"),
        ],
    );
    let (status, _, errors) = run(&folder, &["graph", "a.arazzo.yaml", "-o", "notes.txt"]);
    assert_eq!(status, Some(1));
    assert!(errors.contains("notes.txt is not a picture"), "{errors}");
    let kept = fs::read_to_string(folder.join("notes.txt")).unwrap();
    assert_eq!(kept, "mine\n");
}
