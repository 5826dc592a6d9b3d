//! Headers that a caller adds to requests: those of a client, and those of a run.

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

/// Headers that are the body's business, or frame a message.
pub(crate) const NOT_OURS: [&str; 4] = [
    "content-type",
    "content-length",
    "transfer-encoding",
    "connection",
];

/// Names and values as they were given.
pub(crate) type Given = Vec<(String, String)>;

/// Adds headers, of which a later one of the same name replaces an earlier one. None but the
/// user agent is shown or sent to another origin.
///
/// # Errors
/// Which header cannot be sent, or is not for a caller to set, and why. Its value is not said.
pub(crate) fn add(headers: &mut HeaderMap, given: Given) -> Result<(), String> {
    for (name, value) in given {
        let refused = |why: &str| format!("the header `{}` {why}", name.escape_debug());
        if name.eq_ignore_ascii_case("host")
            || NOT_OURS.iter().any(|it| name.eq_ignore_ascii_case(it))
        {
            return Err(refused("is the request's own, and cannot be set for all"));
        }
        let known = HeaderName::from_bytes(name.as_bytes());
        let known = known.map_err(|_| refused("has no valid name"))?;
        let value = HeaderValue::from_bytes(value.as_bytes());
        let mut value = value.map_err(|_| refused("has characters that no header can carry"))?;
        // Who asks is no secret, and redirects take it along.
        value.set_sensitive(known != USER_AGENT);
        headers.insert(known, value);
    }
    Ok(())
}
