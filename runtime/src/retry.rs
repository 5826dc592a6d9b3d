//! The counter of one retry action, and the delay a server may ask for.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// A failure action `retry` within one entry of a step.
#[derive(Clone, Debug)]
pub struct Retry {
    name: &'static str,
    left: u32,
    after: Duration,
}

impl Retry {
    /// A retry action by name, `retryLimit` and `retryAfter`.
    pub const fn new(name: &'static str, limit: u32, after: Duration) -> Self {
        Self {
            name,
            left: limit,
            after,
        }
    }

    /// Whether one is left.
    pub(crate) const fn is_left(&self) -> bool {
        self.left > 0
    }

    /// How many are left.
    pub(crate) const fn left(&self) -> u32 {
        self.left
    }

    /// Takes one.
    pub(crate) const fn take(&mut self) {
        self.left = self.left.saturating_sub(1);
    }

    /// The name of the action.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The delay unless the server asks for another one.
    pub const fn after(&self) -> Duration {
        self.after
    }
}

/// The delay, counted from `moment`, that the `Retry-After` header asks for (RFC 9110, section 10.2.3); one that cannot
/// be read is ignored.
pub fn retry_after(headers: &HeaderMap, moment: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than fit are as good as the largest number that does.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(moment).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(header: &str) -> Option<Duration> {
        let value = header.parse().expect("a header's value");
        let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
        retry_after(&headers, SystemTime::now())
    }

    #[test]
    fn seconds_and_dates_are_read_and_anything_else_ignored() {
        assert_eq!(asked("0"), Some(Duration::ZERO));
        assert_eq!(asked(" 120 "), Some(Duration::from_secs(120)));
        assert_eq!(asked("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(60));
        let delay = asked(&soon).expect("a delay");
        assert!((58..=60).contains(&delay.as_secs()), "{delay:?}");
        assert_eq!(
            asked("99999999999999999999999"),
            Some(Duration::from_secs(u64::MAX))
        );
        for unreadable in ["soon", "-1", "1.5", ""] {
            assert_eq!(asked(unreadable), None, "{unreadable}");
        }
    }

    #[test]
    fn the_limit_counts_retries() {
        let mut retry = Retry::new("again", 2, Duration::ZERO);
        let mut left = || {
            let left = retry.is_left();
            retry.take();
            left
        };
        assert_eq!([left(), left(), left(), left()], [true, true, false, false]);
    }
}
