//! Compiles every case that is to be generated, as the `crate` verb does: one module each, and the command line over all.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use arazzo_codegen::{CrateOptions, Generator, load::Document};

fn main() {
    println!("cargo::rerun-if-changed=cases");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let output = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("crate");
    let mut generator = Generator::new().root(&root);
    for folder in folders(&root.join("cases")) {
        generator = add(generator, &folder);
    }
    let options = CrateOptions {
        output: output.clone(),
        package: Some("conformance".to_owned()),
        ..CrateOptions::default()
    };
    let (written, report) = generator.write_crate(&options);
    if report.has_errors() {
        eprint!("{}", report.human(false));
        process::exit(1);
    }
    written.expect("a writable folder");
    for file in ["lib.rs", "main.rs"] {
        include_ready(&output.join("src").join(file));
    }
}

/// Adds the case in `folder`, unless it must be refused.
fn add(generator: Generator, folder: &Path) -> Generator {
    let text = fs::read_to_string(folder.join("case.yaml")).expect("a readable case");
    let case = &Document::parse("case.yaml", &text)
        .expect("a sound case")
        .root;
    if case["expect"]["outcome"].as_str() == Some("generation-error") {
        return generator;
    }
    let name = folder.file_name().expect("a folder's name");
    let number: String = name.to_string_lossy().chars().take(3).collect();
    let document = folder.join("workflow.arazzo.yaml");
    let mut generator = generator.named_document(format!("c{number}"), document);
    for (url, file) in case["config"]["documents"]
        .as_object()
        .into_iter()
        .flatten()
    {
        let path = folder.join(file.as_str().expect("a file"));
        generator = match url.as_str() {
            "identity-scan" => generator.source_by_identity(path),
            url => generator.source(url, path),
        };
    }
    generator
}

/// `include!` takes items only: without the inner documentation and attributes.
fn include_ready(path: &Path) {
    let text = fs::read_to_string(path).expect("the file just written");
    let items: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("//!") && !line.starts_with("#!["))
        .collect();
    let name = path.file_name().expect("a file's name").to_string_lossy();
    fs::write(
        path.with_file_name(format!("items_of_{name}")),
        items.join("\n"),
    )
    .expect("a writable folder");
}

fn folders(cases: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(cases)
        .expect("the folder of cases")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.join("case.yaml").exists())
        .collect();
    folders.sort();
    folders
}
