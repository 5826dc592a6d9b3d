//! Documents that chance has put together, compiled: forms that are each right can be wrong together.

mod api;
mod random;
mod workflow;

use arazzo_codegen::{Generator, diagnostic::Severity, load::Memory};
use serde_json::{Value, json};

use self::{random::Random, workflow::Author};

/// As many workflows are written for a document; those with a mistake are left out.
const WORKFLOWS: usize = 40;

/// The document and the code of the workflows without mistakes that `seed` makes.
pub(crate) fn document(seed: u64) -> (String, String) {
    let mut random = Random::new(seed);
    let newer = seed.is_multiple_of(2);
    let (api, operations) = api::api(&mut random);
    let kinds = api::kinds();
    let mut author = Author {
        random: &mut random,
        kinds: &kinds,
        operations: &operations,
        newer,
    };
    let mut all = Vec::new();
    for index in 0..WORKFLOWS {
        let next = author.workflow(format!("w{index}"), &all);
        all.push(next);
    }
    let mut workflows: Vec<Value> = all.into_iter().map(|made| made.document).collect();
    loop {
        let document = json!({
            "arazzo": if newer { "1.1.0" } else { "1.0.1" },
            "info": {"title": "Combinations", "version": "1"},
            "sourceDescriptions": [{"name": "api", "url": "api.json", "type": "openapi"}],
            "workflows": workflows,
        });
        let text = format!("{document:#}");
        let files = Memory::new()
            .file("flow.json", text.clone())
            .file("api.json", api.to_string());
        let (code, report) = Generator::new()
            .files(files)
            .document("flow.json")
            .generate();
        let mistaken: Vec<usize> = report
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .filter_map(|found| found.primary.place.pointer.tokens().nth(1)?.parse().ok())
            .collect();
        if mistaken.is_empty() {
            return (text, code);
        }
        let mut index = 0;
        workflows.retain(|_| {
            index += 1;
            !mistaken.contains(&(index - 1))
        });
    }
}
