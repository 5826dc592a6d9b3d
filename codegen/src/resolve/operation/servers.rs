//! Servers: the operation's list beats the path item's, which beats the document's (OpenAPI 3.1, sections 4.8.5 and 4.8.6).

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    load::Node,
    model::openapi::{OpenApiVersion, Server, ServerLevel, ServerVariable, scalar},
};

use super::reader::{Reader, invalid};

impl Reader<'_> {
    pub(super) fn servers(
        &mut self,
        operation: &Node,
        layers: &[Node],
    ) -> (Vec<Server>, ServerLevel) {
        if self.version == OpenApiVersion::V2_0 {
            return self.swagger_servers(operation);
        }
        let own = [(operation, ServerLevel::Operation)];
        let path_items = layers.iter().map(|layer| (layer, ServerLevel::PathItem));
        let root = self.root.clone();
        let levels = own
            .into_iter()
            .chain(path_items)
            .chain([(&root, ServerLevel::Root)]);
        for (holder, level) in levels {
            let list = self.list(holder, "servers");
            if !list.is_empty() {
                let list = list.iter().enumerate();
                let servers = list.filter_map(|(index, entry)| self.server(index == 0, entry));
                return (servers.collect(), level);
            }
        }
        // No list, or an empty one, means the place the document was found at.
        (vec![implied(&root, "/")], ServerLevel::Root)
    }

    /// Requests go to the first server unless the caller chooses, so the others may be broken: they cannot be chosen then.
    fn server(&mut self, first: bool, entry: &Node) -> Option<Server> {
        let node = self.follow(entry)?;
        let Some(url) = node.get("url").filter(|url| url.as_str().is_some()) else {
            let mut found = invalid(&node, "a server needs a `url`")
                .help("write the URL that paths are appended to");
            if !first {
                found.severity = Severity::Warning;
                found = found.note("it is not the first server, so it is only left out");
            }
            self.diagnostics.push(found);
            return None;
        };
        let text = url.as_str()?.trim().to_owned();
        let names = names(&text).into_iter();
        let variables = names.map(|name| self.variable(&node, &url, name)).collect();
        Some(Server {
            url: text,
            description: node.str_at("description").map(str::to_owned),
            variables,
            node,
        })
    }

    /// A variable of a server's URL. One without a value is like a relative server: whoever runs the workflow can give a
    /// value or a base URL, and the API description is often not theirs to change (decision D-66).
    fn variable(&mut self, server: &Node, url: &Node, name: String) -> ServerVariable {
        let declared = server
            .get("variables")
            .and_then(|variables| variables.get(&name));
        let default = declared
            .as_ref()
            .and_then(|declared| declared.get("default"));
        let value = default.as_ref().and_then(scalar);
        let allowed = declared.as_ref().and_then(|declared| declared.get("enum"));
        let allowed = allowed.map(|allowed| allowed.items()).unwrap_or_default();
        let allowed: Vec<String> = allowed.iter().filter_map(scalar).collect();
        if let Some(value) = &value {
            if !allowed.is_empty() && !allowed.contains(value) {
                let place = default.as_ref().or(declared.as_ref()).unwrap_or(server);
                let message =
                    format!("the default of server variable `{name}` is not in its `enum`");
                let found = Diagnostic::warning(Code::ServerVariable, place, message);
                let help = format!("one of `{}`", allowed.join("`, `"));
                self.diagnostics.push(found.help(help));
            }
        } else {
            self.diagnostics
                .tolerate(without_value(&name, url, declared.as_ref()));
        }
        ServerVariable {
            name,
            default: value,
            allowed,
        }
    }
}

fn without_value(name: &str, url: &Node, declared: Option<&Node>) -> Diagnostic {
    let found = if let Some(declared) = declared {
        let message = format!("server variable `{name}` has no `default`");
        Diagnostic::warning(Code::ServerVariable, declared, message).label("`default` is missing")
    } else {
        let text = url.as_str().unwrap_or_default();
        let start = text.find(&format!("{{{name}}}")).unwrap_or(0);
        let place = url.within(start..start + name.len() + 2);
        let message = format!("server variable `{name}` is not declared");
        Diagnostic::warning(Code::ServerVariable, place, message).label("no value is known for it")
    };
    found.help(format!(
        "give the client a base URL or a value for `{name}`, or declare its `default` in the server's `variables`"
    ))
}

/// A server that no Server Object stands for.
pub(super) fn implied(node: &Node, url: &str) -> Server {
    Server {
        node: node.clone(),
        url: url.to_owned(),
        description: None,
        variables: Vec::new(),
    }
}

/// Names between braces, each once.
fn names(url: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in url.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::openapi::Operation,
        resolve::testing::{read, sound, text},
    };

    #[test]
    fn the_nearest_list_of_servers_wins_and_an_empty_one_says_nothing() {
        let api = |operation: &str, item: &str| {
            sound(&text(&format!(
                "
servers: [{{url: /root}}]
paths:
  /x:
    servers: {item}
    get: {{operationId: op, servers: {operation}}}"
            )))
        };
        let urls =
            |operation: Operation| (operation.server_level, operation.servers[0].url.clone());
        let own = api("[{url: /own}, {url: /other}]", "[{url: /item}]");
        assert_eq!(urls(own), (ServerLevel::Operation, "/own".into()));
        let item = api("[]", "[{url: /item}]");
        assert_eq!(urls(item), (ServerLevel::PathItem, "/item".into()));
        let root = api("[]", "null");
        assert_eq!(urls(root), (ServerLevel::Root, "/root".into()));
        let none = sound(&text("paths: {/x: {get: {operationId: op}}}"));
        assert_eq!(urls(none), (ServerLevel::Root, "/".into()));
    }

    #[test]
    fn server_variables_are_read_as_text_and_only_those_in_the_url() {
        let operation = sound(&text(
            "
servers:
- url: https://{host}:{port}/{host}
  variables:
    host: {default: a.example, enum: [a.example, b.example]}
    port: {default: 8443, enum: [443, 8443]}
    unused: {}
paths: {/x: {get: {operationId: op}}}",
        ));
        let variables = &operation.servers[0].variables;
        assert_eq!(variables.len(), 2);
        assert_eq!(variables[0].allowed, ["a.example", "b.example"]);
        assert_eq!(
            (variables[1].name.as_str(), variables[1].default.as_deref()),
            ("port", Some("8443"))
        );
    }

    #[test]
    fn a_variable_without_value_needs_one_at_run_time() {
        let (operation, found) = read(&[(
        "api.yaml",
        "
openapi: 3.0.0
servers: [{url: 'https://{a}.{b}/{c}', variables: {b: {enum: [x]}, c: {enum: [x], default: y}}}, {description: none}, {url: '/{gone}'}, {url: /last}]
paths: {/x: {get: {operationId: op}}}",
    )]);
        let urls: Vec<_> = operation
            .servers
            .iter()
            .map(|server| server.url.as_str())
            .collect();
        assert_eq!(urls, ["https://{a}.{b}/{c}", "/{gone}", "/last"]);
        let defaults = operation.servers[0].variables.iter();
        let defaults: Vec<_> = defaults.map(|one| one.default.as_deref()).collect();
        assert_eq!(defaults, [None, None, Some("y")]);
        assert_eq!(
            found,
            [
                "warning /servers/0/url: server variable `a` is not declared",
                "warning /servers/0/variables/b: server variable `b` has no `default`",
                "warning /servers/0/variables/c/default: the default of server variable `c` is not in its `enum`",
                "warning /servers/1: a server needs a `url`",
                "warning /servers/2/url: server variable `gone` is not declared",
            ]
        );
    }
}
