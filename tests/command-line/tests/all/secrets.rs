//! Secrets as every credential and in every password, and a search for them in all that the program writes.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sentry_stand_in::{Reply, Request, Server};
use serde_json::{Value, json};

/// What is recognised of the credentials, however they are encoded: characters that nothing changes.
const CREDENTIAL: &str = "hunter2hunter2";
/// The same of the inputs, and of what the server hands out as a password.
const INPUT: &str = "swordfish9swordfish9";

/// A secret around its core, with characters that URLs, JSON and XML have to encode, and headers and cookies take.
fn secret(core: &str) -> String {
    format!("(/&{core}+=")
}

/// The core as text, in base64 at each of the places that it can have there, in hexadecimal digits, and as bytes in
/// `Debug`.
fn forms(core: &str) -> Vec<String> {
    let in_base64 = (0..3).map(|before| {
        let text = STANDARD.encode(format!("{}{core}", "x".repeat(before)));
        text[(before * 8).div_ceil(6)..(before + core.len()) * 8 / 6].to_owned()
    });
    let hex: String = core.bytes().map(|byte| format!("{byte:02x}")).collect();
    let bytes: Vec<String> = core.bytes().map(|byte| byte.to_string()).collect();
    let percent: String = core.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let more = [
        core.to_owned(),
        hex.clone(),
        hex.to_uppercase(),
        bytes.join(", "),
        percent,
    ];
    in_base64.chain(more).collect()
}

/// Searches for secrets with this core.
fn hunt(what: &str, written: &str, core: &str) {
    for form in forms(core) {
        let line = written.lines().find(|line| line.contains(&form));
        assert_eq!(line, None, "{what} shows `{form}`");
    }
}

/// Searches for both. Outputs that a program asks for come whole (D-117), and are left out.
fn hunt_all(what: &str, written: &str) {
    let lines = written.lines().map(|line| {
        let json = serde_json::from_str::<Value>(line);
        json.map_or_else(
            |_| line.to_owned(),
            |json| without_outputs(json).to_string(),
        )
    });
    let written = lines.collect::<Vec<_>>().join("\n");
    hunt(what, &written, CREDENTIAL);
    hunt(what, &written, INPUT);
}

fn without_outputs(json: Value) -> Value {
    match json {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(name, _)| name != "outputs");
            members
                .map(|(name, value)| (name, without_outputs(value)))
                .collect()
        }
        Value::Array(items) => items.into_iter().map(without_outputs).collect(),
        other => other,
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vault"));
    command.env_clear().stdin(Stdio::null());
    for (scheme, value) in [
        ("TOKEN", secret(CREDENTIAL)),
        ("LOGIN", format!("user:{}", secret(CREDENTIAL))),
        ("OTHER", secret(CREDENTIAL)),
        ("IN_HEADER", secret(CREDENTIAL)),
        ("IN_QUERY", secret(CREDENTIAL)),
        ("IN_COOKIE", secret(CREDENTIAL)),
        ("CLIENT", format!("client:id:{}", secret(CREDENTIAL))),
    ] {
        command.env(format!("ARAZZO_CREDENTIAL_{scheme}"), value);
    }
    command
}

/// What the program wrote to its standard output and to its standard error.
fn finish(command: &mut Command) -> String {
    let Output { stdout, stderr, .. } = command.output().expect("a process");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    [text(stdout), text(stderr)].concat()
}

fn inputs() -> String {
    let pin = secret(INPUT);
    json!({"pin": pin, "owner": {"name": "n", "pin": pin}}).to_string()
}

fn open(server: &str) -> Command {
    let mut command = program();
    let header = format!("X-Own={}", secret(CREDENTIAL));
    command.args(["open", "--server", server, "--inputs", &inputs()]);
    command.args(["--header", &header]);
    command
}

/// A file of this test that is not there yet.
fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("secrets");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::remove_file(&path).ok();
    path
}

