//! A draft over somebody's API, with copies of its documents: a crate does not depend on files elsewhere.

use std::{
    collections::HashSet,
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::Specs;
use crate::{
    draft::{self, Draft, Listed, NotOne},
    load::{Disk, Document, Documents, LoadError, Node, Options},
    model::openapi::{DocumentKind, kind},
    resolve::reference::open_all,
};

/// The folder of the documents.
const SPECS: &str = "specs";

/// An API to draft a workflow over.
pub struct Described {
    documents: Documents,
    api: Arc<Document>,
}

/// Why nothing can be drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DescribeError {
    /// The document cannot be read.
    Unreadable(LoadError),
    /// The document is none of OpenAPI.
    OtherKind(String),
    /// Names that do not mean one operation.
    Operations(Vec<NotOne>),
}

impl fmt::Display for DescribeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => {
                write!(f, "{error}")?;
                match &error.help {
                    Some(help) => write!(f, "; {help}"),
                    None => Ok(()),
                }
            }
            Self::OtherKind(name) => {
                write!(
                    f,
                    "`{name}` is no OpenAPI document that can be read: Swagger 2.0 or OpenAPI 3"
                )
            }
            Self::Operations(wrong) => {
                let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
                f.write_str(&wrong.join("\nerror: "))
            }
        }
    }
}

impl std::error::Error for DescribeError {}

/// Reads the description of an API.
///
/// # Errors
/// If it cannot be read, or is none.
pub fn describe(path: &Path, options: Options) -> Result<Described, DescribeError> {
    let documents = Documents::new(Box::new(Disk), options);
    let api = documents
        .open_path(path)
        .map_err(DescribeError::Unreadable)?;
    match kind(&Node::root(Arc::clone(&api))) {
        DocumentKind::OpenApi(_) => Ok(Described { documents, api }),
        _ => Err(DescribeError::OtherKind(api.name.clone())),
    }
}

impl Described {
    /// The operations of the API, in the order of its document.
    pub fn operations(&self) -> Vec<Listed> {
        draft::operations(&Node::root(Arc::clone(&self.api)), &self.documents)
    }

    /// Drafts a workflow that calls these operations, in this order.
    ///
    /// # Errors
    /// All names that do not mean one operation.
    pub fn draft(&self, operations: &[String]) -> Result<Specs, DescribeError> {
        let files = self.copies();
        let api = files.iter().find(|(path, _)| *path == self.api.path);
        let api = api.map(|(_, name)| name.clone()).unwrap_or_default();
        let file = self.api.path.file_name().unwrap_or_default();
        let file = file.to_string_lossy();
        let root = Node::root(Arc::clone(&self.api));
        let Draft {
            text,
            workflow,
            source,
        } = draft::draft(&root, &as_url(&api), &file, operations, &self.documents)
            .map_err(DescribeError::Operations)?;
        let document = format!("{SPECS}/{source}.arazzo.yaml");
        let texts = self.documents.all();
        let texts = texts.iter().filter_map(|copied| {
            let (_, name) = files.iter().find(|(path, _)| *path == copied.path)?;
            Some((format!("{SPECS}/{name}"), copied.text.clone()))
        });
        Ok(Specs {
            files: [(document.clone(), text)]
                .into_iter()
                .chain(texts)
                .collect(),
            document,
            workflow,
        })
    }

    /// The documents of the API, and what their copies are called: they lie to each other as they did.
    fn copies(&self) -> Vec<(PathBuf, String)> {
        let mut seen = HashSet::new();
        while let Some(next) = (self.documents.all().into_iter()).find(|it| seen.insert(it.id)) {
            // What is missing is missing in the copy as well, and `check` says so.
            open_all(&next, &self.documents);
        }
        let all = self.documents.all();
        let mut folder = self.api.path.parent().unwrap_or(Path::new("/"));
        while let Some(above) = folder.parent()
            && !all.iter().all(|document| document.path.starts_with(folder))
        {
            folder = above;
        }
        let name = |document: &Arc<Document>| {
            let below = document.path.strip_prefix(folder).ok()?;
            let parts = below.iter().map(|part| part.to_string_lossy());
            let name = parts.collect::<Vec<_>>().join("/");
            Some((document.path.clone(), name))
        };
        all.iter().filter_map(name).collect()
    }
}

/// A path as a relative reference.
fn as_url(path: &str) -> String {
    let mut url = String::new();
    for byte in path.bytes() {
        let letter = char::from(byte);
        match letter.is_ascii_alphanumeric() || "-._~/+,=@".contains(letter) {
            true => url.push(letter),
            false => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}
