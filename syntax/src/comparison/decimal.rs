//! A number as its decimal text, so that comparing loses nothing however many digits it has.

use std::cmp::Ordering;

/// A number in JSON's grammar (RFC 8259 section 6), split into its parts.
#[derive(Debug, Clone, Copy)]
pub struct Decimal<'t> {
    negative: bool,
    whole: &'t str,
    fraction: &'t str,
    /// Power of ten; an exponent beyond `i64` is clamped, far outside what any digits could balance.
    exponent: i64,
}

impl<'t> Decimal<'t> {
    /// Reads `text` if all of it is a JSON number; no sign `+`, no leading zeros, no white space.
    pub fn parse(text: &'t str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (rest, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if all_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (mantissa, ""),
        };
        let canonical = whole == "0" || !whole.starts_with('0');
        (all_digits(whole) && canonical).then_some(Self {
            negative,
            whole,
            fraction,
            exponent,
        })
    }

    /// All digits from the first that is not zero.
    fn digits(&self) -> impl Iterator<Item = u8> + 't {
        self.whole
            .bytes()
            .chain(self.fraction.bytes())
            .skip_while(|digit| *digit == b'0')
    }

    /// Whether it is zero, whatever its sign.
    pub fn is_zero(&self) -> bool {
        self.digits().next().is_none()
    }

    /// How many digits stand before the decimal point once the exponent is applied; negative for 0.00x.
    fn magnitude(&self) -> i64 {
        let zeros = self
            .whole
            .bytes()
            .chain(self.fraction.bytes())
            .take_while(|digit| *digit == b'0')
            .count();
        let length = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        length(self.whole.len())
            .saturating_sub(length(zeros))
            .saturating_add(self.exponent)
    }

    /// Exact order of the two numbers; `-0` equals `0`.
    pub fn order(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => Ordering::Equal,
            (true, false) => {
                if other.negative {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (false, true) => {
                if self.negative {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            (false, false) => match (self.negative, other.negative) {
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => self.order_of_size(other),
                (true, true) => other.order_of_size(self),
            },
        }
    }

    fn order_of_size(&self, other: &Self) -> Ordering {
        self.magnitude().cmp(&other.magnitude()).then_with(|| {
            let (mut left, mut right) = (self.digits(), other.digits());
            loop {
                match (left.next(), right.next()) {
                    (None, None) => return Ordering::Equal,
                    (l, r) => match l.unwrap_or(b'0').cmp(&r.unwrap_or(b'0')) {
                        Ordering::Equal => {}
                        different => return different,
                    },
                }
            }
        })
    }

    /// The shortest text of the number: no trailing fraction zeros, an exponent only where plain digits
    /// would run past 21 places or start with seven zeros (the bounds that JavaScript and Java use).
    pub fn shortest(&self) -> String {
        if self.is_zero() {
            return "0".to_owned();
        }
        let mut digits: String = self.digits().map(char::from).collect();
        digits.truncate(digits.trim_end_matches('0').len());
        let point = self.magnitude();
        let count = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        let sign = if self.negative { "-" } else { "" };
        let zeros = |n: i64| "0".repeat(usize::try_from(n).unwrap_or(0));
        let split = |at: i64| {
            let at = usize::try_from(at).unwrap_or(0);
            (
                digits.get(..at).unwrap_or(""),
                digits.get(at..).unwrap_or(""),
            )
        };
        if (count..=21).contains(&point) {
            format!("{sign}{digits}{}", zeros(point.saturating_sub(count)))
        } else if (1..=21).contains(&point) {
            let (whole, fraction) = split(point);
            format!("{sign}{whole}.{fraction}")
        } else if (-5..=0).contains(&point) {
            format!("{sign}0.{}{digits}", zeros(point.saturating_neg()))
        } else {
            let (first, rest) = split(1);
            let dot = if rest.is_empty() { "" } else { "." };
            format!("{sign}{first}{dot}{rest}e{}", point.saturating_sub(1))
        }
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parse_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !all_digits(digits) {
        return None;
    }
    let size = digits
        .parse::<i64>()
        .unwrap_or(i64::MAX / 2)
        .min(i64::MAX / 2);
    Some(if negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::Decimal;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn order(left: &str, right: &str) -> Ordering {
        Decimal::parse(left)
            .unwrap()
            .order(&Decimal::parse(right).unwrap())
    }

    #[test]
    fn only_json_numbers_are_numbers() {
        for text in ["0", "-0", "10", "1.50", "1e3", "1E+3", "-1.2e-3"] {
            assert!(Decimal::parse(text).is_some(), "{text}");
        }
        for text in [
            "", "-", "+1", "01", ".5", "1.", "1e", "1e+", " 1", "1 ", "0x1", "NaN", "1.2.3", "١",
        ] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn order_is_that_of_the_values_not_of_the_texts() {
        assert_eq!(
            order("9007199254740992", "9007199254740993"),
            Ordering::Less
        );
        assert_eq!(order("1.0", "1"), Ordering::Equal);
        assert_eq!(order("1e3", "1000.000"), Ordering::Equal);
        assert_eq!(order("0.001", "1e-3"), Ordering::Equal);
        assert_eq!(order("-0", "0.0e9"), Ordering::Equal);
        assert_eq!(order("-2", "-10"), Ordering::Greater);
        assert_eq!(order("0.09", "0.1"), Ordering::Less);
        assert_eq!(
            order("1e99999999999999999999999", "1e400"),
            Ordering::Greater
        );
        assert_eq!(order("1e-99999999999999999999999", "0"), Ordering::Greater);
        assert_eq!(order("0", "-1"), Ordering::Greater);
    }

    #[test]
    fn shortest_text_drops_what_says_nothing() {
        for (text, short) in [
            ("200.0", "200"),
            ("1.50", "1.5"),
            ("1e3", "1000"),
            ("-0.0", "0"),
            ("0.000001", "0.000001"),
            ("1e-7", "1e-7"),
            ("1.5e300", "1.5e300"),
            ("1e21", "1e21"),
            ("1e20", "100000000000000000000"),
            ("-12.340e1", "-123.4"),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().shortest(), short, "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_integers(left: i128, right: i128) {
            prop_assert_eq!(order(&left.to_string(), &right.to_string()), left.cmp(&right));
        }

        #[test]
        fn scaling_both_sides_changes_nothing(left: i32, right: i32, scale in -400i32..400) {
            let (l, r) = (format!("{left}e{scale}"), format!("{right}e{scale}"));
            prop_assert_eq!(order(&l, &r), left.cmp(&right));
        }

        #[test]
        fn shortest_keeps_the_value(whole: i64, fraction in "[0-9]{1,20}", exponent in -40i32..40) {
            let text = format!("{whole}.{fraction}e{exponent}");
            let short = Decimal::parse(&text).unwrap().shortest();
            prop_assert_eq!(order(&text, &short), Ordering::Equal);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-+0-9.eE ]{0,8}") {
            let number = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() && text.trim() == text;
            prop_assert_eq!(Decimal::parse(&text).is_some(), number);
        }
    }
}
