//! What reading, comparing and waiting cost, without a network: the transport answers from memory.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench may stop at the first surprise"
)]

#[allow(dead_code, reason = "not all benches use all of it")]
mod measure;

use std::alloc::System;
use std::hint::black_box;
use std::time::Duration;

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::condition;
use arazzo_runtime::json::Nth;
use arazzo_runtime::{
    Api, Client, Method, ReqwestTransport, Response, Retry, Server, Transport, TransportError, http,
};
use arazzo_workflows::sentry;
use measure::{Way, budget, compare, cpu};
use serde::Deserialize;
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATIONS: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static SERVERS: [Server; 1] = [Server::new("https://shop.test")];
static API: Api = Api::new("shop", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];

/// Answers every request with the same body, and lets no time pass.
struct Memory(Bytes);

impl Transport for Memory {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        None
    }

    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let mut response = http::Response::new(self.0.clone());
        let json = http::HeaderValue::from_static("application/json");
        response.headers_mut().insert("content-type", json);
        Ok(response)
    }

    async fn sleep(&self, _: Duration) {}

    async fn deadline(&self, _: Duration) {
        std::future::pending().await
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let budget = budget(Duration::from_secs(6));
    runtime.block_on(async {
        three_fields(budget).await;
        conditions(budget).await;
        sizes().await;
    });
    polling(&runtime, budget);
}

fn client(body: &Value) -> Client {
    let transport = Memory(body.to_string().into());
    Client::builder(&APIS).transport(transport).build().unwrap()
}

async fn response(body: &Value) -> Response {
    let client = client(body);
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/orders").unwrap();
    step.send(request).await.unwrap()
}

/// A list of 1 MB, as APIs have them.
fn orders() -> Value {
    let order = |number: usize| {
        json!({
            "id": format!("order-{number}"), "number": number, "status": "shipped", "total": 129.5, "currency": "EUR",
            "createdAt": "2025-06-01T09:00:00Z", "note": "leave it with the \"neighbours\"",
            "customer": {"id": format!("customer-{number}"), "name": "Jane Doe", "email": "jane@shop.test"},
            "lines": [{"sku": "tea", "quantity": 2, "price": 4.5}, {"sku": "pot", "quantity": 1, "price": 120.5}],
            "tags": ["gift", "express"]
        })
    };
    json!({"orders": (0..2840).map(order).collect::<Vec<_>>()})
}

/// The index of the order that is read.
const LAST: usize = 2839;

/// What is generated for three outputs of one order.
#[derive(Deserialize)]
struct Picked {
    orders: Nth<LAST, PickedOrder>,
}

#[derive(Deserialize)]
struct PickedOrder {
    id: String,
    total: f64,
    customer: PickedCustomer,
}

#[derive(Deserialize)]
struct PickedCustomer {
    email: String,
}

