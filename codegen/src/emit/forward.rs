//! What runs the steps of a workflow in which control only goes forward: straight-line code. A step that is jumped over
//! stands in an `if`, or in a block with a label where several jumps lead behind it; one that leads to itself in a loop.

mod blocks;

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Lifetime;

use crate::plan::{Presence, Returns, Step, To, Way, repeats};

use super::{
    context::Module,
    leave::Leave,
    names::{ident, inner},
    results,
    scope::{Scope, Site},
    takes,
};
use blocks::Block;

/// The function that runs the steps.
pub(super) fn run(module: &Module<'_>) -> TokenStream {
    let forward = Forward::new(module);
    let steps = forward.range(0, forward.places.len(), false);
    let goes_on = forward.places.last().is_none_or(|place| place.completes());
    let termination = module.rt("Termination");
    if module.workflow.ends_early() {
        let end = goes_on.then(|| quote!(Ok(#termination::Completed)));
        return takes::run_function(module, &termination, &quote!(#steps #end));
    }
    let scope = Scope::new(module, None, Site::Workflow);
    let outputs = results::outputs_value(&scope, false);
    let hoisted = scope.take_hoisted();
    let end = goes_on.then(|| quote!(#hoisted Ok(#outputs)));
    takes::run_function(module, &quote!(Outputs), &quote!(#steps #end))
}

/// A step that control comes to.
struct Place<'m, 'p> {
    index: usize,
    step: &'p Step,
    leave: Leave<'m, 'p>,
    /// Whether a way leads from it to itself.
    repeats: bool,
    /// Whether its outputs are read later by the name of a variable.
    named: bool,
}

impl Place<'_, '_> {
    fn completes(&self) -> bool {
        let mut ways = self.leave.ways.iter();
        ways.any(|way| way.to == To::Completion)
    }

    /// Whether the step is run before it is asked where control goes on, since its outputs are kept first.
    fn is_asked_later(&self) -> bool {
        self.leave.outputs && matches!(self.leave.returns, Returns::Ended(_) | Returns::Several)
    }
}

struct Forward<'m, 'p> {
    module: &'m Module<'p>,
    /// The steps in their order.
    places: Vec<Place<'m, 'p>>,
    /// What is jumped over.
    blocks: Vec<Block>,
    /// The readers of the outputs of each place, by place; that behind the last are the workflow's outputs.
    readers: Vec<Vec<usize>>,
}

impl<'m, 'p> Forward<'m, 'p> {
    fn new(module: &'m Module<'p>) -> Self {
        let steps: Vec<usize> = module.workflow.controlled().map(|(at, _)| at).collect();
        let readers = readers(module, &steps);
        let places = steps.iter().zip(&readers).filter_map(|(index, readers)| {
            let step = module.step(*index)?;
            let leave = Leave::of(module, *index, step);
            Some(Place {
                index: *index,
                step,
                repeats: repeats(*index, &leave.ways),
                leave,
                named: !readers.is_empty(),
            })
        });
        let places: Vec<Place<'m, 'p>> = places.collect();
        let jumps = places.iter().enumerate().flat_map(|(at, place)| {
            let to = place.leave.ways.iter().filter_map(|way| match way.to {
                To::Step(to) => steps.binary_search(&to).ok(),
                To::Completion | To::End => None,
            });
            to.map(move |to| (at, to))
        });
        Self {
            module,
            blocks: blocks::of(jumps),
            places,
            readers,
        }
    }

    /// The steps from one place to before another. `begun` says that blocks from the first place on have begun.
    fn range(&self, from: usize, to: usize, begun: bool) -> TokenStream {
        let mut out = TokenStream::new();
        let mut at = from;
        while at < to {
            let begun = begun && at == from;
            if !begun {
                out.extend(self.begun(at));
            }
            match self.largest(at, to, begun) {
                Some(block) => {
                    out.extend(self.block(block));
                    at = block.end;
                }
                None => {
                    out.extend(self.step(at));
                    at += 1;
                }
            }
        }
        out
    }

    /// The largest block that begins at a place and ends by another. If one has begun there, it is the one that ends there.
    fn largest(&self, at: usize, by: usize, begun: bool) -> Option<&Block> {
        let mut blocks = self.blocks.iter().rev();
        blocks.find(|block| {
            block.start == at
                && if begun {
                    block.end < by
                } else {
                    block.end <= by
                }
        })
    }

    /// Runs a step that is asked later where control goes on.
    fn begun(&self, at: usize) -> TokenStream {
        let places = self.places.get(at);
        let Some(place) = places.filter(|place| place.is_asked_later()) else {
            return TokenStream::new();
        };
        let call = self.call(place);
        let next = match place.leave.returns {
            Returns::Ended(_) => quote!(ended),
            _ => quote!(next),
        };
        let kept = self.keep(at, &quote!(outputs));
        quote!(let (outputs, #next) = #call.await?; #kept)
    }

    /// Declares the variables that are set within a block and read behind it.
    fn declared(&self, block: &Block) -> TokenStream {
        let places = self.places.iter().enumerate();
        let set_here = places.filter(|(at, _)| self.declared_at(*at) == Some(block));
        let names = set_here.map(|(_, place)| self.module.step_name(place.index));
        quote!(#(let #names;)*)
    }

    /// The block before which the variable of a place is declared: the outermost around it that ends before a reader.
    fn declared_at(&self, at: usize) -> Option<&Block> {
        let place = self.places.get(at)?;
        let last = self.readers.get(at)?.iter().max()?;
        let around = self.blocks.iter().filter(|block| {
            let inside = block.start < at || block.start == at && !place.is_asked_later();
            inside && at < block.end && block.end <= *last
        });
        around.min_by_key(|block| (block.start, std::cmp::Reverse(block.end)))
    }

    /// A block and the steps in it.
    fn block(&self, block: &Block) -> TokenStream {
        let declared = self.declared(block);
        if let Some(code) = self.without_label(block) {
            return quote!(#declared #code);
        }
        let label = self.label(block.end);
        let inside = self.range(block.start, block.end, true);
        quote!(#declared #label: { #inside })
    }

    /// A block that one jump leads behind, from its first step: an `if`.
    fn without_label(&self, block: &Block) -> Option<TokenStream> {
        let place = self.places.get(block.start)?;
        let [from] = block.jumps.as_slice() else {
            return None;
        };
        let [one, other] = place.leave.ways.as_slice() else {
            return None;
        };
        let inner = self
            .blocks
            .iter()
            .any(|other| other.start == block.start && other.end < block.end);
        if *from != block.start || inner || place.repeats || one.to != self.next(block.start)? {
            return None;
        }
        let body = || self.range(block.start + 1, block.end, false);
        match place.leave.returns {
            // An `if` with nothing but an `if` in it would better be one.
            Returns::Several if self.is_if(block.start + 1, block.end) => None,
            Returns::Several => {
                let asked = self.asked(place);
                let (variant, body) = (place.leave.variant(one.to), body());
                Some(quote!(if let #variant = #asked { #body }))
            }
            Returns::Either(to, _) if to == one.to => {
                let (call, kept) = (self.call(place), self.keep(block.start, &quote!(outputs)));
                let body = body();
                Some(quote!(if let Some(outputs) = #call.await? { #kept #body }))
            }
            Returns::Either(_, _) if other.to != To::End => {
                let (call, kept) = (self.call(place), self.keep(block.start, &quote!(outputs)));
                let body = body();
                Some(quote! {
                    match #call.await? {
                        Some(outputs) => { #kept }
                        None => { #body }
                    }
                })
            }
            _ => None,
        }
    }

    /// Whether the steps between two places are one whose code is an `if`.
    fn is_if(&self, from: usize, to: usize) -> bool {
        let alone = self.places.get(from).filter(|_| from + 1 == to);
        alone.is_some_and(|place| {
            let goes_on = place
                .leave
                .ways
                .iter()
                .any(|way| Some(way.to) == self.next(from));
            !place.repeats
                && !place.is_asked_later()
                && match place.leave.returns {
                    Returns::One(_) => false,
                    Returns::Either(..) | Returns::Ended(_) => true,
                    Returns::Several => goes_on && place.leave.ways.len() == 2,
                }
        })
    }

    /// The step behind a place, if there is one.
    fn next(&self, at: usize) -> Option<To> {
        let place = self.places.get(at + 1)?;
        Some(To::Step(place.index))
    }

    /// A step, and how control goes on from it.
    fn step(&self, at: usize) -> TokenStream {
        let Some(place) = self.places.get(at) else {
            return TokenStream::new();
        };
        if place.repeats {
            return self.repeated(at, place);
        }
        let call = self.call(place);
        match place.leave.returns {
            Returns::One(way) if way.to == To::End => self.last(at, place),
            Returns::One(way) => {
                let go = self.go(at, way.to);
                match place.leave.outputs {
                    true => {
                        let kept = self.keep(at, &quote!(#call.await?));
                        quote!(#kept #go)
                    }
                    false => quote!(#call.await?; #go),
                }
            }
            Returns::Either(to, other) => self.either(at, place, to, other),
            Returns::Ended(to) => {
                let (asked, go) = (self.asked_as(place, "ended"), self.go(at, to));
                quote!(if let Some(termination) = #asked { return Ok(termination); } #go)
            }
            Returns::Several => self.several(at, place),
        }
    }

    /// A step that always ends the run.
    fn last(&self, at: usize, place: &Place<'_, '_>) -> TokenStream {
        let call = self.call(place);
        let is_last = at + 1 == self.places.len();
        if place.leave.outputs {
            let kept = self.keep(at, &quote!(outputs));
            let leave = if is_last {
                quote!(Ok(termination))
            } else {
                quote!(return Ok(termination);)
            };
            return quote!(let (outputs, termination) = #call.await?; #kept #leave);
        }
        match is_last {
            true => quote!(#call.await),
            false => quote!(return #call.await;),
        }
    }

    /// A step that goes on with its outputs, or elsewhere without.
    fn either(&self, at: usize, place: &Place<'_, '_>, to: To, other: To) -> TokenStream {
        let (call, kept) = (self.call(place), self.keep(at, &quote!(outputs)));
        let (go, go_other) = (self.go(at, to), self.go(at, other));
        match (go.is_empty(), go_other.is_empty()) {
            (true, false) => quote! {
                let Some(outputs) = #call.await? else { #go_other };
                #kept
            },
            (_, true) => quote!(if let Some(outputs) = #call.await? { #kept #go }),
            (false, false) => quote! {
                match #call.await? {
                    Some(outputs) => { #kept #go }
                    None => { #go_other }
                }
            },
        }
    }

    /// A step with several ways on.
    fn several(&self, at: usize, place: &Place<'_, '_>) -> TokenStream {
        let asked = self.asked(place);
        let arms: Vec<(TokenStream, TokenStream)> = place
            .leave
            .ways
            .iter()
            .map(|way| self.arm(at, place, way))
            .collect();
        match arms.as_slice() {
            [(pattern, go), (_, nothing)] | [(_, nothing), (pattern, go)] if nothing.is_empty() => {
                quote!(if let #pattern = #asked { #go })
            }
            arms => {
                let arms = arms.iter().map(|(pattern, go)| quote!(#pattern => { #go }));
                quote!(match #asked { #(#arms)* })
            }
        }
    }

    fn arm(&self, at: usize, place: &Place<'_, '_>, way: &Way) -> (TokenStream, TokenStream) {
        let variant = place.leave.variant(way.to);
        let how = (way.to == To::End).then(|| quote!((termination)));
        (quote!(#variant #how), self.go(at, way.to))
    }

    /// A step that can lead to itself.
    fn repeated(&self, at: usize, place: &Place<'_, '_>) -> TokenStream {
        let call = self.call(place);
        let next = self.next(at).unwrap_or(To::Completion);
        let again = To::Step(place.index);
        let go = |to: To| match to {
            to if to == again => TokenStream::new(),
            to if to == next => quote!(break;),
            to => self.go(at, to),
        };
        match place.leave.returns {
            Returns::Ended(_) => {
                quote!(loop { if let Some(termination) = #call.await? { return Ok(termination); } })
            }
            Returns::Several => {
                let ways = place.leave.ways.iter();
                if let [one, other] = place.leave.ways.as_slice()
                    && [one.to, other.to].contains(&next)
                {
                    let variant = place.leave.variant(again);
                    return quote!(while let #variant = #call.await? {});
                }
                let arms = ways.map(|way| {
                    let (pattern, _) = self.arm(at, place, way);
                    let go = go(way.to);
                    quote!(#pattern => { #go })
                });
                quote!(loop { match #call.await? { #(#arms)* } })
            }
            Returns::One(_) | Returns::Either(..) => quote!(loop { #call.await?; }),
        }
    }

    /// How control goes on; nothing where that is to what stands next.
    fn go(&self, at: usize, to: To) -> TokenStream {
        match to {
            To::Completion => TokenStream::new(),
            To::End => quote!(return Ok(termination);),
            to if self.next(at) == Some(to) => TokenStream::new(),
            To::Step(to) => {
                let steps = self.places.iter();
                let target = steps.take_while(|place| place.index < to).count();
                let label = self.label(target);
                quote!(break #label;)
            }
        }
    }

    /// The call of a step's function.
    fn call(&self, place: &Place<'_, '_>) -> TokenStream {
        let function = self.module.function_name(place.index);
        let arguments = takes::arguments_of_run(self.module, place.step);
        quote!(#function(call #(, #arguments)*))
    }

    /// Where control goes on, as an expression.
    fn asked(&self, place: &Place<'_, '_>) -> TokenStream {
        self.asked_as(place, "next")
    }

    fn asked_as(&self, place: &Place<'_, '_>, name: &str) -> TokenStream {
        if place.is_asked_later() {
            let name = ident(name);
            return quote!(#name);
        }
        let call = self.call(place);
        quote!(#call.await?)
    }

    /// Keeps the outputs of a step, under a name if they are read later.
    fn keep(&self, at: usize, outputs: &TokenStream) -> TokenStream {
        let Some(place) = self.places.get(at) else {
            return TokenStream::new();
        };
        let done = ident(&place.step.ident);
        if !place.named {
            return quote!(done.#done = Some(#outputs););
        }
        let name = self.module.step_name(place.index);
        let declared = self.declared_at(at).is_none().then(|| quote!(let));
        quote!(#declared #name = done.#done.insert(#outputs);)
    }

    /// The label of the block that ends before a place, after the step there.
    fn label(&self, end: usize) -> Lifetime {
        let place = self.places.get(end);
        let step = place.map_or("end", |place| inner(&place.step.ident));
        Lifetime::new(&format!("'to_{step}"), Span::call_site())
    }
}

/// For each place, the places where the outputs of its step are read by the name of a variable.
fn readers(module: &Module<'_>, steps: &[usize]) -> Vec<Vec<usize>> {
    let workflow = module.workflow;
    let mut readers = vec![Vec::new(); steps.len()];
    let mut read = |step: &usize, by: usize| {
        let at = steps.binary_search(step).ok();
        if let Some(readers) = at.and_then(|at| readers.get_mut(at)) {
            readers.push(by);
        }
    };
    for (at, index) in steps.iter().enumerate() {
        let takes = module.step(*index).map(|step| &step.takes.steps);
        for (step, presence) in takes.into_iter().flatten() {
            if *presence == Presence::Completed {
                read(step, at);
            }
        }
    }
    if !workflow.ends_early() {
        let reads = workflow
            .outputs
            .iter()
            .flat_map(|output| output.value.reads());
        let found: BTreeSet<usize> = reads.filter_map(|read| read.origin.step()).collect();
        for step in found {
            let completed = module
                .step(step)
                .is_some_and(|it| it.at_end == Presence::Completed);
            if completed && !module.keeps_outputs(step) {
                read(&step, steps.len());
            }
        }
    }
    readers
}
