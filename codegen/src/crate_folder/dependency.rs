//! Where a generated crate gets the runtime from. It is never a registry: somebody else's package has its name there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{emit::Dependency, load::relative};

use super::CrateError;

/// Where a generated crate gets the runtime from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Runtime {
    /// The folder beside the generator's own sources, if the generator was built in a checkout that is still there.
    #[default]
    Beside,
    /// The folder of the runtime's package.
    Path(PathBuf),
    /// A git repository that holds the runtime's package.
    Git {
        /// Its URL.
        url: String,
        /// The revision; by default the newest of the default branch.
        rev: Option<String>,
    },
}

/// What to do where nobody said where the runtime is.
const CHOICES: &str = "say where the crate gets it from: `--runtime PATH` for its folder in a checkout, or \
                       `--runtime-git URL[#REV]` for a git repository (in code, `CrateOptions::runtime`)";

/// The dependency to write into the manifest of the crate in `folder`.
pub(super) fn resolve(runtime: &Runtime, folder: &Path) -> Result<Dependency, CrateError> {
    let refused = |message: String| Err(CrateError::Runtime(message));
    match runtime {
        Runtime::Beside => match beside() {
            Some(path) => Ok(Dependency::Path(seen_from(folder, &path))),
            None => refused(format!("no runtime is beside this generator; {CHOICES}")),
        },
        Runtime::Path(path) => match own(path) {
            Some(path) => Ok(Dependency::Path(seen_from(folder, &path))),
            None => refused(no_runtime(path)),
        },
        Runtime::Git { url, .. } if !url.contains("://") => refused(format!(
            "`{url}` is not the URL of a git repository: write `--runtime-git https://HOST/REPOSITORY[#REV]`, or `--runtime PATH` for a folder"
        )),
        Runtime::Git { url, rev } => Ok(Dependency::Git {
            url: url.clone(),
            rev: rev.clone(),
        }),
    }
}

/// Where a crate in `folder` gets the runtime and the generator from: the checkout that this generator was built in, if it
/// is still there, else the repository.
pub(crate) fn ours(folder: &Path) -> (Dependency, Dependency) {
    match beside() {
        Some(runtime) => {
            let generator = runtime.with_file_name("codegen");
            let path = |of: &Path| Dependency::Path(seen_from(folder, of));
            (path(&runtime), path(&generator))
        }
        None => {
            let repository = Dependency::Git {
                url: env!("CARGO_PKG_REPOSITORY").to_owned(),
                rev: None,
            };
            (repository.clone(), repository)
        }
    }
}

/// The runtime of the checkout that this generator was built in. What Cargo checked out for itself it also removes.
fn beside() -> Option<PathBuf> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders: Vec<_> = sources.iter().map(|part| part.to_string_lossy()).collect();
    let of_cargo = folders.windows(2).any(|pair| match pair {
        [one, two] => matches!(
            (one.as_ref(), two.as_ref()),
            ("git", "checkouts") | ("registry", "src")
        ),
        _ => false,
    });
    if of_cargo {
        return None;
    }
    own(&sources.parent()?.join("runtime"))
}

/// The real path of `folder`, if it holds the package of the runtime.
fn own(folder: &Path) -> Option<PathBuf> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let says = |wanted: &str| {
        let mut lines = manifest.lines().map(|line| line.replace([' ', '\t'], ""));
        lines.any(|line| line.starts_with(wanted))
    };
    let ours = says("name=\"runtime\"") && says("name=\"arazzo_runtime\"");
    ours.then(|| fs::canonicalize(folder).ok()).flatten()
}

/// What is wrong with a folder that does not hold the runtime.
fn no_runtime(path: &Path) -> String {
    let name = path.display();
    let within = path.join("runtime");
    if own(&within).is_some() {
        return format!(
            "`{name}` is not the folder of the runtime, but `{0}` is: write `--runtime {0}`",
            within.display()
        );
    }
    let why = match (path.is_dir(), path.exists()) {
        (true, _) => {
            "it has no `Cargo.toml` of the package `runtime` with the library `arazzo_runtime`"
        }
        (false, true) => "it is not a folder",
        (false, false) => "there is no such folder",
    };
    format!("`{name}` is not the folder of the runtime: {why}; {CHOICES}")
}

/// `runtime` as a manifest in `folder` names it: relative where both are in one place, so that they can be moved together.
fn seen_from(folder: &Path, runtime: &Path) -> PathBuf {
    let folder = std::path::absolute(folder).unwrap_or_default();
    // The folder may not be there yet; links above it count all the same.
    let existing = folder.ancestors().find_map(|above| {
        let rest = folder.strip_prefix(above).ok()?;
        Some(fs::canonicalize(above).ok()?.join(rest))
    });
    let folder = existing.unwrap_or(folder);
    relative(runtime, &folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(found: Result<Dependency, CrateError>) -> PathBuf {
        match found {
            Ok(Dependency::Path(path)) => path,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_runtime_beside_the_generator_is_the_default() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = sources.parent().unwrap().join("target/none/yet");
        let found = path_of(resolve(&Runtime::Beside, &folder));
        assert_eq!(found, Path::new("../../../runtime"));
        let other = path_of(resolve(&Runtime::Beside, Path::new("/none/yet")));
        assert!(own(&other).is_some(), "{other:?}");
    }

    #[test]
    fn what_is_no_runtime_is_refused_with_the_choices() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let refused = |runtime| match resolve(&runtime, Path::new("out")) {
            Err(CrateError::Runtime(message)) => message,
            other => panic!("{other:?}"),
        };
        let of = |path: &Path| refused(Runtime::Path(path.to_owned()));
        assert!(of(&checkout.join("codegen")).contains("--runtime-git URL"));
        assert!(of(Path::new("/none")).contains("no such folder"));
        assert!(of(checkout).contains("/runtime` is: write"));
        let url = "git@example.com:a/b".to_owned();
        assert!(refused(Runtime::Git { url, rev: None }).contains("not the URL"));
    }
}
