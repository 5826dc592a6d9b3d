//! Small documents in memory, and what becomes of them.

use crate::{CrateOptions, Generator, load::Memory, report::Report};

/// The generator for a document without its head over the API description `api`.
fn generator(api: &str, text: &str) -> Generator {
    let head = "arazzo: 1.1.0\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: api.yaml, type: openapi}]\n";
    let memory = Memory::new()
        .file("flow.yaml", format!("{head}{text}"))
        .file("api.yaml", api);
    Generator::new().files(memory).document("flow.yaml")
}

/// Its whole report, and the code.
fn generated(api: &str, text: &str) -> (String, Report) {
    generator(api, text).generate()
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

/// The program of the crate that it becomes.
pub(crate) fn program(api: &str, text: &str) -> String {
    let output = std::env::temp_dir().join(format!("program-{}", std::process::id()));
    let options = CrateOptions {
        output: output.clone(),
        package: Some("written".to_owned()),
        ..CrateOptions::default()
    };
    let (written, report) = generator(api, text).write_crate(&options);
    assert!(!report.has_errors(), "{}", report.human(false));
    written.unwrap();
    let program = std::fs::read_to_string(output.join("src/main.rs")).unwrap();
    std::fs::remove_dir_all(output).unwrap();
    program
}
