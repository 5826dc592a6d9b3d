//! How long is waited, what is said of runs that were given up, and what is kept of failures that were handled.

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::testing::{Reply, Script};
use arazzo_runtime::{
    AnyTransport, Api, Call, Client, Deadline, Event, EventKind, Failure, Kind, Method, Response,
    Retry, Run, RunOptions, Server, StepError, Termination, Timeout, Transport, TransportError,
    http,
};

use crate::scripted::{always, json, queue, response};

const SECOND: Duration = Duration::from_secs(1);
const SHORT: Duration = Duration::from_millis(30);

static SERVERS: [Server; 1] = [Server::new("https://mock.test")];
static API: Api = Api::new("api", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];

/// Answers with this status, or never; time passes as it does.
#[derive(Clone, Copy)]
struct Real(Option<u16>);

impl Transport for Real {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        None
    }

    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        match self.0 {
            Some(status) => Ok(response(status)),
            None => pending().await,
        }
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// Events as short texts.
type Log = Arc<Mutex<Vec<String>>>;

fn outcomes(log: &Log) -> impl Fn(&Event<'_>) + Send + Sync + 'static {
    let log = Arc::clone(log);
    move |event| {
        if let EventKind::StepFinished { outcome } = event.kind {
            log.lock()
                .unwrap()
                .push(format!("{} {outcome:?}", event.step));
        }
    }
}

fn client(transport: Real, log: &Log) -> Client {
    let builder = Client::builder(&APIS).transport(transport);
    builder.observer(outcomes(log)).build().unwrap()
}

/// Always 503, asking for a delay.
fn asking(header: &'static str) -> Script {
    always(move |_| Ok(Reply::new(503).header("retry-after", header)))
}

fn memory(transport: &Script) -> Client {
    let builder = Client::builder(&APIS).transport(transport.clone());
    builder.build().unwrap()
}

/// A step whose failures are retried, as generated code does.
async fn retrying<T: Transport>(
    call: &Call<'_, T>,
    mut retry: Retry,
) -> Result<Response, StepError> {
    let mut step = call.step("s");
    loop {
        let request = step.request(Method::GET, &API, "/x")?;
        let mut failure = match step.send(request).await {
            Ok(response) if response.status() < 300 => return Ok(response),
            Ok(_) => step.require("$statusCode < 300", false).unwrap_err(),
            Err(failure) if failure.is_final() => return Err(failure),
            Err(failure) => failure,
        };
        if step.may_retry(&mut retry, &mut failure) {
            step.wait(&retry, &failure).await?;
            continue;
        }
        return Err(failure);
    }
}

fn again(after: Duration) -> Retry {
    Retry::new("again", 3, after)
}

/// A step that calls a workflow, whose step retries.
async fn calling<T: Transport>(call: &Call<'_, T>) -> Result<Response, StepError> {
    let mut step = call.step("nest");
    step.enter()?;
    let inner = step.call("inner");
    let result = retrying(&inner, again(60 * SECOND)).await;
    result.map_err(|error| {
        let failure: Failure<_, _> = Failure::new(error, "partial".to_owned(), 7_u8);
        step.nested(failure)
    })
}

#[tokio::test]
async fn a_server_that_asks_for_more_than_the_limit_ends_the_retries() {
    let transport = asking("99999999999");
    let error = retrying(&memory(&transport).call("w"), again(SECOND))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (Kind::Criteria, Some(503), 1)
    );
    assert!(
        error.message().contains("99999999999 s") && error.message().contains("3600s"),
        "{error}"
    );
    assert!(transport.delays().is_empty());
}

