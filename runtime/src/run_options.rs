//! What holds for one run, in place of or beside what holds for all runs of a client (decision D-132).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::cancellation::Cancellation;
use crate::headers::{self, Given};
use crate::limits::{Deadline, Limits, RunDeadline};
use crate::observer::Observer;
use crate::run_id::RunId;

/// What holds for one run and for the workflows that it calls: see [`Client::for_run`](crate::Client::for_run).
///
/// ```
/// # use std::time::Duration;
/// # use arazzo_runtime::{Cancellation, Client, RunOptions};
/// # fn one_run(client: &Client, trace: &str, cancellation: Cancellation) -> Client {
/// client.for_run(
///     RunOptions::new()
///         .id("job-4711")
///         .label("nightly import")
///         .header("traceparent", trace)
///         .deadline(Duration::from_secs(90))
///         .cancellation(cancellation),
/// )
/// # }
/// ```
#[derive(Clone, Default)]
#[must_use = "options do nothing until `Client::for_run`"]
pub struct RunOptions {
    id: Option<RunId>,
    label: Option<Arc<str>>,
    headers: Given,
    max_steps: Option<u32>,
    poll_interval: Option<Duration>,
    timeout: Option<Duration>,
    max_retry_after: Option<Duration>,
    max_response_bytes: Option<usize>,
    max_response_header_bytes: Option<usize>,
    deadline: Option<End>,
    cancellations: Vec<Cancellation>,
    observers: Vec<Arc<dyn Observer>>,
}

/// A deadline, before it is known from when it counts.
#[derive(Clone, Copy, Debug)]
enum End {
    After(Duration),
    At(Deadline),
}

impl RunOptions {
    /// Those of the client.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the run in events, spans and journals. Without it each run makes up a [random](RunId::random) one.
    pub fn id(mut self, id: impl Into<RunId>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// What people call the run in logs; it need not be unique.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into().into());
        self
    }

    /// A header for every request of the run, such as an id of a trace. It replaces one of the client of the same name;
    /// what the document sets and credentials win. As with [`ClientBuilder::header`](crate::ClientBuilder::header) its
    /// value is shown nowhere, and no redirect takes it to another origin.
    ///
    /// One that cannot be sent fails the run with [`Kind::Config`](crate::Kind::Config) before its first request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How long from [`Client::for_run`](crate::Client::for_run) everything may take that is run with the client it
    /// gives: a workflow and the prerequisites that are run for it share the time. See
    /// [`ClientBuilder::deadline`](crate::ClientBuilder::deadline).
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(End::After(deadline));
        self
    }

    /// The moment at which the run has to be over, which it can share with runs of other clients. It takes the place of
    /// [`deadline`](Self::deadline).
    pub fn until(mut self, deadline: Deadline) -> Self {
        self.deadline = Some(End::At(deadline));
        self
    }

    /// Ends the run when `cancellation` is called for; several can be given, and any of them ends it.
    pub fn cancellation(mut self, cancellation: Cancellation) -> Self {
        self.cancellations.push(cancellation);
        self
    }

    /// Watches the run, after the observers of the client.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observers.push(Arc::new(observer));
        self
    }

    /// How many step executions the run may cost. See [`ClientBuilder::max_steps`](crate::ClientBuilder::max_steps).
    pub fn max_steps(mut self, steps: u32) -> Self {
        self.max_steps = Some(steps);
        self
    }

    /// How long a polling loop waits between rounds. See
    /// [`ClientBuilder::poll_interval`](crate::ClientBuilder::poll_interval).
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = Some(interval);
        self
    }

    /// How long one attempt may take. See [`ClientBuilder::timeout`](crate::ClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The longest delay that a `Retry-After` header can ask for. See
    /// [`ClientBuilder::max_retry_after`](crate::ClientBuilder::max_retry_after).
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = Some(delay);
        self
    }

    /// The largest response body that is read. See
    /// [`ClientBuilder::max_response_bytes`](crate::ClientBuilder::max_response_bytes).
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// The most that the headers of a response may take. See
    /// [`ClientBuilder::max_response_header_bytes`](crate::ClientBuilder::max_response_header_bytes).
    pub fn max_response_header_bytes(mut self, bytes: usize) -> Self {
        self.max_response_header_bytes = Some(bytes);
        self
    }
}

impl fmt::Debug for RunOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("RunOptions")
            .field("id", &self.id)
            .field("label", &self.label)
            .field("headers", &names)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// What holds for the runs of a client.
#[derive(Clone, Default)]
pub(crate) struct RunSettings {
    /// `None`: each makes up one.
    pub(crate) id: Option<RunId>,
    pub(crate) label: Option<Arc<str>>,
    /// Sent with every request that has none of the same name.
    pub(crate) headers: HeaderMap,
    /// Why no run can begin.
    pub(crate) invalid: Option<String>,
    pub(crate) limits: Limits,
    pub(crate) cancellations: Vec<Cancellation>,
    pub(crate) observers: Vec<Arc<dyn Observer>>,
}

impl RunSettings {
    /// These with `options`, whose deadline counts from now.
    pub(crate) fn with(&self, options: RunOptions) -> Self {
        let mut own = self.clone();
        own.id = options.id.or(own.id);
        own.label = options.label.or(own.label);
        own.invalid = own
            .invalid
            .or(headers::add(&mut own.headers, options.headers).err());
        own.cancellations.extend(options.cancellations);
        own.observers.extend(options.observers);
        let Limits {
            max_steps,
            poll_interval,
            timeout,
            max_retry_after,
            max_response_bytes,
            max_response_header_bytes,
            deadline,
        } = own.limits;
        let given = options.deadline.map(|end| match end {
            End::After(limit) => RunDeadline::All(Deadline::after(limit)),
            End::At(deadline) => RunDeadline::All(deadline),
        });
        own.limits = Limits {
            max_steps: options.max_steps.unwrap_or(max_steps),
            poll_interval: options.poll_interval.unwrap_or(poll_interval),
            timeout: options.timeout.or(timeout),
            max_retry_after: options.max_retry_after.unwrap_or(max_retry_after),
            max_response_bytes: options.max_response_bytes.unwrap_or(max_response_bytes),
            max_response_header_bytes: options
                .max_response_header_bytes
                .unwrap_or(max_response_header_bytes),
            deadline: given.or(deadline),
        };
        own
    }
}
