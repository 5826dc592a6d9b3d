//! One row of the matrix: what goes wrong, and how a run has to end that meets it.

use std::time::Duration;

use arazzo_runtime::{ClientBuilder, Kind, Method};

use super::host::{Host, Serve};
use super::order::{Change, Read, typed};

/// What the server of a step does wrong, and what has to come of it.
pub(crate) struct Fault {
    /// What goes wrong, as people say it.
    pub(crate) what: &'static str,
    pub(crate) at: At,
    pub(crate) ends: Ends,
    /// How many requests the step sends.
    pub(crate) attempts: u32,
    /// Whether the server may have done what it was asked for.
    pub(crate) processed: bool,
    /// What the failed attempt leaves behind of its outputs.
    pub(crate) left: Left,
    pub(crate) timeout: Option<Duration>,
    /// The feature without which there is no such fault.
    pub(crate) feature: Option<&'static str>,
    pub(super) safe: bool,
    pub(super) client: fn(ClientBuilder, &Host) -> ClientBuilder,
    pub(super) request: Change,
    pub(super) read: Read,
}

/// Who does it.
#[derive(Clone, Copy)]
pub(crate) enum At {
    /// A server.
    Server(Serve),
    /// Nobody listens.
    Closed,
    /// Somebody listens and takes no connection.
    Deaf,
}

/// How the run ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ends {
    /// It fails, and the message has these words.
    Fails(Kind, &'static str),
    /// It completes with this output.
    Completes(&'static str),
}

/// What there is of the outputs of the step after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// No response came back, so there is nothing.
    Nothing,
    /// A response came back in which nothing of use was found.
    Empty,
    /// An output was in the response.
    Receipt(&'static str),
}

/// A response that came is the last one, so that the failed attempt has outputs, if none.
const fn left(kind: Kind) -> Left {
    match kind {
        Kind::Criteria | Kind::OutputType => Left::Empty,
        _ => Left::Nothing,
    }
}

impl Fault {
    /// What a server does wrong.
    pub(crate) const fn new(what: &'static str, serve: Serve) -> Self {
        Self::at(what, At::Server(serve))
    }

    pub(crate) const fn at(what: &'static str, at: At) -> Self {
        Self {
            what,
            at,
            ends: Ends::Completes("r-1"),
            attempts: 1,
            processed: false,
            left: Left::Nothing,
            timeout: None,
            feature: None,
            safe: false,
            client: |builder, _| builder,
            request: |request| request,
            read: typed,
        }
    }

    /// The run fails after two attempts, the request may have been processed, and the message has these words.
    pub(crate) const fn fails(self, kind: Kind, message: &'static str) -> Self {
        Self {
            ends: Ends::Fails(kind, message),
            attempts: 2,
            processed: true,
            left: left(kind),
            ..self
        }
    }

    /// No response comes back.
    pub(crate) const fn breaks(self) -> Self {
        self.fails(Kind::Transport, "the request failed")
    }

    /// No response comes back in the time that the step has.
    pub(crate) const fn takes_too_long(self) -> Self {
        self.fails(Kind::Timeout, "no response within").patient(150)
    }

    /// The run completes with this output.
    pub(crate) const fn completes(self, output: &'static str) -> Self {
        Self {
            ends: Ends::Completes(output),
            ..self
        }
    }

    /// The server has not seen the request, or refused it.
    pub(crate) const fn unprocessed(self) -> Self {
        Self {
            processed: false,
            ..self
        }
    }

    pub(crate) const fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// What the last attempt left behind.
    pub(crate) const fn left(self, left: Left) -> Self {
        Self { left, ..self }
    }

    /// A timeout of the step, in milliseconds.
    pub(crate) const fn patient(self, millis: u64) -> Self {
        Self {
            timeout: Some(Duration::from_millis(millis)),
            ..self
        }
    }

    /// The feature without which the row makes no sense.
    pub(crate) const fn feature(self, feature: &'static str) -> Self {
        Self {
            feature: Some(feature),
            ..self
        }
    }

    /// The request only asks.
    pub(crate) const fn safe(self) -> Self {
        Self {
            safe: true,
            processed: false,
            ..self
        }
    }

    /// How the client is configured.
    pub(super) const fn client(self, client: fn(ClientBuilder, &Host) -> ClientBuilder) -> Self {
        Self { client, ..self }
    }

    /// What is done to the request.
    pub(super) const fn request(self, request: Change) -> Self {
        Self { request, ..self }
    }

    /// How the response is read.
    pub(super) const fn read(self, read: Read) -> Self {
        Self { read, ..self }
    }

    pub(super) fn method(&self) -> Method {
        match self.safe {
            true => Method::GET,
            false => Method::POST,
        }
    }

    /// Whether the features for it are there.
    pub(super) fn is_possible(&self) -> bool {
        match self.feature {
            None => true,
            Some("gzip") => cfg!(feature = "gzip"),
            Some("jsonpath") => cfg!(feature = "jsonpath"),
            Some("regex") => cfg!(feature = "regex"),
            Some("rustls-tls") => cfg!(feature = "rustls-tls"),
            Some("xml") => cfg!(feature = "xml"),
            Some("xpath") => cfg!(feature = "xpath"),
            Some(other) => panic!("nobody knows the feature `{other}`"),
        }
    }
}
