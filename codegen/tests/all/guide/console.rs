//! The commands of the guide are run, and what it shows of their output is what they print.
//!
//! A block `console` is run in a folder of its chapter that has the documents below `specs`. Lines behind a command are its
//! output, where a line of three dots stands for any; a command without any may print what it likes.

use std::fs;
use std::path::{Path, PathBuf};

use super::blocks::Text;
use super::shell::{commands, differs};
use crate::support::{files, scratch, workspace};

/// A folder with our documents.
fn folder(text: &Text) -> PathBuf {
    let name = text.path.file_stem().unwrap().to_str().unwrap();
    let folder = scratch(&format!("guide/{name}"), &[("Cargo.toml", "")]);
    let specs = workspace().join("specs");
    for file in files(&specs) {
        let to = folder
            .join("specs")
            .join(file.strip_prefix(&specs).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
    folder
}

#[cfg(unix)]
#[test]
fn commands_print_what_is_shown() {
    let program = Path::new(env!("CARGO_BIN_EXE_arazzo-codegen"));
    let mut wrong = Vec::new();
    let mut count = 0;
    for text in Text::guide(workspace()) {
        let folder = folder(&text);
        for block in text.blocks() {
            if block.kind != "console" {
                continue;
            }
            for mut shown in commands(&block) {
                count += 1;
                let here = "cargo run -q -p codegen --";
                shown.command = shown.command.replace(here, "arazzo-codegen");
                let difference = differs(&shown, program, &folder);
                wrong.extend(difference.map(|it| format!("{block}: {it}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 10, "{count} commands were found");
}

/// Commands in blocks that are for copying: those of cargo are run by `.ci/run` and by tests beside this one.
#[test]
fn no_command_is_run_by_nobody() {
    let mut wrong = Vec::new();
    for block in Text::guide(workspace()).iter().flat_map(Text::blocks) {
        match block.kind.as_str() {
            "console" | "console new-crate" | "console program" => {}
            kind if block.is("console") || ["sh", "bash", "shell"].contains(&kind) => {
                let unknown = block.lines.iter().filter(|line| !is_run(line));
                wrong.extend(unknown.map(|line| format!("{block}: {line}")));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "who runs these?\n{}", wrong.join("\n"));
}

/// Whether `.ci/run` runs this line.
fn is_run(line: &str) -> bool {
    let command = line.split(" #").next().unwrap_or_default().trim();
    if command == "cargo test --workspace" {
        return true;
    }
    command
        .strip_prefix("cargo run --example ")
        .is_some_and(|name| {
            workspace()
                .join("examples")
                .join(name)
                .join("main.rs")
                .is_file()
        })
}
