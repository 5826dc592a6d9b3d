//! Restate: a run is an invocation, whose id is its idempotency key; a workflow is a handler of the service of its document.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arazzo_restate::restate_sdk::errors::TerminalError;
use arazzo_restate::restate_sdk::prelude::{Endpoint, HandlerResult, Json};
use arazzo_restate::restate_sdk::service::IntoServiceDefinition;
use arazzo_restate::{Called, Handlers, Invocation, Server};
use clap::{Arg, ArgMatches};
use serde_json::Value;

use super::asked::{Asked, Engine, Waiting};
use super::built::{Built, HEADING};
use super::task::Task;
use super::worker::{Served, Unfinished, Worker, name, stopped};
use crate::arguments::Environment;
use crate::batch::outcome::Outcome;
use crate::print::complain;
use crate::refused::Refused;
use crate::registry::Document;

/// How long an outcome is there to be asked for again: a batch that is stopped for longer would run lines again that came
/// to their end meanwhile.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 3600);

/// The variable with the token of a server that asks for one.
const TOKEN: &str = "RESTATE_AUTH_TOKEN";

/// How long to wait before asking again, at first and at most.
const PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The engine.
pub(super) const BUILT: Built = Built {
    engine: |url, environment| Ok(Box::new(Restate::new(url, environment)?)),
    options,
    work,
};

/// The options of `worker` besides the URL.
fn options() -> Vec<Arg> {
    [
        Arg::new("listen")
            .long("listen")
            .value_name("ADDRESS")
            .help("Where Restate reaches this worker [default: 127.0.0.1:9080]"),
        Arg::new("url")
            .long("url")
            .value_name("URL")
            .help("The URL at which it does, if it is another one, such as that of a balancer"),
    ]
    .map(|arg| arg.requires("restate").help_heading(HEADING))
    .to_vec()
}

/// The ingress of a server.
struct Restate {
    server: Server,
    url: String,
    /// Whether it has answered.
    reached: AtomicBool,
}

impl Restate {
    fn new(url: &str, environment: Environment<'_>) -> Result<Self, Refused> {
        Ok(Self {
            server: Server::new(url, environment(TOKEN)).map_err(Refused)?,
            url: url.to_owned(),
            reached: AtomicBool::new(false),
        })
    }

    async fn ask(&self, asked: &Asked) -> Result<Outcome, Refused> {
        let service = asked.document.name;
        let handler = name(asked)?;
        let input = serde_json::to_value(&asked.task);
        let input = input.map_err(|error| Refused(error.to_string()))?;
        let mut pause = PAUSE;
        loop {
            let called = self
                .server
                .call(service, &handler, &asked.id, input.clone());
            let called = called.await.map_err(Refused)?;
            let is_reached = self.reached.load(Ordering::Relaxed);
            if !matches!(called, Called::Unanswered(_)) {
                self.reached.store(true, Ordering::Relaxed);
            }
            match called {
                Called::Returned(outcome) => {
                    return Outcome::read(outcome).map_err(|error| {
                        Refused(format!(
                            "`{service}/{handler}` is no workflow of this program: {error}"
                        ))
                    });
                }
                Called::Failed(404, message) => {
                    return Err(Refused(format!(
                        "no worker has registered with Restate for `{service}/{handler}`: start one by `worker --restate \
                         URL` ({message})"
                    )));
                }
                Called::Failed(_, message) => {
                    let outcome = serde_json::from_str(&message).ok().map(Outcome::read);
                    return Ok(match outcome {
                        Some(Ok(outcome)) => outcome,
                        _ => Outcome::stopped(asked.workflow, &message),
                    });
                }
                Called::Unanswered(message) if !is_reached => {
                    let url = &self.url;
                    return Err(Refused(format!(
                        "Restate does not answer at {url}: {message}"
                    )));
                }
                Called::Unanswered(_) => {}
                other => return Err(Refused(format!("Restate answered {other:?}"))),
            }
            tokio::time::sleep(pause).await;
            pause = LONGEST_PAUSE.min(pause.saturating_mul(2));
        }
    }
}

