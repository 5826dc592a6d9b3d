//! Payloads: private structs that serialise from borrowed values, and lists with dynamic elements.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

use crate::{
    plan::{Member, Object, Value},
    types::{Shape, Type},
};

use super::{
    context::Module,
    got, literal,
    names::assign,
    names::ident,
    path::{Form, Got},
    read,
    scope::Scope,
    types,
    types::Renaming,
    value,
};

/// A struct literal; the struct itself is noted in the module.
pub(super) fn object(scope: &Scope<'_, '_>, payload: &Object) -> TokenStream {
    structure(scope, payload).0
}

/// The literal, and whether its struct has a lifetime.
fn structure(scope: &Scope<'_, '_>, object: &Object) -> (TokenStream, bool) {
    let fields: Vec<Written> = object
        .members
        .iter()
        .map(|member| written(scope, member))
        .collect();
    declare(scope, object, &fields);
    let name = ident(&object.name);
    let members = object.members.iter().zip(&fields).map(|(member, field)| {
        let (name, value) = (ident(&member.ident), &field.value);
        assign(&name, value)
    });
    (
        quote!(#name { #(#members),* }),
        fields.iter().any(|field| field.borrows),
    )
}

/// A member: its type and its value.
struct Written {
    ty: TokenStream,
    value: TokenStream,
    /// Whether the type mentions `'a`.
    borrows: bool,
    /// The option that leaves it out where there is nothing.
    skipping: Option<TokenStream>,
}

fn declare(scope: &Scope<'_, '_>, object: &Object, fields: &[Written]) {
    let module = scope.module;
    let renaming = Renaming::of(
        object
            .members
            .iter()
            .map(|member| (member.name.as_str(), member.ident.as_str())),
    );
    let derive = types::derive(
        module,
        &object.name,
        &[],
        &["Serialize"],
        &Vec::from_iter(renaming.container()),
    );
    let name = ident(&object.name);
    let lifetime = fields
        .iter()
        .any(|field| field.borrows)
        .then(|| quote!(<'a>));
    let members = object.members.iter().zip(fields).map(|(member, field)| {
        let (name, ty) = (ident(&member.ident), &field.ty);
        let mut options = Vec::from_iter(renaming.field(&member.name, &member.ident));
        options.extend(field.skipping.clone());
        let options = types::serde(options);
        quote!(#options #name: #ty)
    });
    module.add_struct(
        &object.name,
        quote! {
            #derive
            struct #name #lifetime { #(#members,)* }
        },
    );
}

fn written(scope: &Scope<'_, '_>, member: &Member) -> Written {
    let plain = |ty, value| Written {
        ty,
        value,
        borrows: false,
        skipping: None,
    };
    let what = || self::member(&member.name);
    match &member.value {
        Value::Read(expression) => {
            let needed = member.required.then(what);
            written_read(scope, expression, needed.as_deref())
        }
        Value::Literal(json) => written_literal(scope.module, json),
        Value::Template(parts) => plain(quote!(String), value::template(scope, parts, &what())),
        Value::Object(inner) => {
            let (value, borrows) = structure(scope, inner);
            let name = ident(&inner.name);
            let lifetime = borrows.then(|| quote!(<'a>));
            Written {
                ty: quote!(#name #lifetime),
                value,
                borrows,
                skipping: None,
            }
        }
        Value::Array(items) if items.iter().all(|item| is_bytes(scope, item)) => {
            let binary = scope.module.rt("Binary");
            Written {
                ty: quote!(Vec<&'a #binary>),
                value: list_of_bytes(scope, items),
                borrows: true,
                skipping: None,
            }
        }
        Value::Array(items) => {
            let json = scope.module.imports.item("serde_json", "Value");
            plain(quote!(Vec<#json>), array(scope, items))
        }
        Value::Selector(selector) => {
            let json = scope.module.imports.item("serde_json", "Value");
            if member.required {
                let got = value::got(scope, &member.value);
                let got = value::required(scope, got, &Type::value(), &selector.text, &what());
                return plain(quote!(#json), got.tokens);
            }
            let value = value::json(scope, &member.value);
            Written {
                ty: quote!(Option<#json>),
                value,
                borrows: false,
                skipping: skipped(true),
            }
        }
    }
}

/// What names a member in failures.
pub(super) fn member(name: &str) -> String {
    format!("member `{name}` of the request body")
}

/// Whether a value is bytes, which JSON could only hold as text.
fn is_bytes(scope: &Scope<'_, '_>, value: &Value) -> bool {
    matches!(value, Value::Read(_)) && value::type_of(scope, value).shape == Shape::Bytes
}

fn list_of_bytes(scope: &Scope<'_, '_>, items: &[Value]) -> TokenStream {
    let items = items.iter().map(|item| {
        let (tokens, optional) = got::borrowed(value::got(scope, item), &Shape::Bytes);
        if optional {
            tokens
        } else {
            quote!(Some(#tokens))
        }
    });
    quote!([#(#items),*].into_iter().flatten().collect())
}

/// The option that leaves out what may be missing.
fn skipped(missing: bool) -> Option<TokenStream> {
    missing.then(|| quote!(skip_serializing_if = "Option::is_none"))
}

/// A member that may be missing and may be null.
fn nullable_read(scope: &Scope<'_, '_>, got: &Got, ty: &Type) -> Written {
    let inner = types::nullable(scope.module, &types::shape(scope.module, &ty.shape));
    let tokens = &got.tokens;
    let borrows = got.form == Form::Nullable && !types::is_copy(ty);
    let (ty, value) = match borrows {
        true => (quote!(&'a #inner), quote!(&#tokens)),
        false => (inner, tokens.clone()),
    };
    Written {
        ty,
        value,
        borrows,
        skipping: Some(quote!(
            skip_serializing_if = "::arazzo_runtime::Nullable::is_missing"
        )),
    }
}

fn written_literal(module: &Module<'_>, json: &Json) -> Written {
    let ty = match json {
        Json::String(_) => quote!(&'static str),
        Json::Bool(_) => quote!(bool),
        Json::Number(number) if literal::integer(number).is_some() => quote!(i64),
        Json::Number(_) if literal::scalar(json).is_some() => quote!(f64),
        _ => module.imports.item("serde_json", "Value"),
    };
    let value = match json {
        Json::String(text) => quote!(#text),
        _ => literal::scalar(json).unwrap_or_else(|| literal::json(module, json)),
    };
    Written {
        ty,
        value,
        borrows: false,
        skipping: None,
    }
}

/// A borrowed value: `&'a str`, a number by value, `Option<&'a T>`. `needed` names one that must not be missing.
fn written_read(
    scope: &Scope<'_, '_>,
    expression: &crate::plan::Read,
    needed: Option<&str>,
) -> Written {
    let expression = &read::effective(scope, expression);
    let mut got = read::read(scope, expression);
    let ty = &expression.ty;
    if let Some(what) = needed {
        got = value::required(scope, got, ty, &expression.text, what);
    }
    let nullable = got.nullable;
    let missing = got.missing;
    if matches!(got.form, Form::Nullable | Form::NullableOwned) {
        return nullable_read(scope, &got, ty);
    }
    let owned = types::is_copy(ty) || matches!(got.form, Form::Owned);
    if owned && missing && nullable {
        let (name, options) = (scope.module.rt("Nullable"), got::owned(&got, ty));
        let made = Got {
            tokens: quote!(#name::from_nested(#options)),
            form: Form::NullableOwned,
            ..got
        };
        return nullable_read(scope, &made, ty);
    }
    if owned {
        let base = if is_status(expression) {
            quote!(u16)
        } else {
            types::rust(
                scope.module,
                &Type {
                    nullable,
                    ..ty.clone()
                },
            )
        };
        let ty_tokens = if missing { quote!(Option<#base>) } else { base };
        return Written {
            ty: ty_tokens,
            value: got::owned(&got, ty),
            borrows: false,
            skipping: skipped(missing),
        };
    }
    let text = matches!(ty.shape, Shape::String) || got.form == Form::Text;
    if nullable && missing {
        let inner = types::rust(
            scope.module,
            &Type {
                nullable,
                ..ty.clone()
            },
        );
        let tokens = got.tokens;
        let value = if got.form == Form::Place {
            quote!(#tokens.as_ref())
        } else {
            tokens
        };
        return Written {
            ty: quote!(Option<&'a #inner>),
            value,
            borrows: true,
            skipping: skipped(missing),
        };
    }
    let base = if text {
        quote!(str)
    } else {
        foreign_safe(scope, expression)
    };
    let (value, optional) =
        got::borrowed(got.clone(), if text { &Shape::String } else { &ty.shape });
    let value = if text && !optional && got.form == Form::Place {
        // `&String` becomes `&str` by itself.
        let tokens = got.tokens;
        quote!(&#tokens)
    } else {
        value
    };
    let ty_tokens = if optional {
        quote!(Option<&'a #base>)
    } else {
        quote!(&'a #base)
    };
    Written {
        ty: ty_tokens,
        value,
        borrows: true,
        skipping: skipped(missing),
    }
}

/// The type of a value that may belong to another workflow's module.
fn foreign_safe(scope: &Scope<'_, '_>, expression: &crate::plan::Read) -> TokenStream {
    let ty = Type {
        nullable: false,
        ..expression.ty.clone()
    };
    types::rust(scope.module, &ty)
}

fn is_status(expression: &crate::plan::Read) -> bool {
    matches!(expression.origin, crate::plan::Origin::StatusCode)
        && !matches!(expression.ty.shape, Shape::Int32 | Shape::Int64)
}

/// A list; elements that are missing are left out.
pub(super) fn array(scope: &Scope<'_, '_>, items: &[Value]) -> TokenStream {
    let helper = scope.module.rt("json");
    let items = items.iter().map(|item| value::json(scope, item));
    quote!(#helper::array([#(#items),*]))
}

#[cfg(test)]
mod tests {
    use crate::testing::code;

    #[test]
    fn a_text_that_may_be_null_and_missing_is_borrowed_as_text() {
        let api = "
openapi: 3.1.0
info: {title: replies, version: '1'}
servers: [{url: 'https://replies.example'}]
paths:
  /replies:
    get:
      operationId: replies
      responses:
        '200':
          description: Replies.
          content:
            application/json:
              schema: {type: array, items: {type: object, required: [text], properties: {text: {type: [string, 'null']}}}}
    post:
      operationId: speak
      requestBody: {content: {application/json: {schema: {type: object, required: [input], properties: {input: {type: string}}}}}}
      responses: {'204': {description: Spoken.}}
";
        let text = "workflows:
- workflowId: w
  steps:
  - {stepId: ask, operationId: replies, outputs: {reply: '$response.body#/0/text'}}
  - {stepId: speak, operationId: speak, requestBody: {payload: {input: $steps.ask.outputs.reply}}}
";
        let code = code(api, text);
        assert!(code.contains("input: Option<&'a str>"), "{code}");
        assert!(code.contains("input: reply.as_deref()"), "{code}");
    }
}
