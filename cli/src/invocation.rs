//! What the function that runs a workflow is given, and what it gives back.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use arazzo_runtime::{
    AnyTransport, BuildError, ClientBuilder, Failure, Handled, Run, RunOptions, StepError,
    Termination, json, redacted,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::refused::Refused;

/// A run under way. A worker executes it on whichever thread is free.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Finished, Refused>> + Send + 'a>>;

/// What can be said about a client: servers, credentials and limits.
pub(crate) trait Configure: fmt::Debug + Send + Sync {
    /// Tells a builder.
    fn configure(&self, builder: ClientBuilder) -> ClientBuilder;
}

/// What a workflow's run function is given.
#[derive(Debug)]
pub struct Invocation {
    pub(crate) settings: Arc<dyn Configure>,
    pub(crate) transport: AnyTransport,
    pub(crate) client: SharedClient,
    pub(crate) inputs: Value,
    pub(crate) prerequisites: Prerequisites,
    /// What holds for this run alone.
    pub(crate) options: RunOptions,
    /// Whether the run is wanted in a form that can be stored.
    pub(crate) is_stored: bool,
}

/// A value of a type that only the generated code knows.
type Erased = Arc<dyn Any + Send + Sync>;

/// The client of a document, whatever its type, once a run has made it.
pub(crate) type SharedClient = Arc<OnceLock<Erased>>;

/// The completed runs of prerequisites, by key.
pub(crate) type Prerequisites = BTreeMap<&'static str, Completed>;

/// The completed run of a prerequisite: of this process, or of another one that stored it.
#[derive(Clone, Debug)]
pub(crate) struct Completed {
    run: OnceLock<Erased>,
    stored: Value,
}

impl Completed {
    /// A run of this process.
    pub(crate) fn here(run: Erased) -> Self {
        Self {
            run: OnceLock::from(run),
            stored: Value::Null,
        }
    }

    /// A run as [`Finished::stored`] has it.
    #[cfg(feature = "engine")]
    pub(crate) fn stored(stored: Value) -> Self {
        Self {
            run: OnceLock::new(),
            stored,
        }
    }
}

impl Invocation {
    /// The client that all runs have in common, which `build` makes if there is none yet.
    ///
    /// # Errors
    /// A setting is invalid.
    pub fn shared<C: Send + Sync + 'static>(
        &self,
        build: impl FnOnce() -> Result<C, BuildError>,
    ) -> Result<Arc<C>, Refused> {
        let known = self.client.get().cloned().map(Arc::downcast);
        if let Some(Ok(client)) = known {
            return Ok(client);
        }
        let client = Arc::new(build()?);
        // All runs are of one document. If another one was faster there are two clients, which are the same.
        let _ = self.client.set(Arc::<C>::clone(&client) as Erased);
        Ok(client)
    }

    /// What holds for this run alone, such as who watches it.
    pub fn options(&self) -> RunOptions {
        self.options.clone()
    }

    /// Applies what the command line says about servers, credentials and limits.
    pub fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
        self.settings.configure(builder)
    }

    /// The way out of this run.
    pub fn transport(&self) -> AnyTransport {
        self.transport.clone()
    }

    /// The inputs.
    ///
    /// # Errors
    /// They do not have the form that the workflow asks for.
    pub fn inputs<I: DeserializeOwned>(&self) -> Result<I, Refused> {
        fitting(&self.inputs)
    }

    /// The completed run of a prerequisite.
    ///
    /// # Errors
    /// It has not run, or was stored by another version of the workflow.
    pub fn prerequisite<R>(&self, key: &str) -> Result<&R, Refused>
    where
        R: DeserializeOwned + Send + Sync + 'static,
    {
        let missing = || Refused(format!("prerequisite `{key}` has not run"));
        let completed = self.prerequisites.get(key).ok_or_else(missing)?;
        if completed.run.get().is_none() {
            let run: R = R::deserialize(&completed.stored).map_err(|error| {
                Refused(format!(
                    "the run of prerequisite `{key}` cannot be read: {error}"
                ))
            })?;
            // Whoever was faster read the same.
            let _ = completed.run.set(Arc::new(run));
        }
        let run = completed.run.get().and_then(|run| run.downcast_ref());
        run.ok_or_else(missing)
    }

    /// Takes the result of the generated function.
    ///
    /// # Errors
    /// Outputs that have no JSON form.
    pub fn finish<I, O, S, P, Q, D>(
        &self,
        result: Result<Run<I, O, S>, Failure<P, Q, D>>,
    ) -> Result<Finished, Refused>
    where
        I: Serialize + Send + Sync + 'static,
        O: Serialize + Send + Sync + 'static,
        S: Serialize + Send + Sync + 'static,
        P: Serialize,
        Q: Serialize,
    {
        let json = |value: Result<Value, serde_json::Error>| {
            value.map_err(|error| Refused(error.to_string()))
        };
        Ok(match result {
            Ok(run) => Finished {
                outputs: json(serde_json::to_value(&run.outputs))?,
                shown: json(redacted(&run.outputs))?,
                steps: json(serde_json::to_value(&run.steps))?,
                shown_steps: json(redacted(&run.steps))?,
                ending: Ok(run.termination.clone()),
                handled: run.handled.clone(),
                stored: match self.is_stored {
                    true => json(serde_json::to_value(&run))?,
                    false => Value::Null,
                },
                run: Some(Arc::new(run)),
            },
            Err(failure) => Finished {
                outputs: json(serde_json::to_value(&failure.outputs))?,
                shown: json(redacted(&failure.outputs))?,
                steps: json(serde_json::to_value(&failure.steps))?,
                shown_steps: json(redacted(&failure.steps))?,
                ending: Err(failure.error),
                handled: failure.handled,
                stored: Value::Null,
                run: None,
            },
        })
    }
}

/// Whether a workflow can be given these inputs.
///
/// # Errors
/// They do not have the form that it asks for.
pub fn check<I: DeserializeOwned>(inputs: &Value) -> Result<(), Refused> {
    fitting::<I>(inputs).map(drop)
}

fn fitting<I: DeserializeOwned>(inputs: &Value) -> Result<I, Refused> {
    json::fit(inputs).map_err(|misfit| Refused(format!("the inputs do not fit: {misfit}")))
}

/// A run that came to an end, good or bad.
pub struct Finished {
    pub(crate) outputs: Value,
    /// The outputs as a person may see them.
    pub(crate) shown: Value,
    /// Outputs by step.
    pub(crate) steps: Value,
    /// The same as a person may see them.
    pub(crate) shown_steps: Value,
    pub(crate) ending: Result<Termination, StepError>,
    /// Failures that actions handled, in order.
    pub(crate) handled: Vec<Handled>,
    /// The run as another process can read it, if that is wanted.
    pub(crate) stored: Value,
    /// The typed run, for workflows that depend on it.
    pub(crate) run: Option<Erased>,
}

impl fmt::Debug for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finished")
            .field("ending", &self.ending)
            .finish_non_exhaustive()
    }
}
