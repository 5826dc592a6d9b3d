//! What resolving the workflows of one document has to know.

use crate::{
    load::Documents,
    model::{arazzo::Description, texts::References},
};

use super::World;

/// Resolves the workflows of one document.
pub(super) struct Resolver<'a> {
    pub(super) world: &'a World,
    pub(super) documents: &'a Documents,
    pub(super) model: &'a Description,
    /// What its strings say that name something.
    pub(super) references: &'a References,
    pub(super) description: usize,
}
