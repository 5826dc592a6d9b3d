//! What a transport has of the one below it.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use super::Transport;
use crate::journal::Journaling;

/// A transport as seen from one that stands around it. Every [`Transport`] is one, and nothing else: see
/// [`Transport::below`].
pub trait Below: Send + Sync + sealed::Sealed {
    /// See [`Transport::deadline`].
    #[doc(hidden)]
    fn deadline_of(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// See [`Transport::shows_certificate`].
    #[doc(hidden)]
    fn certificate(&self) -> Option<bool>;

    /// See [`Transport::elapsed`].
    #[doc(hidden)]
    fn since(&self, moment: Instant) -> Duration;

    /// See [`Transport::now`].
    #[doc(hidden)]
    fn time(&self) -> SystemTime;

    /// See [`Transport::journal`].
    #[doc(hidden)]
    fn journaling(&self) -> Option<Journaling<'_>>;
}

impl<T: Transport> Below for T {
    fn deadline_of(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.deadline(duration))
    }

    fn certificate(&self) -> Option<bool> {
        self.shows_certificate()
    }

    fn since(&self, moment: Instant) -> Duration {
        self.elapsed(moment)
    }

    fn time(&self) -> SystemTime {
        self.now()
    }

    fn journaling(&self) -> Option<Journaling<'_>> {
        self.journal()
    }
}

mod sealed {
    /// Nobody else implements it.
    pub trait Sealed {}

    impl<T: super::Transport> Sealed for T {}
}
