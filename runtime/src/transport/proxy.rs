//! Which proxies the environment asks for. Nothing on this machine is reached through one, as in most HTTP clients of today.

use ::reqwest::{NoProxy, Proxy};

/// Hosts that are this machine, which a proxy would look for on its own.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1,::ffff:127.0.0.0/104";

/// The proxies by the variables that `variable` knows; none for most.
///
/// `http_proxy` and `https_proxy` are for URLs of these schemes, `all_proxy` for either, and `no_proxy` lists hosts and
/// networks that need none; names in capitals come first. A value that is no URL of a proxy counts as not set.
pub(super) fn proxies(variable: impl Fn(&str) -> Option<String>) -> Vec<Proxy> {
    // A web server passes a request's header `Proxy` to a CGI program as `HTTP_PROXY`.
    if variable("REQUEST_METHOD").is_some() {
        return Vec::new();
    }
    let either = |name: &str| variable(&name.to_ascii_uppercase()).or_else(|| variable(name));
    let except = either("no_proxy").unwrap_or_default();
    let except = NoProxy::from_string(&format!("{except},{LOOPBACK}"));
    let all = either("all_proxy");
    let mut proxies = Vec::new();
    for (name, make) in [
        ("http_proxy", Proxy::http as fn(String) -> _),
        ("https_proxy", Proxy::https),
    ] {
        let given = [either(name), all.clone()].into_iter().flatten();
        let proxy = given.filter_map(absolute).find_map(|url| make(url).ok());
        proxies.extend(proxy.map(|proxy| proxy.no_proxy(except.clone())));
    }
    proxies
}

/// The URL of a proxy, which may be given as host and port alone.
fn absolute(url: String) -> Option<String> {
    match url.trim() {
        "" => None,
        url if url.contains("://") => Some(url.to_owned()),
        host => Some(format!("http://{host}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(variables: &[(&str, &str)]) -> usize {
        let given = |name: &str| variables.iter().find(|(known, _)| *known == name);
        proxies(|name| given(name).map(|(_, value)| (*value).to_owned())).len()
    }

    #[test]
    fn most_environments_ask_for_none() {
        assert_eq!(count(&[]), 0);
        assert_eq!(count(&[("http_proxy", ""), ("no_proxy", "a.test")]), 0);
        assert_eq!(count(&[("http_proxy", "gopher://[")]), 0);
    }

    #[test]
    fn a_proxy_is_for_its_scheme_and_one_for_all_fills_the_gaps() {
        assert_eq!(count(&[("http_proxy", "p.test:3128")]), 1);
        assert_eq!(count(&[("HTTPS_PROXY", "http://p.test:3128")]), 1);
        assert_eq!(count(&[("ALL_PROXY", "localhost:3128")]), 2);
        assert_eq!(
            count(&[("all_proxy", "http://p.test"), ("http_proxy", "")]),
            2
        );
    }

    #[test]
    fn a_cgi_program_takes_no_proxy_from_whoever_calls_it() {
        assert_eq!(
            count(&[
                ("HTTP_PROXY", "http://evil.test"),
                ("REQUEST_METHOD", "GET")
            ]),
            0
        );
    }
}
