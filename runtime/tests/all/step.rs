//! How a step runs: attempts, budget, delays, failures, credentials, servers, events. Over a transport in memory.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use arazzo_runtime::{
    Api, Attempt, Client, ClientBuilder, Credential, Event, EventKind, Kind, MemoryTransport,
    Method, Request, Response, Retry, Scheme, Server, ServerVariable, StepError, TransportError,
};
use serde::Deserialize;
use serde_json::json;

const SECOND: Duration = Duration::from_secs(1);

static REGION: [ServerVariable; 1] = [ServerVariable::new("region", "eu").allowed(&["eu", "us"])];
static SERVERS: [Server; 2] = [
    Server::new("https://{region}.mock.test/v1/").variables(&REGION),
    Server::new("https://two.test"),
];
static API: Api = Api::new("api", "https://docs.test/specs/openapi.yaml", &SERVERS);
static RELATIVE: Api = Api::new("lib.rel", "specs/openapi.yaml", &[]);
static APIS: [&Api; 2] = [&API, &RELATIVE];

static TOKEN: Scheme = Scheme::oauth2("api", "token");
static LOGIN: Scheme = Scheme::basic("api", "login");
static KEY: Scheme = Scheme::api_key_header("api", "key", "X-Key");
static CERTIFICATE: Scheme = Scheme::mutual_tls("api", "certificate");

fn ok() -> MemoryTransport {
    MemoryTransport::new(|_| MemoryTransport::json(200, "{}"))
}

fn builder(transport: &MemoryTransport) -> ClientBuilder<MemoryTransport> {
    Client::builder(&APIS).transport(transport.clone())
}

fn client(transport: &MemoryTransport) -> Client<MemoryTransport> {
    builder(transport).build().expect("a client")
}

async fn get(
    client: &Client<MemoryTransport>,
    api: &'static Api,
    with: impl FnOnce(Request) -> Request,
) -> Result<Response, StepError> {
    let mut step = client.call("w").step("s");
    let request = with(step.request(Method::GET, api, "/x")?);
    step.send(request).await
}

/// The URL that a request of this client goes to.
async fn url(
    build: impl FnOnce(ClientBuilder<MemoryTransport>) -> ClientBuilder<MemoryTransport>,
    api: &'static Api,
) -> Result<String, StepError> {
    let transport = ok();
    let client = build(builder(&transport)).build().expect("a client");
    get(&client, api, |it| it)
        .await
        .map(|response| response.url().to_owned())
}

