//! Where a reference leads: RFC 3986, section 5, over URLs and over plain paths.
//!
//! A base is a URL if it begins with a scheme, otherwise an absolute path whose characters stand for themselves.

use std::path::{Component, Path, PathBuf};

/// What a reference names, without its fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    /// A file.
    Path(PathBuf),
    /// Something with a scheme other than `file`.
    Url(String),
}

impl Location {
    /// The base that this location gives to the references in it.
    pub(super) fn into_base(self) -> String {
        match self {
            Self::Path(path) => path.to_string_lossy().into_owned(),
            Self::Url(url) => url,
        }
    }
}

/// Resolves `reference` against `base`, dropping the fragment.
pub(super) fn resolve(base: &str, reference: &str) -> Location {
    let reference = without_fragment(reference);
    if let Some((scheme, rest)) = split_scheme(reference) {
        return if scheme.eq_ignore_ascii_case("file") {
            Location::Path(file_url_path(rest))
        } else {
            Location::Url(reference.to_owned())
        };
    }
    match split_scheme(base) {
        Some((scheme, rest)) if !scheme.eq_ignore_ascii_case("file") => {
            Location::Url(join_url(scheme, without_fragment(rest), reference))
        }
        Some((_, rest)) => Location::Path(join_path(&file_url_path(rest), reference)),
        None => Location::Path(join_path(Path::new(base), reference)),
    }
}

/// Where `reference`, found at the address `base`, leads; without fragment.
pub fn resolve_url(base: &str, reference: &str) -> String {
    resolve(base, reference).into_base()
}

/// The text before `#`.
pub(super) fn without_fragment(reference: &str) -> &str {
    reference
        .split_once('#')
        .map_or(reference, |(head, _)| head)
}

/// Whether `reference` begins with a scheme.
pub(super) fn is_absolute(reference: &str) -> bool {
    split_scheme(reference).is_some()
}

/// Whether `url` is an address that can be fetched from the web.
pub(super) fn is_web(url: &str) -> bool {
    split_scheme(url).is_some_and(|(scheme, rest)| {
        let web = ["http", "https"].iter();
        rest.starts_with("//") && web.into_iter().any(|it| scheme.eq_ignore_ascii_case(it))
    })
}

/// The path without `.` and `..`, judged by its text alone: folders named in a `$self` need not exist.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// `path` as seen from `folder`; unchanged if they share nothing but the root. Both are absolute and normalised.
pub(crate) fn relative(path: &Path, folder: &Path) -> PathBuf {
    let shared = path
        .components()
        .zip(folder.components())
        .take_while(|(one, other)| one == other)
        .count();
    if shared < 2 && folder.components().count() > 1 {
        return path.to_path_buf();
    }
    let up = folder
        .components()
        .skip(shared)
        .map(|_| Component::ParentDir);
    let down = path.components().skip(shared);
    let found: PathBuf = up.chain(down).collect();
    if found.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        found
    }
}

/// Splits off a scheme (RFC 3986, section 3.1). One letter is a drive of Windows, not a scheme.
fn split_scheme(reference: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = reference.split_once(':')?;
    let mut characters = scheme.chars();
    let valid = scheme.len() > 1
        && characters
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic())
        && characters.all(|next| next.is_ascii_alphanumeric() || matches!(next, '+' | '-' | '.'));
    valid.then_some((scheme, rest))
}

/// The path of a `file:` URL, given what follows the scheme; a host is ignored.
fn file_url_path(rest: &str) -> PathBuf {
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => rest,
    };
    normalize(Path::new(&percent_decode(path)))
}

fn join_path(base: &Path, reference: &str) -> PathBuf {
    let path = reference
        .split_once('?')
        .map_or(reference, |(path, _)| path);
    if path.is_empty() {
        return normalize(base);
    }
    let folder = base.parent().unwrap_or_else(|| Path::new("/"));
    normalize(&folder.join(percent_decode(path)))
}

fn join_url(scheme: &str, base: &str, reference: &str) -> String {
    if let Some(rest) = reference.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let (authority, base_path) = match base.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
            (format!("//{authority}"), path)
        }
        None => (String::new(), base),
    };
    if reference.is_empty() {
        return format!("{scheme}:{base}");
    }
    let (base_path, _) = base_path.split_once('?').unwrap_or((base_path, ""));
    if reference.starts_with('?') {
        return format!("{scheme}:{authority}{base_path}{reference}");
    }
    let (path, query) = match reference.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (reference, String::new()),
    };
    let merged = if path.starts_with('/') {
        path.to_owned()
    } else {
        let folder = base_path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{path}")
    };
    format!(
        "{scheme}:{authority}{}{query}",
        remove_dot_segments(&merged)
    )
}

/// RFC 3986, section 5.2.4, for a path that begins with `/`.
fn remove_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

/// Replaces `%XX`; what does not decode to UTF-8 stays as it is.
fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let decoded = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = tail
            .get(if decoded.is_some() { 2 } else { 0 }..)
            .unwrap_or(&[]);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(base: &str, reference: &str) -> String {
        resolve(base, reference).into_base()
    }

    #[test]
    fn references_resolve_against_paths() {
        assert_eq!(resolved("/a/b.yaml", "./c.yaml"), "/a/c.yaml");
        assert_eq!(
            resolved("/a/flows/b.yaml", "../apis/c.yaml#/x"),
            "/a/apis/c.yaml"
        );
        assert_eq!(resolved("/a/b.yaml", "my%20api.yaml?x=1"), "/a/my api.yaml");
        assert_eq!(resolved("/a/b.yaml", "#/x"), "/a/b.yaml");
        assert_eq!(resolved("/a/b.yaml", "/c.yaml"), "/c.yaml");
        assert_eq!(resolved("/a/b.yaml", "../../../c.yaml"), "/c.yaml");
        assert_eq!(resolved("/a/b.yaml", "file:///c%2Fd.yaml"), "/c/d.yaml");
        assert_eq!(resolved("/100%/b.yaml", "c.yaml"), "/100%/c.yaml");
    }

    #[test]
    fn paths_are_shown_from_the_current_folder() {
        let shown = |path: &str, folder: &str| {
            let found = relative(Path::new(path), Path::new(folder));
            found.to_string_lossy().into_owned()
        };
        assert_eq!(shown("/a/b/c.yaml", "/a/b"), "c.yaml");
        assert_eq!(shown("/a/c/d.yaml", "/a/b"), "../c/d.yaml");
        assert_eq!(shown("/x/d.yaml", "/a/b"), "/x/d.yaml");
        assert_eq!(shown("/x/d.yaml", "/"), "x/d.yaml");
        assert_eq!(shown("/a/b", "/a/b"), ".");
    }

    #[test]
    fn references_resolve_against_urls() {
        let base = "https://x.test/a/b.yaml?v=1";
        assert_eq!(resolved(base, "c.yaml"), "https://x.test/a/c.yaml");
        assert_eq!(resolved(base, "../c.yaml?q"), "https://x.test/c.yaml?q");
        assert_eq!(resolved(base, "/c/./d"), "https://x.test/c/d");
        assert_eq!(resolved(base, "//y.test/c"), "https://y.test/c");
        assert_eq!(resolved(base, "?v=2"), "https://x.test/a/b.yaml?v=2");
        assert_eq!(resolved(base, "#f"), base);
        assert_eq!(resolved(base, "http://z.test/q#f"), "http://z.test/q");
        assert_eq!(resolved("https://x.test", "c"), "https://x.test/c");
        assert_eq!(
            resolved("urn:example:a", "https://x.test/"),
            "https://x.test/"
        );
    }
}
