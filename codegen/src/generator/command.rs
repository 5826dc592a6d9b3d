//! The command line that does what a generator is set to do. Paths in it are as seen from the folder that it belongs to, so
//! that it is the same whoever runs it from wherever.

use std::path::{Path, PathBuf};

use crate::{
    CrateOptions, Generator, Runtime,
    load::{Limits, normalize, relative},
    module_name::module_name,
    shell,
};

impl Generator {
    /// The command that writes the source file `output`, in the folder of the package that the file belongs to.
    pub(super) fn source_command(&self, output: &Path) -> String {
        let output = absolute(output);
        let home = package_folder(&output);
        let mut words = self.words(&home);
        words.extend(["-o".to_owned(), shown(&output, &home)]);
        command(None, words)
    }

    /// The command that writes a crate, in the folder of that crate.
    pub(super) fn crate_command(&self, options: &CrateOptions) -> String {
        let home = absolute(&options.output);
        let mut words = self.words(&home);
        words.extend(["--output".to_owned(), ".".to_owned()]);
        if let Some(package) = &options.package {
            words.extend(["--package".to_owned(), package.clone()]);
        }
        match &options.runtime {
            Runtime::Beside => {}
            Runtime::Path(path) => words.extend(["--runtime".to_owned(), shown(path, &home)]),
            Runtime::Git { url, rev } => {
                let rev = rev.iter().map(|rev| format!("#{rev}"));
                let place = format!("{url}{}", rev.collect::<String>());
                words.extend(["--runtime-git".to_owned(), place]);
            }
        }
        command(Some("crate"), words)
    }

    /// Which documents, and how they are read.
    fn words(&self, home: &Path) -> Vec<String> {
        let mut words = Vec::from_iter(self.strict.then(|| "--strict".to_owned()));
        if let Some(root) = &self.options.root {
            words.extend(["--root".to_owned(), shown(root, home)]);
        }
        for (name, path) in &self.options.sources {
            let source = format!("{name}={}", shown(path, home));
            words.extend(["--source".to_owned(), source]);
        }
        for path in &self.options.identities {
            words.extend(["--source".to_owned(), shown(path, home)]);
        }
        let defaults = Limits::default().named();
        let limits = self.options.limits.named().into_iter().zip(defaults);
        for ((name, limit), _) in limits.filter(|(set, default)| set != default) {
            words.extend(["--limit".to_owned(), format!("{name}={limit}")]);
        }
        if let Some(path) = &self.options.settings.file {
            words.extend(["--settings".to_owned(), shown(path, home)]);
        }
        for (name, path) in &self.documents {
            let spec = shown(path, home);
            words.push(match *name == module_name(path) {
                true => spec,
                false => format!("{name}={spec}"),
            });
        }
        words
    }
}

fn command(verb: Option<&str>, words: Vec<String>) -> String {
    let words = words.iter().map(|word| shell::word(word));
    let verb = verb.into_iter().map(str::to_owned);
    let all = ["arazzo-codegen".to_owned()].into_iter().chain(verb);
    all.chain(words).collect::<Vec<_>>().join(" ")
}

fn absolute(path: &Path) -> PathBuf {
    normalize(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// The nearest folder above `file` that holds `Cargo.toml`, else the folder of the file.
fn package_folder(file: &Path) -> PathBuf {
    let mut above = file.ancestors().skip(1);
    let package = above.find(|folder| folder.join("Cargo.toml").is_file());
    let folder = package.or_else(|| file.parent());
    folder.unwrap_or_else(|| Path::new("")).to_owned()
}

/// `path` as seen from `home`. What has nothing in common with it is named as it was given, without the folders that only
/// this machine has.
fn shown(path: &Path, home: &Path) -> String {
    let seen = relative(&absolute(path), home);
    let seen = match (seen.is_absolute(), path.is_absolute()) {
        (false, _) => seen.as_path(),
        (true, false) => path,
        (true, true) => path.file_name().map_or(path, Path::new),
    };
    let parts: Vec<_> = seen.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
