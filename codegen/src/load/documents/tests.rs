//! Which files are opened, by which name, and which are not.

use super::*;
use crate::load::Memory;

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
