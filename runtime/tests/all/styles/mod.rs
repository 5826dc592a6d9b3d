//! Whatever a value holds, a server that decodes it by the book gets the same value.
//!
//! The decoders are written from RFC 6570 and the style table of OpenAPI, without a look at the encoders. Strategies
//! leave out only what a style cannot tell apart, such as a dot in an item that dots separate.

use arazzo_runtime::{Api, Bytes, Client, Kind, Method, Parameter, Request, StepError, http};

use crate::scripted::{always, json};

mod body;
mod content;
mod decode;
mod header;
mod path;
mod query;
mod values;

static API: Api = Api::new("api", "http://mock.test/openapi.yaml", &[]);
static APIS: [&Api; 1] = [&API];

/// The parameter `n`, which has a value that the document calls `$inputs.n`.
const N: Parameter = Parameter::new("n", "$inputs.n");

/// The request that reaches the transport.
fn sent(
    template: &'static str,
    with: impl FnOnce(Request) -> Request,
) -> Result<http::Request<Bytes>, StepError> {
    let transport = always(|_| json(204, ""));
    let client = Client::builder(&APIS)
        .base_url("api", "http://mock.test")
        .transport(transport.clone())
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut step = client.call("w").step("s");
        let request = with(step.request(Method::POST, &API, template)?);
        step.send(request).await.map(|_| ())
    })?;
    Ok((*transport.sent().remove(0)).clone())
}

/// The query string of the request, without anything where it has none.
fn query_of(request: &http::Request<Bytes>) -> &str {
    request.uri().query().unwrap_or_default()
}

#[test]
fn what_holds_nothing_is_left_out_of_a_query_a_header_and_a_cookie() {
    for nothing in ["null", "[]", "{}", "[null]", r#"{"a":null}"#] {
        let value: serde_json::Value = serde_json::from_str(nothing).expect("JSON");
        let request = sent("/p", |it| {
            it.query(N, &value).header(N, &value).cookie(N, &value)
        })
        .expect("sent");
        assert_eq!(request.uri(), "http://mock.test/p", "{nothing}");
        assert_eq!(request.headers().get("n"), None, "{nothing}");
        assert_eq!(request.headers().get("cookie"), None, "{nothing}");
        let refused = sent("/p/{n}", |it| it.path(N, &value)).expect_err("has no value");
        assert_eq!(refused.kind(), Kind::MissingValue, "{nothing}");
    }
}
