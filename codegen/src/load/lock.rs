//! What the copies of documents from the network are: the lock file beside them.
//!
//! A build looks at presence and size alone. That is what an editor, a checkout or a disk that was full changes; whoever
//! would forge a copy of the same size can forge the lock beside it as well, so that a digest here would guard nothing
//! that version control does not, at the price of one more crate in every build script. `vendor --check --offline`
//! compares the digests.

use std::path::{Component, Path};

use serde_json::{Value, json};

/// The folder of the copies, beside the document that needs them.
pub const VENDOR_FOLDER: &str = "vendor";

/// The lock file in [`VENDOR_FOLDER`].
pub const LOCK_FILE: &str = "arazzo.lock";

/// What a lock is written as, for versions to come.
const VERSION: u64 = 1;

/// The content of a lock file: one copy for each address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// The copies, by address.
    pub files: Vec<Vendored>,
}

/// A copy of a document from the network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vendored {
    /// The address as documents name it, without fragment.
    pub url: String,
    /// Where redirects led to, if they did: references in the document resolve against it.
    pub location: Option<String>,
    /// The file, below the folder of the copies, with slashes.
    pub path: String,
    /// The SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// The day it was fetched, `YYYY-MM-DD`.
    pub fetched: String,
}

impl Lock {
    /// Reads the root of a lock file.
    ///
    /// # Errors
    /// What keeps it from being one, in half a sentence that begins with a verb.
    pub fn read(root: &Value) -> Result<Self, String> {
        match root.get("version").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(other) => return Err(format!("is of version {other}, and {VERSION} is known")),
            None => return Err("has no `version`".to_owned()),
        }
        let files = root.get("files").and_then(Value::as_array);
        let files = files.ok_or("has no list `files`")?;
        let files = files.iter().map(Vendored::read);
        Ok(Self {
            files: files.collect::<Result<_, _>>()?,
        })
    }

    /// The text of the lock file: one line a fact, sorted by address, so that changes are easy to review.
    pub fn text(&self) -> String {
        let mut files: Vec<&Vendored> = self.files.iter().collect();
        files.sort_by(|one, other| one.url.cmp(&other.url));
        let files: Vec<Value> = files.into_iter().map(Vendored::written).collect();
        let lock = json!({"version": VERSION, "files": files});
        format!("{lock:#}\n")
    }

    /// The copy of the document at `url`, an address as written or one that redirects led to.
    pub fn find(&self, url: &str) -> Option<&Vendored> {
        let named = self.files.iter().find(|file| file.url == url);
        let mut files = self.files.iter();
        named.or_else(|| files.find(|file| file.location.as_deref() == Some(url)))
    }
}

impl Vendored {
    /// The address that references in the document resolve against.
    pub fn base(&self) -> &str {
        self.location.as_deref().unwrap_or(&self.url)
    }

    fn read(entry: &Value) -> Result<Self, String> {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        let url = text("url").ok_or("has a file without `url`")?;
        let needed = |key: &str| format!("has no `{key}` of `{url}`");
        let path = text("path").ok_or_else(|| needed("path"))?;
        if !stays_below(&path) {
            return Err(format!("has a `path` that leaves its folder: `{path}`"));
        }
        let size = entry.get("size").and_then(Value::as_u64);
        Ok(Self {
            location: text("location"),
            sha256: text("sha256").ok_or_else(|| needed("sha256"))?,
            size: size.ok_or_else(|| needed("size"))?,
            fetched: text("fetched").unwrap_or_default(),
            path,
            url,
        })
    }

    fn written(&self) -> Value {
        let mut entry = json!({"url": self.url});
        let members = [
            ("location", self.location.clone().map(Value::from)),
            ("path", Some(self.path.clone().into())),
            ("sha256", Some(self.sha256.clone().into())),
            ("size", Some(self.size.into())),
            ("fetched", Some(self.fetched.clone().into())),
        ];
        if let Some(entry) = entry.as_object_mut() {
            let given = members.into_iter();
            entry.extend(given.filter_map(|(key, value)| Some((key.to_owned(), value?))));
        }
        entry
    }
}

/// Whether a path names something below the folder that it is relative to, on every system.
fn stays_below(path: &str) -> bool {
    let mut components = Path::new(path).components();
    !path.is_empty()
        && !path.contains(['\\', ':', '\0'])
        && components.all(|component| matches!(component, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let file = |url: &str, location: Option<&str>| Vendored {
            url: url.to_owned(),
            location: location.map(str::to_owned),
            path: "x.test/a.yaml".to_owned(),
            sha256: "00ff".to_owned(),
            size: 7,
            fetched: "2026-01-02".to_owned(),
        };
        let one = file("https://x.test/a", Some("https://y.test/a.yaml"));
        let two = file("https://x.test/b", None);
        let lock = Lock {
            files: vec![two.clone(), one.clone()],
        };
        let read = Lock::read(&serde_json::from_str(&lock.text()).unwrap()).unwrap();
        assert_eq!(read.files, [one.clone(), two]);
        assert_eq!(read.find("https://y.test/a.yaml"), Some(&one));
        assert_eq!(read.find("https://y.test"), None);
    }

    #[test]
    fn a_path_that_leaves_the_folder_is_refused() {
        for path in ["", "/etc/passwd", "../a", "a/../../b", "C:\\a", "a\\..\\b"] {
            let file = json!({"url": "https://x", "path": path, "sha256": "0", "size": 1});
            let error = Lock::read(&json!({"version": 1, "files": [file]})).unwrap_err();
            assert!(error.contains("leaves its folder"), "{error}");
        }
    }

    #[test]
    fn what_is_no_lock_says_why() {
        for (lock, why) in [
            (json!([]), "`version`"),
            (json!({"version": 2, "files": []}), "version 2"),
            (json!({"version": 1}), "`files`"),
            (json!({"version": 1, "files": [{}]}), "`url`"),
            (
                json!({"version": 1, "files": [{"url": "u", "path": "p"}]}),
                "`sha256`",
            ),
        ] {
            let error = Lock::read(&lock).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