#[tokio::test]
async fn servers_follow_document_variables_index_and_override() {
    assert_eq!(
        url(|it| it, &API).await.unwrap(),
        "https://eu.mock.test/v1/x"
    );
    assert_eq!(
        url(|it| it.server_variable("api", "region", "us"), &API)
            .await
            .unwrap(),
        "https://us.mock.test/v1/x"
    );
    assert_eq!(
        url(|it| it.server_index("api", 1), &API).await.unwrap(),
        "https://two.test/x"
    );
    assert_eq!(
        url(|it| it.base_url("api", "http://own.test/b/"), &API)
            .await
            .unwrap(),
        "http://own.test/b/x"
    );
    assert_eq!(
        url(|it| it.default_base_url("http://all.test"), &RELATIVE)
            .await
            .unwrap(),
        "http://all.test/x"
    );
    let resolved = url(
        |it| it.document_url("rel", "http://docs.test/a/openapi.yaml"),
        &RELATIVE,
    )
    .await;
    assert_eq!(resolved.unwrap(), "http://docs.test/x");
    for error in [
        url(|it| it.server_variable("api", "region", "mars"), &API)
            .await
            .unwrap_err(),
        url(|it| it.server_index("api", 2), &API).await.unwrap_err(),
        url(|it| it, &RELATIVE).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.attempts()),
            (Kind::Config, 0),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_operation_may_have_servers_of_its_own() {
    static OWN: [Server; 1] = [Server::new("../v2")];
    let transport = ok();
    let response = get(&client(&transport), &API, |it| it.servers(&OWN))
        .await
        .unwrap();
    assert_eq!(response.url(), "https://docs.test/v2/x");
    let overridden = builder(&transport)
        .base_url("api", "http://own.test")
        .build()
        .unwrap();
    let response = get(&overridden, &API, |it| it.servers(&OWN)).await.unwrap();
    assert_eq!(response.url(), "http://own.test/x");
}

#[test]
fn mistakes_in_the_configuration_are_found_when_building() {
    let transport = ok();
    let message = |builder: ClientBuilder<MemoryTransport>| {
        builder.build().map(|_| ()).unwrap_err().to_string()
    };
    assert!(message(builder(&transport).base_url("apy", "http://h")).contains("`api`, `lib.rel`"));
    assert!(message(builder(&transport).base_url("api", "/v1")).contains("`/v1`"));
    assert!(message(builder(&transport).base_url("api", "ftp://h")).contains("http"));
    for url in [
        "http://u:s3cret@h/",
        "ftp://u:s3cret@h",
        "http://u:s3cret@h:x",
    ] {
        let with_user = message(builder(&transport).base_url("api", url));
        assert!(!with_user.contains("s3cret"), "{with_user}");
    }
    assert!(message(builder(&transport).credential("nobody", "key", "k")).contains("nobody"));
}

/// The headers by which a request authenticates.
async fn authentication(
    client: Client<MemoryTransport>,
    with: impl FnOnce(Request) -> Request,
) -> Vec<(String, String)> {
    get(&client, &API, with).await.expect("a response");
    let requests = client.transport().requests();
    let headers = requests[requests.len() - 1].headers().clone();
    let all = headers.iter().filter(|(name, _)| *name != "accept");
    all.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect()
}

#[tokio::test]
async fn the_first_alternative_that_is_configured_is_used() {
    let transport = ok();
    let both = |it: Request| it.security(&[&[], &[&CERTIFICATE], &[&TOKEN, &KEY], &[&LOGIN]]);
    let login = builder(&transport)
        .credential("api", "login", Credential::basic("u", "p"))
        .credential("api", "key", "k");
    let only_login = [("authorization".to_owned(), "Basic dTpw".to_owned())];
    assert_eq!(
        authentication(login.build().unwrap(), both).await,
        only_login
    );
    let text = builder(&transport).default_credential("login", "u:p");
    assert_eq!(
        authentication(text.build().unwrap(), both).await,
        only_login
    );
    let provider = builder(&transport)
        .credential(
            "api",
            "token",
            Credential::provider(|| async { Ok("fresh".to_owned()) }),
        )
        .credential("api", "key", "k");
    let mut sent = authentication(provider.build().unwrap(), both).await;
    sent.sort_unstable();
    assert_eq!(
        sent,
        [
            ("authorization".into(), "Bearer fresh".into()),
            ("x-key".into(), "k".into())
        ]
    );
    assert!(authentication(client(&transport), both).await.is_empty());
}

#[tokio::test]
async fn a_parameter_at_the_same_place_wins() {
    let transport = ok();
    let client = builder(&transport)
        .credential("api", "token", "configured")
        .build()
        .unwrap();
    let explicit = arazzo_runtime::Parameter::new("authorization", "Bearer {$inputs.t}");
    let sent = authentication(client, |it| {
        it.security(&[&[&TOKEN]])
            .header(explicit, "Bearer explicit")
    })
    .await;
    assert_eq!(
        sent,
        [("authorization".to_owned(), "Bearer explicit".to_owned())]
    );
}

#[tokio::test]
async fn a_refusal_names_the_schemes_that_nobody_configured() {
    let transport = MemoryTransport::new(|_| MemoryTransport::json(401, ""));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let request = step
        .request(Method::GET, &API, "/x")
        .unwrap()
        .security(&[&[&TOKEN], &[&KEY]]);
    step.send(request).await.unwrap();
    let error = step.unmet("$statusCode == 200");
    assert_eq!(
        error.to_string(),
        "workflow `w`, step `s`: criterion `$statusCode == 200` is not met; \
         no credential is configured for `token`, `key` (status 401)"
    );
}

#[tokio::test]
async fn a_credential_that_cannot_be_sent_is_not_quoted() {
    let transport = ok();
    for credential in [
        Credential::bearer("s3cret\n"),
        Credential::basic("u", "s3cret"),
    ] {
        let client = builder(&transport)
            .credential("api", "token", credential)
            .build()
            .unwrap();
        let error = get(&client, &API, |it| it.security(&[&[&TOKEN]]))
            .await
            .unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (Kind::Config, 0));
        assert!(
            error.message().contains("`token`") && !error.message().contains("s3cret"),
            "{error}"
        );
    }
    assert!(transport.requests().is_empty());
}

