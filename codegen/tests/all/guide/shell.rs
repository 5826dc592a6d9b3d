//! Commands as a text shows them, run as a shell does.

use std::path::Path;
use std::process::Command;

use super::blocks::Block;

/// A command and what is shown of its output.
pub(crate) struct Shown {
    pub(crate) command: String,
    output: Vec<String>,
}

pub(crate) fn commands(block: &Block) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    for line in &block.lines {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push(Shown {
                command: command.to_owned(),
                output: Vec::new(),
            }),
            (None, Some(last)) if last.command.ends_with('\\') => {
                last.command.push('\n');
                last.command.push_str(line);
            }
            (None, Some(last)) => last.output.push(line.clone()),
            (None, None) => panic!("{block}: a line before the first command"),
        }
    }
    found
}

/// Runs a command in `folder`, where the shell finds `program`: what it prints, if that is not as shown.
pub(crate) fn differs(shown: &Shown, program: &Path, folder: &Path) -> Option<String> {
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {}\n}} 2>&1", shown.command)])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = printed.lines().collect();
    let is_as_shown = match shown.output.as_slice() {
        [] => output.status.success(),
        expected => fits(&lines, expected),
    };
    (!is_as_shown).then(|| format!("`{}` prints\n{printed}", shown.command))
}

/// Whether the lines are those that are shown.
fn fits(lines: &[&str], shown: &[String]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=lines.len()).any(|skipped| fits(&lines[skipped..], rest))
        }
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, others)| line.trim_end() == first && fits(others, rest)),
    }
}
