//! The exchange with a token endpoint (RFC 6749, sections 4.4.2, 4.4.3, 5.1 and 5.2).

use std::borrow::Cow;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method, Uri};
use serde_json::Value;
use url::Url;

use super::ClientCredentials;
use crate::client::Client;
use crate::draft::push_pair;
use crate::error::Kind;
use crate::percent::{Keep, encode};
use crate::position::Position;
use crate::problem::Problem;
use crate::scheme::Scheme;
use crate::server;
use crate::transport::{Outgoing, Transport, TransportError};

/// No honest token comes near it.
const LIMIT: usize = 64 << 10;

/// How long before its end a token is given up at most; a tenth of its lifetime if that is less.
const MARGIN: Duration = Duration::from_secs(30);

/// Where and as whom to ask.
pub(super) struct Endpoint<'a> {
    pub(super) url: Url,
    pub(super) scheme: &'static Scheme,
    pub(super) client: &'a ClientCredentials,
    pub(super) position: &'a Position,
}

/// What was granted.
pub(super) struct Granted {
    pub(super) token: String,
    pub(super) lifetime: Option<Duration>,
    /// The secret had to be in the body.
    pub(super) in_body: bool,
}

/// Why nothing was granted.
struct Refused {
    problem: Problem,
    /// The endpoint does not know the client, perhaps because it does not look where the secret is.
    invalid_client: bool,
}

impl Endpoint<'_> {
    /// Asks with HTTP basic authentication; where that is `invalid_client`, once more with the secret in the body
    /// (section 2.3.1). `in_body`: the latter is known to be what the endpoint wants.
    pub(super) async fn fetch(
        &self,
        client: &Client<impl Transport>,
        in_body: bool,
    ) -> Result<Granted, Problem> {
        match self.ask(client, in_body).await {
            Ok(granted) => Ok(granted),
            Err(refused) if refused.invalid_client && !in_body => {
                let again = self.ask(client, true).await;
                again.map_err(|_| refused.problem)
            }
            Err(refused) => Err(refused.problem),
        }
    }

    async fn ask(
        &self,
        client: &Client<impl Transport>,
        in_body: bool,
    ) -> Result<Granted, Refused> {
        if self.url.as_str().parse::<Uri>().is_err() {
            return Err(self
                .problem(Kind::Config, "has a URL that nothing can be sent to")
                .into());
        }
        let outgoing = Outgoing {
            method: &Method::POST,
            url: &self.url,
            headers: Cow::Owned(self.headers(in_body)?),
            body: &Bytes::from(self.body(in_body)),
            position: self.position,
            limit: LIMIT,
            operation: None,
            timeout: None,
        };
        let response = client.dispatch(outgoing).await;
        let response = response.map_err(|error| self.unreachable(error))?;
        let status = response.status().as_u16();
        let reply: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        match status {
            200..=299 => Ok(self.granted(&reply, in_body)?),
            429 | 500.. => {
                let message = format!("answered with status {status}");
                Err(self.problem(Kind::Transport, &message).into())
            }
            _ => Err(self.refused(status, &reply)),
        }
    }

    fn body(&self, in_body: bool) -> String {
        let mut body = String::new();
        let mut pair =
            |name: &str, value: &str| push_pair(&mut body, name, &encode(value, Keep::Form));
        pair("grant_type", "client_credentials");
        if !self.scheme.scopes.is_empty() {
            pair("scope", &self.scheme.scopes.join(" "));
        }
        if in_body {
            pair("client_id", &self.client.id);
            pair("client_secret", &self.client.secret);
        }
        body
    }

    fn headers(&self, in_body: bool) -> Result<HeaderMap, Problem> {
        let mut headers = HeaderMap::new();
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if !in_body {
            let ClientCredentials { id, secret, .. } = self.client;
            let pair = format!("{}:{}", encode(id, Keep::Form), encode(secret, Keep::Form));
            let value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair)));
            let mut value = value.map_err(|_| Problem::config("a header is no header"))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Ok(headers)
    }

    fn granted(&self, reply: &Value, in_body: bool) -> Result<Granted, Problem> {
        let text = |name| reply.get(name).and_then(Value::as_str);
        let is_bearer = text("token_type").is_none_or(|it| it.eq_ignore_ascii_case("bearer"));
        let token = text("access_token").filter(|token| is_bearer && !token.is_empty());
        let Some(token) = token else {
            return Err(self.problem(Kind::Config, "answered without a bearer token"));
        };
        Ok(Granted {
            token: token.to_owned(),
            lifetime: reply.get("expires_in").and_then(lifetime),
            in_body,
        })
    }

    fn refused(&self, status: u16, reply: &Value) -> Refused {
        let error = reply.get("error").and_then(Value::as_str);
        let shown = error.filter(|error| is_code(error) && !self.quotes_secret(error));
        let reason = shown.map_or_else(String::new, |error| format!("`{error}`, "));
        let message = format!("refused the client credentials: {reason}status {status}");
        Refused {
            problem: self.problem(Kind::Config, &message),
            invalid_client: matches!(status, 400 | 401) && error == Some("invalid_client"),
        }
    }

    /// Whether an endpoint sends back what it was sent.
    fn quotes_secret(&self, text: &str) -> bool {
        let secret = &self.client.secret;
        !secret.is_empty() && text.contains(secret.as_str())
    }

    /// Of the step's own request the server has seen nothing then.
    fn unreachable(&self, error: TransportError) -> Problem {
        let Problem {
            kind,
            message,
            source,
        } = error.unsent().into();
        Problem {
            source,
            ..self.problem(kind, &format!("gave no answer: {message}"))
        }
    }

    fn problem(&self, kind: Kind, what: &str) -> Problem {
        let url = server::trimmed(self.url.clone());
        let Scheme { name, source, .. } = self.scheme;
        Problem::new(
            kind,
            format!("the token endpoint {url} for `{name}` of source `{source}` {what}"),
        )
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            invalid_client: false,
        }
    }
}

/// A code as section 5.2 lists them; a sentence, or anything else that an endpoint makes up, is not repeated.
fn is_code(error: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (1..=64).contains(&error.len()) && error.bytes().all(allowed)
}

/// `expires_in`, less the margin. Some endpoints send the number as text.
fn lifetime(expires_in: &Value) -> Option<Duration> {
    let seconds = match expires_in {
        Value::String(text) => text.trim().parse().ok()?,
        other => other.as_f64()?,
    };
    let all = Duration::try_from_secs_f64(f64::max(seconds, 0.0)).ok()?;
    Some(all.saturating_sub(MARGIN.min(all / 10)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_is_given_up_a_little_early() {
        let seconds = |value: Value| lifetime(&value).map(|it| it.as_secs_f64());
        assert_eq!(seconds(json!(3600)), Some(3570.0));
        assert_eq!(seconds(json!("100")), Some(90.0));
        assert_eq!(seconds(json!(1.0)), Some(0.9));
        assert_eq!(seconds(json!(-5)), Some(0.0));
        for strange in [json!(1e300), json!("soon"), json!(null), json!([1])] {
            assert_eq!(seconds(strange.clone()), None, "{strange}");
        }
    }

    #[test]
    fn only_codes_are_repeated() {
        assert!(is_code("invalid_client") && is_code("AADSTS7000215"));
        for text in ["", "no such client: me", "x\ny", &"a".repeat(65)] {
            assert!(!is_code(text), "{text}");
        }
    }
}
