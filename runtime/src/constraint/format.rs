//! Formats of texts that can be judged without a library for each (JSON Schema, Validation, section 7.3).

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Url;

/// A format of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `date`: a day of RFC 3339.
    Date,
    /// `date-time`: a day and time of RFC 3339.
    DateTime,
    /// `time`: a time of RFC 3339.
    Time,
    /// `uuid`
    Uuid,
    /// `ipv4`
    Ipv4,
    /// `ipv6`
    Ipv6,
    /// `uri`: an absolute one.
    Uri,
}

impl Format {
    /// The word under `format`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Time => "time",
            Self::Uuid => "uuid",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Uri => "uri",
        }
    }

    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::Date => is_date(text),
            Self::DateTime => {
                let parts = text.split_once(['T', 't', ' ']);
                parts.is_some_and(|(date, time)| is_date(date) && is_time(time))
            }
            Self::Time => is_time(text),
            Self::Uuid => is_uuid(text),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Uri => Url::parse(text).is_ok(),
        }
    }
}

/// The number in exactly `digits` digits, if it is within bounds.
fn number(text: &str, digits: usize, least: u32, most: u32) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| plain)?;
    (least..=most).contains(&number).then_some(number)
}

/// `full-date` of RFC 3339.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut next = |digits, least, most| number(parts.next()?, digits, least, most);
    let Some(((year, month), day)) = next(4, 0, 9999).zip(next(2, 1, 12)).zip(next(2, 1, 31))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    day <= last
}

/// `full-time` of RFC 3339, with a leap second at the end of any minute.
fn is_time(text: &str) -> bool {
    let zone = text.find(['Z', 'z', '+', '-']);
    let Some((time, zone)) = zone.and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = time.splitn(3, ':');
    let mut next = |most| {
        parts
            .next()
            .and_then(|part| number(part, 2, 0, most))
            .is_some()
    };
    let within_day = next(23) && next(59) && next(60);
    let fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    within_day && fraction && is_zone(zone)
}

fn is_zone(text: &str) -> bool {
    let offset = match text.strip_prefix(['+', '-']) {
        Some(offset) => offset,
        None => return matches!(text, "Z" | "z"),
    };
    offset.split_once(':').is_some_and(|(hours, minutes)| {
        number(hours, 2, 0, 23).is_some() && number(minutes, 2, 0, 59).is_some()
    })
}

fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let hexadecimal = text
        .split('-')
        .all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    hexadecimal && text.split('-').map(str::len).eq(lengths)
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn formats_take_what_their_standards_allow_and_nothing_else() {
        for (format, right, wrong) in [
            (Format::Date, "2024-02-29", "2023-02-29"),
            (Format::Date, "0001-12-31", "2024-4-01"),
            (Format::Date, "2000-02-29", "1900-02-29"),
            (Format::DateTime, "2024-06-30T23:59:60Z", "2024-06-30"),
            (
                Format::DateTime,
                "2024-06-30t12:00:00.25+02:00",
                "2024-06-30T24:00:00Z",
            ),
            (
                Format::DateTime,
                "2024-06-30 12:00:00-00:00",
                "2024-06-30T12:00:00",
            ),
            (Format::Time, "12:00:00Z", "12:00Z"),
            (Format::Time, "12:00:00+01:30", "12:00:00+1:30"),
            (
                Format::Uuid,
                "123e4567-e89b-12d3-a456-426614174000",
                "123e4567e89b12d3a456426614174000",
            ),
            (Format::Ipv4, "127.0.0.1", "127.0.0.256"),
            (Format::Ipv6, "::1", "::g"),
            (Format::Uri, "https://a.test/b?c#d", "/relative"),
        ] {
            assert!(format.fits(right), "{}: {right}", format.name());
            assert!(!format.fits(wrong), "{}: {wrong}", format.name());
        }
    }
}
