//! Where packages come from. Ours have names that belong to others on the public registry, so that nothing may look for them
//! there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use serde_json::Value;

use crate::{
    command_line::{API, FLOW, run},
    support::{files, scratch, workspace},
};

/// The workspace as Cargo sees it, with what its packages depend on.
fn metadata(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .args(arguments)
        .current_dir(workspace())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"].as_array().unwrap()
}

/// Lines of a manifest that depend on one of `ours` by its name or by another.
fn dependencies<'t>(text: &'t str, ours: &[String]) -> Vec<&'t str> {
    let depends = |line: &&str| {
        let Some((key, value)) = line.split_once('=') else {
            return false;
        };
        let names = |name: &String| {
            let key = key.trim().trim_end_matches(".workspace");
            key == name || value.contains(&format!("package = \"{name}\""))
        };
        let is_table = value.trim_start().starts_with(['{', '"']) || key.contains(".workspace");
        is_table && ours.iter().any(names) && !line.trim_start().starts_with("name ")
    };
    text.lines().filter(depends).collect()
}

fn has_source(line: &str) -> bool {
    ["path = \"", "git = \"", "workspace = true"]
        .iter()
        .any(|source| line.contains(source))
}

#[test]
fn no_package_of_ours_can_be_published_by_mistake() {
    let metadata = metadata(&["--no-deps"]);
    for package in packages(&metadata) {
        assert_eq!(
            package["publish"],
            serde_json::json!([]),
            "{}",
            package["name"]
        );
    }
}

#[test]
fn nothing_that_is_written_looks_for_our_names_in_a_registry() {
    let metadata = metadata(&["--no-deps"]);
    let ours: Vec<String> = packages(&metadata)
        .iter()
        .map(|package| package["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(ours.iter().any(|name| name == "runtime"), "{ours:?}");
    // Manifests and documentation of the workspace.
    let mut found = 0;
    let mut read = |path: &Path, text: &str| {
        for line in dependencies(text, &ours) {
            assert!(has_source(line), "{}: {line}", path.display());
            found += 1;
        }
    };
    let folders = [
        "cli", "codegen", "docs", "durable", "examples", "fuzz", "runtime", "syntax", "tests",
    ];
    let all = folders
        .iter()
        .flat_map(|folder| files(&workspace().join(folder)));
    let top = ["Cargo.toml", "README.md", "CONTRIBUTING.md"].map(|name| workspace().join(name));
    let texts = all.chain(top).filter(|path| {
        let name = path.to_string_lossy();
        name.ends_with(".toml") || name.ends_with(".md")
    });
    for path in texts {
        read(&path, &fs::read_to_string(&path).unwrap());
    }
    // What is written for others.
    let files = [("flow.arazzo.yaml", FLOW), ("api.yaml", API)];
    let folder = scratch("supply", &files);
    for line in [
        "crate flow.arazzo.yaml --output beside",
        "crate flow.arazzo.yaml --output git --runtime-git https://example.com/r",
        "init started",
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let (status, _, stderr) = run(&folder, &arguments);
        assert_eq!(status, Some(0), "{stderr}");
    }
    for written in ["beside", "git", "started"] {
        let manifest = folder.join(written).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap();
        assert!(!dependencies(&text, &ours).is_empty(), "{text}");
        read(&manifest, &text);
    }
    assert!(found > 20, "{found}");
}

#[test]
fn a_dependency_without_a_source_is_noticed() {
    let ours = ["runtime".to_owned()];
    for (line, foreign) in [
        ("runtime = \"1\"", true),
        (
            "arazzo_runtime = { package = \"runtime\", version = \"1\" }",
            true,
        ),
        (
            "arazzo_runtime = { package = \"runtime\", path = \"..\" }",
            false,
        ),
        ("runtime.workspace = true", false),
    ] {
        let found = dependencies(line, &ours);
        assert_eq!(found, [line]);
        assert_ne!(has_source(line), foreign, "{line}");
    }
    assert!(dependencies("name = \"runtime\"\ntime = \"1\"", &ours).is_empty());
}

/// The oldest compiler that we promise; a package that promises another one has its own. Clippy holds our own code to it
/// (`incompatible_msrv`).
#[test]
fn dependencies_build_with_the_oldest_compiler() {
    let metadata = metadata(&["--filter-platform", "x86_64-unknown-linux-gnu"]);
    let version = |package: &Value| -> (u32, u32) {
        let text = package["rust_version"].as_str().unwrap_or("1.0");
        let mut parts = text.split('.').map(|part| part.parse().unwrap());
        (parts.next().unwrap(), parts.next().unwrap_or_default())
    };
    let by_id: BTreeMap<&str, &Value> = packages(&metadata)
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package))
        .collect();
    let needs: BTreeMap<&str, Vec<&str>> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            let all = node["dependencies"].as_array().unwrap().iter();
            (
                node["id"].as_str().unwrap(),
                all.map(|id| id.as_str().unwrap()).collect(),
            )
        })
        .collect();
    for member in metadata["workspace_members"].as_array().unwrap() {
        let promised = version(by_id[member.as_str().unwrap()]);
        let mut open = vec![member.as_str().unwrap()];
        let mut known = BTreeSet::new();
        while let Some(id) = open.pop() {
            if known.insert(id) {
                let needed = version(by_id[id]);
                assert!(
                    needed <= promised,
                    "{id} needs {needed:?}, and {member} promises {promised:?}"
                );
                open.extend(&needs[id]);
            }
        }
    }
}
