//! Fetches one document from the web.

use std::{io, time::Duration};

use arazzo_codegen::load::{Document, resolve_url};
use ureq::{
    Agent, Error, Proxy,
    http::{Response, StatusCode, Uri},
    tls::{RootCerts, TlsConfig},
    unversioned::transport::DefaultConnector,
};

use super::guard::Guard;

/// More redirects than this lead nowhere.
const MOST_HOPS: usize = 10;

/// How long is waited for a connection, for an answer to begin, and for the next piece of it.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a document may take altogether.
const MOST_TIME: Duration = Duration::from_secs(600);

/// What is fetched and what is not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) allow_http: bool,
    pub(super) allow_private: bool,
    /// In bytes, of one document.
    pub(super) max_size: u64,
}

/// A document as it came.
pub(super) struct Fetched {
    pub(super) text: Vec<u8>,
    /// Where redirects led to, without query, if they led anywhere.
    pub(super) location: Option<String>,
    /// Whether it is JSON rather than YAML.
    pub(super) json: bool,
}

/// Fetches documents, one after the other, over as few connections as it can.
pub(super) struct Fetcher {
    agent: Agent,
    guard: Guard,
    rules: Rules,
}

impl Fetcher {
    pub(super) fn new(rules: Rules) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(Proxy::try_from_env())
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("arazzo-codegen/", env!("CARGO_PKG_VERSION")))
            .accept("application/yaml, application/json;q=0.9, */*;q=0.5")
            .timeout_resolve(Some(PATIENCE))
            .timeout_connect(Some(PATIENCE))
            .timeout_recv_response(Some(PATIENCE))
            .timeout_per_read(Some(PATIENCE))
            .timeout_global(Some(MOST_TIME))
            .build();
        let guard = Guard::new(rules.allow_private);
        let connector = DefaultConnector::default();
        Self {
            agent: Agent::with_parts(config, connector, Guard::new(rules.allow_private)),
            guard,
            rules,
        }
    }

    /// Fetches the document at `url`; `redirected` is called with each further address on the way.
    pub(super) fn fetch(
        &self,
        url: &str,
        mut redirected: impl FnMut(&str),
    ) -> Result<Fetched, String> {
        let mut here = url.to_owned();
        for _ in 0..=MOST_HOPS {
            let mut response = self.get(&here)?;
            if let Some(next) = next(&here, &response)? {
                redirected(without_query(&next));
                here = next;
                continue;
            }
            let status = response.status();
            if status != StatusCode::OK {
                return Err(format!("the server answered {status}"));
            }
            let text = self.body(&mut response)?;
            return Ok(Fetched {
                json: checked(&text)?,
                location: (here != url).then(|| without_query(&here).to_owned()),
                text,
            });
        }
        Err(format!("more than {MOST_HOPS} redirects"))
    }

    fn get(&self, url: &str) -> Result<Response<ureq::Body>, String> {
        let uri: Uri = (url.parse()).map_err(|_| "it is no valid address".to_owned())?;
        self.admit(&uri)?;
        let config = self.agent.config();
        let proxy = config.proxy().filter(|proxy| !proxy.is_no_proxy(&uri));
        if proxy.is_some() {
            self.guard
                .behind_proxy(&uri, config)
                .map_err(|error| why(&error))?;
        }
        self.agent.get(uri).call().map_err(|error| why(&error))
    }

    /// What an address says about itself; each redirect comes here as well.
    fn admit(&self, uri: &Uri) -> Result<(), String> {
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if self.rules.allow_http => {}
            Some("http") => {
                let why = "anybody on the way could change what comes over `http`";
                return Err(format!("{why}: use `https`, or `--allow-http`"));
            }
            _ => return Err("only `https` is fetched".to_owned()),
        }
        let authority = uri.authority().map(|authority| authority.as_str());
        if authority.is_some_and(|authority| authority.contains('@')) {
            let why = "its user and password would stand in the lock";
            return Err(format!(
                "{why}: download it, and name the file with `--source`"
            ));
        }
        Ok(())
    }

    fn body(&self, response: &mut Response<ureq::Body>) -> Result<Vec<u8>, String> {
        let most = self.rules.max_size;
        let too_long = || {
            let most = size(most);
            format!("it is longer than {most}; `--max-size` sets another limit")
        };
        if response
            .body()
            .content_length()
            .is_some_and(|length| length > most)
        {
            return Err(too_long());
        }
        let body = response.body_mut().with_config().limit(most);
        body.read_to_vec().map_err(|error| match error {
            Error::BodyExceedsLimit(_) => too_long(),
            other => format!("it broke off: {}", why(&other)),
        })
    }
}

/// Where a response says that the document is.
fn next(here: &str, response: &Response<ureq::Body>) -> Result<Option<String>, String> {
    let status = response.status();
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = response.headers().get("location");
    let location = location.and_then(|location| location.to_str().ok());
    match location {
        Some(location) => Ok(Some(resolve_url(here, location))),
        None => Err(format!(
            "the server answered {status} and does not say where to"
        )),
    }
}

/// What a redirect adds to an address is often a signature of the hour, which nobody should keep.
fn without_query(url: &str) -> &str {
    url.split_once('?').map_or(url, |(head, _)| head)
}

/// Whether a text is JSON; an error if it is no document at all, such as a page that asks for a password.
fn checked(text: &[u8]) -> Result<bool, String> {
    let text = String::from_utf8_lossy(text);
    let document = Document::parse("document", &text).ok();
    match document.filter(|document| document.root.is_object()) {
        Some(document) => Ok(document.json),
        None => {
            let begin: String = text.trim_start().chars().take(40).collect();
            let begin = begin.lines().next().unwrap_or_default();
            Err(format!(
                "it is neither JSON nor YAML with members: it begins with `{begin}`"
            ))
        }
    }
}

/// A failure in words for somebody who may be without a network.
fn why(error: &Error) -> String {
    match error {
        Error::HostNotFound => "no such host is known here; is there a network?".to_owned(),
        Error::Timeout(_) => "the server did not answer in time".to_owned(),
        Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused => "the connection was refused".to_owned(),
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
                "the network is not reachable".to_owned()
            }
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
                "the connection was lost".to_owned()
            }
            io::ErrorKind::TimedOut => "the server did not answer in time".to_owned(),
            // What the system says of a name has no kind of its own.
            _ if error.to_string().contains("lookup address") => {
                "no such host is known here; is there a network?".to_owned()
            }
            _ => error.to_string(),
        },
        Error::Other(error) => error.to_string(),
        other => other.to_string(),
    }
}

/// A number of bytes as people write it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
