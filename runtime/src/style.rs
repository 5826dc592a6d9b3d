//! Parameter values on the wire: the OpenAPI styles, which are those of RFC 6570 and three more.

use std::borrow::Cow;

use crate::binary::to_base64;
use crate::flatten::Node;
use crate::parameter::Style;
use crate::percent::{Keep, encode};

/// A value that a style can carry: nulls left out, nothing nested.
#[derive(Debug)]
pub(crate) enum Shape<'a> {
    Scalar(Cow<'a, str>),
    List(Vec<Cow<'a, str>>),
    Object(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

/// Why a style cannot carry a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unfit(pub(crate) &'static str);

impl<'a> Shape<'a> {
    /// `None` if there is nothing to send: null, or a list or object of nothing.
    pub(crate) fn of(node: &'a Node) -> Result<Option<Self>, Unfit> {
        Ok(match node {
            Node::Null => None,
            Node::List(items) => {
                let present = items.iter().filter(|item| **item != Node::Null);
                let items = present.map(scalar).collect::<Result<Vec<_>, _>>()?;
                (!items.is_empty()).then_some(Self::List(items))
            }
            Node::Object(members) => {
                let present = members.iter().filter(|(_, value)| *value != Node::Null);
                let members = present
                    .map(|(name, value)| Ok((name.as_str().into(), scalar(value)?)))
                    .collect::<Result<Vec<_>, Unfit>>()?;
                (!members.is_empty()).then_some(Self::Object(members))
            }
            node => Some(Self::Scalar(scalar(node)?)),
        })
    }

    /// The same with every text encoded.
    pub(crate) fn encoded(&self, keep: Keep) -> Shape<'static> {
        let text = |text: &str| Cow::Owned(encode(text, keep));
        match self {
            Self::Scalar(value) => Shape::Scalar(text(value)),
            Self::List(items) => Shape::List(items.iter().map(|item| text(item)).collect()),
            Self::Object(members) => Shape::Object(
                members
                    .iter()
                    .map(|(name, value)| (text(name), text(value)))
                    .collect(),
            ),
        }
    }

    /// Everything in one text: items, or names and values in turn.
    fn joined(&self, separator: &str) -> String {
        match self {
            Self::Scalar(value) => value.to_string(),
            Self::List(items) => items.join(separator),
            Self::Object(members) => members
                .iter()
                .map(|(name, value)| format!("{name}{separator}{value}"))
                .collect::<Vec<_>>()
                .join(separator),
        }
    }

    /// Items, or `name=value` pairs, each on its own.
    fn exploded(&self) -> Vec<String> {
        match self {
            Self::Scalar(value) => vec![value.to_string()],
            Self::List(items) => items.iter().map(ToString::to_string).collect(),
            Self::Object(members) => members
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect(),
        }
    }
}

fn scalar(node: &Node) -> Result<Cow<'_, str>, Unfit> {
    match node {
        Node::Bytes(bytes) => Ok(to_base64(bytes).into()),
        node => node
            .scalar()
            .map(Cow::Borrowed)
            .ok_or(Unfit("a list or object inside another one")),
    }
}

/// `simple`, `label` and `matrix`: one text that replaces an expression in a path, or is the value of a header.
/// `name` and `value` are encoded already.
pub(crate) fn expand(
    style: Style,
    explode: bool,
    name: &str,
    value: &Shape<'_>,
) -> Result<String, Unfit> {
    let matrix = |text: &str| {
        if text.is_empty() {
            format!(";{name}")
        } else {
            format!(";{name}={text}")
        }
    };
    Ok(match (style, explode, value) {
        (Style::Simple, false, _) => value.joined(","),
        (Style::Simple, true, _) => value.exploded().join(","),
        (Style::Label, false, _) => format!(".{}", value.joined(",")),
        (Style::Label, true, _) => format!(".{}", value.exploded().join(".")),
        (Style::Matrix, true, Shape::List(_)) => {
            value.exploded().iter().map(|item| matrix(item)).collect()
        }
        (Style::Matrix, true, Shape::Object(_)) => value
            .exploded()
            .iter()
            .map(|item| format!(";{}", item.strip_suffix('=').unwrap_or(item)))
            .collect(),
        (Style::Matrix, _, _) => matrix(&value.joined(",")),
        _ => return Err(Unfit("a style that belongs into a query")),
    })
}

/// `form` and its relatives: name and value pairs of a query, a cookie or a form. `name` and `value` are encoded already.
pub(crate) fn pairs(
    style: Style,
    explode: bool,
    name: &str,
    value: Shape<'_>,
) -> Result<Vec<(String, String)>, Unfit> {
    let one = |text: String| Ok(vec![(name.to_owned(), text)]);
    let separator = match style {
        Style::Form => ",",
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        Style::DeepObject => return Err(Unfit("a style with names in brackets")),
        Style::Cookie => return Err(Unfit("a style that belongs into a cookie")),
        _ => return Err(Unfit("a style that belongs into a path")),
    };
    match value {
        Shape::List(items) if explode => Ok(items
            .into_iter()
            .map(|item| (name.to_owned(), item.into_owned()))
            .collect()),
        Shape::Object(members) if explode => Ok(members
            .into_iter()
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect()),
        value => one(value.joined(separator)),
    }
}

/// `deepObject`, and what everybody makes of it where the standard is silent: `a[]=x` for the elements of a list,
/// `a[0][b]=x` for lists of what nests, `a[b][c]=x` for objects in objects, `a=x` for a scalar. `name` is encoded already.
pub(crate) fn bracketed(name: &str, value: &Node, keep: Keep) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    bracket(name.to_owned(), value, keep, &mut pairs);
    pairs
}

