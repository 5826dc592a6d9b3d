//! One secret as every credential and every password, and a search for it in all that the program writes.

use std::fs;

use super::{NOWHERE, case, file, program, text, with};
use crate::support::{case::Case, script::Script};

/// What is recognised of the secret in all its encodings: characters that none of them changes.
const CORE: &str = "hunter2hunter2";
/// A secret that paths, queries and JSON have to encode, and headers and cookies take.
const SECRET: &str = "(/&hunter2hunter2+=";
/// The core in base64, at each of the places that it can have there.
const BASE64: [&str; 3] = [
    "aHVudGVyMmh1bnRlcj",
    "h1bnRlcjJodW50ZXIy",
    "odW50ZXIyaHVudGVyM",
];

fn hunt(what: &str, written: &str) {
    for form in BASE64.iter().chain([&CORE]) {
        let line = written.lines().find(|line| line.contains(form));
        assert_eq!(line, None, "{what} shows `{form}`");
    }
}

/// The arguments of a case for people, with the secret in place of each credential.
fn arguments(case: &Case) -> Vec<String> {
    let mut arguments = with(case, &["--header", &format!("X-Own={SECRET}")]);
    arguments.retain(|argument| argument != "--json");
    let mut previous = String::new();
    for argument in &mut arguments {
        if previous == "--credential"
            && let Some((scheme, value)) = argument.split_once('=')
        {
            let value = match value.rsplit_once(':') {
                Some((before, _)) => format!("{before}:{SECRET}"),
                None => SECRET.to_owned(),
            };
            *argument = format!("{scheme}={value}");
        }
        previous.clone_from(argument);
    }
    arguments
}

#[test]
fn no_credential_and_no_password_is_shown_anywhere() {
    // Passwords in every place of a request; API keys in header, query and cookie; bearer, basic; a fetched token.
    for number in ["945-", "101-", "102-", "604-", "503-", "621-"] {
        let case = case(number);
        let exchange = case.spec["exchange"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let script = Script::play(exchange);
        let proxy = format!("http://127.0.0.1:{}", script.port);
        let trace = file(&format!("hunt-{}.har", case.id));
        let path = trace.display().to_string();
        let run = |proxy: &str, more: &[&str]| {
            let mut arguments = arguments(&case);
            arguments.extend(more.iter().map(|&it| it.to_owned()));
            let output = program(proxy, &arguments);
            [text(&output.stdout), text(&output.stderr)].concat()
        };
        let printed = run(&proxy, &["-v", "--trace", &path]);
        // The secret was sent, as the server can tell: its script has another one.
        let sent = script.faults().join(" ");
        let has = |form: &&str| sent.contains(form);
        let is_sent = BASE64.iter().chain([&CORE]).any(has);
        assert!(number == "945-" || is_sent, "{sent}");
        assert!(
            printed.contains("> ") && printed.contains("[redacted]"),
            "{printed}"
        );
        hunt(&format!("{number} -v"), &printed);
        let trace = fs::read_to_string(trace).expect("a trace");
        assert!(trace.contains("redacted"), "{trace}");
        hunt(&format!("{number} the trace"), &trace);
        for more in [&["--dry-run"] as &[_], &["--dry-run", "--curl"]] {
            let shown = run(NOWHERE, more);
            assert!(shown.contains("redacted"), "{shown}");
            hunt(&format!("{number} {more:?}"), &shown);
        }
        // Nobody answers, and the run ends with errors.
        hunt(&format!("{number} errors"), &run(NOWHERE, &["-v"]));
        hunt(
            &format!("{number} a replay"),
            &run(NOWHERE, &["--replay", &path]),
        );
    }
}

#[test]
fn what_is_refused_is_not_quoted() {
    let case = case("945-");
    let wrong = format!("{{\"password\": [\"{SECRET}\"], \"user\": {{\"password\": 1}}}}");
    for more in [
        ["--header", &format!("X-Own={SECRET}\r\n")],
        ["--header", SECRET.trim_end_matches('=')],
        ["--credential", &format!("nothing={SECRET}")],
        ["--inputs", &wrong],
    ] {
        let output = program(NOWHERE, &with(&case, &more));
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.starts_with("error: "), "{told}");
        hunt(more[0], &told);
    }
}
