//! Finds what documents name: `$ref`, operations, workflows, components, steps.

pub mod operation;
pub mod reference;

#[cfg(test)]
mod testing;
