//! A transport that sends no faster than is wanted, and than servers take it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::{Request, Response, StatusCode};
use arazzo_runtime::{
    Below, Outgoing, Timeout, TokenRequest, Transport, TransportError, retry_after,
};
use tokio::time::sleep_until;

use crate::host::{Host, Turn};
use crate::line::Line;

/// How fast requests may be sent.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct Pace {
    every: Option<Duration>,
    per_host: Option<usize>,
}

impl Pace {
    /// Without limits but those that servers set.
    pub const fn new() -> Self {
        Self {
            every: None,
            per_host: None,
        }
    }

    /// At most one request each `interval`, whatever the host: `Duration::from_secs(1) / 50` is 50 in a second.
    pub const fn every(mut self, interval: Duration) -> Self {
        self.every = Some(interval);
        self
    }

    /// At most so many requests to each host (with its port) at a time, which bounds the connections to it as well: no more
    /// than twice as many are open where each carries one request. None is read as 1.
    pub const fn per_host(mut self, requests: usize) -> Self {
        self.per_host = Some(requests);
        self
    }
}

/// Sends through another transport, at a [`Pace`] that all runs of all clients share which have it or a clone of it.
///
/// A server that answers 429 or 503 is left alone by all of them: for as long as `Retry-After` says (an hour at most),
/// else for a time that doubles from a tenth of a second to a minute with each further refusal, and is sent half as many
/// requests at a time as before, more again as it answers. The answer goes to the run that asked, whose retries are its
/// own affair. Requests for tokens are never held back. While a request waits for its turn its timeout is
/// [held](Timeout::hold); the deadline of its run is not.
///
/// It waits by the clock of tokio, whose runtime has to be there with its timers, and not by [`Transport::sleep`]: a pause
/// is no part of what a workflow does. A transport that keeps or replays exchanges goes around it.
#[derive(Clone)]
pub struct Paced<T> {
    inner: T,
    shared: Arc<Shared>,
}

struct Shared {
    line: Option<Line>,
    per_host: usize,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

impl<T: Transport> Paced<T> {
    /// Sends through `inner`.
    pub fn new(inner: T, pace: Pace) -> Self {
        let shared = Shared {
            line: pace.every.map(Line::new),
            per_host: pace.per_host.unwrap_or(usize::MAX),
            hosts: Mutex::default(),
        };
        Self {
            inner,
            shared: Arc::new(shared),
        }
    }

    /// The hosts (with their ports) that are left alone now, and for how much longer.
    pub fn paused(&self) -> Vec<(String, Duration)> {
        let hosts = self.shared.hosts.lock();
        let hosts = hosts.unwrap_or_else(PoisonError::into_inner);
        let now = tokio::time::Instant::now();
        let paused = hosts.iter().filter_map(|(name, host)| {
            let until = host.paused_until()?;
            Some((name.clone(), until.saturating_duration_since(now)))
        });
        paused.collect()
    }

    /// Waits until a request may be sent to the host.
    async fn turn(&self, host: Arc<Host>, timeout: Option<&Timeout>) -> Turn {
        let _held = timeout.map(Timeout::hold);
        let mut turn = Arc::clone(&host).turn().await;
        loop {
            if let Some(until) = host.paused_until() {
                sleep_until(until).await;
                continue;
            }
            if let Some(line) = &self.shared.line {
                sleep_until(line.moment()).await;
            }
            // It may have refused another one meanwhile.
            if host.paused_until().is_none() {
                break;
            }
        }
        turn.sent();
        turn
    }

    fn end(&self, turn: Turn, result: &Result<Response<Bytes>, TransportError>) {
        match result {
            Ok(response) if is_refusal(response.status()) => {
                turn.refused(retry_after(response.headers(), self.inner.now()));
            }
            Ok(_) => turn.answered(),
            // Nobody answered: who is at fault is not known.
            Err(_) => {}
        }
    }
}

impl Shared {
    fn host(&self, authority: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = hosts.get(authority) {
            return Arc::clone(host);
        }
        let host = Arc::new(Host::new(self.per_host));
        hosts.insert(authority.to_owned(), Arc::clone(&host));
        host
    }
}

fn is_refusal(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    )
}

