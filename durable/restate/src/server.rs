//! The server of Restate, seen from outside: it is told of workers, and asked for runs.

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::{self, Method, Request, Response, Uri, header};
use arazzo_runtime::{ReqwestTransport, Transport, TransportError};
use restate_sdk::ingress::{Client, ClientError, RequestExecutor, RequestTarget};
use restate_sdk::prelude::Json;
use serde_json::{Value, json};

/// Where the server takes calls (its ingress, port 8080), or is administered (port 9070).
#[derive(Clone, Debug)]
pub struct Server {
    uri: Uri,
    token: Option<String>,
    http: Http,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Called {
    /// The handler returned this.
    Returned(Value),
    /// The handler failed for good, or there is none: status and message.
    Failed(u16, String),
    /// There is no answer for now. The same call with the same id goes on with the same run.
    Unanswered(String),
}

#[derive(Clone, Debug)]
struct Http(ReqwestTransport);

impl RequestExecutor for Http {
    type Error = TransportError;

    fn execute(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
        self.0.send(request)
    }
}

impl Server {
    /// The server at a URL, with the token that it asks for, if it does.
    ///
    /// # Errors
    /// The URL is none.
    pub fn new(url: &str, token: Option<String>) -> Result<Self, String> {
        let url = url.trim_end_matches('/');
        let uri: Uri = url
            .parse()
            .map_err(|error| format!("`{url}` is no URL: {error}"))?;
        if uri.scheme().is_none() || uri.authority().is_none() {
            return Err(format!("`{url}` is no URL with a scheme and a host"));
        }
        let http = ReqwestTransport::new().map_err(|error| error.to_string())?;
        let http = Http(http);
        Ok(Self { uri, token, http })
    }

    /// Calls a handler under an id and waits for what it returns, however often it is asked: there is one run for an id.
    ///
    /// # Errors
    /// The call cannot be made: the token is no header.
    pub async fn call(
        &self,
        service: &str,
        handler: &str,
        id: &str,
        input: Value,
    ) -> Result<Called, String> {
        let mut client =
            Client::new(self.uri.clone(), self.http.clone()).map_err(|error| error.to_string())?;
        if let Some(token) = &self.token {
            let with = client.with_restate_auth_token(token);
            client = with.map_err(|error| error.to_string())?;
        }
        let target = RequestTarget::service(service, handler);
        let request = client.request::<_, Json<Value>>(target, Json(input));
        let called = request.idempotency_key(id).call().await;
        Ok(match called.and_then(|response| response.into_body()) {
            Ok(Json(output)) => Called::Returned(output),
            // What the server says itself names no invocation, which is against the protocol for its client.
            Err(ClientError::Status { response, .. } | ClientError::Protocol { response, .. }) => {
                answered(response.status().as_u16(), message(response.body()))
            }
            Err(error) => Called::Unanswered(error.to_string()),
        })
    }

    /// Tells the server, by its port for administration, of a worker at a URL.
    ///
    /// # Errors
    /// It refuses ([`Called::Failed`]), or does not answer.
    pub async fn register(&self, worker: &str) -> Result<(), Called> {
        let body = json!({"uri": worker, "force": true}).to_string();
        let url = format!("{}/deployments", self.uri.to_string().trim_end_matches('/'));
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(url)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request: http::Result<_> = request.body(Bytes::from(body));
        let request = request.map_err(|error| Called::Failed(400, error.to_string()))?;
        let response = self.http.0.send(request).await;
        let response = response.map_err(|error| Called::Unanswered(error.to_string()))?;
        match response.status() {
            status if status.is_success() => Ok(()),
            status => Err(answered(status.as_u16(), message(response.body()))),
        }
    }
}

/// What a status other than 200 means.
fn answered(status: u16, message: String) -> Called {
    match status {
        // The server itself cannot go on; what handlers say is another one.
        408 | 429 | 502..=504 => Called::Unanswered(message),
        status => Called::Failed(status, message),
    }
}

/// What the server says is wrong.
fn message(body: &[u8]) -> String {
    let json = serde_json::from_slice::<Value>(body).unwrap_or_default();
    match json.get("message").and_then(Value::as_str) {
        Some(message) => message.to_owned(),
        None => String::from_utf8_lossy(body).into_owned(),
    }
}
