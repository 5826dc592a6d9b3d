//! OAuth 2.0 client credentials: how tokens are asked for, how long they serve, and what comes of a refusal.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use arazzo_runtime::{
    Api, Bytes, Client, ClientBuilder, Credential, Event, Kind, Method, ReqwestTransport, Response,
    Scheme, StepError, Transport, TransportError,
};

use super::server::{Answer, Server, answer, bytes};
use super::{API, APIS, builder};

/// `id:s3/cret`, of which the slash is encoded once more before base64.
const BASIC: &str = "Basic aWQ6czMlMkZjcmV0";

static OAUTH: Scheme = Scheme::oauth2("api", "oauth")
    .token_url("token?tenant=1")
    .scopes(&["read:all", "write"]);
static OTHER_SCOPE: Scheme = Scheme::oauth2("api", "oauth")
    .token_url("token")
    .scopes(&["admin"]);
static OPEN_ID: Scheme = Scheme::open_id_connect("api", "oauth");

const JSON: (&str, &str) = ("content-type", "application/json");

fn credential(server: &Server) -> Credential {
    Credential::client_credentials("id", "s3/cret").token_url(format!("{}/token", server.url))
}

fn grant(token: &str, rest: &str) -> Answer {
    answer(200, &[JSON], &granted(token, rest))
}

