//! Servers: the operation's list beats the path item's, which beats the document's (OpenAPI 3.1, sections 4.8.5 and 4.8.6).

use crate::{
    diagnostic::Diagnostic,
    load::Node,
    model::openapi::{OpenApiVersion, Server, ServerLevel, ServerVariable, scalar},
};

use super::Reader;

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
                let servers = list.iter().filter_map(|entry| self.server(entry));
                return (servers.collect(), level);
            }
        }
        // No list, or an empty one, means the place the document was found at.
        (vec![implied(&root, "/")], ServerLevel::Root)
    }

    fn server(&mut self, entry: &Node) -> Option<Server> {
        let node = self.follow(entry)?;
        let Some(url) = node.get("url").filter(|url| url.as_str().is_some()) else {
            self.malformed(
                &node,
                "a server needs a `url`",
                "write the URL that paths are appended to",
            );
            return None;
        };
        let text = url.as_str()?.trim().to_owned();
        let variables = names(&text)
            .into_iter()
            .filter_map(|name| self.variable(&node, &url, name))
            .collect();
        Some(Server {
            url: text,
            description: node.str_at("description").map(str::to_owned),
            variables,
            node,
        })
    }

    fn variable(&mut self, server: &Node, url: &Node, name: String) -> Option<ServerVariable> {
        let declared = server
            .get("variables")
            .and_then(|variables| variables.get(&name));
        let Some(declared) = declared else {
            let text = url.as_str().unwrap_or_default();
            let start = text.find(&format!("{{{name}}}")).unwrap_or(0);
            let place = url.within(start..start + name.len() + 2);
            let found = Diagnostic::error(
                "server-variable",
                place,
                format!("server variable `{name}` is not declared"),
            )
            .label("no value is known for it")
            .help(format!(
                "declare `{name}` with a `default` in the server's `variables`"
            ));
            self.diagnostics.push(found);
            return None;
        };
        let default = declared.get("default").and_then(|default| scalar(&default));
        let Some(default) = default else {
            let found = Diagnostic::error(
                "server-variable",
                &declared,
                format!("server variable `{name}` has no `default`"),
            )
            .label("`default` is missing")
            .help("write the value to use where the caller gives none");
            self.diagnostics.push(found);
            return None;
        };
        let allowed = declared
            .get("enum")
            .map(|allowed| allowed.items())
            .unwrap_or_default();
        let allowed: Vec<String> = allowed.iter().filter_map(scalar).collect();
        if !allowed.is_empty() && !allowed.contains(&default) {
            let place = declared.get("default").unwrap_or(declared);
            let found = Diagnostic::warning(
                "server-variable",
                &place,
                format!("the default of server variable `{name}` is none of its `enum`"),
            )
            .help(format!("one of `{}`", allowed.join("`, `")));
            self.diagnostics.push(found);
        }
        Some(ServerVariable {
            name,
            default,
            allowed,
        })
    }
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
