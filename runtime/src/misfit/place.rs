//! Where in a JSON text a position is, as a JSON Pointer (RFC 6901).

/// A container around the position.
enum Around {
    /// With the member that is being read.
    Object { key: Option<String>, in_key: bool },
    /// With the index of the element that is being read.
    Array(Option<usize>),
}

/// The pointer to what ends, or is about to begin, at this line and column, both as `serde_json` counts. None if it
/// says nothing about either.
///
/// Names that could be data rather than names, such as a mail address, are shown as `*`.
pub(super) fn path(text: &[u8], line: usize, column: usize) -> Option<String> {
    let before = line.checked_sub(1)?;
    let starts = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let start = match before.checked_sub(1) {
        Some(nth) => starts.map(|(at, _)| at).nth(nth)?.checked_add(1)?,
        None => 0,
    };
    let text = text.get(..start.checked_add(column)?)?;
    let mut around: Vec<Around> = Vec::new();
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        if let Some(Around::Array(index @ None)) = around.last_mut()
            && !byte.is_ascii_whitespace()
            && byte != b']'
        {
            *index = Some(0);
        }
        match byte {
            b'{' => around.push(Around::Object {
                key: None,
                in_key: true,
            }),
            b'[' => around.push(Around::Array(None)),
            b'}' | b']' => drop(around.pop()),
            b',' => match around.last_mut() {
                Some(Around::Object { in_key, .. }) => *in_key = true,
                Some(Around::Array(index)) => *index = index.map(|it| it.saturating_add(1)),
                None => {}
            },
            b'"' => {
                let content = string(&mut bytes);
                if let Some(Around::Object { key, in_key }) = around.last_mut()
                    && std::mem::take(in_key)
                {
                    *key = Some(shown(content));
                }
            }
            _ => {}
        }
    }
    let steps = around.iter().filter_map(|around| match around {
        Around::Object { key, .. } => key.as_ref().map(|key| format!("/{key}")),
        Around::Array(index) => index.map(|index| format!("/{index}")),
    });
    Some(steps.collect())
}

/// Reads to the end of a string.
fn string(bytes: &mut impl Iterator<Item = u8>) -> Vec<u8> {
    let mut content = Vec::new();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            b'\\' => {
                content.push(byte);
                content.extend(bytes.next());
            }
            _ => content.push(byte),
        }
    }
    content
}

fn shown(name: Vec<u8>) -> String {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-$".contains(byte);
    let starts_like_one = name.first().is_some_and(|first| !first.is_ascii_digit());
    match String::from_utf8(name) {
        Ok(name) if starts_like_one && name.len() <= 64 && name.as_bytes().iter().all(is_name) => {
            name
        }
        _ => "*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<String> {
        let whole = format!("{text} , \"rest\": [0]}}");
        path(whole.as_bytes(), 1, text.len())
    }

    #[test]
    fn containers_that_are_closed_do_not_count() {
        assert_eq!(at("17").as_deref(), Some(""));
        assert_eq!(
            at(r#"{"a": {"b": [1, [2]], "c": 3"#).as_deref(),
            Some("/a/c")
        );
        assert_eq!(at(r#"{"a": {"b": [1, [2"#).as_deref(), Some("/a/b/1/0"));
        assert_eq!(at(r#"{"a": {"b": [1, [2]]}"#).as_deref(), Some("/a"));
        assert_eq!(at(r#"{"a": "]},{\"", "b": "#).as_deref(), Some("/b"));
        assert_eq!(at("[").as_deref(), Some(""));
        assert_eq!(at("]]}} {").as_deref(), Some(""));
    }

    #[test]
    fn names_that_may_be_data_are_left_out() {
        assert_eq!(
            at(r#"{"by-mail": {"me@home.test": {"4711": {"\u0041": 1"#).as_deref(),
            Some("/by-mail/*/*/*")
        );
    }

    #[test]
    fn a_position_outside_of_the_text_is_none() {
        for (line, column) in [(0, 0), (9, 1), (1, 99), (usize::MAX, usize::MAX)] {
            assert_eq!(path(b"{\n}", line, column), None);
        }
        assert_eq!(path(b"{\n\"a\":\n12}", 3, 2).as_deref(), Some("/a"));
    }
}
