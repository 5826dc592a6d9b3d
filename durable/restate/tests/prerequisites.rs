//! A workflow that depends on another one, as a handler.
//!
//! The server of Restate comes from npm. Without it this test says that it was left out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::future::pending;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use arazzo_restate::{Called, Server, listen, serve};
use restate_sdk::prelude::Endpoint;
use sentry_stand_in::{AsyncServer, Reply, Restate, free_port};
use serde_json::json;

arazzo_restate::service! {
    /// The workflows of a shop.
    Shop = "shop" in command_line::shop { place_order after { sign_in }, pay, sign_in }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_workflow_depends_on_runs_before_it_in_the_same_invocation() {
    let Some(restate) = Restate::start(Path::new(env!("CARGO_TARGET_TMPDIR"))) else {
        println!("left out: there is no server of Restate, and npm installs none");
        return;
    };
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let noted = Arc::clone(&asked);
    let server = AsyncServer::start(move |request| {
        noted.lock().unwrap().push(request.target.clone());
        match request.target.as_str() {
            "/login" => Reply::json(200, json!({"token": "t"})),
            "/orders" => Reply::json(201, json!({"id": "o1"})),
            "/payments" => Reply::json(200, json!({"receipt": "r"})),
            _ => Reply::json(200, json!({"id": "o1", "state": "ready"})),
        }
    });
    let client = command_line::shop::Client::builder();
    let client = client.base_url(server.unwrap().url()).bearer_auth("t");
    let shop = Shop::new(client.build().unwrap());
    let endpoint = Endpoint::builder().bind(shop).build();
    let address = ([127, 0, 0, 1], free_port().unwrap()).into();
    tokio::spawn(serve(endpoint, listen(address).unwrap(), pending::<()>()));

    let admin = Server::new(&restate.admin(), None).unwrap();
    let begun = Instant::now();
    while let Err(why) = admin.register(&format!("http://{address}")).await {
        assert!(begun.elapsed() < Duration::from_secs(60), "{why:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let ingress = Server::new(&restate.ingress(), None).unwrap();
    let call = async |id: &str, input| {
        let called = ingress.call("shop", "place_order", id, input).await;
        called.unwrap()
    };
    let order = json!({"article": "tea", "count": 1});
    let refused = call("one", json!({"inputs": order})).await;
    let Called::Failed(400, message) = &refused else {
        panic!("{refused:?}");
    };
    assert!(message.contains("prerequisite `sign_in`"), "{message}");
    assert!(asked.lock().unwrap().is_empty());

    let sign_in = json!({"user": "u", "password": "p"});
    let given = json!({"inputs": order, "prerequisites": {"sign_in": sign_in}});
    let called = call("two", given.clone()).await;
    let Called::Returned(outputs) = &called else {
        panic!("{called:?}");
    };
    assert_eq!(outputs["receipt"], "r");
    let expected = ["/login", "/orders", "/orders/o1", "/payments"];
    assert_eq!(*asked.lock().unwrap(), expected);
    // The same id is the same run.
    assert_eq!(call("two", given).await, called);
    assert_eq!(asked.lock().unwrap().len(), expected.len());
}
