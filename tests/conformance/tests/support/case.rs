//! A case as its `case.yaml` has it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

use arazzo_codegen::load::Document;
use serde_json::{Value, json};

/// A case: documents in a folder, inputs, a scripted exchange and what must come of it.
pub(crate) struct Case {
    /// The folder's name.
    pub(crate) id: String,
    /// Where its documents are.
    pub(crate) folder: PathBuf,
    /// The content of `case.yaml`.
    pub(crate) spec: Value,
}

impl Case {
    /// All cases below `folder`, by name.
    pub(crate) fn all(folder: &Path) -> Vec<Self> {
        let mut folders: Vec<PathBuf> = fs::read_dir(folder)
            .expect("the folder of cases")
            .map(|entry| entry.expect("a readable folder").path())
            .filter(|path| path.join("case.yaml").exists())
            .collect();
        folders.sort();
        folders.into_iter().map(Self::read).collect()
    }

    /// Judges cases, four at a time: none may fall short.
    pub(crate) fn all_hold(cases: &[Self], judge: impl Fn(&Self) -> Vec<String> + Sync) {
        assert!(cases.len() > 100, "the cases were not found");
        let faults = Mutex::new(Vec::new());
        let next = Mutex::new(cases.iter());
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    loop {
                        let Some(case) = next.lock().expect("no panic").next() else {
                            break;
                        };
                        let found = judge(case);
                        if !found.is_empty() {
                            let found = format!("{}: {}", case.id, found.join("; "));
                            faults.lock().expect("no panic").push(found);
                        }
                    }
                });
            }
        });
        let mut faults = faults.into_inner().expect("no panic");
        faults.sort();
        assert!(
            faults.is_empty(),
            "{} of {} cases fall short:\n{}",
            faults.len(),
            cases.len(),
            faults.join("\n")
        );
    }

    fn read(folder: PathBuf) -> Self {
        let text = fs::read_to_string(folder.join("case.yaml")).expect("a readable case.yaml");
        let document = Document::parse("case.yaml", &text)
            .unwrap_or_else(|error| panic!("{}: {}", folder.display(), error.message));
        let spec = document.root.clone();
        let id = folder
            .file_name()
            .expect("a folder's name")
            .to_string_lossy()
            .into_owned();
        Self { id, folder, spec }
    }

    /// The document to compile.
    pub(crate) fn document(&self) -> PathBuf {
        self.folder.join("workflow.arazzo.yaml")
    }

    /// The module that the document is compiled into.
    pub(crate) fn module(&self) -> String {
        format!("c{}", self.id.split('-').next().unwrap_or_default())
    }

    /// What must come of it.
    pub(crate) fn expected(&self) -> &Value {
        &self.spec["expect"]
    }

    /// What must come of running it, if it is run at all.
    pub(crate) fn expected_run(&self) -> Option<&Value> {
        match self.expected()["outcome"].as_str() {
            Some("generation-error") => None,
            Some("generation-warning") => self.expected().get("then"),
            _ => Some(self.expected()),
        }
    }

    /// Files that stand in for URLs, or are found by their `$self`.
    pub(crate) fn sources(&self) -> Vec<(Option<String>, PathBuf)> {
        let listed = self.spec["config"]["documents"]
            .as_object()
            .into_iter()
            .flatten();
        listed
            .map(|(url, file)| {
                let path = self.folder.join(file.as_str().expect("a file's name"));
                ((url != "identity-scan").then(|| url.clone()), path)
            })
            .collect()
    }

    /// Arguments of the generated command line.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let inputs = self
            .spec
            .get("inputs")
            .cloned()
            .unwrap_or_else(|| json!({}));
        let config = &self.spec["config"];
        let mut arguments = vec![
            "run".to_owned(),
            text(&self.spec["workflow"]),
            "--document".to_owned(),
            self.module(),
            "--json".to_owned(),
        ];
        let mut add = |flag: &str, value: String| arguments.extend([flag.to_owned(), value]);
        add("--inputs", inputs.to_string());
        add(
            "--poll-interval",
            config
                .get("pollInterval")
                .map_or_else(|| "0".to_owned(), text),
        );
        for (workflow, inputs) in members(&self.spec["dependsOnInputs"]) {
            add("--prerequisite-inputs", format!("{workflow}={inputs}"));
        }
        for (source, url) in members(&config["baseUrls"]) {
            add("--server", format!("{source}={}", text(url)));
        }
        for (source, url) in members(&config["documentBase"]) {
            add("--document-url", format!("{source}={}", text(url)));
        }
        for (source, variables) in members(&config["serverVariables"]) {
            for (name, value) in members(variables) {
                add(
                    "--server-variable",
                    format!("{source}.{name}={}", text(value)),
                );
            }
        }
        for (source, credentials) in members(&config["credentials"]) {
            for (scheme, value) in members(credentials) {
                let credential = match value.as_object() {
                    Some(basic) => {
                        format!("{}:{}", text(&basic["username"]), text(&basic["password"]))
                    }
                    None => text(value),
                };
                add("--credential", format!("{source}.{scheme}={credential}"));
            }
        }
        for (name, flag) in [
            ("maxSteps", "--max-steps"),
            ("maxRetryAfter", "--max-retry-after"),
            ("deadline", "--deadline"),
        ] {
            if let Some(limit) = config.get(name) {
                add(flag, text(limit));
            }
        }
        arguments
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
