//! Values in the forms that their consumers take: to serialise, to keep, to embed in text, to hand to an engine.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

use crate::{
    expression::Quoting,
    plan::{Origin, Read, TemplatePart, Value},
    types::{Kind, Shape, Type},
};

use super::{
    engines,
    got::{borrowed, hidden, owned, serialized},
    literal,
    literal::scalar,
    message,
    path::{Form, Got},
    payload, read,
    scope::{Scope, Site},
    types,
};

/// Any value as an expression; literals are borrowed text, numbers, booleans or JSON.
pub(super) fn got(scope: &Scope<'_, '_>, value: &Value) -> Got {
    let owned = |tokens, missing| Got {
        tokens,
        form: Form::Owned,
        missing,
        nullable: false,
    };
    match value {
        Value::Read(expression) => read::read(scope, expression),
        Value::Literal(Json::String(text)) => Got {
            tokens: quote!(#text),
            form: Form::Text,
            missing: false,
            nullable: false,
        },
        Value::Literal(json) => owned(
            scalar(json).unwrap_or_else(|| literal::json(scope.module, json)),
            false,
        ),
        Value::Template(parts) => owned(text_of(scope, parts, "a text"), false),
        Value::Object(object) => owned(payload::object(scope, object), false),
        Value::Array(items) => owned(payload::array(scope, items), false),
        Value::Selector(selector) => {
            let found = engines::select(scope, selector);
            let secret = holds_secret(scope, value);
            owned(if secret { hidden(scope, &found) } else { found }, true)
        }
    }
}

/// The type of what an expression finds, without null.
pub(super) fn type_of(scope: &Scope<'_, '_>, value: &Value) -> Type {
    match value {
        Value::Read(read) => read::effective(scope, read).ty,
        Value::Template(_) if holds_secret(scope, value) => Type::new(Shape::Secret),
        Value::Selector(_) if holds_secret(scope, value) => Type::new(Shape::SecretValue),
        Value::Literal(Json::String(_)) | Value::Template(_) => Type::new(Shape::String),
        Value::Literal(Json::Bool(_)) => Type::new(Shape::Bool),
        Value::Literal(Json::Number(number)) if number.as_i64().is_some() => {
            Type::new(Shape::Int64)
        }
        _ => Type::value(),
    }
}

/// Whether a value is made of a secret, and so is one.
fn holds_secret(scope: &Scope<'_, '_>, value: &Value) -> bool {
    value.holds_secret(&scope.module.workflow.types)
}

/// `Option<serde_json::Value>`: nothing where the value is missing.
pub(super) fn json(scope: &Scope<'_, '_>, value: &Value) -> TokenStream {
    let value = message::made(scope, value);
    if let Value::Literal(json) = value {
        let literal = literal::json(scope.module, json);
        return quote!(Some(#literal));
    }
    if let Value::Array(items) = value {
        let json = scope.module.imports.item("serde_json", "Value");
        let array = payload::array(scope, items);
        return quote!(Some(#json::Array(#array)));
    }
    let ty = type_of(scope, value);
    let got = got(scope, value);
    if is_typed_header(value) {
        let (tokens, helper) = (&got.tokens, scope.module.rt("json"));
        return quote!(#tokens.map(#helper::scalar));
    }
    if ty.shape == Shape::Value && got.form != Form::Text && !matches!(value, Value::Object(_)) {
        let missing = got.missing;
        let owned = owned(&got, &ty);
        return if missing { owned } else { quote!(Some(#owned)) };
    }
    let helper = scope.module.rt("json");
    let tokens = &got.tokens;
    match (got.form, got.missing) {
        (Form::Nullable | Form::NullableOwned, _) => {
            quote!(#tokens.nested().as_ref().and_then(#helper::value))
        }
        (Form::Place | Form::Owned, true) => quote!(#tokens.as_ref().and_then(#helper::value)),
        (_, true) => quote!(#tokens.and_then(#helper::value)),
        (Form::Ref | Form::Text, false) => quote!(#helper::value(#tokens)),
        (_, false) => quote!(#helper::value(&#tokens)),
    }
}

/// Whether a header is read whose schema says that its text is a number or a boolean.
fn is_typed_header(value: &Value) -> bool {
    matches!(value, Value::Read(read) if matches!(read.origin, Origin::Header(_)) && read.ty.shape != Shape::String)
}

/// The value, where the step cannot do without: hoisted, so that it fails before anything is sent.
pub(super) fn required(scope: &Scope<'_, '_>, got: Got, ty: &Type, text: &str, what: &str) -> Got {
    if !got.missing {
        return got;
    }
    let name = scope.locals.fresh(&local_name(text));
    let nullable = got.nullable;
    let (option, form) = match got.form {
        Form::Ref | Form::Text => (got.tokens, got.form),
        Form::Owned => (got.tokens, Form::Place),
        Form::Nullable => {
            let tokens = got.tokens;
            (quote!(#tokens.nested().as_ref()), Form::Ref)
        }
        Form::NullableOwned => {
            let tokens = got.tokens;
            (quote!(#tokens.into_nested()), Form::Place)
        }
        Form::Place if types::is_copy(ty) => (got.tokens, Form::Place),
        Form::Place => {
            let tokens = got.tokens;
            (quote!(#tokens.as_ref()), Form::Ref)
        }
    };
    scope.hoist(quote!(let #name = step.required(#option, #text, #what)?;));
    Got {
        tokens: quote!(#name),
        form,
        missing: false,
        nullable,
    }
}

/// A variable's name from an expression: its last word.
fn local_name(text: &str) -> String {
    use heck::ToSnakeCase;
    let words = text.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
    let mut names = words.map(|word| word.to_snake_case());
    names
        .find(|name| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && syn::parse_str::<syn::Ident>(name).is_ok()
        })
        .unwrap_or_else(|| "value_to_send".to_owned())
}

/// Text with embedded values, as a secret if one of them is.
pub(super) fn text_of(scope: &Scope<'_, '_>, parts: &[TemplatePart], what: &str) -> TokenStream {
    let text = template(scope, parts, what);
    let types = &scope.module.workflow.types;
    if parts.iter().any(|part| part.holds_secret(types)) {
        let secret = scope.module.rt("Secret");
        quote!(#secret::from(#text))
    } else {
        text
    }
}

/// Text with embedded values: a `format!`.
pub(super) fn template(scope: &Scope<'_, '_>, parts: &[TemplatePart], what: &str) -> TokenStream {
    if let [TemplatePart::Quoted(read, quoting, _)] = parts
        && !is_inert(scope, read, *quoting)
    {
        return quoted(scope, read, *quoting, what);
    }
    let inside = |member: &Option<String>| match member {
        Some(name) => payload::member(name),
        None => what.to_owned(),
    };
    let mut format = String::new();
    let mut arguments = Vec::new();
    for part in parts {
        match part {
            TemplatePart::Text(text) => {
                format.push_str(&text.replace('{', "{{").replace('}', "}}"))
            }
            TemplatePart::Value(read) => {
                format.push_str("{}");
                arguments.push(displayed(scope, read, what));
            }
            TemplatePart::Quoted(read, quoting, member) if is_inert(scope, read, *quoting) => {
                format.push_str("{}");
                arguments.push(displayed(scope, read, &inside(member)));
            }
            TemplatePart::Quoted(read, quoting, member) => {
                format.push_str("{}");
                arguments.push(quoted(scope, read, *quoting, &inside(member)));
            }
        }
    }
    // A value alone is its own text; `ToString` needs no format.
    if let ("{}", [only]) = (format.as_str(), arguments.as_slice()) {
        return quote!(#only.to_string());
    }
    quote!(format!(#format, #(#arguments),*))
}

/// The same by reference: a secret alone is read where it is.
pub(super) fn template_by_reference(
    scope: &Scope<'_, '_>,
    parts: &[TemplatePart],
    what: &str,
) -> TokenStream {
    if let [TemplatePart::Value(read)] = parts
        && matches!(read::effective(scope, read).ty.shape, Shape::Secret)
    {
        let got = embedded(scope, &read::effective(scope, read), what);
        if got.missing || got.nullable {
            let helper = scope.module.rt("json");
            let reference = serialized(got);
            return quote!(&#helper::text(#reference));
        }
        let tokens = got.tokens;
        return quote!(#tokens.expose());
    }
    let text = template(scope, parts, what);
    quote!(&#text)
}

/// Whether a value is a number or a boolean, which mean nothing in most languages but themselves.
fn is_inert(scope: &Scope<'_, '_>, read: &Read, quoting: Quoting) -> bool {
    // A dot matches anything, and strings of XPath are quoted with their values.
    if matches!(
        quoting,
        Quoting::Regex | Quoting::XPathString | Quoting::XPathLiteral
    ) {
        return false;
    }
    let read = read::effective(scope, read);
    let scalar = matches!(
        read.ty.shape,
        Shape::Bool | Shape::Int32 | Shape::Int64 | Shape::Number
    );
    scalar && !read.ty.nullable
}

/// An embedded value as text that cannot change what is around it.
fn quoted(scope: &Scope<'_, '_>, read: &Read, quoting: Quoting, what: &str) -> TokenStream {
    let read = &read::effective(scope, read);
    let reference = serialized(embedded(scope, read, what));
    let module = scope.module.rt("quote");
    match quoting {
        Quoting::JsonString => quote!(#module::json_string(#reference)),
        Quoting::JsonValue => quote!(#module::json_value(#reference)),
        Quoting::XmlText => quote!(#module::xml_text(#reference)),
        Quoting::XmlAttribute => quote!(#module::xml_attribute(#reference)),
        Quoting::XmlCdata => quote!(#module::xml_cdata(#reference)),
        Quoting::XmlComment => quote!(#module::xml_comment(#reference)),
        Quoting::XmlName => {
            quote!(#module::xml_name(#reference).map_err(|error| step.encode_error(#what, error))?)
        }
        Quoting::Form => quote!(#module::form(#reference)),
        Quoting::JsonPathText => quote!(#module::jsonpath_text(#reference)),
        Quoting::JsonPathLiteral => quote!(#module::jsonpath_literal(#reference)),
        Quoting::JsonPathPattern => quote!(#module::jsonpath_pattern(#reference)),
        Quoting::PointerToken => quote!(#module::pointer_token(#reference)),
        Quoting::Regex => quote!(#module::regex(#reference)),
        Quoting::XPathString => quote!(#module::xpath_string(#reference)),
        Quoting::XPathLiteral => quote!(#module::xpath_literal(#reference)),
    }
}

/// An embedded value. Requests cannot do without it, elsewhere a missing one reads as null (decision D-05e).
fn embedded(scope: &Scope<'_, '_>, read: &Read, what: &str) -> Got {
    let found = read::read(scope, read);
    if scope.site == Site::Request {
        required(scope, found, &read.ty, &read.text, what)
    } else {
        found
    }
}

/// An embedded value as something that `format!` takes.
fn displayed(scope: &Scope<'_, '_>, read: &Read, what: &str) -> TokenStream {
    let read = &read::effective(scope, read);
    let got = embedded(scope, read, what);
    let tokens = &got.tokens;
    let helper = || scope.module.rt("json");
    if got.missing || got.nullable {
        let helper = helper();
        let reference = serialized(got);
        return quote!(#helper::text(#reference));
    }
    match &read.ty.shape {
        Shape::String | Shape::Bool | Shape::Int32 | Shape::Int64 | Shape::Number => {
            quote!(#tokens)
        }
        Shape::Secret => quote!(#tokens.expose()),
        Shape::Named(id)
            if matches!(scope.module.workflow.types.get(*id).kind, Kind::Enum { .. }) =>
        {
            quote!(#tokens.as_str())
        }
        _ if got.form == Form::Text => quote!(#tokens),
        _ => {
            let helper = helper();
            let reference = serialized(got);
            quote!(#helper::text(#reference))
        }
    }
}

/// Text for a body or an engine.
pub(super) struct Text {
    pub tokens: TokenStream,
    /// Whether it is a `String` rather than a `&str`.
    owned: bool,
}

impl Text {
    /// As `String`.
    pub(super) fn into_string(self) -> TokenStream {
        let tokens = self.tokens;
        match self.owned {
            true => tokens,
            false => quote!(String::from(#tokens)),
        }
    }

    /// As `&str`.
    pub(super) fn by_reference(self) -> TokenStream {
        let tokens = self.tokens;
        if self.owned { quote!(&#tokens) } else { tokens }
    }
}

fn is_text(ty: &Type) -> bool {
    ty.shape == Shape::String && !types::is_option(ty)
}

/// A value as text: strings as they are, anything else as when it is embedded.
pub(super) fn text(scope: &Scope<'_, '_>, value: &Value, text: &str, what: &str) -> Text {
    match value {
        Value::Literal(Json::String(text)) => Text {
            tokens: quote!(#text),
            owned: false,
        },
        Value::Literal(json) => {
            let text = json.to_string();
            Text {
                tokens: quote!(#text),
                owned: false,
            }
        }
        Value::Template(parts) => Text {
            tokens: template(scope, parts, what),
            owned: true,
        },
        Value::Read(expression) if is_text(&type_of(scope, value)) => {
            let found = read::read(scope, expression);
            let got = required(scope, found, &expression.ty, &expression.text, what);
            let tokens = if got.form == Form::Ref {
                got.tokens
            } else {
                borrowed(got, &Shape::String).0
            };
            Text {
                tokens,
                owned: false,
            }
        }
        other => {
            let helper = scope.module.rt("json");
            let ty = type_of(scope, other);
            let found = got(scope, other);
            let got = required(scope, found, &ty, text, what);
            let reference = serialized(got);
            Text {
                tokens: quote!(#helper::text(#reference)),
                owned: true,
            }
        }
    }
}
