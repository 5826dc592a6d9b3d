//! A journal of which another run can go on.

use std::collections::HashMap;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arazzo_runtime::{Entry, Journal, Kept, Live, RunId};

use super::recorded::Recorded;

/// The journal of an engine that notes what is in it, and begins with what an earlier run was answered.
pub(crate) struct Recording<J> {
    inner: J,
    earlier: HashMap<String, Option<Entry>>,
    notes: Notes,
}

/// What was noted so far.
#[derive(Clone, Default)]
pub(crate) struct Notes(Arc<Mutex<Vec<Recorded>>>);

impl Notes {
    /// Takes what was noted.
    pub(crate) fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut self.all())
    }

    fn add(&self, key: &str, entry: Option<Entry>) {
        let key = key.to_owned();
        self.all().push(Recorded { key, entry });
    }

    /// Nothing panics while it is locked.
    fn all(&self) -> MutexGuard<'_, Vec<Recorded>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J> Recording<J> {
    pub(crate) fn new(inner: J, earlier: Vec<Recorded>, notes: Notes) -> Self {
        let earlier = earlier.into_iter().map(|it| (it.key, it.entry));
        Self {
            inner,
            earlier: earlier.collect(),
            notes,
        }
    }
}

impl<J: Journal> Journal for Recording<J> {
    fn run(&self) -> RunId {
        self.inner.run()
    }

    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
        Box::pin(async move {
            let entry = match self.earlier.get(key) {
                Some(Some(entry)) => entry.clone(),
                _ => self.inner.keep(key, live).await?,
            };
            self.notes.add(key, Some(entry.clone()));
            Ok(entry)
        })
    }

    fn sleep<'a>(&'a self, key: &'a str, duration: Duration) -> Option<Kept<'a, ()>> {
        let slept = match self.earlier.get(key) {
            Some(None) => Box::pin(ready(Ok(()))),
            _ => self.inner.sleep(key, duration)?,
        };
        Some(Box::pin(async move {
            slept.await?;
            self.notes.add(key, None);
            Ok(())
        }))
    }
}
