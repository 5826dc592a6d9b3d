//! Types of the user's, which stand for schemas and formats (D-131).

use std::collections::BTreeSet;

use super::{Lowering, define::MAX_DEFINITIONS};
use crate::{
    load::Node,
    settings::{Setting, Subject},
    types::{Additional, Conjunction, Key, Kinds, Own, Shape},
};

impl Lowering<'_> {
    /// The type that stands for all of a schema, or for its format.
    pub(super) fn own(&self, all: &Conjunction) -> Option<Shape> {
        let settings = self.refs.settings()?;
        if settings.has(Subject::Replace) {
            let mut whole = all.whole(self.refs).into_iter();
            let setting = whole.find_map(|schema| settings.at(Subject::Replace, schema));
            if let Some(setting) = setting {
                if self.holds_secret(all, &mut BTreeSet::new()) {
                    setting.replaces_secret();
                }
                return Some(stands_for(setting, all));
            }
        }
        if !settings.has(Subject::Format) || all.enumeration().is_some() {
            return None;
        }
        let setting = settings.find(Subject::Format, all.text("format")?)?;
        Some(stands_for(setting, all))
    }

    /// Whether a value can hold a text that must not be shown.
    fn holds_secret(&self, all: &Conjunction, seen: &mut BTreeSet<Key>) -> bool {
        if all.text("format") == Some("password") {
            return true;
        }
        if seen.len() >= MAX_DEFINITIONS || !seen.insert(all.key()) {
            return false;
        }
        let mut inside: Vec<Vec<Node>> = all.properties().into_iter().map(|it| it.1).collect();
        inside.extend(all.prefix());
        inside.push(all.items());
        if let Additional::Schemas(schemas) = all.additional() {
            inside.push(schemas);
        }
        let branches = all.choices().iter().flat_map(|choice| &choice.branches);
        inside.extend(branches.map(|branch| vec![branch.clone()]));
        let mut inside = inside.into_iter();
        inside.any(|schemas| self.holds_secret(&Conjunction::all(&schemas, self.refs), seen))
    }

    /// The type that stands for each of several alternatives.
    pub(super) fn own_of_all(&self, all: &[Conjunction]) -> Option<Shape> {
        let (first, rest) = all.split_first()?;
        let own = self.own(first)?;
        let same = |other: &Conjunction| self.own(other).as_ref() == Some(&own);
        rest.iter().all(same).then_some(own)
    }
}

fn stands_for(setting: &Setting, all: &Conjunction) -> Shape {
    Shape::Own(Own {
        path: setting.value.clone(),
        kinds: all.kinds().unwrap_or(Kinds::ALL),
    })
}
