use std::process;

use super::*;
use crate::{Generator, load::Memory};

const OPENAPI: &str = r#"{"openapi":"3.1.0","info":{"title":"a","version":"1"},"servers":[{"url":"http://h"}],
    "paths":{"/a":{"get":{"operationId":"a","responses":{"200":{"description":"d"}}}}}}"#;
const ARAZZO: &str = r#"{"arazzo":"1.0.1","info":{"title":"t","version":"1"},
    "sourceDescriptions":[{"name":"api","url":"api.json","type":"openapi"}],
    "workflows":[{"workflowId":"w","steps":[{"stepId":"s","operationId":"a"}]}]}"#;

/// A folder of its own, removed in the end.
struct Scratch(CrateOptions);

impl Scratch {
    fn new(name: &str) -> Self {
        let output = std::env::temp_dir().join(format!("crate-folder-{name}-{}", process::id()));
        let _ = fs::remove_dir_all(&output);
        Self(CrateOptions {
            output,
            ..CrateOptions::default()
        })
    }

    fn write(&self, modules: &[&str]) -> Result<Vec<String>, CrateError> {
        let files = [("api.json", OPENAPI), ("w.json", ARAZZO)];
        let mut generator = Generator::new().files(Memory::from_iter(files));
        for name in modules {
            // Two names for one document are two modules.
            generator = generator.named_document(*name, "w.json");
        }
        let (files, report) = generator.write_crate(&self.0);
        assert!(!report.has_errors(), "{}", report.human(false));
        let word = |file: CrateFile| {
            let path = file.path.display();
            match file.fate {
                Fate::Written => format!("wrote {path}"),
                Fate::Unchanged => format!("same {path}"),
                Fate::Kept(why) => format!("kept {path}: {why}"),
                Fate::Removed => format!("removed {path}"),
            }
        };
        Ok(files?.into_iter().map(word).collect())
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.output.join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn append(&self, path: &str, text: &str) -> String {
        let edited = self.read(path) + text;
        fs::write(self.path(path), &edited).unwrap();
        edited
    }

    /// Every file of the folder.
    fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.output.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => found.push(
                        path.strip_prefix(&self.0.output)
                            .unwrap()
                            .display()
                            .to_string(),
                    ),
                }
            }
        }
        found.sort();
        found
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0.output);
    }
}

