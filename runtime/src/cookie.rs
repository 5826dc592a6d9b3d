//! What a `Cookie` header can hold as it stands (RFC 6265, section 4.1.1).

use std::borrow::Cow;

use crate::style::{Shape, Unfit};

/// Name and value pairs of the `cookie` style (OpenAPI 3.2, "Style Values"): like `form`, but nothing is encoded, so what
/// a cookie cannot hold cannot be sent. Only the style itself writes commas.
pub(crate) fn pairs(
    explode: bool,
    name: &str,
    value: &Shape<'_>,
) -> Result<Vec<(String, String)>, Unfit> {
    match value {
        Shape::Scalar(text) => Ok(vec![(self::name(name)?, scalar(text)?)]),
        Shape::List(items) if explode => items
            .iter()
            .map(|item| Ok((self::name(name)?, scalar(item)?)))
            .collect(),
        Shape::Object(members) if explode => members
            .iter()
            .map(|(name, value)| Ok((self::name(name)?, scalar(value)?)))
            .collect(),
        Shape::List(items) => Ok(vec![(self::name(name)?, joined(items.iter())?)]),
        Shape::Object(members) => {
            let texts = members.iter().flat_map(|(name, value)| [name, value]);
            Ok(vec![(self::name(name)?, joined(texts)?)])
        }
    }
}

/// Whether a text is a cookie's value: octets, all of them in quotes perhaps.
pub(crate) fn is_value(text: &str) -> bool {
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(text).bytes().all(is_octet)
}

fn name(name: &str) -> Result<String, Unfit> {
    let is_token = !name.is_empty() && name.bytes().all(is_token);
    is_token
        .then(|| name.to_owned())
        .ok_or(Unfit("a name that no cookie can have"))
}

fn scalar(text: &str) -> Result<String, Unfit> {
    is_value(text).then(|| text.to_owned()).ok_or(UNFIT)
}

fn joined<'a>(texts: impl Iterator<Item = &'a Cow<'a, str>>) -> Result<String, Unfit> {
    let texts: Vec<&str> = texts.map(AsRef::as_ref).collect();
    let plain = texts.iter().all(|text| text.bytes().all(is_octet));
    plain.then(|| texts.join(",")).ok_or(UNFIT)
}

const UNFIT: Unfit = Unfit(
    "a character that no cookie can hold (white space, `\"`, `,`, `;`, `\\`, a control character, or one beyond ASCII)",
);

/// `cookie-octet`
fn is_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\",;\\".contains(&byte)
}

/// A character of a `token` (RFC 9110, section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::flatten::flatten;

    fn written(explode: bool, value: Value) -> Result<String, Unfit> {
        let node = flatten(&value).expect("flattens");
        let shape = Shape::of(&node).expect("fits").expect("is present");
        let pairs = pairs(explode, "n", &shape)?;
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
        Ok(pairs.collect::<Vec<_>>().join("; "))
    }

    #[test]
    fn values_go_out_as_they_are() {
        for text in ["", "a%20b", "a=b==", "\"q\"", "{'a':[1]}/?&+#@"] {
            assert_eq!(written(true, json!(text)), Ok(format!("n={text}")));
            assert_eq!(written(false, json!(text)), Ok(format!("n={text}")));
        }
        assert_eq!(written(true, json!(1.5)), Ok("n=1.5".into()));
        assert_eq!(written(false, json!(["x", "y"])), Ok("n=x,y".into()));
        assert_eq!(written(true, json!(["x", "y"])), Ok("n=x; n=y".into()));
        let object = json!({"R": 100, "G": "b"});
        assert_eq!(written(false, object.clone()), Ok("n=R,100,G,b".into()));
        assert_eq!(written(true, object), Ok("R=100; G=b".into()));
    }

    #[test]
    fn what_no_cookie_can_hold_is_refused_in_every_shape() {
        for text in [
            "a b", "a;b", "a,b", "a\"b", "\"", "a\\b", "a\nb", "\u{7f}", "\u{fc}",
        ] {
            for explode in [true, false] {
                for value in [json!(text), json!(["x", text]), json!({"k": text})] {
                    assert_eq!(written(explode, value), Err(UNFIT), "{text:?}");
                }
            }
        }
        assert!(written(false, json!(["\"q\""])).is_err());
        for name in ["", "a b", "a=b", "a;b", "\u{fc}"] {
            assert!(written(true, json!({name: 1})).is_err(), "{name}");
        }
    }
}
