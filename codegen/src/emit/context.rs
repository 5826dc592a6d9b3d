//! What the writers of one workflow's module share: its names, and what a function under construction turned out to need.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::{Document, Plan, Step, StepOutput, Workflow, WorkflowRef};

use super::names::{self, Imports, Locals, ident};

/// A workflow's module while it is written.
pub(super) struct Module<'p> {
    pub plan: &'p Plan,
    pub document: usize,
    pub workflow: &'p Workflow,
    pub imports: Imports,
    /// Names of the step functions, and of the variables that hold a step's outputs.
    steps: Vec<String>,
    /// Whether steps reach each other through `done` only, as opposed to straight-line code.
    pub state_machine: bool,
    /// Private structs (payloads, projections) in the order they are met, until they are put beside their function.
    structs: RefCell<Vec<(String, TokenStream)>>,
    /// Engines that are used.
    pub engines: Cell<Engines>,
}

/// Which criterion engines the code calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Engines {
    pub regex: bool,
    pub jsonpath: bool,
    pub xpath: bool,
}

impl Engines {
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            regex: self.regex || other.regex,
            jsonpath: self.jsonpath || other.jsonpath,
            xpath: self.xpath || other.xpath,
        }
    }
}

impl<'p> Module<'p> {
    pub(super) fn new(
        plan: &'p Plan,
        document: usize,
        workflow: &'p Workflow,
        state_machine: bool,
    ) -> Self {
        let own = workflow.steps.iter().map(|step| step.type_ident.as_str());
        let named = workflow
            .types
            .iter()
            .map(|(_, definition)| definition.name.as_str());
        let taken = own.chain(named);
        Self {
            plan,
            document,
            workflow,
            imports: Imports::new(taken),
            steps: names::private(
                workflow.steps.iter().map(|step| step.ident.as_str()),
                "step",
            ),
            state_machine,
            structs: RefCell::default(),
            engines: Cell::default(),
        }
    }

    /// A name of the runtime, imported.
    pub(super) fn rt(&self, name: &'static str) -> TokenStream {
        self.imports.rt(name)
    }

    /// `StepError`, the error of every private function.
    pub(super) fn step_error(&self) -> TokenStream {
        self.rt("StepError")
    }

