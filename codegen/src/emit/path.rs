//! Walks from a place in Rust into its parts: plain fields directly, optional ones through `as_ref` and `and_then`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names::{bare, ident};

/// What an expression is, for a value type `N` that is `T`, or `Option<T>` where the value may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A place that holds `N`, or `Option<N>` where it may be missing.
    Place,
    /// `&N`, or `Option<&N>`.
    Ref,
    /// `&str`, or `Option<&str>`: text without a `String` behind it.
    Text,
    /// A value of its own: `N`, or `Option<N>`.
    Owned,
    /// A place that holds a `Nullable` of what may be missing and may be null.
    Nullable,
    /// A `Nullable` of its own.
    NullableOwned,
}

/// An expression for a value.
#[derive(Debug, Clone)]
pub(super) struct Got {
    pub tokens: TokenStream,
    pub form: Form,
    /// Whether the expression is an `Option` because there may be nothing.
    pub missing: bool,
    /// Whether the value is an `Option` because it may be null.
    pub nullable: bool,
}

/// A way into a value, built step by step.
#[derive(Debug, Clone)]
pub(super) struct Walk {
    /// Takes parts by value instead of by reference.
    moving: bool,
    /// The optional value so far, and the name its content has in the next closure.
    chain: Option<(TokenStream, Ident)>,
    /// The place: from the root, or from the closure's parameter.
    place: TokenStream,
    /// Whether anything follows the closure's parameter.
    deeper: bool,
    /// Name for the next closure's parameter.
    name: Ident,
    missing: bool,
    nullable: bool,
    boxed: bool,
    /// The field that the place is the inside of, where that is a `Nullable`.
    whole: Option<TokenStream>,
}

impl Walk {
    /// From a place; `name` is what its content is called.
    pub(super) fn new(
        place: TokenStream,
        name: &str,
        missing: bool,
        nullable: bool,
        moving: bool,
    ) -> Self {
        Self {
            moving,
            chain: None,
            place,
            deeper: false,
            name: closure_name(name),
            missing,
            nullable,
            boxed: false,
            whole: None,
        }
    }