/// What a generator of clients makes of the schema.
#[derive(Deserialize)]
struct Orders {
    orders: Vec<Order>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, and that is what is measured")]
#[serde(rename_all = "camelCase")]
struct Order {
    id: String,
    number: i64,
    status: String,
    total: f64,
    currency: String,
    created_at: String,
    note: String,
    customer: Customer,
    lines: Vec<Line>,
    tags: Vec<String>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, and that is what is measured")]
struct Customer {
    id: String,
    name: String,
    email: String,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read, and that is what is measured")]
struct Line {
    sku: String,
    quantity: i64,
    price: f64,
}

type Fields = (String, f64, String);

fn generated(response: &Response) -> Fields {
    let order = response.decode::<Picked>().unwrap().orders.0.unwrap();
    (order.id, order.total, order.customer.email)
}

fn as_value(response: &Response) -> Fields {
    let body: Value = serde_json::from_slice(response.bytes()).unwrap();
    let order = &body["orders"][LAST];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let total = order["total"].as_f64().unwrap();
    (text(&order["id"]), total, text(&order["customer"]["email"]))
}

fn as_structs(response: &Response) -> Fields {
    let mut body: Orders = serde_json::from_slice(response.bytes()).unwrap();
    let order = body.orders.swap_remove(LAST);
    (order.id, order.total, order.customer.email)
}

/// A way to read them.
type Read = fn(&Response) -> Fields;

async fn three_fields(budget: Duration) {
    let response = response(&orders()).await;
    let ways: [(&str, Read); 3] = [
        ("generated", generated),
        ("serde_json::Value", as_value),
        ("structs of the schema", as_structs),
    ];
    let mut expected = None;
    println!(
        "\nAllocations for three fields of a list of {} bytes",
        response.bytes().len()
    );
    for (name, way) in ways {
        let region = Region::new(ALLOCATIONS);
        let fields = way(&response);
        println!("  {name:<21} {:>7}", region.change().allocations);
        assert_eq!(*expected.get_or_insert(fields.clone()), fields);
    }
    let ways = ways.map(|(name, way)| {
        let response = &response;
        Way::new(name, move || {
            cpu(|| drop(black_box(way(black_box(response)))))
        })
    });
    compare("CPU time of reading them", budget, ways.into());
}

/// `$response.body#/status == 'shipped' && $response.body#/total > 100`, a thousand times.
async fn conditions(budget: Duration) {
    let response = response(&json!({"status": "shipped", "total": 129.5})).await;
    let values = response.select(["/status", "/total"]);
    let by_hand = |values: &[Option<Value>; 2]| {
        let [status, total] = values;
        let status = status.as_ref().and_then(Value::as_str);
        status == Some("shipped") && total.as_ref().and_then(Value::as_f64) > Some(100.0)
    };
    let generated = |values: &[Option<Value>; 2]| {
        let [status, total] = values;
        condition::equal(status.as_ref(), "shipped") && condition::greater(total.as_ref(), 100)
    };
    let often = |holds: &dyn Fn(&[Option<Value>; 2]) -> bool| {
        cpu(|| {
            for _ in 0..1000 {
                assert!(holds(black_box(&values)));
            }
        })
    };
    let ways = vec![
        Way::new("by hand", || often(&by_hand)),
        Way::new("generated", || often(&generated)),
    ];
    compare(
        "CPU time of a condition with two comparisons, 1000 times",
        budget,
        ways,
    );
}

/// A hundred attempts of one step against as many steps that send once.
fn polling(runtime: &tokio::runtime::Runtime, budget: Duration) {
    const ROUNDS: u32 = 100;
    let client = &client(&json!({"status": "pending"}));
    let once = || async {
        let call = client.call("w");
        for _ in 0..ROUNDS {
            let mut step = call.step("s");
            let request = step.request(Method::GET, &API, "/orders/{id}").unwrap();
            let request = request.path(arazzo_runtime::Parameter::new("id", "$inputs.id"), "7");
            let response = step.send(request).await.unwrap();
            assert_eq!(response.select(["/status"]), [Some(json!("pending"))]);
        }
    };
    let polled = || async {
        let call = client.call("w");
        let mut step = call.step("s");
        let mut again = Retry::new("again", ROUNDS - 1, Duration::from_secs(1));
        loop {
            let request = step.request(Method::GET, &API, "/orders/{id}").unwrap();
            let request = request.path(arazzo_runtime::Parameter::new("id", "$inputs.id"), "7");
            let response = step.send(request).await.unwrap();
            assert_eq!(response.select(["/status"]), [Some(json!("pending"))]);
            let mut failure = step.not_final("again");
            if !step.may_retry(&mut again, &mut failure) {
                break;
            }
            step.wait(&again, &failure).await.unwrap();
        }
    };
    let ways = vec![
        Way::new("a step each", || cpu(|| runtime.block_on(once()))),
        Way::new("attempts of one step", || {
            cpu(|| runtime.block_on(polled()))
        }),
    ];
    compare(
        "CPU time of 100 requests that are answered at once",
        budget,
        ways,
    );
}

/// How large futures are, which is what a run under way takes besides its connection.
async fn sizes() {
    let builder = || sentry::Client::builder().bearer_auth("t0ken");
    let erased = builder().build().unwrap();
    let transport = ReqwestTransport::new().unwrap();
    let typed = builder().typed_transport(transport).build().unwrap();
    let inputs = || sentry::provision_project_key::Inputs::new("acme", "core", "demo", "ci");
    let client = client(&json!({}));
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/orders").unwrap();
    println!("\nSizes of futures, in bytes");
    let line = |name: &str, size: usize| println!("  {name:<40} {size:>6}");
    let workflow = sentry::provision_project_key(&erased, inputs());
    line("a workflow of four steps", size_of_val(&workflow));
    let workflow = sentry::provision_project_key(&typed, inputs());
    line("the same with a typed transport", size_of_val(&workflow));
    line("sending one request", size_of_val(&step.send(request)));
}