/// What the server does about the request that opens a box.
type Does = (&'static str, fn(&Request) -> Reply);

const DOES: [Does; 6] = [
    ("opens it", |_| {
        Reply::json(200, json!({"name": "box", "key": secret(INPUT)}))
    }),
    ("opens another", |_| {
        Reply::json(200, json!({"name": secret(INPUT), "key": secret(INPUT)}))
    }),
    ("refuses and quotes all of it", |request| {
        let headers = format!("{:?}", request.headers);
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let said = json!({"title": request.target, "sent": body, "headers": headers});
        Reply::json(500, said)
            .header("X-Error", secret(CREDENTIAL))
            .header("Retry-After", "0")
    }),
    ("answers with another type", |_| {
        Reply::json(200, json!({"name": "box", "key": [secret(INPUT)]}))
    }),
    ("quotes all of it as the place to go", |request| {
        Reply::json(307, "{}").header("Location", &request.target)
    }),
    ("hangs up", |_| Reply::HangUp),
];

/// A server that hands out tokens and passwords; boxes are opened as `does` says.
fn server(does: fn(&Request) -> Reply) -> String {
    let server = Server::start(move |request| {
        let path = request.target.split('?').next().unwrap_or_default();
        match path {
            "/v1/token" => Reply::json(200, json!({"access_token": secret(CREDENTIAL)})),
            "/v1/logins" | "/v1/others" | "/v1/grants" => {
                assert!(request.header("authorization").is_some(), "{request}");
                Reply::json(200, json!({"key": secret(INPUT)}))
            }
            _ => {
                let cookie = request.header("cookie").unwrap_or_default();
                let sent = [CREDENTIAL, INPUT].iter().all(|core| cookie.contains(core));
                assert!(sent, "{request}");
                does(request)
            }
        }
    });
    format!("{}/v1", server.expect("a free port").url())
}

#[test]
fn no_secret_is_in_anything_that_a_run_writes() {
    for (number, (what, does)) in DOES.into_iter().enumerate() {
        let server = server(does);
        let path = |name: &str| file(&format!("{number}-{name}")).display().to_string();
        for options in [&[][..], &["--json"], &["-v"]] {
            let written = finish(open(&server).args(options));
            let named = ["unlock", "\"outcome\""]
                .iter()
                .any(|it| written.contains(it));
            assert!(named, "{written}");
            hunt_all(&format!("a server that {what}, {options:?}"), &written);
        }
        for name in ["run.har", "run.svg", "run.html"] {
            let path = path(name);
            let option = if name == "run.har" {
                "--trace"
            } else {
                "--picture"
            };
            let written = finish(open(&server).args([option, &path]));
            let found = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{written}"));
            assert!(
                found.contains("unlock") || found.contains("/boxes/"),
                "{found}"
            );
            hunt_all(&format!("a server that {what}, {name}"), &found);
            if name == "run.har" {
                let replayed = finish(open(&server).args(["--replay", &path, "-v"]));
                hunt_all(&format!("a server that {what}, replayed"), &replayed);
            }
        }
    }
}

#[test]
fn a_journal_has_no_credentials_and_is_shown_without_inputs() {
    for (number, (what, does)) in DOES.into_iter().enumerate() {
        let server = server(does);
        let journal = file(&format!("{number}-run.journal"));
        let ran = finish(open(&server).arg("--journal").arg(&journal));
        hunt_all(&format!("a server that {what}"), &ran);
        let kept = fs::read_to_string(&journal).expect("a journal");
        // It holds the inputs, so that `resume` needs none (D-141), and responses as they came.
        assert!(kept.contains(INPUT), "{kept}");
        if !what.contains("quotes") {
            hunt(
                &format!("the journal, a server that {what}"),
                &kept,
                CREDENTIAL,
            );
        }
        for options in [&[][..], &["--json"]] {
            let shown = finish(program().arg("show").arg(&journal).args(options));
            assert!(shown.contains("unlock"), "{shown}");
            hunt_all(&format!("show {options:?}, a server that {what}"), &shown);
        }
        for options in [&["--json"][..], &["--again", "-v"]] {
            let mut command = program();
            command.arg("resume").arg(&journal);
            let resumed = finish(command.args(["--server", &server]).args(options));
            hunt_all(
                &format!("resume {options:?}, a server that {what}"),
                &resumed,
            );
        }
    }
}

#[test]
fn no_secret_is_in_the_results_of_a_batch() {
    let lines = format!("{}\n{{\"pin\": [\"{INPUT}\"]}}\n{INPUT}\n", inputs());
    let table = format!(
        "pin,owner\n{0},\"{{\"\"pin\"\":\"\"{0}\"\"}}\"\n",
        secret(INPUT)
    );
    for (number, (what, does)) in DOES.into_iter().enumerate() {
        let server = server(does);
        for (name, text) in [("in.jsonl", &lines), ("in.csv", &table)] {
            let given = file(&format!("{number}-{name}"));
            fs::write(&given, text).expect("a writable folder");
            let results = file(&format!("{number}-{name}-out.jsonl"));
            let journals = file(&format!("{number}-{name}-journals"));
            fs::remove_dir_all(&journals).ok();
            for options in [&[][..], &["--retry-failed", "--json"]] {
                let mut command = program();
                command.args(["batch", "open", "--server", &server]);
                command.arg("--inputs").arg(&given);
                command.arg("--output").arg(&results);
                command.arg("--journal").arg(&journals);
                let written = finish(command.args(options));
                let told = format!("a batch {options:?}, a server that {what}, {name}");
                hunt_all(&told, &written);
                let found = fs::read_to_string(&results).unwrap_or_else(|_| panic!("{written}"));
                assert!(found.contains("\"outcome\""), "{found}");
                hunt_all(&told, &found);
            }
        }
    }
}

#[test]
fn nothing_that_is_not_sent_shows_a_secret() {
    let nowhere = "http://127.0.0.1:9/v1";
    for options in [&["--dry-run"][..], &["--curl"], &["-v"], &["--json"]] {
        let written = finish(open(nowhere).args(options));
        assert!(!written.is_empty());
        hunt_all(&format!("{options:?}"), &written);
    }
    let wrong = json!({"pin": [secret(INPUT)], "owner": secret(INPUT)}).to_string();
    let of_list = format!("pin=[\"{INPUT}\"]");
    let credential = format!("Nobody={}", secret(CREDENTIAL));
    let with_user = format!("http://user:{CREDENTIAL}@h/");
    let header = format!("X-Own={}\n", secret(CREDENTIAL));
    for wrong in [
        ["--inputs", &wrong],
        ["--inputs", &inputs().replace('}', "")],
        ["--input", &of_list],
        ["--credential", &credential],
        ["--credential", CREDENTIAL],
        ["--server", &with_user],
        ["--header", &header],
        ["--header", CREDENTIAL],
    ] {
        let mut command = program();
        command.args(["open", "--server", nowhere]);
        let written = finish(command.args(wrong));
        assert!(written.contains("error: "), "{written}");
        hunt_all(wrong[0], &written);
    }
}
