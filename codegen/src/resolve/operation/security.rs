//! Credentials: alternatives of schemes; the operation's list replaces the document's (OpenAPI 3.1, sections 4.8.27 to 4.8.30).

use crate::{
    diagnostic::{Code, Diagnostic},
    load::{Node, Part, Place, Pointer},
    model::openapi::{
        Location, OAuthFlow, OAuthFlowKind, OpenApiVersion, SecurityKind, SecurityScheme,
        SecurityUse,
    },
    nearest::nearest,
    resolve::reference,
};

use super::{Reader, entries};

/// Schemes of HTTP that answer a challenge or sign the request (the registry that RFC 9110, section 16.4.1, sets up).
const COMPUTED: [&str; 8] = [
    "digest",
    "dpop",
    "hoba",
    "mutual",
    "negotiate",
    "ntlm",
    "scram-sha-1",
    "scram-sha-256",
];

impl Reader<'_> {
    pub(super) fn security(&mut self, operation: &Node) -> Vec<Vec<SecurityUse>> {
        let holder = match operation.get("security") {
            Some(own) if !own.value().is_null() => operation.clone(),
            _ => self.root.clone(),
        };
        let alternatives = self.list(&holder, "security");
        alternatives
            .iter()
            .filter_map(|alternative| self.alternative(alternative))
            .collect()
    }

    /// Schemes needed together; `None` if one of them is unknown, so that nobody mistakes the rest for enough.
    fn alternative(&mut self, alternative: &Node) -> Option<Vec<SecurityUse>> {
        let members = alternative.members().into_iter();
        let uses: Vec<Option<SecurityUse>> = members
            .map(|(name, node)| {
                let scheme = self.scheme(&name, &node)?;
                let scopes = node.items();
                Some(SecurityUse {
                    scopes: texts(&scopes),
                    scheme,
                    node,
                })
            })
            .collect();
        uses.into_iter().collect()
    }

    fn scheme(&mut self, name: &str, asked: &Node) -> Option<SecurityScheme> {
        let Some(entry) = self.declared_scheme(name, asked) else {
            self.report_unknown_scheme(name, asked);
            return None;
        };
        let name = &self.own_name(name, &entry);
        let node = self.follow(&entry)?;
        let kind = if self.version == OpenApiVersion::V2_0 {
            self.swagger_scheme_kind(&node)
        } else {
            self.scheme_kind(&node)
        }?;
        Some(SecurityScheme {
            name: name.to_owned(),
            description: node.str_at("description").map(str::to_owned),
            kind,
            node,
        })
    }

    /// The entry document's scheme of that name, or that of the document which asks for it; since 3.2 a name may be a URI.
    fn declared_scheme(&mut self, name: &str, asked: &Node) -> Option<Node> {
        let here = Node::root(asked.document().clone());
        let declared = [self.root.clone(), here]
            .iter()
            .find_map(|root| scheme_map(root)?.get(name));
        if declared.is_some() || !name.contains(['#', '/']) {
            return declared;
        }
        reference::at_uri(asked, name, self.documents).ok()
    }

    /// The name that the scheme at `entry` is known by: a URI may lead to one that has a name of its own.
    fn own_name(&self, asked: &str, entry: &Node) -> String {
        let members = scheme_map(self.root).map(|map| map.members());
        let members = members.unwrap_or_default();
        if let Some((name, _)) = members.iter().find(|(_, scheme)| scheme == entry) {
            return name.clone();
        }
        let refers = |scheme: &Node| {
            let target = reference::target(scheme, self.documents);
            target.is_ok_and(|target| target.as_ref() == Some(entry))
        };
        if let Some((name, _)) = members.iter().find(|(_, scheme)| refers(scheme)) {
            return name.clone();
        }
        let last = entry.pointer().tokens().last();
        let free = |name: &String| !members.iter().any(|(known, _)| known == name);
        last.filter(free).unwrap_or_else(|| asked.to_owned())
    }

    /// Reports a scheme that is not declared: once for all operations that ask for it, and once for all schemes where none is.
    fn report_unknown_scheme(&mut self, name: &str, asked: &Node) {
        let known = scheme_map(self.root)
            .map(|map| map.members())
            .unwrap_or_default();
        let names = || known.iter().map(|(name, _)| name.as_str());
        let message = format!("security scheme `{name}` is not declared");
        let schemes = Pointer::from_tokens(["components", "securitySchemes"]);
        let missing = Place {
            document: asked.document().id,
            pointer: match known.is_empty() {
                true => schemes,
                false => schemes.join(name),
            },
            part: Part::Value,
        };
        let mut found = Diagnostic::new(Code::UnknownSecurityScheme, asked.key(), message)
            .label("unknown scheme")
            .once_for(missing);
        found = match nearest(name, names()) {
            Some(near) => found
                .help(format!("a scheme with a similar name exists: `{near}`"))
                .suggest(near),
            None if known.is_empty() => found.help("the document declares no security scheme"),
            None => {
                let some: Vec<&str> = names().take(8).collect();
                found.help(format!("declared: `{}`", some.join("`, `")))
            }
        };
        self.diagnostics.push(found);
    }

    fn scheme_kind(&mut self, node: &Node) -> Option<SecurityKind> {
        match node.str_at("type") {
            Some("apiKey") => self.api_key(node),
            Some("http") => {
                let Some(scheme) = node.str_at("scheme") else {
                    self.malformed(
                        node,
                        "a security scheme of type `http` needs `scheme`",
                        "write `scheme: bearer` or `scheme: basic`",
                    );
                    return None;
                };
                self.check_computed(node, scheme);
                Some(match scheme.to_ascii_lowercase() {
                    basic if basic == "basic" => SecurityKind::Basic,
                    bearer if bearer == "bearer" => SecurityKind::Bearer,
                    _ => SecurityKind::OtherHttp(scheme.to_owned()),
                })
            }
            Some("oauth2") => Some(SecurityKind::OAuth2 { flows: flows(node) }),
            Some("openIdConnect") => Some(SecurityKind::OpenIdConnect {
                url: node
                    .str_at("openIdConnectUrl")
                    .unwrap_or_default()
                    .to_owned(),
            }),
            Some("mutualTLS") => Some(SecurityKind::MutualTls),
            _ => {
                let place = node.get("type").unwrap_or_else(|| node.clone());
                let help =
                    "it is one of `apiKey`, `http`, `oauth2`, `openIdConnect` and `mutualTLS`";
                self.malformed(&place, "a security scheme needs a known `type`", help);
                None
            }
        }
    }

    /// Tells of schemes whose credential is made anew for each request, out of what the server or the request says.
    fn check_computed(&mut self, node: &Node, scheme: &str) {
        let name = scheme.to_ascii_lowercase();
        if COMPUTED.contains(&name.as_str()) {
            let place = node.get("scheme").unwrap_or_else(|| node.clone());
            let message = format!("scheme `{scheme}` needs a credential computed for each request");
            let found = Diagnostic::new(Code::ComputedCredential, &place, message)
                .label("not computed: a credential is sent as it is given")
                .help("leave the credential out and let a transport of your own answer the server");
            self.diagnostics.push(found);
        }
    }

    pub(super) fn api_key(&mut self, node: &Node) -> Option<SecurityKind> {
        let location = match node.str_at("in") {
            Some("header") => Some(Location::Header),
            Some("query") => Some(Location::Query),
            Some("cookie") => Some(Location::Cookie),
            _ => None,
        };
        let (Some(location), Some(name)) = (location, node.str_at("name")) else {
            let help =
                "write `in: header`, `in: query` or `in: cookie`, and the `name` it is sent under";
            self.malformed(
                node,
                "an `apiKey` security scheme needs `in` and `name`",
                help,
            );
            return None;
        };
        Some(SecurityKind::ApiKey {
            location,
            name: name.to_owned(),
        })
    }
}

