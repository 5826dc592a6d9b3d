//! Finds what documents name: `$ref`, operations, workflows, components, steps.

pub mod operation;
pub mod reference;
pub mod workflow;

#[cfg(test)]
mod testing;
