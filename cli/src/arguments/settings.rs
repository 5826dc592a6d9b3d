//! Settings of the client that the command line and the environment give.

use std::collections::BTreeMap;
use std::fmt;

use arazzo_runtime::{ClientBuilder, Identity, ReqwestTransport, names};
use clap::{Arg, ArgMatches};

use super::given::{Environment, values};
use super::limits::Limits;
use super::option::repeated;
use super::place::{self, Credential};
use crate::exchange::{Exchanges, Mask};
use crate::invocation::Configure;
use crate::picture::PictureFile;
use crate::refused::Refused;
use crate::registry::{Document, Kind, Scheme};
use crate::unknown::unknown;
use crate::words::credential_variable;

/// What the client is told.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    /// Base URLs, by source or for all.
    servers: Vec<(Option<String>, String)>,
    document_urls: Vec<(String, String)>,
    /// Source, variable, value.
    server_variables: Vec<(String, String, String)>,
    credentials: Vec<Credential>,
    /// Those of the credentials that are client certificates.
    certificates: Vec<Identity>,
    pub(crate) limits: Limits,
    pub(crate) exchanges: Exchanges,
    /// Where a picture of what happened is written to.
    pub(crate) picture: Option<PictureFile>,
}

/// Shows no credential.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("servers", &self.servers)
            .finish_non_exhaustive()
    }
}

/// Where help lists them.
const HEADING: &str = "Servers and credentials";

/// The options for servers and credentials.
pub(super) fn options() -> Vec<Arg> {
    let all = [
        repeated("server", "[SOURCE=]URL", "Another server"),
        repeated(
            "document-url",
            "SOURCE=URL",
            "Where a description comes from, for relative servers",
        ),
        repeated(
            "server-variable",
            "SOURCE.NAME=VALUE",
            "A variable of a server's URL",
        ),
        repeated(
            "credential",
            "[SOURCE.]SCHEME=VALUE",
            "A token, a key, user:password, or a client certificate in PEM (@FILE: read from a file; @@…: begins with @)",
        ),
    ];
    all.map(|arg| arg.help_heading(HEADING)).to_vec()
}

impl Settings {
    /// The settings among the arguments of one run.
    pub(super) fn new(document: &Document, matches: &ArgMatches) -> Result<Self, Refused> {
        Ok(Self {
            exchanges: Exchanges::new(matches)?,
            picture: PictureFile::new(matches)?,
            ..Self::of_batch(document, matches)?
        })
    }

    /// The settings among the arguments of many runs.
    pub(super) fn of_batch(document: &Document, matches: &ArgMatches) -> Result<Self, Refused> {
        let each = |option| values(matches, option);
        let servers = each("server").map(|given| place::server(document, given));
        let urls = each("document-url").map(|given| place::document_url(document, given));
        let variables =
            each("server-variable").map(|given| place::server_variable(document, given));
        let credentials = each("credential").map(|given| place::credential(document, given));
        Ok(Self {
            servers: servers.collect(),
            document_urls: urls.collect::<Result<_, _>>()?,
            server_variables: variables.collect::<Result<_, _>>()?,
            credentials: credentials.collect::<Result<_, _>>()?,
            certificates: Vec::new(),
            limits: Limits::new(matches)?,
            exchanges: Exchanges::of_batch(matches)?,
            picture: None,
        })
    }

    /// The same checked, with what files and the environment say.
    ///
    /// # Errors
    /// A setting names what the document does not have, or a file that cannot be read.
    pub(super) fn complete(
        mut self,
        document: &Document,
        environment: Environment<'_>,
    ) -> Result<Self, Refused> {
        self.check(document)?;
        self.read_files(document)?;
        self.add_environment(document, environment);
        self.take_certificates(document)?;
        Ok(self)
    }

    /// Credentials from `ARAZZO_CREDENTIAL_<SCHEME>`; those of the command line win.
    fn add_environment(&mut self, document: &Document, environment: Environment<'_>) {
        let mut found = Vec::new();
        for Scheme { name, .. } in document.schemes {
            let value = environment(&credential_variable(name)).filter(|value| !value.is_empty());
            found.extend(value.map(|value| Credential {
                source: None,
                scheme: (*name).to_owned(),
                value,
            }));
        }
        found.append(&mut self.credentials);
        self.credentials = found;
    }

    /// Refuses sources, server variables and security schemes that the document does not have: a setting without an
    /// effect is a mistake.
    fn check(&self, document: &Document) -> Result<(), Refused> {
        let servers = self
            .servers
            .iter()
            .filter_map(|(source, _)| source.as_ref());
        let urls = self.document_urls.iter().map(|(source, _)| source);
        for name in servers.chain(urls) {
            source(document, name)?;
        }
        for (name, variable, _) in &self.server_variables {
            let known = source(document, name)?;
            if !known.contains(&variable.as_str()) {
                let what = format!("server variable of `{name}` called");
                return Err(Refused(unknown(&what, variable, &known)));
            }
        }
        for credential in &self.credentials {
            if let Some(name) = &credential.source {
                source(document, name)?;
            }
            scheme(document, credential)?;
        }
        Ok(())
    }

