//! What tells the runs of a client apart.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::{Arc, OnceLock};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// Names one run, in everything that is said of it. The workflows that a run calls have the id of the run.
///
/// Any text can be one: the number of a job, an id of a trace. A run that is given none
/// ([`RunOptions::id`](crate::RunOptions::id)) makes one up. Clones share the text.
#[derive(Clone)]
pub struct RunId(Arc<OnceLock<Box<str>>>);

impl RunId {
    /// An id that no other run has: 32 hexadecimal digits, as an id of a trace has them (W3C Trace Context, section
    /// 3.2.2.3).
    #[must_use]
    pub fn random() -> Self {
        // Made up when somebody looks, which most runs do not need.
        Self(Arc::default())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let random = || RandomState::new().hash_one(());
        let made_up = || format!("{:016x}{:016x}", random(), random()).into();
        self.0.get_or_init(made_up)
    }
}

impl From<&str> for RunId {
    fn from(id: &str) -> Self {
        Self::from(id.to_owned())
    }
}

impl From<String> for RunId {
    fn from(id: String) -> Self {
        Self(Arc::new(OnceLock::from(id.into_boxed_str())))
    }
}

impl PartialEq for RunId {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.as_str() == other.as_str()
    }
}

impl Eq for RunId {}

impl PartialOrd for RunId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RunId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for RunId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RunId").field(&self.as_str()).finish()
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for RunId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
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
        assert_eq!(one, one.clone());
        for id in [one, other] {
            let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            assert!(
                id.as_str().len() == 32 && id.as_str().bytes().all(hex),
                "{id}"
            );
        }
    }
}
