//! The members that places in the text of a JSON document belong to.

/// For each `mark` in `text`, a JSON document, the name of the nearest member that it is a value of or in; nothing where
/// the mark is in a name itself, or in no object.
pub(super) fn names(text: &str, mark: char) -> Vec<Option<String>> {
    let mut found = Vec::new();
    // An object with the name that was read last, or a list.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut is_name = false;
    let mut string: Option<String> = None;
    let mut escaped = false;
    for c in text.chars() {
        if c == mark {
            let nearest = open.iter().rev().flatten().next();
            let in_name = is_name && string.is_some();
            found.push(nearest.filter(|_| !in_name).cloned());
        }
        if let Some(written) = &mut string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    let read = serde_json::from_str(&format!("\"{written}\"")).ok();
                    if let (true, Some(Some(name))) = (is_name, open.last_mut()) {
                        *name = read.unwrap_or_else(|| written.clone());
                    }
                    string = None;
                    continue;
                }
                _ => {}
            }
            written.push(c);
            continue;
        }
        match c {
            '"' => string = Some(String::new()),
            '{' => {
                open.push(Some(String::new()));
                is_name = true;
            }
            '[' => {
                open.push(None);
                is_name = false;
            }
            '}' | ']' => {
                open.pop();
            }
            ':' => is_name = false,
            ',' => is_name = open.last().is_some_and(Option::is_some),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn places_know_their_member() {
        let text = r#"{"a": "%", "b\"c": {"%": 1, "d": ["%", {"e": "x:%,"}, "%"]}, "f": "%"}"#;
        let expected = [Some("a"), None, Some("d"), Some("e"), Some("d"), Some("f")];
        let found = names(text, '%');
        assert_eq!(
            found.iter().map(Option::as_deref).collect::<Vec<_>>(),
            expected
        );
        assert_eq!(names(r#"["%"]"#, '%'), [None]);
    }
}
