//! Idempotency keys: who shares one, and who has the last word.

use std::collections::BTreeSet;
use std::time::Duration;

use arazzo_runtime::testing::SentRequest;
use arazzo_runtime::{Api, Client, Method, Parameter, Request, Retry, RunOptions, Server};

use crate::scripted::{always, json};

static API: Api = Api::new("api", "", &[Server::new("https://mock.test")]);
static APIS: [&Api; 1] = [&API];

const HEADER: &str = "Idempotency-Key";

/// The keys that two entries of a step with two attempts each send, in a run with these options.
async fn keys(options: RunOptions, with: impl Fn(Request) -> Request) -> Vec<String> {
    let script = always(|_| json(503, "{}"));
    let client = Client::builder(&APIS).typed_transport(script.clone());
    let client = client.build().unwrap().for_run(options);
    let call = client.call("w");
    for _ in 0..2 {
        let mut step = call.step("pay");
        let mut retry = Retry::new("again", 1, Duration::ZERO);
        loop {
            let request = step.request(Method::POST, &API, "/pay").unwrap();
            let request = with(request.idempotency_key());
            let response = step.send(request).await.unwrap();
            let key = response.sent_idempotency_key().map(str::to_owned);
            let mut failure = step.succeeded(&response).unwrap_err();
            assert!(key.is_some());
            if !step.may_retry(&mut retry, &mut failure) {
                break;
            }
            step.wait(&retry, &failure).await.unwrap();
        }
    }
    let sent = script.sent();
    let key = |request: &SentRequest| request.headers()[HEADER].to_str().unwrap().to_owned();
    sent.iter().map(key).collect()
}

#[tokio::test]
async fn attempts_of_an_entry_share_a_key_and_a_run_of_the_same_id_sends_the_same_ones() {
    let run = |id: &'static str| keys(RunOptions::new().id(id), |it| it);
    let first = run("job-1").await;
    let [one, again, two, at_last] = first.as_slice() else {
        panic!("four requests: {first:?}");
    };
    assert_eq!((one, two), (again, at_last));
    assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), 2);
    assert_eq!(run("job-1").await, first);
    let other = run("job-2").await;
    assert!(other.iter().all(|key| !first.contains(key)), "{other:?}");
}

#[tokio::test]
async fn what_the_document_or_the_caller_gives_wins() {
    let given = |request: Request| request.header(Parameter::new("idempotency-key", "k"), "doc");
    let options = RunOptions::new().header(HEADER, "caller");
    assert_eq!(keys(options.clone(), given).await, ["doc"; 4]);
    assert_eq!(keys(options, |it| it).await, ["caller"; 4]);
}
