//! How a step's function says where control goes on: by `At` where it can go back, else by what its ways on differ in.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::{Returns, Step, To, Way};

use super::{
    context::{self, Module},
    names::ident,
    render,
};

/// The ways on from one step.
pub(super) struct Leave<'m, 'p> {
    module: &'m Module<'p>,
    step: &'p Step,
    pub ways: Vec<Way>,
    pub returns: Returns,
    /// Whether the outputs are returned, rather than kept by the function itself.
    pub outputs: bool,
}

impl<'m, 'p> Leave<'m, 'p> {
    /// Those from the step numbered `index`.
    pub(super) fn of(module: &'m Module<'p>, index: usize, step: &'p Step) -> Self {
        let ways = module.workflow.ways(index);
        Self {
            module,
            step,
            returns: step.returns(index, &ways),
            outputs: !module.goes_back()
                && !step.outputs.is_empty()
                && !step.keeps_outputs(index, &ways),
            ways,
        }
    }

    /// What the step's function returns when it does not fail.
    pub(super) fn ty(&self) -> TokenStream {
        if self.module.goes_back() {
            return quote!(At);
        }
        let outputs = self.outputs.then(|| context::partial_type(self.step));
        let termination = || self.module.rt("Termination");
        match (self.returns, outputs) {
            (Returns::One(way), outputs) => match (outputs, way.to == To::End) {
                (None, false) => quote!(()),
                (None, true) => termination(),
                (Some(outputs), false) => quote!(#outputs),
                (Some(outputs), true) => {
                    let termination = termination();
                    quote!((#outputs, #termination))
                }
            },
            (Returns::Either(..), outputs) => quote!(Option<#outputs>),
            (Returns::Ended(_), outputs) => {
                let termination = termination();
                with(outputs, quote!(Option<#termination>))
            }
            (Returns::Several, outputs) => with(outputs, self.enumeration()),
        }
    }

    /// The value that leads on to a place; `outputs` are those of a successful attempt, and `termination` is how the run
    /// ends if it does.
    pub(super) fn value(
        &self,
        to: To,
        outputs: Option<&TokenStream>,
        termination: Option<&TokenStream>,
    ) -> TokenStream {
        if self.module.goes_back() {
            return at(self.module, to, termination);
        }
        let outputs = outputs.filter(|_| self.outputs);
        match self.returns {
            Returns::One(_) => match (outputs, termination) {
                (None, None) => quote!(()),
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (Some(outputs), Some(termination)) => quote!((#outputs, #termination)),
            },
            Returns::Either(..) => match outputs {
                Some(outputs) => quote!(Some(#outputs)),
                None => quote!(None),
            },
            Returns::Ended(_) => {
                let ended = termination.map_or_else(|| quote!(None), |how| quote!(Some(#how)));
                with(outputs, ended)
            }
            Returns::Several => {
                let variant = self.variant(to);
                let how = termination.map(|how| quote!((#how)));
                with(outputs, quote!(#variant #how))
            }
        }
    }

    /// `AfterStep::Next`.
    pub(super) fn variant(&self, to: To) -> TokenStream {
        let (name, variant) = (self.enumeration(), variant(self.module, to));
        quote!(#name::#variant)
    }

    fn enumeration(&self) -> TokenStream {
        let name = ident(&self.step.types.after);
        quote!(#name)
    }

    /// The enum of the ways, where the step's function returns one.
    pub(super) fn declaration(&self) -> Option<TokenStream> {
        if self.module.goes_back() || self.returns != Returns::Several {
            return None;
        }
        let name = self.enumeration();
        let variants = self.ways.iter().map(|way| {
            let variant = variant(self.module, way.to);
            let how = (way.to == To::End).then(|| {
                let termination = self.module.rt("Termination");
                quote!((#termination))
            });
            quote!(#variant #how)
        });
        let text = format!(
            "Where control goes after step {}.",
            super::docs::code(&self.step.id)
        );
        let documentation = super::docs::doc(&text);
        Some(render::spaced([quote! {
            #documentation
            enum #name { #(#variants,)* }
        }]))
    }
}

/// The value, beside the outputs where there are some.
fn with(outputs: Option<impl quote::ToTokens>, value: TokenStream) -> TokenStream {
    match outputs {
        Some(outputs) => quote!((#outputs, #value)),
        None => value,
    }
}

fn variant(module: &Module<'_>, to: To) -> Ident {
    match to {
        To::Step(index) => {
            let step = module.step(index);
            ident(step.map_or("_Unknown", |step| step.type_ident.as_str()))
        }
        To::Completion => module.completion_variant(),
        To::End => module.end_variant(),
    }
}

/// `At::Step`, or the end.
pub(super) fn at(module: &Module<'_>, to: To, termination: Option<&TokenStream>) -> TokenStream {
    let end = module.end_variant();
    match (to, termination) {
        (To::Step(_), _) => {
            let variant = variant(module, to);
            quote!(At::#variant)
        }
        (_, Some(how)) => quote!(At::#end(#how)),
        (_, None) => {
            let termination = module.rt("Termination");
            quote!(At::#end(#termination::Completed))
        }
    }
}

/// Where a step's function keeps the step's outputs, as something to assign to.
pub(super) fn place(module: &Module<'_>, index: usize, step: &Step) -> TokenStream {
    if !module.goes_back() && module.keeps_outputs(index) {
        return quote!(*kept);
    }
    let done = ident(&step.ident);
    quote!(done.#done)
}
