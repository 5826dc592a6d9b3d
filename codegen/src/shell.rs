//! Words as a shell reads them.

/// `text` as one word, in quotes where it needs them. It may stand in a comment, which ends where the line does, so that
/// control characters become `?`.
pub(crate) fn word(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|letter| if letter.is_control() { '?' } else { letter })
        .collect();
    let plain = |letter: char| letter.is_alphanumeric() || "-_./=:@%+,".contains(letter);
    match !text.is_empty() && text.chars().all(plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_act_upon_is_quoted() {
        assert_eq!(word("specs/flow.arazzo.yaml"), "specs/flow.arazzo.yaml");
        assert_eq!(word("a b"), "'a b'");
        assert_eq!(word("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(word(""), "''");
        assert_eq!(word("a\nb"), "'a?b'");
    }
}
