//! `vendor` against servers on this machine, and builds that use what it kept.

mod server;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use arazzo_codegen::Generator;
use serde_json::Value;

use self::server::{Answer, Server};
use crate::support::scratch;

const API: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example'}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: Pets
          content: {application/json: {schema: {$ref: '../common/pets.json#/Pets'}}}
          x-note: {$ref: 'never.yaml'}
        '404':
          description: None
          content: {application/json: {example: {$ref: 'never.yaml'}, schema: {type: object}}}
";

const COMMON: &str = r#"{"Pets": {"type": "object", "required": ["next"], "properties": {"next": {"type": "string"}}}}"#;

/// A workflow over the source at `url`, in a folder of its own.
fn project(name: &str, url: &str) -> PathBuf {
    let flow = format!(
        "arazzo: 1.0.1
info: {{title: t, version: '1'}}
sourceDescriptions: [{{name: api, url: '{url}', type: openapi}}]
workflows:
  - workflowId: look
    steps:
      - stepId: list
        operationId: listPets
        successCriteria: [{{condition: $statusCode == 200}}]
        outputs: {{next: $response.body#/next}}
"
    );
    let files = [
        ("Cargo.toml", ""),
        ("specs/flow.arazzo.yaml", flow.as_str()),
    ];
    scratch(&format!("vendor/{name}"), &files)
}

const FLOW: &str = "specs/flow.arazzo.yaml";
const LOCAL: [&str; 2] = ["--allow-http", "--allow-private"];

/// Status and stderr of `vendor` with these options.
fn vendor(folder: &Path, options: &[&str]) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = Command::new(env!("CARGO_BIN_EXE_arazzo-codegen"))
        .current_dir(folder)
        .env_remove("http_proxy")
        .env_remove("HTTP_PROXY")
        .env_remove("all_proxy")
        .env_remove("ALL_PROXY")
        .args(["vendor", FLOW])
        .args(options)
        .output()
        .unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

fn fetched(folder: &Path) -> String {
    let (status, said) = vendor(folder, &LOCAL);
    assert_eq!(status, Some(0), "{said}");
    said
}

fn lock(folder: &Path) -> Value {
    let text = fs::read_to_string(folder.join("specs/vendor/arazzo.lock")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A server with an API in two documents, and a project over it.
fn pets(name: &str) -> (Server, PathBuf) {
    let server = Server::start();
    server.has("/v1/api.yaml", API);
    server.has("/common/pets.json", COMMON);
    let folder = project(name, &format!("{}/v1/api.yaml", server.address));
    (server, folder)
}

#[test]
fn what_is_referred_to_is_fetched_once_and_builds_use_it() {
    let (server, folder) = pets("once");
    let build = || {
        let generator = Generator::new().document(folder.join(FLOW));
        let (source, report) = generator.generate();
        (source, report.human(false), report)
    };
    let (_, said, _) = build();
    assert!(said.contains("arazzo-codegen vendor"), "{said}");

    let said = fetched(&folder);
    assert!(said.contains("fetched http://127.0.0.1:"), "{said}");
    assert_eq!(server.asked(), ["/v1/api.yaml", "/common/pets.json"]);
    let files = lock(&folder)["files"].clone();
    let files = files.as_array().unwrap();
    assert_eq!(files.len(), 2);
    for file in files {
        let copy = folder
            .join("specs/vendor")
            .join(file["path"].as_str().unwrap());
        let size = fs::metadata(&copy).unwrap().len();
        assert_eq!(file["size"], size, "{file}");
        assert_eq!(file["sha256"].as_str().unwrap().len(), 64);
        assert_eq!(file["fetched"].as_str().unwrap().len(), 10);
    }

    let (source, said, report) = build();
    assert_eq!(said, "");
    assert!(source.contains("pub next: String"), "{source}");
    let read = report.documents.files_read();
    for part in ["arazzo.lock", "api.yaml", "pets.json"] {
        assert!(
            read.iter().any(|path| path.ends_with(part)),
            "{part}: {read:?}"
        );
    }

    fetched(&folder);
    assert_eq!(server.asked(), [""; 0], "a second run fetches nothing");
}

#[test]
fn what_is_missing_or_altered_is_reported_and_only_the_former_fetched() {
    let (server, folder) = pets("altered");
    fetched(&folder);
    server.asked();
    let vendored = folder.join("specs/vendor");
    let paths: Vec<PathBuf> = lock(&folder)["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| vendored.join(file["path"].as_str().unwrap()))
        .collect();
    let [common, api] = paths.as_slice() else {
        panic!("{paths:?}");
    };
    fs::remove_file(common).unwrap();
    let edited = fs::read_to_string(api).unwrap().replace("Pets", "Dogs!");
    fs::write(api, &edited).unwrap();
    let report = Generator::new()
        .document(folder.join(FLOW))
        .check()
        .human(false);
    assert!(report.contains("error[vendored-document]"), "{report}");
    assert!(report.contains("was altered: it has"), "{report}");

    let (status, said) = vendor(&folder, &["--check", "--offline"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("altered: specs/vendor/"), "{said}");
    assert!(said.contains("missing: specs/vendor/"), "{said}");
    assert_eq!(server.asked(), [""; 0]);

    let (status, said) = vendor(&folder, &LOCAL);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("altered: specs/vendor/"), "{said}");
    assert_eq!(
        said.matches("altered").count(),
        1,
        "it is told once: {said}"
    );
    assert_eq!(server.asked(), ["/common/pets.json"]);
    assert_eq!(
        fs::read_to_string(api).unwrap(),
        edited,
        "somebody's work stays"
    );

    let (status, said) = vendor(&folder, &["--update", "--allow-http", "--allow-private"]);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(fs::read_to_string(api).unwrap(), API);
}

#[test]
fn changes_are_told_by_check_and_taken_by_update() {
    let (server, folder) = pets("changes");
    fetched(&folder);
    let before = lock(&folder);
    let check = ["--check", "--allow-http", "--allow-private"];
    let (status, said) = vendor(&folder, &check);
    assert_eq!(status, Some(0), "{said}");

    let new = COMMON.replace("next", "following");
    server.has("/common/pets.json", &new);
    let (status, said) = vendor(&folder, &check);
    assert_eq!(status, Some(1), "{said}");
    let line = said
        .lines()
        .find(|line| line.starts_with("changed"))
        .unwrap();
    assert!(line.contains("/common/pets.json sha256 "), "{line}");
    assert!(
        line.contains(&format!("({} bytes) -> ", COMMON.len())),
        "{line}"
    );
    assert!(line.ends_with(&format!("({} bytes)", new.len())), "{line}");
    assert_eq!(lock(&folder), before, "`--check` writes nothing");

    let (status, said) = vendor(&folder, &["--update", "--allow-http", "--allow-private"]);
    assert_eq!(status, Some(0), "{said}");
    let hint = format!("{FLOW}: 2 copies, 1 changed; now run `arazzo-codegen check {FLOW}`\n");
    assert!(said.ends_with(&hint), "{said}");
    assert_ne!(lock(&folder), before);
    let (status, said) = vendor(&folder, &check);
    assert_eq!(status, Some(0));
    assert!(said.ends_with("2 copies, all is well\n"), "{said}");
}

#[test]
fn a_redirect_is_shown_and_references_resolve_against_where_it_leads() {
    let server = Server::start();
    let there = format!("{}/deep/v2/api.yaml?token=hidden", server.address);
    server.says("/latest", Answer::Redirect(there));
    server.has("/deep/v2/api.yaml?token=hidden", API);
    server.has("/deep/common/pets.json", COMMON);
    let folder = project("redirect", &format!("{}/latest", server.address));
    let said = fetched(&folder);
    let line = format!(
        "redirected {0}/latest -> {0}/deep/v2/api.yaml\n",
        server.address
    );
    assert!(said.contains(&line), "{said}");
    assert!(!said.contains("hidden"), "{said}");
    let written = lock(&folder).to_string();
    assert!(
        written.contains("/deep/v2/api.yaml") && !written.contains("hidden"),
        "{written}"
    );
    let report = Generator::new().document(folder.join(FLOW)).check();
    assert_eq!(report.human(false), "");
}

#[test]
fn private_addresses_and_http_are_refused_unless_allowed() {
    let (server, folder) = pets("private");
    let (status, said) = vendor(&folder, &[]);
    assert_eq!(status, Some(1));
    assert!(said.contains("`--allow-http`"), "{said}");
    let (status, said) = vendor(&folder, &["--allow-http"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("`127.0.0.1` is no public address"), "{said}");
    assert!(said.contains("`--allow-private`"), "{said}");
    let port = server.address.rsplit(':').next().unwrap();
    for host in [
        "localhost",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "0.0.0.0",
        "2130706433",
        "0x7f.1",
    ] {
        let folder = project("clothes", &format!("http://{host}:{port}/v1/api.yaml"));
        let (status, said) = vendor(&folder, &["--allow-http"]);
        assert_eq!(status, Some(1), "{host}: {said}");
        assert!(said.contains("error: cannot fetch"), "{host}: {said}");
        assert!(!folder.join("specs/vendor").exists());
    }
    assert_eq!(server.asked(), [""; 0], "nothing was connected to");
}

#[test]
fn each_hop_of_a_redirect_is_judged() {
    let server = Server::start();
    server.says("/loop", Answer::Redirect("/loop".to_owned()));
    server.says("/file", Answer::Redirect("file:///etc/passwd".to_owned()));
    server.says(
        "/secret",
        Answer::Redirect("http://user:password@127.0.0.1/".to_owned()),
    );
    for (path, why) in [
        ("/loop", "more than 10 redirects"),
        ("/file", "only `https` is fetched"),
        ("/secret", "its user and password would stand in the lock"),
    ] {
        let folder = project("hops", &format!("{}{path}", server.address));
        let (status, said) = vendor(&folder, &LOCAL);
        assert_eq!(status, Some(1));
        assert!(said.contains(why), "{path}: {said}");
        assert!(!folder.join("specs/vendor").exists());
    }
}

/// A proxy on this machine is the user's own; where it is sent is not.
#[test]
fn a_public_server_cannot_redirect_to_a_private_one() {
    let server = Server::start();
    server.has(
        "/v1/api.yaml",
        API.replace("../common/pets.json#/Pets", "#/info"),
    );
    let through_proxy = |folder: &Path| {
        let Output { status, stderr, .. } = Command::new(env!("CARGO_BIN_EXE_arazzo-codegen"))
            .current_dir(folder)
            .env("http_proxy", &server.address)
            .env("all_proxy", &server.address)
            .args(["vendor", FLOW, "--allow-http"])
            .output()
            .unwrap();
        (status.code(), String::from_utf8(stderr).unwrap())
    };
    let folder = project("through-proxy", "http://1.1.1.1/v1/api.yaml");
    let (status, said) = through_proxy(&folder);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(server.asked(), ["/v1/api.yaml"]);

    for private in [
        "http://169.254.169.254/v1/api.yaml",
        "http://localhost/v1/api.yaml",
    ] {
        server.says("/latest", Answer::Redirect(private.to_owned()));
        let folder = project("to-private", "http://1.1.1.1/latest");
        let (status, said) = through_proxy(&folder);
        assert_eq!(status, Some(1), "{said}");
        assert!(
            said.contains(&format!("redirected http://1.1.1.1/latest -> {private}")),
            "{said}"
        );
        assert!(said.contains("no public address"), "{said}");
        assert_eq!(server.asked(), ["/latest"]);
    }
}

#[test]
fn what_cannot_be_fetched_is_told_and_the_rest_kept() {
    let (server, folder) = pets("rest");
    let source = |name: &str, url: &str| format!("- {{name: {name}, url: '{url}'}}\n");
    let here = |path: &str| format!("{}{path}", server.address);
    server.says("/broken.yaml", Answer::Broken);
    server.says("/gone.yaml", Answer::Status("503 Service Unavailable"));
    server.has("/page", "<!DOCTYPE html>\n<title>Sign in</title>");
    server.has(
        "/long.yaml",
        format!("openapi: 3.1.0\n#{}\n", " ".repeat(2000)),
    );
    let flow = fs::read_to_string(folder.join(FLOW)).unwrap();
    let sources = [
        source("broken", &here("/broken.yaml")),
        source("gone", &here("/gone.yaml")),
        source("page", &here("/page")),
        source("long", &here("/long.yaml")),
        // A port of this machine where nobody listens.
        source("nobody", "http://127.0.0.1:9/x.yaml"),
        source("unknown", "http://no-such-host.invalid/x.yaml"),
        source("api", &here("/v1/api.yaml")),
    ];
    let list = format!("sourceDescriptions:\n{}workflows:", sources.concat());
    let (head, tail) = flow.split_once("sourceDescriptions:").unwrap();
    let tail = tail.split_once("workflows:").unwrap().1;
    fs::write(folder.join(FLOW), format!("{head}{list}{tail}")).unwrap();
    let (status, said) = vendor(&folder, &["--max-size", "1K", LOCAL[0], LOCAL[1]]);
    assert_eq!(status, Some(1));
    for why in [
        "/broken.yaml: it broke off",
        "/gone.yaml: the server answered 503",
        "/page: it is neither JSON nor YAML with members: it begins with `<!DOCTYPE html>`",
        "/long.yaml: it is longer than 1024 bytes; `--max-size` sets another limit",
        "127.0.0.1:9/x.yaml: the connection was refused",
        "no-such-host.invalid/x.yaml: no such host is known here; is there a network?",
    ] {
        assert!(said.contains(why), "{why}: {said}");
    }
    assert_eq!(said.matches("error:").count(), 6, "{said}");
    assert_eq!(lock(&folder)["files"].as_array().unwrap().len(), 2);
}

#[test]
fn copies_stay_in_their_folder() {
    let server = Server::start();
    let paths = [
        "/../../escape.yaml",
        "/%2e%2e/%2e%2e/escape.yaml",
        "/.git/config.yaml",
    ];
    for path in paths {
        server.has(path, API.replace("../common/pets.json#/Pets", "#/info"));
        let folder = project("escape", &format!("{}{path}", server.address));
        fetched(&folder);
        let files = lock(&folder)["files"].clone();
        let copy = files[0]["path"].as_str().unwrap();
        assert!(!copy.contains("..") && !copy.contains(".git"), "{copy}");
        assert!(folder.join("specs/vendor").join(copy).is_file());
    }
}

/// A link in the folder, as an unpacked archive may have, leads nothing elsewhere: neither what is written nor what is read.
#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    let (server, folder) = pets("links");
    let host = server
        .address
        .trim_start_matches("http://")
        .replace(':', "_");
    fs::create_dir_all(folder.join("specs/vendor")).unwrap();
    fs::create_dir_all(folder.join("elsewhere")).unwrap();
    let link = folder.join("specs/vendor").join(&host);
    std::os::unix::fs::symlink(folder.join("elsewhere"), &link).unwrap();
    let (status, said) = vendor(&folder, &LOCAL);
    assert_eq!(status, Some(1));
    assert!(said.contains("a link there leads elsewhere"), "{said}");

    fs::remove_file(&link).unwrap();
    fetched(&folder);
    fs::rename(&link, folder.join("moved")).unwrap();
    std::os::unix::fs::symlink(folder.join("moved"), &link).unwrap();
    let report = Generator::new()
        .document(folder.join(FLOW))
        .check()
        .human(false);
    assert!(report.contains("lies outside"), "{report}");
}

#[test]
fn a_file_of_the_users_wins_over_a_copy_and_need_not_be_fetched() {
    let (server, folder) = pets("override");
    fs::write(
        folder.join("own.yaml"),
        API.replace("../common/pets.json#/Pets", "#/info"),
    )
    .unwrap();
    let (status, said) = vendor(&folder, &["--source", "api=own.yaml", LOCAL[0], LOCAL[1]]);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(server.asked(), [""; 0]);
    fetched(&folder);
    let generator = Generator::new().document(folder.join(FLOW));
    let report = generator.source("api", folder.join("own.yaml")).check();
    let read = report.documents.files_read();
    assert!(
        !read.iter().any(|path| path.ends_with("arazzo.lock")),
        "{read:?}"
    );
}

#[test]
fn workflows_of_other_documents_bring_their_sources() {
    let server = Server::start();
    let nested = "arazzo: 1.0.1
info: {title: n, version: '1'}
sourceDescriptions: [{name: api, url: ../v1/api.yaml, type: openapi}]
workflows: [{workflowId: inner, steps: [{stepId: list, operationId: listPets}]}]
";
    server.has("/flows/nested.arazzo.yaml", nested);
    server.has("/v1/api.yaml", API);
    server.has("/common/pets.json", COMMON);
    let folder = project(
        "nested",
        &format!("{}/flows/nested.arazzo.yaml", server.address),
    );
    let flow = fs::read_to_string(folder.join(FLOW)).unwrap();
    let (head, _) = flow.split_once("    steps:").unwrap();
    let steps = "    steps: [{stepId: all, workflowId: $sourceDescriptions.api.inner}]\n";
    let flow = format!("{head}{steps}").replace("type: openapi", "type: arazzo");
    fs::write(folder.join(FLOW), flow).unwrap();
    fetched(&folder);
    assert_eq!(lock(&folder)["files"].as_array().unwrap().len(), 3);
    let report = Generator::new().document(folder.join(FLOW)).check();
    assert!(!report.has_errors(), "{}", report.human(false));
}

#[test]
fn what_nothing_refers_to_is_removed_when_asked() {
    let (server, folder) = pets("prune");
    fetched(&folder);
    server.has(
        "/v1/api.yaml",
        API.replace("../common/pets.json#/Pets", "#/info"),
    );
    let (status, said) = vendor(&folder, &["--update", LOCAL[0], LOCAL[1]]);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("/common/pets.json; `--prune` removes it"),
        "{said}"
    );
    assert_eq!(lock(&folder)["files"].as_array().unwrap().len(), 2);
    let (status, said) = vendor(&folder, &["--prune", LOCAL[0], LOCAL[1]]);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(lock(&folder)["files"].as_array().unwrap().len(), 1);
    assert!(!said.contains("--prune"), "{said}");
}
