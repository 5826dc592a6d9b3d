//! The file name of a part, as the `Content-Disposition` header of its encoding gives it (decision D-118).

use crate::{
    model::openapi::{Encoding, Header},
    types::{Conjunction, References},
};

/// The file name of the part that `encoding` is about, if its header has one: by the only value of its schema, its default,
/// or else an example.
pub(super) fn file_name(encoding: &Encoding, references: &dyn References) -> Option<String> {
    let mut headers = encoding.headers.iter();
    let header = headers.find(|header| header.name.eq_ignore_ascii_case("content-disposition"))?;
    values(header, references)
        .iter()
        .find_map(|value| parameter(value))
}

/// What the header may be, most certain first.
fn values(header: &Header, references: &dyn References) -> Vec<String> {
    let schema = header.schema.as_ref();
    let schema = schema.map(|schema| Conjunction::of(schema, references));
    let mut values = Vec::new();
    if let Some(schema) = &schema {
        let listed = schema.enumeration().unwrap_or_default();
        if let [only] = listed.as_slice() {
            values.push(only.clone());
        }
        values.extend(schema.value("default").cloned());
    }
    let node = &header.node;
    values.extend(node.get("example").map(|example| example.value().clone()));
    let examples = node.get("examples").map(|examples| examples.members());
    let given = examples.into_iter().flatten();
    values.extend(given.filter_map(|(_, example)| Some(example.get("value")?.value().clone())));
    if let Some(schema) = &schema {
        values.extend(schema.value("example").cloned());
        let examples = schema.value("examples").and_then(|all| all.as_array());
        values.extend(examples.into_iter().flatten().cloned());
    }
    let texts = values.iter().filter_map(|value| value.as_str());
    texts.map(str::to_owned).collect()
}

/// The parameter `filename` of a disposition (RFC 6266, section 4.1), without what escapes it there. An empty one is none.
fn parameter(disposition: &str) -> Option<String> {
    let mut rest = disposition.split_once(';')?.1;
    loop {
        let (name, value) = rest.split_once('=')?;
        let (value, after) = value_of(value.trim_start());
        if name.trim().eq_ignore_ascii_case("filename") {
            return Some(value).filter(|value| !value.is_empty());
        }
        rest = after.split_once(';')?.1;
    }
}

/// A token or quoted string (RFC 9110, section 5.6.4), and what follows it.
fn value_of(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        let (token, after) = text.split_at(end);
        return (token.trim().to_owned(), after);
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    (value, characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameter_is_read_wherever_it_stands() {
        let name = |text: &str| parameter(text).unwrap_or_else(|| "none".to_owned());
        for (disposition, expected) in [
            (r#"form-data; name="photo"; filename="cat.png""#, "cat.png"),
            (r#"attachment;FileName = cat.png ; size=1"#, "cat.png"),
            (
                r#"form-data; name="a; filename=b"; filename="c d;e""#,
                "c d;e",
            ),
            (r#"form-data; filename="a\"b\\c""#, r#"a"b\c"#),
            (r#"form-data; filename*=UTF-8''x; filename=y"#, "y"),
            ("form-data; name=\"photo\"", "none"),
            (r#"form-data; filename="""#, "none"),
            ("form-data", "none"),
            ("filename=cat.png", "none"),
            ("", "none"),
        ] {
            assert_eq!(name(disposition), expected, "{disposition}");
        }
    }
}