    pub(super) fn step(&self, index: usize) -> Option<&'p Step> {
        self.workflow.steps.get(index)
    }

    /// Whether a function of a step is called so.
    pub(super) fn is_step_name(&self, name: &str) -> bool {
        self.steps
            .iter()
            .any(|step| names::bare(step) == names::bare(name))
    }

    /// The function of a step, and the variable of its outputs.
    pub(super) fn step_name(&self, index: usize) -> Ident {
        ident(self.steps.get(index).map_or("_unknown", String::as_str))
    }

    /// The variant of `At` that ends a run: a word that no step has taken.
    pub(super) fn end_variant(&self) -> Ident {
        let taken = |word: &str| {
            self.workflow
                .steps
                .iter()
                .any(|step| names::bare(&step.type_ident) == word)
        };
        ident(
            ["End", "Ended", "Finish", "Leave"]
                .into_iter()
                .find(|word| !taken(word))
                .unwrap_or("EndOfWorkflow"),
        )
    }

    /// An item at the root of the generated module: a static.
    pub(super) fn root(&self, item: &str) -> TokenStream {
        let item = ident(item);
        let supers = self.up();
        quote!(#supers #item)
    }

    /// `super::` as often as it takes to the root.
    fn up(&self) -> TokenStream {
        match self.foreign() {
            true => quote!(super::super::),
            false => quote!(super::),
        }
    }

    /// Whether the workflow belongs to a document in a module of its own.
    pub(super) fn foreign(&self) -> bool {
        self.plan
            .documents
            .get(self.document)
            .is_some_and(|document| document.module.is_some())
    }

    /// The module of another workflow.
    pub(super) fn module_of(&self, target: WorkflowRef) -> TokenStream {
        let name = self
            .target(target)
            .map_or_else(|| ident("_unknown"), |workflow| ident(&workflow.ident));
        if target.document == self.document {
            return quote!(super::#name);
        }
        let up = self.up();
        match self
            .document_of(target)
            .and_then(|document| document.module.as_deref())
            .map(ident)
        {
            Some(module) => quote!(#up #module::#name),
            None => quote!(#up #name),
        }
    }

    fn document_of(&self, target: WorkflowRef) -> Option<&'p Document> {
        self.plan.documents.get(target.document)
    }

    /// Another workflow.
    pub(super) fn target(&self, target: WorkflowRef) -> Option<&'p Workflow> {
        self.document_of(target)?.workflows.get(target.workflow)
    }

    /// Notes a private struct.
    pub(super) fn add_struct(&self, name: &str, tokens: TokenStream) {
        let mut structs = self.structs.borrow_mut();
        if structs.iter().all(|(known, _)| known != name) {
            structs.push((name.to_owned(), tokens));
        }
    }

    /// The private structs noted since the last call.
    pub(super) fn take_structs(&self) -> Vec<TokenStream> {
        self.structs
            .take()
            .into_iter()
            .map(|(_, tokens)| tokens)
            .collect()
    }

    pub(super) fn use_engines(&self, used: Engines) {
        self.engines.set(self.engines.get().or(used));
    }

    /// Whether `Outputs` of a failed run exist.
    pub(super) fn has_partial_outputs(&self) -> bool {
        self.workflow.ends_on_failure && !self.workflow.outputs.is_empty()
    }

    /// Whether `Steps` and `PartialSteps` exist: only steps with outputs are in them.
    pub(super) fn has_steps(&self) -> bool {
        self.workflow
            .steps
            .iter()
            .any(|step| !step.outputs.is_empty())
    }
}

/// Whether an output is an `Option` while the run goes on and in a failure.
pub(super) fn partial_option(step: &Step, output: &StepOutput) -> bool {
    output.missing || output.promoted || step.outputs_after_failure
}

/// Whether an output is an `Option` in a completed run.
pub(super) fn complete_option(step: &Step, output: &StepOutput) -> bool {
    (output.missing || step.outputs_after_failure) && !output.promoted
}

/// Whether a completed run knows more about the outputs than a partial one, so that there are two structs.
pub(super) fn has_two_structs(step: &Step) -> bool {
    step.outputs
        .iter()
        .any(|output| partial_option(step, output) != complete_option(step, output))
}

/// Name of the struct that `PartialSteps` holds.
pub(super) fn partial_type(step: &Step) -> Ident {
    if has_two_structs(step) {
        return ident(&format!("Partial{}", names::bare(&step.type_ident)));
    }
    ident(&step.type_ident)
}

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
    pub locals: Rc<Locals>,
    needs: RefCell<Needs>,
    /// Statements to put before the one being written.
    before: RefCell<TokenStream>,
    /// Variables with leaves of the body.
    leaves: RefCell<BTreeMap<usize, Ident>>,
    /// The variable with the whole body.
    whole: RefCell<Option<Ident>>,
    /// Whether the response was read.
    responded: Cell<bool>,
    /// Whether the run of a called workflow was read.
    ran: Cell<bool>,
    /// Whether leaves are moved out of their variables.
    pub moving: Cell<bool>,
    /// Whether a body is read leaf by leaf whatever the plan says: it belongs to a failed attempt.
    pub lenient: Cell<bool>,
    /// Whether outputs of steps are read from `done` even in straight-line code: after its end.
    pub through_done: Cell<bool>,
    /// How the own outputs can be reached in actions.
    pub own_outputs: RefCell<Option<TokenStream>>,
}

impl<'m, 'p> Scope<'m, 'p> {
    pub(super) fn new(module: &'m Module<'p>, own: Option<usize>, site: Site) -> Self {
        Self {
            module,
            own,
            site,
            locals: Rc::new(Locals::with(module.steps.iter().map(String::as_str))),
            needs: RefCell::default(),
            before: RefCell::default(),
            leaves: RefCell::default(),
            whole: RefCell::default(),
            responded: Cell::default(),
            ran: Cell::default(),
            moving: Cell::default(),
            lenient: Cell::default(),
            through_done: Cell::default(),
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
        let selected = (!names.is_empty()).then(|| match self.site {
            Site::Failure => quote! {
                let [#(#names),*] =
                    failure.response().map(|response| response.select([#(#texts),*])).unwrap_or_default();
            },
            _ => quote!(let [#(#names),*] = response.select([#(#texts),*]);),
        });
        let whole = self.whole.borrow().as_ref().map(|name| match self.site {
            Site::Failure => {
                quote!(let #name = failure.response().and_then(|response| response.value());)
            }
            Site::Nested => {
                quote!(let #name = response.as_ref().and_then(|response| response.value());)
            }
            _ => quote!(let #name = response.value();),
        });
        // A nested call keeps the last response inside it (decision D-24).
        let nested = (self.site == Site::Nested && self.responded())
            .then(|| quote!(let response = call.response();));
        quote!(#nested #selected #whole)
    }
}