fn scheme_map(root: &Node) -> Option<Node> {
    let swagger = || root.get("securityDefinitions");
    root.get("components")
        .and_then(|components| components.get("securitySchemes"))
        .or_else(swagger)
}

fn flows(scheme: &Node) -> Vec<OAuthFlow> {
    let flows = entries(scheme, "flows").into_iter();
    flows
        .filter_map(|(key, node)| {
            let kind = match key.as_str() {
                "implicit" => OAuthFlowKind::Implicit,
                "password" => OAuthFlowKind::Password,
                "clientCredentials" => OAuthFlowKind::ClientCredentials,
                "authorizationCode" => OAuthFlowKind::AuthorizationCode,
                "deviceAuthorization" => OAuthFlowKind::DeviceAuthorization,
                _ => return None,
            };
            Some(flow(kind, &node))
        })
        .collect()
}

/// A flow whose fields stand in `node`.
pub(super) fn flow(kind: OAuthFlowKind, node: &Node) -> OAuthFlow {
    let text = |key: &str| node.str_at(key).map(str::to_owned);
    OAuthFlow {
        kind,
        token_url: text("tokenUrl"),
        authorization_url: text("authorizationUrl").or_else(|| text("deviceAuthorizationUrl")),
        refresh_url: text("refreshUrl"),
        scopes: entries(node, "scopes")
            .into_iter()
            .map(|(name, _)| name)
            .collect(),
    }
}

