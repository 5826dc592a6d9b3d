//! What must not be shown: secrets, wherever they stand in a text and however they are encoded there.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde_json::Value;

mod fields;
mod learn;
mod view;

use view::View;

/// What stands in the place of a secret; in a URL it is percent-encoded.
pub const MARK: &str = "[redacted]";

/// The same in a URL.
const MARK_IN_URL: &str = "%5Bredacted%5D";

/// Shorter secrets are hidden only where they stand alone: `a` would take every other word along.
const SHORT: usize = 4;

/// How many encodings around each other are undone, as in a JSON text in a query.
const DEPTH: u32 = 3;

/// The secrets of a run. Clones share them, so that one that turns up later is hidden everywhere.
///
/// A secret is found as it is, percent-encoded (in either case of the digits, as a form too), escaped as in JSON or XML,
/// in base64 at any place (as in the `user:password` of basic authentication), in UTF-16 and ISO-8859-1, and in any of
/// these inside another. One of fewer than four characters is hidden where it stands between characters that are neither
/// letters nor digits.
///
/// ```
/// let mask = arazzo_cli::exchange::Mask::new();
/// mask.hide("p&ss word");
/// assert_eq!(mask.text("{\"password\": \"p&ss word\"}"), "{\"password\": \"[redacted]\"}");
/// assert_eq!(mask.url("https://api.test/?key=p%26ss+word"), "https://api.test/?key=%5Bredacted%5D");
/// ```
#[derive(Clone, Default)]
pub struct Mask(Arc<RwLock<Hidden>>);

#[derive(Default)]
struct Hidden {
    needles: BTreeSet<Needle>,
    /// Names of headers, in lower case.
    headers: BTreeSet<String>,
    /// Names of query parameters.
    query: BTreeSet<String>,
    /// Where answers hold secrets, by workflow and step.
    answers: BTreeMap<(String, String), Vec<String>>,
}

/// One way to write a secret.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Needle {
    bytes: Vec<u8>,
    short: bool,
}

impl Mask {
    /// Hides nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Hides a secret from now on. An empty one is none.
    pub fn hide(&self, secret: &str) {
        for secret in [secret, secret.trim()] {
            if secret.is_empty() {
                continue;
            }
            let short = secret.chars().count() < SHORT;
            let utf16: Vec<u16> = secret.encode_utf16().collect();
            let latin: Option<Vec<u8>> = secret.chars().map(|c| u8::try_from(c).ok()).collect();
            let written = [
                Some(secret.as_bytes().to_vec()),
                Some(utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
                Some(utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect()),
                latin,
            ];
            let needles = written.into_iter().flatten();
            let needles = needles.map(|bytes| Needle { bytes, short });
            self.write().needles.extend(needles);
        }
    }

    /// Hides a credential as the command line takes it: a token, a key, `user:password` (of which the user is shown if
    /// there is a password), or `client:ID:SECRET`.
    pub fn hide_credential(&self, credential: &str) {
        self.hide(credential);
        if let Some((_, secret)) = credential
            .strip_prefix("client:")
            .and_then(|client| client.split_once(':'))
        {
            return self.hide(secret);
        }
        match credential.split_once(':') {
            Some((user, "")) => self.hide(user),
            Some((_, password)) => self.hide(password),
            None => {}
        }
    }

    /// Hides the texts and numbers of a JSON value.
    pub fn hide_json(&self, value: &Value) {
        match value {
            Value::String(text) => self.hide(text),
            Value::Number(number) => self.hide(&number.to_string()),
            Value::Array(items) => items.iter().for_each(|item| self.hide_json(item)),
            Value::Object(members) => members.values().for_each(|member| self.hide_json(member)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Hides whatever is sent or received in this header. `Authorization`, `Proxy-Authorization`, `Cookie`, `Set-Cookie`
    /// and headers that are marked as sensitive, as all credentials of the runtime are, need not be named.
    pub fn hide_header(&self, name: &str) {
        self.write().headers.insert(name.to_ascii_lowercase());
    }

    /// Hides whatever is sent in this parameter of a query.
    pub fn hide_query(&self, name: &str) {
        self.write().query.insert(name.to_owned());
    }

    /// Hides what the answers of a step hold at these JSON Pointers, in which `*` is each element or member.
    pub fn hide_answers(&self, workflow: &str, step: &str, pointers: &[&str]) {
        if pointers.is_empty() {
            return;
        }
        let place = (workflow.to_owned(), step.to_owned());
        let pointers = pointers.iter().map(|&pointer| pointer.to_owned());
        self.write()
            .answers
            .entry(place)
            .or_default()
            .extend(pointers);
    }

    /// A text without its secrets.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        text_of(self.bytes(text.as_bytes()))
    }

    /// Bytes without their secrets.
    #[must_use]
    pub fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        self.replaced(bytes, MARK)
    }

    /// A body without its secrets. One that was JSON still is: a number that holds a secret becomes a text.
    #[must_use]
    pub fn body(&self, body: &[u8]) -> Vec<u8> {
        let masked = self.bytes(body);
        let is_json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes);
        match (masked != body).then(|| is_json(body)) {
            Some(Ok(mut value)) if is_json(&masked).is_err() => {
                self.json(&mut value);
                value.to_string().into_bytes()
            }
            _ => masked,
        }
    }

    fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Number(number) => {
                let text = number.to_string();
                let masked = self.text(&text);
                if masked != text {
                    *value = Value::String(masked);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item)),
            Value::Object(members) => {
                let given = std::mem::take(members);
                members.extend(given.into_iter().map(|(name, mut value)| {
                    self.json(&mut value);
                    (self.text(&name), value)
                }));
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn replaced(&self, text: &[u8], mark: &str) -> Vec<u8> {
        let hidden = self.read();
        let Some(least) = hidden.needles.iter().map(|it| it.bytes.len()).min() else {
            return text.to_vec();
        };
        let mut found = Vec::new();
        let search = Search {
            needles: &hidden.needles,
            least: least.max(SHORT),
        };
        search.through(&View::of(text), DEPTH, false, &mut found);
        drop(hidden);
        without(text, found, mark)
    }

    fn read(&self) -> RwLockReadGuard<'_, Hidden> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Hidden> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows no secret.
impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mask")
            .field("headers", &self.read().headers)
            .field("query", &self.read().query)
            .finish_non_exhaustive()
    }
}

/// A search for secrets.
struct Search<'m> {
    needles: &'m BTreeSet<Needle>,
    /// The length of the shortest one that is looked for in base64.
    least: usize,
}