/// A step that retries as long as it may, as generated code does.
async fn retrying(
    client: &Client<MemoryTransport>,
    mut retry: Retry,
) -> Result<Response, StepError> {
    let call = client.call("w");
    let mut step = call.step("s");
    loop {
        let request = step.request(Method::GET, &API, "/x")?;
        let mut failure = match step.send(request).await {
            Ok(response) if response.status() < 300 => return Ok(response),
            Ok(_) => step.unmet("$statusCode < 300"),
            Err(failure) => failure,
        };
        if !step.may_retry(&mut retry, &mut failure) {
            return Err(failure);
        }
        step.wait(&retry, &failure).await?;
    }
}

#[tokio::test]
async fn retries_wait_as_the_document_or_the_server_says() {
    let asked = |header: &'static str| {
        let response = arazzo_runtime::http::Response::builder()
            .status(503)
            .header("retry-after", header)
            .body("".into());
        response.map_err(|error| TransportError::new(error.to_string()))
    };
    let answers = [
        asked("7"),
        asked("soon"),
        asked("0"),
        Err(TransportError::new("gone")),
        MemoryTransport::json(200, ""),
    ];
    let transport = MemoryTransport::queue(answers);
    let retry = Retry::new("again", 9, Duration::from_millis(1500));
    let response = retrying(&client(&transport), retry)
        .await
        .expect("the fifth attempt");
    assert_eq!(response.status(), 200);
    let own = Duration::from_millis(1500);
    assert_eq!(transport.sleeps(), [7 * SECOND, own, own]);
    let attempts: Vec<u32> = transport
        .requests()
        .iter()
        .map(|it| {
            it.extensions()
                .get::<Attempt>()
                .expect("an attempt")
                .attempt
        })
        .collect();
    assert_eq!(attempts, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn the_step_budget_ends_every_loop_and_is_shared_by_called_workflows() {
    let transport = MemoryTransport::new(|_| MemoryTransport::json(503, ""));
    let limited = builder(&transport).max_steps(3).build().unwrap();
    let error = retrying(&limited, Retry::new("again", 99, Duration::ZERO))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.is_final()),
        (Kind::StepLimit, 3, true)
    );
    assert_eq!(transport.requests().len(), 3);

    let call = limited.call("outer");
    let mut step = call.step("nest");
    step.enter().unwrap();
    let inner = call.nested("inner");
    let mut inner_step = inner.step("s");
    assert!(inner_step.request(Method::GET, &API, "/x").is_ok());
    assert!(inner_step.request(Method::GET, &API, "/x").is_ok());
    let cause = inner_step.request(Method::GET, &API, "/x").unwrap_err();
    let error = step.nested(inner.failed(cause, (), ()));
    assert_eq!(
        (error.kind(), error.attempts(), error.is_final()),
        (Kind::Nested, 1, true)
    );
    assert_eq!(error.cause().map(StepError::workflow), Some("inner"));
}

#[tokio::test]
async fn polling_is_paced() {
    let transport = ok();
    let client = builder(&transport)
        .poll_interval(2 * SECOND)
        .build()
        .unwrap();
    let mut step = client.call("w").step("s");
    step.pace(step.response()).await.unwrap();
    let request = step.request(Method::GET, &API, "/x").unwrap();
    let response = step.send(request).await.unwrap();
    step.pace(&response).await.unwrap();
    assert_eq!(transport.sleeps(), [2 * SECOND, 2 * SECOND]);
}

