//! Which files are opened, by which name, and which are not.

use super::*;
use crate::load::{Lock, Memory, Vendored};

const API: &str = "openapi: 3.1.0\ninfo: {title: api, version: '1'}\n";

fn documents(files: &[(&str, &str)], options: Options) -> Documents {
    let memory: Memory = files.iter().copied().collect();
    Documents::new(Box::new(memory), options)
}

fn flow(own: &str) -> String {
    format!("arazzo: 1.1.0\n$self: {own}\n")
}

#[test]
fn a_source_is_read_once_from_beside_the_document() {
    let files = [("p/a.yaml", "arazzo: 1.0.1"), ("p/apis/api.yaml", API)];
    let documents = documents(&files, Options::default());
    let entry = documents.open_path(Path::new("p/a.yaml")).unwrap();
    let one = documents
        .open_source("one", "apis/api.yaml", &entry)
        .unwrap();
    let two = documents
        .open("./apis/../apis/api.yaml#/info", &entry)
        .unwrap();
    assert_eq!(one.id, two.id);
    assert_eq!(one.name, "p/apis/api.yaml");
    assert_eq!(
        documents.files_read(),
        [PathBuf::from("p/a.yaml"), PathBuf::from("p/apis/api.yaml")]
    );
}

#[test]
fn a_relative_self_moves_the_base() {
    let own = flow("flows/main.yaml");
    let files = [("p/a.yaml", own.as_str()), ("p/apis/api.yaml", API)];
    let documents = documents(&files, Options::default());
    let entry = documents.open_path(Path::new("p/a.yaml")).unwrap();
    assert_eq!(entry.identity.as_deref(), Some("/p/flows/main.yaml"));
    assert!(documents.open("../apis/api.yaml", &entry).is_ok());
    let missing = documents.open("apis/api.yaml", &entry).err().unwrap();
    assert_eq!(missing.kind, LoadErrorKind::Unreadable);
    assert_eq!(
        missing.message,
        "cannot read `p/flows/apis/api.yaml`: no such file"
    );
}

#[test]
fn self_has_no_meaning_in_version_1_0() {
    let files = [("p/a.yaml", "arazzo: 1.0.1\n$self: x/y.yaml")];
    let documents = documents(&files, Options::default());
    let entry = documents.open_path(Path::new("p/a.yaml")).unwrap();
    assert_eq!((entry.base.as_str(), &entry.identity), ("/p/a.yaml", &None));
}

#[test]
fn a_url_is_found_by_override_then_identity_then_beside_the_document() {
    let own = flow("https://x.test/flows/a.yaml");
    let other = flow("https://x.test/other.yaml");
    let files = [
        ("p/flows/a.yaml", own.as_str()),
        ("q/other.yaml", &other),
        ("q/api.yaml", API),
        ("p/near.yaml", API),
    ];
    let options = Options {
        sources: vec![("https://x.test/api.yaml".into(), "q/api.yaml".into())],
        identities: vec!["q/other.yaml".into()],
        ..Options::default()
    };
    let documents = documents(&files, options);
    let entry = documents.open_path(Path::new("p/flows/a.yaml")).unwrap();
    let name = |reference| documents.open(reference, &entry).map(|it| it.name.clone());
    assert_eq!(name("../api.yaml").unwrap(), "q/api.yaml");
    assert_eq!(
        name("https://x.test/other.yaml#/w").unwrap(),
        "q/other.yaml"
    );
    assert_eq!(name("../near.yaml").unwrap(), "p/near.yaml");
    let remote = name("https://x.test/unknown.yaml").unwrap_err();
    assert_eq!(remote.kind, LoadErrorKind::Network);
    assert!(
        remote
            .help
            .unwrap()
            .contains(".source(\"https://x.test/unknown.yaml\", \"FILE\")")
    );
}

#[test]
fn a_name_beats_a_url() {
    let files = [
        ("a.yaml", "arazzo: 1.0.1"),
        ("b.yaml", API),
        ("c.yaml", API),
    ];
    let options = Options {
        sources: vec![
            ("b.yaml".into(), "b.yaml".into()),
            ("api".into(), "c.yaml".into()),
        ],
        ..Options::default()
    };
    let documents = documents(&files, options);
    let entry = documents.open_path(Path::new("a.yaml")).unwrap();
    let found = documents.open_source("api", "b.yaml", &entry).unwrap();
    assert_eq!(found.name, "c.yaml");
}

