//! What a caller does to every request before it is sent, and to see every answer (decision D-133).

use std::future::{Future, ready};
use std::pin::Pin;

use bytes::Bytes;

use crate::transport::{Outgoing, TransportError};

/// Sees every request right before it is sent, and may change its headers or refuse it: to sign requests, to add what
/// changes from one to the next, or to keep requests from some hosts. See [`ClientBuilder::hook`].
///
/// Every request means each attempt, each redirect that is followed, and those that fetch a token
/// ([`Outgoing::is_token_request`]). Credentials are in its headers, or in its URL, by then. A redirect may lead to
/// another origin, which a header with a secret in it must not be sent to: [`Outgoing::url`] says where it goes.
///
/// Any `Fn(&mut Outgoing<'_>) -> Result<(), TransportError>` is a hook. One that has to wait for something, such as a
/// signature that a service makes, is a type of its own:
///
/// ```
/// use arazzo_runtime::http::HeaderValue;
/// use arazzo_runtime::{Hook, Outgoing, TransportError};
///
/// struct Signing {
///     key: String,
/// }
///
/// impl Hook for Signing {
///     async fn request(&self, request: &mut Outgoing<'_>) -> Result<(), TransportError> {
///         let signature = sign(&self.key, request.method().as_str(), request.url(), request.body());
///         let signature = HeaderValue::try_from(signature.await);
///         let mut signature = signature.map_err(|_| TransportError::new("no signature was made"))?;
///         signature.set_sensitive(true);
///         request.headers_mut().insert("x-signature", signature);
///         Ok(())
///     }
/// }
/// # async fn sign(key: &str, _: &str, _: &str, _: &[u8]) -> String { key.to_owned() }
/// ```
///
/// [`ClientBuilder::hook`]: crate::ClientBuilder::hook
pub trait Hook: Send + Sync + 'static {
    /// Before a request is sent. The time that it takes counts for the attempt.
    ///
    /// # Errors
    /// What keeps the request from being sent. The step fails with [`Kind::Transport`](crate::Kind::Transport), or
    /// [`Kind::Timeout`](crate::Kind::Timeout) if the error says so, as one whose request was never sent, and its failure
    /// actions decide what follows.
    fn request(
        &self,
        request: &mut Outgoing<'_>,
    ) -> impl Future<Output = Result<(), TransportError>> + Send {
        let _ = request;
        ready(Ok(()))
    }

    /// After an answer to `request` has come, redirects among them, or none has. What is given up because of a timeout,
    /// a deadline or a cancellation has no answer that could be seen.
    fn answer(
        &self,
        request: &Outgoing<'_>,
        answer: Result<&http::Response<Bytes>, &TransportError>,
    ) -> impl Future<Output = ()> + Send {
        let _ = (request, answer);
        ready(())
    }
}

impl<F> Hook for F
where
    F: Fn(&mut Outgoing<'_>) -> Result<(), TransportError> + Send + Sync + 'static,
{
    fn request(
        &self,
        request: &mut Outgoing<'_>,
    ) -> impl Future<Output = Result<(), TransportError>> + Send {
        ready(self(request))
    }
}

type Boxed<'a, O> = Pin<Box<dyn Future<Output = O> + Send + 'a>>;

/// [`Hook`] with futures on the heap.
pub(crate) trait Erased: Send + Sync {
    fn request<'a, 'o: 'a>(
        &'a self,
        request: &'a mut Outgoing<'o>,
    ) -> Boxed<'a, Result<(), TransportError>>;

    fn answer<'a, 'o: 'a>(
        &'a self,
        request: &'a Outgoing<'o>,
        answer: Result<&'a http::Response<Bytes>, &'a TransportError>,
    ) -> Boxed<'a, ()>;
}

impl<H: Hook> Erased for H {
    fn request<'a, 'o: 'a>(
        &'a self,
        request: &'a mut Outgoing<'o>,
    ) -> Boxed<'a, Result<(), TransportError>> {
        Box::pin(Hook::request(self, request))
    }

    fn answer<'a, 'o: 'a>(
        &'a self,
        request: &'a Outgoing<'o>,
        answer: Result<&'a http::Response<Bytes>, &'a TransportError>,
    ) -> Boxed<'a, ()> {
        Box::pin(Hook::answer(self, request, answer))
    }
}
