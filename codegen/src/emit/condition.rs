//! Conditions as boolean expressions, in both directions: what must hold, and what must not.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::{
    expression::Comparison,
    plan::{Operand, Read, Test},
    types::Shape,
};

use super::{
    engines, got, literal,
    path::Form,
    read,
    scope::{Scope, Site},
    types,
};

/// How tightly an expression binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Comparison,
    Atom,
}

/// A boolean expression.
struct Bool {
    tokens: TokenStream,
    level: Level,
}

impl Bool {
    fn atom(tokens: TokenStream) -> Self {
        Self {
            tokens,
            level: Level::Atom,
        }
    }

    fn comparison(tokens: TokenStream) -> Self {
        Self {
            tokens,
            level: Level::Comparison,
        }
    }

    /// In parentheses where `level` would tear it apart.
    fn within(self, level: Level) -> TokenStream {
        let tokens = self.tokens;
        if self.level < level {
            quote!((#tokens))
        } else {
            tokens
        }
    }

    fn negated(self) -> Self {
        let inner = self.within(Level::Atom);
        Self::atom(quote!(!#inner))
    }
}

/// An expression that is true when all tests hold; `None` when they always do.
pub(super) fn all_hold<'t>(
    scope: &Scope<'_, '_>,
    tests: impl IntoIterator<Item = &'t Test>,
) -> Option<TokenStream> {
    conjunction(scope, tests, Level::Or)
}

/// The same, to be followed by `&&`.
pub(super) fn all_hold_and<'t>(
    scope: &Scope<'_, '_>,
    tests: impl IntoIterator<Item = &'t Test>,
) -> Option<TokenStream> {
    conjunction(scope, tests, Level::And)
}

fn conjunction<'t>(
    scope: &Scope<'_, '_>,
    tests: impl IntoIterator<Item = &'t Test>,
    level: Level,
) -> Option<TokenStream> {
    let parts: Vec<Bool> = tests
        .into_iter()
        .filter(|test| !matches!(test, Test::Constant(true)))
        .map(|test| expression(scope, test, true))
        .collect();
    match <[Bool; 1]>::try_from(parts) {
        Ok([one]) => Some(one.within(level)),
        Err(parts) if parts.is_empty() => None,
        Err(parts) => {
            let parts = parts.into_iter().map(|part| part.within(Level::And));
            Some(quote!(#(#parts)&&*))
        }
    }
}

/// The test, or its contrary.
fn expression(scope: &Scope<'_, '_>, test: &Test, holds: bool) -> Bool {
    if let Some(range) = statuses(scope, test, holds) {
        return range;
    }
    match test {
        Test::Repeats(action) => signed(quote!(failure.repeats(#action)), holds),
        Test::Successful => status_range(scope, 200, 300, holds),
        Test::Constant(value) => {
            let value = *value == holds;
            Bool::atom(quote!(#value))
        }
        Test::Status(comparison, status) => status_comparison(scope, *comparison, *status, holds),
        Test::Not(inner) => expression(scope, inner, !holds),
        Test::And(left, right) | Test::Or(left, right) => {
            let (left, right) = (
                expression(scope, left, holds),
                expression(scope, right, holds),
            );
            // The contrary of `a && b` is `!a || !b`.
            if matches!(test, Test::And(..)) == holds {
                let (left, right) = (left.within(Level::And), right.within(Level::And));
                Bool {
                    tokens: quote!(#left && #right),
                    level: Level::And,
                }
            } else {
                let (left, right) = (left.within(Level::Or), right.within(Level::Or));
                Bool {
                    tokens: quote!(#left || #right),
                    level: Level::Or,
                }
            }
        }
        Test::Compare(left, comparison, right) => {
            comparison_call(scope, left, *comparison, right, holds)
        }
        Test::Truthy(operand) => truthy(scope, operand, holds),
        Test::Exists(found) => exists(scope, found, holds),
        Test::Regex { pattern, context } => {
            let context = operand(scope, &Operand::Read(context.clone()));
            signed(engines::regex(scope, pattern, &context), holds)
        }
        Test::JsonPathExists { query, context } => {
            signed(engines::jsonpath(scope, query, context, "exists"), holds)
        }
        Test::JsonPathHolds {
            expression,
            context,
        } => signed(
            engines::jsonpath(scope, expression, context, "holds"),
            holds,
        ),
        Test::XPath {
            expression,
            context,
        } => signed(engines::xpath(scope, expression, context), holds),
    }
}

/// Whether there is something, `null` included.
fn exists(scope: &Scope<'_, '_>, found: &Read, holds: bool) -> Bool {
    let got = read::read(scope, found);
    let tokens = got.tokens;
    if matches!(got.form, Form::Nullable | Form::NullableOwned) {
        return signed(quote!(#tokens.is_missing()), !holds);
    }
    match (got.missing, holds) {
        (true, true) => Bool::atom(quote!(#tokens.is_some())),
        (true, false) => Bool::atom(quote!(#tokens.is_none())),
        (false, holds) => Bool::atom(quote!(#holds)),
    }
}

fn signed(tokens: TokenStream, holds: bool) -> Bool {
    let positive = Bool::atom(tokens);
    if holds { positive } else { positive.negated() }
}

/// Tests of the status that have a short form: one of several, or a range.
fn statuses(scope: &Scope<'_, '_>, test: &Test, holds: bool) -> Option<Bool> {
    if let Test::And(left, right) = test
        && let (Test::Status(from, low), Test::Status(to, high)) = (left.as_ref(), right.as_ref())
    {
        let low = match from {
            Comparison::GreaterOrEqual => *low,
            Comparison::Greater => low.checked_add(1)?,
            _ => return None,
        };
        let high = match to {
            Comparison::Less => *high,
            Comparison::LessOrEqual => high.checked_add(1)?,
            _ => return None,
        };
        return (low < high).then(|| status_range(scope, low, high, holds));
    }
    let mut several = Vec::new();
    equal_statuses(test, &mut several)?;
    (several.len() > 1).then_some(())?;
    scope.respond();
    let several = several.into_iter().map(Literal::u16_unsuffixed);
    let tokens = match status_holder(scope) {
        Ok(status) => quote!(matches!(#status, #(#several)|*)),
        Err(status) => quote!(matches!(#status, Some(#(#several)|*))),
    };
    Some(signed(tokens, holds))
}

/// The statuses of `$statusCode == a || $statusCode == b`.
fn equal_statuses(test: &Test, out: &mut Vec<u16>) -> Option<()> {
    match test {
        Test::Status(Comparison::Equal, status) => out.push(*status),
        Test::Or(left, right) => {
            equal_statuses(left, out)?;
            equal_statuses(right, out)?;
        }
        _ => return None,
    }
    Some(())
}

/// The status as a number, or as an option where there may have been no response.
fn status_holder(scope: &Scope<'_, '_>) -> Result<TokenStream, TokenStream> {
    match scope.site {
        Site::Response => Ok(quote!(response.status())),
        Site::Failure => Err(quote!(failure.status())),
        _ => Err(quote!(response.as_ref().map(|response| response.status()))),
    }
}

fn status_range(scope: &Scope<'_, '_>, low: u16, high: u16, holds: bool) -> Bool {
    scope.respond();
    let (low, high) = (Literal::u16_unsuffixed(low), Literal::u16_unsuffixed(high));
    match status_holder(scope) {
        Ok(status) => signed(quote!((#low..#high).contains(&#status)), holds),
        Err(status) if holds => {
            Bool::atom(quote!(#status.is_some_and(|status| (#low..#high).contains(&status))))
        }
        Err(status) => {
            Bool::atom(quote!(#status.is_none_or(|status| !(#low..#high).contains(&status))))
        }
    }
}

fn status_comparison(
    scope: &Scope<'_, '_>,
    comparison: Comparison,
    status: u16,
    holds: bool,
) -> Bool {
    scope.respond();
    let number = Literal::u16_unsuffixed(status);
    let comparison = if holds {
        comparison
    } else {
        contrary(comparison)
    };
    let operator = operator(comparison);
    match (status_holder(scope), comparison) {
        (Ok(status), _) => Bool::comparison(quote!(#status #operator #number)),
        (Err(status), Comparison::Equal | Comparison::NotEqual) => {
            Bool::comparison(quote!(#status #operator Some(#number)))
        }
        // Without a response there is nothing to order, so that the comparison does not hold.
        (Err(status), _) if holds => {
            Bool::atom(quote!(#status.is_some_and(|status| status #operator #number)))
        }
        (Err(status), _) => {
            Bool::atom(quote!(#status.is_none_or(|status| status #operator #number)))
        }
    }
}

fn contrary(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}

fn operator(comparison: Comparison) -> TokenStream {
    match comparison {
        Comparison::Equal => quote!(==),
        Comparison::NotEqual => quote!(!=),
        Comparison::Less => quote!(<),
        Comparison::LessOrEqual => quote!(<=),
        Comparison::Greater => quote!(>),
        Comparison::GreaterOrEqual => quote!(>=),
    }
}

/// A comparison through the runtime, which knows how unlike types compare (decision D-12).
fn comparison_call(
    scope: &Scope<'_, '_>,
    left: &Operand,
    comparison: Comparison,
    right: &Operand,
    holds: bool,
) -> Bool {
    let module = scope.module.rt("condition");
    let (left, right) = (operand(scope, left), operand(scope, right));
    // `!=` is the contrary of `==`, but `>=` is not the contrary of `<`: neither holds for null.
    let (function, holds) = match (comparison, holds) {
        (Comparison::Equal, true) | (Comparison::NotEqual, false) => (quote!(equal), true),
        (Comparison::NotEqual, true) | (Comparison::Equal, false) => (quote!(not_equal), true),
        (Comparison::Less, holds) => (quote!(less), holds),
        (Comparison::LessOrEqual, holds) => (quote!(less_or_equal), holds),
        (Comparison::Greater, holds) => (quote!(greater), holds),
        (Comparison::GreaterOrEqual, holds) => (quote!(greater_or_equal), holds),
    };
    signed(quote!(#module::#function(#left, #right)), holds)
}

fn truthy(scope: &Scope<'_, '_>, bare: &Operand, holds: bool) -> Bool {
    if let Operand::Read(expression) = bare
        && read::effective(scope, expression).ty.shape == Shape::Bool
    {
        let got = read::read(scope, expression);
        let tokens = got::owned(&got, &expression.ty);
        return match (got.missing, got.nullable) {
            (false, false) => signed(tokens, holds),
            (true, true) => signed(quote!(#tokens.flatten() == Some(true)), holds),
            _ if holds => Bool::comparison(quote!(#tokens == Some(true))),
            _ => Bool::comparison(quote!(#tokens != Some(true))),
        };
    }
    let module = scope.module.rt("condition");
    let operand = operand(scope, bare);
    signed(quote!(#module::truthy(#operand)), holds)
}

/// Something that the runtime's comparisons take.
fn operand(scope: &Scope<'_, '_>, operand: &Operand) -> TokenStream {
    let expression = match operand {
        Operand::Null => {
            let null = scope.module.imports.item("condition", "Operand");
            return quote!(#null::null());
        }
        Operand::Bool(value) => return quote!(#value),
        Operand::Text(text) => return quote!(#text),
        Operand::Number(number) => {
            let json = serde_json::Value::Number(number.clone());
            return literal::scalar(&json).unwrap_or_else(|| {
                let (operand, number) = (
                    scope.module.imports.item("condition", "Operand"),
                    literal::number(number, &|| scope.module.rt("json")),
                );
                quote!(#operand::json(&#number))
            });
        }
        Operand::Json(value) => {
            let (operand, text) = (
                scope.module.imports.item("condition", "Operand"),
                literal::raw(&value.to_string()),
            );
            return quote!(#operand::written(#text));
        }
        Operand::Read(expression) => expression,
    };
    let expression = &read::effective(scope, expression);
    let got = read::read(scope, expression);
    let ty = &expression.ty;
    if types::is_copy(ty) && !matches!(ty.shape, Shape::Tuple(_)) {
        if got.form == Form::Nullable {
            let tokens = &got.tokens;
            return quote!(#tokens.into_value());
        }
        let nested = got.missing && got.nullable;
        let tokens = got::owned(&got, ty);
        return if nested {
            quote!(#tokens.flatten())
        } else {
            tokens
        };
    }
    if got.form == Form::Owned && !got.missing {
        let tokens = &got.tokens;
        match ty.shape {
            Shape::Value | Shape::Secret => return quote!(&#tokens),
            Shape::String | Shape::Number => return quote!(#tokens),
            _ => {}
        }
    }
    match ty.shape {
        Shape::String | Shape::Secret | Shape::Number | Shape::Value => {
            got::borrowed(got, &ty.shape).0
        }
        _ if got.form == Form::Text => got.tokens,
        _ => {
            let operand = scope.module.imports.item("condition", "Operand");
            let reference = got::serialized(got);
            quote!(#operand::json(#reference))
        }
    }
}
