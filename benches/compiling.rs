//! What the compiler takes for emitted code, by the number of workflows; and how many crates come along.
//!
//! Each module is compiled as a library, as far as `cargo check` goes, against the runtime that this bench was built with.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench may stop at the first surprise"
)]

mod documents;
#[allow(dead_code, reason = "not all benches use all of it")]
mod measure;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use arazzo_codegen::Generator;
use documents::{Folder, api, workflows};
use measure::{Way, budget, compare};

fn main() {
    let folder = Folder::new();
    folder.write("items.json", &api(1).to_string());
    let (deps, runtime) = runtime();
    let sizes = [
        ("1 workflow", 1),
        ("10 workflows", 10),
        ("100 workflows", 100),
    ];
    let ways = sizes.map(|(name, count)| {
        let text = workflows(count, 5, "items.json").to_string();
        let document = folder.write("flows.arazzo.json", &text);
        let (code, report) = Generator::new().document(document).generate();
        assert!(!report.has_errors());
        let code = folder.write(&format!("flows{count}.rs"), &code);
        let (deps, runtime, out) = (deps.clone(), runtime.clone(), folder.path().join("out"));
        Way::new(name, move || {
            compile(&code, &deps, &runtime, &out) / (count * 5) as f64
        })
    });
    let title = "CPU time of the compiler for emitted code, a step of a workflow of 5";
    compare(title, budget(Duration::from_secs(120)), ways.into());
    trees();
}

/// The folder of compiled crates, and the newest runtime in it.
fn runtime() -> (PathBuf, PathBuf) {
    let deps = std::env::current_exe().unwrap();
    let deps = deps.parent().unwrap().to_owned();
    let files = fs::read_dir(&deps).unwrap().map(|entry| entry.unwrap());
    let built = files.filter(|file| {
        let name = file.file_name().to_string_lossy().into_owned();
        name.starts_with("libarazzo_runtime-") && name.ends_with(".rlib")
    });
    let age = |file: &fs::DirEntry| -> SystemTime { file.metadata().unwrap().modified().unwrap() };
    let newest = built.max_by_key(age).unwrap().path();
    (deps, newest)
}

/// What it takes, in microseconds.
fn compile(code: &Path, deps: &Path, runtime: &Path, out: &Path) -> f64 {
    let mut command = Command::new("rustc");
    command
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
        ])
        .arg("--extern")
        .arg(format!("arazzo_runtime={}", runtime.display()))
        .arg("-L")
        .arg(format!("dependency={}", deps.display()))
        .arg("-o")
        .arg(out)
        .arg(code);
    let (started, before) = (Instant::now(), children());
    assert!(command.status().unwrap().success());
    match (before, children()) {
        (Some(before), Some(after)) => after - before,
        _ => started.elapsed().as_secs_f64() * 1e6,
    }
}

/// The CPU time of the processes that this one has started and waited for, in microseconds, where the system says it.
fn children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which is in parentheses; in hundredths of a second (proc(5), `cutime` and `cstime`).
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let hundredths = fields.get(13)?.parse::<f64>().ok()? + fields.get(14)?.parse::<f64>().ok()?;
    Some(hundredths * 1e4)
}

/// The crates that a build script and a program with generated code bring along, themselves included.
fn trees() {
    println!("\nCrates in the whole tree");
    for (name, arguments) in [
        (
            "generator, for a build script",
            vec!["-p", "codegen", "--no-default-features"],
        ),
        ("runtime", vec!["-p", "runtime"]),
        (
            "runtime without a transport",
            vec!["-p", "runtime", "--no-default-features"],
        ),
    ] {
        let mut tree = Command::new(env!("CARGO"));
        tree.current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["tree", "--offline", "-e", "normal", "--prefix", "none"])
            .args(["--format", "{p}"])
            .args(arguments);
        let tree = String::from_utf8(tree.output().unwrap().stdout).unwrap();
        let crates: BTreeSet<&str> = tree
            .lines()
            .filter_map(|line| line.split(" (").next())
            .collect();
        println!("  {name:<30} {:>4}", crates.len());
    }
}
