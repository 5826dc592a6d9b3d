//! What an argument such as `SOURCE.NAME=VALUE` is about.
//!
//! Names of sources may hold any sign (some tools write file paths and URLs), so declared names are looked for first, the
//! longest first; only what begins with none of them is taken apart at its signs.

use arazzo_syntax::nearest::nearest;

use arazzo_runtime::names;

use crate::registry::Document;

/// Takes `NAME=VALUE` apart at the longest of the `declared` names that it begins with.
pub(super) fn declared<'g, N: AsRef<str>>(
    given: &'g str,
    declared: impl IntoIterator<Item = N>,
) -> Option<(N, &'g str)> {
    let mut found: Option<(N, &'g str)> = None;
    for name in declared {
        let rest = given.strip_prefix(name.as_ref());
        let Some(value) = rest.and_then(|rest| rest.strip_prefix('=')) else {
            continue;
        };
        let longest = |(known, _): &(N, &str)| known.as_ref().len() >= name.as_ref().len();
        if !found.as_ref().is_some_and(longest) {
            found = Some((name, value));
        }
    }
    found
}

/// All names by which the sources of a document are known.
pub(super) fn sources(document: &Document) -> impl Iterator<Item = &'static str> {
    document.sources.iter().flat_map(|(name, _)| names(name))
}

/// `[SOURCE=]URL`.
pub(super) fn server(document: &Document, given: &str) -> (Option<String>, String) {
    let place = declared(given, sources(document)).or_else(|| undeclared(document, given));
    match place {
        Some((source, url)) => (Some(source.to_owned()), url.to_owned()),
        None => (None, given.to_owned()),
    }
}

/// `SOURCE=URL` where no source has this name.
fn undeclared<'g>(document: &Document, given: &'g str) -> Option<(&'g str, &'g str)> {
    let (source, url) = at_url(given).or_else(|| {
        let plain = |(source, _): &(&str, &str)| !source.contains([':', '/', '?']);
        given.split_once('=').filter(plain)
    })?;
    // A URL may hold another one in its query, unless it is nearly the name of a source.
    let known: Vec<&str> = sources(document).collect();
    (!is_http(given) || nearest(source, known.iter().copied()).is_some()).then_some((source, url))
}

/// Takes `NAME=URL` apart before the URL.
fn at_url(given: &str) -> Option<(&str, &str)> {
    let mut signs = given.match_indices('=');
    signs.find_map(|(at, _)| {
        let (name, rest) = given.split_at_checked(at)?;
        let url = rest.strip_prefix('=')?;
        is_http(url).then_some((name, url))
    })
}

/// Whether this is an absolute URL.
fn is_http(url: &str) -> bool {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    !scheme.is_empty() && scheme.bytes().all(in_scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: Document = Document::new("d", "D").sources(&[
        ("./specs/pets.yaml", &[]),
        ("./specs/pets.yaml?v=2", &[]),
        ("https://api.test/openapi.json", &[]),
        ("lib.shop", &[]),
    ]);

    fn read(given: &str) -> (Option<String>, String) {
        server(&DOCUMENT, given)
    }

    #[test]
    fn sources_may_be_called_like_files_and_urls() {
        for source in [
            "./specs/pets.yaml",
            "./specs/pets.yaml?v=2",
            "https://api.test/openapi.json",
            "lib.shop",
            "shop",
        ] {
            for url in ["http://h.test", "http://h.test/?a=http://b.test", "none"] {
                assert_eq!(
                    read(&format!("{source}={url}")),
                    (Some(source.into()), url.into())
                );
            }
        }
    }

    #[test]
    fn a_url_alone_is_for_all_sources() {
        for url in [
            "http://h.test",
            "http://h.test/?a=b",
            "http://h/?a=http://b",
        ] {
            assert_eq!(read(url), (None, url.into()));
        }
    }

    #[test]
    fn a_misspelt_source_is_not_a_part_of_the_url() {
        for source in ["./specs/pet.yaml", "https://api.test/opnapi.json", "shp"] {
            let (found, url) = read(&format!("{source}=http://h.test"));
            assert_eq!(
                (found.as_deref(), url.as_str()),
                (Some(source), "http://h.test")
            );
        }
    }
}
