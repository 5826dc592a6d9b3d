//! What the emitted client knows: APIs with their servers, security schemes with their builder methods.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    load::Node,
    plan::{Api, Scheme, SchemeKind, Server, ServerVariable},
    resolve::{
        operation::{
            self, Location, OAuthFlowKind, Operation, SecurityKind as Declared, SecurityUse,
            ServerLevel,
        },
        workflow::{ApiDocument, Content, ResolvedTarget, WorkflowId},
    },
    types::{Names, constant_ident, field_ident, reserved},
};

use super::Builder;

/// Names of licenses that are identifiers of SPDX too. Before OpenAPI 3.1 there was no field for the latter.
const LICENSES: [&str; 8] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
];

/// The license in `info`, as far as SPDX knows it.
fn license(root: &Node) -> Option<String> {
    let license = root.get("info")?.get("license")?;
    let named = || {
        license
            .str_at("name")
            .filter(|name| LICENSES.contains(name))
    };
    let found = license.str_at("identifier").or_else(named)?;
    let expression = |letter: char| letter.is_ascii_alphanumeric() || "-.+:() ".contains(letter);
    (!found.is_empty() && found.chars().all(expression)).then(|| found.to_owned())
}

impl Builder<'_> {
    /// Names the APIs and schemes that steps reach.
    pub(super) fn clients(&mut self) {
        let world = self.world;
        let mut reached = vec![false; world.sources.len()];
        // The first operation of each source that has no servers of its own, which sees those of the root.
        let mut of_root: BTreeMap<usize, &Operation> = BTreeMap::new();
        for step in world
            .ids()
            .iter()
            .filter_map(|id| world.workflow(*id))
            .flat_map(|workflow| &workflow.steps)
        {
            let Some(ResolvedTarget::Operation { source, operation }) = &step.target else {
                continue;
            };
            if let Some(reached) = reached.get_mut(*source) {
                *reached = true;
            }
            if operation.server_level == ServerLevel::Root {
                of_root.entry(*source).or_insert(operation);
            }
        }
        let single = reached.iter().filter(|reached| **reached).count() == 1;
        let own = reserved::STATICS.iter().copied();
        let mut constants = Names::reserving(own.chain(self.functions()));
        let mut methods = Names::reserving(reserved::BUILDER.iter().copied());
        for (index, source) in world.sources.iter().enumerate() {
            let Content::OpenApi(ApiDocument { root, .. }) = &source.content else {
                continue;
            };
            if !reached.get(index).copied().unwrap_or_default() {
                continue;
            }
            let name = self.source_name(index);
            let method = if single {
                "base_url".to_owned()
            } else {
                field_ident(&format!("{name} base url"))
            };
            let servers = of_root.get(&index);
            let servers = servers.map_or(&[][..], |operation| &operation.servers);
            let api = Api {
                constant: constants.claim(&constant_ident(&name)),
                title: root
                    .get("info")
                    .and_then(|info| info.str_at("title").map(str::to_owned)),
                license: license(root),
                document_url: source.model.url.text.clone(),
                servers: servers.iter().map(server).collect(),
                method: methods.claim(&method),
                source: name,
            };
            if let Some(slot) = self.apis.get_mut(index) {
                *slot = Some(self.plan.apis.len());
            }
            self.plan.apis.push(api);
        }
        self.schemes(&mut constants, &mut methods);
    }

    /// The source description's name; below its document's name for foreign documents.
    fn source_name(&self, index: usize) -> String {
        let Some(source) = self.world.sources.get(index) else {
            return String::new();
        };
        let home = self
            .world
            .descriptions
            .get(source.description)
            .and_then(|description| description.name.as_deref());
        match home {
            Some(home) => format!("{home}.{}", source.model.name.text),
            None => source.model.name.text.clone(),
        }
    }

    fn schemes(&mut self, constants: &mut Names, methods: &mut Names) {
        let world = self.world;
        for step in world
            .ids()
            .iter()
            .filter_map(|id| world.workflow(*id))
            .flat_map(|workflow| &workflow.steps)
        {
            let Some(ResolvedTarget::Operation { source, operation }) = &step.target else {
                continue;
            };
            let Some(api) = self.apis.get(*source).copied().flatten() else {
                continue;
            };
            for used in operation.security.iter().flatten() {
                self.scheme(api, used, constants, methods);
            }
        }
    }

    fn scheme(
        &mut self,
        api: usize,
        used: &SecurityUse,
        constants: &mut Names,
        methods: &mut Names,
    ) {
        let known = self
            .plan
            .schemes
            .iter_mut()
            .find(|known| known.api == api && known.name == used.scheme.name);
        if let Some(known) = known {
            ask_for(&mut known.kind, &used.scopes);
            return;
        }
        self.plan.schemes.push(Scheme {
            constant: constants.claim(&constant_ident(&used.scheme.name)),
            api,
            name: used.scheme.name.clone(),
            kind: kind(used),
            method: methods.claim(&field_ident(&used.scheme.name)),
            documentation: used.scheme.description.clone(),
        });
    }

    /// Alternatives of schemes as indices into the plan.
    pub(super) fn security(&self, source: usize, operation: &Operation) -> Vec<Vec<usize>> {
        let api = self.apis.get(source).copied().flatten();
        let index = |used: &SecurityUse| {
            self.plan
                .schemes
                .iter()
                .position(|scheme| Some(scheme.api) == api && scheme.name == used.scheme.name)
        };
        operation
            .security
            .iter()
            .map(|needed| needed.iter().filter_map(index).collect())
            .collect()
    }

    /// Schemes that the steps of a workflow and of those it calls can use.
    pub(super) fn credentials(&self, id: WorkflowId) -> Vec<usize> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([id]);
        let mut next = vec![id];
        while let Some(at) = next.pop() {
            if found.len() == self.plan.schemes.len() {
                break;
            }
            for step in self
                .world
                .workflow(at)
                .into_iter()
                .flat_map(|workflow| &workflow.steps)
            {
                if let Some(ResolvedTarget::Operation { source, operation }) = &step.target {
                    for scheme in self.security(*source, operation).into_iter().flatten() {
                        if !found.contains(&scheme) {
                            found.push(scheme);
                        }
                    }
                }
            }
            for (callee, _) in self.callees(at) {
                if seen.insert(callee) {
                    next.push(callee);
                }
            }
        }
        found
    }
}

