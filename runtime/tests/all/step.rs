//! How a step runs: attempts, budget, delays, failures, credentials, servers, events. Over a transport in memory.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use arazzo_runtime::testing::{Answer, Reply, Script};
use arazzo_runtime::{
    Api, Client, ClientBuilder, Credential, Event, EventKind, Failure, Kind, Method, Position,
    Request, Response, Retry, Run, Scheme, Server, ServerVariable, StepError, Termination,
    TransportError,
};
use serde::Deserialize;
use serde_json::json;

use crate::scripted::{always, json, queue};

mod effects;
mod responses;
mod secrets;

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

/// The end of a run without outputs, by a failure.
fn ended(error: StepError) -> Result<((), Termination), StepError> {
    Err(error)
}

fn ok() -> Script {
    always(|_| json(200, "{}"))
}

fn builder(transport: &Script) -> ClientBuilder<Script> {
    Client::builder(&APIS).typed_transport(transport.clone())
}

fn client(transport: &Script) -> Client<Script> {
    builder(transport).build().expect("a client")
}

async fn get(
    client: &Client<Script>,
    api: &'static Api,
    with: impl FnOnce(Request) -> Request,
) -> Result<Response, StepError> {
    let mut step = client.call("w").step("s");
    let request = with(step.request(Method::GET, api, "/x")?);
    step.send(request).await
}

/// The URL that a request of this client goes to.
async fn url(
    build: impl FnOnce(ClientBuilder<Script>) -> ClientBuilder<Script>,
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
    let message =
        |builder: ClientBuilder<Script>| builder.build().map(|_| ()).unwrap_err().to_string();
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
    client: Client<Script>,
    with: impl FnOnce(Request) -> Request,
) -> Vec<(String, String)> {
    get(&client, &API, with).await.expect("a response");
    let requests = client.transport().sent();
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
    let transport = always(|_| json(401, ""));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let request = step
        .request(Method::GET, &API, "/x")
        .unwrap()
        .security(&[&[&TOKEN], &[&KEY]]);
    step.send(request).await.unwrap();
    let error = step.require("$statusCode == 200", false).unwrap_err();
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
    assert!(transport.sent().is_empty());
}

/// A step that retries as long as it may, as generated code does.
async fn retrying(client: &Client<Script>, mut retry: Retry) -> Result<Response, StepError> {
    let call = client.call("w");
    let mut step = call.step("s");
    loop {
        let request = step.request(Method::GET, &API, "/x")?;
        let mut failure = match step.send(request).await {
            Ok(response) if response.status() < 300 => return Ok(response),
            Ok(_) => step.require("$statusCode < 300", false).unwrap_err(),
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
    let asked = |header: &'static str| Ok(Reply::new(503).header("retry-after", header));
    let answers = [
        asked("7"),
        asked("soon"),
        asked("0"),
        Err(TransportError::new("gone")),
        json(200, ""),
    ];
    let transport = queue(answers);
    let retry = Retry::new("again", 9, Duration::from_millis(1500));
    let response = retrying(&client(&transport), retry)
        .await
        .expect("the fifth attempt");
    assert_eq!(response.status(), 200);
    let own = Duration::from_millis(1500);
    assert_eq!(transport.delays(), [7 * SECOND, own, own]);
    let attempts: Vec<u32> = transport
        .sent()
        .iter()
        .map(|it| {
            it.extensions()
                .get::<Position>()
                .expect("a position")
                .attempt
        })
        .collect();
    assert_eq!(attempts, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn the_step_budget_ends_every_loop_and_is_shared_by_called_workflows() {
    let transport = always(|_| json(503, ""));
    let limited = builder(&transport).max_steps(3).build().unwrap();
    let error = retrying(&limited, Retry::new("again", 99, Duration::ZERO))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.is_final()),
        (Kind::StepLimit, 3, true)
    );
    assert_eq!(transport.sent().len(), 3);

    let call = limited.call("outer");
    let mut step = call.step("nest");
    step.enter().unwrap();
    let inner = step.call("inner");
    let mut inner_step = inner.step("s");
    assert!(inner_step.request(Method::GET, &API, "/x").is_ok());
    assert!(inner_step.request(Method::GET, &API, "/x").is_ok());
    let cause = inner_step.request(Method::GET, &API, "/x").unwrap_err();
    let failure: Result<Run<(), (), ()>, Failure<()>> = inner.over((), ended(cause), ());
    let error = step.nested(failure.unwrap_err());
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
    assert_eq!(transport.delays(), [2 * SECOND, 2 * SECOND]);
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
async fn a_failure_reports_itself_as_json() {
    let transport = always(|_| json(404, ""));
    let client = client(&transport);
    let mut step = client.call("inner").step("find");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    step.send(request).await.unwrap();
    let error = StepError::dependency(
        "outer",
        step.require("$statusCode == 200", false)
            .unwrap_err()
            .ended_by("stop"),
    );
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
    let transport = queue([json(503, ""), json(200, "")]);
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
                EventKind::Waiting { delay, left } => format!("waits {delay:?}, {left:?}"),
                EventKind::StepFinished { outcome } => format!("{outcome:?}"),
                other => format!("{other:?}"),
            };
            let position = event.position;
            log.lock().unwrap().push(format!("{position} {what}"));
        })
        .build()
        .unwrap();
    retrying(&client, Retry::new("again", 1, SECOND))
        .await
        .unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "w/s#1.0 started",
            "w/s#1.1 GET https://eu.mock.test/v1/x",
            "w/s#1.1 503",
            "w/s#1.1 $statusCode < 300",
            "w/s#1.1 again 1s",
            "w/s#1.1 waits 1s, Some(0)",
            "w/s#1.2 GET https://eu.mock.test/v1/x",
            "w/s#1.2 200",
            "w/s#1.2 Succeeded",
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
    drop((first.require("(", false).unwrap_err(), first));
    drop(client.call("w").step("second"));
    assert_eq!(*seen.lock().unwrap(), [("first", "regex")]);
}
