//! A process among others that share the work.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use restate_sdk::endpoint::Endpoint;
use restate_sdk::hyper::HyperEndpoint;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;

/// How many invocations come over a connection. Restate opens further ones for more, and the fewer there are on each, the
/// more evenly processes at one address share them.
const INVOCATIONS: u32 = 8;

/// How old a connection becomes before Restate is asked to open another one.
const AGE: Duration = Duration::from_secs(20);

/// How long to wait where no connection can be accepted.
const PAUSE: Duration = Duration::from_millis(50);

/// How long invocations may take to come to a point from which another process goes on.
const GRACE: Duration = Duration::from_secs(10);

/// Listens for Restate. Several processes of one machine may listen at one address, where the system has a way to share
/// it (`SO_REUSEPORT`): a connection is that of one of them.
///
/// # Errors
/// The address is not to be had.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    #[cfg(unix)]
    {
        socket.set_reuseaddr(true)?;
        socket.set_reuseport(true)?;
    }
    socket.bind(address)?;
    socket.listen(1024)
}

/// Serves until `stop` completes. Unlike the server of the SDK it takes few invocations over one connection, and lets
/// Restate open another one in its place after a while, so that further processes at its address have some as well. And it
/// sends at once what is small (`TCP_NODELAY`): a step of a run that has nothing else to do takes a tenth of the time.
pub async fn serve(endpoint: Endpoint, listener: TcpListener, stop: impl Future) {
    let endpoint = HyperEndpoint::new(endpoint);
    let mut http = http2::Builder::new(TokioExecutor::new());
    http.max_concurrent_streams(INVOCATIONS);
    let (stopping, _) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            // Too many files are open, or the like: others have to be closed first.
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // Each entry of a journal is a small write whose confirmation is waited for. A system that cannot do that is slower.
        stream.set_nodelay(true).ok();
        let connection = http.serve_connection(TokioIo::new(stream), endpoint.clone());
        let mut stopped = stopping.subscribe();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            // Restate makes up for one that breaks off.
            tokio::select! {
                _ = connection.as_mut() => return,
                _ = tokio::time::sleep(AGE) => {}
                _ = stopped.changed() => {}
            }
            connection.as_mut().graceful_shutdown();
            connection.await.ok();
        });
    }
    drop(listener);
    stopping.send(()).ok();
    tokio::time::timeout(GRACE, stopping.closed()).await.ok();
}