    /// From an option of a reference; `name` is what its content is called.
    pub(super) fn of_option(option: TokenStream, name: &str) -> Self {
        let name = closure_name(name);
        Self {
            moving: false,
            chain: Some((option, name.clone())),
            place: quote!(#name),
            deeper: false,
            name,
            missing: false,
            nullable: false,
            boxed: false,
            whole: None,
        }
    }

    /// Into a field.
    pub(super) fn field(&mut self, field: &str, missing: bool, nullable: bool, boxed: bool) {
        self.unwrap_options();
        let token = ident(field);
        let place = &self.place;
        let field_place = quote!(#place.#token);
        (self.place, self.whole) = match (missing && nullable, self.moving) {
            (false, _) => (field_place, None),
            (true, false) => (quote!(#field_place.nested()), Some(field_place)),
            (true, true) => (quote!(#field_place.into_nested()), Some(field_place)),
        };
        self.deeper = true;
        self.name = closure_name(field);
        (self.missing, self.nullable, self.boxed) = (missing, nullable, boxed);
    }

    /// Into a tuple field that is an `Option`: `Nth`.
    pub(super) fn nth(&mut self, nullable: bool) {
        self.unwrap_options();
        let place = &self.place;
        self.place = quote!(#place.0);
        self.whole = None;
        self.deeper = true;
        self.name = ident("element");
        (self.missing, self.nullable, self.boxed) = (true, nullable, false);
    }

    /// Into something that a method returning `Option<&_>` finds.
    pub(super) fn find(&mut self, call: &TokenStream, name: &str, nullable: bool) {
        self.unwrap_options();
        let place = &self.place;
        let head = match &self.chain {
            None => quote!(#place.#call),
            Some((head, parameter)) => quote!(#head.and_then(|#parameter| #place.#call)),
        };
        self.enter(head, name);
        (self.missing, self.nullable, self.boxed) = (false, nullable, false);
    }

    /// Makes the current option, if it is one, the chain that the next step continues.
    fn unwrap_options(&mut self) {
        if !self.missing && !self.nullable {
            return;
        }
        let mut head = self.as_option();
        if self.missing && self.nullable {
            head = if self.moving {
                quote!(#head.flatten())
            } else {
                quote!(#head.and_then(Option::as_ref))
            };
        }
        let name = self.name.to_string();
        self.enter(head, &name);
        (self.missing, self.nullable) = (false, false);
    }

    /// The current place, which holds an `Option`, as an option of a reference (or of the value when moving).
    fn as_option(&self) -> TokenStream {
        let place = &self.place;
        let option = if self.moving {
            quote!(#place)
        } else {
            quote!(#place.as_ref())
        };
        match &self.chain {
            None => option,
            Some((head, _)) if !self.deeper => quote!(#head.and_then(Option::as_ref)),
            Some((head, parameter)) => quote!(#head.and_then(|#parameter| #option)),
        }
    }

    /// The value in a box that is optional: what may be null is taken out as a value of its own.
    fn unboxed(self) -> Got {
        let place = &self.place;
        let (inner, form) = match (self.missing, self.nullable) {
            (true, false) => (quote!(#place.as_deref()), Form::Ref),
            (true, true) => (
                quote!(#place.as_ref().map(|value| value.as_deref().cloned())),
                Form::Owned,
            ),
            (false, _) => (quote!(#place.as_deref().cloned()), Form::Owned),
        };
        let tokens = match &self.chain {
            None => inner,
            Some((head, parameter)) if self.missing => quote!(#head.and_then(|#parameter| #inner)),
            Some((head, parameter)) => quote!(#head.map(|#parameter| #inner)),
        };
        Got {
            tokens,
            form,
            missing: self.missing || self.chain.is_some(),
            nullable: self.nullable,
        }
    }

    fn enter(&mut self, head: TokenStream, name: &str) {
        let name = closure_name(name);
        self.place = quote!(#name);
        self.whole = None;
        self.chain = Some((head, name.clone()));
        self.name = name;
        self.deeper = false;
    }

    /// The value at the end of the way.
    pub(super) fn finish(self) -> Got {
        if self.boxed && (self.missing || self.nullable) {
            return self.unboxed();
        }
        let place = &self.place;
        let by_value = if self.moving { Form::Owned } else { Form::Ref };
        if let (Some(whole), None) = (&self.whole, &self.chain) {
            return Got {
                tokens: whole.clone(),
                form: match self.moving {
                    true => Form::NullableOwned,
                    false => Form::Nullable,
                },
                missing: true,
                nullable: true,
            };
        }
        let Some((head, parameter)) = &self.chain else {
            let tokens = match (self.boxed, self.missing || self.nullable) {
                (true, false) => quote!((*#place)),
                _ => quote!(#place),
            };
            let form = if self.moving {
                Form::Owned
            } else {
                Form::Place
            };
            return Got {
                tokens,
                form,
                missing: self.missing,
                nullable: self.nullable,
            };
        };
        let inner = match (self.moving, self.boxed && !self.nullable && !self.missing) {
            (true, false) => quote!(#place),
            (true, true) => quote!(*#place),
            (false, false) => quote!(&#place),
            (false, true) => quote!(&*#place),
        };
        let tokens = match (self.missing, self.deeper) {
            (false, false) => head.clone(),
            (false, true) => quote!(#head.map(|#parameter| #inner)),
            (true, _) => self.as_option(),
        };
        Got {
            tokens,
            form: by_value,
            missing: true,
            nullable: self.nullable,
        }
    }
}

/// A field's name as a closure's parameter.
pub(super) fn closure_name(name: &str) -> Ident {
    if bare(name).starts_with(|c: char| c.is_lowercase() || c == '_') {
        ident(name)
    } else {
        ident("value")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(walk: Walk) -> String {
        walk.finish().tokens.to_string().replace(' ', "")
    }

    #[test]
    fn plain_fields_are_walked_directly() {
        let mut walk = Walk::new(quote!(inputs.customer), "customer", false, false, false);
        walk.field("address", false, false, false);
        walk.field("city", true, false, false);
        assert_eq!(text(walk), "inputs.customer.address.city");
    }

    #[test]
    fn options_are_chained_and_plain_fields_between_them_joined() {
        let mut walk = Walk::new(quote!(inputs.customer), "customer", true, false, false);
        walk.field("address", false, false, false);
        walk.field("city", true, true, false);
        walk.field("name", false, false, false);
        assert_eq!(
            text(walk),
            "inputs.customer.as_ref().and_then(|customer|customer.address.city.nested().as_ref())\
             .and_then(Option::as_ref).map(|city|&city.name)"
        );
    }

    #[test]
    fn values_can_be_moved_out() {
        let mut walk = Walk::new(quote!(body.dsn), "dsn", true, false, true);
        walk.field("public", true, false, false);
        assert_eq!(text(walk), "body.dsn.and_then(|dsn|dsn.public)");
    }

    #[test]
    fn boxes_are_opened_where_they_are_optional() {
        let optional = |missing, nullable| {
            let mut walk = Walk::new(quote!(pet.mother), "mother", true, false, false);
            walk.field("mother", missing, nullable, true);
            text(walk)
        };
        let head = "pet.mother.as_ref()";
        assert_eq!(
            optional(true, false),
            format!("{head}.and_then(|mother|mother.mother.as_deref())")
        );
        assert_eq!(
            optional(false, true),
            format!("{head}.map(|mother|mother.mother.as_deref().cloned())")
        );
    }

    #[test]
    fn methods_find_elements() {
        let mut walk = Walk::new(quote!(inputs.tags), "tags", false, false, false);
        walk.find(&quote!(get(2)), "tag", true);
        walk.field("name", false, false, false);
        assert_eq!(
            text(walk),
            "inputs.tags.get(2).and_then(Option::as_ref).map(|tag|&tag.name)"
        );
    }
}