impl Engine for Restate {
    fn run<'a>(&'a self, asked: &'a Asked) -> Waiting<'a> {
        Box::pin(self.ask(asked))
    }
}

/// Listens, registers, and executes what comes.
fn work(
    url: &str,
    documents: &'static [Document],
    matches: &ArgMatches,
    environment: Environment<'_>,
) -> Result<(), Refused> {
    let worker = Worker::new(documents, matches, environment)?;
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let address: SocketAddr = match text("listen") {
        Some(given) => given.parse().map_err(|_| {
            Refused(format!(
                "`--listen` wants an address and a port, not `{given}`"
            ))
        })?,
        None => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9080),
    };
    let own = match text("url") {
        Some(url) => url.to_owned(),
        None if address.ip().is_unspecified() => {
            return Err(Refused(format!(
                "`--listen {address}` is no address that Restate could reach: say by `--url` which one is"
            )));
        }
        None => format!("http://{address}"),
    };
    let server = Server::new(url, environment(TOKEN)).map_err(Refused)?;
    let endpoint = endpoint(&Arc::new(worker))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Refused(format!("there is no runtime: {error}")))?;
    runtime.block_on(async {
        let listener = arazzo_restate::listen(address)
            .map_err(|error| Refused(format!("cannot listen at {address}: {error}")))?;
        let served = arazzo_restate::serve(endpoint, listener, stopped());
        let registered = async {
            register(&server, url, &own).await?;
            complain(&format!("{own} is a worker of Restate at {url}\n"));
            Ok(())
        };
        let served = async {
            served.await;
            Ok(())
        };
        tokio::try_join!(served, registered).map(|_| ())
    })
}

/// Registers, as soon as there is a server.
async fn register(server: &Server, url: &str, own: &str) -> Result<(), Refused> {
    let mut pause = PAUSE;
    loop {
        match server.register(own).await {
            Ok(()) => return Ok(()),
            Err(Called::Failed(_, message)) => {
                return Err(Refused(format!(
                    "Restate at {url} does not take {own} as a worker: {message}"
                )));
            }
            Err(_) if pause > PAUSE => {}
            Err(other) => complain(&format!("waiting for Restate at {url}: {other:?}\n")),
        }
        tokio::time::sleep(pause).await;
        pause = LONGEST_PAUSE.min(pause.saturating_mul(2));
    }
}

/// A service for each document.
fn endpoint(worker: &Arc<Worker>) -> Result<Endpoint, Refused> {
    let services = worker.served().iter().map(|served| service(worker, served));
    let services: Vec<_> = services.collect::<Result<_, _>>()?;
    let builder = Endpoint::builder();
    let builder = services
        .into_iter()
        .fold(builder, |builder, service| builder.bind(service));
    Ok(builder.build())
}

fn service(
    worker: &Arc<Worker>,
    served: &Served,
) -> Result<impl IntoServiceDefinition + use<>, Refused> {
    let worker = Arc::clone(worker);
    let handle = move |invocation| execute(Arc::clone(&worker), invocation);
    let names = served.workflows().map(str::to_owned);
    Handlers::new(served.name(), names, RETENTION, handle).map_err(Refused)
}

/// Executes an invocation. A run that failed is a failure of it, so that Restate shows it as one.
async fn execute(worker: Arc<Worker>, invocation: Invocation) -> HandlerResult<Json<Value>> {
    let invalid = |message: String| TerminalError::new_with_code(400, message);
    let task: Task = serde_json::from_value(invocation.input)
        .map_err(|error| invalid(format!("the input is no task: {error}")))?;
    let (document, workflow) = (invocation.service, invocation.handler);
    let ended = worker
        .run(&document, &workflow, task, invocation.journal)
        .await;
    match ended {
        Ok(outcome) => {
            let status = match outcome.kind() {
                None => return Ok(Json(outcome.into_json())),
                Some("journal") => 409,
                Some(_) => 500,
            };
            let json = outcome.into_json().to_string();
            Err(TerminalError::new_with_code(status, json).into())
        }
        Err(Unfinished::Invalid(message)) => Err(invalid(message).into()),
        Err(Unfinished::Again(message)) => Err(Refused(message).into()),
    }
}
