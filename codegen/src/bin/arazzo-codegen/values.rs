//! What single arguments mean.

use std::{
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::{diagnostic::Code, load::Limits};

/// `NAME=SPEC` or `SPEC`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spec {
    /// The name of the module, where it is given.
    pub(crate) name: Option<String>,
    pub(crate) path: PathBuf,
}

impl Spec {
    /// The file itself, by whatever name it is given.
    pub(crate) fn file(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }
}

/// What `--source` offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Offered {
    /// A file for a source description, by the name or the URL of the latter.
    Source(String, PathBuf),
    /// A document that is found by its `$self`.
    Identity(PathBuf),
}

/// What `--deny` makes an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Denied {
    Warnings,
    Code(Code),
}

/// A repository, and a revision if it is not the newest one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuntimeGit {
    pub(crate) url: String,
    pub(crate) rev: Option<String>,
}

type Parsed<T> = Result<T, String>;

/// `NAME=SPEC` or `SPEC`, where NAME is a Rust identifier.
pub(crate) fn spec(value: &str) -> Parsed<Spec> {
    let identifier = |name: &str| {
        !name.starts_with(|first: char| first.is_ascii_digit())
            && !name.is_empty()
            && name
                .chars()
                .all(|next| next.is_alphanumeric() || next == '_')
    };
    Ok(match value.split_once('=') {
        Some((name, path)) if identifier(name) => Spec {
            name: Some(name.to_owned()),
            path: path.into(),
        },
        _ => Spec {
            name: None,
            path: value.into(),
        },
    })
}

/// `NAME_OR_URL=PATH` or `PATH`. All of them may hold `=`: what exists is a file, and the longest name counts.
pub(crate) fn offered(value: &str) -> Parsed<Offered> {
    let mut pairs = value.rmatch_indices('=').filter_map(|(at, _)| {
        let (name, path) = value.split_at_checked(at)?;
        Some((name, path.strip_prefix('=')?))
    });
    let existing = pairs.find(|(_, path)| Path::new(path).exists());
    Ok(match existing.or_else(|| value.rsplit_once('=')) {
        Some((name, path)) if !Path::new(value).exists() => {
            Offered::Source(name.to_owned(), path.into())
        }
        _ => Offered::Identity(value.into()),
    })
}

/// `warnings` or a code.
pub(crate) fn denied(value: &str) -> Parsed<Denied> {
    match value {
        "warnings" => Ok(Denied::Warnings),
        _ => code(value).map(Denied::Code),
    }
}

/// A code of a diagnostic: a misspelt one would silently change nothing.
pub(crate) fn code(value: &str) -> Parsed<Code> {
    if let Some(code) = Code::find(value) {
        return Ok(code);
    }
    let near: Vec<_> = (Code::near(value).into_iter())
        .map(|near| format!("`{near}`"))
        .collect();
    let near = match near.as_slice() {
        [] => "; `arazzo-codegen explain` lists all codes".to_owned(),
        near => format!("; did you mean {}?", near.join(" or ")),
    };
    Err(format!("no diagnostic has the code `{value}`{near}"))
}

/// `URL` or `URL#REV`.
pub(crate) fn runtime_git(value: &str) -> Parsed<RuntimeGit> {
    let (url, rev) = value.split_once('#').unwrap_or((value, ""));
    Ok(RuntimeGit {
        url: url.to_owned(),
        rev: (!rev.is_empty()).then(|| rev.to_owned()),
    })
}

/// A number of bytes: `4096`, `512K`, `100M`, `2G`.
pub(crate) fn size(value: &str) -> Parsed<u64> {
    let (number, shift) = match value.char_indices().last() {
        Some((at, 'k' | 'K')) => (value.get(..at), 10),
        Some((at, 'm' | 'M')) => (value.get(..at), 20),
        Some((at, 'g' | 'G')) => (value.get(..at), 30),
        _ => (Some(value), 0),
    };
    let number = number.and_then(|number| number.parse::<u64>().ok());
    number
        .and_then(|number| number.checked_mul(1 << shift))
        .ok_or_else(|| format!("`{value}` is no size: write bytes, or a number with K, M or G"))
}

/// `NAME=NUMBER`: a limit by its name.
pub(crate) fn limit(value: &str) -> Parsed<(String, usize)> {
    let (name, number) = value.split_once('=').unwrap_or((value, ""));
    let names = Limits::default().named().map(|(name, _)| name);
    if !names.contains(&name) {
        return Err(format!(
            "there is no limit `{name}`: write one of {} and a number, as in `bytes=100M`",
            names.map(|name| format!("`{name}`")).join(", ")
        ));
    }
    let number = usize::try_from(size(number)?);
    let number = number.map_err(|_| format!("`{value}` is more than this machine has"))?;
    Ok((name.to_owned(), number))
}

/// All codes, one a line, with what each is about.
pub(crate) fn codes() -> String {
    let line = |code: &Code| format!("  {code:<32} {}\n", code.title());
    Code::ALL.iter().map(line).collect()
}
