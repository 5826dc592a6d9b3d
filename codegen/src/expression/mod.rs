//! Runtime expressions, templates and simple conditions: lexers, parsers, syntax trees with positions.

mod syntax;

pub use syntax::*;
