//! What tells the runs of a client apart.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// Names one run, in everything that is said of it. The workflows that a run calls have the id of the run.
///
/// Any text can be one: the number of a job, an id of a trace. A run that is given none
/// ([`RunOptions::id`](crate::RunOptions::id)) makes one up. Clones share the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(Arc<str>);

impl RunId {
    /// An id that no other run has: 32 hexadecimal digits, as an id of a trace has them (W3C Trace Context, section
    /// 3.2.2.3).
    #[must_use]
    pub fn random() -> Self {
        let random = || RandomState::new().hash_one(());
        Self(format!("{:016x}{:016x}", random(), random()).into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for RunId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl From<String> for RunId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for RunId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RunId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_ids_differ_and_look_like_ids_of_traces() {
        let (one, other) = (RunId::random(), RunId::random());
        assert_ne!(one, other);
        for id in [one, other] {
            let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            assert!(
                id.as_str().len() == 32 && id.as_str().bytes().all(hex),
                "{id}"
            );
        }
    }
}