    /// Reads the credentials that are in files, so that no argument has to hold them: `@FILE`, up to a line break at the
    /// end. What begins with `@@` begins with an `@`. Messages do not name the file, which may be a secret that begins
    /// with an `@`. To be called before those of the environment are added, which are what they are.
    fn read_files(&mut self, document: &Document) -> Result<(), Refused> {
        let credentials = self.credentials.iter_mut();
        for credential in credentials.filter(|it| !is_certificate(document, it)) {
            let Some(rest) = credential.value.strip_prefix('@') else {
                continue;
            };
            credential.value = match rest.starts_with('@') {
                true => rest.to_owned(),
                false => contents(&credential.scheme, rest)?,
            };
        }
        Ok(())
    }

    /// Takes the client certificates from among the credentials: PEM, or the file of it after `@`.
    fn take_certificates(&mut self, document: &Document) -> Result<(), Refused> {
        let mut latest: BTreeMap<String, String> = BTreeMap::new();
        for credential in self
            .credentials
            .extract_if(.., |it| is_certificate(document, it))
        {
            // Later ones win, as those of other schemes do.
            latest.insert(credential.scheme, credential.value);
        }
        for (scheme, value) in latest {
            let identity = match value.strip_prefix('@') {
                Some(path) => std::fs::read(path)
                    .map(Identity::from_pem)
                    .map_err(|error| {
                        Refused(format!(
                            "cannot read the certificate for `{scheme}`: {error}"
                        ))
                    })?,
                None => Identity::from_pem(value),
            };
            self.certificates.push(identity);
        }
        Ok(())
    }

    /// The way out, with the client certificate if there is one.
    pub(crate) fn transport(&self) -> Result<ReqwestTransport, Refused> {
        let (first, rest) = match self.certificates.split_first() {
            Some((first, rest)) => (Some(first), rest),
            None => (None, &[] as &[_]),
        };
        if rest.iter().any(|other| Some(other) != first) {
            let message = "two client certificates are given, and a client shows one";
            return Err(Refused::new(message));
        }
        let transport = match first {
            Some(identity) => ReqwestTransport::with_identity(identity),
            None => ReqwestTransport::new(),
        };
        transport.map_err(|error| Refused(error.to_string()))
    }

    /// Keeps the credentials from being shown.
    pub(crate) fn hide(&self, mask: &Mask) {
        let credentials = self.credentials.iter();
        credentials.for_each(|credential| mask.hide_credential(&credential.value));
    }

    /// Tells a builder.
    pub(crate) fn apply<T: arazzo_runtime::Transport>(
        &self,
        mut builder: ClientBuilder<T>,
    ) -> ClientBuilder<T> {
        for (source, url) in &self.servers {
            builder = match source {
                Some(source) => builder.base_url(source, url),
                None => builder.default_base_url(url),
            };
        }
        for (source, url) in &self.document_urls {
            builder = builder.document_url(source, url);
        }
        for (source, name, value) in &self.server_variables {
            builder = builder.server_variable(source, name, value);
        }
        for Credential {
            source,
            scheme,
            value,
        } in &self.credentials
        {
            builder = match source {
                Some(source) => builder.credential(source, scheme, value.as_str()),
                None => builder.default_credential(scheme, value.as_str()),
            };
        }
        self.limits.apply(self.exchanges.apply(builder))
    }
}

impl Configure for Settings {
    fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
        self.apply(builder)
    }
}

fn is_certificate(document: &Document, credential: &Credential) -> bool {
    let mut schemes = document.schemes.iter();
    schemes.any(|it| it.kind == Kind::MutualTls && it.name == credential.scheme)
}

/// The credential in a file.
fn contents(scheme: &str, path: &str) -> Result<String, Refused> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Refused(format!(
            "cannot read the file of the credential for `{scheme}`: {error}; one that begins with `@` is given as `@@…`"
        ))
    })?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    match line.strip_suffix('\r').unwrap_or(line) {
        "" => Err(Refused(format!(
            "the file of the credential for `{scheme}` is empty"
        ))),
        value => Ok(value.to_owned()),
    }
}

/// The variables of the servers of a source.
fn source(document: &Document, name: &str) -> Result<Vec<&'static str>, Refused> {
    let of_this_name = document
        .sources
        .iter()
        .filter(|(source, _)| names(source).any(|known| known == name));
    let mut found = of_this_name.peekable();
    if found.peek().is_none() {
        let known: Vec<&str> = document.sources.iter().map(|(source, _)| *source).collect();
        return Err(Refused(unknown("source called", name, &known)));
    }
    Ok(found
        .flat_map(|(_, variables)| *variables)
        .copied()
        .collect())
}

fn scheme(document: &Document, credential: &Credential) -> Result<(), Refused> {
    let own = |source: &str| {
        let wanted = credential.source.as_ref();
        wanted.is_none_or(|wanted| names(source).any(|known| known == wanted))
    };
    let schemes = document.schemes.iter().filter(|scheme| own(scheme.source));
    let mut known: Vec<&str> = schemes.map(|scheme| scheme.name).collect();
    known.dedup();
    if known.contains(&credential.scheme.as_str()) {
        return Ok(());
    }
    let what = "security scheme in use called";
    Err(Refused(unknown(what, &credential.scheme, &known)))
}

#[cfg(test)]
mod tests;
