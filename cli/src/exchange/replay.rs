//! Runs again from a recording, without a network.

use std::fmt;
use std::future::{pending, poll_fn};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::{HeaderName, HeaderValue, Request, Response};
use arazzo_runtime::{TokenRequest, Transport, TransportError};
use serde_json::Value;

use super::har::{Entry, Failure, Har, content};
use super::mask::Mask;
use super::trace::request;

mod body;
mod clock;
mod compare;
mod unlike;
mod wildcard;

use clock::Clock;
use compare::{compare, compare_token};
use unlike::Unlike;

/// What a run is given as its access token.
const TOKEN: &str = r#"{"access_token": "replayed", "token_type": "bearer"}"#;

/// How much of a value is quoted.
const QUOTED: usize = 120;

/// Answers requests from an HTTP Archive in its order, as [`Trace`](super::Trace) writes it. Clones share the place in it.
///
/// Nothing is waited for: delays and time limits pass at once, and count as the time that they would have taken. An
/// exchange that had no response has none again. A request that differs from the recorded one fails, as do all that
/// follow; whatever the workflow makes of that, [`finish`](Self::finish) says where the first difference is. What was
/// hidden in the recording may be anything, and credentials that were sent then need not be there.
///
/// ```
/// use arazzo_cli::exchange::{Mask, Replay};
///
/// let recording = r#"{"log": {"version": "1.2", "creator": {"name": "", "version": ""}, "entries": []}}"#;
/// let replay = Replay::from_json(recording, Mask::new())?;
/// // Client::builder().transport(replay.clone())..., and after the run, whether it failed or not:
/// replay.finish()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Replay {
    /// What must not be quoted of requests.
    mask: Mask,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    /// Index of the entry that is due.
    next: usize,
    difference: Option<Difference>,
    clock: Clock,
}

/// Why a file cannot be replayed.
#[derive(Debug)]
pub struct ReplayError(String);

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReplayError {}

/// How a run differs from the recorded one; shows no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference(String);

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Difference {}

impl Replay {
    /// Reads a recording.
    ///
    /// # Errors
    /// The file cannot be read, or is no HTTP Archive.
    pub fn read(path: &Path, mask: Mask) -> Result<Self, ReplayError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ReplayError(format!("cannot read `{}`: {error}", path.display())))?;
        Self::from_json(&text, mask).map_err(|ReplayError(message)| {
            ReplayError(format!("cannot replay `{}`: {message}", path.display()))
        })
    }

    /// Reads a recording from its text.
    ///
    /// # Errors
    /// It is no HTTP Archive.
    pub fn from_json(text: &str, mask: Mask) -> Result<Self, ReplayError> {
        let har: Har = serde_json::from_str(text)
            .map_err(|error| ReplayError(format!("it is no HTTP Archive: {error}")))?;
        let state = State {
            entries: har.log.entries,
            ..State::default()
        };
        Ok(Self {
            mask,
            state: Arc::new(Mutex::new(state)),
        })
    }

    /// To be called after the run: whether it sent what was recorded, and all of it.
    ///
    /// # Errors
    /// The first difference.
    pub fn finish(&self) -> Result<(), Difference> {
        let state = self.state();
        if let Some(difference) = &state.difference {
            return Err(difference.clone());
        }
        let rest = state.entries.iter().enumerate().skip(state.next);
        let mut rest = rest.filter(|(_, entry)| !entry.token).peekable();
        let Some((index, entry)) = rest.peek().copied() else {
            return Ok(());
        };
        let count = match rest.count() {
            1 => "one recorded exchange was not asked for".to_owned(),
            count => format!("{count} recorded exchanges were not asked for, beginning with"),
        };
        let separator = if count.ends_with("with") { "" } else { ":" };
        Err(Difference(format!(
            "{count}{separator} {}, {} {}",
            named(index, entry),
            entry.request.method,
            entry.request.url
        )))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was recorded for a request; nothing where it was given up.
    fn answer(&self, now: &Request<Bytes>) -> Option<Result<Response<Bytes>, TransportError>> {
        self.mask.learn_request(now);
        let state = &mut *self.state();
        let is_token = now.extensions().get::<TokenRequest>().is_some();
        // A token need not be fetched this time.
        while !is_token && state.entries.get(state.next).is_some_and(|it| it.token) {
            state.next += 1;
        }
        if let Some(difference) = &state.difference {
            return Some(Err(TransportError::new(difference.to_string())));
        }
        let Some(entry) = state.entries.get(state.next) else {
            if is_token {
                return Some(Ok(Response::new(Bytes::from_static(TOKEN.as_bytes()))));
            }
            let url = self.mask.url(&now.uri().to_string());
            let difference = Difference(format!(
                "the recording has no exchange {} for {} {url}",
                state.next + 1,
                now.method()
            ));
            return Some(Err(self.refused(state, difference)));
        };
        let unlike = match (is_token, entry.token) {
            (true, false) => {
                return Some(Ok(Response::new(Bytes::from_static(TOKEN.as_bytes()))));
            }
            (true, true) => compare_token(&entry.request, &request(&self.mask, now, true)),
            (false, _) => {
                let now = request(&self.mask, now, false);
                compare(&entry.request, &now, entry.step.is_some())
            }
        };
        if let Some(unlike) = unlike {
            let difference = self.difference(&named(state.next, entry), &unlike);
            return Some(Err(self.refused(state, difference)));
        }
        let answer = answer(entry, state.next);
        let took = Duration::try_from_secs_f64(entry.time / 1e3).unwrap_or_default();
        state.clock.begin(&entry.started_date_time);
        state.clock.pass(took);
        state.next += 1;
        if answer.is_none() {
            state.clock.run_out();
        }
        answer
    }

    fn refused(&self, state: &mut State, difference: Difference) -> TransportError {
        let message = difference.to_string();
        state.difference = Some(difference);
        TransportError::new(message)
    }

    fn difference(&self, which: &str, unlike: &Unlike) -> Difference {
        let quoted = |value: &Option<String>| match value {
            Some(value) => format!("`{}`", shortened(&self.mask.text(value))),
            None => "nothing".to_owned(),
        };
        Difference(format!(
            "{which} differs in {}: recorded {}, now {}",
            self.mask.text(&unlike.place),
            quoted(&unlike.recorded),
            quoted(&unlike.now)
        ))
    }
}

