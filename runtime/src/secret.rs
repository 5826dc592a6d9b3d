//! Text that must not show up where it was not sent: passwords, tokens, keys.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// The newtype name by which the encoders of this crate know that a text must not be shown.
pub(crate) const NAME: &str = "$arazzo_runtime::Secret";

/// What is shown instead.
pub(crate) const REDACTED: &str = "[redacted]";

/// Something that must not be shown: a text, or JSON (`Secret<Value>`) that holds one. Its `Debug` says `[redacted]`; it
/// serialises as what it is, since that is what gets sent.
///
/// There is no `Display`: getting at the text takes the word [`expose`](Secret::expose).
#[derive(Clone, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(transparent)]
pub struct Secret<T = String>(T);

impl Secret {
    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Secret<Value> {
    /// The JSON.
    #[must_use]
    pub fn expose(&self) -> &Value {
        &self.0
    }
}

impl<T: Serialize> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if REDACTING.get() {
            return serializer.serialize_str(REDACTED);
        }
        serializer.serialize_newtype_struct(NAME, &self.0)
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Value> for Secret<Value> {
    fn from(json: Value) -> Self {
        Self(json)
    }
}

std::thread_local! {
    /// Whether secrets are serialised for people just now.
    static REDACTING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// A value as JSON that people may see: `[redacted]` stands for each [`Secret`] in it.
///
/// # Errors
/// It has no JSON form.
pub fn redacted<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Value> {
    /// Ends the redacting, also when a `Serialize` of somebody else's panics.
    struct End;

    impl Drop for End {
        fn drop(&mut self) {
            REDACTING.set(false);
        }
    }

    REDACTING.set(true);
    let _end = End;
    serde_json::to_value(value)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Secret, redacted};

    #[test]
    fn shows_nothing_and_sends_everything() {
        let secret = Secret::from("hunter2");
        assert_eq!(
            format!("{secret:?} {:#?}", Some(&secret)),
            "[redacted] Some(\n    [redacted],\n)"
        );
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"hunter2\"");
        assert_eq!(
            serde_json::from_str::<Secret>("\"hunter2\"").unwrap(),
            secret
        );
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn json_that_holds_a_secret_is_one() {
        let body = json!({"user": "u", "password": "hunter2"});
        let secret: Secret<Value> = serde_json::from_value(body.clone()).unwrap();
        assert_eq!(format!("{secret:?}"), "[redacted]");
        assert_eq!(secret.expose(), &body);
        assert_eq!(serde_json::to_value(&secret).unwrap(), body);
    }

    #[test]
    fn what_is_serialised_for_people_is_redacted_wherever_it_lies() {
        let secret = Some(vec![Secret::from("hunter2")]);
        assert_eq!(redacted(&secret).unwrap(), json!(["[redacted]"]));
        assert_eq!(
            redacted(&Secret::from(json!({"a": 1}))).unwrap(),
            json!("[redacted]")
        );
        assert_eq!(serde_json::to_value(&secret).unwrap(), json!(["hunter2"]));
    }
}
