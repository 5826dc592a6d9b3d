//! Whether text in a document names something, in whatever way it is written.

use serde_json::Value;

/// Whether a string below `value` is `text` and nothing else.
pub(super) fn is_somewhere(value: &Value, text: &str) -> bool {
    match value {
        Value::String(found) => found.trim() == text,
        Value::Array(items) => items.iter().any(|item| is_somewhere(item, text)),
        Value::Object(members) => members.values().any(|item| is_somewhere(item, text)),
        _ => false,
    }
}

/// As many bytes of a name are looked at. Of longer ones it is believed that something names them.
const LONGEST: usize = 200;

/// What all texts below a value say after a word, such as `$inputs.`: a document may have thousands of names, each of which is
/// asked for.
pub(super) struct Mentions<'a>(Vec<&'a str>);

impl<'a> Mentions<'a> {
    pub(super) fn of(value: &'a Value, word: &str) -> Self {
        let mut found = Vec::new();
        gather(value, word, &mut found);
        found.sort_unstable();
        Self(found)
    }

    /// Whether the word is followed by `name`, not as the start of a longer name.
    pub(super) fn has(&self, name: &str) -> bool {
        let is_name = |next: char| next.is_alphanumeric() || next == '_' || next == '-';
        name.len() > LONGEST || self.after(name).any(|rest| !rest.starts_with(is_name))
    }

    /// Whether a text ends with the word and `name`.
    pub(super) fn end_with(&self, name: &str) -> bool {
        name.len() > LONGEST || self.after(name).any(|rest| rest.trim().is_empty())
    }

    /// What follows the word and `name`.
    fn after(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let first = self.0.partition_point(|text| *text < name);
        let all = self.0.iter().skip(first);
        all.map_while(move |text| text.strip_prefix(name))
    }
}

fn gather<'a>(value: &'a Value, word: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.extend(text.match_indices(word).filter_map(|(at, _)| {
            let rest = text.get(at + word.len()..)?;
            // With what follows the longest name.
            let mut ends = rest.char_indices().map(|(at, _)| at);
            match ends.find(|at| *at >= LONGEST + 4) {
                Some(end) => rest.get(..end),
                None => Some(rest),
            }
        })),
        Value::Array(items) => items.iter().for_each(|item| gather(item, word, found)),
        Value::Object(members) => {
            let members = members.values();
            members.for_each(|member| gather(member, word, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_found_whole() {
        let value = json!({"a": ["x$inputs.ab y", "$inputs.a-b"], "b": {"$inputs.k": "$inputs.c.d$inputs.ä"}, "c": "$inputs.e "});
        let mentions = Mentions::of(&value, "$inputs.");
        for name in ["ab", "a-b", "c", "c.d", "ä", "e"] {
            assert!(mentions.has(name), "{name}");
        }
        for name in ["a", "b", "k", "d", "x"] {
            assert!(!mentions.has(name), "{name}");
        }
        assert!(mentions.end_with("e") && !mentions.end_with("c") && !mentions.end_with("ab"));
    }

    #[test]
    fn long_texts_are_cut_between_letters() {
        let text = format!("$inputs.{}", "é".repeat(10_000)).repeat(3);
        let value = json!([text]);
        let mentions = Mentions::of(&value, "$inputs.");
        assert!(!mentions.has("é") && mentions.has(&"é".repeat(200)));
    }
}