impl Transport for Replay {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        None
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        match self.answer(&request) {
            Some(answer) => answer,
            None => pending().await,
        }
    }

    async fn sleep(&self, duration: Duration) {
        let in_time = self.state().clock.sleep(duration);
        if !in_time {
            pending().await
        }
    }

    // It counts from here on, not from when somebody begins to wait: nothing is waited for that could give it the time.
    fn deadline(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        /// Takes it away when nobody waits for it any more.
        struct Deadline<'r>(&'r Replay, usize);

        impl Drop for Deadline<'_> {
            fn drop(&mut self) {
                self.0.state().clock.forget(self.1);
            }
        }

        let id = self.state().clock.deadline(duration);
        let deadline = Deadline(self, id);
        poll_fn(move |context| {
            let Deadline(replay, id) = &deadline;
            let over = replay.state().clock.is_over(*id, context.waker());
            if over { Poll::Ready(()) } else { Poll::Pending }
        })
    }

    fn now(&self) -> SystemTime {
        self.state().clock.now()
    }

    fn elapsed(&self, moment: Instant) -> Duration {
        self.state().clock.elapsed(moment)
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Replay")
            .field("exchanges", &state.entries.len())
            .field("next", &state.next)
            .finish_non_exhaustive()
    }
}

/// `exchange 2 (step `create`, attempt 1)`
fn named(index: usize, entry: &Entry) -> String {
    let number = index + 1;
    match (&entry.step, entry.attempt) {
        (Some(step), Some(attempt)) => {
            format!("exchange {number} (step `{step}`, attempt {attempt})")
        }
        _ => format!("exchange {number}"),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// What came back; nothing where it was given up.
fn answer(entry: &Entry, index: usize) -> Option<Result<Response<Bytes>, TransportError>> {
    match &entry.failure {
        Some(Failure::GivenUp) => return None,
        Some(Failure::Timeout(why)) => return Some(Err(TransportError::timeout(why))),
        Some(Failure::Transport(why)) => return Some(Err(TransportError::new(why))),
        None => {}
    }
    let recorded = &entry.response;
    let Ok(status) = arazzo_runtime::http::StatusCode::from_u16(recorded.status) else {
        let why = entry
            .comment
            .as_deref()
            .unwrap_or("no response was recorded");
        return Some(Err(TransportError::new(why)));
    };
    let body = recorded.content.text.as_deref().unwrap_or_default();
    let mut body = content(body, recorded.content.encoding.as_deref());
    if entry.token {
        body = granted(body, index);
    }
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    for header in &recorded.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        let value = HeaderValue::from_bytes(header.value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            response.headers_mut().append(name, value);
        }
    }
    Some(Ok(response))
}

/// A token answer with a token. Each is another one, as a new token is what a server asks for with status 401.
fn granted(body: Vec<u8>, index: usize) -> Vec<u8> {
    match serde_json::from_slice(&body) {
        Ok(Value::Object(mut members)) if members.contains_key("access_token") => {
            let token = Value::String(format!("replayed-{index}"));
            members.insert("access_token".to_owned(), token);
            Value::Object(members).to_string().into_bytes()
        }
        _ => body,
    }
}

#[cfg(test)]
mod tests;
