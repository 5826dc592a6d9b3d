//! Runtime expressions, templates and simple conditions: lexers, parsers, syntax trees with positions.
//!
//! - [`Names`] holds what a document declares, and reads with it: [`Names::parse`] a string that must be one expression,
//!   [`Names::template`] any string in a value position, [`Names::embedded`] the text of an engine's condition,
//!   [`Names::condition`] a simple condition. [`parse_operation_path`] reads an `operationPath`.
//! - [`Names::tolerated`] and [`Names::tolerated_condition`] rewrite what the standard does not allow and authors write
//!   all the same.
//! - [`engine`] checks regular expressions, JSONPath and XPath.

mod access;
mod almost;
mod around;
mod braces;
mod condition;
mod cursor;
mod display;
pub mod engine;
mod error;
mod fix;
mod in_literal;
mod message;
mod names;
mod nearest;
mod operand;
mod operation_path;
mod parse;
mod parser;
mod pointer;
mod quoting;
mod roots;
mod stars;
mod step_dependency;
mod step_output;
mod syntax;
mod template;
mod tolerated;
mod words;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod without_names;
#[cfg(test)]
pub use without_names::*;

pub use access::{access_pointer, split_reference};
pub use almost::Almost;
pub use around::surplus_braces;
pub use fix::{Fix, Tolerated};
pub use in_literal::expression_in_literal;
pub use names::{Names, Signature, Values, is_identifier};
pub use operation_path::{OperationPath, operation_path_text, parse_operation_path};
pub use quoting::{
    EngineText, JsonText, Language, Piece, Quotes, Quoting, engine_text, json_text, xml_places,
};
pub use roots::{misspelt_root, wrong_root};
pub use stars::EveryElement;
pub use step_dependency::StepDependency;
pub use syntax::*;
