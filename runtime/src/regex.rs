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
    compiled: OnceLock<Option<fancy_regex::Regex>>,
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

/// Steps back a search may take; about a tenth of a second. Beyond it the search counts as failed.
const BACKTRACK_LIMIT: usize = 1_000_000;
/// Instructions a pattern may compile to, so that nested repetitions cannot eat the memory.
const PROGRAM_LIMIT: usize = 100_000;

fn compile(pattern: &str) -> Option<fancy_regex::Regex> {
    let compiled = translate(pattern).ok().and_then(|translated| {
        let mut builder = fancy_regex::RegexBuilder::new(&translated);
        builder
            .backtrack_limit(BACKTRACK_LIMIT)
            .max_prog_size(PROGRAM_LIMIT);
        builder.build().ok()
    });
    if compiled.is_none() {
        engine::report("regex", "the pattern is not an ECMA-262 regular expression");
    }
    compiled
}

fn search(regex: &fancy_regex::Regex, operand: &Operand<'_>) -> bool {
    let Some(text) = operand.text() else {
        return false;
    };
    regex.is_match(text.as_ref()).unwrap_or_else(|_| {
        engine::report("regex", "the search was given up for taking too long");
        false
    })
}

#[cfg(test)]
mod tests {
    use super::{Regex, is_match};
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
