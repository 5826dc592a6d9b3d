//! `vendor`: keeps copies of what documents refer to on the network. The only verb that ever uses it.

mod arguments;
mod fetch;
mod folder;
mod guard;
mod names;

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
};

use arazzo_codegen::{
    load::{Disk, Documents, LoadErrorKind, Vendored},
    resolve::reference::open_all,
};

use self::{
    arguments::Mode,
    fetch::{Fetched, Fetcher, size},
    folder::{Folder, State, sha256},
};
use crate::output::complain;

pub(crate) use arguments::{AFTER_HELP, Vendor};

/// Keeps copies for the documents: whether all is well.
pub(crate) fn run(wanted: &Vendor) -> bool {
    let mut folders: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
    for path in wanted.paths() {
        let beside = path.parent().unwrap_or(path);
        folders.entry(beside).or_default().push(path);
    }
    let mut well = true;
    for (beside, entries) in folders {
        match Run::new(beside, wanted) {
            Ok(mut run) => well &= run.all(&entries),
            Err(error) => well &= failed(&error),
        }
    }
    well
}

/// The documents of one folder.
struct Run<'a> {
    folder: Folder,
    documents: Documents,
    fetcher: Fetcher,
    mode: Mode,
    wanted: &'a Vendor,
    /// Addresses that were tried, whatever came of it.
    tried: HashSet<String>,
    /// Errors that were reported: each document that refers to a copy meets them again.
    reported: HashSet<String>,
    /// Whether a copy was reported that is not what the lock says.
    altered: bool,
    /// How many copies are not what they were.
    changed: usize,
    well: bool,
}

impl<'a> Run<'a> {
    fn new(beside: &Path, wanted: &'a Vendor) -> Result<Self, String> {
        Ok(Self {
            folder: Folder::open(beside)?,
            documents: Documents::new(Box::new(Disk), wanted.reading()),
            fetcher: Fetcher::new(wanted.rules()),
            mode: wanted.mode(),
            wanted,
            tried: HashSet::new(),
            reported: HashSet::new(),
            altered: false,
            changed: 0,
            well: true,
        })
    }

    fn all(&mut self, entries: &[&Path]) -> bool {
        for copy in self.folder.lock.files.clone() {
            match self.mode {
                Mode::Missing => self.restore(&copy),
                Mode::Update => self.update(&copy),
                Mode::Check => self.compare(&copy),
                Mode::CheckOffline => self.verify(&copy),
            }
        }
        for entry in entries {
            if let Err(error) = self.documents.open_path(entry) {
                self.fail(&error.to_string());
            }
        }
        self.follow_all();
        self.unused();
        if self.well && !entries.is_empty() {
            complain(&self.conclusion(entries));
        }
        self.well
    }

    /// The last line of a run without errors. What changed may have broken the workflows.
    fn conclusion(&self, entries: &[&Path]) -> String {
        let copies = |count: usize| match count {
            1 => "1 copy".to_owned(),
            more => format!("{more} copies"),
        };
        let names: Vec<String> = entries.iter().map(|it| it.display().to_string()).collect();
        let all = copies(self.folder.lock.files.len());
        let first = names.first().cloned().unwrap_or_default();
        match self.changed {
            0 => format!("{first}: {all}, all is well\n"),
            changed => format!(
                "{first}: {all}, {changed} changed; now run `arazzo-codegen check {}`\n",
                names.join(" ")
            ),
        }
    }

    /// Opens whatever the documents refer to, and what these refer to, until nothing new turns up.
    fn follow_all(&mut self) {
        let mut seen = HashSet::new();
        loop {
            let all = self.documents.all();
            let Some(document) = all.into_iter().find(|document| seen.insert(document.id)) else {
                return;
            };
            loop {
                let failures = open_all(&document, &self.documents);
                let mut fetched = false;
                for failure in failures {
                    match failure.address.as_deref() {
                        Some(url) => fetched |= self.fetch_missing(url),
                        // What is wrong with files of this disk is for `check`.
                        None if failure.kind == LoadErrorKind::Vendored => {
                            self.fail_once(&failure.to_string());
                        }
                        None => {}
                    }
                }
                if !fetched {
                    break;
                }
                self.documents.reread_locks();
            }
        }
    }

    /// Whether there is a copy now that was not there before.
    fn fetch_missing(&mut self, url: &str) -> bool {
        if !self.tried.insert(url.to_owned()) {
            return false;
        }
        match self.mode {
            Mode::Check | Mode::CheckOffline => {
                let listed = self.folder.lock.find(url).is_some();
                if !listed {
                    self.differs(&format!("not vendored yet: {url}"));
                }
                false
            }
            Mode::Missing | Mode::Update => match self.fetch(url) {
                Some(fetched) => self.keep(url, &fetched),
                None => false,
            },
        }
    }

