//! Many runs of workflows: as many at a time as is wanted, no faster than servers like it, in memory that does not grow
//! with their number.
//!
//! [`Runs`] takes an input after the other, keeps a number of runs under way, and gives back each result as it comes, with
//! the index of its input. [`Paced`] goes in front of the transport of their client: it limits how many requests are sent
//! in a time and to a host at once, and lets all runs wait where a server answers 429 or 503.
//!
//! ```
//! # use arazzo_runtime::{Api, Method, Server, StepError, testing::{Script, Target}};
//! # static SERVERS: [Server; 1] = [Server::new("https://api.test")];
//! # static API: Api = Api::new("api", "https://api.test/openapi.yaml", &SERVERS);
//! # static APIS: &[&Api] = &[&API];
//! # /// In place of a generated function.
//! # async fn place_order(client: &arazzo_runtime::Client, article: String) -> Result<u16, StepError> {
//! #     let mut step = client.call("placeOrder").step("create");
//! #     let request = step.request(Method::POST, &API, "/orders")?.json("application/json", &article);
//! #     Ok(step.send(request).await?.status())
//! # }
//! # struct Client;
//! # impl Client { fn builder() -> arazzo_runtime::ClientBuilder { arazzo_runtime::Client::builder(APIS) } }
//! use std::time::Duration;
//!
//! use arazzo_batch::{Pace, Paced, Runs};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let transport = Script::new();
//! # transport.on(Target::any()).always(|_| Ok(arazzo_runtime::testing::Reply::new(201)));
//! let pace = Pace::new().every(Duration::from_millis(1)).per_host(20);
//! let client = Client::builder().transport(Paced::new(transport, pace)).build()?;
//!
//! let articles = (0..100).map(|number| format!("article {number}"));
//! let mut runs = Runs::new(articles, 50, |article| place_order(&client, article));
//! let mut failed = Vec::new();
//! while let Some(ended) = runs.next().await {
//!     if ended.result.is_err() {
//!         failed.push(ended.index);
//!     }
//! }
//! assert!(failed.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! All runs are polled by whoever asks for the results, which takes one core. Where that is not enough the function that
//! is handed over spawns each run: `|input| tokio::spawn(run(client.clone(), input))`.

mod host;
mod line;
mod paced;
mod runs;

pub use paced::{Pace, Paced};
pub use runs::{Ended, Runs};
