//! Which URL an operation's path is appended to (OpenAPI Server Object).

use url::Url;

use crate::api::{Api, Server};
use crate::problem::Problem;
use crate::settings::Settings;

/// The base URLs of a client's APIs: they depend on its settings alone, so they are worked out once.
pub(crate) type Bases = Vec<(&'static Api, Result<Url, Problem>)>;

pub(crate) fn bases(settings: &Settings, apis: &[&'static Api]) -> Bases {
    apis.iter()
        .map(|api| (*api, base(settings, api, None)))
        .collect()
}

/// The base URL for one request, without query and fragment, to which nothing can be appended.
///
/// An override by the caller replaces everything; else the operation's servers beat those of the root, variables are
/// filled in, and a relative URL is resolved against the URL of the document.
pub(crate) fn base(
    settings: &Settings,
    api: &Api,
    own: Option<&'static [Server]>,
) -> Result<Url, Problem> {
    if let Some(url) = settings.base_url(api.name) {
        return sendable(parse(url).map_err(Problem::config)?);
    }
    let servers = own.unwrap_or(api.servers);
    let index = settings.server_index(api.name);
    let server = match servers.get(index) {
        Some(server) => *server,
        None if servers.is_empty() && index == 0 => Server::new("/"),
        None => {
            let count = servers.len();
            return Err(Problem::config(format!(
                "source `{}` has {count} servers, none at index {index}",
                api.name
            )));
        }
    };
    let url = fill(settings, api, &server)?;
    let absolute = if is_http(&url) {
        parse(&url).map_err(Problem::config)?
    } else {
        resolve(settings, api, &url)?
    };
    sendable(absolute)
}

/// What `http` takes for a URL too. It is stricter about hosts, which no path changes.
fn sendable(mut url: Url) -> Result<Url, Problem> {
    url.set_query(None);
    url.set_fragment(None);
    match url.as_str().parse::<http::Uri>() {
        Ok(_) => Ok(url),
        Err(_) => Err(Problem::encode("the request has an invalid URL")),
    }
}

/// Checks a base URL: absolute, http or https, without user information.
pub(crate) fn parse(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| {
        let shown = shown(text);
        format!("`{shown}` is not an absolute URL: {error}")
    })?;
    checked(url)
}

/// What of a URL may be shown, or of a text that should be one: before an `@` there may be a password.
pub(crate) fn shown(text: &str) -> &str {
    text.rsplit_once('@').map_or(text, |(_, rest)| rest)
}

/// A URL that requests can go to: http or https, without user information.
fn checked(url: Url) -> Result<Url, String> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "a server URL with user information is not accepted: configure a credential".to_owned(),
        );
    }
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("`{url}` is not an http or https URL"));
    }
    Ok(url)
}

/// The URL without query and fragment, to which nothing can be appended, and without a slash at its end.
pub(crate) fn trimmed(mut url: Url) -> String {
    url.set_query(None);
    url.set_fragment(None);
    url.as_str().trim_end_matches('/').to_owned()
}

pub(crate) fn is_http(url: &str) -> bool {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    !scheme.is_empty()
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn resolve(settings: &Settings, api: &Api, relative: &str) -> Result<Url, Problem> {
    let document = settings.document_url(api.name).unwrap_or(api.document_url);
    if !is_http(document) {
        return Err(Problem::config(format!(
            "source `{0}` has the relative server URL `{relative}` and its document was not read from the web: \
             give the client a base URL for `{0}`",
            api.name
        )));
    }
    join(document, relative).map_err(|error| Problem::config(format!("server URL {error}")))
}

/// Resolves a reference; what comes out is checked like a base URL.
pub(crate) fn join(base: &str, reference: &str) -> Result<Url, String> {
    let url = parse(base)?.join(reference);
    checked(url.map_err(|error| format!("`{reference}`: {error}"))?)
}

fn fill(settings: &Settings, api: &Api, server: &Server) -> Result<String, Problem> {
    let mut url = String::with_capacity(server.url.len());
    let mut rest = server.url;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        url.push_str(before);
        let declared = server
            .variables
            .iter()
            .find(|variable| variable.name == name);
        let given = settings.server_variable(api.name, name);
        let Some(value) = given.or(declared.and_then(|variable| variable.default)) else {
            return Err(Problem::config(format!(
                "server variable `{name}` of source `{0}` has no value: give the client one, or a base URL for `{0}`",
                api.name
            )));
        };
        if let Some(variable) = declared
            && !variable.allowed.is_empty()
            && !variable.allowed.contains(&value)
        {
            let allowed = variable.allowed.join("`, `");
            return Err(Problem::config(format!(
                "server variable `{name}` of source `{}` is `{value}`, but only `{allowed}` are allowed",
                api.name
            )));
        }
        url.push_str(value);
        rest = tail;
    }
    url.push_str(rest);
    Ok(url)
}
