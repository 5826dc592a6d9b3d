//! Names in generated code: identifiers as tokens, names that are spoken for, and the `use` list of a module.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

/// Functions and variables of a workflow's module; private names that would collide are changed by the emitter.
const RESERVED_VALUES: &[&str] = &[
    "at",
    "attempt",
    "body",
    "call",
    "called",
    "completed",
    "done",
    "failure",
    "inputs",
    "outputs",
    "partial_outputs",
    "prerequisites",
    "request",
    "response",
    "run",
    "start",
    "step",
    "termination",
    "to_send",
    "value",
];

/// An identifier from the plan, which may be raw (`r#type`). Total: what cannot be one is made one.
pub(super) fn ident(name: &str) -> Ident {
    if let Some(word) = name.strip_prefix("r#")
        && syn::parse_str::<Ident>(name).is_ok()
    {
        return Ident::new_raw(word, Span::call_site());
    }
    if syn::parse_str::<Ident>(name).is_ok() {
        return Ident::new(name, Span::call_site());
    }
    let mut cleaned: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    cleaned.insert(0, '_');
    if cleaned == "_" {
        cleaned.push('_');
    }
    Ident::new(&cleaned, Span::call_site())
}

/// The identifier without `r#`.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// Distinct private names for `wanted`: one that is spoken for gets `suffix`, then a number.
pub(super) fn private<'a>(wanted: impl IntoIterator<Item = &'a str>, suffix: &str) -> Vec<String> {
    let wanted: Vec<&str> = wanted.into_iter().collect();
    let mut taken: BTreeSet<String> = RESERVED_VALUES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let mut names = Vec::with_capacity(wanted.len());
    for name in wanted {
        let plain = bare(name);
        let mut candidate = name.to_owned();
        let mut number = 1_usize;
        while !taken.insert(bare(&candidate).to_owned()) {
            candidate = if number == 1 {
                format!("{plain}_{suffix}")
            } else {
                format!("{plain}_{suffix}_{number}")
            };
            number = number.saturating_add(1);
        }
        names.push(candidate);
    }
    names
}

/// Local variables of one function.
#[derive(Debug, Default)]
pub(super) struct Locals {
    taken: RefCell<BTreeSet<String>>,
}

impl Locals {
    /// Nothing taken but what every function may use, and `names`.
    pub(super) fn with<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let fixed = RESERVED_VALUES.iter().copied();
        let taken = fixed
            .chain(names)
            .map(|name| bare(name).to_owned())
            .collect();
        Self {
            taken: RefCell::new(taken),
        }
    }

    /// `wanted`, numbered if it is taken.
    pub(super) fn fresh(&self, wanted: &str) -> Ident {
        let mut taken = self.taken.borrow_mut();
        let mut candidate = wanted.to_owned();
        let mut number = 2_usize;
        while !taken.insert(bare(&candidate).to_owned()) {
            candidate = format!("{}_{number}", bare(wanted));
            number = number.saturating_add(1);
        }
        ident(&candidate)
    }
}

/// Identifiers of `tokens` that do not continue a path.
pub(super) fn names_in(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut colons = 0;
    for token in tokens {
        let continues = colons >= 2;
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        match token {
            TokenTree::Ident(name) if !continues => {
                names.insert(name.to_string());
            }
            TokenTree::Group(group) => names_in(group.stream(), names),
            _ => {}
        }
    }
}

/// The runtime's names that a module uses, collected while it is written.
///
/// A name that a type of the module has, too, is written as a full path instead.
#[derive(Debug)]
pub(super) struct Imports {
    taken: BTreeSet<String>,
    used: RefCell<BTreeMap<&'static str, &'static str>>,
}

impl Imports {
    /// For a module that defines `types`.
    pub(super) fn new<'a>(types: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: types.into_iter().map(str::to_owned).collect(),
            used: RefCell::default(),
        }
    }

    /// A type, function or module at the root of the runtime.
    pub(super) fn rt(&self, name: &'static str) -> TokenStream {
        self.item("", name)
    }

    /// Something in a module of the runtime; types and traits only.
    pub(super) fn item(&self, module: &'static str, name: &'static str) -> TokenStream {
        let token = ident(name);
        if self.taken.contains(name) {
            return path(module, &token);
        }
        self.used.borrow_mut().insert(name, module);
        quote!(#token)
    }

    /// `use` items for all that was asked for and stands in `body`: a name may be asked for by code that is not kept.
    pub(super) fn uses(&self, body: &TokenStream) -> TokenStream {
        let mut standing = BTreeSet::new();
        names_in(body.clone(), &mut standing);
        let used = self.used.borrow();
        let mut modules: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
        for (name, module) in used.iter().filter(|(name, _)| standing.contains(**name)) {
            modules.entry(module).or_default().push(ident(name));
        }
        let root = modules.remove("").unwrap_or_default();
        let std: Vec<TokenStream> = ["std::collections", "std::time"]
            .into_iter()
            .filter_map(|module| Some((module, modules.remove(module)?)))
            .map(|(module, names)| {
                let segments = module.split("::").map(ident);
                let path = list(quote!(#(#segments)::*), &names);
                quote!(use ::#path;)
            })
            .collect();
        let nested = modules.iter().map(|(module, names)| {
            let module: Vec<Ident> = module.split("::").map(ident).collect();
            list(quote!(#(#module)::*), names)
        });
        let parts: Vec<TokenStream> = root
            .iter()
            .map(|name| quote!(#name))
            .chain(nested)
            .collect();
        let runtime = match parts.as_slice() {
            [] => TokenStream::new(),
            [one] => quote!(use ::arazzo_runtime::#one;),
            many => quote!(use ::arazzo_runtime::{#(#many),*};),
        };
        quote!(#(#std)* #runtime)
    }
}

fn list(module: TokenStream, names: &[Ident]) -> TokenStream {
    match names {
        [one] => quote!(#module::#one),
        many => quote!(#module::{#(#many),*}),
    }
}

fn path(module: &str, name: &Ident) -> TokenStream {
    match module {
        "" => quote!(::arazzo_runtime::#name),
        "std::time" | "std::collections" => {
            let module = module.split("::").map(ident);
            quote!(::#(#module)::*::#name)
        }
        _ => {
            let module = module.split("::").map(ident);
            quote!(::arazzo_runtime::#(#module)::*::#name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_an_identifier() {
        assert_eq!(ident("create_project").to_string(), "create_project");
        assert_eq!(ident("r#type").to_string(), "r#type");
        assert_eq!(ident("type").to_string(), "_type");
        assert_eq!(ident("").to_string(), "__");
        assert_eq!(ident("1; fn x()").to_string(), "_1fnx");
    }

    #[test]
    fn private_names_give_way() {
        assert_eq!(
            private(["a", "run", "run_step", "a"], "step"),
            ["a", "run_step", "run_step_step", "a_step"]
        );
    }

    #[test]
    fn names_of_the_document_win_over_imports() {
        let imports = Imports::new(["Call"]);
        assert_eq!(imports.rt("Call").to_string(), ":: arazzo_runtime :: Call");
        assert_eq!(imports.rt("Step").to_string(), "Step");
        assert_eq!(
            imports.uses(&quote!(Step)).to_string(),
            "use :: arazzo_runtime :: Step ;"
        );
    }
}
