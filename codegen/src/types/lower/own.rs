//! Types of the user's, which stand for schemas and formats (D-131).

use super::Lowering;
use crate::{
    settings::{Setting, Subject},
    types::{Conjunction, Kinds, Own, Shape},
};

impl Lowering<'_> {
    /// The type that stands for all of a schema, or for its format.
    pub(super) fn own(&self, all: &Conjunction) -> Option<Shape> {
        let settings = self.refs.settings()?;
        if settings.has(Subject::Replace) {
            let mut whole = all.whole(self.refs).into_iter();
            let setting = whole.find_map(|schema| settings.at(Subject::Replace, schema));
            if let Some(setting) = setting {
                return Some(stands_for(setting, all));
            }
        }
        if !settings.has(Subject::Format) || all.enumeration().is_some() {
            return None;
        }
        let setting = settings.find(Subject::Format, all.text("format")?)?;
        Some(stands_for(setting, all))
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