/// One token serves all operations: it has the scopes that any of them asks for.
fn ask_for(kind: &mut SchemeKind, more: &[String]) {
    if let SchemeKind::OAuth2 { scopes, .. } | SchemeKind::OpenIdConnect { scopes } = kind {
        for scope in more {
            if !scopes.contains(scope) {
                scopes.push(scope.clone());
            }
        }
    }
}

fn kind(used: &SecurityUse) -> SchemeKind {
    match &used.scheme.kind {
        Declared::Basic => SchemeKind::Basic,
        Declared::Bearer => SchemeKind::Bearer,
        Declared::ApiKey {
            location: Location::Query,
            name,
        } => SchemeKind::ApiKeyQuery(name.clone()),
        Declared::ApiKey {
            location: Location::Cookie,
            name,
        } => SchemeKind::ApiKeyCookie(name.clone()),
        Declared::ApiKey { name, .. } => SchemeKind::ApiKeyHeader(name.clone()),
        Declared::OAuth2 { flows } => {
            let credentials = flows
                .iter()
                .find(|flow| flow.kind == OAuthFlowKind::ClientCredentials);
            SchemeKind::OAuth2 {
                token_url: credentials.and_then(|flow| flow.token_url.clone()),
                scopes: used.scopes.clone(),
            }
        }
        Declared::OpenIdConnect { .. } => SchemeKind::OpenIdConnect {
            scopes: used.scopes.clone(),
        },
        Declared::MutualTls => SchemeKind::MutualTls,
        Declared::OtherHttp(scheme) => SchemeKind::Http(scheme.clone()),
    }
}

/// A server of the document as the plan has it.
pub(super) fn server(declared: &operation::Server) -> Server {
    Server {
        url: declared.url.clone(),
        variables: declared
            .variables
            .iter()
            .map(|variable| ServerVariable {
                name: variable.name.clone(),
                default: variable.default.clone(),
                allowed: variable.allowed.clone(),
            })
            .collect(),
    }
}
