//! Query and cookie parameters: `form`, `spaceDelimited`, `pipeDelimited`, `deepObject`.

use arazzo_runtime::{Kind, Parameter, Style};
use proptest::prelude::*;

use super::decode::{at, decode, pairs, percent};
use super::values::{Flat, Given, any_shape, any_shape_of, list, object, scalar, text};
use super::{N, query_of, sent};

/// The query between two parameters of texts that end one another's values if anything is wrong.
fn query(parameter: Parameter, given: &Given) -> String {
    let request = sent("/p?first=1", |it| {
        it.query(parameter, &given.value)
            .query(Parameter::new("last", "2"), "2")
    })
    .expect("sent");
    let query = query_of(&request)
        .strip_prefix("first=1&")
        .expect("the start");
    query.strip_suffix("&last=2").expect("the end").to_owned()
}

/// `form` of pairs that this separates: `&` in a query, `; ` in cookies.
fn form(given: &Given, explode: bool, text: &str, separator: &str) -> Flat {
    let pairs = pairs(text, separator);
    match &given.flat {
        Flat::List(_) if explode => Flat::List(
            pairs
                .iter()
                .map(|(name, value)| {
                    assert_eq!(*name, "n");
                    percent(value)
                })
                .collect(),
        ),
        Flat::Object(_) if explode => Flat::Object(
            pairs
                .iter()
                .map(|(name, value)| (percent(name), percent(value)))
                .collect(),
        ),
        flat => delimited(flat, text, ","),
    }
}

/// One pair whose value is separated inside.
fn delimited(flat: &Flat, text: &str, separator: &'static str) -> Flat {
    let value = text.strip_prefix("n=").expect("one pair");
    assert!(!value.contains(['&', '=']), "{value}");
    decode(flat, value, at(separator), false, percent)
}

fn deep_object(text: &str) -> Flat {
    let member = |(name, value): &(&str, &str)| {
        let name = percent(name);
        let name = name.strip_prefix("n[").expect("an opening bracket");
        let name = name.strip_suffix(']').expect("a closing bracket");
        (name.to_owned(), percent(value))
    };
    Flat::Object(pairs(text, "&").iter().map(member).collect())
}

/// Whether RFC 6265, section 4.1.1, has a way to write it.
fn carried(flat: &Flat, explode: bool) -> bool {
    let plain = |text: &str| {
        text.bytes()
            .all(|b| matches!(b, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e))
    };
    let value = |text: &str| {
        let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
        plain(if quoted {
            &text[1..text.len() - 1]
        } else {
            text
        })
    };
    let token = |text: &str| {
        !text.is_empty() && plain(text) && !text.contains(|c| "()/:<=>?@[]{}".contains(c))
    };
    match flat {
        Flat::Scalar(text) => value(text),
        Flat::List(items) if explode => items.iter().all(|item| value(item)),
        Flat::List(items) => items.iter().all(|item| plain(item)),
        Flat::Object(members) if explode => members.iter().all(|(n, v)| token(n) && value(v)),
        Flat::Object(members) => members.iter().all(|(n, v)| plain(n) && plain(v)),
    }
}

/// Cookies of the `cookie` style, in which nothing is an escape.
fn as_they_are(flat: &Flat, explode: bool, text: &str) -> Flat {
    let owned = |text: &str| text.to_owned();
    match flat {
        Flat::List(_) if explode => Flat::List(
            pairs(text, "; ")
                .iter()
                .map(|(_, value)| owned(value))
                .collect(),
        ),
        Flat::Object(_) if explode => {
            let pairs = pairs(text, "; ");
            Flat::Object(pairs.iter().map(|(n, v)| (owned(n), owned(v))).collect())
        }
        flat => decode(
            flat,
            text.strip_prefix("n=").expect("one pair"),
            at(","),
            false,
            owned,
        ),
    }
}

