//! What a script answers, and what it says when a test is wrong.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use arazzo_runtime::testing::{Reply, Script, Step, Target};
use arazzo_runtime::{
    Api, Client, Credential, Kind, Method, Parameter, Response, Retry, RunOptions, Scheme, Server,
    StepError, TransportError,
};
use serde_json::json;

const SECOND: Duration = Duration::from_secs(1);

static SERVERS: [Server; 1] = [Server::new("https://shop.test/v1")];
static API: Api = Api::new("shop", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];
static KEY: Scheme = Scheme::api_key_header("shop", "key", "X-Key");
static TOKEN: Scheme = Scheme::oauth2("shop", "token");

const CREATE: Step = Step::new(
    "order",
    "create",
    &[("201", &["application/hal+json"]), ("409", &[])],
);
const LOOK: Step = Step::new("order", "look", &[]);

fn client(script: &Script) -> Client {
    Client::builder(&APIS)
        .transport(script.clone())
        .credential("shop", "key", Credential::bearer("s3cret"))
        .build()
        .unwrap()
}

async fn create(client: &Client) -> Result<Response, StepError> {
    let mut step = client.call("order").step("create");
    let request = step.request(Method::POST, &API, "/orders/{customer}")?;
    let request = request
        .path(Parameter::new("customer", "$inputs.customer"), "a b")
        .query(Parameter::new("note", "$inputs.note"), "x&y")
        .security(&[&[&KEY]])
        .json("application/json", &json!({"article": "pen", "count": 2}));
    step.send(request).await
}

async fn look(client: &Client) -> Result<Response, StepError> {
    let mut step = client.call("order").step("look");
    let request = step.request(Method::GET, &API, "/orders")?;
    step.send(request).await
}

/// What a failed assert says.
fn panicked<R>(work: impl FnOnce() -> R) -> String {
    let result = catch_unwind(AssertUnwindSafe(work));
    let payload = result.err().expect("a panic");
    payload.downcast_ref::<String>().unwrap().clone()
}

