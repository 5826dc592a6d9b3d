//! Names that are not found, servers that prove nothing, and proxies that refuse.

use std::io;
use std::sync::Arc;

use arazzo_runtime::{ClientBuilder, Credential, Kind, ReqwestTransport};
use reqwest::dns::{Name, Resolve, Resolving};

use super::fault::{Fault, Left};
use super::host::Host;
use crate::shown::SECRET;

/// What a name server says.
enum Names {
    Unknown,
    Silent,
}

impl Resolve for Names {
    fn resolve(&self, _: Name) -> Resolving {
        match self {
            Self::Unknown => Box::pin(async { Err(io::Error::other("no such name").into()) }),
            Self::Silent => Box::pin(std::future::pending()),
        }
    }
}

/// Asks this name server for a name.
fn asking(builder: ClientBuilder, names: Names) -> ClientBuilder {
    let transport = ReqwestTransport::configured(|it| it.dns_resolver(Arc::new(names)));
    builder
        .base_url("bad", "http://bad.test/v1")
        .transport(transport.expect("a transport"))
}

/// Sends what is for another machine over this host, as a proxy with a password.
fn proxied(builder: ClientBuilder, host: &Host, scheme: &str) -> ClientBuilder {
    let proxy = format!("http://user:hunter2hunter2@{}", host.address);
    let transport = ReqwestTransport::with_environment(|name| {
        matches!(name, "http_proxy" | "https_proxy").then(|| proxy.clone())
    });
    builder
        .base_url("bad", format!("{scheme}://bad.test/v1"))
        .transport(transport.expect("a transport"))
}

/// Needs a token that the host hands out.
fn granted(builder: ClientBuilder, _: &Host) -> ClientBuilder {
    builder.credential("bad", "token", Credential::client_credentials("id", SECRET))
}

pub(super) const ROWS: &[Fault] = &[
    Fault::new("a name that nobody knows", |peer| peer.json(""))
        .client(|builder, _| asking(builder, Names::Unknown))
        .breaks()
        .unprocessed(),
    Fault::new("a name server that does not answer", |peer| peer.json(""))
        .client(|builder, _| asking(builder, Names::Silent))
        .takes_too_long(),
    #[cfg(feature = "rustls-tls")]
    Fault::new("https, and the server speaks no TLS", |peer| {
        peer.send("HTTP/1.1 400 X\r\ncontent-length: 0\r\n\r\n")?;
        peer.silence()
    })
    .feature("rustls-tls")
    .client(super::tls::https)
    .breaks()
    .unprocessed(),
    #[cfg(feature = "rustls-tls")]
    Fault::new("closed in the handshake of TLS", |_| Ok(()))
        .feature("rustls-tls")
        .client(super::tls::https)
        .breaks()
        .unprocessed(),
    #[cfg(feature = "rustls-tls")]
    Fault::new("no word in the handshake of TLS", |peer| peer.silence())
        .feature("rustls-tls")
        .client(super::tls::https)
        .takes_too_long(),
    #[cfg(feature = "rustls-tls")]
    Fault::new("a certificate of an authority that nobody trusts", |peer| {
        super::tls::answer(peer, 200, "")
    })
    .feature("rustls-tls")
    .client(super::tls::distrusting)
    .breaks()
    .unprocessed(),
    #[cfg(feature = "rustls-tls")]
    Fault::new("a certificate for another name", |peer| {
        super::tls::answer(peer, 200, "")
    })
    .feature("rustls-tls")
    .client(super::tls::misnamed)
    .breaks()
    .unprocessed(),
    Fault::new("a proxy that wants another password", |peer| {
        peer.answer(407, "proxy-authenticate: basic\r\n", "")
    })
    .client(|builder, host| proxied(builder, host, "http"))
    .fails(Kind::Criteria, "criterion `status is 2xx` is not met")
    .unprocessed(),
    #[cfg(feature = "rustls-tls")]
    Fault::new("a proxy that refuses a tunnel", |peer| {
        peer.answer(403, "", "hunter2hunter2")
    })
    .feature("rustls-tls")
    .client(|builder, host| proxied(builder, host, "https"))
    .breaks()
    .unprocessed(),
    Fault::new("no word from the token endpoint", |peer| {
        peer.request()?;
        peer.silence()
    })
    .client(granted)
    .takes_too_long()
    .fails(Kind::Timeout, "no credential within")
    .attempts(0)
    .unprocessed(),
    Fault::new("a token endpoint that hangs up", |peer| peer.request())
        .client(granted)
        .fails(Kind::Transport, "gave no answer: the request failed")
        .attempts(0)
        .unprocessed(),
    Fault::new("a token endpoint that quotes the secret", |peer| {
        let quoted = r#"{"error":"(/&hunter2hunter2+="}"#;
        peer.answer(400, "content-type: application/json\r\n", quoted)
    })
    .client(granted)
    .fails(Kind::Config, "refused the client credentials: status 400")
    .attempts(0)
    .unprocessed(),
    Fault::new("a token endpoint that answers without an end", |peer| {
        let head = "HTTP/1.1 200 X\r\nconnection: close\r\n\r\n";
        peer.forever(head, [b' '; 1000], std::time::Duration::ZERO)
    })
    .client(granted)
    .fails(
        Kind::Transport,
        "the response body is larger than 65536 bytes",
    )
    .attempts(0)
    .unprocessed(),
    Fault::new("a token that is refused", |peer| match peer.number {
        0 | 3 => peer.json(r#"{"access_token":"hunter2hunter2","token_type":"bearer"}"#),
        _ => peer.answer(401, "", ""),
    })
    .client(granted)
    .fails(Kind::Criteria, "criterion `status is 2xx` is not met")
    .left(Left::Empty)
    .unprocessed(),
];
