//! Error responses typed as operations declare them, in the form that the generator writes.

use arazzo_runtime::{Api, BodyError, Client, Failure, Kind, Method, Run, Server, Termination};
use serde::Deserialize;

use crate::scripted::{always, json, queue};

static API: Api = Api::new("api", "", &[Server::new("https://mock.test")]);
static APIS: [&Api; 1] = [&API];

#[derive(Debug, PartialEq, Deserialize)]
struct Problem {
    title: String,
}

#[derive(Debug, PartialEq)]
enum AddError {
    Conflict,
    ClientError(Problem),
}

arazzo_runtime::error_responses!(AddError { Conflict: 409, ClientError(_): 400 to 499 });

#[derive(Debug, PartialEq)]
enum Inner {
    Add(AddError),
}

arazzo_runtime::declared!(Inner { Add = "add" });

#[derive(Debug, PartialEq)]
enum Outer {
    Add(AddError),
    Nest(Inner),
}

arazzo_runtime::declared!(Outer { Add = "add", Nest = call "nest" });

type Ended<D> = Result<Run<(), (), ()>, Failure<(), (), D>>;

/// A run of `workflow` whose step `add` is answered so, and the same behind a call of it.
async fn failures(
    status: u16,
    body: &'static str,
) -> (Failure<(), (), Outer>, Failure<(), (), Outer>) {
    let transport = always(move |_| json(status, body));
    let client = Client::builder(&APIS).typed_transport(transport);
    let client = client.build().unwrap();
    let call = client.call("outer");
    let add = async |call: &arazzo_runtime::Call<'_, _>| {
        let mut step = call.step("add");
        let request = step.request(Method::POST, &API, "/x")?;
        let response = step.send(request).await?;
        step.succeeded(&response)?;
        Ok(((), Termination::Completed))
    };
    let direct: Ended<Outer> = call.over((), add(&call).await, ());
    let mut step = call.step("nest");
    step.enter().unwrap();
    let inner = step.call("inner");
    let failed: Ended<Inner> = inner.over((), add(&inner).await, ());
    let error = step.nested(failed.unwrap_err());
    let around: Ended<Outer> = call.over((), Err::<((), Termination), _>(error), ());
    (direct.unwrap_err(), around.unwrap_err())
}

#[tokio::test]
async fn a_failure_has_the_body_that_is_declared_for_its_step_and_status() {
    let (direct, around) = failures(404, r#"{"title":"none"}"#).await;
    let problem = || {
        AddError::ClientError(Problem {
            title: "none".to_owned(),
        })
    };
    assert_eq!(direct.declared(), Ok(Outer::Add(problem())));
    assert_eq!(around.declared(), Ok(Outer::Nest(Inner::Add(problem()))));
    assert_eq!((around.kind(), around.status()), (Kind::Nested, Some(404)));

    let (direct, _) = failures(409, "").await;
    assert_eq!(direct.declared(), Ok(Outer::Add(AddError::Conflict)));
}

#[tokio::test]
async fn what_is_not_as_declared_says_why() {
    let (direct, around) = failures(503, "{}").await;
    assert_eq!(direct.declared(), Err(BodyError::Undeclared));
    assert_eq!(around.declared(), Err(BodyError::Undeclared));
    let (direct, _) = failures(404, "").await;
    assert_eq!(direct.declared(), Err(BodyError::Empty));
    let (direct, _) = failures(404, r#"{"detail":"none"}"#).await;
    assert!(matches!(direct.declared(), Err(BodyError::Mismatch(why)) if why.contains("title")));
    let (direct, _) = failures(404, "<html>").await;
    assert!(matches!(direct.declared(), Err(BodyError::Unreadable(_))));
}

#[tokio::test]
async fn without_a_response_there_is_nothing_to_type() {
    let transport = queue([]);
    let client = Client::builder(&APIS).typed_transport(transport);
    let client = client.build().unwrap();
    let call = client.call("outer");
    let mut step = call.step("add");
    let request = step.request(Method::POST, &API, "/x").unwrap();
    let error = step.send(request).await.unwrap_err();
    let failed: Ended<Outer> = call.over((), Err::<((), Termination), _>(error), ());
    assert_eq!(failed.unwrap_err().declared(), Err(BodyError::NoResponse));
}

#[tokio::test]
async fn the_response_inside_a_call_is_not_taken_for_that_of_the_step_around() {
    // A step of an operation goes over to a workflow, and that fails.
    let transport = always(|_| json(409, "{}"));
    let client = Client::builder(&APIS).typed_transport(transport);
    let client = client.build().unwrap();
    let call = client.call("outer");
    let mut inside = call.step("nest").call("inner").step("add");
    let request = inside.request(Method::POST, &API, "/x").unwrap();
    let response = inside.send(request).await.unwrap();
    let failed: Failure<(), ()> = Failure::new(inside.succeeded(&response).unwrap_err(), (), ());
    let error = call.step("add").nested(failed);
    let failed: Ended<Outer> = call.over((), Err::<((), Termination), _>(error), ());
    let failed = failed.unwrap_err();
    assert_eq!(failed.status(), Some(409));
    assert_eq!(failed.declared(), Err(BodyError::Undeclared));
}