#[test]
fn documents_cannot_name_files_outside_the_project() {
    let files = [
        ("home/p/.git/config", ""),
        ("home/p/specs/flows/a.yaml", "arazzo: 1.0.1"),
        ("home/p/apis/api.yaml", API),
        ("home/secret.yaml", API),
    ];
    let documents = documents(&files, Options::default());
    let entry = documents
        .open_path(Path::new("home/p/specs/flows/a.yaml"))
        .unwrap();
    assert!(documents.open("../../apis/api.yaml", &entry).is_ok());
    let outside = documents
        .open("../../../secret.yaml", &entry)
        .err()
        .unwrap();
    assert_eq!(outside.kind, LoadErrorKind::OutsideRoot);
    assert_eq!(outside.message, "`home/secret.yaml` lies outside `home/p`");
}

#[test]
fn a_broken_file_is_named_with_its_place() {
    let files = [
        ("p/a.yaml", "arazzo: 1.0.1"),
        ("p/b.json", "{\n  \"a\": tru\n}"),
    ];
    let documents = documents(&files, Options::default());
    let entry = documents.open_path(Path::new("p/a.yaml")).unwrap();
    let error = documents.open("b.json", &entry).err().unwrap();
    assert_eq!(error.kind, LoadErrorKind::Syntax);
    let at = error.at.unwrap();
    let broken = documents.get(at.place.document).unwrap();
    assert_eq!(broken.name, "p/b.json");
    assert_eq!(at.text, "expected ident");
    assert_eq!(documents.all().len(), 1);
}

#[test]
fn separators_of_windows_are_told() {
    let files = [("p/a.yaml", "arazzo: 1.0.1"), ("apis/api.yaml", API)];
    let documents = documents(&files, Options::default());
    let entry = documents.open_path(Path::new("p/a.yaml")).unwrap();
    let error = documents.open("..\\apis\\api.yaml", &entry).err().unwrap();
    let help = "folders are separated by slashes: write `../apis/api.yaml`";
    assert_eq!(error.help.as_deref(), Some(help));
    let error = documents.open("..\\none.yaml", &entry).err().unwrap();
    assert_eq!(error.help, None);
}

/// A document of web sources, its copies, and a lock that lists them with these sizes.
fn with_copies(copies: &[(&str, &str, &str, usize)]) -> Documents {
    let lock = Lock {
        files: copies
            .iter()
            .map(|(url, path, _, size)| Vendored {
                url: (*url).to_owned(),
                path: (*path).to_owned(),
                size: u64::try_from(*size).unwrap(),
                ..Vendored::default()
            })
            .collect(),
    };
    let memory = Memory::new()
        .file("p/Cargo.toml", "")
        .file("p/specs/a.yaml", "arazzo: 1.0.1")
        .file("p/local.yaml", API)
        .file("p/specs/vendor/arazzo.lock", lock.text());
    let copies = copies.iter();
    let memory = copies.fold(memory, |memory, (_, path, text, _)| {
        memory.file(format!("p/specs/vendor/{path}"), *text)
    });
    Documents::new(Box::new(memory), Options::default())
}

#[test]
fn a_copy_stands_for_its_address_and_so_do_those_that_it_refers_to() {
    let documents = with_copies(&[
        (
            "https://x.test/v1/api.yaml",
            "x.test/v1/api.yaml",
            API,
            API.len(),
        ),
        (
            "https://x.test/common.yaml",
            "other-name.yaml",
            API,
            API.len(),
        ),
    ]);
    let entry = documents.open_path(Path::new("p/specs/a.yaml")).unwrap();
    assert_eq!(
        documents.files_read().len(),
        1,
        "a lock that nobody needs is not read"
    );
    let copy = documents
        .open("https://x.test/v1/api.yaml#/info", &entry)
        .unwrap();
    assert_eq!(copy.base, "https://x.test/v1/api.yaml");
    let common = documents.open("../common.yaml", &copy).unwrap();
    assert_eq!(common.name, "p/specs/vendor/other-name.yaml");
    let read: Vec<_> = documents.files_read();
    assert!(
        read.contains(&PathBuf::from("p/specs/vendor/arazzo.lock")),
        "{read:?}"
    );
    let other = documents
        .open("https://x.test/gone.yaml", &entry)
        .err()
        .unwrap();
    assert_eq!(other.kind, LoadErrorKind::Network);
    assert_eq!(other.address.as_deref(), Some("https://x.test/gone.yaml"));
    let help = other.help.unwrap();
    assert!(
        help.contains("`arazzo-codegen vendor p/specs/a.yaml`"),
        "{help}"
    );
}

