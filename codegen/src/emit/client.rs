//! The root of a generated module: client, builder, and the statics for APIs and security schemes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Api, Plan, Scheme, SchemeKind};

use super::{
    docs,
    names::{Imports, ident},
    render, request,
};

/// Client and builder: newtypes, so that no client goes to workflows of another document, with what all of them have in
/// common from the runtime.
pub(super) fn client(plan: &Plan, imports: &Imports) -> TokenStream {
    let documentation = docs::doc(&documentation(plan));
    let apis = plan.apis.iter().map(base_url);
    let schemes = plan.schemes.iter();
    let methods: Vec<TokenStream> = apis
        .chain(schemes.filter_map(|scheme| credential(plan, scheme, imports)))
        .collect();
    let methods = (!methods.is_empty()).then(|| {
        let methods = render::spaced(methods);
        let transport = imports.rt("Transport");
        quote!(impl<T: #transport> ClientBuilder<T> { #methods })
    });
    let any = imports.rt("AnyTransport");
    render::spaced([
        quote! {
            #documentation
            #[derive(Debug, Clone)]
            pub struct Client<T = #any>(::arazzo_runtime::Client<T>);
        },
        quote! {
            /// Configures a [`Client`].
            #[derive(Debug)]
            pub struct ClientBuilder<T = #any>(::arazzo_runtime::ClientBuilder<T>);
        },
        quote!(::arazzo_runtime::client!(Client, ClientBuilder, APIS);),
        methods.unwrap_or_default(),
        certificates(plan, imports),
    ])
}

fn documentation(plan: &Plan) -> String {
    let mut text = format!(
        "Client for the workflows of “{}”.",
        docs::headline(&plan.title)
    );
    if let Some(prose) = plan
        .documentation
        .as_deref()
        .map(docs::prose)
        .filter(|prose| !prose.is_empty())
    {
        text.push_str("\n\n");
        text.push_str(&prose);
    }
    if !plan.apis.is_empty() {
        text.push_str("\n\n# APIs\n");
    }
    for api in &plan.apis {
        text.push_str(&format!("\n- {}", docs::code(&api.source)));
        if let Some(title) = &api.title {
            text.push_str(&format!(": {}", docs::headline(title)));
        }
    }
    text
}

/// The method that overrides an API's base URL.
fn base_url(api: &Api) -> TokenStream {
    let (method, source) = (ident(&api.method), &api.source);
    let mut text = format!("Sends requests of {} to `url`", docs::code(&api.source));
    if let Some(server) = api.servers.first() {
        text.push_str(&format!(" instead of {}", docs::code(&server.url)));
    }
    text.push('.');
    let documentation = docs::doc(&text);
    quote! {
        #documentation
        pub fn #method(self, url: impl Into<String>) -> Self {
            Self(self.0.base_url(#source, url))
        }
    }
}

/// The methods that take a client certificate: the connection shows it, so only a builder of the default transport has
/// them.
fn certificates(plan: &Plan, imports: &Imports) -> TokenStream {
    let schemes = plan.schemes.iter();
    let methods: Vec<TokenStream> = schemes
        .filter(|scheme| matches!(scheme.kind, SchemeKind::MutualTls))
        .map(|scheme| {
            let documentation = credential_docs("Client certificate", scheme);
            let (method, identity) = (ident(&scheme.method), imports.rt("Identity"));
            quote! {
                #documentation
                ///
                /// It belongs to the default transport; another one has to show its own.
                pub fn #method(self, identity: #identity) -> Self {
                    Self(self.0.identity(identity))
                }
            }
        })
        .collect();
    if methods.is_empty() {
        return TokenStream::new();
    }
    let methods = render::spaced(methods);
    quote!(impl ClientBuilder { #methods })
}

/// The method that takes the credential of a scheme; for mutual TLS see [`certificates`].
fn credential(plan: &Plan, scheme: &Scheme, imports: &Imports) -> Option<TokenStream> {
    let credential = imports.rt("Credential");
    let (parameters, value, word) = match scheme.kind {
        SchemeKind::Basic => (
            quote!(user: impl Into<String>, password: impl Into<String>),
            quote!(#credential::basic(user, password)),
            "User and password",
        ),
        SchemeKind::Bearer => (
            quote!(token: impl Into<String>),
            quote!(#credential::bearer(token)),
            "Token",
        ),
        SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => (
            quote!(credential: impl Into<#credential>),
            quote!(credential),
            "Access token, or [client credentials](::arazzo_runtime::Credential::client_credentials) to fetch one with,",
        ),
        SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => (
            quote!(key: impl Into<String>),
            quote!(#credential::api_key(key)),
            "Key",
        ),
        SchemeKind::Http(_) => (
            quote!(credential: impl Into<String>),
            quote!(#credential::api_key(credential)),
            "What follows the scheme's name in the `Authorization` header,",
        ),
        SchemeKind::MutualTls => return None,
    };
    let documentation = credential_docs(word, scheme);
    let (method, name) = (ident(&scheme.method), &scheme.name);
    let source = source(plan, scheme);
    Some(quote! {
        #documentation
        pub fn #method(self, #parameters) -> Self {
            Self(self.0.credential(#source, #name, #value))
        }
    })
}

fn credential_docs(word: &str, scheme: &Scheme) -> TokenStream {
    let mut text = format!(
        "{word} for the security scheme {}.",
        docs::code(&scheme.name)
    );
    let prose = scheme.documentation.as_deref().map(docs::prose);
    if let Some(prose) = prose.filter(|prose| !prose.is_empty()) {
        text.push_str("\n\n");
        text.push_str(&prose);
    }
    docs::doc(&text)
}

/// The statics.
pub(super) fn statics(plan: &Plan, imports: &Imports) -> TokenStream {
    let api = imports.rt("Api");
    let names = plan.apis.iter().map(|api| ident(&api.constant));
    let all = quote!(static APIS: &[&#api] = &[#(&#names),*];);
    let apis = plan
        .apis
        .iter()
        .map(|one| self::api(one, imports))
        .chain([all]);
    let schemes = plan
        .schemes
        .iter()
        .map(|scheme| self::scheme(plan, scheme, imports));
    render::spaced(apis.chain(schemes))
}

fn api(api: &Api, imports: &Imports) -> TokenStream {
    let (constant, source, url) = (ident(&api.constant), &api.source, &api.document_url);
    let ty = imports.rt("Api");
    let servers = api.servers.iter();
    let servers = servers.map(|server| request::server(imports, server));
    quote! {
        static #constant: #ty = #ty::new(#source, #url, &[#(#servers),*]);
    }
}

fn scheme(plan: &Plan, scheme: &Scheme, imports: &Imports) -> TokenStream {
    let ty = imports.rt("Scheme");
    let (constant, value) = (ident(&scheme.constant), scheme_value(plan, scheme, &ty));
    quote!(static #constant: #ty = #value;)
}

/// `Scheme::bearer(..)` of the runtime; `ty` is how the type is called there.
pub(super) fn scheme_value(plan: &Plan, scheme: &Scheme, ty: &TokenStream) -> TokenStream {
    let (source, name) = (source(plan, scheme), &scheme.name);
    let value = match &scheme.kind {
        SchemeKind::Basic => quote!(basic(#source, #name)),
        SchemeKind::Bearer => quote!(bearer(#source, #name)),
        SchemeKind::ApiKeyHeader(header) => quote!(api_key_header(#source, #name, #header)),
        SchemeKind::ApiKeyQuery(query) => quote!(api_key_query(#source, #name, #query)),
        SchemeKind::ApiKeyCookie(cookie) => quote!(api_key_cookie(#source, #name, #cookie)),
        SchemeKind::OAuth2 { token_url, scopes } => {
            let url = token_url.as_ref().map(|url| quote!(.token_url(#url)));
            let scopes = self::scopes(scopes);
            quote!(oauth2(#source, #name) #url #scopes)
        }
        SchemeKind::OpenIdConnect { scopes } => {
            let scopes = self::scopes(scopes);
            quote!(open_id_connect(#source, #name) #scopes)
        }
        SchemeKind::Http(scheme) => quote!(http(#source, #name, #scheme)),
        SchemeKind::MutualTls => quote!(mutual_tls(#source, #name)),
    };
    quote!(#ty::#value)
}

fn scopes(scopes: &[String]) -> Option<TokenStream> {
    (!scopes.is_empty()).then(|| quote!(.scopes(&[#(#scopes),*])))
}

/// The source description that a scheme belongs to.
pub(super) fn source<'p>(plan: &'p Plan, scheme: &Scheme) -> &'p str {
    plan.apis
        .get(scheme.api)
        .map_or("", |api| api.source.as_str())
}
