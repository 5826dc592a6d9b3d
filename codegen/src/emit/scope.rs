//! A function while it is written: where it stands, and which variables it has.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::Step;

use super::{
    context::Module,
    names::{Locals, ident},
};

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
    /// Whether the run fails where a value is missing or does not fit.
    pub fallible: Cell<bool>,
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
            before: RefCell::default(),
            leaves: RefCell::default(),
            whole: RefCell::default(),
            responded: Cell::default(),
            judged: Cell::default(),
            ran: Cell::default(),
            moving: Cell::default(),
            lenient: Cell::default(),
            through_done: Cell::default(),
            fallible: Cell::default(),
            own_outputs: RefCell::default(),
        }
    }

    /// The same function at another place.
    pub(super) fn at(&self, site: Site) -> Self {
        let mut inner = Self::new(self.module, self.own, site);
        inner.locals = Rc::clone(&self.locals);
        inner.own_outputs.replace(self.own_outputs.borrow().clone());
        inner
    }

    pub(super) fn own_step(&self) -> Option<&'p Step> {
        self.module.step(self.own?)
    }

    /// Puts a statement before the one being written.
    pub(super) fn hoist(&self, statement: TokenStream) {
        self.before.borrow_mut().extend(statement);
    }

    /// The statements hoisted so far, which the caller puts where they belong.
    pub(super) fn take_hoisted(&self) -> TokenStream {
        self.before.take()
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
            .then(|| quote!(let response = step.inner_response();));
        quote!(#nested #selected #whole)
    }
}
