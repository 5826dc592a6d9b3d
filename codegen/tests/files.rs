//! What may be read from the disk, and what may not.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot write its files has failed"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::load::{Disk, Documents, LoadErrorKind, Options};

const FLOW: &str = "arazzo: 1.0.1\n";
const API: &str = "openapi: 3.1.0\n";

/// A folder of its own for each test: a project, and files beside it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("files")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("project/Cargo.toml", "");
    write("project/specs/flows/a.yaml", FLOW);
    write("project/apis/api.yaml", API);
    write("outside.yaml", API);
    folder
}

/// How opening `reference` from the project's document ends.
fn open(folder: &Path, options: Options, reference: &str) -> Result<String, LoadErrorKind> {
    let documents = Documents::new(Box::new(Disk), options);
    let entry = folder.join("project/specs/flows/a.yaml");
    let entry = documents.open_path(&entry).unwrap();
    let opened = documents.open(reference, &entry);
    opened
        .map(|document| document.text.clone())
        .map_err(|error| error.kind)
}

#[test]
fn the_project_is_readable_and_nothing_above_it() {
    let folder = folder("project");
    let inside = open(&folder, Options::default(), "../../apis/api.yaml");
    assert_eq!(inside, Ok(API.to_owned()));
    let outside = open(&folder, Options::default(), "../../../outside.yaml");
    assert_eq!(outside, Err(LoadErrorKind::OutsideRoot));
    let absolute = folder.join("outside.yaml");
    let absolute = open(&folder, Options::default(), &absolute.to_string_lossy());
    assert_eq!(absolute, Err(LoadErrorKind::OutsideRoot));
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_lead_out() {
    let folder = folder("links");
    let link = folder.join("project/specs/flows/link.yaml");
    std::os::unix::fs::symlink(folder.join("outside.yaml"), link).unwrap();
    let escaped = open(&folder, Options::default(), "link.yaml");
    assert_eq!(escaped, Err(LoadErrorKind::OutsideRoot));
}

#[test]
fn the_user_may_widen_and_narrow() {
    let folder = folder("options");
    let wide = Options {
        root: Some(folder.clone()),
        ..Options::default()
    };
    assert!(open(&folder, wide, "../../../outside.yaml").is_ok());
    let narrow = Options {
        root: Some(folder.join("project/specs")),
        ..Options::default()
    };
    let narrow = open(&folder, narrow, "../../apis/api.yaml");
    assert_eq!(narrow, Err(LoadErrorKind::OutsideRoot));
    let named = Options {
        sources: vec![(
            "https://x.test/api.yaml".to_owned(),
            folder.join("outside.yaml"),
        )],
        ..Options::default()
    };
    assert!(open(&folder, named, "https://x.test/api.yaml").is_ok());
}
