//! Scripts that answer any request, and answers for them.

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http;
use arazzo_runtime::testing::{Answer, Reply, Script, SentRequest, Target};

/// Answers every request by a closure.
pub(crate) fn always(answer: impl FnMut(&SentRequest) -> Answer + Send + 'static) -> Script {
    let script = Script::new();
    script.on(Target::any()).always(answer);
    script
}

/// Answers with these, in order.
pub(crate) fn queue(answers: impl IntoIterator<Item = Answer>) -> Script {
    let script = Script::new();
    answers
        .into_iter()
        .fold(script.on(Target::any()), |on, answer| match answer {
            Ok(reply) => on.answer(reply),
            Err(error) => on.fail(error),
        });
    script
}

/// A JSON text, which may be broken; no body if it is empty.
pub(crate) fn json(status: u16, body: impl Into<String>) -> Answer {
    let body: String = body.into();
    let reply = Reply::new(status);
    Ok(match body.is_empty() {
        true => reply,
        false => reply.header("content-type", "application/json").body(body),
    })
}

/// A response for transports that are no script.
pub(crate) fn response(status: u16) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(b"{}"));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    response
}
