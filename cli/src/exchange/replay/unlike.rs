//! A difference, and the first one among pairs.

use super::super::mask::MARK;
use super::wildcard::alike;

/// A place of a request and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unlike {
    /// `query parameter `limit``
    pub(super) place: String,
    pub(super) recorded: Option<String>,
    pub(super) now: Option<String>,
}

impl Unlike {
    pub(super) fn new(place: impl Into<String>, recorded: Option<&str>, now: Option<&str>) -> Self {
        Self {
            place: place.into(),
            recorded: recorded.map(str::to_owned),
            now: now.map(str::to_owned),
        }
    }
}

/// The pairs of a query or a form, in order.
pub(super) fn fields(
    what: &str,
    recorded: &[(String, String)],
    now: &[(String, String)],
) -> Option<Unlike> {
    let mut rest = now.iter().peekable();
    for (name, value) in recorded {
        let given = rest.next_if(|(it, _)| alike(name.as_bytes(), it.as_bytes()));
        match given {
            Some((_, given)) if alike(value.as_bytes(), given.as_bytes()) => {}
            // A credential that is not configured this time.
            None if value == MARK => {}
            found => {
                let place = format!("{what} `{name}`");
                let found = found.map(|(_, value)| value.as_str());
                return Some(Unlike::new(place, Some(value), found));
            }
        }
    }
    let (name, value) = rest.next()?;
    Some(Unlike::new(format!("{what} `{name}`"), None, Some(value)))
}
