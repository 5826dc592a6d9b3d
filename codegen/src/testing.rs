//! Small documents in memory, and what becomes of them.

use crate::{Generator, load::Memory, report::Report};

/// The whole report, and the code, of a document without its head over the API description `api`.
fn generated(api: &str, text: &str) -> (String, Report) {
    let head = "arazzo: 1.1.0\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: api.yaml, type: openapi}]\n";
    let memory = Memory::new()
        .file("flow.yaml", format!("{head}{text}"))
        .file("api.yaml", api);
    Generator::new()
        .files(memory)
        .document("flow.yaml")
        .generate()
}

/// `code: message` of all that is said of it.
pub(crate) fn told(api: &str, text: &str) -> Vec<String> {
    let (_, report) = generated(api, text);
    let all = report.diagnostics.iter();
    all.map(|found| format!("{}: {}", found.code, found.message))
        .collect()
}

/// The code that it becomes.
pub(crate) fn code(api: &str, text: &str) -> String {
    generated(api, text).0
}
