//! What the specification says an object may hold.

use crate::{
    load::Node,
    model::arazzo::Version,
    nearest::{is_typo, nearest},
};

/// What the specification says an object may hold.
pub(super) struct Shape {
    /// The object in words, with its article: `a step`.
    pub(super) what: &'static str,
    /// The members that tell which one it is, most telling first: reports about the whole object point there.
    pub(super) identity: &'static [&'static str],
    /// Its fixed fields.
    pub(super) fields: &'static [Field],
}

/// A fixed field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) since: Version,
    /// Whether a value can be nothing but one of this field: then one edit away is a typo even if the name is too short to
    /// tell otherwise.
    pub(super) telling: Option<fn(&Node) -> bool>,
}

/// A field of every version.
pub(super) const fn field(name: &'static str) -> Field {
    Field {
        name,
        since: Version::V1_0,
        telling: None,
    }
}

/// A field of every version with so short a name that its value has to tell it.
pub(super) const fn short_field(name: &'static str, telling: fn(&Node) -> bool) -> Field {
    Field {
        name,
        since: Version::V1_0,
        telling: Some(telling),
    }
}

/// A field that came with 1.1.
pub(super) const fn field_1_1(name: &'static str) -> Field {
    Field {
        name,
        since: Version::V1_1,
        telling: None,
    }
}

impl Field {
    /// Whether the member `key` is the field without the `Id` of its name, and holds what can be an id.
    pub(super) fn is_shortened(&self, key: &str, value: &Node) -> bool {
        let is_id = |text: &str| !text.is_empty() && !text.contains(['#', '{', ' ', '\n', '/']);
        self.name.strip_suffix("Id") == Some(key) && value.as_str().is_some_and(is_id)
    }

    /// Whether the member `key` with this value was meant to be the field.
    pub(super) fn is_meant(&self, key: &str, value: &Node) -> bool {
        let short = || self.telling.is_some_and(|tells| tells(value));
        is_typo(key, self.name) || short() && nearest(key, [self.name]).is_some()
    }
}
