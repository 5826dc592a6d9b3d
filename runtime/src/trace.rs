//! `tracing` spans per workflow, step and attempt, and what happens in them; nothing at all without the feature. Their names
//! are listed in the documentation of the crate.

#[cfg(feature = "tracing")]
mod real {
    use std::future::Future;

    use tracing::field::Empty;
    use tracing::{Instrument, Span, debug, error, info_span, warn};

    use crate::error::StepError;
    use crate::observer::{EventKind, Outcome};
    use crate::position::Position;
    use crate::redirect::Hop;
    use crate::run::Termination;
    use crate::run_id::RunId;
    use crate::transport::Operation;

    /// What the span belongs to, whatever module of the runtime it is made in.
    const TARGET: &str = "arazzo_runtime";

    #[derive(Clone, Debug)]
    pub(crate) struct Scope(Span);

    impl Scope {
        /// A workflow, in the step that calls it or else in what the caller has around it.
        pub(crate) fn workflow(
            id: &'static str,
            run: &RunId,
            label: Option<&str>,
            around: Option<&Scope>,
        ) -> Self {
            let run = run.as_str();
            macro_rules! span {
                ($($parent:tt)*) => {
                    info_span!(
                        target: TARGET, $($parent)* "workflow",
                        arazzo.workflow.id = id,
                        arazzo.run.id = run,
                        arazzo.run.label = label,
                        arazzo.workflow.outcome = Empty,
                        error.type = Empty,
                        otel.status_code = Empty,
                    )
                };
            }
            Self(match around {
                Some(Scope(parent)) => span!(parent: parent,),
                None => span!(),
            })
        }

        pub(crate) fn step(&self, position: &Position) -> Self {
            Self(info_span!(
                target: TARGET, parent: &self.0, "step",
                arazzo.step.id = position.step,
                arazzo.step.entry = position.entry,
                arazzo.step.attempts = Empty,
                arazzo.step.outcome = Empty,
                error.type = Empty,
                otel.status_code = Empty,
            ))
        }

        /// A request of a step, redirects and all. `url` is without secrets.
        pub(crate) fn attempt(
            &self,
            number: u32,
            operation: &Operation,
            hop: &Hop,
            url: &str,
        ) -> Self {
            let (method, template) = (hop.method.as_str(), operation.path);
            let span = info_span!(
                target: TARGET, parent: &self.0, "attempt",
                otel.kind = "client",
                otel.name = format!("{method} {template}"),
                otel.status_code = Empty,
                arazzo.attempt = number,
                http.request.method = method,
                http.request.resend_count = number.checked_sub(1).filter(|resent| *resent > 0),
                http.response.status_code = Empty,
                url.full = url,
                url.template = template,
                server.address = hop.url.host_str(),
                server.port = hop.url.port_or_known_default(),
                error.type = Empty,
            );
            Self(span)
        }

        /// Waits for something that happens in it.
        pub(crate) async fn around<F: Future + Send>(&self, work: F) -> F::Output {
            work.instrument(self.0.clone()).await
        }

        /// The attempt got a response.
        pub(crate) fn answered(&self, status: u16) {
            self.0.record("http.response.status_code", status);
            if status >= 400 {
                self.erroneous(&status.to_string());
            }
        }

        /// It is over with an error.
        pub(crate) fn erroneous(&self, kind: &str) {
            self.0.record("error.type", kind);
            self.0.record("otel.status_code", "ERROR");
        }

        /// The workflow came to its end.
        pub(crate) fn completed(&self, termination: &Termination) {
            let outcome = match termination {
                Termination::Completed => "completed",
                Termination::Ended { .. } => "ended",
            };
            self.0.record("arazzo.workflow.outcome", outcome);
        }

