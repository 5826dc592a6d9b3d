//! JSON Pointers (RFC 6901).

use std::{borrow::Cow, fmt, sync::Arc};

use arazzo_syntax::pointer;

/// A JSON Pointer: the empty text, or `/`-led tokens with `~0` for `~` and `~1` for `/`. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a pointer's text; `None` where it breaks RFC 6901, section 3.
    pub fn parse(text: &str) -> Option<Self> {
        if !(text.is_empty() || text.starts_with('/')) {
            return None;
        }
        let mut rest = text.chars();
        while let Some(next) = rest.next() {
            if next == '~' && !matches!(rest.next(), Some('0' | '1')) {
                return None;
            }
        }
        Some(Self(text.into()))
    }

    /// A pointer from unescaped tokens.
    pub fn from_tokens<S: AsRef<str>>(tokens: impl IntoIterator<Item = S>) -> Self {
        let mut text = String::new();
        for token in tokens {
            text.push('/');
            text.push_str(&escaped(token.as_ref()));
        }
        Self(text.into())
    }

    /// This pointer with one more unescaped token.
    #[must_use]
    pub fn join(&self, token: &str) -> Self {
        Self(format!("{}/{}", self.0, pointer::escape(token)).into())
    }

    /// The pointer to what holds this place; `None` for the whole document.
    pub fn parent(&self) -> Option<Self> {
        let (above, _) = self.0.rsplit_once('/')?;
        Some(Self(above.into()))
    }

    /// Whether this is `ancestor` or leads into it.
    pub fn is_in(&self, ancestor: &Self) -> bool {
        let rest = self.0.strip_prefix(&*ancestor.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The unescaped tokens.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        let tokens = self.0.split('/').skip(1);
        tokens.map(|token| pointer::unescape(token).into_owned())
    }

    /// The value that this points at. Like `Value::pointer`, but no token is copied unless it is escaped: every look at a node comes here.
    pub(super) fn find<'v>(&self, root: &'v serde_json::Value) -> Option<&'v serde_json::Value> {
        let mut value = root;
        for token in self.0.split('/').skip(1) {
            let token = pointer::unescape(token);
            value = match value {
                serde_json::Value::Object(object) => object.get(token.as_ref())?,
                serde_json::Value::Array(array) => array.get(pointer::index(&token)?)?,
                _ => return None,
            };
        }
        Some(value)
    }

    /// The pointer's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the pointer to the whole document.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

/// A token as it is written in a pointer.
fn escaped(token: &str) -> Cow<'_, str> {
    match token.contains(['~', '/']) {
        true => Cow::Owned(token.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(token),
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