impl Search<'_> {
    /// Notes where the original text of a view holds a secret; `depth` more encodings are undone. `inside`: of base64, of
    /// which every text could be some, so that it is undone once and short secrets are not looked for there.
    fn through(&self, view: &View, depth: u32, inside: bool, found: &mut Vec<Range<usize>>) {
        for needle in self.needles.iter().filter(|it| !(inside && it.short)) {
            for at in memchr::memmem::find_iter(&view.bytes, &needle.bytes) {
                let place = at..at + needle.bytes.len();
                if !needle.short || stands_alone(&view.bytes, &place) {
                    found.push(view.origin(place));
                }
            }
        }
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let undone = [
            view.percent(false),
            view.percent(true),
            view.json(),
            view.xml(),
        ];
        for undone in undone.iter().flatten() {
            self.through(undone, depth, inside, found);
        }
        if !inside {
            for decoded in view.base64(self.least) {
                self.through(&decoded, depth.min(1), true, found);
            }
        }
    }
}

fn stands_alone(text: &[u8], place: &Range<usize>) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let before = place.start.checked_sub(1).and_then(|at| text.get(at));
    !before.is_some_and(is_word) && !text.get(place.end).is_some_and(is_word)
}

/// The text with a mark in place of each of these, which may overlap.
fn without(text: &[u8], mut found: Vec<Range<usize>>, mark: &str) -> Vec<u8> {
    found.sort_by_key(|range| range.start);
    let (mut kept, mut at, mut marked) = (Vec::with_capacity(text.len()), 0, false);
    for Range { start, end } in found {
        // One secret beside another is one mark, so that nobody can count them.
        if start > at || !marked {
            kept.extend_from_slice(text.get(at..start).unwrap_or_default());
            kept.extend_from_slice(mark.as_bytes());
            marked = true;
        }
        at = at.max(end);
    }
    kept.extend_from_slice(text.get(at..).unwrap_or_default());
    kept
}

/// Bytes that were a text.
fn text_of(bytes: Vec<u8>) -> String {
    match String::from_utf8_lossy(&bytes) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    }
}

#[cfg(test)]
mod tests;
