//! `application/x-www-form-urlencoded` bodies.

use super::{Encoding, encoding};
use crate::binary::to_base64;
use crate::flatten::Node;
use crate::parameter::Style;
use crate::percent::{Keep, encode, encode_into};
use crate::style::{Shape, bracketed, pairs};

/// The members of an object as form pairs: lists repeat the name, objects are JSON text, nulls are left out; an
/// encoding with a style overrules that. A text is sent as it is.
pub(crate) fn form(value: &Node, encodings: &[Encoding]) -> Result<String, String> {
    let members = match value {
        Node::Object(members) => members,
        Node::Text(text) => return Ok(text.clone()),
        _ => return Err("a form body has to be an object".to_owned()),
    };
    let mut form = String::new();
    for (name, value) in members {
        let encoding = encoding(encodings, name);
        let styled = encoding
            .is_some_and(|it| it.style.is_some() || it.explode.is_some() || it.allow_reserved);
        if styled {
            by_style(&mut form, name, value, encoding)?;
        } else if encoding
            .and_then(|it| it.content_type)
            .is_some_and(crate::response::is_json)
        {
            if *value != Node::Null {
                push(
                    &mut form,
                    &encode(name, Keep::Form),
                    &encode(&value.json(), Keep::Form),
                );
            }
        } else if let Node::List(items) = value {
            items.iter().for_each(|item| plain(&mut form, name, item));
        } else {
            plain(&mut form, name, value);
        }
    }
    Ok(form)
}

fn by_style(
    form: &mut String,
    name: &str,
    value: &Node,
    encoding: Option<&Encoding>,
) -> Result<(), String> {
    let unfit = |unfit: crate::style::Unfit| {
        format!("member `{name}` of the form: cannot send {}", unfit.0)
    };
    let style = encoding.and_then(|it| it.style).unwrap_or(Style::Form);
    let keep = if encoding.is_some_and(|it| it.allow_reserved) {
        Keep::Reserved
    } else {
        Keep::Form
    };
    let shape = match Shape::of(value) {
        Ok(Some(shape)) if style != Style::DeepObject => shape,
        Ok(None) => return Ok(()),
        // No other style can carry what nests.
        Ok(Some(_)) | Err(_) => {
            let pairs = bracketed(&encode(name, Keep::Form), value, keep);
            pairs
                .iter()
                .for_each(|(name, value)| push(form, name, value));
            return Ok(());
        }
    };
    let explode = encoding
        .and_then(|it| it.explode)
        .unwrap_or(style == Style::Form);
    for (name, value) in pairs(
        style,
        explode,
        &encode(name, Keep::Form),
        shape.encoded(keep),
    )
    .map_err(unfit)?
    {
        push(form, &name, &value);
    }
    Ok(())
}

fn plain(form: &mut String, name: &str, value: &Node) {
    let text = match value {
        Node::Null => return,
        Node::Text(text) | Node::Literal(text) => encode(text, Keep::Form),
        Node::Bytes(bytes) => encode(&to_base64(bytes), Keep::Form),
        nested => encode(&nested.json(), Keep::Form),
    };
    let mut encoded = String::with_capacity(name.len());
    encode_into(&mut encoded, name, Keep::Form);
    push(form, &encoded, &text);
}

fn push(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() {
        form.push('&');
    }
    form.push_str(name);
    form.push('=');
    form.push_str(value);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::flatten::flatten;

    fn write(value: Value, encodings: &[Encoding]) -> String {
        form(&flatten(&value).expect("flattens"), encodings).expect("encodes")
    }

    #[test]
    fn members_become_pairs_and_nulls_disappear() {
        let value = json!({"a": "b&c=d e+\u{fc}", "n": 1.5, "t": true, "no": null, "none": []});
        assert_eq!(write(value, &[]), "a=b%26c%3Dd+e%2B%C3%BC&n=1.5&t=true");
    }

    #[test]
    fn lists_repeat_the_name_and_objects_are_json() {
        assert_eq!(
            write(json!({"l": ["x", 2], "o": {"k": "v"}}), &[]),
            "l=x&l=2&o=%7B%22k%22%3A%22v%22%7D"
        );
    }

    #[test]
    fn an_encoding_changes_style_and_content_type() {
        let encodings = [
            Encoding::new("l").explode(false),
            Encoding::new("o").style(Style::DeepObject),
        ];
        assert_eq!(
            write(json!({"l": ["x", 2], "o": {"k": "v w"}}), &encodings),
            "l=x,2&o%5Bk%5D=v+w"
        );
        assert_eq!(
            write(
                json!({"l": [1]}),
                &[Encoding::new("l").content_type("application/json")]
            ),
            "l=%5B1%5D"
        );
    }

    #[test]
    fn what_no_style_can_carry_has_its_way_in_brackets() {
        let encodings = [
            Encoding::new("items").style(Style::DeepObject),
            Encoding::new("expand").style(Style::DeepObject),
            Encoding::new("more").style(Style::Form),
        ];
        let value = json!({"items": [{"price": "p&1"}], "expand": ["z"], "more": [{"a": 1}]});
        assert_eq!(
            write(value, &encodings),
            "items%5B0%5D%5Bprice%5D=p%261&expand%5B%5D=z&more%5B0%5D%5Ba%5D=1"
        );
    }

    #[test]
    fn only_objects_and_texts_are_forms() {
        assert_eq!(write(json!("a=1&b=2"), &[]), "a=1&b=2");
        assert!(form(&flatten(&json!([1])).expect("flattens"), &[]).is_err());
    }
}
