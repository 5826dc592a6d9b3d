//! What the README and the first chapter of the guide tell a newcomer to do, done in a folder beside the checkout, as it is
//! printed there. One target folder serves all of it, so that dependencies are compiled once.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

#[allow(dead_code, reason = "shared with the tests of the generator")]
#[path = "../../codegen/tests/all/guide/blocks.rs"]
mod blocks;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use arazzo_codegen::starter::{sample, write_starter};
use blocks::{Block, Text};
use sentry_stand_in::{Sentry, Server};

const TOKEN: &str = "stand-in-token";

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with nothing in it but a link to this checkout, which the README calls `arazzo-codegen`. It is outside of the
/// workspace, which cargo would else count the new crate to.
struct Beside(PathBuf);

impl Beside {
    fn new(name: &str) -> Self {
        let name = format!("arazzo-codegen-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        std::os::unix::fs::symlink(workspace(), folder.join("arazzo-codegen")).unwrap();
        Self(folder)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A command of a newcomer. Versions are those of this workspace, so that nothing is fetched.
fn shell(command: &str, folder: &Path) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("newcomer");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("SENTRY_URL");
    shell
}

fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{said}");
    String::from_utf8(output.stdout).unwrap()
}

fn with_our_versions(folder: &Path) {
    let lock = workspace().join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();
}

fn blocks(path: &str) -> Vec<Block> {
    Text::of(workspace(), &workspace().join(path)).blocks()
}

/// The commands of the blocks for newcomers.
fn commands(blocks: &[Block]) -> Vec<&str> {
    let blocks = blocks
        .iter()
        .filter(|block| block.kind == "console new-crate");
    let lines = blocks.flat_map(|block| &block.lines);
    lines.filter_map(|line| line.strip_prefix("$ ")).collect()
}

/// The block whose first line names the file.
fn file<'a>(blocks: &'a [Block], name: &str) -> &'a Block {
    let named = blocks.iter().find(|block| {
        let first = block.lines.first().map(String::as_str).unwrap_or_default();
        first.trim_start_matches(['/', '#', ' ']) == name
    });
    named.unwrap_or_else(|| panic!("no block begins with {name}"))
}

#[test]
fn the_quick_start_of_the_readme_builds_and_runs() {
    let blocks = blocks("README.md");
    let folder = Beside::new("readme");
    for command in commands(&blocks) {
        printed(&mut shell(command, &folder.0));
    }
    let demo = folder.0.join("demo");
    for name in ["Cargo.toml", "build.rs", "src/main.rs"] {
        fs::write(demo.join(name), file(&blocks, name).lines.join("\n")).unwrap();
    }
    with_our_versions(&demo);
    let sentry = Sentry::new(TOKEN);
    let server = Server::start(move |request| sentry.answer(request)).unwrap();
    let mut run = shell("cargo run --quiet", &demo);
    run.env("SENTRY_AUTH_TOKEN", TOKEN)
        .env("SENTRY_URL", server.url());
    let key = printed(&mut run);
    assert!(key.contains(" Some(\"http"), "{key}");

    // By git it is the same line but for where the package is.
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let repository = manifest
        .lines()
        .find_map(|line| line.strip_prefix("repository = "))
        .unwrap();
    let dependencies = file(&blocks, "Cargo.toml").lines.iter();
    let by_path = dependencies.filter(|line| line.contains("package = "));
    let by_git: Vec<String> = by_path
        .map(|line| {
            let (start, rest) = line.split_once("path = ").unwrap();
            let end = &rest[rest[1..].find('"').unwrap() + 2..];
            format!("{start}git = {repository}{end}")
        })
        .collect();
    assert_eq!(file(&blocks, "Cargo.toml, by git").lines[1..], by_git);
}

#[test]
fn the_first_chapter_leads_to_a_task_that_is_done() {
    let blocks = blocks("docs/guide/getting-started.md");
    let commands = commands(&blocks);
    let [_, _, init, _, server, client] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!(*init, "cargo run -q -p codegen -- init ../tasks");
    let folder = Beside::new("chapter");
    let tasks = folder.0.join("tasks");
    let (written, report) = write_starter(&tasks, &sample());
    written.unwrap();
    assert!(!report.has_errors(), "{}", report.human(false));
    with_our_versions(&tasks);

    // On a port that is free, where the chapter has the one that it is by default.
    let server = format!("exec {server} --quiet -- 127.0.0.1:0");
    let mut server = shell(&server, &tasks)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(server.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening on ").unwrap();
    let client = format!("{client} --server {url}");
    let done = shell(&client, &tasks).output().unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    let shown = blocks.iter().find(|block| {
        let command = block.lines.first().map(String::as_str);
        block.kind == "console new-crate" && command.is_some_and(|it| it.contains("title"))
    });
    let shown = shown.unwrap().lines[1..].join("\n");
    assert_eq!(
        String::from_utf8_lossy(&done.stdout).trim(),
        shown,
        "{said}"
    );
}
