//! Runtime expressions, templates and simple conditions: lexers, parsers, syntax trees with positions.
//!
//! - [`parse`] reads a string that must be one expression, [`template`] any string in a value position,
//!   [`embedded`] the text of an engine's condition, [`condition`] a simple condition,
//!   [`parse_operation_path`] an `operationPath`.
//! - [`tolerated`] and [`tolerated_condition`] rewrite what the standard does not allow and authors write all the same.
//! - [`engine`] checks regular expressions, JSONPath and XPath.

mod access;
mod condition;
mod cursor;
mod display;
pub mod engine;
mod error;
mod fix;
mod in_literal;
mod message;
mod nearest;
mod operand;
mod operation_path;
mod parse;
mod pointer;
mod roots;
mod step_dependency;
mod syntax;
mod template;
mod tolerated;
mod words;

#[cfg(test)]
mod properties;

pub use access::{access_pointer, split_reference};
pub use condition::condition;
pub use fix::{Fix, Tolerated};
pub use in_literal::expression_in_literal;
pub use operation_path::{OperationPath, operation_path_text, parse_operation_path};
pub use parse::parse;
pub use roots::{misspelt_root, wrong_root};
pub use step_dependency::{StepDependency, step_dependency};
pub use syntax::*;
pub use template::{embedded, template};
pub use tolerated::{tolerated, tolerated_condition};