#[derive(Debug, Deserialize, PartialEq)]
struct Body {
    slug: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Strict {
    #[allow(dead_code)]
    id: u32,
}

#[tokio::test]
async fn a_whole_body_that_is_not_there_is_no_empty_object() {
    let answers = [r#"{"slug":"a"}"#, "", "<html>"];
    let transport = MemoryTransport::queue(answers.map(|body| MemoryTransport::json(200, body)));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let mut next = async || {
        let request = step.request(Method::GET, &API, "/x").unwrap();
        let response = step.send(request).await.unwrap();
        step.decode_whole::<Body>(&response)
    };
    let found = next().await.unwrap();
    assert_eq!(found.slug.as_deref(), Some("a"));
    for what in ["empty", "text"] {
        let error = next().await.unwrap_err();
        assert_eq!(error.kind(), Kind::OutputType, "{what}");
    }
}

#[tokio::test]
async fn bodies_are_decoded_and_misfits_are_failures_of_their_own_kind() {
    let answers = [
        r#"{"slug":"a","more":[1]}"#,
        "",
        "{broken",
        r#"{"slug":1}"#,
        r#"{"id":-1}"#,
    ];
    let transport = MemoryTransport::queue(answers.map(|body| MemoryTransport::json(200, body)));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let mut next = async || {
        let request = step.request(Method::GET, &API, "/x").unwrap();
        let response = step.send(request).await.unwrap();
        (
            step.decode::<Body>(&response),
            step.decode::<Strict>(&response),
        )
    };
    assert_eq!(
        next().await.0.unwrap(),
        Body {
            slug: Some("a".into())
        }
    );
    let (body, strict) = next().await;
    assert_eq!(body.unwrap(), Body { slug: None });
    assert_eq!(strict.unwrap_err().kind(), Kind::OutputType);
    let (body, strict) = next().await;
    for error in [body.unwrap_err(), strict.unwrap_err()] {
        assert_eq!(
            (error.kind(), error.message()),
            (
                Kind::OutputType,
                "the response body could not be read: key must be a string at line 1 column 2"
            )
        );
    }
    assert_eq!(next().await.0.unwrap_err().kind(), Kind::OutputType);
    let error = next().await.1.unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (Kind::OutputType, Some(200), 5)
    );
    let message = error.message();
    assert!(
        message.ends_with(": number out of range, expected u32 (0 to 4294967295) at `/id`"),
        "{message}"
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_or_is_too_deep_is_not_one_without_members() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200));
    for (body, reason) in [
        (
            r#"{"slug":"a""#,
            "EOF while parsing an object at line 1 column 11",
        ),
        (&deep, "recursion limit exceeded at line 1 column 132"),
    ] {
        let text = body.to_owned();
        let transport = MemoryTransport::new(move |_| MemoryTransport::json(200, text.clone()));
        let client = client(&transport);
        let mut step = client.call("w").step("s");
        let request = step.request(Method::GET, &API, "/x").unwrap();
        let response = step.send(request).await.unwrap();
        let told = format!("the response body could not be read: {reason}");
        for error in [
            step.select(&response, ["/a"]).unwrap_err(),
            step.body(&response).unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), error.message()),
                (Kind::OutputType, told.as_str())
            );
        }
        for error in [
            step.select_for_criteria(&response, ["/a"]).unwrap_err(),
            step.body_for_criteria(&response).unwrap_err(),
        ] {
            assert_eq!(error.kind(), Kind::Criteria);
            assert!(error.message().ends_with(&told), "{error}");
        }
    }
    // What nobody reads may be as deep as it likes.
    let transport = MemoryTransport::new(move |_| MemoryTransport::json(200, deep.clone()));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    let response = step.send(request).await.unwrap();
    assert_eq!(step.decode::<Body>(&response).unwrap(), Body { slug: None });
    assert_eq!(step.select(&response, ["/b"]).unwrap(), [None]);
}

#[tokio::test]
async fn a_page_that_claims_to_be_json_is_text_only_as_a_whole() {
    let transport = MemoryTransport::new(|_| MemoryTransport::json(200, "<html>"));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    let response = step.send(request).await.unwrap();
    assert_eq!(step.body(&response).unwrap(), Some(json!("<html>")));
    assert!(step.select(&response, ["/a"]).is_err());
    let failure = step.unmet("$statusCode == 201");
    assert!(!failure.is_readable());
}

