//! Which of the keys that a document gives more than once somebody came by: the rest of the document may be as it likes.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::Pointer;

/// Members given more than once, and whether a node of theirs was made. Empty for nearly all documents.
#[derive(Debug, Default)]
pub(super) struct Reached(Option<Mutex<BTreeMap<Pointer, bool>>>);

impl Reached {
    pub(super) fn new(duplicate: &[Pointer]) -> Self {
        let members = duplicate.iter().map(|pointer| (pointer.clone(), false));
        Self((!duplicate.is_empty()).then(|| Mutex::new(members.collect())))
    }

    /// Notes that the member at `pointer` is looked at.
    pub(super) fn note(&self, pointer: &Pointer) {
        if let Some(mut members) = self.members()
            && let Some(reached) = members.get_mut(pointer)
        {
            *reached = true;
        }
    }

    /// Whether the member at `pointer`, one of those given more than once, was looked at.
    pub(super) fn contains(&self, pointer: &Pointer) -> bool {
        let members = self.members();
        members.is_some_and(|members| members.get(pointer) == Some(&true))
    }

    fn members(&self) -> Option<MutexGuard<'_, BTreeMap<Pointer, bool>>> {
        let members = self.0.as_ref()?;
        Some(members.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