    fn fetch(&mut self, url: &str) -> Option<Fetched> {
        let mut here = url.to_owned();
        let fetched = self.fetcher.fetch(url, |next| {
            complain(&format!("redirected {here} -> {next}\n"));
            here = next.to_owned();
        });
        match fetched {
            Ok(fetched) => Some(fetched),
            Err(error) if here == url => {
                self.fail(&format!("cannot fetch {url}: {error}"));
                None
            }
            Err(error) => {
                self.fail(&format!(
                    "cannot fetch {url}, redirected to {here}: {error}"
                ));
                None
            }
        }
    }

    fn keep(&mut self, url: &str, fetched: &Fetched) -> bool {
        match self.folder.keep(url, fetched) {
            Ok(copy) => {
                let file = self.folder.file(&copy);
                let size = size(copy.size);
                complain(&format!("fetched {url} -> {} ({size})\n", file.display()));
                true
            }
            Err(error) => {
                self.fail(&error);
                false
            }
        }
    }

    /// Fetches a copy that is not there. One that was altered may be somebody's work.
    fn restore(&mut self, copy: &Vendored) {
        match self.folder.state(copy) {
            State::Whole => {}
            State::Missing => {
                self.tried.insert(copy.url.clone());
                if let Some(fetched) = self.fetch(&copy.url) {
                    if sha256(&fetched.text) != copy.sha256 {
                        let url = &copy.url;
                        complain(&format!("changed since {}: {url}\n", copy.fetched));
                        self.changed += 1;
                    }
                    self.keep(&copy.url, &fetched);
                }
            }
            State::Altered => self.verify(copy),
        }
    }

    fn update(&mut self, copy: &Vendored) {
        self.tried.insert(copy.url.clone());
        let Some(fetched) = self.fetch(&copy.url) else {
            return;
        };
        let same = sha256(&fetched.text) == copy.sha256 && fetched.location == copy.location;
        if same && self.folder.state(copy) == State::Whole {
            return;
        }
        if !same {
            complain(&format!("{}\n", changed(copy, &fetched)));
            self.changed += 1;
        }
        self.keep(&copy.url, &fetched);
    }

    fn compare(&mut self, copy: &Vendored) {
        self.verify(copy);
        self.tried.insert(copy.url.clone());
        if let Some(fetched) = self.fetch(&copy.url)
            && sha256(&fetched.text) != copy.sha256
        {
            self.differs(&changed(copy, &fetched));
        }
    }

    fn verify(&mut self, copy: &Vendored) {
        let file = self.folder.file(copy);
        let file = file.display();
        match self.folder.state(copy) {
            State::Whole => {}
            State::Missing => self.differs(&format!("missing: {file}")),
            State::Altered => {
                self.altered = true;
                self.differs(&format!(
                    "altered: {file} is not what the lock says; `--update` fetches it again"
                ));
            }
        }
    }

    /// Copies that no document refers to: other documents in the folder may, so that they are only removed when asked.
    fn unused(&mut self) {
        let documents = self.documents.all();
        let used: HashSet<_> = documents
            .iter()
            .filter_map(|document| document.path.canonicalize().ok())
            .collect();
        for copy in self.folder.lock.files.clone() {
            let Ok(file) = self.folder.file(&copy).canonicalize() else {
                continue;
            };
            // After a failure nobody knows what the documents that were not read refer to.
            if used.contains(&file) || !self.well {
                continue;
            }
            let url = &copy.url;
            if !self.wanted.prune {
                complain(&format!(
                    "unused: nothing refers to {url}; `--prune` removes it\n"
                ));
                continue;
            }
            match self.folder.remove(url) {
                Ok(()) => complain(&format!("removed {url}\n")),
                Err(error) => self.fail(&error),
            }
        }
    }

    /// Something to look at that a check was made for.
    fn differs(&mut self, what: &str) {
        complain(&format!("{what}\n"));
        self.well = false;
    }

    /// Reports what is wrong with copies on this disk. Of altered ones the lock has had its say.
    fn fail_once(&mut self, error: &str) {
        if !self.altered && self.reported.insert(error.to_owned()) {
            self.fail(error);
        }
    }

    fn fail(&mut self, error: &str) {
        self.well = failed(error);
    }
}

fn failed(error: &str) -> bool {
    complain(&format!("error: {error}\n"));
    false
}

/// What became of a document on the network.
fn changed(copy: &Vendored, fetched: &Fetched) -> String {
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    let new = u64::try_from(fetched.text.len()).unwrap_or(u64::MAX);
    format!(
        "changed since {}: {} sha256 {} ({}) -> {} ({})",
        copy.fetched,
        copy.url,
        short(&copy.sha256),
        size(copy.size),
        short(&sha256(&fetched.text)),
        size(new),
    )
}
