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

/// A function while it is written: where the code stands, which is given, and what it turned out to need.
#[derive(Clone)]
pub(super) struct Scope<'m, 'p> {
    pub module: &'m Module<'p>,
    /// The step that the function belongs to.
    pub own: Option<usize>,
    pub site: Site,
    pub locals: Rc<Locals<'m>>,
    /// Whether leaves are moved out of their variables.
    pub moving: bool,
    /// Whether a body is read leaf by leaf whatever the plan says: it belongs to a failed attempt.
    pub lenient: bool,
    /// Whether outputs of steps are read from `done` even in straight-line code: after its end.
    pub through_done: bool,
    /// Whether a variable `outputs` holds the own outputs.
    pub outputs_named: bool,
    needs: Rc<Needs>,
}

/// What the code at one place turned out to need.
#[derive(Default)]
struct Needs {
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
    /// Whether the run fails where a value is missing or does not fit.
    fallible: Cell<bool>,
}

impl<'m, 'p> Scope<'m, 'p> {
    pub(super) fn new(module: &'m Module<'p>, own: Option<usize>, site: Site) -> Self {
        Self {
            module,
            own,
            site,
            locals: Rc::new(Locals::within(&module.private)),
            moving: false,
            lenient: false,
            through_done: false,
            outputs_named: false,
            needs: Rc::default(),
        }
    }

    /// The function for what is left when the steps of a workflow are through.
    pub(super) fn after_steps(module: &'m Module<'p>) -> Self {
        Self {
            through_done: true,
            ..Self::new(module, None, Site::Workflow)
        }
    }

    /// The same function at another place, which has needs of its own.
    pub(super) fn at(&self, site: Site) -> Self {
        Self {
            site,
            moving: false,
            lenient: false,
            through_done: false,
            needs: Rc::default(),
            ..self.clone()
        }
    }

    /// The same function at the response of a failed attempt.
    pub(super) fn at_failed_response(&self) -> Self {
        Self {
            lenient: true,
            ..self.at(Site::Response)
        }
    }

    /// The same place, where leaves are moved out of their variables.
    pub(super) fn moving(&self) -> Self {
        Self {
            moving: true,
            ..self.clone()
        }
    }

    /// The same place behind `let outputs`.
    pub(super) fn with_outputs_named(&self) -> Self {
        Self {
            outputs_named: true,
            ..self.clone()
        }
    }

    pub(super) fn own_step(&self) -> Option<&'p Step> {
        self.module.step(self.own?)
    }

    /// Puts a statement before the one being written.
    pub(super) fn hoist(&self, statement: TokenStream) {
        self.needs.before.borrow_mut().extend(statement);
    }

    /// The statements hoisted so far, which the caller puts where they belong.
    pub(super) fn take_hoisted(&self) -> TokenStream {
        self.needs.before.take()
    }

    /// The variable of a selected leaf.
    pub(super) fn leaf(&self, index: usize, wanted: &str) -> Ident {
        self.needs.responded.set(true);
        let mut leaves = self.needs.leaves.borrow_mut();
        leaves
            .entry(index)
            .or_insert_with(|| self.locals.fresh(wanted))
            .clone()
    }

    /// The variable of the whole body.
    pub(super) fn whole_body(&self, name: &str) -> Ident {
        self.needs.responded.set(true);
        let mut whole = self.needs.whole.borrow_mut();
        whole.get_or_insert_with(|| ident(name)).clone()
    }

    /// Notes that the response is read.
    pub(super) fn respond(&self) {
        self.needs.responded.set(true);
    }

    /// Whether anything of the response was read.
    pub(super) fn responded(&self) -> bool {
        self.needs.responded.get()
    }

    /// Notes that what was read of the body so far was read by success criteria.
    pub(super) fn judge(&self) {
        let reads = !self.needs.leaves.borrow().is_empty() || self.needs.whole.borrow().is_some();
        self.needs.judged.set(reads);
    }

    /// Notes that the run of the called workflow is read.
    pub(super) fn use_run(&self) {
        self.needs.ran.set(true);
    }

    /// Whether the run of the called workflow was read.
    pub(super) fn uses_run(&self) -> bool {
        self.needs.ran.get()
    }

    /// Notes that the run can fail here.
    pub(super) fn fail(&self) {
        self.needs.fallible.set(true);
    }

    /// Whether the run can fail here.
    pub(super) fn can_fail(&self) -> bool {
        self.needs.fallible.get()
    }

    /// `let` statements for the leaves and the whole body that were asked for.
    pub(super) fn readings(&self, pointers: &[String]) -> TokenStream {
        let leaves = self.needs.leaves.borrow();
        let names: Vec<&Ident> = leaves.values().collect();
        let texts: Vec<&str> = leaves
            .keys()
            .map(|index| pointers.get(*index).map_or("", String::as_str))
            .collect();
        // A body that cannot be read fails the step, unless there is none or the attempt failed already.
        let strict = self.site == Site::Response && !self.lenient;
        let whole = self.needs.whole.borrow();
        let selected = (!names.is_empty()).then(|| match self.site {
            Site::Failure => quote! {
                let [#(#names),*] =
                    failure.response().map(|response| response.select([#(#texts),*])).unwrap_or_default();
            },
            // Beside the whole body, which may be text, its parts are nothing then (D-37).
            _ if whole.is_some() || !strict => {
                quote!(let [#(#names),*] = response.select([#(#texts),*]);)
            }
            _ if self.needs.judged.get() => {
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
            _ if self.needs.judged.get() => quote!(let #name = step.body_for_criteria(&response)?;),
            _ => quote!(let #name = step.body(&response)?;),
        });
        // A nested call keeps the last response inside it (decision D-24).
        let nested = (self.site == Site::Nested && self.responded())
            .then(|| quote!(let response = step.inner_response();));
        quote!(#nested #selected #whole)
    }
}
