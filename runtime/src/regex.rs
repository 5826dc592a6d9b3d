//! Regular expressions of ECMA-262, searched for anywhere in a text, with bounded matching time.

use std::sync::OnceLock;

use arazzo_syntax::regex::translate;

use crate::condition::Operand;
use crate::engine;

/// A regular expression known when the program is built; meant for a `static`, compiled when first used.
///
/// A pattern that is not valid matches nothing; the engine reports it.
#[derive(Debug)]
pub struct Regex {
    pattern: &'static str,
    compiled: OnceLock<Option<Compiled>>,
}

impl Regex {
    /// The expression with this pattern, in the syntax of ECMA-262 and without its surrounding slashes.
    #[must_use]
    pub const fn new(pattern: &'static str) -> Self {
        Self {
            pattern,
            compiled: OnceLock::new(),
        }
    }

    /// Whether the pattern matches somewhere in the operand's text: scalars as JSON text (strings without
    /// quotes), structures as compact JSON. Null and missing values match nothing, not even an empty pattern.
    #[must_use]
    pub fn is_match<'a>(&self, operand: impl Into<Operand<'a>>) -> bool {
        let compiled = self.compiled.get_or_init(|| compile(self.pattern));
        compiled
            .as_ref()
            .is_some_and(|regex| search(regex, &operand.into()))
    }
}

/// [`Regex::is_match`] for a pattern put together while the workflow runs.
#[must_use]
pub fn is_match<'a>(pattern: &str, operand: impl Into<Operand<'a>>) -> bool {
    compile(pattern).is_some_and(|regex| search(&regex, &operand.into()))
}

/// Steps back a search may take. Beyond it the search counts as failed.
const BACKTRACK_LIMIT: usize = 1_000_000;
/// Bytes that all steps together may look at: after each a look-around may go through all of the text. About a second.
const BYTES_LIMIT: usize = 1 << 30;
/// Instructions a pattern may compile to, so that nested repetitions cannot eat the memory.
const PROGRAM_LIMIT: usize = 100_000;

/// A pattern that is ready to be searched for.
#[derive(Debug)]
struct Compiled {
    regex: fancy_regex::Regex,
    /// The pattern in the engine's syntax, if a search may step back.
    steps_back: Option<String>,
}

fn compile(pattern: &str) -> Option<Compiled> {
    let compiled = translate(pattern).ok().and_then(|translated| {
        let regex = build(&translated, BACKTRACK_LIMIT)?;
        let steps_back = may_step_back(&translated).then_some(translated);
        Some(Compiled { regex, steps_back })
    });
    if compiled.is_none() {
        engine::report("regex", "the pattern is not an ECMA-262 regular expression");
    }
    compiled
}

fn build(translated: &str, backtrack_limit: usize) -> Option<fancy_regex::Regex> {
    let mut builder = fancy_regex::RegexBuilder::new(translated);
    builder
        .backtrack_limit(backtrack_limit)
        .max_prog_size(PROGRAM_LIMIT);
    builder.build().ok()
}

/// Whether a pattern, in the engine's syntax, has look-around or back references; the time of any other is linear. Where
/// it only seems so, it is compiled once more.
fn may_step_back(translated: &str) -> bool {
    let look_around = ["(?=", "(?!", "(?<=", "(?<!", "\\k"];
    let is_reference =
        |pair: &[u8]| matches!(pair, [b'\\', digit] if digit.is_ascii_digit() && *digit != b'0');
    look_around.iter().any(|it| translated.contains(it))
        || translated.as_bytes().windows(2).any(is_reference)
}

fn search(compiled: &Compiled, operand: &Operand<'_>) -> bool {
    let Some(text) = operand.text() else {
        return false;
    };
    search_within(BYTES_LIMIT, compiled, &text)
}

fn search_within(bytes: usize, compiled: &Compiled, text: &str) -> bool {
    let steps = bytes.checked_div(text.len()).unwrap_or(usize::MAX);
    let found = match &compiled.steps_back {
        // The limit is part of a compiled pattern.
        Some(translated) if steps < BACKTRACK_LIMIT => {
            build(translated, steps).and_then(|regex| regex.is_match(text).ok())
        }
        _ => compiled.regex.is_match(text).ok(),
    };
    found.unwrap_or_else(|| {
        engine::report("regex", "the search was given up for taking too long");
        false
    })
}

