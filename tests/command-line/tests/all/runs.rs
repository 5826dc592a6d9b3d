//! Runs over HTTP: what is sent, what is shown meanwhile, and what comes out.

use serde_json::{Value, json};

use crate::support::{Shop, finish, golden, program, shop};

const JSON: &str = "application/json";
const SIGNED_IN: (u16, &str, &str) = (200, JSON, r#"{"token": "t0ken"}"#);
const PLACED: (u16, &str, &str) = (201, JSON, r#"{"id": "o7", "state": "pending"}"#);
const PENDING: (u16, &str, &str) = (200, JSON, r#"{"id": "o7", "state": "pending"}"#);
const READY: (u16, &str, &str) = (
    200,
    JSON,
    r#"{"id": "o7", "state": "ready", "lines": [{"article": "tea", "parts": [{"article": "bag"}]}]}"#,
);
const BUSY: (u16, &str, &str) = (503, "text/plain", "busy");
const PAID: (u16, &str, &str) = (200, JSON, r#"{"receipt": "r1"}"#);

const LOGIN: &str = r#"signIn={"user":"ann","password":"hunter2hunter2"}"#;

/// The arguments of an order, with those that every test needs.
fn order<'a>(server: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let common = [
        "place-order",
        "--server",
        server,
        "--credential",
        "BearerAuth=s3cret-s3cret",
        "--poll-interval",
        "0.01",
        "--prerequisite-inputs",
        LOGIN,
        "--article",
        "tea",
        "--count",
        "2",
    ];
    [&common, more].concat()
}

#[test]
fn a_run_shows_its_steps_and_its_outputs() {
    let answers = [
        SIGNED_IN, PLACED, PENDING, PENDING, PENDING, READY, BUSY, PAID,
    ];
    let server = Shop::answering(&answers);
    let done = shop(&order(&server.url, &["--gift", "--priority", "urgnt"]));
    golden("success.txt", &done.transcript("place-order …"));
    let requests = server.requests();
    let lines: Vec<&str> = requests.iter().map(|it| it.line.as_str()).collect();
    assert_eq!(lines[0], "POST /v1/login HTTP/1.1");
    assert_eq!(lines[1], "POST /v1/orders HTTP/1.1");
    assert_eq!(lines[2..6], ["GET /v1/orders/o7 HTTP/1.1"; 4]);
    assert!(
        requests[1]
            .headers
            .contains("authorization: bearer s3cret-s3cret")
    );
    let body: Value = serde_json::from_str(&requests[1].body).expect("JSON");
    let sent = json!({"article": "tea", "count": 2, "gift": true, "priority": "urgnt"});
    assert_eq!(body, sent);
}

#[test]
fn values_keep_their_digits_and_come_from_files() {
    let server = Shop::answering(&[SIGNED_IN, PLACED, READY, PAID]);
    let file = std::env::temp_dir().join(format!("address-{}.json", std::process::id()));
    std::fs::write(&file, r#"{"street": "A 1"}"#).expect("a writable folder");
    let address = format!("@{}", file.display());
    let price = "1234567890.123456789012345";
    let more = [
        "--price",
        price,
        "--address",
        &address,
        "--labels",
        r#"["a"]"#,
    ];
    let done = shop(&order(&server.url, &more));
    std::fs::remove_file(&file).expect("the file just written");
    assert_eq!(done.status, 0, "{}", done.stderr);
    let body = &server.requests()[1].body;
    assert!(body.contains(&format!("\"price\":{price}")), "{body}");
    let body: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(body["address"], json!({"street": "A 1"}));
    assert_eq!(body["labels"], json!(["a"]));
    assert_eq!(body["priority"], "normal");
}

#[test]
fn programs_see_what_is_inside_of_what() {
    let server = Shop::answering(&[SIGNED_IN, PLACED, READY, BUSY, PAID]);
    let run = order(&server.url, &["--json"]);
    let run = [&["run", "placeOrder"], &run[1..]].concat();
    let done = shop(&run);
    assert_eq!((done.status, done.stderr.as_str()), (0, ""));
    let mut found: Value = serde_json::from_str(&done.stdout).expect("JSON");
    assert_eq!(found["outcome"], "success");
    assert_eq!(found["outputs"]["receipt"], "r1");
    let before = &found["prerequisites"][0];
    assert_eq!(before["workflow"], "signIn");
    assert_eq!(before["steps"][0]["step"], "login");
    let steps = found["steps"].as_array_mut().expect("a list");
    for step in steps.iter_mut() {
        assert!(step["seconds"].is_number(), "{step}");
    }
    let names: Vec<&Value> = steps.iter().map(|it| &it["step"]).collect();
    assert_eq!(json!(names), json!(["create", "wait", "settle"]));
    assert_eq!(steps[0]["url"], format!("{}/orders", server.url));
    let inside = &steps[2]["steps"][0];
    let wanted = json!({"workflow": "pay", "step": "charge", "attempts": 2, "statusCode": 200});
    for (name, value) in wanted.as_object().expect("an object") {
        assert_eq!(&inside[name], value, "{inside}");
    }
}

#[test]
fn a_failure_says_what_the_server_said_without_secrets() {
    let body = r#"{"title": "not possible", "detail": "count is too large", "echo": ["Bearer s3cret-s3cret", "hunter2hunter2"], "bell": "\u0007"}"#;
    let refused = (422, "application/problem+json", body);
    let server = Shop::answering(&[SIGNED_IN, refused]);
    let done = shop(&order(&server.url, &[]));
    golden("refused.txt", &done.transcript("place-order …"));
    for secret in ["s3cret", "hunter2", "\u{7}"] {
        assert!(!done.stderr.contains(secret), "{}", done.stderr);
    }
}

#[test]
fn programs_see_what_the_server_said_without_secrets() {
    let failure = |answers: &[(u16, &str, &str)]| {
        let server = Shop::answering(answers);
        let done = shop(&order(&server.url, &["--json"]));
        assert_eq!((done.status, done.stderr.as_str()), (1, ""));
        assert!(!done.stdout.contains("hunter2"), "{}", done.stdout);
        let found: Value = serde_json::from_str(&done.stdout).expect("JSON");
        found["failure"].clone()
    };
    let body = r#"{"title": "no", "echo": "hunter2hunter2"}"#;
    let problem = "application/problem+json";
    let failed = failure(&[SIGNED_IN, (422, problem, body)]);
    let shown = json!({"contentType": problem, "body": {"title": "no", "echo": "[redacted]"}});
    assert_eq!(failed["response"], shown);
    // Of the called workflow, or of one that runs before.
    let failed = failure(&[SIGNED_IN, PLACED, READY, BUSY, BUSY, BUSY]);
    let shown = json!({"contentType": "text/plain", "body": "busy"});
    assert_eq!(failed["response"], shown);
    let failed = failure(&[(401, JSON, "[1]")]);
    assert_eq!(failed["response"]["body"], json!([1]));
    // What is long is cut off, and no JSON any more.
    let long = json!((0..5000).collect::<Vec<u32>>()).to_string();
    let failed = failure(&[SIGNED_IN, (500, JSON, &long)]);
    let shown = json!({"contentType": JSON, "body": &long[..4000], "truncated": true});
    assert_eq!(failed["response"], shown);
}

#[test]
fn long_bodies_are_cut_off() {
    let long: Vec<u32> = (0..5000).collect();
    let body = serde_json::to_string(&long).expect("JSON");
    let server = Shop::answering(&[SIGNED_IN, (500, JSON, &body)]);
    let done = shop(&order(&server.url, &[]));
    assert_eq!(done.status, 1);
    let shown = done
        .stderr
        .lines()
        .filter(|it| it.starts_with("    "))
        .count();
    assert!(shown < 50, "{}", done.stderr);
    let rest = format!("… ({} bytes in all)", body.len());
    assert!(done.stderr.contains(&rest), "{}", done.stderr);
}

#[test]
fn retries_that_run_out_are_counted_down_inside_of_the_called_workflow() {
    let server = Shop::answering(&[SIGNED_IN, PLACED, READY, BUSY, BUSY, BUSY]);
    let done = shop(&order(&server.url, &[]));
    golden("busy.txt", &done.transcript("place-order …"));
}

#[test]
fn a_failed_prerequisite_is_the_reason() {
    let server = Shop::answering(&[(401, JSON, r#"{"title": "who?"}"#)]);
    let done = shop(&order(&server.url, &[]));
    golden("prerequisite.txt", &done.transcript("place-order …"));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn nobody_there_is_said_so() {
    let done = shop(&["pay", "--order", "o", "--server", "http://127.0.0.1:1"]);
    assert_eq!(done.status, 1);
    assert!(
        done.stderr
            .contains("look at: whether the server is reachable"),
        "{}",
        done.stderr
    );
}

#[test]
fn secrets_come_from_the_environment() {
    let server = Shop::answering(&[SIGNED_IN]);
    let mut command = program();
    command.args(["sign-in", "--user", "ann", "--server", &server.url]);
    command.env("ARAZZO_INPUT_PASSWORD", "from-the-environment");
    let done = finish(&mut command);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let body = &server.requests()[0].body;
    assert!(body.contains("from-the-environment"), "{body}");
}

#[test]
fn a_credential_comes_from_a_file() {
    let file = std::env::temp_dir().join(format!("token-{}", std::process::id()));
    std::fs::write(&file, "of-the-file\r\n").expect("a writable folder");
    let from_file = format!("BearerAuth=@{}", file.display());
    for (given, sent) in [
        (from_file.as_str(), "bearer of-the-file\r\n"),
        ("BearerAuth=@@home", "bearer @home\r\n"),
    ] {
        let server = Shop::answering(&[SIGNED_IN, PLACED, READY, PAID]);
        let done = shop(&order(&server.url, &["--credential", given, "--verbose"]));
        assert_eq!(done.status, 0, "{}", done.stderr);
        let headers = &server.requests()[1].headers;
        assert!(
            headers.contains(&format!("authorization: {sent}")),
            "{headers}"
        );
        assert!(!done.stderr.contains("of-the-file"), "{}", done.stderr);
    }
    std::fs::write(&file, "\n").expect("a writable folder");
    for (given, said) in [
        ("BearerAuth=@/no/such/s3cret", "cannot read the file of the"),
        (from_file.as_str(), "the file of the credential for"),
    ] {
        let server = Shop::answering(&[SIGNED_IN]);
        let done = shop(&order(&server.url, &["--credential", given]));
        assert_eq!(done.status, 2, "{}", done.stderr);
        let is_said = done.stderr.contains(said) && done.stderr.contains("`BearerAuth`");
        assert!(
            is_said && !done.stderr.contains("s3cret"),
            "{}",
            done.stderr
        );
        assert!(server.requests().is_empty());
    }
    std::fs::remove_file(&file).expect("the file just written");
}

#[test]
fn credentials_come_from_the_environment_and_inputs_from_standard_input() {
    let server = Shop::answering(&[SIGNED_IN, PLACED, READY, PAID]);
    let mut command = program();
    command.args([
        "run",
        "placeOrder",
        "--inputs",
        "-",
        "--server",
        &server.url,
    ]);
    command.args(["--prerequisite-inputs", LOGIN]);
    command.env("ARAZZO_CREDENTIAL_BEARER_AUTH", "of-the-environment");
    let file = std::env::temp_dir().join(format!("inputs-{}.json", std::process::id()));
    std::fs::write(&file, r#"{"article": "tea", "count": 1}"#).expect("a writable folder");
    command.stdin(std::fs::File::open(&file).expect("the file just written"));
    let done = finish(&mut command);
    std::fs::remove_file(&file).expect("the file just written");
    assert_eq!(done.status, 0, "{}", done.stderr);
    let requests = server.requests();
    assert!(
        requests[1]
            .headers
            .contains("authorization: bearer of-the-environment")
    );
    assert!(requests[1].body.contains("tea"), "{}", requests[1].body);
}

#[test]
fn hours_of_polling_are_few_lines() {
    let mut answers = vec![SIGNED_IN, PLACED];
    answers.extend([PENDING; 40]);
    answers.extend([READY, PAID]);
    let server = Shop::answering(&answers);
    let done = shop(&order(&server.url, &["--poll-interval", "0"]));
    let rounds = done
        .stderr
        .lines()
        .filter(|it| it.contains("not yet"))
        .count();
    assert_eq!(rounds, 6, "{}", done.stderr);
    assert!(done.stderr.contains("after 40 rounds"), "{}", done.stderr);
}