impl<T: Transport> Transport for Paced<T> {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        // The runs that wait for the token would wait behind those that wait for their turn.
        if request.extensions().get::<TokenRequest>().is_some() {
            return self.inner.send(request).await;
        }
        let authority = request.uri().authority();
        let host = authority.map_or("", |authority| authority.as_str());
        let host = self.shared.host(host);
        let turn = self.turn(host, request.extensions().get()).await;
        let result = self.inner.send(request).await;
        self.end(turn, &result);
        result
    }

    async fn dispatch(&self, outgoing: Outgoing<'_>) -> Result<Response<Bytes>, TransportError> {
        if outgoing.is_token_request() {
            return self.inner.dispatch(outgoing).await;
        }
        let host = self.shared.host(outgoing.authority());
        let turn = self.turn(host, outgoing.timeout()).await;
        let result = self.inner.dispatch(outgoing).await;
        self.end(turn, &result);
        result
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.inner.sleep(duration)
    }

    fn below(&self) -> Option<&dyn Below> {
        Some(&self.inner)
    }
}

impl<T: fmt::Debug> fmt::Debug for Paced<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paced")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use arazzo_runtime::{
        Api, Client, Entry, Journal, Journaled, Kept, Kind, Live, Method, RunId, RunOptions,
        Server, StepError,
    };
    use tokio::time::{Instant, sleep};

    use super::*;
    use crate::Runs;

    const MILLI: Duration = Duration::from_millis(1);

    static SERVERS: [[Server; 1]; 2] = [
        [Server::new("https://one.test:1")],
        [Server::new("https://two.test")],
    ];
    static ONE: Api = Api::new("one", "https://one.test/openapi.yaml", &SERVERS[0]);
    static TWO: Api = Api::new("two", "https://two.test/openapi.yaml", &SERVERS[1]);
    static APIS: &[&Api] = &[&ONE, &TWO];

    type Answer = fn(usize) -> Response<Bytes>;

    /// A server that takes 10 ms for an answer, which depends on how many came before.
    #[derive(Clone)]
    struct Slow(Arc<Mutex<Seen>>, Answer);

    #[derive(Default)]
    struct Seen {
        under_way: usize,
        most: usize,
        /// When requests came, in milliseconds.
        times: Vec<u128>,
        start: Option<Instant>,
    }

    impl Slow {
        fn new(answer: Answer) -> Self {
            let start = Some(Instant::now());
            let seen = Seen {
                start,
                ..Seen::default()
            };
            Self(Arc::new(Mutex::new(seen)), answer)
        }

        fn most(&self) -> usize {
            self.0.lock().expect("no panic").most
        }

        fn times(&self) -> Vec<u128> {
            self.0.lock().expect("no panic").times.clone()
        }
    }

    impl Transport for Slow {
        fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
            None
        }

        async fn send(&self, _: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
            let number = {
                let mut seen = self.0.lock().expect("no panic");
                seen.under_way += 1;
                seen.most = seen.most.max(seen.under_way);
                let time = seen.start.map(|start| start.elapsed().as_millis());
                seen.times.extend(time);
                seen.times.len() - 1
            };
            sleep(10 * MILLI).await;
            self.0.lock().expect("no panic").under_way -= 1;
            Ok(self.1(number))
        }

        async fn sleep(&self, duration: Duration) {
            sleep(duration).await;
        }
    }

    fn fine(_: usize) -> Response<Bytes> {
        Response::new(Bytes::from_static(b"{}"))
    }

    fn client(transport: Paced<Slow>) -> Client {
        let builder = Client::builder(APIS).transport(transport);
        builder.timeout(50 * MILLI).build().expect("a client")
    }

    async fn call(client: &Client, api: &'static Api) -> Result<u16, StepError> {
        let mut step = client.call("w").step("s");
        let request = step.request(Method::GET, api, "/x")?;
        Ok(step.send(request).await?.status())
    }

    /// The statuses of 100 runs that begin at once.
    async fn statuses(client: &Client) -> Vec<u16> {
        let mut runs = Runs::new(0..100, 100, |_| call(client, &ONE));
        let mut statuses = Vec::new();
        while let Some(ended) = runs.next().await {
            statuses.push(ended.result.expect("no timeout"));
        }
        statuses
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_is_sent_so_many_requests_at_a_time_and_no_timeout_runs_meanwhile() {
        let server = Slow::new(fine);
        let client = client(Paced::new(server.clone(), Pace::new().per_host(4)));
        assert_eq!(statuses(&client).await, [200; 100]);
        assert_eq!((server.most(), server.times().len()), (4, 100));
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_have_limits_of_their_own_and_the_interval_is_for_all() {
        let server = Slow::new(fine);
        let pace = Pace::new().per_host(4);
        let client = client(Paced::new(server.clone(), pace));
        let calls = (0..100).map(|number| [&ONE, &TWO][number % 2]);
        let mut runs = Runs::new(calls, 100, |api| call(&client, api));
        while runs.next().await.is_some() {}
        assert_eq!(server.most(), 8);

        let server = Slow::new(fine);
        let client = self::client(Paced::new(server.clone(), pace.every(25 * MILLI)));
        statuses(&client).await;
        let wanted: Vec<u128> = (0..100).map(|number| 25 * number).collect();
        assert_eq!(server.times(), wanted);
    }

    #[tokio::test(start_paused = true)]
    async fn all_runs_wait_where_one_was_asked_to() {
        let server = Slow::new(|number| {
            let mut response = fine(number);
            if number == 2 {
                *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                let seconds = "7".parse().expect("a header's value");
                response.headers_mut().insert("retry-after", seconds);
            }
            response
        });
        let paced = Paced::new(server.clone(), Pace::new().per_host(8));
        let client = client(paced.clone());
        let (results, paused) = (Cell::new(0), Cell::new(0));
        let watch = async {
            sleep(11 * MILLI).await;
            let hosts = paced.paused();
            assert_eq!(hosts[0].0, "one.test:1");
            paused.set(hosts[0].1.as_secs());
        };
        let work = async {
            let statuses = statuses(&client).await;
            results.set(statuses.iter().filter(|it| **it == 503).count());
        };
        tokio::join!(work, watch);
        // The answer is the run's, and the pause everybody's. Four at a time are left of eight.
        assert_eq!((results.get(), paused.get()), (1, 6));
        let count = |times: std::ops::Range<u128>| {
            let all = server.times();
            all.iter().filter(|it| times.contains(it)).count()
        };
        assert_eq!([count(11..7010), count(7010..7011)], [0, 4]);
        assert!(paced.paused().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_run_that_is_given_up_in_the_line_leaves_no_gap() {
        let server = Slow::new(fine);
        let client = client(Paced::new(server.clone(), Pace::new().per_host(1)));
        let hurried = client.for_run(RunOptions::new().deadline(20 * MILLI));
        let mut runs = Runs::new(0..10, 10, |number| {
            let client = if number % 2 == 0 { &hurried } else { &client };
            call(client, &ONE)
        });
        let mut late = 0;
        while let Some(ended) = runs.next().await {
            late += ended
                .result
                .map_or_else(|failure| u32::from(failure.kind() == Kind::Timeout), |_| 0);
        }
        assert!(late > 0);
        assert!(call(&client, &ONE).await.is_ok());
    }

    /// Keeps nothing, and counts what it is asked for.
    #[derive(Clone, Default)]
    struct Asked(Arc<Mutex<Vec<String>>>);

    impl Journal for Asked {
        fn run(&self) -> RunId {
            "run-1".into()
        }

        fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
            self.0.lock().expect("no panic").push(key.to_owned());
            live
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_journal_below_is_asked_all_the_same() {
        let asked = Asked::default();
        let journaled = Journaled::new(Slow::new(|_| Response::default()), asked.clone());
        let transport = Paced::new(journaled, Pace::new().per_host(1));
        let client = Client::builder(APIS).typed_transport(transport);
        let client = client.build().expect("a client");
        let mut step = client.call("w").step("s");
        let request = step.request(Method::GET, &ONE, "/x").expect("a request");
        step.send(request).await.expect("a response");
        assert!(!asked.0.lock().expect("no panic").is_empty());
    }
}
