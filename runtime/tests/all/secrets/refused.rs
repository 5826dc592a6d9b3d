//! Secrets in settings and values that are refused, and at a proxy.

use arazzo_runtime::{
    Client, Credential, Identity, Kind, Method, Parameter, Request, ReqwestTransport, Secret,
};
use serde_json::Value;

use super::{API, APIS, BEARER, builder, inputs, outer, show};
use crate::faults::host::Host;
use crate::shown::{CORE, SECRET, Shown, form_in, watched};

#[test]
fn what_cannot_be_configured_is_not_quoted() {
    let shown = Shown::new();
    let builder = || Client::builder(&APIS);
    let identity = format!("-----BEGIN PRIVATE KEY-----\n{CORE}\n-----END PRIVATE KEY-----\n");
    shown.debug(&Identity::from_pem(identity.clone()));
    for refused in [
        builder().base_url("api", format!("http://user:{SECRET}@h")),
        builder().base_url("api", format!("ftp://user:{CORE}@h")),
        builder().credential("nobody", "it", SECRET),
        builder().header("X-Own", format!("{SECRET}\n")),
        builder().trust_redirects_to(format!("http://user:{CORE}@h")),
        builder().identity(Identity::from_pem(identity)),
        builder().credential(
            "api",
            "it",
            Credential::client_credentials("id", SECRET).token_url(format!("http://u:{CORE}@h")),
        ),
    ] {
        shown.debug(&refused);
        let error = refused.build().map(drop).expect_err("a mistake");
        shown.error(&error);
    }
    assert_eq!(shown.leak(), None);
}

#[test]
fn a_password_of_a_proxy_is_not_shown() {
    let shown = Shown::new();
    let proxy = Host::start(|peer| peer.answer(407, "", ""), "");
    let transport = ReqwestTransport::with_environment(|name| {
        let url = format!("http://user:{CORE}@{}", proxy.address);
        matches!(name, "http_proxy" | "https_proxy").then_some(url)
    });
    let transport = transport.expect("a transport");
    shown.debug(&transport);
    for url in ["http://api.test", "https://api.test"] {
        let builder = builder(&proxy, SECRET.into(), &shown);
        let builder = builder.base_url("api", url).transport(transport.clone());
        let client = builder.build().expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let ended = watched(&shown, || {
            runtime.block_on(outer(&client, inputs(), &BEARER))
        });
        show(&ended, &shown);
        assert!(form_in(&proxy.received()).is_some());
    }
    assert_eq!(shown.leak(), None);
}

/// What is done to a request with a text, or a list, that cannot be sent so.
type Wrong = fn(Request, Parameter, &Secret, &Secret<Value>) -> Request;

#[test]
fn a_value_that_cannot_be_sent_is_not_quoted() {
    let shown = Shown::new();
    let host = Host::closed();
    let client = builder(&host, SECRET.into(), &shown)
        .build()
        .expect("a client");
    let parameter = |name| Parameter::new(name, "$inputs.password").required();
    let broken: Secret = format!("{SECRET}\r\n").into();
    let list = Secret::from(serde_json::json!([[SECRET]]));
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime");
    let wrong: [Wrong; 5] = [
        |request, parameter, text, _| request.header(parameter, text),
        |request, parameter, _, list| request.query(parameter, list),
        |request, parameter, _, list| request.cookie(parameter, list),
        |request, _, text, _| request.json_text("application/json", text.expose()),
        |request, _, text, _| {
            request.querystring(Parameter::new("q", "$inputs.password"), &[[text]])
        },
    ];
    for wrong in wrong {
        let mut step = client.call("w").step("s");
        let request = step.request(Method::POST, &API, "/").expect("a request");
        let request = wrong(request, parameter("X-It"), &broken, &list);
        shown.debug(&request);
        let failure = watched(&shown, || runtime.block_on(step.send(request)));
        let failure = failure.expect_err("a value that cannot be sent");
        assert_eq!(failure.kind(), Kind::Encode, "{failure}");
        shown.failure(&failure);
    }
    assert_eq!(shown.leak(), None);
}