#[tokio::test]
async fn the_limit_for_what_a_server_asks_for_can_be_set_for_all_calls_and_for_one() {
    for (header, of_client, of_call, sleeps) in [
        ("3600", None, None, 3),
        ("3601", None, None, 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None, None, 0),
        ("5", Some(4 * SECOND), None, 0),
        ("7200", Some(7200 * SECOND), None, 3),
        ("5", None, Some(4 * SECOND), 0),
        ("5", Some(4 * SECOND), Some(5 * SECOND), 3),
    ] {
        let transport = asking(header);
        let mut builder = Client::builder(&APIS).transport(transport.clone());
        if let Some(limit) = of_client {
            builder = builder.max_retry_after(limit);
        }
        let mut client = builder.build().unwrap();
        if let Some(limit) = of_call {
            client = client.for_run(RunOptions::new().max_retry_after(limit));
        }
        let result = retrying(&client.call("w"), again(SECOND)).await;
        assert_eq!(result.unwrap_err().status(), Some(503));
        assert_eq!(transport.delays().len(), sleeps, "{header}");
    }
}

#[tokio::test]
async fn a_polling_loop_does_not_wait_for_ever_either() {
    let transport = asking("99999999999");
    let client = memory(&transport);
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    let response = step.send(request).await.unwrap();
    let error = step.pace(&response).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (Kind::Criteria, Some(503)));
    assert!(error.message().contains("99999999999 s"), "{error}");
    assert!(transport.delays().is_empty());
}

#[tokio::test]
async fn the_deadline_of_a_run_ends_a_request_whatever_the_actions_say() {
    let log = Log::default();
    let client = client(Real(None), &log).for_run(RunOptions::new().deadline(SHORT));
    let call = client.call("w");
    let error = calling(&call).await.unwrap_err();
    assert_eq!((error.kind(), error.is_final()), (Kind::Timeout, true));
    assert!(
        error
            .message()
            .contains("deadline of 30ms for the whole run"),
        "{error}"
    );
    let cause = error.cause().unwrap();
    assert_eq!((cause.kind(), cause.attempts()), (Kind::Timeout, 1));
    assert_eq!(
        *log.lock().unwrap(),
        ["s Failed(Timeout)", "nest Failed(Timeout)"]
    );
    // What follows is not begun, in this call and in the next one of the same client.
    for call in [call, client.call("next")] {
        let error = call.step("t").request(Method::GET, &API, "/x").unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (Kind::Timeout, 0));
    }
}

#[tokio::test]
async fn each_run_has_the_time_that_the_builder_gives() {
    let builder = Client::builder(&APIS).transport(Real(Some(200)));
    let client = builder.deadline(SHORT).build().unwrap();
    tokio::time::sleep(2 * SHORT).await;
    assert!(retrying(&client.call("w"), again(SECOND)).await.is_ok());
}

#[tokio::test]
async fn a_delay_for_which_the_deadline_leaves_no_time_is_not_begun() {
    let began = Instant::now();
    let log = Log::default();
    let client = client(Real(Some(503)), &log).for_run(RunOptions::new().deadline(5 * SECOND));
    let error = retrying(&client.call("w"), again(9 * SECOND))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.status()),
        (Kind::Timeout, 1, Some(503))
    );
    for part in ["deadline of 5s", "delay of", "$statusCode < 300"] {
        assert!(error.message().contains(part), "{error}");
    }
    let paced = client.call("w").step("s").pace(None).await;
    assert!(paced.is_ok(), "{paced:?}");
    assert!(began.elapsed() < 5 * SECOND);
}

#[tokio::test]
async fn a_run_that_is_dropped_is_cancelled_in_every_step_it_is_in() {
    for (transport, what) in [(Real(None), "a request"), (Real(Some(503)), "a delay")] {
        let log = Log::default();
        let client = client(transport, &log);
        let call = client.call("w");
        let run = tokio::time::timeout(SHORT, calling(&call)).await;
        assert!(run.is_err());
        assert_eq!(
            *log.lock().unwrap(),
            ["s Cancelled", "nest Cancelled"],
            "{what}"
        );
    }
}

