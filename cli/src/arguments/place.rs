//! What an argument such as `SOURCE.NAME=VALUE` is about.
//!
//! Names of sources may hold any sign (some tools write file paths and URLs), so declared names are looked for first, the
//! longest first; only what begins with none of them is taken apart at its signs.

use arazzo_runtime::names;
use arazzo_syntax::nearest::nearest;

use super::given::pair;
use crate::refused::Refused;
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

/// `SOURCE=URL`.
pub(super) fn document_url(document: &Document, given: &str) -> Result<(String, String), Refused> {
    let (source, url) = match declared(given, sources(document)) {
        Some(found) => found,
        None => pair("document-url", given)?,
    };
    Ok((source.to_owned(), url.to_owned()))
}

/// `SOURCE.NAME=VALUE`. Both names may have dots: in those that are not declared the last one counts.
pub(super) fn server_variable(
    document: &Document,
    given: &str,
) -> Result<(String, String, String), Refused> {
    let known = document.sources.iter().flat_map(|(source, variables)| {
        let of = move |name| variables.iter().map(move |it| Place::new(Some(name), it));
        names(source).flat_map(of)
    });
    if let Some((Place { source, name, .. }, value)) = declared(given, known) {
        let source = source.unwrap_or_default().to_owned();
        return Ok((source, name.to_owned(), value.to_owned()));
    }
    let (place, value) = pair("server-variable", given)?;
    let (source, name) = place
        .rsplit_once('.')
        .ok_or_else(|| Refused::new("`--server-variable` wants SOURCE.NAME=VALUE"))?;
    Ok((source.to_owned(), name.to_owned(), value.to_owned()))
}

/// What belongs to a source or to all: `SOURCE.NAME`, or `NAME`.
struct Place {
    source: Option<&'static str>,
    name: &'static str,
    text: String,
}

impl Place {
    fn new(source: Option<&'static str>, name: &'static str) -> Self {
        let text = match source {
            Some(source) => format!("{source}.{name}"),
            None => name.to_owned(),
        };
        Self { source, name, text }
    }
}

impl AsRef<str> for Place {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// A credential, for one source or for all.
#[derive(Clone)]
pub(super) struct Credential {
    pub(super) source: Option<String>,
    pub(super) scheme: String,
    pub(super) value: String,
}

/// `[SOURCE.]SCHEME=VALUE`. Both names may have dots, so the document's schemes decide what is meant.
pub(super) fn credential(document: &Document, given: &str) -> Result<Credential, Refused> {
    let of_sources = document.schemes.iter().flat_map(|scheme| {
        names(scheme.source).map(move |source| Place::new(Some(source), scheme.name))
    });
    let of_all = document.schemes.iter().map(|it| Place::new(None, it.name));
    if let Some((place, value)) = declared(given, of_sources.chain(of_all)) {
        return Ok(Credential {
            source: place.source.map(str::to_owned),
            scheme: place.name.to_owned(),
            value: value.to_owned(),
        });
    }
    let (place, value) = pair("credential", given)?;
    let (source, scheme) = match place.split_once('.') {
        Some((source, scheme)) => (Some(source.to_owned()), scheme),
        None => (None, place),
    };
    Ok(Credential {
        source,
        scheme: scheme.to_owned(),
        value: value.to_owned(),
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
    use crate::registry::Scheme;

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

    const SHOP: Document = Document::new("d", "D")
        .sources(&[("lib.api", &["region"]), ("shop", &[])])
        .schemes(&[
            Scheme::bearer("lib.api", "BearerAuth"),
            Scheme::api_key("shop", "my.key"),
        ]);

    #[test]
    fn credentials_name_a_source_or_none() {
        let read = |given| {
            credential(&SHOP, given)
                .map(|it| (it.source, it.scheme, it.value))
                .unwrap()
        };
        let all = |scheme: &str| (None, scheme.to_owned(), "t=1".to_owned());
        assert_eq!(read("BearerAuth=t=1"), all("BearerAuth"));
        assert_eq!(read("my.key=t=1"), all("my.key"));
        assert_eq!(
            read("lib.api.BearerAuth=x"),
            (Some("lib.api".into()), "BearerAuth".into(), "x".into())
        );
        assert_eq!(
            read("api.BearerAuth=x"),
            (Some("api".into()), "BearerAuth".into(), "x".into())
        );
        assert_eq!(
            read("shop.my.key=x"),
            (Some("shop".into()), "my.key".into(), "x".into())
        );
        assert_eq!(
            read("other.thing=x"),
            (Some("other".into()), "thing".into(), "x".into())
        );
        assert!(credential(&SHOP, "BearerAuth").is_err());
    }

    #[test]
    fn names_of_sources_may_hold_any_sign() {
        const FILES: Document = SHOP
            .schemes(&[Scheme::api_key("./a=b.yaml", "key")])
            .sources(&[
                ("./a=b.yaml", &["region", "x.y"]),
                ("./a=b.yaml?v=1", &["region"]),
            ]);
        for (given, source, name) in [
            ("./a=b.yaml.region=e=u", "./a=b.yaml", "region"),
            ("./a=b.yaml.x.y=e=u", "./a=b.yaml", "x.y"),
            ("./a=b.yaml?v=1.region=e=u", "./a=b.yaml?v=1", "region"),
        ] {
            let read = server_variable(&FILES, given);
            assert_eq!(read, Ok((source.into(), name.into(), "e=u".into())));
        }
        let read = credential(&FILES, "./a=b.yaml.key=s=t").unwrap();
        let read = (read.source.as_deref(), &*read.scheme, &*read.value);
        assert_eq!(read, (Some("./a=b.yaml"), "key", "s=t"));
        assert_eq!(
            document_url(&FILES, "./a=b.yaml?v=1=http://h.test"),
            Ok(("./a=b.yaml?v=1".into(), "http://h.test".into()))
        );
        assert_eq!(
            server_variable(&SHOP, "a.b.region=eu"),
            Ok(("a.b".into(), "region".into(), "eu".into()))
        );
    }
}
