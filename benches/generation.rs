//! What generating takes, by the size of the API description and by the number of workflows and steps.
//!
//! It takes two minutes; `--quick` leaves out the largest descriptions.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench may stop at the first surprise"
)]

#[allow(dead_code, reason = "not all benches use all of it")]
mod documents;
#[allow(dead_code, reason = "not all benches use all of it")]
mod measure;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use arazzo_codegen::Generator;
use documents::{Folder, api, workflows};
use measure::{Way, budget, compare, cpu, has};
use serde_json::Value;

fn main() {
    let folder = Folder::new();
    by_size(&folder);
    by_steps(&folder);
}

fn generate(document: &Path) -> usize {
    let (code, report) = Generator::new().document(document).generate();
    assert!(!report.has_errors(), "{document:?}");
    code.len()
}

/// Keeps the compiler from leaving out what nobody looks at.
fn consume(length: usize) {
    black_box(length);
}

fn text(format: &str, value: &Value) -> String {
    match format {
        "json" => serde_json::to_string(value).unwrap(),
        _ => serde_yaml::to_string(value).unwrap(),
    }
}

/// Against what reading the description alone takes.
fn by_size(folder: &Folder) {
    let megabytes: &[usize] = match (has("--bench"), has("--quick")) {
        (true, false) => &[1, 16, 60],
        (true, true) => &[1, 16],
        (false, _) => &[1],
    };
    for size in megabytes {
        for format in ["json", "yaml"] {
            // As many schemas as it takes.
            let each = text(format, &api(1000)).len() / 1000;
            let text = text(format, &api((size << 20) / each));
            let length = text.len() as f64 / f64::from(1 << 20);
            let name = format!("api.{format}");
            folder.write(&name, &text);
            let document = workflows(1, 5, &name).to_string();
            let document = folder.write("flows.arazzo.json", &document);
            let parse = || match format {
                "json" => serde_json::from_str::<Value>(&text).is_ok(),
                _ => serde_yaml::from_str::<Value>(&text).is_ok(),
            };
            let ways = vec![
                Way::new("parsed by serde", || cpu(|| assert!(black_box(parse())))),
                Way::new("generated", || cpu(|| consume(generate(&document)))),
            ];
            let title = format!("CPU time of a workflow over an API of {length:.1} MB in {format}");
            compare(&title, budget(Duration::from_secs(6)), ways);
        }
    }
}

/// Per step, against a workflow of five.
fn by_steps(folder: &Folder) {
    folder.write("items.json", &api(1).to_string());
    let sizes = [(1, 5), (10, 5), (100, 5), (1, 50), (1, 500)];
    let ways = sizes.map(|(count, steps)| {
        let text = workflows(count, steps, "items.json").to_string();
        let document = folder.write(&format!("flows-{count}-{steps}.arazzo.json"), &text);
        let run = move || cpu(|| consume(generate(&document))) / (count * steps) as f64;
        let name = match (count, steps) {
            (1, 5) => "1 workflow of 5 steps",
            (10, _) => "10 workflows of 5 steps",
            (100, _) => "100 workflows of 5 steps",
            (_, 50) => "1 workflow of 50 steps",
            _ => "1 workflow of 500 steps",
        };
        Way::new(name, run)
    });
    let title = "CPU time of generating, a step";
    compare(title, budget(Duration::from_secs(24)), ways.into());
}
