//! The body of a request: a builder call, or a JSON value first where it is changed or read again.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{
    plan::{Body, BodyKind, Encoding, Replacement, ReplacementTarget, Style, Text, Value},
    types::Shape,
};

use super::{engines, got, names::ident, path::Form, payload, scope::Scope, value, xml};

/// What names the body in failures.
const WHAT: &str = "request body";

/// Code that gives a request its body.
#[derive(Default)]
pub(super) struct Code {
    /// Continues the builder's chain.
    pub chained: TokenStream,
    /// Statements after it, where the body may be left out.
    pub later: TokenStream,
}

/// The body of a request.
pub(super) fn code(scope: &Scope<'_, '_>, body: &Body) -> Code {
    if matches!(body.kind, BodyKind::Bytes) {
        if body.observed {
            to_send(scope, body);
        }
        let call = call(scope, body, &bytes(scope, body));
        let kept = keep(body);
        return Code {
            chained: quote!(#call #kept),
            ..Code::default()
        };
    }
    if body.observed || !body.replacements.is_empty() {
        return made_before(scope, body);
    }
    match &body.kind {
        _ if is_text(body) => {
            let text = value::text(scope, &body.payload, &body.text, WHAT).tokens;
            Code {
                chained: call(scope, body, &text),
                ..Code::default()
            }
        }
        _ => structured(scope, body),
    }
}

/// A body that is a variable before it is sent, because it is changed or read again.
fn made_before(scope: &Scope<'_, '_>, body: &Body) -> Code {
    let optional = to_send(scope, body);
    let kept = keep(body);
    if optional {
        let (some, given) = match body.observed {
            true => (quote!(to_send), quote!(&to_send)),
            false => (quote!(&to_send), quote!(to_send)),
        };
        let call = call(scope, body, &given);
        return Code {
            later: quote!(if let Some(to_send) = #some { request = request #call #kept; }),
            ..Code::default()
        };
    }
    let given = match (is_text(body), body.observed) {
        (true, true) => quote!(text_to_send),
        (true, false) => quote!(to_send.as_str()),
        (false, _) => quote!(&to_send),
    };
    let call = call(scope, body, &given);
    Code {
        chained: quote!(#call #kept),
        ..Code::default()
    }
}

/// Hands the body on to the response, where `$request.body` is read.
fn keep(body: &Body) -> Option<TokenStream> {
    body.observed.then(|| quote!(.keep_body(to_send)))
}

/// Whether the body is text rather than a JSON value. Replacements change the value that JSON text is.
fn is_text(body: &Body) -> bool {
    match body.kind {
        BodyKind::Text => true,
        BodyKind::JsonText => body.replacements.is_empty(),
        _ => false,
    }
}

/// JSON and forms straight from the payload.
fn structured(scope: &Scope<'_, '_>, body: &Body) -> Code {
    let ty = value::type_of(scope, &body.payload);
    let got = value::got(scope, &body.payload);
    if !got.missing {
        let reference = got::serialized(got);
        return Code {
            chained: call(scope, body, &reference),
            ..Code::default()
        };
    }
    if body.required {
        let got = value::required(scope, got, &ty, &body.text, WHAT);
        let reference = got::serialized(got);
        return Code {
            chained: call(scope, body, &reference),
            ..Code::default()
        };
    }
    let option = match got.form {
        Form::Place | Form::Owned => {
            let tokens = got.tokens;
            quote!(&#tokens)
        }
        Form::Nullable | Form::NullableOwned => {
            let tokens = got.tokens;
            quote!(#tokens.nested())
        }
        _ => got.tokens,
    };
    let call = call(scope, body, &quote!(payload));
    Code {
        later: quote!(if let Some(payload) = #option { request = request #call; }),
        ..Code::default()
    }
}

/// The builder's call with the payload as it is given.
fn call(scope: &Scope<'_, '_>, body: &Body, payload: &TokenStream) -> TokenStream {
    let media_type = &body.content_type;
    match &body.kind {
        BodyKind::Json => quote!(.json(#media_type, #payload)),
        BodyKind::JsonText if is_text(body) => quote!(.json_text(#media_type, #payload)),
        BodyKind::JsonText => quote!(.json(#media_type, #payload)),
        BodyKind::Xml(described) => {
            let root = xml::body(scope, described);
            quote!(.xml(#media_type, #payload, &#root))
        }
        BodyKind::Text => quote!(.text(#media_type, #payload)),
        BodyKind::Bytes => quote!(.bytes(#media_type, #payload)),
        BodyKind::Form(parts) => {
            let parts = encodings(scope, parts);
            quote!(.form(#media_type, #payload, #parts))
        }
        BodyKind::Multipart(parts) => {
            let parts = encodings(scope, parts);
            quote!(.multipart(#media_type, #payload, #parts))
        }
    }
}

/// The bytes of a payload.
fn bytes(scope: &Scope<'_, '_>, body: &Body) -> TokenStream {
    let ty = value::type_of(scope, &body.payload);
    if ty.shape != Shape::Bytes {
        let text = value::text(scope, &body.payload, &body.text, WHAT).tokens;
        return quote!(String::from(#text));
    }
    let got = value::required(
        scope,
        value::got(scope, &body.payload),
        &ty,
        &body.text,
        WHAT,
    );
    let tokens = got.tokens;
    quote!(#tokens.0.clone())
}

/// A static list of encodings.
fn encodings(scope: &Scope<'_, '_>, parts: &[Encoding]) -> TokenStream {
    if parts.is_empty() {
        return quote!(&[]);
    }
    let ty = scope.module.rt("Encoding");
    let items = parts.iter().map(|part| encoding(scope, part));
    let name = scope.locals.fresh("PARTS");
    let statement = quote!(static #name: &[#ty] = &[#(#items),*];);
    scope.hoist(statement);
    quote!(#name)
}

/// `Encoding::new(..)` with what differs from the defaults.
fn encoding(scope: &Scope<'_, '_>, part: &Encoding) -> TokenStream {
    let style = part.style.map(|_| scope.module.rt("Style"));
    encoding_of(&scope.module.rt("Encoding"), style.as_ref(), part)
}

/// The same with the names of the types given; that of the style where the member has one.
pub(super) fn encoding_of(
    ty: &TokenStream,
    style: Option<&TokenStream>,
    part: &Encoding,
) -> TokenStream {
    let name = &part.name;
    let content_type = part
        .content_type
        .as_ref()
        .map(|content_type| quote!(.content_type(#content_type)));
    let style = part.style.zip(style).map(|(style, ty)| {
        let style = style_name(style);
        quote!(.style(#ty::#style))
    });
    let explode = part.explode.map(|explode| quote!(.explode(#explode)));
    let reserved = part.allow_reserved.then(|| quote!(.allow_reserved()));
    let headers = (!part.headers.is_empty()).then(|| {
        let headers = part
            .headers
            .iter()
            .map(|(name, value)| quote!((#name, #value)));
        quote!(.headers(&[#(#headers),*]))
    });
    let filename = part.filename.as_ref();
    let filename = filename.map(|filename| quote!(.filename(#filename)));
    let base64 = part.base64.then(|| quote!(.base64()));
    quote!(#ty::new(#name) #content_type #style #explode #reserved #headers #filename #base64)
}

/// Hoists a variable `to_send` with the body after replacements: a JSON value, or text where the body is text.
///
/// Returns whether it is an `Option` because the body may be left out.
pub(super) fn to_send(scope: &Scope<'_, '_>, body: &Body) -> bool {
    if is_text(body) {
        text_to_send(scope, body);
        return false;
    }
    if matches!(body.kind, BodyKind::JsonText) {
        let text = value::text(scope, &body.payload, &body.text, WHAT).by_reference();
        scope.hoist(quote!(let mut to_send = step.parsed(#text)?;));
        replace_all(scope, body, [&quote!(&mut to_send), &quote!(&to_send)]);
        return false;
    }
    let ty = value::type_of(scope, &body.payload);
    let mut got = value::got(scope, &body.payload);
    if got.missing && (body.required || matches!(body.kind, BodyKind::Bytes)) {
        got = value::required(scope, got, &ty, &body.text, WHAT);
    }
    let mutable = (!body.replacements.is_empty()).then(|| quote!(mut));
    if !got.missing {
        let reference = got::serialized(got);
        scope.hoist(quote!(let #mutable to_send = step.value(#reference)?;));
        replace_all(scope, body, [&quote!(&mut to_send), &quote!(&to_send)]);
        return false;
    }
    let json = value::json(scope, &body.payload);
    scope.hoist(quote!(let #mutable to_send = #json;));
    if !body.replacements.is_empty() {
        let inner = scope.at(scope.site);
        replace_all(&inner, body, [&quote!(to_send), &quote!(to_send)]);
        let statements = inner.take_hoisted();
        scope.hoist(quote!(if let Some(to_send) = &mut to_send { #statements }));
    }
    true
}

/// Text with XPath replacements, and the JSON value that `$request.body` reads where somebody does.
fn text_to_send(scope: &Scope<'_, '_>, body: &Body) {
    let text = value::text(scope, &body.payload, &body.text, WHAT).into_string();
    let name = ident(if body.observed {
        "text_to_send"
    } else {
        "to_send"
    });
    scope.hoist(quote!(let #name = #text;));
    for replacement in &body.replacements {
        if let ReplacementTarget::XPath(path) = &replacement.target {
            let path = engines::xpath_of(scope, path);
            let value =
                value::text(scope, &replacement.value, &replacement.text, WHAT).by_reference();
            scope.hoist(quote! {
                let #name = #path.replace(&#name, #value).map_err(|error| step.encode_error(#WHAT, error))?;
            });
        }
    }
    if body.observed {
        let value = match body.kind {
            BodyKind::JsonText => quote!(step.parsed(&#name)?),
            _ => {
                let json = scope.module.imports.item("serde_json", "Value");
                quote!(#json::String(#name.clone()))
            }
        };
        scope.hoist(quote!(let to_send = #value;));
    }
}

/// Hoists the replacements in a payload, which is given to be changed and to be read, and what has to be there after them.
fn replace_all(scope: &Scope<'_, '_>, body: &Body, [payload, read]: [&TokenStream; 2]) {
    let mut given = BTreeMap::new();
    for (index, replacement) in body.replacements.iter().enumerate() {
        let mut value = replacing(scope, replacement);
        let mut needed = body.needed.iter();
        if needed.any(|needed| needed.unless.contains(&index)) {
            let (name, is_given) = (scope.locals.fresh("replacing"), scope.locals.fresh("given"));
            scope.hoist(quote!(let #name = #value; let #is_given = #name.is_some();));
            value = quote!(#name);
            given.insert(index, is_given);
        }
        let statement = replace(scope, replacement, &value, payload);
        scope.hoist(statement);
    }
    for needed in &body.needed {
        let (pointer, text) = (&needed.pointer, &needed.text);
        let what = payload::member(&needed.name);
        let check = quote!(step.present(#read, #pointer, #text, #what)?;);
        let unless: Vec<&Ident> = needed
            .unless
            .iter()
            .filter_map(|at| given.get(at))
            .collect();
        scope.hoist(match unless.as_slice() {
            [] => check,
            [first, others @ ..] => quote!(if !#first #(&& !#others)* { #check }),
        });
    }
}

/// One replacement as a statement.
fn replace(
    scope: &Scope<'_, '_>,
    replacement: &Replacement,
    value: &TokenStream,
    payload: &TokenStream,
) -> TokenStream {
    let module = scope.module.rt("replace");
    let call = match &replacement.target {
        ReplacementTarget::Pointer(Text::Constant(pointer)) => {
            quote!(#module::pointer(#payload, #pointer, #value))
        }
        ReplacementTarget::Pointer(Text::Dynamic(parts)) => {
            let pointer = value::template_by_reference(scope, parts, "replacement target");
            quote!(#module::pointer(#payload, #pointer, #value))
        }
        ReplacementTarget::JsonPath(path) => {
            let path = engines::jsonpath_of(scope, path);
            quote!(#module::jsonpath(#payload, &#path, #value))
        }
        // An XPath has no meaning for a JSON value, and is not planned for one.
        ReplacementTarget::XPath(_) => return TokenStream::new(),
    };
    quote!(#call.map_err(|error| step.encode_error(#WHAT, error))?;)
}

/// What is put into the payload, if there is something.
fn replacing(scope: &Scope<'_, '_>, replacement: &Replacement) -> TokenStream {
    let value = value::json(scope, &replacement.value);
    let text = match &replacement.value {
        Value::Read(read) if read.missing => &read.text,
        Value::Selector(selector) => &selector.text,
        _ => return value,
    };
    let Some(member) = &replacement.fills else {
        return value;
    };
    let what = payload::member(member);
    quote!(Some(step.required(#value, #text, #what)?))
}

/// The variant: `DeepObject`.
pub(super) fn style_name(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Simple),
        Style::Label => quote!(Label),
        Style::Matrix => quote!(Matrix),
        Style::Form => quote!(Form),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Cookie => quote!(Cookie),
    }
}