#[tokio::test]
async fn typed_parts_of_a_body_keep_the_digits_of_their_numbers() {
    use arazzo_runtime::Number;
    let body = r#"{"a":[{"n":1.10}],"big":123456789012345678901234567890.5,"id":5.0}"#;
    let transport = MemoryTransport::new(move |_| MemoryTransport::json(200, body));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    let response = step.send(request).await.unwrap();
    let read = |pointer: &str| step.read::<Number>(&response, pointer, "o").unwrap();
    assert_eq!(read("/a/0/n").unwrap().as_str(), "1.10");
    assert_eq!(
        read("/big").unwrap().as_str(),
        "123456789012345678901234567890.5"
    );
    assert_eq!(read("/none"), None);
    assert_eq!(step.read(&response, "/id", "o").unwrap(), Some(5_i64));
    let error = step.read::<Number>(&response, "/a", "o").unwrap_err();
    assert_eq!(
        error.message(),
        "output `o` does not have the declared type: invalid type: sequence, expected a number"
    );
}

#[tokio::test]
async fn values_of_a_response_are_picked_by_pointer() {
    let transport =
        MemoryTransport::new(|_| MemoryTransport::json(200, r#"{"a":[{"b":1}],"c":null}"#));
    let response = get(&client(&transport), &API, |it| it).await.unwrap();
    let picked = response.select(["/a/0/b", "/c", "/a/01", "/none"]);
    assert_eq!(picked, [Some(json!(1)), Some(json!(null)), None, None]);
}

#[test]
fn missing_and_mistyped_values_are_told_apart() {
    let transport = ok();
    let client = client(&transport);
    let step = client.call("w").step("s");
    let missing = step
        .required(None::<u8>, "$inputs.id", "path parameter `id`")
        .unwrap_err();
    assert_eq!(
        (missing.kind(), missing.message()),
        (
            Kind::MissingValue,
            "path parameter `id` (`$inputs.id`) has no value"
        )
    );
    assert_eq!(
        step.output(None::<u8>, "o").unwrap_err().kind(),
        Kind::OutputType
    );
    let mistyped = step.typed::<u8>(Some(json!("s3cret")), "o").unwrap_err();
    assert_eq!(
        (mistyped.kind(), mistyped.message()),
        (
            Kind::OutputType,
            "output `o` does not have the declared type: invalid type: string, expected u8"
        )
    );
    assert_eq!(step.typed::<u8>(Some(json!(7)), "o").unwrap(), Some(7));
    assert_eq!(step.typed::<u8>(None, "o").unwrap(), None);
    assert_eq!(
        step.encode_error("replacement `/a`", "no parent").kind(),
        Kind::Encode
    );
}

#[tokio::test]
async fn a_failure_reports_itself_as_json() {
    let transport = MemoryTransport::new(|_| MemoryTransport::json(404, ""));
    let client = client(&transport);
    let mut step = client.call("inner").step("find");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    step.send(request).await.unwrap();
    let error = StepError::dependency("outer", step.unmet("$statusCode == 200").ended_by("stop"));
    assert_eq!(
        serde_json::to_value(&error).unwrap(),
        json!({
            "workflow": "outer", "step": null, "kind": "dependency", "attempts": 0,
            "message": "workflow `inner`, which has to complete first, failed",
            "cause": {
                "workflow": "inner", "step": "find", "kind": "criteria", "statusCode": 404, "attempts": 1,
                "message": "criterion `$statusCode == 200` is not met"
            }
        })
    );
    let cause = std::error::Error::source(&error)
        .expect("a cause")
        .to_string();
    assert!(
        cause.ends_with("(status 404), ended by action `stop`"),
        "{cause}"
    );
}

#[tokio::test]
async fn an_observer_sees_every_event_in_order() {
    let transport = MemoryTransport::queue([
        MemoryTransport::json(503, ""),
        MemoryTransport::json(200, ""),
    ]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let client = builder(&transport)
        .observer(move |event: &Event<'_>| {
            let what = match event.kind {
                EventKind::StepStarted => "started".to_owned(),
                EventKind::RequestSent { method, url } => format!("{method} {url}"),
                EventKind::ResponseReceived { response } => response.status().to_string(),
                EventKind::CriterionFailed { criterion } => criterion.to_owned(),
                EventKind::ActionTaken { action, delay } => format!("{action} {delay:?}"),
                EventKind::StepFinished { outcome } => format!("{outcome:?}"),
                other => format!("{other:?}"),
            };
            log.lock().unwrap().push(format!(
                "{}.{} {} {what}",
                event.workflow, event.step, event.attempt
            ));
        })
        .build()
        .unwrap();
    retrying(&client, Retry::new("again", 1, SECOND))
        .await
        .unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "w.s 0 started",
            "w.s 1 GET https://eu.mock.test/v1/x",
            "w.s 1 503",
            "w.s 1 $statusCode < 300",
            "w.s 1 again 1s",
            "w.s 2 GET https://eu.mock.test/v1/x",
            "w.s 2 200",
            "w.s 2 Succeeded",
        ]
    );
}

