//! Names in generated code: identifiers as tokens, names that are spoken for, and the `use` list of a module.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use crate::types::reserved::{KEYWORDS, VALUES};

/// An identifier from the plan, which may be raw (`r#type`). Total: what cannot be one is made one.
pub(super) fn ident(name: &str) -> Ident {
    let word = bare(name);
    if KEYWORDS.contains(&word) {
        return Ident::new_raw(word, Span::call_site());
    }
    if syn::parse_str::<Ident>(word).is_ok() {
        return Ident::new(word, Span::call_site());
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

/// What a longer name begins with: `self_` carries an underscore already.
pub(super) fn stem(name: &str) -> &str {
    bare(name).trim_end_matches('_')
}

/// What can stand behind an underscore in a longer name.
pub(super) fn inner(name: &str) -> &str {
    stem(name).trim_start_matches('_')
}

/// Functions and variables of a workflow's module that are named after something in the document.
#[derive(Debug)]
pub(super) struct Private {
    taken: BTreeSet<String>,
}

impl Private {
    /// Nothing taken but what the module needs itself.
    pub(super) fn new() -> Self {
        Self {
            taken: VALUES.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// `wanted`; if it is spoken for, with `suffix`, then with a number.
    pub(super) fn claim(&mut self, wanted: &str, suffix: &str) -> String {
        let plain = stem(wanted);
        let mut candidate = wanted.to_owned();
        let mut number = 1_usize;
        while !self.taken.insert(bare(&candidate).to_owned()) {
            candidate = if number == 1 {
                format!("{plain}_{suffix}")
            } else {
                format!("{plain}_{suffix}_{number}")
            };
            number = number.saturating_add(1);
        }
        candidate
    }

    /// Everything that local variables have to leave alone.
    pub(super) fn taken(&self) -> &BTreeSet<String> {
        &self.taken
    }
}

/// Local variables of one function.
#[derive(Debug, Default)]
pub(super) struct Locals<'m> {
    /// Names of the module.
    outer: Option<&'m BTreeSet<String>>,
    taken: RefCell<BTreeSet<String>>,
}

impl<'m> Locals<'m> {
    /// Nothing taken but what the module has.
    pub(super) fn within(module: &'m Private) -> Self {
        Self {
            outer: Some(module.taken()),
            taken: RefCell::default(),
        }
    }

    /// `wanted`, numbered if it is taken.
    pub(super) fn fresh(&self, wanted: &str) -> Ident {
        let mut taken = self.taken.borrow_mut();
        let outer = |name: &str| self.outer.is_some_and(|outer| outer.contains(name));
        let mut candidate = wanted.to_owned();
        let mut number = 2_usize;
        while outer(bare(&candidate)) || !taken.insert(bare(&candidate).to_owned()) {
            candidate = format!("{}_{number}", stem(wanted));
            number = number.saturating_add(1);
        }
        ident(&candidate)
    }
}

/// Identifiers of `tokens` that do not continue a path; those of macros with their `!`.
pub(super) fn names_in(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut colons = 0;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let continues = colons >= 2;
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        match token {
            TokenTree::Ident(name) if !continues => {
                let calls = tokens.next_if(is_macro_sign).map(|_| "!");
                names.insert(format!("{name}{}", calls.unwrap_or_default()));
            }
            TokenTree::Group(group) => names_in(group.stream(), names),
            _ => {}
        }
    }
}

/// Whether this is the `!` of a macro call, and no `!=`.
fn is_macro_sign(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == '!' && sign.spacing() == Spacing::Alone)
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
    pub(super) fn new(types: &BTreeSet<String>) -> Self {
        Self {
            taken: types.clone(),
            used: RefCell::default(),
        }
    }

    /// A type, function or module at the root of the runtime.
    pub(super) fn rt(&self, name: &'static str) -> TokenStream {
        self.item("", name)
    }

    /// Something in a module of the runtime; types, traits and macros only, the latter with their `!`.
    pub(super) fn item(&self, module: &'static str, name: &'static str) -> TokenStream {
        let token = ident(name.trim_end_matches('!'));
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
            let name = ident(name.trim_end_matches('!'));
            modules.entry(module).or_default().push(name);
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

/// `name: value`, or `name` where both are the same.
pub(super) fn assign(name: &Ident, value: &TokenStream) -> TokenStream {
    if *name == value.to_string() {
        quote!(#name)
    } else {
        quote!(#name: #value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_an_identifier() {
        assert_eq!(ident("create_project").to_string(), "create_project");
        assert_eq!(ident("r#type").to_string(), "r#type");
        assert_eq!(ident("type").to_string(), "r#type");
        // A word of edition 2024 that the parser does not know.
        assert_eq!(ident("gen").to_string(), "r#gen");
        assert_eq!(ident("self").to_string(), "_self");
        assert_eq!(ident("").to_string(), "__");
        assert_eq!(ident("1; fn x()").to_string(), "_1fnx");
    }

    #[test]
    fn private_names_give_way() {
        let mut names = Private::new();
        let claimed = ["a", "run", "run_step", "a"].map(|name| names.claim(name, "step"));
        assert_eq!(claimed, ["a", "run_step", "run_step_step", "a_step"]);
        assert_eq!(
            ["self_"; 2].map(|name| names.claim(name, "step")),
            ["self_", "self_step"]
        );
    }

    #[test]
    fn names_of_the_document_win_over_imports() {
        let imports = Imports::new(&BTreeSet::from(["Call".to_owned()]));
        assert_eq!(imports.rt("Call").to_string(), ":: arazzo_runtime :: Call");
        assert_eq!(imports.rt("Step").to_string(), "Step");
        assert_eq!(
            imports.uses(&quote!(Step)).to_string(),
            "use :: arazzo_runtime :: Step ;"
        );
    }
}
