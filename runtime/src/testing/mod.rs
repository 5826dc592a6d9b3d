//! Tests of workflows without a server.
//!
//! A [`Script`] is a transport that answers by itself, step by step, remembers what was sent, and lets no time pass.
//! The steps are constants of the generated modules: one that does not exist does not compile, and an answer that its
//! operation does not declare fails the test where it stands (decision D-134).
//!
//! ```
//! # use arazzo_runtime::{Api, Client, Method, Server, StepError, testing};
//! # static SERVERS: [Server; 1] = [Server::new("https://shop.test/v1")];
//! # static API: Api = Api::new("shop", "https://docs.test/openapi.yaml", &SERVERS);
//! # static APIS: [&Api; 1] = [&API];
//! # mod place_order { pub mod steps {
//! #     use arazzo_runtime::testing::Step;
//! #     pub const CREATE_ORDER: Step = Step::new("placeOrder", "createOrder", &[("201", &["application/json"])]);
//! # } }
//! # async fn place_order(client: &Client) -> Result<u16, StepError> {
//! #     let mut step = client.call("placeOrder").step("createOrder");
//! #     let request = step.request(Method::POST, &API, "/orders")?;
//! #     let request = request.json("application/json", &serde_json::json!({"article": "pen"}));
//! #     Ok(step.send(request).await?.status())
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use arazzo_runtime::testing::Script;
//! use place_order::steps;
//! use serde_json::json;
//!
//! let script = Script::new();
//! script.on(steps::CREATE_ORDER).reply(201, json!({"id": 7}));
//! # let client = Client::builder(&APIS).transport(script.clone()).build().unwrap();
//! place_order(&client).await.unwrap();
//! script
//!     .request(steps::CREATE_ORDER)
//!     .assert_path("/v1/orders")
//!     .assert_json(json!({"article": "pen"}));
//! # }
//! ```

mod reply;
mod rule;
mod script;
mod sent;
mod step;
mod target;
mod time;

pub use reply::{Body, Reply};
pub use rule::{Answer, On};
pub use script::Script;
pub use sent::SentRequest;
pub use step::Step;
pub use target::Target;

/// An assertion of a test does not hold.
#[track_caller]
#[expect(clippy::panic, reason = "what a test asserts fails the test")]
fn failed(message: &str) -> ! {
    panic!("{message}")
}