#[tokio::test]
async fn a_called_workflow_that_takes_too_long_is_cancelled_and_its_caller_fails() {
    let log = Log::default();
    let client = client(Real(None), &log);
    let call = client.call("w");
    {
        let step = call.step("caller");
        let error = step.within(SHORT, calling(&call)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Timeout);
    }
    drop(call.step("next"));
    assert_eq!(
        *log.lock().unwrap(),
        [
            "s Cancelled",
            "nest Cancelled",
            "caller Failed(Timeout)",
            "next Succeeded"
        ]
    );
}

#[tokio::test]
async fn a_run_carries_the_failures_that_actions_handled() {
    let answers = [503, 402, 200].map(|status| json(status, "{}"));
    let client = memory(&queue(answers));
    let call = client.call("w");
    let mut before = call.step("pay");
    let request = before.request(Method::GET, &API, "/pay").unwrap();
    before.send(request).await.unwrap();
    let failure = before.require("$statusCode == 200", false).unwrap_err();
    before.handled("cancel", &failure);
    let inner = before.call("inner");
    retrying(&inner, again(SECOND)).await.unwrap();
    let ended = |result| Ok::<_, StepError>((result, Termination::Completed));
    type Ended = Result<Run<(), (), ()>, Failure<()>>;
    let inner: Ended = inner.over((), ended(()), ());
    let run: Ended = call.over((), ended(()), ());
    let (inner, run) = (inner.unwrap(), run.unwrap());
    let lines: Vec<String> = run.handled.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "workflow `w`, step `pay`: criterion `$statusCode == 200` is not met (status 503), handled by action `cancel`",
            "workflow `inner`, step `s`: criterion `$statusCode < 300` is not met (status 402), handled by action `again`",
        ]
    );
    assert_eq!(run.handled[1..], inner.handled);
    assert_eq!(
        serde_json::to_value(&run.handled[0]).unwrap(),
        serde_json::json!({
            "workflow": "w",
            "step": "pay",
            "kind": "criteria",
            "statusCode": 503,
            "attempts": 1,
            "message": "criterion `$statusCode == 200` is not met",
            "action": "cancel",
        })
    );
}

#[tokio::test]
async fn the_failure_of_a_called_workflow_keeps_what_it_had_achieved() {
    let client = memory(&asking("99999999999"));
    let error = calling(&client.call("w")).await.unwrap_err();
    let inner: &Failure<String, u8> = error.nested().unwrap();
    assert_eq!((inner.steps.as_str(), inner.outputs), ("partial", 7));
    assert_eq!(inner.status(), Some(503));
    assert_eq!(error.cause().map(StepError::workflow), Some("inner"));
    assert!(error.nested::<Failure<(), ()>>().is_none());
}

#[tokio::test]
async fn all_observers_are_called() {
    let logs = [Log::default(), Log::default()];
    let mut builder = Client::builder(&APIS).transport(Real(Some(200)));
    for log in &logs {
        builder = builder.observer(outcomes(log));
    }
    let client = builder.build().unwrap();
    retrying(&client.call("w"), again(SECOND)).await.unwrap();
    for log in &logs {
        assert_eq!(*log.lock().unwrap(), ["s Succeeded"]);
    }
}

