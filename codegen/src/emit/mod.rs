//! Turns a plan into Rust source: tokens, one parse, formatted text.
//!
//! Nothing is decided here that a document could have a say in; where a choice is made, it is one of style.

mod actions;
mod attempt;
mod body;
mod client;
mod condition;
mod context;
mod convert;
mod crate_files;
mod definitions;
mod docs;
mod engines;
mod failure;
mod flow;
mod inputs;
mod literal;
mod message;
mod names;
mod nested;
mod outputs;
mod path;
mod payload;
mod projection;
mod read;
mod registry;
mod render;
mod request;
mod results;
mod scope;
mod security;
mod starter;
mod step;
mod success;
mod types;
mod unions;
mod value;
mod workflow;
mod xml;

#[cfg(test)]
mod tests;

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Document, Plan};
use context::Engines;

pub use crate_files::{Dependency, crate_files};
pub use starter::{Starter, starter_files};

/// The emitter wrote something that is no Rust: a defect of the emitter, never of a document.
#[derive(Debug)]
pub struct EmitError {
    /// What the parser said.
    pub message: String,
    /// The tokens, for a report.
    pub tokens: String,
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EmitError {}

/// The generated module as source text: items only, to be included in a module.
///
/// # Errors
/// A defect of the emitter.
pub fn module(plan: &Plan) -> Result<String, EmitError> {
    emitted(plan).map(|(text, _)| text)
}

/// The text, and the engines that it uses.
fn emitted(plan: &Plan) -> Result<(String, Engines), EmitError> {
    let mut used = Engines::default();
    let mut parts = Vec::new();
    for (index, document) in plan.documents.iter().enumerate() {
        let (items, engines) = self::document(plan, index, document);
        used = used.or(engines);
        parts.push(items);
    }
    let mut all = Vec::from_iter(engines::requirements(used));
    all.push(client::client(plan));
    all.extend(parts);
    all.push(client::statics(plan));
    all.push(security::statics(plan));
    Ok((render::file(render::spaced(all))?, used))
}

/// The workflows of one document; those of others than the entry document in a module of their own.
fn document(plan: &Plan, index: usize, document: &Document) -> (TokenStream, Engines) {
    let mut used = Engines::default();
    let mut parts = Vec::new();
    for workflow in document
        .workflows
        .iter()
        .filter(|workflow| !workflow.omitted)
    {
        let (items, engines) = workflow::items(plan, index, workflow);
        used = used.or(engines);
        parts.push(items);
    }
    let items = render::spaced(parts);
    let Some(module) = &document.module else {
        return (items, used);
    };
    let name = names::ident(module);
    let documentation = docs::doc(&format!(
        "Workflows of “{}”.",
        docs::headline(&document.title)
    ));
    (quote!(#documentation pub mod #name { #items }), used)
}