#[cfg(test)]
mod tests {
    use super::{Regex, compile, is_match, search_within};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn check(pattern: &str, matching: &[&str], others: &[&str]) {
        for text in matching {
            assert!(
                is_match(pattern, *text),
                "/{pattern}/ should match {text:?}"
            );
        }
        for text in others {
            assert!(
                !is_match(pattern, *text),
                "/{pattern}/ should not match {text:?}"
            );
        }
    }

    #[test]
    fn searches_anywhere_unless_anchored() {
        check("ok", &["ok", "it is ok."], &["OK", ""]);
        check("^ok$", &["ok"], &["ok ", "ok\n", "\nok"]);
        check("", &["", "x"], &[]);
        check("a|", &["b"], &[]);
    }

    #[test]
    fn operands_become_text() {
        static STATUS: Regex = Regex::new("^2\\d{2}$");
        assert!(STATUS.is_match(201_u16) && !STATUS.is_match(404_u16));
        assert!(is_match("^true$", true));
        assert!(is_match(
            "^\\{\"a\":\\[1,null\\]\\}$",
            json!({"a": [1.0, null]})
        ));
        assert!(!is_match("", &Value::Null));
        assert!(!is_match("", None::<&str>));
    }

    #[test]
    fn shorthands_are_ascii_and_space_is_not() {
        check("^\\d$", &["7"], &["٧", "x"]);
        check("^[\\d]$", &["7"], &["٧"]);
        check("^\\w+$", &["aZ_9"], &["é", "-"]);
        check("^\\W$", &["é", "-"], &["a"]);
        check("^[^\\W]$", &["a"], &["é"]);
        check("^[\\D]$", &["x", "٧"], &["7"]);
        check(
            "^\\s$",
            &["\u{feff}", "\u{a0}", "\u{2028}", "\u{b}"],
            &["\u{85}", "x"],
        );
        check("^[\\S]$", &["x"], &[" "]);
        check("\\bcafe\\b", &["cafe", "cafeé", "a cafe!"], &["cafes"]);
        check("a\\Bb", &["ab"], &["a b"]);
    }

    #[test]
    fn dot_stops_at_line_terminators() {
        check(
            "^.$",
            &["a", "é", "😀", "\u{85}"],
            &["\n", "\r", "\u{2028}", "\u{2029}", ""],
        );
        check("^[^]$", &["\n", "a"], &[""]);
        check("[]", &[], &["", "a", "[]"]);
        check("a[]|b", &["b"], &["a"]);
    }

    #[test]
    fn escapes_are_those_of_ecma() {
        check("^https?:\\/\\/x\\.y$", &["http://x.y"], &["http://xzy"]);
        check(
            "^\\u0041\\x42\\u{1F600}\\uD83D\\uDE00$",
            &["AB😀😀"],
            &["AB😀"],
        );
        check("^[\\u0041-\\u0043]$", &["B"], &["D"]);
        check("^\\cJ\\t\\v\\f\\0$", &["\n\t\u{b}\u{c}\0"], &[]);
        check("^\\101\\377\\8$", &["Aÿ8"], &[]);
        check("^[\\b]$", &["\u{8}"], &["b"]);
        check("^[\\101\\-\\]]+$", &["A-]"], &["1"]);
        check("^\\a\\A\\z\\Z\\G\\h\\K\\e$", &["aAzZGhKe"], &[]);
        check("^\\-\\#\\ \\~$", &["-# ~"], &[]);
        check("^\\p{Lu}\\P{Lu}\\p{Script=Greek}$", &["Éaα"], &["éaα"]);
        check("^[\\p{L}\\P{Nd}\\d]$", &["7", "é"], &[]);
        check("^\\ud800$", &[], &["\u{fffd}", ""]);
    }

    #[test]
    fn braces_and_brackets_that_mean_nothing_are_text() {
        check("^a{2}$", &["aa"], &["a"]);
        check("^a{,2}$", &["a{,2}"], &["aa"]);
        check("^{x}]$", &["{x}]"], &[]);
        check("^a{1,2}?b{0,}$", &["a", "aabb"], &["aaab"]);
        check("^[a[&&b]$", &["a", "[", "&", "b"], &["c"]);
        check("^[a--c~~]$", &[], &["x"]);
        check("^[+--]$", &["+", ",", "-"], &["."]);
        check("^[\\w-.]+$", &["a-."], &["!"]);
        check("^[-a]$|^[b-]$", &["-", "a", "b"], &["c"]);
        check("^a b#c$", &["a b#c"], &["ab"]);
    }

