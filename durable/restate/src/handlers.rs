//! Services whose handlers are known when a program runs, and not to the compiler.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use arazzo_runtime::RunId;
use restate_sdk::discovery::{HandlerName, ServiceName};
use restate_sdk::endpoint::ContextInternal;
use restate_sdk::prelude::{Context, HandlerResult, Json};
use restate_sdk::service::{Discoverable, IntoServiceDefinition, Service, macro_support};
use serde_json::Value;

use crate::InvocationJournal;
use crate::lent::{LentJournal, lend};

/// An invocation of a handler of [`Handlers`].
#[derive(Debug)]
pub struct Invocation {
    /// The service that is called.
    pub service: Arc<str>,
    /// The handler that is called.
    pub handler: String,
    /// What it is called with.
    pub input: Value,
    /// The id of the run, which is that of the invocation.
    pub run: RunId,
    /// Its journal, for one run.
    pub journal: LentJournal,
}

/// A service whose handlers all take and return JSON, and are one function.
#[derive(Clone, Debug)]
pub struct Handlers<F> {
    service: ServiceName,
    names: Vec<HandlerName>,
    retention: Duration,
    handle: F,
}

impl<F> Handlers<F> {
    /// A service with handlers of these names, which `handle` executes. What came of an invocation with an idempotency
    /// key, and its journal, are kept for `retention`.
    ///
    /// # Errors
    /// A name is none that Restate allows for.
    pub fn new(
        service: &str,
        names: impl IntoIterator<Item = String>,
        retention: Duration,
        handle: F,
    ) -> Result<Self, String> {
        let names = names.into_iter();
        let names = names.map(|name| {
            let allowed = HandlerName::try_from(name.as_str());
            allowed.map_err(|error| format!("a handler cannot be called `{name}`: it {error}"))
        });
        Ok(Self {
            service: ServiceName::try_from(service)
                .map_err(|error| format!("a service cannot be called `{service}`: it {error}"))?,
            names: names.collect::<Result<_, _>>()?,
            retention,
            handle,
        })
    }
}

/// What handlers have in common.
struct Pattern;

#[restate_sdk::service(name = "pattern")]
impl Pattern {
    #[handler]
    async fn run(&self, _: Context<'_>, input: Json<Value>) -> HandlerResult<Json<Value>> {
        Ok(input)
    }
}

impl<F, R> IntoServiceDefinition for Handlers<F>
where
    F: Fn(Invocation) -> R + Send + Sync + 'static,
    R: Future<Output = HandlerResult<Json<Value>>> + Send + 'static,
{
    fn into_service_definition(self) -> restate_sdk::service::ServiceDefinition {
        let mut discovery = Pattern::discover();
        let pattern = std::mem::take(&mut discovery.handlers);
        let named = self.names.into_iter().flat_map(|name| {
            let mut handlers = pattern.clone();
            for handler in &mut handlers {
                handler.name = name.clone();
            }
            handlers
        });
        discovery.handlers = named.collect();
        let retention = u64::try_from(self.retention.as_millis()).unwrap_or(u64::MAX);
        discovery.idempotency_retention = Some(retention);
        discovery.journal_retention = Some(retention);
        let dispatcher = Dispatcher {
            service: self.service.as_str().into(),
            handle: Arc::new(self.handle),
        };
        discovery.name = self.service;
        macro_support::service_definition(dispatcher, discovery)
    }
}

/// Executes all handlers of a service.
struct Dispatcher<F> {
    service: Arc<str>,
    handle: Arc<F>,
}

impl<F, R> Service for Dispatcher<F>
where
    F: Fn(Invocation) -> R + Send + Sync + 'static,
    R: Future<Output = HandlerResult<Json<Value>>> + Send + 'static,
{
    type Future = macro_support::ServiceBoxFuture;

    fn handle(&self, internal: ContextInternal) -> Self::Future {
        let (service, handle) = (Arc::clone(&self.service), Arc::clone(&self.handle));
        Box::pin(async move {
            let (Json(input), metadata) = internal.input().await;
            let handler = internal.handler_name().to_owned();
            let context: Context<'_> = (&internal, metadata).into();
            let journal = InvocationJournal::new(&context);
            let run = arazzo_runtime::Journal::run(&journal);
            let handled = lend(&journal, |journal| {
                handle(Invocation {
                    service,
                    handler,
                    input,
                    run,
                    journal,
                })
            });
            let handled = handled.await;
            internal.handle_handler_result(handled);
            internal.end();
            Ok(())
        })
    }
}
