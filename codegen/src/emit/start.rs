//! Where reading a value begins.

use quote::quote;

use crate::plan::Access;

use super::{
    path::{Form, Got, Walk},
    scope::Scope,
};

/// Where a read begins.
pub(super) enum Start {
    /// A place to walk on from.
    Walk(Walk),
    /// Nothing to walk into: the value itself.
    Done(Got),
}

/// A value that is never there.
pub(super) fn nothing(scope: &Scope<'_, '_>) -> Start {
    let json = scope.module.imports.item("serde_json", "Value");
    let tokens = quote!(None::<&#json>);
    Start::Done(Got {
        tokens,
        form: Form::Ref,
        missing: true,
        nullable: false,
    })
}

/// Whether the way can be taken by value.
pub(super) fn movable_access(access: &[Access]) -> bool {
    access
        .iter()
        .all(|access| matches!(access, Access::Field { boxed: false, .. }))
}
