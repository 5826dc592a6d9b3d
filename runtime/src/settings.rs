//! What a caller configured for each source: URLs, server variables, credentials.
//!
//! A source of a foreign Arazzo document has a dotted name (`lib.api`). It uses the settings of that name, else those
//! of the name without its first part, and so on; settings without a source come last.

use std::collections::BTreeMap;
use std::fmt;

use crate::credential::Credential;
use crate::server::shown;

/// The key of settings that hold for every source.
pub(crate) const EVERY_SOURCE: &str = "";

#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    sources: BTreeMap<String, Source>,
    /// Whether the client shows a certificate, if it is known.
    pub(crate) certificate: Option<bool>,
}

#[derive(Clone, Default)]
pub(crate) struct Source {
    pub(crate) base_url: Option<String>,
    pub(crate) document_url: Option<String>,
    pub(crate) server_index: Option<usize>,
    pub(crate) server_variables: BTreeMap<String, String>,
    pub(crate) credentials: BTreeMap<String, Credential>,
}

/// A URL that `build` refuses may hold a password.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("base_url", &self.base_url.as_deref().map(shown))
            .field("document_url", &self.document_url.as_deref().map(shown))
            .field("server_index", &self.server_index)
            .field("server_variables", &self.server_variables)
            .field("credentials", &self.credentials)
            .finish()
    }
}

impl Settings {
    pub(crate) fn entry(&mut self, source: &str) -> &mut Source {
        self.sources.entry(source.to_owned()).or_default()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.sources
            .iter()
            .map(|(name, source)| (name.as_str(), source))
    }

    pub(crate) fn base_url(&self, source: &str) -> Option<&str> {
        self.find(source, |settings| settings.base_url.as_deref())
    }

    pub(crate) fn document_url(&self, source: &str) -> Option<&str> {
        self.find(source, |settings| settings.document_url.as_deref())
    }

    pub(crate) fn server_index(&self, source: &str) -> usize {
        self.find(source, |settings| settings.server_index)
            .unwrap_or(0)
    }

    pub(crate) fn server_variable(&self, source: &str, name: &str) -> Option<&str> {
        self.find(source, |settings| {
            settings.server_variables.get(name).map(String::as_str)
        })
    }

    pub(crate) fn credential(&self, source: &str, scheme: &str) -> Option<&Credential> {
        self.find(source, |settings| settings.credentials.get(scheme))
    }

    fn find<'a, V>(&'a self, source: &str, pick: impl Fn(&'a Source) -> Option<V>) -> Option<V> {
        let own = names(source).find_map(|name| self.sources.get(name).and_then(&pick));
        own.or_else(|| self.sources.get(EVERY_SOURCE).and_then(&pick))
    }
}

/// The names under which settings for a source are looked for: `a.b.c`, `b.c`, `c`.
pub fn names(source: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(source), |name| {
        name.split_once('.').map(|(_, rest)| rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_source_uses_its_own_setting_then_that_of_the_plain_name() {
        let mut settings = Settings::default();
        settings.entry("api").base_url = Some("http://plain".into());
        settings.entry("lib.api").server_index = Some(1);
        assert_eq!(settings.base_url("lib.api"), Some("http://plain"));
        assert_eq!(
            (
                settings.server_index("lib.api"),
                settings.server_index("api")
            ),
            (1, 0)
        );
        settings.entry("lib.api").base_url = Some("http://own".into());
        assert_eq!(settings.base_url("lib.api"), Some("http://own"));
        assert_eq!(settings.base_url("other"), None);
        settings.entry(EVERY_SOURCE).base_url = Some("http://all".into());
        assert_eq!(settings.base_url("other"), Some("http://all"));
    }
}
