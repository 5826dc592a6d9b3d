//! Which parts of a body a step sends or looks at.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{plan::Value, types::Conjunction};

/// Parts of a value.
#[derive(Debug, Clone)]
pub(in super::super) enum Need {
    /// All of it.
    All,
    /// Members, or elements by their index.
    Parts(BTreeMap<String, Need>),
}

impl Default for Need {
    fn default() -> Self {
        Self::Parts(BTreeMap::new())
    }
}

impl Need {
    /// Adds what lies at the end of a way.
    pub(in super::super) fn add(&mut self, way: &[String]) {
        let mut at = self;
        for token in way {
            match at {
                Self::All => return,
                Self::Parts(parts) => at = parts.entry(token.clone()).or_default(),
            }
        }
        *at = Self::All;
    }

    /// What a payload has.
    pub(in super::super) fn of(payload: &Value) -> Self {
        match payload {
            Value::Object(object) => {
                let members = object.members.iter();
                let members = members.map(|member| (member.name.clone(), Self::of(&member.value)));
                Self::Parts(members.collect())
            }
            Value::Array(items) => Self::items(items.iter().map(Self::of)),
            Value::Literal(json) => Self::of_json(json),
            _ => Self::All,
        }
    }

    fn of_json(json: &Json) -> Self {
        match json {
            Json::Object(members) => {
                let members = members.iter();
                let members = members.map(|(name, value)| (name.clone(), Self::of_json(value)));
                Self::Parts(members.collect())
            }
            Json::Array(items) => Self::items(items.iter().map(Self::of_json)),
            _ => Self::All,
        }
    }

    fn items(items: impl Iterator<Item = Self>) -> Self {
        let items = items.enumerate();
        Self::Parts(
            items
                .map(|(index, need)| (index.to_string(), need))
                .collect(),
        )
    }

    /// What is needed of a member.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::All => Some(self),
            Self::Parts(parts) => parts.get(name),
        }
    }

    /// What is needed of any element.
    pub(super) fn elements(&self) -> Self {
        match self {
            Self::All => Self::All,
            Self::Parts(parts) => parts.values().cloned().fold(Self::default(), Self::or),
        }
    }

    /// Names of members that are needed and not `declared`.
    pub(super) fn beyond<'a>(
        &'a self,
        declared: &'a [(String, Vec<Conjunction>)],
    ) -> impl Iterator<Item = (&'a String, &'a Self)> {
        let parts = match self {
            Self::All => None,
            Self::Parts(parts) => Some(parts),
        };
        let known = |name: &str| declared.iter().any(|(known, _)| known == name);
        parts
            .into_iter()
            .flatten()
            .filter(move |(name, _)| !known(name))
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Parts(mut left), Self::Parts(right)) => {
                for (name, need) in right {
                    let before = left.remove(&name);
                    left.insert(name, before.unwrap_or_default().or(need));
                }
                Self::Parts(left)
            }
            _ => Self::All,
        }
    }
}
