//! The grammars that stand in strings.

use arazzo_codegen::expression::{
    Names, SyntaxError, Tolerated, Values, engine, expression_in_literal, parse_operation_path,
    surplus_braces,
};

use super::grammar;
use crate::{Random, Seeds};

const PIECES: [&str; 76] = [
    "$",
    "$inputs.",
    "$steps.",
    "$response.",
    "$request.",
    "$statusCode",
    "$url",
    "$method",
    "$outputs.",
    "$workflows.",
    "$sourceDescriptions.",
    "$components.",
    "$self",
    "$message.",
    "header.",
    "body",
    "query.",
    "path.",
    "outputs.",
    "a",
    "b-c",
    "x",
    "s",
    "w",
    "api",
    ".",
    "#",
    "#/",
    "/",
    "ä",
    "[0]",
    "[",
    "]",
    "[?",
    "@",
    "@.a",
    "*",
    "..",
    "{",
    "{$",
    "}",
    "(",
    ")",
    "(?i)",
    "(?<n>",
    "\\",
    "\\d",
    "\\u{1}",
    "+",
    "{2,}",
    "|",
    "^",
    "!",
    "=",
    "==",
    "!=",
    "<",
    ">=",
    "&&",
    "||",
    " and ",
    " or ",
    "not",
    "'",
    "\"",
    "~1",
    "%7B",
    " ",
    "\n",
    "1.5",
    "-1",
    "null",
    "true",
    "count(",
    "//a",
    "::",
];

fn names(random: &mut Random) -> Names {
    if random.percent(30) {
        return Names::default();
    }
    let all = |ids: &[&str]| {
        ids.iter()
            .map(|id| (*id).to_owned())
            .collect::<Vec<String>>()
    };
    Names {
        own: Some("w".to_owned()),
        inputs: all(&["a", "a.b", "x y", "é", "#", ""]),
        outputs: all(&["x", "x.y", "x#/y"]),
        steps: Values::from_iter([
            ("s".to_owned(), all(&["x", "x.outputs.y"])),
            ("a.b".to_owned(), all(&[""])),
        ]),
        ..Names::default()
    }
}

pub(super) fn expressions(random: &mut Random, seeds: &Seeds) {
    let names = names(random);
    let text = grammar::text(random, seeds, &PIECES);
    if let Ok(expression) = names.parse(&text) {
        let shown = expression.to_string();
        let again = names.parse(&shown).map(|again| again.to_string());
        assert_eq!(again.as_ref(), Ok(&shown), "{text:?}");
    }
    placed(&text, names.parse(&text));
    placed(&text, names.template(&text));
    placed(&text, names.embedded(&text));
    placed(&text, names.step_dependency(&text));
    placed(&text, parse_operation_path(&text));
    mended(&text, names.tolerated(&text));
    placed(&text, engine::check_regex(&text));
    placed(&text, engine::check_jsonpath(&text));
    placed(&text, engine::jsonpath_query(&text));
    placed(&text, engine::normalise_draft(&text));
    placed(&text, engine::check_xpath(&text));
    engine::jsonpath_test(&text);
    engine::counting_query(&text);
    engine::flags_of_all(&text);
    expression_in_literal(&text, "what");
    surplus_braces(&text, &(0..text.len()));
}

pub(super) fn conditions(random: &mut Random, seeds: &Seeds) {
    let names = names(random);
    let text = grammar::text(random, seeds, &PIECES);
    placed(&text, names.condition(&text));
    mended(&text, names.tolerated_condition(&text));
}

/// An error points into the text.
fn placed<T>(text: &str, read: Result<T, SyntaxError>) {
    if let Err(error) = read {
        let shown = text.get(error.span.clone());
        assert!(
            shown.is_some(),
            "{:?} of {text:?}: {}",
            error.span,
            error.message
        );
        assert!(!error.message.is_empty(), "{text:?}");
    }
}

/// The corrections of a text are in it.
fn mended(text: &str, tolerated: Option<Tolerated>) {
    for reference in tolerated.iter().flat_map(|it| &it.references) {
        let span = reference.span.clone();
        assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
    }
}
