//! The crate is what its documents make of it, and its program does what the guide shows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{CrateOptions, Generator};

#[allow(dead_code, reason = "shared with the tests of the generator")]
#[path = "../../../codegen/tests/all/guide/blocks.rs"]
mod blocks;
#[path = "../../../codegen/tests/all/guide/shell.rs"]
mod shell;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn it_is_up_to_date() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("committed");
    let _ = fs::remove_dir_all(&scratch);
    let options = CrateOptions {
        output: scratch.clone(),
        package: Some("reports".to_owned()),
        ..CrateOptions::default()
    };
    let document = workspace().join("specs/reports/monthly-report.arazzo.yaml");
    let (written, report) = Generator::new().document(document).write_crate(&options);
    assert!(!report.has_errors(), "{}", report.human(false));
    written.unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in ["lib.rs", "main.rs", "monthly_report.rs"] {
        let now = fs::read_to_string(scratch.join("src").join(file)).unwrap();
        let then = fs::read_to_string(committed.join(file)).unwrap();
        assert!(now == then, "the command in README.md writes {file} anew");
    }
}

#[cfg(unix)]
#[test]
fn the_program_does_what_the_guide_shows() {
    let program = Path::new(env!("CARGO_BIN_EXE_reports"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("committed-guide");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut count = 0;
    let mut wrong = Vec::new();
    for block in blocks::Text::guide(&workspace())
        .iter()
        .flat_map(blocks::Text::blocks)
        .filter(|block| block.kind == "console program")
    {
        for shown in shell::commands(&block) {
            count += 1;
            let difference = shell::differs(&shown, program, &folder);
            wrong.extend(difference.map(|it| format!("{block}: {it}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 2, "{count} commands were found");
}