fn granted(token: &str, rest: &str) -> String {
    format!(r#"{{"access_token":"{token}","token_type":"bearer"{rest}}}"#)
}

fn refusal(status: u16, error: &str) -> Answer {
    let body = format!(r#"{{"error":"{error}","error_description":"s3/cret is wrong"}}"#);
    answer(status, &[JSON], &body)
}

fn done(times: usize) -> Vec<Answer> {
    (0..times).map(|_| answer(204, &[], "")).collect()
}

async fn call<T: Transport>(
    client: &Client<T>,
    method: Method,
    scheme: &'static Scheme,
) -> Result<Response, StepError> {
    let mut step = client.call("w").step("s");
    let request = step.request(method, &API, "/t")?.security(&[&[scheme]]);
    step.send(request).await
}

async fn get(client: &Client) -> Result<Response, StepError> {
    call(client, Method::GET, &OAUTH).await
}

/// The `Authorization` header of the next request.
fn authorization(server: &Server) -> String {
    let request = server.request();
    let mut lines = request.lines();
    let header = lines.find_map(|line| line.strip_prefix("authorization: "));
    header.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn one_token_serves_all_calls_of_all_clones() {
    let server = Server::start(vec![
        grant("t1", ""),
        answer(204, &[], ""),
        answer(204, &[], ""),
        grant("t2", ""),
        answer(204, &[], ""),
    ]);
    let client = builder(&server)
        .credential("api", "oauth", "client:id:s3/cret")
        .build()
        .unwrap();
    get(&client).await.unwrap();
    get(&client.clone()).await.unwrap();
    assert_eq!(
        server.request(),
        format!(
            "POST /v1/token?tenant=1 HTTP/1.1\naccept: application/json\nauthorization: {BASIC}\n\
             content-length: 52\ncontent-type: application/x-www-form-urlencoded\nhost: HOST\n\n\
             grant_type=client_credentials&scope=read%3Aall+write"
        )
    );
    assert_eq!(authorization(&server), "Bearer t1");
    assert_eq!(authorization(&server), "Bearer t1");
    // Other scopes are another token.
    call(&client, Method::GET, &OTHER_SCOPE).await.unwrap();
    assert!(server.request().ends_with("&scope=admin"));
    assert_eq!(authorization(&server), "Bearer t2");
    assert!(server.is_idle());
}

#[tokio::test]
async fn calls_at_the_same_time_fetch_once() {
    let late = bytes(200, &[JSON], granted("t1", ",\"expires_in\":0").as_bytes());
    let tokens = Server::start(vec![Answer::Late(Duration::from_millis(200), late)]);
    let api = Server::start(done(3));
    let client = builder(&api)
        .credential("api", "oauth", credential(&tokens))
        .build()
        .unwrap();
    let (a, b, c) = tokio::join!(get(&client), get(&client), get(&client));
    for response in [a, b, c] {
        assert_eq!(response.unwrap().status(), 204);
        assert_eq!(authorization(&api), "Bearer t1");
    }
    tokens.request();
    assert!(tokens.is_idle());
}

#[tokio::test]
async fn a_cancelled_fetch_leaves_the_turn_to_the_next_call() {
    let late = bytes(200, &[JSON], granted("t1", "").as_bytes());
    let tokens = Server::start(vec![
        Answer::Late(Duration::from_millis(300), late),
        grant("t2", ""),
    ]);
    let api = Server::start(done(1));
    let client = builder(&api)
        .credential("api", "oauth", credential(&tokens))
        .build()
        .unwrap();
    let hasty = tokio::time::timeout(Duration::from_millis(100), get(&client));
    let (hasty, patient) = tokio::join!(hasty, get(&client));
    assert!(hasty.is_err());
    assert_eq!(patient.unwrap().status(), 204);
    assert_eq!(authorization(&api), "Bearer t2");
}

/// Real HTTP on a clock that can be put forward.
struct Clock(ReqwestTransport, Arc<AtomicU64>);

impl Transport for Clock {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        Some(&self.0)
    }

    async fn send(
        &self,
        request: arazzo_runtime::http::Request<Bytes>,
    ) -> Result<arazzo_runtime::http::Response<Bytes>, TransportError> {
        self.0.send(request).await
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }

    fn elapsed(&self, moment: Instant) -> Duration {
        moment.elapsed() + Duration::from_secs(self.1.load(Ordering::Relaxed))
    }
}

#[tokio::test]
async fn a_token_is_renewed_shortly_before_it_expires() {
    let tokens = Server::start(vec![grant("t1", ",\"expires_in\":600"), grant("t2", "")]);
    let api = Server::start(done(4));
    let clock = Arc::new(AtomicU64::new(0));
    let transport = Clock(ReqwestTransport::new().unwrap(), Arc::clone(&clock));
    let client = builder(&api)
        .transport(transport)
        .credential("api", "oauth", credential(&tokens))
        .build()
        .unwrap();
    for (seconds, token) in [(0, "t1"), (560, "t1"), (571, "t2"), (1 << 40, "t2")] {
        clock.store(seconds, Ordering::Relaxed);
        call(&client, Method::GET, &OAUTH).await.unwrap();
        assert_eq!(authorization(&api), format!("Bearer {token}"), "{seconds}");
    }
}

#[tokio::test]
async fn a_kept_token_that_the_api_refuses_is_replaced_once() {
    let tokens = Server::start(vec![grant("t1", ""), grant("t2", ""), grant("t2", "")]);
    let no = || answer(401, &[], "no");
    let api = Server::start(vec![
        answer(204, &[], ""),
        no(),
        answer(204, &[], ""),
        no(),
        answer(204, &[], ""),
    ]);
    let client = builder(&api)
        .credential("api", "oauth", credential(&tokens))
        .build()
        .unwrap();
    let mut step = client.call("w").step("s");
    let mut post = async || {
        let request = step.request(Method::POST, &API, "/t").unwrap();
        let request = request.text("text/plain", "body").security(&[&[&OAUTH]]);
        let status = step.send(request).await.unwrap().status();
        (status, step.attempts())
    };
    assert_eq!(post().await, (204, 1));
    assert_eq!(post().await, (204, 2));
    for token in ["t1", "t1", "t2"] {
        let request = api.request();
        assert!(request.contains(&format!("authorization: Bearer {token}\n")));
        assert!(request.ends_with("\n\nbody"));
    }
    // The endpoint has no other token: the refusal stands, and nothing is sent twice for nothing.
    assert_eq!(post().await, (401, 3));
    assert_eq!(authorization(&api), "Bearer t2");
    assert!(api.is_idle());
}

#[tokio::test]
async fn a_token_fetched_for_the_request_is_not_fetched_again() {
    let tokens = Server::start(vec![grant("t1", ""), grant("t2", "")]);
    let api = Server::start(vec![answer(401, &[], ""), answer(204, &[], "")]);
    let client = builder(&api)
        .credential("api", "oauth", credential(&tokens))
        .build()
        .unwrap();
    assert_eq!(get(&client).await.unwrap().status(), 401);
    tokens.request();
    assert!(tokens.is_idle());
}

#[tokio::test]
async fn what_was_refused_after_a_redirect_is_not_sent_again() {
    let tokens = Server::start(vec![grant("t1", ""), grant("t2", "")]);
    let api = Server::start(vec![
        answer(204, &[], ""),
        answer(303, &[("location", "/elsewhere")], ""),
        answer(401, &[], ""),
        answer(204, &[], ""),
    ]);
    let client = builder(&api)
        .credential("api", "oauth", credential(&tokens))
        .build()
        .unwrap();
    get(&client).await.unwrap();
    let response = call(&client, Method::POST, &OAUTH).await.unwrap();
    assert_eq!(response.status(), 401);
}

#[tokio::test]
async fn an_endpoint_that_wants_the_secret_in_the_body_gets_it_there() {
    let tokens = Server::start(vec![
        refusal(401, "invalid_client"),
        grant("t1", ",\"expires_in\":\"0\""),
        grant("t2", ""),
    ]);
    let api = Server::start(done(2));
    let client = builder(&api)
        .credential("api", "oauth", credential(&tokens))
        .build()
        .unwrap();
    get(&client).await.unwrap();
    call(&client, Method::GET, &OAUTH).await.unwrap();
    assert!(tokens.request().contains(BASIC));
    // The second token is asked for in the way that worked.
    for _ in 0..2 {
        let request = tokens.request();
        assert!(!request.contains("authorization"), "{request}");
        assert!(
            request.ends_with("&client_id=id&client_secret=s3%2Fcret"),
            "{request}"
        );
    }
}

/// How a call fails whose token endpoint answers like this. Everything that is shown on the way holds no secret.
async fn failure(answers: Vec<Answer>) -> StepError {
    let tokens = Server::start(answers);
    let api = Server::start(done(1));
    let seen = Arc::new(Mutex::new(String::new()));
    let shown = Arc::clone(&seen);
    let client = builder(&api)
        .credential("api", "oauth", credential(&tokens))
        .timeout(Duration::from_millis(400))
        .observer(move |event: &Event<'_>| {
            shown.lock().unwrap().push_str(&format!("{event:?}"));
        })
        .build()
        .unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(api.is_idle());
    let seen = seen.lock().unwrap();
    let all = format!("{client:?} {error:?} {error} {seen}");
    assert!(!all.contains("s3") && !all.contains("czM"), "{all}");
    error
}

#[tokio::test]
async fn a_refusal_names_scheme_and_code_and_no_secret() {
    let error = failure(vec![refusal(400, "invalid_scope")]).await;
    let message = error.message();
    assert_eq!((error.kind(), error.attempts()), (Kind::Config, 0));
    assert!(
        message.starts_with("the token endpoint http://127.0.0.1:")
            && message.ends_with(
                "/token for `oauth` of source `api` refused the client credentials: `invalid_scope`, status 400"
            ),
        "{message}"
    );
    let twice = vec![
        refusal(401, "invalid_client"),
        refusal(400, "invalid_request"),
    ];
    let error = failure(twice).await;
    assert!(error.message().ends_with("`invalid_client`, status 401"));
    for echo in [
        refusal(403, "s3/cret"),
        answer(403, &[], "s3/cret"),
        answer(302, &[("location", "/s3/cret")], ""),
    ] {
        let error = failure(vec![echo]).await;
        assert_eq!(error.kind(), Kind::Config, "{error}");
        assert!(error.message().contains("credentials: status "), "{error}");
    }
    for useless in [
        "",
        "{}",
        r#"{"access_token":""}"#,
        r#"{"access_token":"s3","token_type":"mac"}"#,
        r#"["s3"]"#,
    ] {
        let error = failure(vec![answer(200, &[JSON], useless)]).await;
        assert_eq!(error.kind(), Kind::Config, "{useless}");
        assert!(error.message().ends_with("answered without a bearer token"));
    }
    let error = failure(vec![grant("s3\\ncret", "")]).await;
    assert_eq!(error.kind(), Kind::Config, "{error}");
}

#[tokio::test]
async fn an_endpoint_without_an_answer_is_no_refusal() {
    let late = bytes(200, &[JSON], granted("t1", "").as_bytes());
    for (answers, kind) in [
        (vec![Answer::Drop], Kind::Transport),
        (vec![answer(503, &[], "s3/cret")], Kind::Transport),
        (vec![answer(429, &[], "")], Kind::Transport),
        (
            vec![answer(200, &[JSON], &granted(&"s3".repeat(40_000), ""))],
            Kind::Transport,
        ),
        (
            vec![Answer::Late(Duration::from_secs(1), late)],
            Kind::Timeout,
        ),
    ] {
        let error = failure(answers).await;
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[tokio::test]
async fn calls_that_wait_share_a_failure_and_the_next_one_tries_again() {
    let body = br#"{"error":"invalid_scope"}"#;
    let late = Answer::Late(Duration::from_millis(200), bytes(400, &[JSON], body));
    let tokens = Server::start(vec![late, grant("t1", "")]);
    let api = Server::start(done(1));
    let client = builder(&api)
        .credential("api", "oauth", credential(&tokens))
        .build()
        .unwrap();
    let (a, b) = tokio::join!(get(&client), get(&client));
    assert_eq!(a.unwrap_err().kind(), Kind::Config);
    assert_eq!(b.unwrap_err().kind(), Kind::Config);
    assert_eq!(get(&client).await.unwrap().status(), 204);
}

#[tokio::test]
async fn a_token_url_is_needed_and_checked() {
    let server = Server::start(Vec::new());
    let secret = || Credential::client_credentials("id", "s3/cret");
    let with = |secret| builder(&server).credential("api", "oauth", secret);
    let client = with(secret()).build().unwrap();
    let error = call(&client, Method::GET, &OPEN_ID).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Config);
    assert!(error.message().contains("`oauth`") && error.message().contains("token URL"));
    let bad = with(secret().token_url("ftp://h/token")).build();
    assert!(bad.unwrap_err().to_string().contains("ftp://h/token"));

    static BASIC: Scheme = Scheme::basic("api", "oauth");
    let error = call(&client, Method::GET, &BASIC).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Config);
    assert!(!error.message().contains("s3"), "{error}");
}

#[tokio::test]
async fn a_source_without_a_server_says_so_for_its_token_too() {
    static ABSENT: Api = Api::new("absent", "openapi.yaml", &[]);
    static ALL: [&Api; 2] = [APIS[0], &ABSENT];
    static TOKEN: Scheme = Scheme::oauth2("absent", "oauth").token_url("/token");
    let unset: ClientBuilder = Client::builder(&ALL);
    let client = unset
        .credential("absent", "oauth", "client:id:s3/cret")
        .build()
        .unwrap();
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &ABSENT, "/t").unwrap();
    let error = step.send(request.security(&[&[&TOKEN]])).await.unwrap_err();
    assert!(error.message().contains("base URL"), "{error}");
}
