//! Compiles each document below `specs` as the `crate` verb does: a module, and the command line over it.

use std::{env, fs, path::Path, path::PathBuf, process};

use arazzo_codegen::{CrateOptions, Generator};

fn main() {
    println!("cargo::rerun-if-changed=specs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    for name in ["shop", "vault"] {
        write(&root, name);
    }
}

/// Writes the crate of a document, called like this one, so that its program finds the library here.
fn write(root: &Path, name: &str) {
    let output = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join(name);
    let document = root.join(format!("specs/{name}.arazzo.yaml"));
    let generator = Generator::new().root(root).named_document(name, document);
    let options = CrateOptions {
        output: output.clone(),
        package: Some("command-line".to_owned()),
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

/// `include!` takes items only: without the inner documentation and attributes.
fn include_ready(path: &Path) {
    let text = fs::read_to_string(path).expect("the file just written");
    let items: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("//!") && !line.starts_with("#!["))
        .collect();
    let name = path.file_name().expect("a file's name").to_string_lossy();
    let path = path.with_file_name(format!("items_of_{name}"));
    fs::write(path, items.join("\n")).expect("a writable folder");
}
