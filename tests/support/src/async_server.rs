//! A server for thousands of connections, all of them on one thread.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::http::{Reply, Request};

/// Listens on a free port of 127.0.0.1 until the process ends. A reply that hangs up resets the connection.
#[derive(Clone, Debug)]
pub struct AsyncServer {
    address: SocketAddr,
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    open: AtomicUsize,
    most: AtomicUsize,
}

impl AsyncServer {
    /// Starts to answer requests with `answer`, which must not block.
    ///
    /// # Errors
    /// If no port or no thread is to be had.
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let counts = Arc::<Counts>::default();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let noted = Arc::clone(&counts);
        thread::spawn(move || runtime.block_on(listen(listener, Arc::new(answer), noted)));
        Ok(Self { address, counts })
    }

    /// Where it listens, as a base URL without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were open at a time at most.
    pub fn most_connections(&self) -> usize {
        self.counts.most.load(Ordering::Relaxed)
    }
}

async fn listen(
    listener: TcpListener,
    answer: Arc<dyn Fn(&Request) -> Reply + Send + Sync>,
    counts: Arc<Counts>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        // Without a file to be had the connection waits for one.
        let Ok((connection, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        let (answer, counts) = (Arc::clone(&answer), Arc::clone(&counts));
        let open = counts.open.fetch_add(1, Ordering::Relaxed) + 1;
        counts.most.fetch_max(open, Ordering::Relaxed);
        tokio::spawn(async move {
            // A client that has gone away is no problem of ours.
            let _ = serve(connection, &*answer).await;
            counts.open.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

/// One connection, until either side is done with it.
async fn serve(
    connection: TcpStream,
    answer: &(dyn Fn(&Request) -> Reply + Send + Sync),
) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut stream = BufReader::with_capacity(1024, connection);
    while let Some(request) = read(&mut stream).await? {
        let Some((text, after)) = answer(&request).written() else {
            return stream.get_ref().set_zero_linger();
        };
        if !after.is_zero() {
            tokio::time::sleep(after).await;
        }
        stream.write_all(text.as_bytes()).await?;
    }
    Ok(())
}

/// The next request; none if the client hung up.
async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut request = Request::begun(&line);
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        if !request.add(&line) {
            break;
        }
    }
    let mut body = stream.take(request.length());
    body.read_to_end(&mut request.body).await?;
    Ok(Some(request))
}
