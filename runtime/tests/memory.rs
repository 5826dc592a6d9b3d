//! What nobody reads of a response costs nothing: it is skipped, not built.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use arazzo_runtime::json::{Nth, Tagged};
use arazzo_runtime::testing::{Reply, Script, Target};
use arazzo_runtime::{Api, Client, Method, Number, Response, Server, Step, condition};
use peak_alloc::PeakAlloc;
use serde::Deserialize;
use serde::de::Deserializer;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

static SERVERS: [Server; 1] = [Server::new("http://mock.test")];
static API: Api = Api::new("api", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];

#[derive(Deserialize)]
struct Body {
    id: i64,
    #[serde(default)]
    total: Option<Number>,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Body>,
}

/// What generated code does for a union with a tag.
struct Shape(Body);

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Tagged::read("kind", deserializer)?;
        value.fits().map(Self)
    }
}

/// By how much the memory grew at most while `work` ran, in multiples of the body.
fn cost<R>(body: usize, work: impl FnOnce() -> R) -> (f64, R) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = work();
    let most = ALLOCATOR.peak_usage().saturating_sub(before);
    (most as f64 / body as f64, result)
}

async fn respond(text: String) -> (Client, Response) {
    let transport = Script::new();
    let reply = Reply::new(200).header("content-type", "application/json");
    transport.on(Target::any()).answer(reply.body(text));
    let client = Client::builder(&APIS).transport(transport).build().unwrap();
    let response = {
        let call = client.call("w");
        let mut step = call.step("s");
        let request = step.request(Method::GET, &API, "/x").unwrap();
        step.send(request).await.unwrap()
    };
    (client, response)
}

fn with_step<R>(client: &Client, work: impl FnOnce(&Step<'_>) -> R) -> R {
    let call = client.call("w");
    work(&call.step("s"))
}

/// One test, because the allocator counts for all threads.
#[tokio::test]
async fn what_is_not_read_is_skipped() {
    bodies_that_fit().await;
    bodies_that_do_not_fit_or_break_off().await;
}

async fn bodies_that_fit() {
    let junk = format!("[{}1]", "1,".repeat(100_000));
    // With a whole number that is written `5.0`, and a member that comes twice, the body is looked at twice.
    for (id, again) in [("5", ""), ("5.0", ""), ("5", r#","id":5"#)] {
        let body = format!(
            r#"{{"id":{id},"kind":"a","junk":{junk},"total":1.50,"deep":{{"junk":{junk}}}{again}}}"#
        );
        let size = body.len();
        let list = format!(r#"{{"items":[{body}],"rest":{body}}}"#);
        let (client, response) = respond(body).await;
        with_step(&client, |step| {
            let (decoded, read) = cost(size, || step.decode::<Body>(&response).unwrap());
            assert_eq!((read.id, read.total), (5, Some(1.5.into())));
            assert!(decoded < 0.1, "struct: {decoded}");

            let (selected, found) =
                cost(size, || step.select(&response, ["/id", "/none"]).unwrap());
            assert!(found[0].is_some() && selected < 0.1, "select: {selected}");

            let (judged, holds) = cost(size, || {
                let [id] = step.select_for_criteria(&response, ["/id"]).unwrap();
                condition::equal(id.as_ref(), 5)
            });
            assert!(holds && judged < 0.1, "criterion: {judged}");

            let (typed, read) = cost(size, || {
                step.read::<Number>(&response, "/total", "o").unwrap()
            });
            assert!(read.is_some() && typed < 0.1, "untyped: {typed}");

            // The text of a union is kept until its type is known.
            let (union, shape) = cost(size, || step.decode::<Shape>(&response).unwrap());
            assert_eq!(shape.0.id, 5);
            assert!(union < 4.0, "union: {union}");
        });
        let size = list.len();
        let (client, response) = respond(list).await;
        with_step(&client, |step| {
            let (page, read) = cost(size, || step.decode::<Page>(&response).unwrap());
            assert_eq!(read.items[0].id, 5);
            assert!(page < 0.1, "list: {page}");

            let (first, read) = cost(size, || {
                step.read::<Nth<0, Body>>(&response, "/items", "o").unwrap()
            });
            assert!(
                read.is_some_and(|nth| nth.0.is_some()) && first < 0.1,
                "element: {first}"
            );
        });
    }
}

async fn bodies_that_do_not_fit_or_break_off() {
    let junk = format!("[{}1]", "1,".repeat(100_000));
    for body in [
        format!(r#"{{"junk":{junk},"id":"no number"}}"#),
        format!(r#"{{"junk":{junk},"id":5"#),
    ] {
        let size = body.len();
        let (client, response) = respond(body).await;
        with_step(&client, |step| {
            let (cost, failed) = cost(size, || step.decode::<Body>(&response).is_err());
            assert!(failed && cost < 0.1, "{cost}");
        });
    }
}