#[test]
fn a_file_that_would_not_change_is_left_alone() {
    let scratch = Scratch::new("same");
    scratch.write(&["one"]).unwrap();
    let time = || {
        fs::metadata(scratch.path("src/one.rs"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = time();
    std::thread::sleep(std::time::Duration::from_millis(20));
    let again = scratch.write(&["one"]).unwrap();
    assert!(
        again.iter().all(|line| line.starts_with("same ")),
        "{again:?}"
    );
    assert_eq!(time(), before);
}

#[test]
fn what_was_edited_is_not_overwritten_and_nothing_else_is_written() {
    let scratch = Scratch::new("edited");
    scratch.write(&["one"]).unwrap();
    let main = scratch.append("src/main.rs", "// mine\n");
    let before = scratch.files();
    let Err(CrateError::Refused { files, .. }) = scratch.write(&["one", "two"]) else {
        panic!("overwritten");
    };
    assert_eq!(
        files,
        [(
            PathBuf::from("src/main.rs"),
            "edited since it was generated"
        )]
    );
    assert_eq!(scratch.read("src/main.rs"), main);
    assert_eq!(scratch.files(), before);
}

#[test]
fn what_is_not_ours_is_not_overwritten_unless_forced() {
    let mut scratch = Scratch::new("foreign");
    fs::create_dir_all(scratch.path("src")).unwrap();
    fs::write(scratch.path("src/main.rs"), "fn main() {}\n").unwrap();
    fs::write(scratch.path("Cargo.toml"), "[package]\n").unwrap();
    let error = scratch.write(&["one"]).unwrap_err().to_string();
    assert!(error.contains("main.rs (not generated)"), "{error}");
    assert!(error.contains("Cargo.toml (not generated)"), "{error}");
    assert!(error.contains("--force"), "{error}");
    assert_eq!(scratch.files(), ["Cargo.toml", "src/main.rs"]);
    scratch.0.force = true;
    scratch.write(&["one"]).unwrap();
    assert!(scratch.read("src/main.rs").contains("@generated"));
}

#[test]
fn an_edited_manifest_is_kept_with_a_word() {
    let scratch = Scratch::new("manifest");
    scratch.write(&["one"]).unwrap();
    let edited = scratch.append("Cargo.toml", "\n[dependencies.anyhow]\nversion = \"1\"\n");
    let done = scratch.write(&["one", "two"]).unwrap();
    assert!(
        done.contains(&"kept Cargo.toml: it was edited".to_owned()),
        "{done:?}"
    );
    assert!(done.contains(&"wrote src/two.rs".to_owned()), "{done:?}");
    assert_eq!(scratch.read("Cargo.toml"), edited);
    fs::write(
        scratch.path("Cargo.toml"),
        edited.replace("features = [", "features = [\"gzip\", "),
    )
    .unwrap();
    let done = scratch.write(&["one", "two"]).unwrap();
    let kept = "kept Cargo.toml: it was edited; see that it has `arazzo_runtime = { package";
    assert!(done.iter().any(|line| line.starts_with(kept)), "{done:?}");
}

#[test]
fn what_people_make_their_own_is_kept() {
    let mut scratch = Scratch::new("kept");
    fs::create_dir_all(scratch.path("")).unwrap();
    fs::write(scratch.path(".gitignore"), "/mine\n").unwrap();
    let done = scratch.write(&["one"]).unwrap();
    let kept = "kept .gitignore: it was not generated".to_owned();
    assert!(done.contains(&kept), "{done:?}");
    let readme = scratch.append("README.md", "More of it.\n");
    let done = scratch.write(&["one", "two"]).unwrap();
    let kept = "kept README.md: it was edited".to_owned();
    assert!(done.contains(&kept), "{done:?}");
    assert!(done.contains(&"wrote src/two.rs".to_owned()), "{done:?}");
    assert_eq!(scratch.read("README.md"), readme);
    assert_eq!(scratch.read(".gitignore"), "/mine\n");
    scratch.0.force = true;
    scratch.write(&["one"]).unwrap();
    assert!(scratch.read("README.md").starts_with("<!-- @generated "));
    assert!(scratch.read(".gitignore").ends_with("\n/target\n"));
}

#[test]
fn modules_of_documents_no_longer_given_go_unless_they_were_edited() {
    let scratch = Scratch::new("stale");
    scratch.write(&["one", "two", "three", "main"]).unwrap();
    scratch.append("src/two.rs", "// mine\n");
    fs::write(scratch.path("src/mine.rs"), "// mine\n").unwrap();
    let done = scratch.write(&["one"]).unwrap();
    for line in [
        "removed src/three.rs",
        "removed src/documents/main.rs",
        "kept src/two.rs: its document is no longer given, but it was edited",
    ] {
        assert!(done.contains(&line.to_owned()), "{done:?}");
    }
    let files = [
        ".gitignore",
        "Cargo.toml",
        "README.md",
        "src/lib.rs",
        "src/main.rs",
        "src/mine.rs",
        "src/one.rs",
        "src/two.rs",
    ];
    assert_eq!(scratch.files(), files);
}

#[test]
fn nothing_is_half_written() {
    let scratch = Scratch::new("half");
    // A folder stands where a file is to be, and is found after others were prepared.
    fs::create_dir_all(scratch.path("src/one.rs")).unwrap();
    let error = scratch.write(&["one"]).unwrap_err().to_string();
    assert!(error.contains("one.rs"), "{error}");
    assert_eq!(scratch.files(), [] as [&str; 0]);
}
