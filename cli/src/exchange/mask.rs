//! Takes secrets out of text that people see.

/// What stands for a secret.
const REDACTED: &str = "[redacted]";

/// Secrets that must not be shown.
#[derive(Clone, Default)]
pub struct Mask {
    /// The longest first, so that one that holds another goes whole.
    secrets: Vec<String>,
}

impl Mask {
    /// Hides these texts. Very short ones are not looked for: they would be found everywhere.
    pub fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let mut secrets: Vec<String> = secrets.into_iter().filter(|it| it.len() >= 4).collect();
        secrets.sort_by_key(|it| std::cmp::Reverse(it.len()));
        secrets.dedup();
        Self { secrets }
    }

    /// The text with `[redacted]` in place of the secrets.
    pub fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            text = text.replace(secret, REDACTED);
        }
        text
    }
}

/// Shows none of them.
impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mask").finish_non_exhaustive()
    }
}
