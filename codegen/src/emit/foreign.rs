//! Types of values that come out of another workflow's run, named from here.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Origin, Read, WorkflowRef},
    types::{Shape, Type},
};

use super::{names::ident, scope::Scope, types};

/// The Rust type of what an expression finds; types of another workflow's module are named by their path.
pub(super) fn qualified(scope: &Scope<'_, '_>, read: &Read, ty: &Type) -> TokenStream {
    match origin(scope, read) {
        Some(workflow) => within(scope, workflow, ty),
        None => types::rust(scope.module, ty),
    }
}

/// The workflow whose module defines the types of a read, if it is another one.
fn origin(scope: &Scope<'_, '_>, read: &Read) -> Option<WorkflowRef> {
    let workflow = scope.module.workflow;
    match &read.origin {
        Origin::Prerequisite { index, .. } => {
            workflow.prerequisites.get(*index).map(|one| one.workflow)
        }
        Origin::Called { slot, .. } => workflow.called.get(*slot).map(|one| one.workflow),
        Origin::JustCalled { workflow, .. } => Some(*workflow),
        _ => None,
    }
}

fn within(scope: &Scope<'_, '_>, workflow: WorkflowRef, ty: &Type) -> TokenStream {
    let inner = match &ty.shape {
        Shape::Named(id) => {
            let module = scope.module.module_of(workflow);
            let name = scope
                .module
                .target(workflow)
                .map(|target| ident(&target.types.get(*id).name));
            quote!(#module::#name)
        }
        Shape::List(of) => {
            let of = within(scope, workflow, of);
            quote!(Vec<#of>)
        }
        Shape::Map(of) => {
            let of = within(scope, workflow, of);
            let map = scope.module.imports.item("std::collections", "BTreeMap");
            quote!(#map<String, #of>)
        }
        Shape::Tuple(of) => {
            let of = of.iter().map(|ty| within(scope, workflow, ty));
            quote!((#(#of,)*))
        }
        _ => return types::rust(scope.module, ty),
    };
    if types::is_option(ty) {
        quote!(Option<#inner>)
    } else {
        inner
    }
}