    #[test]
    fn groups_and_references() {
        check(
            "^(?<year>\\d{4})-\\k<year>$",
            &["2024-2024"],
            &["2024-2025"],
        );
        check("^(a)(b)?\\2c\\1$", &["aca", "abbca"], &["abca"]);
        check("^\\1(a)$", &["a"], &["aa"]);
        check("(?<=\\$)\\d+(?!%)", &["$42"], &["42"]);
        check("^(?:a(?=b)|(?<!x)b)+$", &["ab"], &["aa"]);
        check("^(?<$π_1>x)\\k<$π_1>$", &["xx"], &["x"]);
        check("\\k<n>", &["k<n>"], &["n"]);
    }

    #[test]
    fn flags_written_into_the_pattern_apply_inside_their_group() {
        check("(?i)done", &["DONE"], &[]);
        check("^(?i:a)b$", &["Ab"], &["AB"]);
        check("(?m:^b$)", &["a\nb\nc", "a\rb"], &["ab"]);
        check("^(?s:.).$", &["\na"], &["a\n"]);
        check("(?i)a(?-i:b)c", &["AbC"], &["ABC"]);
    }

    #[test]
    fn what_is_not_ecma_matches_nothing() {
        for pattern in [
            "(",
            ")",
            "a)",
            "[",
            "[a",
            "*",
            "a**",
            "a++",
            "+a",
            "|*",
            "(?",
            "(?<a",
            "(?<a>",
            "(?P<a>b)",
            "(?>a)",
            "a{2,1}",
            "[z-a]",
            "\\",
            "\\u{110000}",
            "(?<a>.)(?<a>.)",
            "(?<1>a)",
            "(?x)a",
            "(?<n>a)\\k<m>",
            "^*",
            "a{2}{3}",
            "(?i-i:a)",
        ] {
            check(pattern, &[], &["", "a", "aa", pattern]);
        }
    }

    #[test]
    fn matching_time_is_bounded() {
        let text = "a".repeat(5_000);
        assert!(!is_match("^(a+)+(?=b)$", text.as_str()));
        assert!(!is_match("(?=(a*)*b)", text.as_str()));
        assert!(!is_match("((((a{999}){999}){999}){999})", "a"));
        assert!(!is_match("((?=a)(((a{999}){999}){999}){999})", "a"));
        assert!(!is_match(&"(".repeat(100_000), "a"));
        assert!(!is_match(
            &format!("{}{}", "(".repeat(100_000), ")".repeat(100_000)),
            "a"
        ));
    }

    #[test]
    fn what_each_step_may_look_at_counts() {
        let within = |bytes, pattern: &str, text: &str| {
            search_within(bytes, &compile(pattern).expect("a pattern"), text)
        };
        let text = format!("{}y", "x".repeat(10_000));
        for (pattern, count) in [("x(?=y)", 10_000), ("(x)x*\\1y", 100), ("(?=x*y)x", 1)] {
            assert!(within(count * text.len(), pattern, &text), "{pattern}");
        }
        // From each place, all that follows.
        let text = "x".repeat(10_000);
        for pattern in ["(?=x*y)x", "(x)x*y\\1"] {
            assert!(!within(100 * text.len(), pattern, &text), "{pattern}");
            let given_up = crate::notes::take();
            assert_eq!(given_up.len(), 1, "{pattern}");
        }
        // What takes no step back may be as long as it likes.
        assert!(within(0, "x*$", &text));
        assert!(crate::notes::take().is_empty());
    }

    proptest! {
        #[test]
        fn any_pattern_is_read_or_refused(pattern in "[-\\\\()\\[\\]{}?*+.^$|<>:=!a-dksuxpPwWdDbB0-9,&~]{0,16}", text in "[a-d0-9-]{0,6}") {
            let _ = is_match(&pattern, text.as_str());
        }

        #[test]
        fn escaped_text_matches_itself(text in "\\PC{1,12}") {
            let pattern: String = text.chars().map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("\\u{{{:x}}}", u32::from(c)) }).collect();
            let (whole, class) = (format!("^{pattern}$"), format!("^[{pattern}]+$"));
            prop_assert!(is_match(&whole, text.as_str()));
            prop_assert!(is_match(&class, text.as_str()));
        }
    }
}
