//! Puts a generated crate on disk. Files that would not change are left alone, so that Cargo does not compile them again.

use std::{fs, io, path::Path};

use crate::{CrateOptions, emit, plan::Plan};

/// Writes the crate; says what went wrong.
pub(crate) fn write(plans: &[Plan], options: &CrateOptions) -> Result<(), String> {
    let folder = &options.output;
    let package = match &options.package {
        Some(package) => package.clone(),
        None => folder_name(folder),
    };
    // The manifest is read from the crate's folder, whatever the folder we were called in.
    let runtime = options.runtime.as_deref().map(std::path::absolute);
    let runtime = runtime
        .transpose()
        .map_err(|error| format!("the runtime's folder: {error}"))?;
    let files = emit::crate_files(plans, &package, runtime.as_deref())
        .map_err(|error| format!("the crate cannot be written: {error}"))?;
    for (path, text) in files {
        let path = folder.join(path);
        put(&path, &text)
            .map_err(|error| format!("`{}` cannot be written: {error}", path.display()))?;
    }
    Ok(())
}

fn folder_name(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_default();
    absolute
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_would_not_change_is_left_alone() {
        let folder = std::env::temp_dir().join(format!("crate-folder-{}", std::process::id()));
        let path = folder.join("src/lib.rs");
        put(&path, "a").unwrap();
        let before = fs::metadata(&path).unwrap().modified().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        put(&path, "a").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
        put(&path, "b").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
        fs::remove_dir_all(&folder).unwrap();
    }
}
