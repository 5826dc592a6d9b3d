//! The request of an operation step: one chain of builder calls, preceded by what must not be missing.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    model::arazzo::Location,
    plan::{OperationCall, Parameter, Server, Value},
};

use super::{
    body, got,
    names::{Imports, ident},
    scope::Scope,
    value, xml,
};

/// Statements that end in a variable `request`.
pub(super) fn statements(scope: &Scope<'_, '_>, call: &OperationCall) -> TokenStream {
    let method = method(scope, &call.method);
    let api = scope
        .module
        .plan
        .apis
        .get(call.api)
        .map_or("_UNKNOWN", |api| api.constant.as_str());
    let api = scope.module.root(api);
    let path = &call.path;
    let servers = call.servers.as_ref().map(|servers| {
        let name = scope.locals.fresh("SERVERS");
        let (ty, servers) = (
            scope.module.rt("Server"),
            servers
                .iter()
                .map(|server| self::server(&scope.module.imports, server)),
        );
        scope.hoist(quote!(static #name: &[#ty] = &[#(#servers),*];));
        quote!(.servers(#name))
    });
    let parameters: Vec<TokenStream> = call
        .parameters
        .iter()
        .map(|one| parameter(scope, one))
        .collect();
    let key = call.idempotency.then(|| quote!(.idempotency_key()));
    let accept = call.accept.as_ref().map(|accept| quote!(.accept(#accept)));
    let security = required_security(scope, call);
    let redirects = (!call.redirects.is_empty()).then(|| {
        let pattern = scope.module.rt("StatusPattern");
        let redirects = call.redirects.iter().map(|status| {
            let number = proc_macro2::Literal::u16_unsuffixed(*status);
            if *status < 10 {
                quote!(#pattern::Range(#number))
            } else {
                quote!(#pattern::Exact(#number))
            }
        });
        quote!(.redirects(&[#(#redirects),*]))
    });
    let xml = call.reading.xml.as_ref().map(|reading| {
        let by_status = xml::responses(scope, reading);
        quote!(.xml_responses(#by_status))
    });
    let lines = call.lines.then(|| quote!(.json_lines()));
    let timeout = scope
        .own_step()
        .and_then(|step| step.timeout)
        .map(|timeout| {
            let timeout = duration(scope, timeout);
            quote!(.timeout(#timeout))
        });
    let body = call
        .body
        .as_ref()
        .map(|one| body::code(scope, one))
        .unwrap_or_default();
    let hoisted = scope.take_hoisted();
    let (chained, later) = (body.chained, body.later);
    let mutable = (!later.is_empty()).then(|| quote!(mut));
    quote! {
        #hoisted
        let #mutable request = step
            .request(#method, &#api, #path)?
            #servers #(#parameters)* #key #accept #xml #lines #security #redirects #timeout #chained;
        #later
    }
}

/// `Method::POST`; a method that the `http` crate has no constant for is made from its name.
fn method(scope: &Scope<'_, '_>, name: &str) -> TokenStream {
    let ty = scope.module.rt("Method");
    match name {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | "TRACE" | "CONNECT" => {
            let name = ident(name);
            quote!(#ty::#name)
        }
        _ => {
            let bytes = proc_macro2::Literal::byte_string(name.as_bytes());
            quote!(#ty::from_bytes(#bytes).map_err(|error| step.encode_error("method", error))?)
        }
    }
}

/// `Server::new(..)` with its variables.
pub(super) fn server(imports: &Imports, server: &Server) -> TokenStream {
    let (ty, url) = (imports.rt("Server"), &server.url);
    if server.variables.is_empty() {
        return quote!(#ty::new(#url));
    }
    let variable = imports.rt("ServerVariable");
    let variables = server.variables.iter().map(|one| {
        let (name, allowed) = (&one.name, &one.allowed);
        let declared = match &one.default {
            Some(default) => quote!(#variable::new(#name, #default)),
            None => quote!(#variable::required(#name)),
        };
        let allowed = (!allowed.is_empty()).then(|| quote!(.allowed(&[#(#allowed),*])));
        quote!(#declared #allowed)
    });
    quote!(#ty::new(#url).variables(&[#(#variables),*]))
}

/// `.security(..)` with the static for what the operation asks for.
fn required_security(scope: &Scope<'_, '_>, call: &OperationCall) -> Option<TokenStream> {
    let constant = scope.module.plan.requirements.get(&call.security)?;
    let constant = scope.module.root(constant);
    Some(quote!(.security(#constant)))
}

/// One parameter; a literal null is never sent.
fn parameter(scope: &Scope<'_, '_>, parameter: &Parameter) -> TokenStream {
    if matches!(&parameter.value, Value::Literal(serde_json::Value::Null)) && !parameter.required {
        return TokenStream::new();
    }
    let (method, word) = match parameter.location {
        Location::Path => (quote!(path), "path parameter"),
        Location::Query => (quote!(query), "query parameter"),
        Location::Querystring => (quote!(querystring), "query string"),
        Location::Header => (quote!(header), "header parameter"),
        Location::Cookie => (quote!(cookie), "cookie parameter"),
    };
    let what = format!("{word} `{}`", parameter.name);
    let declared = declaration(scope, parameter);
    let value = match &parameter.value {
        Value::Template(parts) => {
            let text = value::text_of(scope, parts, &what);
            quote!(&#text)
        }
        Value::Read(_)
        | Value::Literal(_)
        | Value::Selector(_)
        | Value::Array(_)
        | Value::Object(_)
            if parameter.location == Location::Querystring =>
        {
            let text = value::text(scope, &parameter.value, &parameter.text, &what);
            if parameter.value.holds_secret(&scope.module.workflow.types) {
                let (secret, text) = (scope.module.rt("Secret"), text.tokens);
                quote!(&#secret::from(#text))
            } else {
                text.by_reference()
            }
        }
        other => match value::got(scope, other) {
            got if got.form == super::path::Form::Text && !got.missing => got.tokens,
            got => got::serialized(got),
        },
    };
    quote!(.#method(#declared, #value))
}

/// `Parameter::new(..)` with what differs from the defaults.
fn declaration(scope: &Scope<'_, '_>, parameter: &Parameter) -> TokenStream {
    let style = parameter.style.map(|_| scope.module.rt("Style"));
    declaration_of(&scope.module.rt("Parameter"), style.as_ref(), parameter)
}

/// The same with the names of the types given; that of the style where the parameter has one.
pub(super) fn declaration_of(
    ty: &TokenStream,
    style: Option<&TokenStream>,
    parameter: &Parameter,
) -> TokenStream {
    let (name, text) = (&parameter.name, &parameter.text);
    let required =
        (parameter.required && parameter.location != Location::Path).then(|| quote!(.required()));
    let style = parameter.style.zip(style).map(|(style, ty)| {
        let style = body::style_name(style);
        quote!(.style(#ty::#style))
    });
    let explode = parameter.explode.map(|explode| quote!(.explode(#explode)));
    let reserved = parameter.allow_reserved.then(|| quote!(.allow_reserved()));
    let content = parameter
        .content
        .as_ref()
        .map(|content| quote!(.content(#content)));
    quote!(#ty::new(#name, #text) #required #style #explode #reserved #content)
}

/// `Duration::from_secs(2)`, or whatever unit keeps it whole.
pub(super) fn duration(scope: &Scope<'_, '_>, duration: std::time::Duration) -> TokenStream {
    let ty = scope.module.imports.item("std::time", "Duration");
    if duration.is_zero() {
        return quote!(#ty::ZERO);
    }
    let unsuffixed = |number: u128| u64::try_from(number).map(proc_macro2::Literal::u64_unsuffixed);
    let nanos = duration.as_nanos();
    for (unit, function) in [
        (1_000_000_000, "from_secs"),
        (1_000_000, "from_millis"),
        (1_000, "from_micros"),
    ] {
        if nanos.is_multiple_of(unit)
            && let Ok(count) = unsuffixed(nanos / unit)
        {
            let function = ident(function);
            return quote!(#ty::#function(#count));
        }
    }
    let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
    quote!(#ty::new(#seconds, #nanos))
}
