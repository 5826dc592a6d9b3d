//! Path parameters: `simple`, `label`, `matrix`.

use arazzo_runtime::{Kind, Style};
use proptest::prelude::*;
use serde_json::json;

use super::decode::{at, decode, percent};
use super::values::{Flat, Given, any_shape};
use super::{N, sent};

/// The text that stands for the parameter between `/p/` and `/e`.
fn segment(given: &Given, style: Style, explode: bool) -> Result<String, Kind> {
    let request = sent("/p/{n}/e", |it| {
        it.path(N.style(style).explode(explode), &given.value)
    })
    .map_err(|error| error.kind())?;
    let path = request.uri().path().strip_prefix("/p/").expect("the start");
    let segment = path.strip_suffix("/e").expect("the end").to_owned();
    assert!(!segment.contains('/'), "stays one segment: {segment}");
    Ok(segment)
}

/// What a path cannot say: nothing at all, or a segment that leads elsewhere.
fn refused(given: &Given, prefix: &str, separator: &str) -> Option<Kind> {
    let text = match &given.flat {
        Flat::Scalar(text) if text.is_empty() => return Some(Kind::MissingValue),
        Flat::Scalar(text) => text.clone(),
        Flat::List(items) if says_nothing(items) => return Some(Kind::MissingValue),
        Flat::List(items) => items.join(separator),
        Flat::Object(_) => return None,
    };
    matches!(format!("{prefix}{text}").as_str(), "." | "..").then_some(Kind::Encode)
}

/// A list that would leave the path as an empty text does.
fn says_nothing(items: &[String]) -> bool {
    matches!(items, [only] if only.is_empty())
}

fn simple(given: &Given, explode: bool) -> Result<(), TestCaseError> {
    let segment = segment(given, Style::Simple, explode);
    match refused(given, "", ",") {
        Some(kind) => prop_assert_eq!(segment, Err(kind)),
        None => {
            let text = segment.expect("sent");
            let decoded = decode(&given.flat, &text, at(","), explode, percent);
            prop_assert_eq!(&decoded, &given.flat, "{}", text);
        }
    }
    Ok(())
}

fn label(given: &Given, explode: bool) -> Result<(), TestCaseError> {
    let separator = if explode { "." } else { "," };
    let segment = segment(given, Style::Label, explode);
    match refused(given, ".", separator) {
        Some(kind) => prop_assert_eq!(segment, Err(kind)),
        None => {
            let text = segment.expect("sent");
            let text = text.strip_prefix('.').expect("a dot");
            let decoded = decode(&given.flat, text, at(separator), explode, percent);
            prop_assert_eq!(&decoded, &given.flat, "{}", text);
        }
    }
    Ok(())
}

/// `;n=v`, or `;n` where the value is empty.
fn named(text: &str) -> String {
    match text.strip_prefix("n") {
        Some("") => String::new(),
        Some(rest) => rest.strip_prefix('=').expect("an equals sign").to_owned(),
        None => panic!("not named: {text}"),
    }
}

fn matrix(given: &Given, explode: bool) -> Result<(), TestCaseError> {
    let segment = segment(given, Style::Matrix, explode);
    if let Some(kind) = refused(given, ";", ",") {
        prop_assert_eq!(segment, Err(kind));
        return Ok(());
    }
    let text = segment.expect("sent");
    let text = text.strip_prefix(';').expect("a semicolon");
    let decoded = match &given.flat {
        Flat::List(_) if explode => {
            let items = text.split(';').map(|item| percent(&named(item))).collect();
            Flat::List(items)
        }
        flat @ Flat::Object(_) if explode => {
            // RFC 6570, section 3.2.7: an empty value goes without the equals sign.
            prop_assert!(!text.split(';').any(|pair| pair.ends_with('=')), "{}", text);
            decode(flat, text, at(";"), true, percent)
        }
        flat => decode(flat, &named(text), at(","), false, percent),
    };
    prop_assert_eq!(&decoded, &given.flat, "{}", text);
    Ok(())
}

#[test]
fn an_empty_text_is_missing_in_whatever_it_is_wrapped() {
    let bytes = arazzo_runtime::Binary(Vec::new());
    for style in [Style::Simple, Style::Label, Style::Matrix] {
        for explode in [true, false] {
            let n = N.style(style).explode(explode);
            for value in [json!(""), json!([""]), json!([null, ""])] {
                let refused = sent("/p/{n}/e", |it| it.path(n, &value)).expect_err("says nothing");
                assert_eq!(refused.kind(), Kind::MissingValue, "{value}");
            }
            let refused = sent("/p/{n}/e", |it| it.path(n, &bytes)).expect_err("says nothing");
            assert_eq!(refused.kind(), Kind::MissingValue);
        }
    }
    let request = sent("/p/{n}/e", |it| it.path(N, &["", ""])).expect("two items");
    assert_eq!(request.uri().path(), "/p/,/e");
}

#[test]
fn reserved_characters_stay_in_a_path_where_they_lead_nowhere_else() {
    let n = N.allow_reserved();
    for (value, segment) in [
        ("a:b@c;d=e&f+g,h", "a:b@c;d=e&f+g,h"),
        ("a/b?c#d e%", "a%2Fb%3Fc%23d%20e%25"),
        ("a%2Fb", "a%2Fb"),
    ] {
        let request = sent("/p/{n}/e", |it| it.path(n, value)).expect("sent");
        assert_eq!(request.uri().path(), format!("/p/{segment}/e"));
    }
    for dots in ["..", "%2e%2E", "."] {
        let refused = sent("/p/{n}/e", |it| it.path(n, dots)).expect_err("leads elsewhere");
        assert_eq!(refused.kind(), Kind::Encode, "{dots}");
    }
}

proptest! {
    #[test]
    fn simple_comes_back(given in any_shape("")) {
        simple(&given, false)?;
        simple(&given, true)?;
    }

    #[test]
    fn label_comes_back(given in any_shape("")) {
        label(&given, false)?;
    }

    #[test]
    fn exploded_label_comes_back(given in any_shape(".")) {
        label(&given, true)?;
    }

    #[test]
    fn matrix_comes_back(given in any_shape("")) {
        matrix(&given, false)?;
        matrix(&given, true)?;
    }

    #[test]
    fn a_greedy_expression_keeps_its_slashes_and_nothing_else(text in super::values::text(".")) {
        prop_assume!(!text.is_empty());
        let request = sent("/p/{n+}/e", |it| it.path(N, &text)).expect("sent");
        let path = request.uri().path().strip_prefix("/p/").expect("the start");
        let value = path.strip_suffix("/e").expect("the end");
        prop_assert_eq!(value.matches('/').count(), text.matches('/').count());
        prop_assert_eq!(percent(value), text);
    }
}
