//! The command line that does what a generator is set to do.

use std::path::{Path, PathBuf};

use crate::{
    Generator,
    load::{normalize, relative},
    module_name::module_name,
};

impl Generator {
    /// The command that writes `output`, run in the folder of the package that `output` belongs to: whoever runs it from
    /// wherever gets the same one.
    pub(super) fn command(&self, output: &Path) -> String {
        let output = absolute(output);
        let home = package_folder(&output);
        let shown = |path: &Path| shown(path, &home);
        let mut words = vec!["arazzo-codegen".to_owned()];
        words.extend(self.strict.then(|| "--strict".to_owned()));
        if let Some(root) = &self.options.root {
            words.extend(["--root".to_owned(), quoted(&shown(root))]);
        }
        for (name, path) in &self.options.sources {
            let source = format!("{name}={}", shown(path));
            words.extend(["--source".to_owned(), quoted(&source)]);
        }
        for path in &self.options.identities {
            words.extend(["--source".to_owned(), quoted(&shown(path))]);
        }
        for (name, path) in &self.documents {
            let path_shown = shown(path);
            words.push(match *name == module_name(path) {
                true => quoted(&path_shown),
                false => quoted(&format!("{name}={path_shown}")),
            });
        }
        words.extend(["-o".to_owned(), quoted(&shown(&output))]);
        words.join(" ")
    }
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

/// A word as a shell reads it. It stands in a comment, which has to end where the line does.
fn quoted(word: &str) -> String {
    let word: String = word
        .chars()
        .map(|letter| if letter.is_control() { '?' } else { letter })
        .collect();
    let plain = |letter: char| letter.is_alphanumeric() || "-_./=:@%+,".contains(letter);
    match !word.is_empty() && word.chars().all(plain) {
        true => word,
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}
