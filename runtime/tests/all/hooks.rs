//! What a caller's hooks do to requests and see of answers, and the default headers besides.

use std::sync::{Arc, Mutex};

use arazzo_runtime::http::HeaderValue;
use arazzo_runtime::testing::{Answer, Reply};
use arazzo_runtime::{
    Api, Client, Credential, Hook, Kind, Method, Outgoing, Scheme, Server, StepError,
    TransportError, bytes, http,
};

use crate::scripted::{always, json, queue};

static SERVERS: [Server; 1] = [Server::new("https://mock.test")];
static API: Api = Api::new("api", "https://docs.test/openapi.yaml", &SERVERS);
static APIS: [&Api; 1] = [&API];
static TOKEN: Scheme = Scheme::oauth2("api", "token");

/// Signs with what it sees of the request, after a pause, and notes down what it sees.
#[derive(Clone, Default)]
struct Signing(Arc<Mutex<Vec<String>>>);

impl Signing {
    fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Hook for Signing {
    async fn request(&self, request: &mut Outgoing<'_>) -> Result<(), TransportError> {
        tokio::task::yield_now().await;
        let authorized = request.headers().contains_key("authorization");
        let attempt = request.position().attempt;
        let text = format!(
            "{} {} {} bytes, {authorized}, {attempt}, {}",
            request.method(),
            request.url(),
            request.body().len(),
            request.is_token_request()
        );
        // A signature of an earlier sending would be of no use.
        assert!(!request.headers().contains_key("x-signature"));
        let value = HeaderValue::from_str(&text).unwrap();
        request.headers_mut().insert("x-signature", value);
        self.0.lock().unwrap().push(text);
        Ok(())
    }

    async fn answer(
        &self,
        request: &Outgoing<'_>,
        answer: Result<&http::Response<bytes::Bytes>, &TransportError>,
    ) {
        assert!(request.headers().contains_key("x-signature"));
        let answer = match answer {
            Ok(response) => response.status().as_u16().to_string(),
            Err(error) => error.to_string(),
        };
        self.0.lock().unwrap().push(answer);
    }
}

/// Two attempts of one step.
async fn twice(client: &Client, method: Method) -> Result<(), StepError> {
    let mut step = client.call("w").step("s");
    for _ in 0..2 {
        let request = step.request(method.clone(), &API, "/x")?;
        let request = request.security(&[&[&TOKEN]]);
        let request = request.json("application/json", &"body");
        step.send(request).await?;
    }
    Ok(())
}

fn redirect(to: &str) -> Answer {
    Ok(Reply::new(307).header("location", to))
}

#[tokio::test]
async fn every_sending_passes_the_hooks_and_every_answer_is_seen() {
    let transport = queue([
        json(200, "{\"access_token\": \"t\"}"),
        redirect("/y"),
        json(503, ""),
        Err(TransportError::new("connection reset")),
    ]);
    let signing = Signing::default();
    let client = Client::builder(&APIS)
        .transport(transport.clone())
        .credential(
            "api",
            "token",
            Credential::client_credentials("id", "secret").token_url("https://login.test/token"),
        )
        .hook(signing.clone())
        .build()
        .unwrap();
    let error = twice(&client, Method::POST).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Transport);
    assert_eq!(
        signing.seen(),
        [
            "POST https://login.test/token 29 bytes, true, 1, true",
            "200",
            "POST https://mock.test/x 6 bytes, true, 1, false",
            "307",
            "POST https://mock.test/y 6 bytes, true, 1, false",
            "503",
            "POST https://mock.test/x 6 bytes, true, 2, false",
            "connection reset",
        ]
    );
    for request in transport.sent() {
        let signature = request.headers()["x-signature"].to_str().unwrap();
        assert!(
            signature.contains(&request.uri().to_string()),
            "{signature}"
        );
    }
}

#[tokio::test]
async fn a_request_that_a_hook_refuses_is_not_sent() {
    let transport = always(|_| json(200, "{}"));
    let signing = Signing::default();
    let client = Client::builder(&APIS)
        .transport(transport.clone())
        .hook(|request: &mut Outgoing<'_>| match request.url() {
            url if url.starts_with("https://mock.test/") => {
                let cause = std::io::Error::other("no key");
                Err(TransportError::new("cannot sign").with_source(cause))
            }
            _ => Ok(()),
        })
        .hook(signing.clone())
        .build()
        .unwrap();
    let error = twice(&client, Method::POST).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (Kind::Transport, 1));
    assert_eq!(error.message(), "cannot sign: no key");
    assert!(!error.may_have_been_processed());
    assert!(signing.seen().is_empty() && transport.sent().is_empty());
}

#[tokio::test]
async fn a_user_agent_goes_along_with_redirects_and_other_headers_do_not() {
    let transport = queue([redirect("https://elsewhere.test/"), json(200, "{}")]);
    let client = Client::builder(&APIS)
        .transport(transport.clone())
        .user_agent("importer/2.1")
        .header("X-Key", "k")
        .build()
        .unwrap();
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    step.send(request).await.unwrap();
    let sent: Vec<_> = transport
        .sent()
        .iter()
        .map(|it| {
            let header = |name| it.headers().get(name).cloned();
            (header("user-agent"), header("x-key"))
        })
        .collect();
    let [agent, key] = ["importer/2.1", "k"].map(HeaderValue::from_static);
    assert_eq!(
        sent,
        [(Some(agent.clone()), Some(key)), (Some(agent), None)]
    );
}
