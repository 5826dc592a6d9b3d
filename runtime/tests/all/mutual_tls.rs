//! `mutualTLS`: the transport proves who the client is, over TLS on this machine.
//!
//! The certificates are for these tests alone; they are signed by an authority whose key is gone.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use arazzo_runtime::{
    Api, Client, ClientBuilder, Identity, Kind, Method, ReqwestTransport, Scheme, StepError,
    Transport as _,
};

use crate::scripted::{always, json};
use reqwest::tls::Certificate;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

const AUTHORITY: &[u8] = include_bytes!("../certificates/authority.pem");
const CLIENT: &[u8] = include_bytes!("../certificates/client.pem");
const SERVER: &[u8] = include_bytes!("../certificates/server.pem");

static API: Api = Api::new("api", "openapi.yaml", &[]);
static APIS: [&Api; 1] = [&API];
static CERTIFICATE: Scheme = Scheme::mutual_tls("api", "certificate");

/// A server that answers one request with a redirect to itself, if the client has a certificate of the authority.
/// Says how many certificates it was shown.
fn serve() -> (u16, Receiver<usize>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(AUTHORITY).unwrap())
        .unwrap();
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(SERVER).unwrap()],
            PrivateKeyDer::from_pem_slice(SERVER).unwrap(),
        )
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, shown) = channel();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut chunk = [0; 4096];
        if stream.read(&mut chunk).is_err() {
            sender.send(0).ok();
            return;
        }
        sender
            .send(stream.conn.peer_certificates().unwrap_or_default().len())
            .ok();
        stream
            .write_all(b"HTTP/1.1 302 X\r\nlocation: /elsewhere\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            .unwrap();
        stream.conn.send_close_notify();
        stream.flush().ok();
    });
    (port, shown)
}

/// The status that a step gets which declares 302 and needs a certificate.
async fn call(port: u16, transport: ReqwestTransport) -> Result<u16, StepError> {
    let client = Client::builder(&APIS)
        .base_url("api", format!("https://localhost:{port}"))
        .transport(transport)
        .build()
        .unwrap();
    let mut step = client.call("w").step("s");
    let request = step
        .request(Method::GET, &API, "/x")?
        .security(&[&[&CERTIFICATE]])
        .redirects(&[arazzo_runtime::StatusPattern::Exact(302)]);
    step.send(request).await.map(|response| response.status())
}

/// Asks the server with the default transport, which trusts whom the environment says.
async fn by_default(port: u16, identity: Option<Identity>) -> Result<u16, StepError> {
    let mut builder = Client::builder(&APIS).base_url("api", format!("https://localhost:{port}"));
    if let Some(identity) = identity {
        builder = builder.identity(identity);
    }
    let client = builder.build().unwrap();
    assert!(!format!("{client:?}").contains("PRIVATE"), "{client:?}");
    let mut step = client.call("w").step("s");
    let request = step
        .request(Method::GET, &API, "/x")?
        .security(&[&[&CERTIFICATE]])
        .redirects(&[arazzo_runtime::StatusPattern::Exact(302)]);
    step.send(request).await.map(|response| response.status())
}

/// Runs an ignored test of this file in a process that trusts the authority.
fn trusting(test: &str) {
    let authority = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/certificates/authority.pem"
    );
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args(["--ignored", "--exact", &format!("mutual_tls::{test}")])
        .env("SSL_CERT_FILE", authority)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn a_certificate_given_to_the_builder_is_shown() {
    trusting("the_default_transport_shows_the_certificate");
}

#[tokio::test]
#[ignore = "run by `a_certificate_given_to_the_builder_is_shown`"]
async fn the_default_transport_shows_the_certificate() {
    let (port, shown) = serve();
    let status = by_default(port, Some(Identity::from_pem(CLIENT))).await;
    assert_eq!(status.unwrap(), 302);
    // The system's library adds the authority that it finds in its store; rustls shows what it was given.
    let certificates = if cfg!(feature = "native-tls") { 2 } else { 1 };
    assert_eq!(shown.recv().unwrap(), certificates);
    let (port, shown) = serve();
    let error = by_default(port, None).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Transport, "{error}");
    assert_eq!(shown.recv().unwrap(), 0);
}

#[test]
fn a_certificate_that_cannot_be_shown_is_found_before_the_first_request() {
    let refused = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    let builder = || Client::builder(&APIS);
    let broken = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    let said = refused(builder().identity(Identity::from_pem(broken)));
    assert_eq!(
        said,
        "the client certificate is no PEM of a certificate and its private key"
    );
    let both = builder()
        .identity(Identity::from_pem(CLIENT))
        .identity(Identity::from_pem("other"));
    assert_eq!(
        refused(both),
        "two client certificates are given, and a client shows one"
    );
    let same = builder()
        .identity(Identity::from_pem(CLIENT))
        .identity(Identity::from_pem(CLIENT));
    assert!(same.build().is_ok());
    let memory = always(|_| json(204, ""));
    let elsewhere = builder()
        .identity(Identity::from_pem(CLIENT))
        .transport(memory)
        .build();
    assert_eq!(
        elsewhere.unwrap_err().to_string(),
        "the client certificate is for the default transport, and another one is used"
    );
}

#[test]
fn a_transport_says_whether_it_has_a_certificate() {
    let identity = Identity::from_pem(CLIENT);
    let says = |transport: ReqwestTransport| transport.shows_certificate();
    assert_eq!(
        says(ReqwestTransport::with_identity(&identity).unwrap()),
        Some(true)
    );
    assert_eq!(says(ReqwestTransport::new().unwrap()), Some(false));
    let configured = ReqwestTransport::configured(|builder| builder);
    assert_eq!(says(configured.unwrap()), None);
}

fn authority() -> Certificate {
    Certificate::from_pem(AUTHORITY).unwrap()
}

#[tokio::test]
async fn a_client_certificate_is_shown() {
    let (port, shown) = serve();
    let transport = ReqwestTransport::configured(|builder| {
        builder
            // With `native-tls` in the same build, it would be the one that is used.
            .tls_backend_rustls()
            .tls_certs_only([authority()])
            .identity(reqwest::Identity::from_pem(CLIENT).unwrap())
            // Not the business of the caller: the declared redirect still is the response.
            .redirect(reqwest::redirect::Policy::limited(3))
    })
    .unwrap();
    assert_eq!(call(port, transport).await.unwrap(), 302);
    assert_eq!(shown.recv().unwrap(), 1);
}

#[tokio::test]
async fn without_one_the_server_hangs_up_and_the_step_fails() {
    let (port, shown) = serve();
    let transport =
        ReqwestTransport::configured(|builder| builder.tls_certs_only([authority()])).unwrap();
    let error = call(port, transport).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Transport, "{error}");
    assert_eq!(shown.recv().unwrap(), 0);
}