fn bracket(name: String, value: &Node, keep: Keep, pairs: &mut Vec<(String, String)>) {
    match value {
        Node::Null => {}
        Node::Text(text) | Node::Literal(text) => pairs.push((name, encode(text, keep))),
        Node::Bytes(bytes) => pairs.push((name, encode(&to_base64(bytes), keep))),
        Node::List(items) => {
            let nests = |item: &Node| matches!(item, Node::List(_) | Node::Object(_));
            let numbered = items.iter().any(nests);
            let present = items.iter().filter(|item| **item != Node::Null);
            for (index, item) in present.enumerate() {
                let name = match numbered {
                    true => format!("{name}%5B{index}%5D"),
                    false => format!("{name}%5B%5D"),
                };
                bracket(name, item, keep, pairs);
            }
        }
        Node::Object(members) => {
            for (key, member) in members {
                let key = encode(key, keep);
                bracket(format!("{name}%5B{key}%5D"), member, keep, pairs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::flatten::flatten;

    fn shape<R>(value: &Value, then: impl FnOnce(&Shape<'_>) -> R) -> R {
        let node = flatten(value).expect("flattens");
        then(&Shape::of(&node).expect("fits").expect("is present"))
    }

    fn path(style: Style, explode: bool, value: Value) -> String {
        shape(&value, |shape| {
            expand(style, explode, "n", &shape.encoded(Keep::Unreserved)).expect("expands")
        })
    }

    fn query(style: Style, explode: bool, value: Value) -> String {
        let pairs = shape(&value, |shape| {
            pairs(style, explode, "n", shape.encoded(Keep::Unreserved)).expect("expands")
        });
        pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("&")
    }

    fn object() -> Value {
        json!({"R": 100, "G": "a b"})
    }

    #[test]
    fn simple() {
        assert_eq!(path(Style::Simple, false, json!("a,b")), "a%2Cb");
        assert_eq!(path(Style::Simple, true, json!(1.5)), "1.5");
        assert_eq!(path(Style::Simple, false, json!(["x", "y"])), "x,y");
        assert_eq!(path(Style::Simple, true, json!(["x", "y"])), "x,y");
        assert_eq!(path(Style::Simple, false, object()), "R,100,G,a%20b");
        assert_eq!(path(Style::Simple, true, object()), "R=100,G=a%20b");
    }

    #[test]
    fn label() {
        assert_eq!(path(Style::Label, false, json!("x")), ".x");
        assert_eq!(path(Style::Label, true, json!("x")), ".x");
        assert_eq!(path(Style::Label, false, json!(["x", "y"])), ".x,y");
        assert_eq!(path(Style::Label, true, json!(["x", "y"])), ".x.y");
        assert_eq!(path(Style::Label, false, object()), ".R,100,G,a%20b");
        assert_eq!(path(Style::Label, true, object()), ".R=100.G=a%20b");
    }

    #[test]
    fn matrix() {
        assert_eq!(path(Style::Matrix, false, json!("x")), ";n=x");
        assert_eq!(path(Style::Matrix, true, json!("x")), ";n=x");
        assert_eq!(path(Style::Matrix, true, json!("")), ";n");
        assert_eq!(path(Style::Matrix, false, json!(["x", "y"])), ";n=x,y");
        assert_eq!(path(Style::Matrix, true, json!(["x", "y"])), ";n=x;n=y");
        assert_eq!(path(Style::Matrix, false, object()), ";n=R,100,G,a%20b");
        assert_eq!(path(Style::Matrix, true, object()), ";R=100;G=a%20b");
        let empty = json!({"R": "", "G=": "b="});
        assert_eq!(path(Style::Matrix, true, empty), ";R;G%3D=b%3D");
    }

    #[test]
    fn form() {
        assert_eq!(query(Style::Form, true, json!("")), "n=");
        assert_eq!(query(Style::Form, false, json!("a&b")), "n=a%26b");
        assert_eq!(query(Style::Form, true, json!(["x", "y"])), "n=x&n=y");
        assert_eq!(query(Style::Form, false, json!(["x", "y,z"])), "n=x,y%2Cz");
        assert_eq!(query(Style::Form, true, object()), "R=100&G=a%20b");
        assert_eq!(query(Style::Form, false, object()), "n=R,100,G,a%20b");
    }

    #[test]
    fn delimited() {
        assert_eq!(
            query(Style::SpaceDelimited, false, json!(["x", "y"])),
            "n=x%20y"
        );
        assert_eq!(
            query(Style::PipeDelimited, false, json!(["x", "y"])),
            "n=x%7Cy"
        );
        assert_eq!(
            query(Style::PipeDelimited, true, json!(["x", "y"])),
            "n=x&n=y"
        );
        assert_eq!(
            query(Style::SpaceDelimited, false, object()),
            "n=R%20100%20G%20a%20b"
        );
        assert_eq!(
            query(Style::PipeDelimited, false, object()),
            "n=R%7C100%7CG%7Ca%20b"
        );
        assert_eq!(query(Style::SpaceDelimited, false, json!(7)), "n=7");
    }

    #[test]
    fn deep_object() {
        let write = |value: Value| {
            let node = flatten(&value).expect("flattens");
            let pairs = bracketed("n", &node, Keep::Unreserved).into_iter();
            let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
            pairs.collect::<Vec<_>>().join("&")
        };
        assert_eq!(write(object()), "n%5BR%5D=100&n%5BG%5D=a%20b");
        assert_eq!(write(json!(["a&b", null, 2])), "n%5B%5D=a%26b&n%5B%5D=2");
        assert_eq!(write(json!(5)), "n=5");
        assert_eq!(
            write(json!([{"p": "x", "q": ["y"]}, {"p": "z"}])),
            "n%5B0%5D%5Bp%5D=x&n%5B0%5D%5Bq%5D%5B%5D=y&n%5B1%5D%5Bp%5D=z"
        );
        assert_eq!(write(json!({"a]": {"b": 1}})), "n%5Ba%5D%5D%5Bb%5D=1");
        assert_eq!(write(json!({"a": null, "b": []})), "");
    }

    #[test]
    fn nothing_is_left_out_and_nothing_nested_is_sent() {
        for nothing in [
            json!(null),
            json!([]),
            json!({}),
            json!([null]),
            json!({"a": null}),
        ] {
            let node = flatten(&nothing).expect("flattens");
            assert!(Shape::of(&node).expect("fits").is_none(), "{nothing}");
        }
        for nested in [json!([[1]]), json!({"a": {}}), json!({"a": [1]})] {
            let node = flatten(&nested).expect("flattens");
            assert!(Shape::of(&node).is_err(), "{nested}");
        }
    }
}