proptest! {
    #[test]
    fn form_comes_back(given in any_shape(""), explode: bool) {
        let text = query(N.style(Style::Form).explode(explode), &given);
        prop_assert_eq!(&form(&given, explode, &text, "&"), &given.flat, "{}", text);
    }

    #[test]
    fn form_is_exploded_unless_the_document_says_otherwise(given in any_shape("")) {
        let text = query(N, &given);
        prop_assert_eq!(&form(&given, true, &text, "&"), &given.flat, "{}", text);
    }

    #[test]
    fn form_in_cookies_comes_back(given in any_shape(""), explode: bool) {
        let request = sent("/p", |it| {
            let it = it.cookie(Parameter::new("first", "1"), "1");
            it.cookie(N.explode(explode), &given.value).cookie(Parameter::new("last", "2"), "2")
        }).expect("sent");
        prop_assert_eq!(request.headers().get_all("cookie").iter().count(), 1);
        let cookies = request.headers()["cookie"].to_str().expect("ASCII");
        let text = cookies.strip_prefix("first=1; ").and_then(|it| it.strip_suffix("; last=2"));
        let text = text.expect("the others");
        prop_assert_eq!(&form(&given, explode, text, "; "), &given.flat, "{}", text);
    }

    #[test]
    fn the_cookie_style_changes_nothing_and_says_what_it_cannot_carry(
        given in any_shape(","), explode: bool,
    ) {
        let request = sent("/p", |it| it.cookie(N.style(Style::Cookie).explode(explode), &given.value));
        match carried(&given.flat, explode) {
            false => prop_assert_eq!(request.expect_err("refused").kind(), Kind::Encode),
            true => {
                let request = request.expect("sent");
                let text = request.headers()["cookie"].to_str().expect("ASCII");
                prop_assert_eq!(&as_they_are(&given.flat, explode, text), &given.flat, "{}", text);
            }
        }
    }

    #[test]
    fn cookies_of_plain_characters_come_back_as_they_went(text in "[!#-+.-:<-\\[\\]-~]{0,9}", explode: bool) {
        let n = N.style(Style::Cookie).explode(explode);
        let request = sent("/p", |it| it.cookie(n, &text).cookie(Parameter::new("m", "2"), "2")).expect("sent");
        prop_assert_eq!(&request.headers()["cookie"], &format!("n={text}; m=2"));
    }

    #[test]
    fn space_delimited_comes_back(given in prop_oneof![list(" "), object(" ")]) {
        let text = query(N.style(Style::SpaceDelimited).explode(false), &given);
        prop_assert_eq!(&delimited(&given.flat, &text, "%20"), &given.flat, "{}", text);
    }

    #[test]
    fn pipe_delimited_comes_back(given in prop_oneof![list("|"), object("|")]) {
        let text = query(N.style(Style::PipeDelimited).explode(false), &given);
        prop_assert_eq!(&delimited(&given.flat, &text, "%7C"), &given.flat, "{}", text);
    }

    #[test]
    fn exploded_lists_come_back_in_any_style(given in list(""), pipe: bool) {
        let style = if pipe { Style::PipeDelimited } else { Style::SpaceDelimited };
        let text = query(N.style(style).explode(true), &given);
        prop_assert_eq!(&form(&given, true, &text, "&"), &given.flat, "{}", text);
    }

    #[test]
    fn deep_object_comes_back(given in object(""), explode: bool) {
        let text = query(N.style(Style::DeepObject).explode(explode), &given);
        prop_assert_eq!(&deep_object(&text), &given.flat, "{}", text);
    }

    // A comma inside an item is a reserved character too, so it stays, and nobody can tell it from a delimiter. What looks
    // like an escape stays one, so that nobody can tell either whether it was meant.
    #[test]
    fn reserved_characters_come_back(given in any_shape_of("%", ",%"), explode: bool) {
        let text = query(N.explode(explode).allow_reserved(), &given);
        prop_assert_eq!(&form(&given, explode, &text, "&"), &given.flat, "{}", text);
    }

    #[test]
    fn reserved_characters_that_delimit_nothing_stay_as_they_are(given in scalar("%")) {
        let text = query(N.allow_reserved(), &given);
        for escape in ["%2F", "%3F", "%3A", "%40", "%21", "%24", "%28", "%29", "%2A", "%2C", "%3B"] {
            prop_assert!(!text.contains(escape), "{}", text);
        }
        prop_assert_eq!(&form(&given, true, &text, "&"), &given.flat, "{}", text);
    }

    #[test]
    fn names_come_back_like_values(value in text("")) {
        const NAME: &str = "a&b=c#d+e%f[\u{e9} ]";
        let request = sent("/p", |it| it.query(Parameter::new(NAME, "1"), &value)).expect("sent");
        let pairs = pairs(query_of(&request), "&");
        prop_assert_eq!(pairs.len(), 1);
        prop_assert_eq!((percent(pairs[0].0), percent(pairs[0].1)), (NAME.to_owned(), value));
    }

    // It is the document's own text, in which an escape is an escape already.
    #[test]
    fn a_whole_query_string_stays_inside_the_query(text in text("%\\^`{|}")) {
        let request = sent("/p", |it| it.querystring(N, &text)).expect("sent");
        prop_assert_eq!(request.uri().path(), "/p");
        prop_assert_eq!(percent(query_of(&request)), text);
    }
}
