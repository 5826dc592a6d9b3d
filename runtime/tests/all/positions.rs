//! Where in a run requests say that they belong.

use std::collections::BTreeSet;

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::testing::SentRequest;
use arazzo_runtime::{Api, Call, Client, Method, Position, Server, StepError, Transport, http};

use crate::scripted::always;

static SERVERS: [Server; 1] = [Server::new("https://mock.test")];
static API: Api = Api::new("api", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];

/// Answers `/old` with a redirect.
fn moved(request: &http::Request<Bytes>) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::new());
    if request.uri().path() == "/old" {
        *response.status_mut() = http::StatusCode::SEE_OTHER;
        let target = http::HeaderValue::from_static("/new");
        response.headers_mut().insert("location", target);
    }
    response
}

async fn attempts<T: Transport>(call: &Call<'_, T>, count: u32) -> Result<(), StepError> {
    let mut step = call.step("send");
    for _ in 0..count {
        let request = step.request(Method::POST, &API, "/old")?;
        step.send(request).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_request_of_a_run_has_a_position_of_its_own() {
    let transport = always(|request| Ok(moved(request).into()));
    let client = Client::builder(&APIS).transport(transport.clone());
    let client = client.build().unwrap();
    let call = client.call("outer");
    attempts(&call, 2).await.unwrap();
    attempts(&call, 1).await.unwrap();
    let mut step = call.step("nest");
    for _ in 0..2 {
        step.enter().unwrap();
        attempts(&step.call("inner"), 1).await.unwrap();
    }
    // What an action of the step calls.
    attempts(&step.call("inner"), 1).await.unwrap();
    let requests = transport.sent();
    let position = |request: &SentRequest| request.extensions().get::<Position>().cloned();
    let positions: Vec<Position> = requests.iter().filter_map(position).collect();
    let texts: Vec<String> = positions.iter().map(ToString::to_string).collect();
    let expected = [
        "outer/send#1.1",
        "outer/send#1.2",
        "outer/send#2.1",
        "outer/nest#1.1/inner/send#1.1",
        "outer/nest#1.2/inner/send#1.1",
        "outer/nest#1.2.1/inner/send#1.1",
    ];
    let expected = expected.map(|it| [it.to_owned(), format!("{it}.1")]);
    assert_eq!(texts, expected.concat());
    assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len());
    assert!(positions.iter().all(|it| it.run == positions[0].run));
    let other = client.call("outer");
    attempts(&other, 1).await.unwrap();
    let last = transport.sent().last().and_then(position).unwrap();
    assert_ne!(last.run, positions[0].run);
}
