//! What the writers of one workflow's module share: its names, and what a function under construction turned out to need.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::{ActionKind, Control, Document, Plan, Step, StepOutput, Workflow, WorkflowRef};

use super::names::{self, Imports, Private, ident};

/// A workflow's module while it is written.
pub(super) struct Module<'p> {
    pub plan: &'p Plan,
    pub document: usize,
    pub workflow: &'p Workflow,
    pub imports: Imports,
    /// Names of the variables that hold a step's outputs.
    steps: Vec<String>,
    /// Names of the functions that run the steps.
    functions: Vec<String>,
    /// Names of the functions of single attempts, by step.
    attempts: Vec<String>,
    /// The variables that count retries, by the names that the plan has for them.
    counters: BTreeMap<&'p str, String>,
    /// All of these.
    pub private: Private,
    /// Private structs (payloads, projections) in the order they are met, until they are put beside their function.
    structs: RefCell<Vec<(String, TokenStream)>>,
    /// Engines that are used.
    pub engines: Cell<Engines>,
}

/// The variable for an action called `name` in the plan: one of digits alone says nothing, and clippy says so.
fn counter(name: &str) -> String {
    let says_nothing = |letter: char| letter == '_' || letter.is_ascii_digit();
    match name.chars().all(says_nothing) {
        true => format!("retry{name}"),
        false => name.to_owned(),
    }
}

/// Which criterion engines the code calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Engines {
    pub regex: bool,
    pub jsonpath: bool,
    pub xpath: bool,
    pub xml: bool,
}

impl Engines {
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            regex: self.regex || other.regex,
            jsonpath: self.jsonpath || other.jsonpath,
            xpath: self.xpath || other.xpath,
            xml: self.xml || other.xml,
        }
    }

    /// The features of the runtime that have them, by name.
    pub(super) fn features(self) -> Vec<&'static str> {
        let all = [
            (self.jsonpath, "jsonpath"),
            (self.regex, "regex"),
            (self.xml, "xml"),
            (self.xpath, "xpath"),
        ];
        let used = all.into_iter().filter(|(used, _)| *used);
        used.map(|(_, feature)| feature).collect()
    }
}

