//! A crate that is ready to run: manifest, library with one module a document, command line.

use std::path::{Path, PathBuf};

use quote::quote;

use crate::{plan::Plan, settings::Visibility};

use super::{
    EmitError, NOT_FORMATTED, context::Engines, crate_metadata, crate_readme, docs, emitted,
    names::ident, registry, render,
};

/// Names that Cargo gives a meaning to; modules of these names live in files elsewhere.
const CARGO_FILES: &[&str] = &["main", "lib"];

/// Where Cargo finds the runtime of a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dependency {
    /// A folder, as the manifest names it.
    Path(PathBuf),
    /// A git repository.
    Git {
        /// Its URL.
        url: String,
        /// The revision, if not the newest.
        rev: Option<String>,
    },
}

/// The files of a crate, by path below its folder. `command` writes it, in its folder.
///
/// # Errors
/// A defect of the emitter.
pub fn crate_files(
    plans: &[Plan],
    package: &str,
    runtime: &Dependency,
    command: &str,
) -> Result<Vec<(PathBuf, String)>, EmitError> {
    let package = package_name(package);
    let mut engines = Engines::default();
    let mut files = Vec::new();
    for plan in plans {
        // The program is another crate.
        let (text, used) = emitted(plan, Visibility::Public)?;
        engines = engines.or(used);
        let text = source(&docs::plain(&plan.title), &text);
        files.push((file_of(&plan.module), text));
    }
    let library = crate_name(&package);
    let program = render::file(registry::program(&library, plans))?;
    let mut all = vec![
        (
            PathBuf::from("Cargo.toml"),
            manifest(&package, &library, plans, runtime, engines),
        ),
        (
            PathBuf::from("README.md"),
            crate_readme::readme(&package, &library, plans, command)?,
        ),
        (PathBuf::from(".gitignore"), "/target\n".to_owned()),
        (PathBuf::from("src/lib.rs"), lib(plans)?),
        (
            PathBuf::from("src/main.rs"),
            source("Runs the workflows of this crate from a shell.", &program),
        ),
    ];
    all.append(&mut files);
    Ok(all)
}

fn file_of(module: &str) -> PathBuf {
    let folder = if CARGO_FILES.contains(&module) {
        "src/documents"
    } else {
        "src"
    };
    Path::new(folder).join(format!("{module}.rs"))
}

/// `src/lib.rs`.
fn lib(plans: &[Plan]) -> Result<String, EmitError> {
    let modules = plans.iter().map(|plan| {
        let name = ident(&plan.module);
        let documentation = docs::doc(&docs::headline(&plan.title));
        let path = CARGO_FILES.contains(&plan.module.as_str()).then(|| {
            let path = format!("documents/{}.rs", plan.module);
            quote!(#[path = #path])
        });
        // A document and its only workflow often share a name.
        let same = plan
            .documents
            .iter()
            .flat_map(|document| &document.workflows);
        let same = same
            .into_iter()
            .any(|workflow| workflow.ident == plan.module);
        let allowed = same.then(|| quote!(#[allow(clippy::module_inception)]));
        quote!(#documentation #path #allowed pub mod #name;)
    });
    let modules = render::file(modules.collect())?;
    Ok(source(
        "Workflows compiled from Arazzo documents.",
        &modules,
    ))
}

/// A file of Rust.
fn source(documentation: &str, items: &str) -> String {
    format!("//! {documentation}\n\n{NOT_FORMATTED}\n\n{items}")
}

/// `Cargo.toml`. The empty workspace keeps the crate apart from one it may stand in.
fn manifest(
    package: &str,
    library: &str,
    plans: &[Plan],
    runtime: &Dependency,
    engines: Engines,
) -> String {
    let (place, beside) = (runtime.place(), runtime.beside("cli").place());
    let mut features = vec!["arbitrary-precision"];
    features.extend(engines.features());
    let features: Vec<String> = features.into_iter().map(quoted).collect();
    let features = features.join(", ");
    format!(
        "[package]\n\
         name = {package}\n\
         version = \"0.1.0\"\n\
         edition = \"2024\"\n\
         {metadata}\
         publish = false\n\
         \n\
         [lib]\n\
         name = {library}\n\
         \n\
         [features]\n\
         # Engines on which `batch` can run, by processes that are each a `worker`.\n\
         postgres = [\"arazzo_cli/postgres\"]\n\
         restate = [\"arazzo_cli/restate\"]\n\
         \n\
         [dependencies]\n\
         arazzo_cli = {{ package = \"arazzo-cli\", {beside} }}\n\
         arazzo_runtime = {{ package = \"runtime\", {place}, features = [{features}] }}\n\
         \n\
         [workspace]\n",
        package = quoted(package),
        metadata = crate_metadata::keys(plans, quoted),
        library = quoted(library),
    )
}

impl Dependency {
    /// The package in the sibling folder of this name; in a repository Cargo finds packages by their names.
    fn beside(&self, folder: &str) -> Self {
        match self {
            // Of `..` nothing is known but that it has siblings.
            Self::Path(path) if path.file_name().is_none() => {
                Self::Path(path.join("..").join(folder))
            }
            Self::Path(path) => Self::Path(path.with_file_name(folder)),
            Self::Git { .. } => self.clone(),
        }
    }

    /// The keys of a dependency that say where it is. Never a version: a registry has somebody else's package of that name.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Path(folder) => format!("path = {}", quoted(&folder.to_string_lossy())),
            Self::Git { url, rev: None } => format!("git = {}", quoted(url)),
            Self::Git {
                url,
                rev: Some(rev),
            } => format!("git = {}, rev = {}", quoted(url), quoted(rev)),
        }
    }
}

/// A basic string of TOML.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A name that Cargo takes, whatever was asked for.
pub(super) fn package_name(wanted: &str) -> String {
    let allowed = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            c
        } else {
            '-'
        }
    };
    let name: String = wanted.chars().map(allowed).collect();
    let name = name.trim_matches('-');
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name.to_owned(),
        Some(_) => format!("workflows-{name}"),
        None => "workflows".to_owned(),
    }
}