        /// The workflow failed; if it was called, its caller may handle that.
        pub(crate) fn failed(&self, failure: &StepError, is_called: bool) {
            self.0.record("arazzo.workflow.outcome", "failed");
            self.erroneous(failure.kind().as_str());
            macro_rules! event {
                ($level:ident) => {
                    $level!(
                        target: TARGET, parent: &self.0,
                        {
                            arazzo.workflow.id = failure.workflow(),
                            arazzo.step.id = failure.step(),
                            arazzo.step.attempts = failure.attempts(),
                            http.response.status_code = failure.status(),
                            error.type = failure.kind().as_str()
                        },
                        "workflow failed: {failure}"
                    )
                };
            }
            match is_called {
                true => event!(warn),
                false => event!(error),
            }
        }

        /// What happens in a step.
        pub(crate) fn note(&self, position: &Position, kind: &EventKind<'_>) {
            let parent = &self.0;
            match *kind {
                // The span says so.
                EventKind::StepStarted => {}
                EventKind::CredentialMissing { schemes } => warn!(
                    target: TARGET, parent: parent,
                    { arazzo.security.schemes = schemes.join(", ") },
                    "no credential is configured"
                ),
                EventKind::RequestSent { method, url } => debug!(
                    target: TARGET, parent: parent,
                    { arazzo.attempt = position.attempt,
                    http.request.method = method,
                    url.full = url },
                    "request sent"
                ),
                EventKind::ResponseReceived { response } => debug!(
                    target: TARGET, parent: parent,
                    { arazzo.attempt = position.attempt,
                    http.response.status_code = response.status() },
                    "response received"
                ),
                EventKind::CriterionFailed { criterion } => debug!(
                    target: TARGET, parent: parent,
                    { arazzo.attempt = position.attempt,
                    arazzo.criterion = criterion },
                    "criterion not met"
                ),
                EventKind::ActionTaken { action, delay } => debug!(
                    target: TARGET, parent: parent,
                    { arazzo.attempt = position.attempt,
                    arazzo.action = action,
                    arazzo.delay = delay.as_secs_f64() },
                    "action taken"
                ),
                EventKind::Waiting { delay, left } => debug!(
                    target: TARGET, parent: parent,
                    { arazzo.delay = delay.as_secs_f64(),
                    arazzo.retries_left = left },
                    "waiting"
                ),
                EventKind::EngineError { engine, problem } => warn!(
                    target: TARGET, parent: parent,
                    { arazzo.engine = engine,
                    arazzo.problem = problem },
                    "not evaluated"
                ),
                EventKind::StepFinished { outcome } => {
                    parent.record("arazzo.step.outcome", outcome.as_str());
                    parent.record("arazzo.step.attempts", position.attempt);
                    if let Outcome::Failed(kind) = outcome {
                        self.erroneous(kind.as_str());
                    }
                }
            }
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod real {
    use std::future::Future;

    use crate::error::StepError;
    use crate::observer::EventKind;
    use crate::position::Position;
    use crate::redirect::Hop;
    use crate::run::Termination;
    use crate::run_id::RunId;
    use crate::transport::Operation;

    #[derive(Clone, Debug)]
    pub(crate) struct Scope;

    impl Scope {
        pub(crate) fn workflow(
            _: &'static str,
            _: &RunId,
            _: Option<&str>,
            _: Option<&Scope>,
        ) -> Self {
            Self
        }

        pub(crate) fn step(&self, _: &Position) -> Self {
            Self
        }

        pub(crate) fn attempt(&self, _: u32, _: &Operation, _: &Hop, _: &str) -> Self {
            Self
        }

        pub(crate) fn around<F: Future + Send>(&self, work: F) -> F {
            work
        }

        pub(crate) fn answered(&self, _: u16) {}

        pub(crate) fn erroneous(&self, _: &str) {}

        pub(crate) fn completed(&self, _: &Termination) {}

        pub(crate) fn failed(&self, _: &StepError, _: bool) {}

        pub(crate) fn note(&self, _: &Position, _: &EventKind<'_>) {}
    }
}

pub(crate) use real::Scope;