fn texts(nodes: &[Node]) -> Vec<String> {
    let texts = nodes.iter().filter_map(Node::as_str);
    texts.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::openapi::Operation,
        resolve::testing::{read, sound, text},
    };

    const SCHEMES: &str = "
security: [{key: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: Basic}
    vapid: {type: http, scheme: vapid}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {read: r}}, x-own: {}}}
    odd: {type: basic}
";

    #[test]
    fn security_of_the_operation_replaces_that_of_the_document() {
        let api = |security: &str| {
            sound(&text(&format!(
                "{SCHEMES}paths: {{/x: {{get: {{operationId: op{security}}}}}}}"
            )))
        };
        let kinds = |operation: Operation| -> Vec<Vec<SecurityKind>> {
            let alternatives = operation.security.into_iter();
            alternatives
                .map(|uses| uses.into_iter().map(|used| used.scheme.kind).collect())
                .collect()
        };
        let key = SecurityKind::ApiKey {
            location: Location::Header,
            name: "X-Key".into(),
        };
        assert_eq!(kinds(api("")), [vec![key.clone()]]);
        assert_eq!(
            kinds(api(", security: []")),
            Vec::<Vec<SecurityKind>>::new()
        );
        assert_eq!(
            kinds(api(", security: [{}, {key: [], basic: []}, {vapid: []}]")),
            [
                vec![],
                vec![key, SecurityKind::Basic],
                vec![SecurityKind::OtherHttp("vapid".into())]
            ]
        );
        let oauth = api(", security: [{oauth: [read]}]");
        assert_eq!(oauth.security[0][0].scopes, ["read"]);
        let SecurityKind::OAuth2 { flows } = &oauth.security[0][0].scheme.kind else {
            panic!("not oauth2");
        };
        assert_eq!(flows.len(), 1);
        assert_eq!(flows[0].kind, OAuthFlowKind::ClientCredentials);
        assert_eq!(flows[0].token_url.as_deref(), Some("/token"));
    }

    #[test]
    fn unknown_and_malformed_schemes_are_reported_where_they_are_used() {
        let api = format!(
            "openapi: 3.0.0{SCHEMES}paths: {{/x: {{get: {{operationId: op, security: [{{kye: []}}, {{odd: []}}]}}}}}}"
        );
        let (_, found) = read(&[("api.yaml", &api)]);
        assert_eq!(
            found,
            [
                "warning /paths/~1x/get/security/0/kye: security scheme `kye` is not declared",
                "error /components/securitySchemes/odd/type: a security scheme needs a known `type`",
            ]
        );
    }

    #[test]
    fn a_scheme_may_be_named_by_its_uri() {
        let (operation, found) = read(&[
            (
                "api.yaml",
                "openapi: 3.2.0\npaths: {/x: {get: {operationId: op, security: [{'auth.yaml#/token': []}]}}}",
            ),
            ("auth.yaml", "token: {type: http, scheme: bearer}"),
        ]);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(operation.security[0][0].scheme.kind, SecurityKind::Bearer);
        assert_eq!(operation.security[0][0].scheme.name, "token");
    }

    #[test]
    fn a_uri_means_the_scheme_of_that_name() {
        let api = "openapi: 3.2.0
paths:
  /x:
    get:
      operationId: op
      security:
      - {'#/components/securitySchemes/own': []}
      - {'auth.yaml#/far': []}
      - {'auth.yaml#/own': []}
components:
  securitySchemes:
    own: {type: http, scheme: bearer}
    linked: {$ref: 'auth.yaml#/far'}";
        let auth = "far: {type: http, scheme: basic}\nown: {type: http, scheme: basic}";
        let (operation, found) = read(&[("api.yaml", api), ("auth.yaml", auth)]);
        assert_eq!(found, Vec::<String>::new());
        let uses = operation.security.iter().flatten();
        let names: Vec<&str> = uses.map(|used| used.scheme.name.as_str()).collect();
        assert_eq!(names, ["own", "linked", "auth.yaml#/own"]);
    }

    #[test]
    fn a_credential_that_nobody_computes_is_told() {
        let api = "openapi: 3.1.0
paths: {/x: {get: {operationId: op, security: [{signed: []}]}}}
components: {securitySchemes: {signed: {type: http, scheme: Digest}, unused: {type: http, scheme: hoba}}}";
        let (_, found) = read(&[("api.yaml", api)]);
        let place = "/components/securitySchemes/signed/scheme";
        let message = "scheme `Digest` needs a credential computed for each request";
        assert_eq!(found, [format!("warning {place}: {message}")]);
    }
}
