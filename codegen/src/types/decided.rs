//! What choices leave to choose from, found once: schemas that are alternatives of each other are met from each of them.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use super::{
    Conjunction, References,
    conjunction::{Alternatives, Key, key_of},
};

/// The alternatives of every conjunction that was asked for, by all the schemas that it was made from and by its choices.
#[derive(Default)]
pub(super) struct Decided {
    known: RefCell<BTreeMap<Made, Rc<Alternatives>>>,
}

type Made = (Key, Key);

impl Decided {
    /// What [`Conjunction::alternatives`] finds.
    pub(super) fn alternatives(
        &self,
        all: &Conjunction,
        refs: &dyn References,
    ) -> Rc<Alternatives> {
        if all.choices().is_empty() {
            return Rc::new(all.alternatives(refs));
        }
        let made = (key_of(all.seen()), all.key());
        if let Some(known) = self.known.borrow().get(&made) {
            return Rc::clone(known);
        }
        let found = Rc::new(all.alternatives(refs));
        self.known.borrow_mut().insert(made, Rc::clone(&found));
        found
    }
}
