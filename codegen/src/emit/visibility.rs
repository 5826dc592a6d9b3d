//! Items that are visible in their crate alone (D-130).

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use crate::settings::Visibility;

/// The items with the visibility that is set.
pub(super) fn of_items(items: TokenStream, visibility: Visibility) -> TokenStream {
    match visibility {
        Visibility::Public => items,
        Visibility::Crate => in_crate(items, true),
    }
}

/// The items for a place without inner attributes, such as `include!`: a module that is private, of which a crate uses a
/// part, brings no warnings.
pub(super) fn to_include(items: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    for token in items {
        let word = match &token {
            TokenTree::Ident(ident) => ident.to_string(),
            _ => String::new(),
        };
        if matches!(word.as_str(), "pub" | "impl") {
            out.extend(quote!(#[allow(dead_code, unreachable_pub)]));
        }
        out.extend([token]);
    }
    out
}

/// `pub(crate)` for every `pub`. The compiler knows all uses of such an item, and warns of each that has none: `outer` items
/// allow it, since nobody calls everything that is emitted.
fn in_crate(tokens: TokenStream, outer: bool) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    let mut after_pub = false;
    while let Some(token) = tokens.next() {
        let word = match &token {
            TokenTree::Ident(ident) => ident.to_string(),
            _ => String::new(),
        };
        let begins = outer && !after_pub;
        if begins && matches!(word.as_str(), "pub" | "impl" | "static" | "struct") {
            out.extend(quote!(#[allow(dead_code)]));
        }
        after_pub = word == "pub";
        match token {
            TokenTree::Ident(_) if after_pub => {
                let restricted = |next: &TokenTree| matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
                match tokens.peek().is_some_and(restricted) {
                    true => out.extend([token]),
                    false => out.extend(quote!(pub(crate))),
                }
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), in_crate(group.stream(), false));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            other => out.extend([other]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_public_is_visible_in_the_crate() {
        let items = quote! {
            #[doc = "pub"]
            pub struct A { pub a: String, b: (u8,) }
            impl A { pub fn new() {} }
            static S: u8 = 1;
            pub mod m { pub(super) fn f() {} }
        };
        let expected = quote! {
            #[doc = "pub"]
            #[allow(dead_code)]
            pub(crate) struct A { pub(crate) a: String, b: (u8,) }
            #[allow(dead_code)]
            impl A { pub(crate) fn new() {} }
            #[allow(dead_code)]
            static S: u8 = 1;
            #[allow(dead_code)]
            pub(crate) mod m { pub(super) fn f() {} }
        };
        let found = of_items(items.clone(), Visibility::Crate);
        assert_eq!(found.to_string(), expected.to_string());
        let found = of_items(items.clone(), Visibility::Public);
        assert_eq!(found.to_string(), items.to_string());
    }
}
