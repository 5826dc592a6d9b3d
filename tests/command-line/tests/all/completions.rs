//! Completions: generated, valid, and of use.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Output},
};

use crate::support::shop;

/// Writes the script of a shell to a file of the test's own.
fn script(test: &str, shell: &str) -> (PathBuf, String) {
    let done = shop(&["completions", shell]);
    assert_eq!((done.status, done.stderr.as_str()), (0, ""));
    let path = env::temp_dir().join(format!("{test}-{}.{shell}", std::process::id()));
    fs::write(&path, &done.stdout).expect("a writable folder");
    (path, done.stdout)
}

/// Runs a shell, if it is there.
fn run(shell: &str, arguments: &[&str]) -> Option<Output> {
    Command::new(shell).args(arguments).output().ok()
}

#[test]
fn scripts_are_valid_and_know_workflows_and_flags() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (path, text) = script("valid", shell);
        for word in ["place-order", "priority", "prerequisite-inputs"] {
            assert!(text.contains(word), "{shell}: {word}");
        }
        if let "bash" | "zsh" | "fish" = shell
            && let Some(output) = run(shell, &["-n", &path.display().to_string()])
        {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{shell}: {said}");
        }
        fs::remove_file(path).expect("the file just written");
    }
}

#[test]
fn bash_completes_flags_and_known_values() {
    let (path, _) = script("complete", "bash");
    let complete = |words: &str| {
        let count = words.split(' ').count() - 1;
        let line = format!(
            "source {}; COMP_WORDS=({words}); COMP_CWORD={count}; _shop shop \"${{COMP_WORDS[$COMP_CWORD]}}\" \"${{COMP_WORDS[$COMP_CWORD-1]}}\"; echo \"${{COMPREPLY[@]}}\"",
            path.display()
        );
        let output = run("bash", &["--norc", "-c", &line])?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    // Without the shell there is nothing to try.
    if let Some(found) = complete("shop place-order --pri") {
        assert_eq!(found, "--price --priority");
        let found = complete("shop place-order --priority h");
        assert_eq!(found.as_deref(), Some("high"));
        assert_eq!(complete("shop pla").as_deref(), Some("place-order"));
    }
    fs::remove_file(path).expect("the file just written");
}
