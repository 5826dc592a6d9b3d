//! What a copy is called: after its host and path, so that people find it, and never outside its folder.

use std::collections::HashSet;

/// Longer names of files and folders are cut: some systems know no more than 255 bytes, and most of a long one is noise.
const LONGEST: usize = 80;

/// Folders below the host; of a deeper path the last ones are kept.
const DEEPEST: usize = 8;

/// Names that Windows keeps for devices, whatever follows their first point.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The path of the copy of the document at `url`, below the folder of the copies, with slashes. `taken` holds the paths of
/// other copies, in lower case, as some systems do not tell letters apart.
pub(super) fn path(url: &str, json: bool, taken: &HashSet<String>) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let file = segments.pop().unwrap_or("index");
    let skipped = segments.len().saturating_sub(DEEPEST);
    let folders: Vec<String> = [host]
        .into_iter()
        .chain(segments.into_iter().skip(skipped))
        .map(folder)
        .collect();
    let (stem, extension) = match split_extension(file) {
        Some((stem, extension)) => (stem, extension),
        None if json => (file, "json"),
        None => (file, "yaml"),
    };
    let stem = match query {
        "" => usable(stem),
        query => usable(&format!("{stem}-{query}")),
    };
    let folder = folders.join("/");
    let mut number = 1;
    loop {
        let path = match number {
            1 => format!("{folder}/{stem}.{extension}"),
            _ => format!("{folder}/{stem}-{number}.{extension}"),
        };
        if !taken.contains(&path.to_lowercase()) {
            return path;
        }
        number += 1;
    }
}

/// A name that says what the content is, kept as it is.
fn split_extension(file: &str) -> Option<(&str, &'static str)> {
    let (stem, extension) = file.rsplit_once('.')?;
    let mut known = ["json", "yaml", "yml"].into_iter();
    let extension = known.find(|known| extension.eq_ignore_ascii_case(known))?;
    (!stem.is_empty()).then_some((stem, extension))
}

/// A folder never has the name that a file may have.
fn folder(part: &str) -> String {
    let name = usable(part);
    match split_extension(&name) {
        Some((stem, extension)) => format!("{stem}_{extension}"),
        None => name,
    }
}

/// A part of an address as the name of a file or folder of every system.
fn usable(part: &str) -> String {
    let kept = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let mut name: String = part
        .chars()
        .map(|letter| if kept(letter) { letter } else { '_' })
        .collect();
    if name.len() > LONGEST {
        name = name.chars().take(LONGEST).collect();
    }
    // No `..`, nothing hidden, and no end that Windows drops.
    let trimmed = name.trim_matches('.');
    let lower = trimmed.to_ascii_lowercase();
    let first = lower.split('.').next().unwrap_or_default();
    let device = DEVICES.contains(&first.trim_end_matches(|digit: char| digit.is_ascii_digit()));
    match trimmed {
        "" => "_".to_owned(),
        trimmed if device => format!("_{trimmed}"),
        trimmed => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(url: &str) -> String {
        path(url, true, &HashSet::new())
    }

    #[test]
    fn names_are_those_of_the_address() {
        for (url, expected) in [
            ("https://x.test/v1/openapi.yaml", "x.test/v1/openapi.yaml"),
            ("https://x.test:8443/API.JSON", "x.test_8443/API.json"),
            ("https://x.test", "x.test/index.json"),
            ("https://x.test/v3/api-docs", "x.test/v3/api-docs.json"),
            (
                "https://x.test/spec?format=a&v=2",
                "x.test/spec-format_a_v_2.json",
            ),
            ("https://x.test/a/%2e%2e/b.yml", "x.test/a/_2e_2e/b.yml"),
        ] {
            assert_eq!(named(url), expected, "{url}");
        }
        assert_eq!(
            path("https://x.test/a", false, &HashSet::new()),
            "x.test/a.yaml"
        );
    }

    #[test]
    fn no_address_names_anything_outside() {
        for url in [
            "https://x.test/../../etc/passwd",
            "https://../a.yaml",
            "https://x.test/..\\..\\a.yaml",
            "https://x.test/.git/config.yaml",
            "https://x.test/nul.yaml",
            "https://x.test/COM1/a.yaml",
            "https://x.test/...",
            "https://x.test/\u{202e}/a\0b",
        ] {
            let name = named(url);
            for part in name.split('/') {
                assert!(!part.is_empty() && !part.starts_with('.'), "{url}: {name}");
                assert!(!part.ends_with('.'), "{url}: {name}");
                let letter =
                    |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
                assert!(part.chars().all(letter), "{url}: {name}");
                let stem = part.split('.').next().unwrap().to_lowercase();
                assert!(!["nul", "com1"].contains(&stem.as_str()), "{url}: {name}");
            }
        }
        let long = named(&format!(
            "https://x.test/{}/{}",
            "a/".repeat(50),
            "b".repeat(900)
        ));
        assert!(long.len() < 255, "{long}");
    }

    #[test]
    fn copies_do_not_take_each_others_place() {
        let mut taken = HashSet::new();
        let mut add = |url: &str| {
            let path = path(url, true, &taken);
            taken.insert(path.to_lowercase());
            path
        };
        assert_eq!(add("https://x.test/a.json"), "x.test/a.json");
        assert_eq!(add("https://x.test/A.json"), "x.test/A-2.json");
        assert_eq!(add("http://x.test/a.json"), "x.test/a-3.json");
        // A copy cannot be a folder as well.
        assert_eq!(add("https://x.test/a.json/b.json"), "x.test/a_json/b.json");
    }
}