#[test]
fn runs_can_move_between_threads() {
    fn is_send<V: Send>(value: V) -> V {
        value
    }
    let transport = ok();
    let client = client(&transport);
    drop(is_send(retrying(&client, Retry::new("again", 1, SECOND))));
    drop(is_send(client.call("w")));
    drop(is_send(client.clone()));
}

#[cfg(feature = "regex")]
#[test]
fn what_an_engine_cannot_evaluate_is_an_event_of_the_step() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let transport = ok();
    let client = builder(&transport)
        .observer(move |event: &Event<'_>| {
            if let EventKind::EngineError { engine, .. } = event.kind {
                log.lock().unwrap().push((event.step, engine));
            }
        })
        .build()
        .unwrap();
    let first = client.call("w").step("first");
    assert!(!arazzo_runtime::regex::is_match("(", "text"));
    drop((first.unmet("("), first));
    drop(client.call("w").step("second"));
    assert_eq!(*seen.lock().unwrap(), [("first", "regex")]);
}

#[tokio::test]
async fn a_secret_among_the_parameters_is_sent_and_shown_nowhere() {
    use arazzo_runtime::{Parameter, Secret};
    let seen = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&seen);
    let transport = MemoryTransport::new(|request| {
        let sent = format!("{} {:?}", request.uri(), request.headers());
        assert!(sent.contains("/x/s3cret%2F%26/c") && sent.contains("?a=1&key=s3cret%2F%26&b=2"));
        MemoryTransport::json(404, "{}")
    });
    let client = builder(&transport)
        .observer(move |event: &Event<'_>| {
            let mut log = log.lock().unwrap();
            log.push_str(&format!("{event:?}\n"));
        })
        .build()
        .unwrap();
    let secret = Secret::from("s3cret/&");
    let call = client.call("w");
    let mut step = call.step("s");
    let parameter = |name| Parameter::new(name, "$inputs.key");
    let request = step
        .request(Method::GET, &API, "/x/{key}/{c}")
        .unwrap()
        .path(parameter("key"), &secret)
        .path(parameter("c"), "c")
        .query(parameter("a"), &1)
        .query(parameter("key"), &Some(&secret))
        .query(parameter("b"), &2)
        .header(parameter("X-Key"), &secret)
        .cookie(parameter("key"), &secret);
    let response = step.send(request).await.unwrap();
    let failure = step.unmet("$statusCode == 200");
    let shown = format!(
        "{}{response:?}{failure:?}{failure}{}{step:?}{call:?}",
        seen.lock().unwrap(),
        response.url()
    );
    assert!(
        shown.contains("/x/[redacted]/c?a=1&key=[redacted]&b=2"),
        "{shown}"
    );
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn of_a_secret_as_the_whole_query_not_even_names_are_shown() {
    use arazzo_runtime::{Parameter, Secret};
    let transport = MemoryTransport::new(|request| {
        assert_eq!(request.uri().query(), Some("a=1&s3cret=&s3cret=1"));
        MemoryTransport::json(200, "{}")
    });
    let client = builder(&transport).build().unwrap();
    let mut step = client.call("w").step("s");
    let secret = Secret::from("s3cret=&s3cret=1");
    let request = step
        .request(Method::GET, &API, "/x")
        .unwrap()
        .query(Parameter::new("a", "1"), &1)
        .querystring(Parameter::new("all", "$inputs.key"), &secret);
    assert!(!format!("{request:?}").contains("s3cret"), "{request:?}");
    let response = step.send(request).await.unwrap();
    let url = response.url();
    assert!(url.ends_with("/x?a=1&[redacted]"), "{url}");
}
