//! The folder of the copies beside a document, and its lock.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use arazzo_codegen::{
    load::{LOCK_FILE, Lock, VENDOR_FOLDER, Vendored},
    one_move::in_one_move,
};

use super::{fetch::Fetched, names};

/// Version control must not change the ends of lines in copies: a lock says how long they are.
const ATTRIBUTES: &str = "* -text linguist-vendored\n";

/// The copies beside the documents of one folder.
pub(super) struct Folder {
    path: PathBuf,
    pub(super) lock: Lock,
}

/// What became of a copy that a lock lists.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is what the lock says.
    Whole,
    /// It is not there.
    Missing,
    /// It has another content.
    Altered,
}

impl Folder {
    /// The copies beside the documents in `beside`.
    pub(super) fn open(beside: &Path) -> Result<Self, String> {
        let path = beside.join(VENDOR_FOLDER);
        let file = path.join(LOCK_FILE);
        let name = file.display();
        let lock = match fs::read_to_string(&file) {
            Ok(text) => {
                let root = serde_json::from_str(&text);
                let root = root.map_err(|error| format!("`{name}` is not JSON: {error}"))?;
                Lock::read(&root).map_err(|wrong| format!("`{name}` {wrong}"))?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Lock::default(),
            Err(error) => return Err(format!("cannot read `{name}`: {error}")),
        };
        Ok(Self { path, lock })
    }

    /// Where the copy lies.
    pub(super) fn file(&self, copy: &Vendored) -> PathBuf {
        self.path.join(&copy.path)
    }

    /// Whether the copy is what the lock says.
    pub(super) fn state(&self, copy: &Vendored) -> State {
        match fs::read(self.file(copy)) {
            Ok(content) if sha256(&content) == copy.sha256 => State::Whole,
            Ok(_) => State::Altered,
            Err(_) => State::Missing,
        }
    }

    /// Keeps what was fetched from `url`, and writes the lock: a run that is cut off has kept what it has fetched.
    pub(super) fn keep(&mut self, url: &str, fetched: &Fetched) -> Result<Vendored, String> {
        let before = self.lock.files.iter().position(|copy| copy.url == url);
        let known = before.and_then(|at| self.lock.files.get(at));
        let path = match known {
            Some(known) => known.path.clone(),
            None => self.free_path(url, fetched),
        };
        let copy = Vendored {
            url: url.to_owned(),
            location: fetched.location.clone(),
            path,
            sha256: sha256(&fetched.text),
            size: u64::try_from(fetched.text.len()).unwrap_or(u64::MAX),
            fetched: today(),
        };
        self.write(&copy, &fetched.text)?;
        match before.and_then(|at| self.lock.files.get_mut(at)) {
            Some(before) => *before = copy.clone(),
            None => self.lock.files.push(copy.clone()),
        }
        self.save()?;
        Ok(copy)
    }

    /// Forgets the copy of `url`, and removes its file.
    pub(super) fn remove(&mut self, url: &str) -> Result<(), String> {
        let Some(at) = self.lock.files.iter().position(|copy| copy.url == url) else {
            return Ok(());
        };
        let copy = self.lock.files.remove(at);
        self.save()?;
        let file = self.file(&copy);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(format!("cannot remove `{}`: {error}", file.display()))
            }
            _ => Ok(()),
        }
    }

    /// A name that no other copy has, nor a file of somebody else's. One with the same content is what a run left behind
    /// that was cut off.
    fn free_path(&self, url: &str, fetched: &Fetched) -> String {
        let paths = self.lock.files.iter().map(|copy| copy.path.to_lowercase());
        let mut taken: HashSet<String> = paths.collect();
        loop {
            let path = names::path(url, fetched.json, &taken);
            match fs::read(self.path.join(&path)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return path,
                Ok(content) if content == fetched.text => return path,
                _ => taken.insert(path.to_lowercase()),
            };
        }
    }

    fn write(&self, copy: &Vendored, content: &[u8]) -> Result<(), String> {
        let file = self.file(copy);
        let failed = |error: io::Error| format!("cannot write `{}`: {error}", file.display());
        let above = file.parent().unwrap_or(&self.path);
        fs::create_dir_all(above).map_err(failed)?;
        // A link in there must not lead what was fetched elsewhere.
        let stays = |path: &Path| -> io::Result<bool> {
            let root = fs::canonicalize(&self.path)?;
            Ok(fs::canonicalize(path)?.starts_with(root))
        };
        let linked = file.is_symlink() || !stays(above).map_err(failed)?;
        if linked {
            let why = "a link there leads elsewhere";
            return Err(format!("cannot write `{}`: {why}", file.display()));
        }
        in_one_move(&file, content).map_err(failed)
    }

    fn save(&self) -> Result<(), String> {
        let attributes = self.path.join(".gitattributes");
        let written = match attributes.exists() {
            true => Ok(()),
            false => in_one_move(&attributes, ATTRIBUTES.as_bytes()),
        };
        let lock = self.path.join(LOCK_FILE);
        let saved = written.and_then(|()| in_one_move(&lock, self.lock.text().as_bytes()));
        saved.map_err(|error| format!("cannot write `{}`: {error}", lock.display()))
    }
}

/// The digest of a copy, in hexadecimal digits.
pub(super) fn sha256(content: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, content);
    let digits = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

fn today() -> String {
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    now.chars().take("2026-01-02".len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_that_other_tools_print() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_day_is_ten_characters() {
        let today = today();
        assert_eq!(
            (today.len(), today.matches('-').count()),
            (10, 2),
            "{today}"
        );
    }
}