/// The library's name in code: not that of the runtime, of a crate that always is there, or of a keyword.
pub(super) fn crate_name(package: &str) -> String {
    let name = package.replace('-', "_").to_lowercase();
    let taken = [
        "arazzo_runtime",
        "arazzo_cli",
        "std",
        "core",
        "alloc",
        "test",
        "proc_macro",
    ];
    if taken.contains(&name.as_str()) || syn::parse_str::<syn::Ident>(&name).is_err() {
        return format!("{name}_workflows");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_names_that_cargo_takes() {
        for (wanted, package, library) in [
            ("my-flows", "my-flows", "my_flows"),
            ("1st", "workflows-1st", "workflows_1st"),
            ("a b\"c", "a-b-c", "a_b_c"),
            ("", "workflows", "workflows"),
            ("type", "type", "type_workflows"),
            ("std", "std", "std_workflows"),
        ] {
            assert_eq!(package_name(wanted), package);
            assert_eq!(crate_name(&package_name(wanted)), library);
        }
    }

    #[test]
    fn modules_called_like_cargo_files_live_elsewhere() {
        assert_eq!(file_of("main"), Path::new("src/documents/main.rs"));
        assert_eq!(file_of("shop"), Path::new("src/shop.rs"));
    }

    #[test]
    fn a_manifest_names_the_engines() {
        let engines = Engines {
            regex: true,
            ..Engines::default()
        };
        let runtime = Dependency::Path(PathBuf::from("../run \"time"));
        let text = manifest("shop", "shop", &[], &runtime, engines);
        assert!(text.contains("path = \"../run \\\"time\""), "{text}");
        assert!(
            text.contains("features = [\"arbitrary-precision\", \"regex\"]"),
            "{text}"
        );
        let beside = r#"arazzo_cli = { package = "arazzo-cli", path = "../cli" }"#;
        assert!(text.contains(beside), "{text}");
        let url = "https://example.com/r".to_owned();
        let rev = Some("abc".to_owned());
        let text = manifest("s", "s", &[], &Dependency::Git { url, rev }, engines);
        assert!(
            text.contains("git = \"https://example.com/r\", rev = \"abc\", features"),
            "{text}"
        );
        assert!(!text.contains("{ package = \"runtime\", version"), "{text}");
        let beside = r#"arazzo_cli = { package = "arazzo-cli", git = "https://example.com/r", rev = "abc" }"#;
        assert!(text.contains(beside), "{text}");
    }
}
