//! The operations of an API, and which of them somebody means.

use std::fmt;

use crate::{
    load::{Documents, Node},
    model::openapi::{DocumentKind, kind, scalar},
    nearest::nearest,
    resolve::operation::{self, Located},
};

/// An operation of an API, as a list of them shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// `operationId`.
    pub id: Option<String>,
    /// Upper case.
    pub method: String,
    /// The path, as the document has it.
    pub path: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    pub(super) located: Located,
}

/// A name that means no operation, or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOne {
    /// What was asked for.
    pub asked: String,
    /// The operations that have this id, if there are several.
    pub several: Vec<String>,
    /// What has nearly this name.
    pub near: Option<String>,
}

impl fmt::Display for NotOne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = &self.asked;
        if !self.several.is_empty() {
            let several = self.several.join("`, `");
            return write!(
                f,
                "several operations are called `{asked}`: name one of `{several}`"
            );
        }
        write!(f, "there is no operation `{asked}`")?;
        match &self.near {
            Some(near) => write!(f, "; did you mean `{near}`?"),
            None => Ok(()),
        }
    }
}

impl Listed {
    /// `METHOD /path`, by which every operation can be named.
    pub fn by_path(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether `text` occurs in what is known of it, whatever the case.
    pub fn mentions(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let known = [
            self.id.as_ref(),
            Some(&self.by_path()),
            self.summary.as_ref(),
        ]
        .into_iter()
        .flatten()
        .any(|known| known.to_lowercase().contains(&text));
        known || self.tags().any(|tag| tag.to_lowercase().contains(&text))
    }

    fn tags(&self) -> impl Iterator<Item = String> {
        let tags = self.located.node.get("tags").map(|tags| tags.items());
        let tags = tags.unwrap_or_default().into_iter();
        tags.filter_map(|tag| scalar(&tag))
    }
}

/// All operations of the API at `root`, in the order of the document; none if it is no OpenAPI document that can be read.
pub fn operations(root: &Node, documents: &Documents) -> Vec<Listed> {
    if !matches!(kind(root), DocumentKind::OpenApi(_)) {
        return Vec::new();
    }
    let all = operation::all(root, documents).into_iter();
    all.map(|located| {
        let node = &located.node;
        Listed {
            id: node.str_at("operationId").map(str::to_owned),
            method: located.method.clone(),
            path: located.path.clone(),
            summary: node.str_at("summary").map(str::to_owned),
            deprecated: node.get("deprecated").is_some_and(|it| it.value() == true),
            located,
        }
    })
    .collect()
}

/// The operation that `asked` means: by its id, or as `METHOD /path`.
pub(super) fn find<'l>(asked: &str, all: &'l [Listed]) -> Result<&'l Listed, NotOne> {
    let asked = asked.trim();
    let same: Vec<&Listed> = all
        .iter()
        .filter(|operation| operation.id.as_deref() == Some(asked))
        .collect();
    match same.as_slice() {
        [only] => return Ok(only),
        [] => {}
        several => {
            return Err(NotOne {
                asked: asked.to_owned(),
                several: several
                    .iter()
                    .map(|operation| operation.by_path())
                    .collect(),
                near: None,
            });
        }
    }
    if let Some((method, path)) = asked.split_once(char::is_whitespace) {
        let path = path.trim_start();
        let is_it = |operation: &&Listed| {
            operation.path == path && operation.method.eq_ignore_ascii_case(method)
        };
        if let Some(found) = all.iter().find(is_it) {
            return Ok(found);
        }
    }
    let names: Vec<String> = all
        .iter()
        .map(
            |operation| match asked.contains('/') && asked.contains(' ') {
                true => operation.by_path(),
                false => operation.id.clone().unwrap_or_default(),
            },
        )
        .collect();
    let near = nearest(asked, names.iter().map(String::as_str));
    Err(NotOne {
        asked: asked.to_owned(),
        several: Vec::new(),
        near: near.filter(|near| !near.is_empty()).map(str::to_owned),
    })
}
