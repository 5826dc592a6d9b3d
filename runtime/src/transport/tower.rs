//! Services of `tower` as transports, and transports as services.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tower_service::Service;

#[cfg(feature = "reqwest")]
use super::ReqwestTransport;
use super::{AnyTransport, Transport, TransportError};

type Request = http::Request<Bytes>;
type Response = http::Response<Bytes>;
type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Any [`tower_service::Service`] as a transport, so that limits, retries and whatever else there is as a layer can stand
/// between a client and its server. [`ReqwestTransport`](crate::ReqwestTransport) and
/// [`AnyTransport`](crate::AnyTransport) are services to put layers around.
///
/// Each request is sent by a clone of the service. One that cannot be cloned, such as a rate limit, goes behind
/// `tower::buffer`. The time that a request waits in a layer counts for its attempt. It carries the extensions that
/// [`Transport::send`](crate::Transport::send) lists, such as the [`Operation`](crate::Operation).
///
/// An error of the service fails the step with [`Kind::Transport`](crate::Kind::Transport), as one that may have been
/// processed. What is known better is said by a [`TransportError`] as the error, or among its sources; errors before the
/// service takes the request say by themselves that nothing was sent. Needs a tokio runtime for delays.
///
/// ```
/// # use arazzo_runtime::{Api, BuildError, Client, bytes::Bytes, http};
/// # static APIS: &[&Api] = &[];
/// # fn build<S>(service: S) -> Result<Client, BuildError>
/// # where
/// #     S: tower_service::Service<http::Request<Bytes>, Response = http::Response<Bytes>> + Clone + Send + 'static,
/// #     S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
/// #     S::Future: Send,
/// # {
/// use arazzo_runtime::ServiceTransport;
///
/// // let service = ServiceBuilder::new().concurrency_limit(4).service(ReqwestTransport::new()?);
/// Client::builder(APIS).transport(ServiceTransport::new(service)).build()
/// # }
/// ```
pub struct ServiceTransport<S>(Mutex<S>);

impl<S> ServiceTransport<S> {
    /// Sends requests through `service`.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S> Transport for ServiceTransport<S>
where
    S: Service<Request, Response = Response> + Clone + Send,
    S::Error: Into<BoxError>,
    S::Future: Send,
{
    fn below(&self) -> Option<&dyn super::Below> {
        None
    }

    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let mut service = {
            let service = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            service.clone()
        };
        let ready = poll_fn(|context| service.poll_ready(context)).await;
        ready.map_err(|error| failure(error.into()).unsent())?;
        let sent = service.call(request).await;
        sent.map_err(|error| failure(error.into()))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

impl<S> fmt::Debug for ServiceTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceTransport").finish_non_exhaustive()
    }
}

/// The error of a transport below the layers, or one that says as much as that one.
fn failure(error: BoxError) -> TransportError {
    let error = match error.downcast::<TransportError>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    let mut below = error.source();
    let known = std::iter::from_fn(|| {
        let error = below?;
        below = error.source();
        Some(error)
    });
    let known = known
        .filter_map(|error| error.downcast_ref::<TransportError>())
        .next();
    let (timeout, unsent) = known.map_or((false, false), |it| (it.timeout, it.unsent));
    TransportError {
        message: "the request failed".to_owned(),
        timeout,
        unsent,
        source: Some(error),
    }
}

/// What a transport sends, as a service.
type Sending = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send>>;

fn sending(transport: impl Transport + 'static, request: Request) -> Sending {
    Box::pin(async move { transport.send(request).await })
}

#[cfg(feature = "reqwest")]
impl Service<Request> for ReqwestTransport {
    type Response = Response;
    type Error = TransportError;
    type Future = Sending;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Sending {
        sending(self.clone(), request)
    }
}

impl Service<Request> for AnyTransport {
    type Response = Response;
    type Error = TransportError;
    type Future = Sending;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Sending {
        sending(self.clone(), request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Script, Target};

    /// Answers with a status, or fails like this, when it is asked whether it is ready or afterwards.
    #[derive(Clone)]
    enum Scripted {
        Busy,
        Fails(fn() -> BoxError),
    }

    impl Service<Request> for Scripted {
        type Response = Response;
        type Error = BoxError;
        type Future = std::future::Ready<Result<Response, BoxError>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            Poll::Ready(match self {
                Self::Busy => Err("overloaded".into()),
                Self::Fails(_) => Ok(()),
            })
        }

        fn call(&mut self, _: Request) -> Self::Future {
            std::future::ready(Err(match self {
                Self::Busy => "called although busy".into(),
                Self::Fails(error) => error(),
            }))
        }
    }

    /// An error of a layer around one of a transport.
    #[derive(Debug)]
    struct Layered(TransportError);

    impl fmt::Display for Layered {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the layer gave up")
        }
    }

    impl std::error::Error for Layered {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }

    #[tokio::test]
    async fn what_is_known_of_a_failure_comes_through() {
        let cases: [(Scripted, &str, bool, bool); 4] = [
            (
                Scripted::Busy,
                "the request failed: overloaded",
                false,
                true,
            ),
            (
                Scripted::Fails(|| "broken".into()),
                "the request failed: broken",
                false,
                false,
            ),
            (
                Scripted::Fails(|| TransportError::timeout("too slow").into()),
                "too slow",
                true,
                false,
            ),
            (
                Scripted::Fails(|| Layered(TransportError::new("refused").unsent()).into()),
                "the request failed: the layer gave up: refused",
                false,
                true,
            ),
        ];
        for (service, message, timeout, unsent) in cases {
            let transport = ServiceTransport::new(service);
            let error = transport.send(Request::default()).await.unwrap_err();
            assert_eq!(
                (
                    error.to_string().as_str(),
                    error.is_timeout(),
                    error.is_unsent()
                ),
                (message, timeout, unsent)
            );
        }
    }

    #[tokio::test]
    async fn a_transport_is_a_service_and_a_transport_again() {
        let script = Script::new();
        script.on(Target::any()).reply(204, ());
        let service = AnyTransport::new(script);
        let transport = ServiceTransport::new(service);
        let response = transport.send(Request::default()).await.unwrap();
        assert_eq!(response.status(), 204);
    }
}
