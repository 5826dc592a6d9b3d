//! `tracing` spans per workflow, step and attempt; nothing at all without the feature.

#[cfg(feature = "tracing")]
mod real {
    use std::future::Future;

    use tracing::{Instrument, Span, info_span};

    #[derive(Clone, Debug)]
    pub(crate) struct Scope(Span);

    impl Scope {
        pub(crate) fn workflow(id: &'static str, around: Option<&Scope>) -> Self {
            Self(match around {
                Some(Scope(parent)) => info_span!(parent: parent, "workflow", id),
                None => info_span!("workflow", id),
            })
        }

        pub(crate) fn step(&self, id: &'static str) -> Self {
            Self(info_span!(parent: &self.0, "step", id))
        }

        pub(crate) async fn attempt<F: Future + Send>(
            &self,
            number: u32,
            method: &str,
            url: &str,
            attempt: F,
        ) -> F::Output {
            let span = info_span!(parent: &self.0, "attempt", number, method, url);
            attempt.instrument(span).await
        }

        pub(crate) fn note(&self, kind: &crate::observer::EventKind<'_>) {
            tracing::debug!(parent: &self.0, event = ?kind);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod real {
    use std::future::Future;

    #[derive(Clone, Debug)]
    pub(crate) struct Scope;

    impl Scope {
        pub(crate) fn workflow(_: &'static str, _: Option<&Scope>) -> Self {
            Self
        }

        pub(crate) fn step(&self, _: &'static str) -> Self {
            Self
        }

        pub(crate) async fn attempt<F: Future + Send>(
            &self,
            _: u32,
            _: &str,
            _: &str,
            attempt: F,
        ) -> F::Output {
            attempt.await
        }

        pub(crate) fn note(&self, _: &crate::observer::EventKind<'_>) {}
    }
}

pub(crate) use real::Scope;
