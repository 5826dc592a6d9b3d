//! A function while it is written: where it stands, which variables it has, and what it turned out to need.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::Step;

use super::{
    context::{Module, partial_type},
    names::{Locals, ident},
};

/// What a function reads from its surroundings, in the order of its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub call: bool,
    pub inputs: bool,
    pub prerequisites: bool,
    /// Variables with outputs of earlier steps (straight-line code).
    pub steps: BTreeSet<usize>,
    pub done: bool,
    pub done_mut: bool,
    pub called: bool,
    pub called_mut: bool,
}

impl Needs {
    pub(super) fn merge(&mut self, other: &Self) {
        self.call |= other.call;
        self.inputs |= other.inputs;
        self.prerequisites |= other.prerequisites;
        self.steps.extend(&other.steps);
        self.done |= other.done;
        self.done_mut |= other.done_mut;
        self.called |= other.called;
        self.called_mut |= other.called_mut;
    }

    /// Parameters of the function, without the first.
    pub(super) fn parameters(&self, module: &Module<'_>) -> Vec<TokenStream> {
        let mut out = Vec::new();
        if self.inputs {
            out.push(quote!(inputs: &Inputs));
        }
        if self.prerequisites {
            out.push(quote!(prerequisites: Prerequisites<'_>));
        }
        for index in &self.steps {
            let name = module.step_name(*index);
            if let Some(step) = module.step(*index) {
                let ty = partial_type(step);
                out.push(quote!(#name: &#ty));
            }
        }
        match (self.done_mut, self.done) {
            (true, _) => out.push(quote!(done: &mut PartialSteps)),
            (false, true) => out.push(quote!(done: &PartialSteps)),
            (false, false) => {}
        }
        match (self.called_mut, self.called) {
            (true, _) => out.push(quote!(called: &mut Called)),
            (false, true) => out.push(quote!(called: &Called)),
            (false, false) => {}
        }
        out
    }

    /// Arguments of a call from a function whose variables have the parameters' names and types.
    pub(super) fn arguments(&self, module: &Module<'_>) -> Vec<TokenStream> {
        let mut out = Vec::new();
        if self.inputs {
            out.push(quote!(inputs));
        }
        if self.prerequisites {
            out.push(quote!(prerequisites));
        }
        for index in &self.steps {
            let name = module.step_name(*index);
            out.push(quote!(#name));
        }
        if self.done || self.done_mut {
            out.push(quote!(done));
        }
        if self.called || self.called_mut {
            out.push(quote!(called));
        }
        out
    }
}

/// Where a piece of code stands, and thus where it finds a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    /// Before anything was sent.
    Request,
    /// A variable `response` holds the response.
    Response,
    /// A variable `failure` holds a failed attempt, perhaps with a response.
    Failure,
    /// After a nested call; `step` knows the last response inside it.
    Nested,
    /// Outside of steps.
    Workflow,
}

/// A function while it is written.
pub(super) struct Scope<'m, 'p> {
    pub module: &'m Module<'p>,
    /// The step that the function belongs to.
    pub own: Option<usize>,
    pub site: Site,
    pub locals: Rc<Locals<'m>>,
    needs: RefCell<Needs>,
    /// Statements to put before the one being written.
    before: RefCell<TokenStream>,
    /// Variables with leaves of the body.
    leaves: RefCell<BTreeMap<usize, Ident>>,
    /// The variable with the whole body.
    whole: RefCell<Option<Ident>>,
    /// Whether the response was read.
    responded: Cell<bool>,
    /// Whether criteria read the body.
    judged: Cell<bool>,
    /// Whether the run of a called workflow was read.
    ran: Cell<bool>,
    /// Whether leaves are moved out of their variables.
    pub moving: Cell<bool>,
    /// Whether a body is read leaf by leaf whatever the plan says: it belongs to a failed attempt.
    pub lenient: Cell<bool>,
    /// Whether outputs of steps are read from `done` even in straight-line code: after its end.
    pub through_done: Cell<bool>,
    /// Whether the hoisted statements make the request's body again.
    pub sent: Cell<bool>,
    /// Variables of the hoisted statements that others can use, too, by what they hold.
    shared: RefCell<BTreeMap<String, Ident>>,
    /// How the own outputs can be reached in actions.
    pub own_outputs: RefCell<Option<TokenStream>>,
}

impl<'m, 'p> Scope<'m, 'p> {
    pub(super) fn new(module: &'m Module<'p>, own: Option<usize>, site: Site) -> Self {
        Self {
            module,
            own,
            site,
            locals: Rc::new(Locals::within(&module.private)),
            needs: RefCell::default(),
            before: RefCell::default(),
            leaves: RefCell::default(),
            whole: RefCell::default(),
            responded: Cell::default(),
            judged: Cell::default(),
            ran: Cell::default(),
            moving: Cell::default(),
            lenient: Cell::default(),
            through_done: Cell::default(),
            sent: Cell::default(),
            shared: RefCell::default(),
            own_outputs: RefCell::default(),
        }
    }

    /// The same function at another place: shares what was needed by giving it back through [`Scope::absorb`].
    pub(super) fn at(&self, site: Site) -> Self {
        let mut inner = Self::new(self.module, self.own, site);
        inner.locals = Rc::clone(&self.locals);
        inner.own_outputs.replace(self.own_outputs.borrow().clone());
        inner
    }

    /// Takes over what `inner` needs from the surroundings.
    pub(super) fn absorb(&self, inner: &Self) {
        self.needs.borrow_mut().merge(&inner.needs.borrow());
    }

    pub(super) fn own_step(&self) -> Option<&'p Step> {
        self.module.step(self.own?)
    }

    pub(super) fn need(&self, change: impl FnOnce(&mut Needs)) {
        change(&mut self.needs.borrow_mut());
    }

    pub(super) fn needs(&self) -> Needs {
        self.needs.borrow().clone()
    }

    /// Puts a statement before the one being written.
    pub(super) fn hoist(&self, statement: TokenStream) {
        self.before.borrow_mut().extend(statement);
    }

    /// The statements hoisted so far, which the caller puts where they belong.
    pub(super) fn take_hoisted(&self) -> TokenStream {
        self.sent.set(false);
        self.shared.take();
        self.before.take()
    }

    /// A variable with `value`, hoisted once however often it is asked for.
    pub(super) fn variable(&self, wanted: &str, value: &TokenStream) -> Ident {
        let key = value.to_string();
        if let Some(name) = self.shared.borrow().get(&key) {
            return name.clone();
        }
        let name = self.locals.fresh(wanted);
        self.hoist(quote!(let #name = #value;));
        self.shared.borrow_mut().insert(key, name.clone());
        name
    }

    /// The variable of a selected leaf.
    pub(super) fn leaf(&self, index: usize, wanted: &str) -> Ident {
        self.responded.set(true);
        let mut leaves = self.leaves.borrow_mut();
        leaves
            .entry(index)
            .or_insert_with(|| self.locals.fresh(wanted))
            .clone()
    }

    /// The variable of the whole body.
    pub(super) fn whole_body(&self, name: &str) -> Ident {
        self.responded.set(true);
        let mut whole = self.whole.borrow_mut();
        whole.get_or_insert_with(|| ident(name)).clone()
    }

    /// Notes that the response is read.
    pub(super) fn respond(&self) {
        self.responded.set(true);
    }

    /// Whether anything of the response was read.
    pub(super) fn responded(&self) -> bool {
        self.responded.get()
    }

    /// Notes that what was read of the body so far was read by success criteria.
    pub(super) fn judge(&self) {
        let reads = !self.leaves.borrow().is_empty() || self.whole.borrow().is_some();
        self.judged.set(reads);
    }

    /// Notes that the run of the called workflow is read.
    pub(super) fn use_run(&self) {
        self.ran.set(true);
    }

    /// Whether the run of the called workflow was read.
    pub(super) fn uses_run(&self) -> bool {
        self.ran.get()
    }

    /// `let` statements for the leaves and the whole body that were asked for.
    pub(super) fn readings(&self, pointers: &[String]) -> TokenStream {
        let leaves = self.leaves.borrow();
        let names: Vec<&Ident> = leaves.values().collect();
        let texts: Vec<&str> = leaves
            .keys()
            .map(|index| pointers.get(*index).map_or("", String::as_str))
            .collect();
        // A body that cannot be read fails the step, unless there is none or the attempt failed already.
        let strict = self.site == Site::Response && !self.lenient.get();
        let whole = self.whole.borrow();
        let selected = (!names.is_empty()).then(|| match self.site {
            Site::Failure => quote! {
                let [#(#names),*] =
                    failure.response().map(|response| response.select([#(#texts),*])).unwrap_or_default();
            },
            // Beside the whole body, which may be text, its parts are nothing then (D-37).
            _ if whole.is_some() || !strict => {
                quote!(let [#(#names),*] = response.select([#(#texts),*]);)
            }
            _ if self.judged.get() => {
                quote!(let [#(#names),*] = step.select_for_criteria(&response, [#(#texts),*])?;)
            }
            _ => quote!(let [#(#names),*] = step.select(&response, [#(#texts),*])?;),
        });
        let whole = whole.as_ref().map(|name| match self.site {
            Site::Failure => {
                quote!(let #name = failure.response().and_then(|response| response.value());)
            }
            Site::Nested => {
                quote!(let #name = response.as_ref().and_then(|response| response.value());)
            }
            _ if !strict => quote!(let #name = response.value();),
            _ if self.judged.get() => quote!(let #name = step.body_for_criteria(&response)?;),
            _ => quote!(let #name = step.body(&response)?;),
        });
        // A nested call keeps the last response inside it (decision D-24).
        let nested = (self.site == Site::Nested && self.responded())
            .then(|| quote!(let response = call.response();));
        quote!(#nested #selected #whole)
    }
}