impl<'p> Module<'p> {
    pub(super) fn new(plan: &'p Plan, document: usize, workflow: &'p Workflow) -> Self {
        let mut private = Private::new();
        let steps: Vec<String> = workflow
            .steps
            .iter()
            .map(|step| private.claim(&step.ident, "step"))
            .collect();
        let mut of_steps = |word: &str| -> Vec<String> {
            let names = workflow.steps.iter().map(|step| names::inner(&step.ident));
            names
                .map(|step| private.claim(&format!("{word}_{step}"), "step"))
                .collect()
        };
        let (functions, attempts) = (of_steps("run"), of_steps("attempt"));
        let mut counters = BTreeMap::new();
        for ident in workflow.steps.iter().flat_map(retries) {
            counters
                .entry(ident)
                .or_insert_with(|| private.claim(&counter(ident), "retry"));
        }
        Self {
            plan,
            document,
            workflow,
            imports: Imports::new(&workflow.type_names),
            steps,
            functions,
            attempts,
            counters,
            private,
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

    /// The variable of a step's outputs.
    pub(super) fn step_name(&self, index: usize) -> Ident {
        ident(self.steps.get(index).map_or("_unknown", String::as_str))
    }

    /// The function that runs a step.
    pub(super) fn function_name(&self, index: usize) -> Ident {
        ident(self.functions.get(index).map_or("_unknown", String::as_str))
    }

    /// The function of one attempt of a step.
    pub(super) fn attempt_name(&self, index: usize) -> Ident {
        ident(self.attempts.get(index).map_or("_unknown", String::as_str))
    }

    /// The variable that counts the retries of an action.
    pub(super) fn counter(&self, name: &str) -> Ident {
        ident(self.counters.get(name).map_or(name, String::as_str))
    }

    /// The variant that ends a run: a word that no step has taken.
    pub(super) fn end_variant(&self) -> Ident {
        self.variant(["End", "Ended", "Finish", "Leave"], "EndOfWorkflow")
    }

    /// The variant that leads behind the last step.
    pub(super) fn completion_variant(&self) -> Ident {
        self.variant(["Done", "Completed", "Over", "Behind"], "LastStepDone")
    }

    fn variant(&self, words: [&'static str; 4], last: &'static str) -> Ident {
        let steps = &self.workflow.steps;
        let taken = |word: &str| {
            let mut names = steps.iter().map(|step| names::bare(&step.type_ident));
            names.any(|name| name == word)
        };
        ident(words.into_iter().find(|word| !taken(word)).unwrap_or(last))
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

    /// The workflow's place in the plan.
    pub(super) fn target_ref(&self) -> WorkflowRef {
        let document = self.plan.documents.get(self.document);
        let mut all = document
            .into_iter()
            .flat_map(|document| &document.workflows);
        let own = all.position(|other| std::ptr::eq(other, self.workflow));
        WorkflowRef {
            document: self.document,
            workflow: own.unwrap_or_default(),
        }
    }

    /// The visibility of what workflows use that call this one: in the root module and, for workflows of other documents,
    /// in modules beside this one's parent.
    pub(super) fn visible_to_callers(&self) -> TokenStream {
        match self.foreign() {
            true => quote!(pub(in super::super)),
            false => quote!(pub(super)),
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

    /// Whether control can go back, so that steps reach each other through `done` only.
    pub(super) fn goes_back(&self) -> bool {
        self.workflow.control == Control::Back
    }

    /// Whether the function of a step keeps the outputs itself, instead of returning them.
    pub(super) fn keeps_outputs(&self, index: usize) -> bool {
        let step = self.workflow.steps.get(index);
        step.is_some_and(|step| step.keeps_outputs(index, &self.workflow.ways(index)))
    }

    /// The type of what is kept of a step's outputs while the run goes on.
    pub(super) fn kept_type(&self, step: &Step) -> TokenStream {
        let partial = partial_type(step);
        if !step.has_attempt_type() {
            return quote!(#partial);
        }
        let (either, attempt) = (self.rt("StepOutputs"), attempt_type(step));
        quote!(#either<#partial, #attempt>)
    }

    /// The outputs of a successful attempt as they are kept.
    pub(super) fn kept(&self, step: &Step, outputs: &TokenStream) -> TokenStream {
        self.in_variant(step, "Completed", outputs)
    }

    /// What a failed attempt left behind, as it is kept.
    pub(super) fn kept_of_failure(&self, step: &Step, outputs: &TokenStream) -> TokenStream {
        self.in_variant(step, "Failed", outputs)
    }

    fn in_variant(&self, step: &Step, variant: &str, outputs: &TokenStream) -> TokenStream {
        if !step.has_attempt_type() {
            return outputs.clone();
        }
        let (either, variant) = (self.rt("StepOutputs"), ident(variant));
        quote!(#either::#variant(#outputs))
    }
}

/// The names that the plan has for the counters of a step's retries.
fn retries(step: &Step) -> impl Iterator<Item = &str> {
    step.on_failure
        .iter()
        .filter_map(|action| match &action.kind {
            ActionKind::Retry { ident, .. } => Some(ident.as_str()),
            _ => None,
        })
}

/// Whether an output is an `Option` while the run goes on and in a failure.
pub(super) fn partial_option(output: &StepOutput) -> bool {
    output.missing || output.promoted
}

/// Whether an output is an `Option` in a completed run.
pub(super) fn complete_option(output: &StepOutput) -> bool {
    output.missing && !output.promoted
}

/// Whether a completed run knows more about the outputs than a partial one, so that there are two structs.
pub(super) fn has_two_structs(step: &Step) -> bool {
    step.outputs.iter().any(|output| output.promoted)
}

/// Name of the struct for the outputs of a successful attempt.
pub(super) fn partial_type(step: &Step) -> Ident {
    match has_two_structs(step) {
        true => ident(&step.types.partial),
        false => ident(&step.type_ident),
    }
}

/// Name of the struct for what a failed attempt left behind.
pub(super) fn attempt_type(step: &Step) -> Ident {
    match step.has_attempt_type() {
        true => ident(&step.types.attempt),
        false => partial_type(step),
    }
}