#[tokio::test]
async fn steps_are_answered_in_order_and_then_by_the_closure() {
    let script = Script::new();
    script
        .on(CREATE)
        .reply(201, json!({"id": 1}))
        .reply(409, ())
        .fail(TransportError::timeout("too slow"))
        .always(|request| {
            let length = request.body().len();
            Ok(Reply::new(201).body(json!({"length": length})))
        });
    script
        .on(Target::operation(Method::GET, "/orders"))
        .reply(200, "first");
    script.on(Target::any()).reply(200, vec![1, 2]);
    let client = client(&script);
    let first = create(&client).await.unwrap();
    assert_eq!(
        (first.status(), first.value()),
        (201, Some(json!({"id": 1})))
    );
    assert_eq!(first.header("content-type"), Some("application/hal+json"));
    assert_eq!(create(&client).await.unwrap().status(), 409);
    assert_eq!(create(&client).await.unwrap_err().kind(), Kind::Timeout);
    for _ in 0..2 {
        let further = create(&client).await.unwrap();
        assert_eq!(further.value(), Some(json!({"length": 27})));
    }
    assert_eq!(look(&client).await.unwrap().value(), Some(json!("first")));
    let bytes = look(&client).await.unwrap();
    assert_eq!(
        bytes.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(script.requests(CREATE).len(), 5);
    assert_eq!(script.sent().len(), 7);
}

#[tokio::test]
async fn a_request_without_an_answer_fails_its_step_and_is_named() {
    let script = Script::new();
    let error = look(&client(&script)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Transport);
    assert_eq!(
        error.message(),
        "the script has no answer for step `look` of workflow `order` (`GET /orders`); it has nothing at all"
    );
    script
        .on(CREATE)
        .reply(201, json!({}))
        .reply(201, json!({}));
    create(&client(&script)).await.unwrap();
    let error = look(&client(&script)).await.unwrap_err();
    assert!(
        error
            .message()
            .ends_with("it has step `create` of workflow `order`: 1 sent, 1 left"),
        "{error}"
    );
    create(&client(&script)).await.unwrap();
    let error = create(&client(&script)).await.unwrap_err();
    assert!(!error.may_have_been_processed());
}

#[tokio::test]
async fn what_the_operation_does_not_declare_is_pointed_out_where_it_stands() {
    let script = Script::new();
    let message = panicked(|| script.on(CREATE).reply(503, ()));
    assert!(message.contains("step `create` of workflow `order` does not declare status 503"));
    let message = panicked(|| script.on(CREATE).reply(409, "no body"));
    assert!(message.contains("`text/plain` for status 409"), "{message}");
    script.on(CREATE).answer(Reply::new(503).undeclared());
    assert_eq!(create(&client(&script)).await.unwrap().status(), 503);
    script.on(CREATE).always(|_| Ok(Reply::new(418)));
    let error = create(&client(&script)).await.unwrap_err();
    assert!(
        error.message().contains("does not declare status 418"),
        "{error}"
    );
    // Nothing is known of what this one declares.
    script.on(LOOK).reply(418, "short");
}

#[tokio::test]
async fn asserts_show_what_was_sent_instead() {
    let script = Script::new();
    script.on(CREATE).reply(201, json!({}));
    create(&client(&script)).await.unwrap();
    let request = script.request(CREATE);
    request
        .assert_method("POST")
        .assert_path("/v1/orders/a%20b")
        .assert_query("note", "x&y")
        .assert_header("x-key", "s3cret")
        .assert_header("Content-Type", "application/json")
        .assert_json(json!({"count": 2, "article": "pen"}))
        .assert_text("{\"article\":\"pen\",\"count\":2}");
    let message = panicked(|| request.assert_json(json!({"article": "ink"})));
    assert_eq!(
        message,
        "step `create` of workflow `order` was not sent with the JSON `{\"article\":\"ink\"}`, but as\n\n\
         POST https://shop.test/v1/orders/a%20b?note=x%26y\n\
         accept: */*\n\
         content-type: application/json\n\
         x-key: [redacted]\n\n\
         {\"article\":\"pen\",\"count\":2}\n"
    );
    for message in [
        panicked(|| request.assert_method("GET")),
        panicked(|| request.assert_path("/orders")),
        panicked(|| request.assert_query("note", "x")),
        panicked(|| request.assert_text("")),
        panicked(|| request.assert_header("accept", "text/plain")),
    ] {
        assert!(message.contains("POST https://shop.test/v1"), "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
    let message = panicked(|| request.assert_header("x-key", "other"));
    assert!(
        message.contains("`x-key: other` (it has `s3cret`)"),
        "{message}"
    );
    let message = panicked(|| script.request(LOOK));
    assert!(
        message.contains("is to have one request and has 0; sent was\n\nPOST https://shop.test/v1"),
        "{message}"
    );
}

#[tokio::test]
async fn time_passes_only_where_somebody_waits() {
    let script = Script::new();
    script.on(LOOK).always(|_| Ok(Reply::new(503)));
    let client = client(&script).for_run(RunOptions::new().deadline(100 * SECOND));
    let call = client.call("order");
    let mut step = call.step("look");
    let mut retry = Retry::new("again", 9, 40 * SECOND);
    let error = loop {
        let request = step.request(Method::GET, &API, "/orders").unwrap();
        let response = step.send(request).await.unwrap();
        let mut failure = step.succeeded(&response).unwrap_err();
        assert!(step.may_retry(&mut retry, &mut failure));
        if let Err(late) = step.wait(&retry, &failure).await {
            break late;
        }
    };
    assert_eq!((error.kind(), error.attempts()), (Kind::Timeout, 3));
    assert_eq!(script.delays(), [40 * SECOND, 40 * SECOND]);
}

#[tokio::test]
async fn tokens_are_answered_apart_from_steps() {
    let script = Script::new();
    let grant = json!({"access_token": "t", "expires_in": 3600});
    script.on(Target::token()).reply(200, grant);
    script.on(LOOK).reply(200, json!([]));
    let credential = Credential::client_credentials("id", "secret");
    let client = Client::builder(&APIS)
        .transport(script.clone())
        .credential(
            "shop",
            "token",
            credential.token_url("https://login.test/token"),
        )
        .build()
        .unwrap();
    let mut step = client.call("order").step("look");
    let request = step.request(Method::GET, &API, "/orders").unwrap();
    step.send(request.security(&[&[&TOKEN]])).await.unwrap();
    script
        .request(LOOK)
        .assert_header("authorization", "Bearer t");
    script
        .request(Target::token())
        .assert_text("grant_type=client_credentials");
}
