//! TLS on this machine, with certificates for tests alone.

use std::io::{self, Read as _, Write as _};
use std::sync::Arc;

use arazzo_runtime::{ClientBuilder, ReqwestTransport};
use reqwest::tls::Certificate;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use super::host::{Host, Peer};

const AUTHORITY: &[u8] = include_bytes!("../../certificates/authority.pem");
const SERVER: &[u8] = include_bytes!("../../certificates/server.pem");

/// Answers a request over TLS, without a body.
pub(super) fn answer(peer: &mut Peer, status: u16, headers: &str) -> io::Result<()> {
    let certificate = CertificateDer::from_pem_slice(SERVER).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(SERVER).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate and its key");
    let mut connection = ServerConnection::new(Arc::new(config)).map_err(io::Error::other)?;
    let mut stream = Stream::new(&mut connection, &mut peer.stream);
    let mut chunk = [0; 1 << 14];
    if stream.read(&mut chunk)? == 0 {
        return Ok(());
    }
    let head =
        format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: 0\r\n{headers}\r\n");
    stream.write_all(head.as_bytes())?;
    connection.send_close_notify();
    connection.complete_io(&mut peer.stream).map(drop)
}

/// Asks over TLS.
pub(super) fn https(builder: ClientBuilder, host: &Host) -> ClientBuilder {
    builder.base_url("bad", format!("https://{}/v1", host.address))
}

/// Asks over TLS and trusts nobody.
pub(super) fn distrusting(builder: ClientBuilder, host: &Host) -> ClientBuilder {
    https(builder, host).transport(with(&[]))
}

/// Asks over TLS and trusts the authority of the tests.
pub(super) fn trusting(builder: ClientBuilder, host: &Host) -> ClientBuilder {
    https(builder, host).transport(with(&[AUTHORITY]))
}

/// The same under a name that the certificate does not have.
pub(super) fn misnamed(builder: ClientBuilder, host: &Host) -> ClientBuilder {
    let (_, port) = host.address.split_once(':').expect("a port");
    let address = host.address.parse().expect("an address");
    let transport = ReqwestTransport::configured(|builder| {
        let trusted = [Certificate::from_pem(AUTHORITY).expect("a certificate")];
        builder.tls_certs_only(trusted).resolve("bad.test", address)
    });
    builder
        .base_url("bad", format!("https://bad.test:{port}/v1"))
        .transport(transport.expect("a transport"))
}

fn with(authorities: &[&[u8]]) -> ReqwestTransport {
    let read = |pem: &&[u8]| Certificate::from_pem(pem).expect("a certificate");
    let trusted: Vec<_> = authorities.iter().map(read).collect();
    ReqwestTransport::configured(|builder| builder.tls_certs_only(trusted)).expect("a transport")
}
