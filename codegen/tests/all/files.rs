//! What may be read from the disk, and what may not.

use std::path::{Path, PathBuf};

use arazzo_codegen::{
    Generator,
    load::{Disk, Documents, Limits, LoadErrorKind, Memory, Options},
};

use crate::support::scratch;

const FLOW: &str = "arazzo: 1.0.1\n";
const API: &str = "openapi: 3.1.0\n";

/// A folder of its own for each test: a project, and files beside it.
fn folder(name: &str) -> PathBuf {
    let files = [
        ("project/Cargo.toml", ""),
        ("project/specs/flows/a.yaml", FLOW),
        ("project/apis/api.yaml", API),
        ("outside.yaml", API),
    ];
    scratch(&format!("files/{name}"), &files)
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

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_not_waited_for() {
    let folder = folder("special");
    let pipe = folder.join("project/apis/pipe.yaml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for reference in ["../../apis/pipe.yaml", "../../apis", "../../apis/"] {
        let opened = open(&folder, Options::default(), reference);
        assert_eq!(opened, Err(LoadErrorKind::Unreadable), "{reference}");
    }
    let device = open(
        &folder,
        Options {
            sources: vec![("zero".into(), "/dev/zero".into())],
            ..Options::default()
        },
        "zero",
    );
    assert_eq!(device, Err(LoadErrorKind::Unreadable));
}

#[test]
fn odd_ways_to_name_a_file_end_in_the_file_or_in_an_error() {
    let folder = folder("odd");
    let open = |reference: &str| open(&folder, Options::default(), reference);
    let file = format!("file://{}/project/apis/api.yaml", folder.display());
    for reference in [
        file.as_str(),
        "../../apis/api.yaml#/info",
        "../../apis/api.yaml?v=1",
    ] {
        assert_eq!(open(reference), Ok(API.to_owned()), "{reference}");
    }
    for reference in [
        "file:///nowhere.yaml",
        "C:\\apis\\api.yaml",
        "..\\..\\apis\\api.yaml",
        "a\0b.yaml",
        "%00",
        "../../apis/api.yaml/../../apis/none.yaml",
    ] {
        let kind = open(reference).err();
        let known = [LoadErrorKind::Unreadable, LoadErrorKind::OutsideRoot];
        assert!(
            kind.is_some_and(|kind| known.contains(&kind)),
            "{reference}: {kind:?}"
        );
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused() {
    let folder = folder("large");
    let options = Options {
        limits: Limits {
            bytes: FLOW.len(),
            ..Default::default()
        },
        ..Options::default()
    };
    let opened = open(&folder, options, "../../apis/api.yaml");
    assert_eq!(opened, Err(LoadErrorKind::Limit));
}

/// Each limit, by the name that the command line has for it: what is said beyond it, and that a higher one is enough.
#[test]
fn each_limit_is_a_setting_that_its_report_names() {
    let long = "k".repeat(300);
    let step = "{stepId: s, operationId: op}";
    let flow = |more: &str| {
        format!(
            "arazzo: 1.0.1\ninfo: {{title: t, version: '1'}}\nsourceDescriptions: [{{name: api, url: api.yaml, type: openapi}}]\nworkflows: [{{workflowId: w, steps: [{step}]{more}}}]\n"
        )
    };
    let api = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\nservers: [{url: 'https://api.test'}]\npaths: {/p: {get: {operationId: op, responses: {'200': {description: d}}}}}\n";
    let of_key = format!(", x-{long}: 1");
    let of_id = flow("").replace("workflowId: w", &format!("workflowId: {long}"));
    for (limit, text, low, enough, words) in [
        ("bytes", flow(""), 100, 10_000, "more than 100 bytes"),
        (
            "values",
            flow(""),
            5,
            500,
            "more than 5 values, aliases expanded",
        ),
        (
            "key",
            flow(&of_key),
            200,
            400,
            "more than 200 bytes in one key",
        ),
        ("key", of_id, 200, 400, "more than 200 bytes in one id"),
        ("documents", flow(""), 1, 2, "more than 1 documents"),
    ] {
        let told = |number| {
            let files = Memory::new()
                .file("flow.yaml", text.as_str())
                .file("api.yaml", api);
            let limits = Limits::default().with(limit, number).unwrap();
            let generator = Generator::new().files(files).limits(limits);
            generator.document("flow.yaml").check().human(false)
        };
        let report = told(low);
        assert!(
            report.contains(words) && report.contains("--> flow.yaml"),
            "{report}"
        );
        assert!(
            limit == "key" && words.ends_with("id") || report.contains("`.limits(..)`"),
            "{report}"
        );
        assert!(!told(enough).contains(words), "{}", told(enough));
    }
}
