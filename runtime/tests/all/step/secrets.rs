//! Secrets among what a step sends.

use super::*;

#[tokio::test]
async fn a_secret_among_the_parameters_is_sent_and_shown_nowhere() {
    use arazzo_runtime::{Parameter, Secret};
    let seen = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&seen);
    let transport = always(|request| {
        let sent = format!("{} {:?}", request.uri(), request.headers());
        assert!(sent.contains("/x/s3cret%2F%26/c") && sent.contains("?a=1&key=s3cret%2F%26&b=2"));
        json(404, "{}")
    });
    let client = builder(&transport)
        .observer(move |event: &Event<'_>| {
            let mut log = log.lock().unwrap();
            log.push_str(&format!("{event:?}\n"));
        })
        .build()
        .unwrap();
    let secret = Secret::from("s3cret/&");
    let call = client.call("w");
    let mut step = call.step("s");
    let parameter = |name| Parameter::new(name, "$inputs.key");
    let request = step
        .request(Method::GET, &API, "/x/{key}/{c}")
        .unwrap()
        .path(parameter("key"), &secret)
        .path(parameter("c"), "c")
        .query(parameter("a"), &1)
        .query(parameter("key"), &Some(&secret))
        .query(parameter("b"), &2)
        .header(parameter("X-Key"), &secret)
        .cookie(parameter("key"), &secret);
    let response = step.send(request).await.unwrap();
    let failure = step.require("$statusCode == 200", false).unwrap_err();
    let shown = format!(
        "{}{response:?}{failure:?}{failure}{}{step:?}{call:?}",
        seen.lock().unwrap(),
        response.url()
    );
    assert!(
        shown.contains("/x/[redacted]/c?a=1&key=[redacted]&b=2"),
        "{shown}"
    );
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn of_a_secret_as_the_whole_query_not_even_names_are_shown() {
    use arazzo_runtime::{Parameter, Secret};
    let transport = always(|request| {
        assert_eq!(request.uri().query(), Some("a=1&s3cret=&s3cret=1"));
        json(200, "{}")
    });
    let client = builder(&transport).build().unwrap();
    let mut step = client.call("w").step("s");
    let secret = Secret::from("s3cret=&s3cret=1");
    let request = step
        .request(Method::GET, &API, "/x")
        .unwrap()
        .query(Parameter::new("a", "1"), &1)
        .querystring(Parameter::new("all", "$inputs.key"), &secret);
    assert!(!format!("{request:?}").contains("s3cret"), "{request:?}");
    let response = step.send(request).await.unwrap();
    let url = response.url();
    assert!(url.ends_with("/x?a=1&[redacted]"), "{url}");
}
