//! The files of a written crate that people read. `BLESS=1` rewrites the expected ones.

use std::fs;

use crate::{
    command_line::{API, FLOW, run},
    source_file::is_formatted,
    support::{root, scratch},
};

const DOCUMENTS: [&str; 3] = [
    "shop.arazzo.yaml",
    "orders.openapi.yaml",
    "accounts.openapi.yaml",
];

#[test]
fn a_crate_says_what_it_holds_and_how_it_is_called() {
    let cases = root().join("tests/cases/crate");
    let folder = scratch("crate-files/shop", &[]);
    fs::create_dir_all(folder.join("specs")).unwrap();
    for document in DOCUMENTS {
        fs::copy(cases.join(document), folder.join("specs").join(document)).unwrap();
    }
    let line = "crate specs/shop.arazzo.yaml --output shop --runtime-git https://example.com/r#abc";
    let arguments: Vec<&str> = line.split(' ').collect();
    let (status, _, stderr) = run(&folder, &arguments);
    assert_eq!(status, Some(0), "{stderr}");
    for file in ["README.md", "Cargo.toml", ".gitignore"] {
        let written = fs::read_to_string(folder.join("shop").join(file)).unwrap();
        let golden = cases.join(file.trim_start_matches('.'));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&golden, &written).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        assert!(expected == written, "BLESS=1 rewrites it:\n{written}");
    }
    assert!(is_formatted(&folder.join("shop")));
}

/// Documents of two crates may call a workflow the same.
#[test]
fn a_workflow_of_two_documents_is_called_by_its_document() {
    let files = [("a.yaml", FLOW), ("b.yaml", FLOW), ("api.yaml", API)];
    let folder = scratch("crate-files/two", &files);
    let (status, _, stderr) = run(&folder, &["crate", "a.yaml", "b.yaml", "-o", "out"]);
    assert_eq!(status, Some(0), "{stderr}");
    let readme = fs::read_to_string(folder.join("out/README.md")).unwrap();
    for document in ["a", "b"] {
        let call = format!("cargo run -q -- run w \\\n    --document {document}\n");
        assert!(readme.contains(&call), "{readme}");
    }
    assert!(readme.contains("\narazzo-codegen crate ../a.yaml ../b.yaml --output .\n"));
}