#[tokio::test]
async fn observers_are_told_of_delays_that_begin() {
    let log = Log::default();
    let told = Arc::clone(&log);
    let note = move |event: &Event<'_>| {
        if let EventKind::Waiting { delay, left } = event.kind {
            told.lock().unwrap().push(format!("{delay:?} {left:?}"));
        }
    };
    let transport = asking("5");
    let builder = Client::builder(&APIS).transport(transport.clone());
    let client = builder.observer(note).build().unwrap();
    let call = client.call("w");
    retrying(&call, again(SECOND)).await.unwrap_err();
    call.step("s").pace(None).await.unwrap();
    let told: Vec<String> = std::mem::take(&mut *log.lock().unwrap());
    assert_eq!(told.len(), transport.delays().len());
    let lefts: Vec<&str> = told
        .iter()
        .filter_map(|it| it.split_once(' '))
        .map(|it| it.1)
        .collect();
    assert_eq!(lefts, ["Some(2)", "Some(1)", "Some(0)", "None"]);
    assert_eq!(told[3], "1s None");
    let hurried = client.for_run(RunOptions::new().deadline(SECOND / 2));
    hurried.call("w").step("s").pace(None).await.unwrap_err();
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn clients_share_the_moment_until_which_they_run() {
    let until = Deadline::after(SHORT);
    let client = || {
        let builder = Client::builder(&APIS).transport(Real(Some(200)));
        builder.until(until).build().unwrap()
    };
    assert!(retrying(&client().call("w"), again(SECOND)).await.is_ok());
    tokio::time::sleep(2 * SHORT).await;
    let late = retrying(&client().call("w"), again(SECOND))
        .await
        .unwrap_err();
    assert_eq!((late.kind(), late.attempts()), (Kind::Timeout, 0));
}

/// A transport whose clock stands at the beginning of 2024.
struct Stopped(Script);

impl Transport for Stopped {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        Some(&self.0)
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.0.send(request).await
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }

    async fn deadline(&self, _: Duration) {
        pending().await
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_067_200)
    }

    fn elapsed(&self, _: Instant) -> Duration {
        Duration::ZERO
    }
}

/// A transport that does nothing of its own.
struct Around<T>(T);

impl<T: Transport> Transport for Around<T> {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        Some(&self.0)
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.0.send(request).await
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }
}

#[tokio::test]
async fn a_date_to_wait_for_is_one_of_the_transports_clock() {
    let transport = asking("Mon, 01 Jan 2024 00:01:30 GMT");
    // Whatever stands around it.
    let stopped = AnyTransport::new(Stopped(transport.clone()));
    let builder = Client::builder(&APIS).transport(Around(Around(stopped)));
    let client = builder.build().unwrap();
    let retry = Retry::new("again", 1, SECOND);
    retrying(&client.call("w"), retry).await.unwrap_err();
    assert_eq!(transport.delays(), [90 * SECOND]);
}

/// Lets each request wait for so long before it is sent, which takes as long once more; without time for it if `counts`.
struct Queue {
    wait: Duration,
    counts: bool,
}

impl Transport for Queue {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        None
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let timeout = request.extensions().get::<Timeout>();
        let held = timeout.filter(|_| !self.counts).map(Timeout::hold);
        tokio::time::sleep(self.wait).await;
        drop(held);
        tokio::time::sleep(self.wait).await;
        Ok(response(200))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_request_waits_for_its_turn_is_no_part_of_its_timeout() {
    let run = async |wait, counts| {
        let builder = Client::builder(&APIS).transport(Queue { wait, counts });
        let client = builder.timeout(4 * SECOND).build().unwrap();
        let call = client.call("w");
        let result = retrying(&call, Retry::new("again", 0, SECOND)).await;
        result.map_err(|failure| (failure.is_final(), failure.message().to_owned()))
    };
    assert!(run(3 * SECOND, false).await.is_ok());
    let late = run(3 * SECOND, true).await.unwrap_err();
    assert_eq!(late, (false, "no response within 4s".to_owned()));
    // Once it is sent the timeout is what it ever was.
    let late = run(5 * SECOND, false).await.unwrap_err();
    assert_eq!(late, (false, "no response within 4s".to_owned()));
}

#[tokio::test]
async fn a_request_that_waits_for_its_turn_is_given_up_when_the_run_has_to_be_over() {
    let transport = Queue {
        wait: 60 * SECOND,
        counts: false,
    };
    let client = Client::builder(&APIS).transport(transport).build().unwrap();
    let client = client.for_run(RunOptions::new().deadline(SHORT));
    let late = retrying(&client.call("w"), again(SECOND)).await;
    let late = late.unwrap_err();
    assert!(late.is_final(), "{late}");
    assert!(late.message().contains("deadline of 30ms"), "{late}");
}
