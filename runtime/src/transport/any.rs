//! A transport whose type is forgotten.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::{Below, Outgoing, Transport, TransportError};

/// Any transport: what a client has unless it is asked to keep the type of its own
/// ([`ClientBuilder::typed_transport`](crate::ClientBuilder::typed_transport)). One field of a program's state holds a
/// client for production and one for tests. Clones share the transport.
///
/// It costs an allocation for each request and each timeout.
#[derive(Clone)]
pub struct AnyTransport(Arc<dyn Erased>);

impl AnyTransport {
    /// Forgets the type of `transport`; one whose type is forgotten already stays as it is.
    pub fn new(transport: impl Transport + 'static) -> Self {
        let known = (&transport as &dyn Any).downcast_ref::<Self>();
        known.cloned().unwrap_or_else(|| Self(Arc::new(transport)))
    }
}

impl fmt::Debug for AnyTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyTransport").finish_non_exhaustive()
    }
}

type Boxed<'a, O> = Pin<Box<dyn Future<Output = O> + Send + 'a>>;
type Exchange<'a> = Boxed<'a, Result<http::Response<Bytes>, TransportError>>;

/// [`Transport`] with futures on the heap.
trait Erased: Below {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_>;
    fn dispatch<'a>(&'a self, outgoing: Outgoing<'a>) -> Exchange<'a>;
    fn sleep(&self, duration: Duration) -> Boxed<'_, ()>;
    fn below(&self) -> &dyn Below;
}

impl<T: Transport> Erased for T {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        Box::pin(Transport::send(self, request))
    }

    fn dispatch<'a>(&'a self, outgoing: Outgoing<'a>) -> Exchange<'a> {
        Box::pin(Transport::dispatch(self, outgoing))
    }

    fn sleep(&self, duration: Duration) -> Boxed<'_, ()> {
        Box::pin(Transport::sleep(self, duration))
    }

    fn below(&self) -> &dyn Below {
        self
    }
}

impl Transport for AnyTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        self.0.send(request)
    }

    async fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.0.dispatch(outgoing).await
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.0.sleep(duration)
    }

    fn deadline(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.0.deadline_of(duration)
    }

    fn below(&self) -> Option<&dyn Below> {
        Some(self.0.below())
    }
}

/// A transport that somebody else owns: a journal that lives as long as one invocation of a handler.
impl<T: Transport> Transport for &T {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        T::send(self, request)
    }

    fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        T::dispatch(self, outgoing)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        T::sleep(self, duration)
    }

    fn below(&self) -> Option<&dyn Below> {
        Some(*self)
    }

    fn deadline(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        T::deadline(self, duration)
    }
}