#[test]
fn a_copy_names_nothing_on_the_disk() {
    let documents = with_copies(&[("https://x.test/a.yaml", "x.test/a.yaml", API, API.len())]);
    let entry = documents.open_path(Path::new("p/specs/a.yaml")).unwrap();
    let copy = documents.open("https://x.test/a.yaml", &entry).unwrap();
    assert!(documents.open("file:///p/local.yaml", &entry).is_ok());
    let refused = documents.open("file:///p/local.yaml", &copy).err().unwrap();
    assert_eq!(refused.kind, LoadErrorKind::OutsideRoot);
    // The lock lies beside the copy's folder, where a relative reference would find it on the disk.
    let refused = documents.open("../arazzo.lock", &copy).err().unwrap();
    assert_eq!(refused.kind, LoadErrorKind::Network);
}

#[test]
fn a_copy_of_another_size_is_refused_and_a_file_of_the_users_is_not() {
    let url = "https://x.test/a.yaml";
    let documents = with_copies(&[(url, "x.test/a.yaml", API, 1)]);
    let entry = documents.open_path(Path::new("p/specs/a.yaml")).unwrap();
    let refused = documents.open(url, &entry).err().unwrap();
    assert_eq!(refused.kind, LoadErrorKind::Vendored);
    assert!(refused.message.contains("altered"), "{}", refused.message);
    let documents = Documents {
        options: Options {
            sources: vec![(
                url.to_owned(),
                PathBuf::from("p/specs/vendor/x.test/a.yaml"),
            )],
            ..Options::default()
        },
        ..documents
    };
    documents.state.borrow_mut().opened.clear();
    assert!(documents.open(url, &entry).is_ok());
}

#[test]
fn the_lock_nearest_to_a_document_counts() {
    let lock = |path: &str| {
        let files = vec![Vendored {
            url: "https://x.test/a.yaml".to_owned(),
            path: path.to_owned(),
            size: u64::try_from(API.len()).unwrap(),
            ..Vendored::default()
        }];
        Lock { files }.text()
    };
    let files = [
        ("p/one/a.yaml", "arazzo: 1.0.1".to_owned()),
        ("p/two/b.yaml", "arazzo: 1.0.1".to_owned()),
        ("p/one/vendor/arazzo.lock", lock("one.yaml")),
        ("p/two/vendor/arazzo.lock", lock("two.yaml")),
        ("p/one/vendor/one.yaml", API.to_owned()),
        ("p/two/vendor/two.yaml", API.to_owned()),
    ];
    let memory: Memory = files.into_iter().collect();
    let documents = Documents::new(Box::new(memory), Options::default());
    let one = documents.open_path(Path::new("p/one/a.yaml")).unwrap();
    let two = documents.open_path(Path::new("p/two/b.yaml")).unwrap();
    let opened = |from| {
        documents
            .open("https://x.test/a.yaml", from)
            .unwrap()
            .name
            .clone()
    };
    assert_eq!(opened(&one), "p/one/vendor/one.yaml");
    assert_eq!(opened(&two), "p/two/vendor/two.yaml");
}

#[test]
fn a_broken_lock_is_shown_where_it_breaks() {
    let memory = Memory::new()
        .file("p/a.yaml", "arazzo: 1.0.1")
        .file("p/vendor/arazzo.lock", "{\"version\": 1,\n<<<<<<< ours\n");
    let documents = Documents::new(Box::new(memory), Options::default());
    let entry = documents.open_path(Path::new("p/a.yaml")).unwrap();
    let broken = documents
        .open("https://x.test/a.yaml", &entry)
        .err()
        .unwrap();
    assert_eq!(broken.kind, LoadErrorKind::Syntax);
    let place = &broken.at.as_deref().unwrap().place;
    let found = documents.find(place).unwrap();
    assert_eq!(found.document.name, "p/vendor/arazzo.lock");
    assert_eq!(found.start().line, 2);
}
