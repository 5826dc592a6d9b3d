//! What a caller learns about a failed attempt: whether it may have changed something, and what was underneath.

use std::error::Error;

use super::*;

/// The failure of a step whose attempts are answered like this, one after the other.
async fn failure(method: Method, answers: &[fn() -> Answer]) -> StepError {
    let transport = queue(answers.iter().map(|answer| answer()));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let mut last = None;
    for _ in answers {
        let request = step.request(method.clone(), &API, "/x").unwrap();
        last = Some(match step.send(request).await {
            Ok(response) => step.succeeded(&response).unwrap_err(),
            Err(error) => error,
        });
    }
    last.unwrap()
}

/// How a step is called, what its attempts get, and whether that may have had an effect.
type Case = (Method, &'static [fn() -> Answer], bool);

fn status<const STATUS: u16>() -> Answer {
    json(STATUS, "{}")
}

fn lost() -> Answer {
    Err(TransportError::new("connection reset").with_source(std::io::Error::other("by peer")))
}

fn refused() -> Answer {
    Err(TransportError::new("connection refused").unsent())
}

#[tokio::test]
async fn a_failure_knows_whether_a_request_may_have_had_an_effect() {
    let cases: [Case; 9] = [
        (Method::POST, &[status::<500>], true),
        (Method::POST, &[status::<422>], false),
        (Method::POST, &[status::<304>], false),
        (Method::POST, &[lost], true),
        (Method::POST, &[refused], false),
        // The first attempt may have done what the second one was refused for.
        (Method::POST, &[lost, status::<409>], true),
        (Method::POST, &[refused, status::<409>], false),
        (Method::GET, &[status::<500>], false),
        (Method::GET, &[lost], false),
    ];
    for (method, answers, expected) in cases {
        let failure = failure(method.clone(), answers).await;
        assert_eq!(
            failure.may_have_been_processed(),
            expected,
            "{method}: {failure}"
        );
    }
}

#[tokio::test]
async fn what_was_never_sent_had_no_effect() {
    let client = client(&ok());
    let mut step = client.call("w").step("s");
    let request = step.request(Method::POST, &API, "/{id}").unwrap();
    let missing = arazzo_runtime::Parameter::new("id", "$inputs.id");
    let failure = step.send(request.path(missing, &None::<String>)).await;
    let failure = failure.unwrap_err();
    assert_eq!(failure.kind(), Kind::MissingValue);
    assert!(!failure.may_have_been_processed());
}

#[tokio::test]
async fn the_source_of_a_failure_is_what_the_transport_said() {
    let failure = failure(Method::GET, &[lost]).await;
    let source = failure.source().expect("a source");
    assert!(source.is::<TransportError>());
    let cause = source.source().expect("its own source");
    assert_eq!(cause.to_string(), "by peer");
    assert!(cause.is::<std::io::Error>());
}

#[tokio::test]
async fn a_failed_call_says_what_the_step_inside_says() {
    let inner = failure(Method::POST, &[lost]).await;
    let client = client(&ok());
    let call = client.call("outer");
    let step = call.step("nest");
    let inner: Result<Run<(), (), ()>, Failure<()>> = step.call("inner").over((), ended(inner), ());
    let failure = step.nested(inner.unwrap_err());
    assert!(failure.may_have_been_processed());
}
